"""Every draw week by week: what is expected of it, and one path that it may take.

The path has failures at moments that were drawn, the same for all strategies, and a plan that is built or
not; what is expected integrates over both. Both are the same computation, with chances or with 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.strategies import chunks, follow_through, incidents_by_launch, strategies
from ship_or_not.engine.terms import terms
from ship_or_not.engine.value import item_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Draws
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point

MOST_BANDED = 2**23
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
    """A block of draws; every array has shape ``(strategies, draws)``, *keep* left out.

    Parameters
    ----------
    net_benefit, value_per_item
        What is expected of each draw: over the horizon, and per discounted item.
    realised, drawdown
        What its path brings, and how far the cumulative value falls on it.
    weeks
        None where they were not asked for.
    """

    net_benefit: NDArray[np.float64]
    value_per_item: NDArray[np.float64]
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
    net_benefit, value, realised, drawdown = np.zeros((4, len(found), source.size))
    steps = len(horizon.step_weeks())
    kept = min(source.size, max(1, MOST_BANDED // (len(found) * (1 + steps)))) if banded else 0
    cumulative = np.zeros((len(found), 1 + steps, kept))
    luck = source.luck("model.failure")
    built = {each.name: source.luck(f"plan_b: {each.name}").random(source.size) for each in found}
    at = terms(inputs, point, item_value(inputs, point))
    for place, weekly in chunks(inputs, at, horizon, source.size):
        chances, strikes = weekly.strike_chances(), None
        if chances is not None:
            strikes = (luck.random((steps, place.stop - place.start)) < chances).astype(float)
        expected, struck = incidents_by_launch(chances), incidents_by_launch(strikes)
        for row, strategy in enumerate(found):
            chance = follow_through(weekly.terms, strategy)
            reached = np.cumsum(weekly.flows(strategy, expected, chance).by_week(), axis=0)
            net_benefit[row, place] = reached[-1]
            value[row, place] = reached[-1] / weekly.items
            banding = slice(place.start, min(place.stop, kept))
            if banding.start < banding.stop:
                cumulative[row, :, banding] = reached[:, : kept - place.start]
            if chances is not None or np.any(chance != 1):
                happens = (built[strategy.name][place] < chance).astype(float)
                reached = np.cumsum(weekly.flows(strategy, struck, happens).by_week(), axis=0)
            realised[row, place] = reached[-1]
            highest = np.maximum.accumulate(np.maximum(reached, 0), axis=0)
            drawdown[row, place] = np.max(highest - reached, axis=0)
    return Walked(
        net_benefit=net_benefit,
        value_per_item=value,
        realised=realised,
        drawdown=drawdown,
        weeks=Weeks(cumulative=cumulative) if banded else None,
    )
