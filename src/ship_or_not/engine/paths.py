"""Every draw week by week: what is expected of it, and one path that it may take.

The path has failures at moments that were drawn, the same for all strategies, and a plan that is built or
not; what is expected integrates over both. Both are the same computation, with chances or with 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.strategies import strategies
from ship_or_not.engine.terms import terms
from ship_or_not.engine.value import item_value
from ship_or_not.engine.weekly import Weekly, chunks, follow_through, incidents_by_launch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Draws
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.timeline import Incidents

MOST_BANDED = 2**21
"""Cumulative values (strategies times weeks times draws) that the weekly bands are read off."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weeks:
    """The weeks of each strategy, over the first block of draws.

    Parameters
    ----------
    cumulative
        What has come in at the decision and at the end of each week: shape
        ``(strategies, 1 + steps, draws)``, *keep* left out.
    """

    cumulative: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Walked:
    """A block of draws; every array but ``items`` has shape ``(strategies, draws)``, *keep* left out.

    Parameters
    ----------
    net_benefit
        What is expected of each draw over the horizon.
    items
        Its discounted items, shape ``(draws,)``.
    realised, drawdown
        What its path brings, and how far the cumulative value falls on it.
    weeks
        None where they were not asked for.
    """

    net_benefit: NDArray[np.float64]
    items: NDArray[np.float64]
    realised: NDArray[np.float64]
    drawdown: NDArray[np.float64]
    weeks: Weeks | None


def walk(inputs: Inputs, point: Point, source: Draws, *, banded: bool) -> Walked:
    """Walk through the horizon with a block of draws.

    Parameters
    ----------
    banded
        Whether the weeks are kept, of as many draws as `MOST_BANDED` allows.
    """
    assert inputs.horizon is not None  # noqa: S101 - who walks has one
    found, horizon = strategies(inputs), inputs.horizon
    net_benefit, realised, drawdown = np.zeros((3, len(found), source.size))
    items = np.empty(source.size)
    steps = len(horizon.step_weeks())
    kept = min(source.size, max(1, MOST_BANDED // (len(found) * (1 + steps)))) if banded else 0
    cumulative = np.zeros((len(found), 1 + steps, kept))
    luck = source.luck("model.failure")
    built = {each.name: source.luck(f"plan_b: {each.name}").random(source.size) for each in found}
    at = terms(inputs, point, item_value(inputs, point))
    known: dict[float, Incidents] = {}
    for place, weekly in chunks(inputs, at, horizon, source.size):
        chances, banding = weekly.strike_chances(), max(0, kept - place.start)
        incidents = incidents_by_launch(chances, known)
        items[place] = weekly.items
        for row, strategy in enumerate(found):
            flows = weekly.flows(strategy, incidents, follow_through(weekly.terms, strategy))
            net_benefit[row, place] = flows.net_benefit
            if banding:
                draws = slice(place.start, min(place.stop, kept))
                cumulative[row, :, draws] = np.cumsum(flows.by_week(), axis=0)[:, :banding]
        for struck, strikes in _struck(luck, chances, steps, place):
            part = Weekly(inputs, weekly.terms.part(struck), horizon)
            incidents, where = incidents_by_launch(strikes), place.start + struck
            for row, strategy in enumerate(found):
                happens = (built[strategy.name][where] < follow_through(part.terms, strategy)).astype(float)
                reached = np.cumsum(part.flows(strategy, incidents, happens).by_week(), axis=0)
                realised[row, where] = reached[-1]
                highest = np.maximum.accumulate(np.maximum(reached, 0), axis=0)
                drawdown[row, where] = np.max(highest - reached, axis=0)
    return Walked(
        net_benefit=net_benefit,
        items=items,
        realised=realised,
        drawdown=drawdown,
        weeks=Weeks(cumulative=cumulative) if banded else None,
    )


def _struck(
    luck: np.random.Generator, chances: NDArray[np.float64] | None, steps: int, place: slice
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.bool_] | None]]:
    """Yield draws, by their places, with the failures that strike them; None for none."""
    draws = np.arange(place.stop - place.start)
    if chances is None:
        yield draws, None
        return
    strikes = luck.random((steps, draws.size)) < chances
    any_strike = strikes.any(axis=0)
    if not any_strike.all():
        yield np.flatnonzero(~any_strike), None
    if any_strike.any():
        yield np.flatnonzero(any_strike), strikes[:, any_strike]
