"""Which inputs the uncertainty comes from: each one's own share of the variance of net benefit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.inputs import Inputs, quoted
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.point import Point, Row
from ship_or_not.engine.quadrature import midpoints
from ship_or_not.engine.structure import Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


NODES = 4096
"""Quantiles at which one number is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One uncertain input.

    Parameters
    ----------
    path
        ``savings_per_item``; ``model.confusion.fraud`` for a class's evidence; ``prevalence``.
    system, label
        Of a class's evidence, else "".
    items
        Labelled items behind it; None for a written range.
    share
        Of the variance that single inputs explain, 0 to 1.
    """

    path: str
    system: str = ""
    label: str = ""
    items: float | None = None
    share: float = 0.0


def drivers(inputs: Inputs, strategy: int = 0) -> list[Driver]:
    """Return the uncertain inputs, the one that explains most variance first.

    An input's own effect is the variance of net benefit when it alone varies, the others at their
    means.

    Parameters
    ----------
    strategy
        Its place among all strategies.
    """
    source = FloatMeans(inputs.prior)

    def benefit(at: Point) -> float:
        return float(lifetimes(inputs, at, source)[strategy].net_benefit)

    means = point(inputs, source)
    found = [*_numbers(inputs, strategy), *_rows(inputs, means, benefit), *_mix(inputs, means, benefit)]
    total = sum(variance for _, variance in found)
    if not total:
        return []
    ranked = sorted(found, key=lambda each: -each[1])
    return [replace(driver, share=variance / total) for driver, variance in ranked]


def _numbers(inputs: Inputs, strategy: int) -> Iterator[tuple[Driver, float]]:
    source, uniform = FloatMeans(inputs.prior), midpoints(NODES)
    for path, item in inputs.numbers.items():
        if item.uncertain and path not in inputs.replaced:
            known = inputs.known(path, item.posterior(inputs.prior).quantile(uniform))
            benefits = lifetimes(known, point(known, source), source)[strategy].net_benefit
            yield Driver(path=path, items=item.sample_size), float(np.var(benefits))


def _rows(inputs: Inputs, means: Point, benefit: Callable[[Point], float]) -> Iterator[tuple[Driver, float]]:
    if inputs.experiment:
        return
    for system in inputs.systems:
        evidence, rows = inputs.evidence(system), means.rows(system)
        if not isinstance(evidence, Counts):
            continue
        for i, label in enumerate(inputs.classes):
            count, row = sum(evidence.rows[i]), rows[i]
            shares = [row.right, *row.wrong, row.referred]
            worth = [
                benefit(means.with_rows(system, [*rows[:i], only, *rows[i + 1 :]]))
                for only in _corners(len(row.wrong))
            ]
            driver = Driver(
                path=f"{system}.confusion.{quoted(label)}", system=system, label=label, items=count
            )
            peer = inputs.peers[system].get(i)
            concentration = count + inputs.prior if peer is None else peer.concentration
            yield driver, _dirichlet_variance(shares, worth, concentration)


def _mix(inputs: Inputs, means: Point, benefit: Callable[[Point], float]) -> Iterator[tuple[Driver, float]]:
    if inputs.mix is None or inputs.mix.counts is None:
        return
    size, count = len(means.mix), sum(inputs.mix.counts)
    corners = [tuple(float(i == j) for j in range(size)) for i in range(size)]
    worth = [benefit(replace(means, mix=corner)) for corner in corners]
    yield Driver(path="prevalence", items=count), _dirichlet_variance(means.mix, worth, count + 1)


def _corners(errors: int) -> Iterator[Row]:
    """Yield the rows in which one kind of answer is certain: right, each kind of error, referred."""
    none = (0.0,) * errors
    yield Row(right=1.0, wrong=none, referred=0.0)
    for k in range(errors):
        yield Row(right=0.0, wrong=tuple(float(k == j) for j in range(errors)), referred=0.0)
    yield Row(right=0.0, wrong=none, referred=1.0)


def _dirichlet_variance(shares: Sequence[float], worth: Sequence[float], concentration: float) -> float:
    """Return the variance of Σ share · worth under a Dirichlet with these means."""
    mean = sum(share * value for share, value in zip(shares, worth, strict=True))
    return sum(share * (value - mean) ** 2 for share, value in zip(shares, worth, strict=True)) / (
        concentration + 1
    )
