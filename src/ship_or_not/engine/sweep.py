"""One or two inputs moved over values: the verdict at each, and where it changes in between."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.crossings import crossings
from ship_or_not.engine.strategies import strategies
from ship_or_not.engine.surface import Surface
from ship_or_not.results.sweep import Crossing, SweepPoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ship_or_not.engine.heights import Heights
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.surface import Space

WORK = 2**26
"""Points times draws, times weeks and strategies, that a sweep takes on unless it is told otherwise."""

FEWEST_DRAWS, MOST_DRAWS = 512, 16_384

Place = tuple[int, ...]


def draws_for(inputs: Inputs, points: int) -> int:
    """Return how many draws a point gets: a power of two, fewer where there are many points.

    >>> from ship_or_not.engine.inputs import Inputs
    >>> inputs = Inputs(classes=("",), numbers={})
    >>> draws_for(inputs, 21), draws_for(inputs, 10_000)
    (16384, 4096)
    """
    steps = len(inputs.horizon.step_weeks()) if inputs.changes and inputs.horizon is not None else 1
    fitting = WORK // (points * steps * len(strategies(inputs)))
    return int(min(max(2 ** max(0, fitting.bit_length() - 1), FEWEST_DRAWS), MOST_DRAWS))


def sweep(
    space: Space,
    axes: Sequence[Sequence[float]],
    invalid: Mapping[Place, str],
    *,
    seed: int,
    draws: int,
    progress: Callable[[float], None] | None = None,
) -> tuple[tuple[SweepPoint, ...], tuple[Crossing, ...]]:
    """Return what is found at every combination of values, and where the verdict changes in between.

    Parameters
    ----------
    axes
        For each path of the space its values, ascending.
    invalid
        Where the scenario can't have the values, by their places on the axes: why.
    progress
        Called with the share of the points that are done.
    """
    surface = Surface(space, seed=seed, draws=draws)
    at = {
        place: tuple(axis[i] for axis, i in zip(axes, place, strict=True))
        for place in product(*(range(len(axis)) for axis in axes))
    }
    rows = {place: row for row, place in enumerate(place for place in at if place not in invalid)}
    points = np.array([at[place] for place in rows])

    def told(done: int) -> None:
        if progress is not None:
            progress(done / len(rows))

    found = surface.at(points, told)
    sampled = draws if surface.uncertain else 0
    return (
        tuple(
            SweepPoint(at=values, invalid=invalid[place])
            if place in invalid
            else _point(values, found, rows[place], sampled)
            for place, values in at.items()
        ),
        tuple(each for axis in range(len(axes)) for each in crossings(surface, points, rows, found, axis)),
    )


def _point(at: tuple[float, ...], found: Heights, row: int, draws: int) -> SweepPoint:
    chance = float(found.chance[row])
    return SweepPoint(
        at=at,
        candidate=found.candidates[row],
        expected=float(found.expected[row]),
        chance_above_minimum=chance,
        chance_error=math.sqrt(chance * (1 - chance) / draws) if draws else 0.0,
        verdict=found.verdicts[row],
        strategy=found.strategies[row],
        rule=found.rules[row],
    )
