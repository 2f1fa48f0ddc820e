"""Net benefit over draws of what is not known: interval, chances and risk are read off them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import Draws, block_size, point
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.paths import Walked, Weeks, walk
from ship_or_not.engine.strategies import strategies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.lifetimes import Lifetime


@dataclass(frozen=True, kw_only=True, eq=False)
class Simulation:
    """Draws of what is not known; one row a strategy, today's process first.

    Parameters
    ----------
    net_benefit
        What is expected of each draw: money over the horizon, present value, failures integrated over;
        shape ``(strategies, draws)``, read-only.
    items
        The discounted items of the horizon, shape ``(draws,)``; ones where nothing is counted over time.
    realised
        What may come true in each draw, luck included, same shape.
    drawdown
        How far the cumulative realised value falls from its highest so far, at least 0, same shape.
    weeks
        What comes in at the decision and in each week, and the band of what has come in by then; None
        where no week differs from another.
    model_error_rates
        Class index → the model's error rate, shape ``(draws,)``, for the classes asked for.
    """

    net_benefit: NDArray[np.float64]
    items: NDArray[np.float64]
    realised: NDArray[np.float64]
    drawdown: NDArray[np.float64]
    weeks: Weeks | None
    model_error_rates: dict[int, NDArray[np.float64]]

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.net_benefit.shape[1])

    @cached_property
    def value_per_item(self) -> NDArray[np.float64]:
        """Net benefit per discounted item, shape ``(strategies, draws)``, read-only."""
        value = self.net_benefit / self.items
        value.setflags(write=False)
        return value


def simulate(
    inputs: Inputs,
    *,
    seed: int,
    draws: int,
    classes: frozenset[int] = frozenset(),
    after: Simulation | None = None,
    block: int | None = None,
    apart: tuple[str, ...] = (),
) -> Simulation:
    """Draw what is not known.

    Parameters
    ----------
    seed, draws
        Same seed, same draws, on one installation to the byte.
    classes
        Indices of the classes whose error rates are kept.
    after
        Draws already made with the same inputs, seed, block and streams, which are kept and added to.
    block
        How many draws are made at a time; None for `block_size`. Inputs that two simulations share are
        drawn alike where their blocks are of one size.
    apart
        As in `Draws`.
    """
    size = block or block_size(inputs)
    made = 0 if after is None else after.draws
    if made % size:
        made, after = 0, None
    shape = (1 + len(strategies(inputs)), draws)
    arrays: dict[str, NDArray[np.float64]] = {
        name: np.zeros(shape) for name in ("net_benefit", "realised", "drawdown")
    }
    items = np.empty(draws)
    rates = {i: np.empty(draws) for i in sorted(classes)}
    weeks = None if after is None else after.weeks
    if after is not None:
        for name, array in arrays.items():
            array[:, :made] = getattr(after, name)
        items[:made] = after.items
        for i, kept in rates.items():
            kept[:made] = after.model_error_rates[i]
    for number, count in blocks(size, made, draws):
        source = Draws(seed=seed, block=number, size=count, prior=inputs.prior, apart=apart)
        at = point(inputs, source)
        place = slice(number * size, number * size + count)
        for i, kept in rates.items():
            kept[place] = at.model[i].error_rate
        if inputs.changes:
            found = walk(inputs, at, source, banded=weeks is None)
            weeks = weeks or found.weeks
        else:
            found = _steady(*lifetimes(inputs, at, source), draws=count)
        items[place] = found.items
        for name, array in arrays.items():
            array[1:, place] = getattr(found, name)
        del at, found  # before the next block is drawn: memory is held by one at a time
    for array in (*arrays.values(), items, *rates.values()):
        array.setflags(write=False)
    return Simulation(**arrays, items=items, weeks=weeks, model_error_rates=rates)


def blocks(size: int, made: int, draws: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks that draws come in: the number of each, and how many draws it holds.

    Parameters
    ----------
    size
        Draws of a whole block.
    made, draws
        How many there are already, in whole blocks, and how many there will be.
    """
    for start in range(made, draws, size):
        yield start // size, min(size, draws - start)


def _steady(life: Lifetime, *, draws: int) -> Walked:
    """Return the paths where no week differs from another: they go straight up, or down, after the launch."""
    net_benefit, launch = np.zeros((1, draws)) + life.net_benefit, np.zeros((1, draws)) + life.launch
    return Walked(
        net_benefit=net_benefit,
        items=np.zeros(draws) + life.items,
        realised=net_benefit,
        drawdown=np.maximum(launch, -net_benefit),
        weeks=None,
    )
