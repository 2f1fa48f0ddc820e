"""The tornado: the expected value at each uncertain input's 5 % and 95 % quantiles, the others as they are.

A number is put at its two quantiles. A confusion matrix, or a class mix that was counted, is no number: it
enters through what its errors cost per item, and the expected value at a quantile of that is read off a
straight line through draws of it alone. Where no week differs from another net benefit *is* on that line.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, block_size, point
from ship_or_not.engine.fading import fading
from ship_or_not.engine.inputs import PREVALENCE
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.quadrature import Bends, DrawsOf
from ship_or_not.engine.risk import CENTRAL, interval
from ship_or_not.engine.value import churn_cost, item_value
from ship_or_not.results.sensitivity import Swing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.expectation import Expecting
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.structure import Number
    from ship_or_not.engine.value import ItemValue

DRAWS = 16_384
"""Of a confusion matrix, or of the class mix, for its quantiles."""

LINE_DRAWS = 2048
"""For the straight line: over time, each takes the weeks of a whole lifetime."""


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
    expected, prior = figures.expected[figures.best].value, inputs.prior
    for path in inputs.counted:
        bends, size = Bends(numbers=frozenset(), rows=(path,)), block_size(inputs)
        draw = partial(DrawsOf, bends, seed=seed, prior=prior)
        blocks = [draw(block=block, size=size) for block in range(-(-DRAWS // size))]
        low, high = interval(
            np.concatenate([np.zeros(size) + _costs(inputs, path, block) for block in blocks])
        )
        slope = _slope(inputs, path, draw(block=0, size=min(size, LINE_DRAWS)), figures.best)
        mean = float(_costs(inputs, path, FloatMeans(prior)))
        yield Swing(
            input=path,
            unit="money",
            low=low,
            high=high,
            value_low=expected + slope * (low - mean),
            value_high=expected + slope * (high - mean),
        )


def _slope(inputs: Inputs, path: str, source: DrawsOf, strategy: int) -> float:
    """Return the slope of the least-squares line of value per item; 0 where the cost never varies."""
    at = point(inputs, source)
    life = lifetimes(inputs, at, source, frozenset({strategy}))[0]
    values = life.net_benefit / life.items
    costs = np.zeros(source.size) + _cost(inputs, at, life.value, path)
    away = costs - np.mean(costs)
    spread = float(np.sum(away * away))
    return float(np.sum(away * (values - np.mean(values)))) / spread if spread else 0.0


def _costs(inputs: Inputs, path: str, source: Source) -> Number:
    at = point(inputs, source)
    return _cost(inputs, at, item_value(inputs, at), path)


def _cost(inputs: Inputs, at: Point, value: ItemValue, path: str) -> Number:
    """Return what a system's answers cost per item, against right ones; or what the mix's classes save."""
    churn = churn_cost(at)
    today = value.baseline_errors + churn * value.baseline_error_rate
    model = value.model_errors + churn * value.model_error_rate - value.referrals
    system = path.removesuffix(".confusion")
    known = {"baseline": today, "model": model, PREVALENCE: today - model}
    return known[system] if system in known else fading(inputs, at, at.rows(system), at.mix).cost()
