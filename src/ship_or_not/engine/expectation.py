"""The expected value of each strategy, per item and by where it comes from.

Net benefit is linear in every input but a few, and the inputs are independent: its mean over draws
has a closed form, the same arithmetic at the posterior means. Only the inputs named by
`draws.nonlinear` are averaged: one alone over its quantiles, several over Latin hypercubes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Context, localcontext
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, Means, Measured, point
from ship_or_not.engine.inputs import CHANGING
from ship_or_not.engine.lifetimes import by_week, lifetimes
from ship_or_not.engine.quadrature import HYPERCUBES, Hypercubes, Midpoints, nonlinear
from ship_or_not.engine.timeline import DAYS_PER_YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.lifetimes import Lifetime
    from ship_or_not.engine.quadrature import Bends
    from ship_or_not.engine.structure import Number

OVER_TIME = tuple(path.rstrip(".") for path in CHANGING)
"""Blocks of inputs that make one week differ from another."""

MIDPOINTS = 4096
"""Quantiles that the expectation over a single input is taken at."""

DRAWS_A_POINT = 64
"""Draws for each point of the Latin hypercubes that the expectation over several inputs is taken at."""

LONG = 5
"""Years: of a horizon of twice or three times as many, a half or a third of the points are taken."""

FEWEST_POINTS, MOST_POINTS = 256, 16_384

PARTS = (
    "saving",
    "baseline_errors",
    "model_errors",
    "baseline_error_rate",
    "model_error_rate",
    "customers",
    "referrals",
)
"""What an item's value is made of: names of `value.ItemValue`."""

EXACT = Context(prec=50)
"""Fifty digits: sums and ratios of written numbers are then right to the last bit of a float."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A strategy's expected value by where it comes from, in money per discounted item.

    The parts add up where no week differs from another: ``value = saving + baseline_errors -
    model_errors + customers + referrals - running - launch``. In any case ``value = brought - running -
    launch - other``, the last being what trainings, repairs and plans cost. ``items`` and
    ``net_benefit`` are of the whole horizon; ``error`` is the Monte Carlo standard error of ``value``, 0
    where it is exact.
    """

    value: float
    error: float
    items: float
    net_benefit: float
    magnitude: float
    saving: float
    baseline_errors: float
    model_errors: float
    baseline_error_rate: float
    model_error_rate: float
    customers: float
    referrals: float
    running: float
    launch: float
    other: float
    brought: float
    by_class: tuple[float, ...]
    baseline_cost: float | None


class Expecting:
    """Takes expectations, always over the same points, so that inputs can be moved without noise.

    Parameters
    ----------
    seed, draws
        What the points depend on where net benefit is not linear in several inputs.
    """

    def __init__(self, *, seed: int, draws: int) -> None:
        self.seed = seed
        self.points = min(max(draws // DRAWS_A_POINT, FEWEST_POINTS), MOST_POINTS)
        self._sources: dict[object, Source] = {}

    def source(self, inputs: Inputs) -> Source:
        """Return the points that some inputs are averaged over."""
        bends = nonlinear(inputs)
        years = 0.0 if inputs.horizon is None else inputs.horizon.days / DAYS_PER_YEAR
        fewer = max(1, math.ceil(years / LONG)) if inputs.changes else 1
        size = max(self.points // fewer // HYPERCUBES, 1) * HYPERCUBES
        key = bends, inputs.prior, size
        if key not in self._sources:
            self._sources[key] = self._points(bends, inputs.prior, size)
        return self._sources[key]

    def _points(self, bends: Bends, prior: float, size: int) -> Source:
        if not bends:
            return FloatMeans(prior)
        if len(bends.numbers) == 1 and not bends.rows:
            return Midpoints(bends, seed=self.seed, block=0, size=MIDPOINTS, prior=prior)
        return Hypercubes(bends, seed=self.seed, size=size, prior=prior)

    def expectation(self, inputs: Inputs, only: frozenset[int] | None = None) -> tuple[Expectation, ...]:
        """Return the expected value of each strategy, or of those asked for.

        Exact where net benefit is linear in all that is uncertain; integrated over the quantiles of the one
        input in which it is not, or averaged over the points of Latin hypercubes.
        """
        source = self.source(inputs)
        if type(source) is FloatMeans:
            return _exactly(inputs, Means(inputs.prior), only)
        found = lifetimes(inputs, point(inputs, source), source, only)
        return tuple(_averaged(life, noisy=isinstance(source, Hypercubes)) for life in found)

    def by_week(self, inputs: Inputs) -> NDArray[np.float64]:
        """Return what each strategy brings at the decision and in each week, in money, present value.

        Returns
        -------
        array
            Shape ``(strategies, 1 + steps)``.
        """
        source = self.source(inputs)
        return by_week(inputs, point(inputs, source))

    def along(
        self, inputs: Inputs, path: str, grid: NDArray[np.float64], only: frozenset[int] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return expected value per item, and the size of its terms, as one path moves along a grid.

        Parameters
        ----------
        path
            Of an input, or derived.
        grid
            Its values, shape ``(grid,)``; both results have shape ``(strategies, grid)``.
        only
            The places of the strategies that are asked for; None for all.
        """
        net_benefit, items, magnitude = self.totals(inputs, path, grid, only)
        return net_benefit / items, magnitude / items

    def totals(
        self, inputs: Inputs, path: str, grid: NDArray[np.float64], only: frozenset[int] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return net benefit, items and the size of the terms, of the horizon, as one path moves.

        Parameters and shapes are those of `along`.
        """
        found = self._moved(inputs, path, grid, only)
        net_benefit, items, magnitude = (each.mean(axis=-1) for each in found)
        return net_benefit, items, magnitude

    def parts(
        self, inputs: Inputs, path: str, grid: NDArray[np.float64], only: frozenset[int] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return net benefit and items as `totals` does, of each hypercube of its own.

        Returns
        -------
        arrays
            Shape ``(strategies, grid, hypercubes)``; the last axis is 1 where there are none.
        """
        net_benefit, items, _ = self._moved(inputs, path, grid, only)
        return net_benefit, items

    def _moved(
        self, inputs: Inputs, path: str, grid: NDArray[np.float64], only: frozenset[int] | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        if path in inputs.numbers and inputs.numbers[path].duration:
            found = [self._sums(inputs.replace(path, value), (), only) for value in grid.tolist()]
            net_benefit, items, magnitude = (np.stack([each[k] for each in found], axis=1) for k in range(3))
            return net_benefit, items, magnitude
        return self._sums(inputs.replace(path, grid[:, np.newaxis]), grid.shape, only)

    def known(
        self, inputs: Inputs, path: str, values: NDArray[np.float64], only: frozenset[int] | None = None
    ) -> NDArray[np.float64]:
        """Return the expected value per item were a number known to be at each of some values.

        Parameters
        ----------
        path
            Of an input that is no duration.
        values, only
            As in `along`; the result has shape ``(strategies, grid)``.
        """
        return self.means(inputs.known(path, values[:, np.newaxis]), values.shape, only)[0]

    def means(
        self, inputs: Inputs, shape: tuple[int, ...], only: frozenset[int] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return expected value per item, and the size of its terms, as `along` does.

        Parameters
        ----------
        inputs
            In which paths are replaced by a number, or by numbers of the shape ``(*shape, 1)``.
        """
        net_benefit, items, magnitude = (each.mean(axis=-1) for each in self._sums(inputs, shape, only))
        return net_benefit / items, magnitude / items

    def _sums(
        self, inputs: Inputs, shape: tuple[int, ...], only: frozenset[int] | None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return what `totals` does of each hypercube, shape ``(strategies, *shape, hypercubes)``."""
        source = self.source(inputs)
        cubes = HYPERCUBES if isinstance(source, Hypercubes) else 1
        zero = np.zeros((*shape, 1))

        def parts(total: Number) -> NDArray[np.float64]:
            every: NDArray[np.float64] = total + zero
            if every.shape[-1] == 1:  # the same at all points
                return np.broadcast_to(every, (*shape, cubes))
            means: NDArray[np.float64] = every.reshape(*shape, cubes, -1).mean(axis=-1)
            return means

        found = [
            [parts(total) for total in (life.net_benefit, life.items, life.magnitude)]
            for life in lifetimes(inputs, point(inputs, source), source, only, todays=False)
        ]
        net_benefit, items, magnitude = (np.stack(parts) for parts in zip(*found, strict=True))
        return net_benefit, items, magnitude


def one_item(inputs: Inputs) -> Expectation:
    """Return what *ship* is worth if no week differed from another: its parts add up."""
    return _exactly(inputs.without(*OVER_TIME), Means(inputs.prior))[0]


def as_measured(inputs: Inputs) -> tuple[Expectation, ...]:
    """Return what a spreadsheet gives: observed rates, the distributions' means; one for each strategy."""
    return _exactly(inputs, Measured())


def _exactly(inputs: Inputs, source: Source, only: frozenset[int] | None = None) -> tuple[Expectation, ...]:
    with localcontext(EXACT):
        found = lifetimes(inputs, point(inputs, source), source, only)
        return tuple(_per_item(_totals(life), error=0.0) for life in found)


def _averaged(lifetime: Lifetime, *, noisy: bool) -> Expectation:
    """Average a lifetime over the points; the hypercubes' own means tell the error of their mean."""
    totals = {name: np.atleast_1d(total) for name, total in _totals(lifetime).items()}
    means = {name: float(np.mean(total)) for name, total in totals.items()}
    if not noisy:
        return _per_item(means, error=0.0)
    off = totals["net_benefit"] - means["net_benefit"] / means["items"] * totals["items"]
    cubes = np.mean(np.broadcast_to(off, (max(off.size, HYPERCUBES),)).reshape(HYPERCUBES, -1), axis=1)
    error = math.sqrt(float(np.var(cubes)) / (HYPERCUBES - 1)) / means["items"]
    return _per_item(means, error=error)


def _totals(lifetime: Lifetime) -> dict[str, Number]:
    """Return every part of a lifetime over the whole horizon."""
    totals = {name: lifetime.total(name) for name in PARTS}
    totals |= {
        name: getattr(lifetime, name)
        for name in ("items", "net_benefit", "magnitude", "brought", "running", "launch", "other")
    }
    for i, added in enumerate(lifetime.value.by_class):
        totals[f"class {i}"] = lifetime.items * added
    if lifetime.value.baseline_cost is not None:
        totals["baseline_cost"] = lifetime.total("baseline_cost") + lifetime.baseline_running
    return totals


def _per_item(totals: dict[str, Number], *, error: float) -> Expectation:
    items = totals["items"]
    per_item = {name: float(total / items) for name, total in totals.items()}
    return Expectation(
        value=per_item["net_benefit"],
        error=error,
        items=float(items),
        net_benefit=float(totals["net_benefit"]),
        by_class=tuple(value for name, value in per_item.items() if name.startswith("class ")),
        baseline_cost=per_item.get("baseline_cost"),
        **{name: per_item[name] for name in ("magnitude", "brought", "running", "launch", "other", *PARTS)},
    )
