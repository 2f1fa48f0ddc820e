"""Net benefit over draws, and its expectation.

Net benefit is linear in every input but a few, and the inputs are independent: its mean over draws
has a closed form, the same arithmetic at the posterior means. That closed form is the control
variate of the expected value: only the inputs named by `draws.nonlinear` are averaged over draws.
Interval, chances and risk are read off the draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Context, localcontext
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import (
    Draws,
    DrawsOf,
    FloatMeans,
    Means,
    Measured,
    MidpointsOf,
    block_size,
    nonlinear,
    point,
)
from ship_or_not.engine.strategies import Lifetime, ship

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.structure import Number

MIDPOINTS = 4096
"""Quantiles that the expectation over a single input is taken at."""

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

    The parts add up: ``value = saving + baseline_errors - model_errors + customers + referrals
    - running - launch``. ``items`` and ``net_benefit`` are of the whole horizon; ``error`` is the
    Monte Carlo standard error of ``value``, 0 where it is exact.
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
    by_class: tuple[float, ...]
    baseline_cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """Draws of what is not known; one row a strategy, today's process first.

    Parameters
    ----------
    net_benefit
        Money over the horizon, present value, shape ``(strategies, draws)``, read-only.
    value_per_item
        The same per discounted item, same shape.
    model_error_rates
        Class index → the model's error rate, shape ``(draws,)``, for the classes asked for.
    """

    net_benefit: NDArray[np.float64]
    value_per_item: NDArray[np.float64]
    model_error_rates: dict[int, NDArray[np.float64]]

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.net_benefit.shape[1])


def as_measured(inputs: Inputs) -> Expectation:
    """Return what a spreadsheet gives: observed rates, the distributions' means."""
    return _exactly(inputs, Measured())


def expectation(inputs: Inputs, *, seed: int, draws: int) -> Expectation:
    """Return the expected value: exact where net benefit is linear in all that is uncertain.

    Where it is not linear in one input, that one is integrated over its quantiles; where in several,
    they are averaged over draws.

    Parameters
    ----------
    seed, draws
        Used only there.
    """
    paths = nonlinear(inputs)
    if not paths:
        return _exactly(inputs, Means(inputs.prior))
    blocks = list(_means(inputs, seed, draws))
    made = sum(size for size, _ in blocks)
    sizes = [size / made for size, _ in blocks]
    totals = [_totals(lifetime) for _, lifetime in blocks]
    means = {
        name: math.fsum(share * float(np.mean(each[name])) for share, each in zip(sizes, totals, strict=True))
        for name in totals[0]
    }
    if len(paths) == 1:
        return _per_item(means, error=0.0)
    value = means["net_benefit"] / means["items"]
    spread = math.fsum(
        share * float(np.mean((life.net_benefit - value * life.items) ** 2))
        for share, (_, life) in zip(sizes, blocks, strict=True)
    )
    return _per_item(means, error=math.sqrt(spread / made) / means["items"])


def along(
    inputs: Inputs, path: str, grid: NDArray[np.float64], *, seed: int, draws: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return expected value per item, and the size of its terms, as one path moves along a grid.

    Parameters
    ----------
    path
        Of an input, or derived.
    grid
        Its values, shape ``(grid,)``; so are both results.
    """
    moved = inputs.replace(path, grid[:, np.newaxis])
    column, sums = np.zeros((grid.size, 1)), np.zeros((3, grid.size))
    for size, life in _means(moved, seed, draws):
        parts = life.net_benefit, life.items, life.magnitude
        sums += [size * np.mean(part + column, axis=-1) for part in parts]
    net_benefit, items, magnitude = sums
    return net_benefit / items, magnitude / items


def simulate(
    inputs: Inputs, *, seed: int, draws: int, classes: frozenset[int], after: Simulation | None = None
) -> Simulation:
    """Draw what is not known.

    Parameters
    ----------
    seed, draws
        Same seed, same draws, on one installation to the byte.
    classes
        Indices of the classes whose error rates are kept.
    after
        Draws already made with the same inputs and seed, which are kept and added to.
    """
    size = block_size(inputs)
    made = 0 if after is None else after.draws
    if made % size:
        made, after = 0, None
    net_benefit, value = np.zeros((2, draws)), np.zeros((2, draws))
    rates = {i: np.empty(draws) for i in sorted(classes)}
    if after is not None:
        net_benefit[:, :made], value[:, :made] = after.net_benefit, after.value_per_item
        for i, kept in rates.items():
            kept[:made] = after.model_error_rates[i]
    for block, count in _blocks(inputs, made, draws):
        source = Draws(seed=seed, block=block, size=count, prior=inputs.prior)
        at = point(inputs, source)
        lifetime = ship(inputs, at, source)
        place = slice(block * size, block * size + count)
        net_benefit[1, place] = lifetime.net_benefit
        value[1, place] = net_benefit[1, place] / lifetime.items
        for i, kept in rates.items():
            kept[place] = at.model[i].error_rate
        del at, lifetime  # before the next block is drawn: memory is held by one at a time
    for array in (net_benefit, value, *rates.values()):
        array.setflags(write=False)
    return Simulation(net_benefit=net_benefit, value_per_item=value, model_error_rates=rates)


def _means(inputs: Inputs, seed: int, draws: int) -> Iterator[tuple[int, Lifetime]]:
    """Yield lifetimes at the means, given draws of what net benefit is not linear in; with their number."""
    paths = nonlinear(inputs)
    if not paths:
        source: Source = FloatMeans(inputs.prior)
        yield 1, ship(inputs, point(inputs, source), source)
        return
    if len(paths) == 1:
        source = MidpointsOf(paths, seed=seed, block=0, size=MIDPOINTS, prior=inputs.prior)
        yield MIDPOINTS, ship(inputs, point(inputs, source), source)
        return
    for block, size in _blocks(inputs, 0, draws):
        source = DrawsOf(paths, seed=seed, block=block, size=size, prior=inputs.prior)
        yield size, ship(inputs, point(inputs, source), source)


def _blocks(inputs: Inputs, made: int, draws: int) -> Iterator[tuple[int, int]]:
    size = block_size(inputs)
    for start in range(made, draws, size):
        yield start // size, min(size, draws - start)


def _exactly(inputs: Inputs, source: Source) -> Expectation:
    with localcontext(EXACT):
        return _per_item(_totals(ship(inputs, point(inputs, source), source)), error=0.0)


def _totals(lifetime: Lifetime) -> dict[str, Number]:
    """Return every part of a lifetime over the whole horizon."""
    totals = {name: lifetime.total(name) for name in PARTS}
    totals |= {
        name: getattr(lifetime, name) for name in ("items", "net_benefit", "magnitude", "running", "launch")
    }
    healthy = lifetime.stays[0].value
    for i in range(len(healthy.by_class)):
        totals[f"class {i}"] = sum(stay.items * stay.value.by_class[i] for stay in lifetime.stays)
    if healthy.baseline_cost is not None:
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
        **{name: per_item[name] for name in ("magnitude", "running", "launch", *PARTS)},
    )
