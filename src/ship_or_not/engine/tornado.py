"""The tornado: the expected value at each uncertain input's 5 % and 95 % quantiles, the others as they are.

A number is put at its two quantiles. A confusion matrix, or a class mix that was counted, is no number: it
enters through what its errors cost per item, and the expected value at a quantile of that is read off a
straight line through draws of it alone. Where no week differs from another net benefit *is* on that line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, block_size, point
from ship_or_not.engine.fading import fading
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.quadrature import Bends, DrawsOf
from ship_or_not.engine.risk import CENTRAL, interval
from ship_or_not.engine.structure import Counts
from ship_or_not.engine.value import churn_cost
from ship_or_not.results.sensitivity import Swing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.expectation import Expecting
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.structure import Number
    from ship_or_not.engine.value import ItemValue

DRAWS = 16_384
"""Of a confusion matrix, or of the class mix."""

PREVALENCE = "prevalence"


def tornado(figures: Figures, expecting: Expecting) -> tuple[Swing, ...]:
    """Return how far each uncertain input moves the best strategy's value, the widest first."""
    found = [*_numbers(figures, expecting), *_evidence(figures, expecting.seed)]
    return tuple(sorted(found, key=lambda each: -abs(each.value_high - each.value_low)))


def _numbers(figures: Figures, expecting: Expecting) -> Iterator[Swing]:
    inputs, best = figures.inputs, figures.best
    for path, item in inputs.numbers.items():
        if item.uncertain:
            ends = item.posterior(inputs.prior).quantile(np.array(CENTRAL))
            low, high = expecting.known(inputs, path, ends, frozenset({best}))[0].tolist()
            first, last = ends.tolist()
            yield Swing(input=path, unit=item.unit, low=first, high=last, value_low=low, value_high=high)


def _evidence(figures: Figures, seed: int) -> Iterator[Swing]:
    inputs = figures.inputs
    counted = [system for system in inputs.systems if isinstance(inputs.evidence(system), Counts)]
    paths = [f"{system}.confusion" for system in counted]
    if inputs.mix is not None and inputs.mix.counts is not None:
        paths.append(PREVALENCE)
    expected = figures.expected[figures.best].value
    for path in paths:
        mean = _at(inputs, path, FloatMeans(inputs.prior), figures.best)[0]
        costs, values = _drawn(inputs, path, seed, figures.best)
        slope = _slope(costs, values)
        low, high = interval(costs)
        yield Swing(
            input=path,
            unit="money",
            low=low,
            high=high,
            value_low=expected + slope * (low - mean),
            value_high=expected + slope * (high - mean),
        )


def _drawn(
    inputs: Inputs, path: str, seed: int, strategy: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw one matrix, or the mix, alone: what its errors cost, and net value, per item and draw."""
    size, drawn = block_size(inputs), Bends(numbers=frozenset(), rows=(path,))
    blocks = []
    for block in range(-(-DRAWS // size)):
        source = DrawsOf(drawn, seed=seed, block=block, size=min(size, DRAWS), prior=inputs.prior)
        blocks.append(np.broadcast_arrays(*_at(inputs, path, source, strategy), np.zeros(source.size))[:2])
    costs, values = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
    return costs, values


def _at(inputs: Inputs, path: str, source: Source, strategy: int) -> tuple[Number, Number]:
    at = point(inputs, source)
    life = lifetimes(inputs, at, source, frozenset({strategy}))[0]
    return _cost(inputs, at, life.value, path), life.net_benefit / life.items


def _cost(inputs: Inputs, at: Point, value: ItemValue, path: str) -> Number:
    """Return what a system's answers cost per item, against right ones; or what the mix's classes save."""
    churn = churn_cost(at)
    today = value.baseline_errors + churn * value.baseline_error_rate
    model = value.model_errors + churn * value.model_error_rate - value.referrals
    system = path.removesuffix(".confusion")
    known = {"baseline": today, "model": model, PREVALENCE: today - model}
    return known[system] if system in known else fading(inputs, at, at.rows(system), at.mix).cost()


def _slope(costs: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Return the slope of the least-squares line through the draws; 0 where the cost is the same in all."""
    away = costs - np.mean(costs)
    spread = float(away @ away)
    return float(away @ (values - np.mean(values))) / spread if spread else 0.0
