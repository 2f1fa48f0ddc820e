"""Which inputs the uncertainty comes from: each one's own share of the variance of net benefit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.inputs import Counts, Inputs, quoted
from ship_or_not.engine.point import Point, Row
from ship_or_not.engine.strategies import ship

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


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


def drivers(inputs: Inputs) -> list[Driver]:
    """Return the uncertain inputs, the one that explains most variance first.

    Net benefit is linear in each input alone, so that an input's own effect is its variance times
    its squared slope at the means of the others.
    """
    source = FloatMeans(inputs.prior)

    def benefit(at: Point) -> float:
        return float(ship(inputs, at, source).net_benefit)

    means = point(inputs, source)
    found = [*_numbers(inputs, benefit(means)), *_rows(inputs, means, benefit), *_mix(inputs, means, benefit)]
    total = sum(variance for _, variance in found)
    if not total:
        return []
    ranked = sorted(found, key=lambda each: -each[1])
    return [replace(driver, share=variance / total) for driver, variance in ranked]


def _numbers(inputs: Inputs, now: float) -> Iterator[tuple[Driver, float]]:
    source = FloatMeans(inputs.prior)
    for path, item in inputs.numbers.items():
        if not item.uncertain or path in inputs.replaced:
            continue
        mean, variance = item.distribution.mean, item.distribution.variance
        if item.sample_size is not None:
            variance = mean * (1 - mean) / (item.sample_size + inputs.prior + 1)
        step = variance**0.5
        step = -step if mean + step > item.high else step
        moved = inputs.replace(path, mean + step)
        effect = float(ship(moved, point(moved, source), source).net_benefit) - now
        yield Driver(path=path, items=item.sample_size), effect**2


def _rows(inputs: Inputs, means: Point, benefit: Callable[[Point], float]) -> Iterator[tuple[Driver, float]]:
    if inputs.experiment:
        return
    for system in ("baseline", "model"):
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
            yield driver, _dirichlet_variance(shares, worth, count + inputs.prior)


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
