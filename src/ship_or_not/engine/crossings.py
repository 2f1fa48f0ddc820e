"""Where the verdict changes from one point to the next: not on the grid, but where it does."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.roots import roots
from ship_or_not.results import Verdict
from ship_or_not.results.sweep import Crossing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from ship_or_not.engine.heights import Heights
    from ship_or_not.engine.surface import Surface

INCONCLUSIVE, GO = 1, 2
LEVELS = (Verdict.NO_GO, Verdict.INCONCLUSIVE, Verdict.GO)
"""The verdicts, the worst first; a level is crossed on the way to it, or on the way down from it."""

WITHIN = 1e-12
"""How near a crossing is found, as a share of it: where the value jumps each digit more takes three steps."""

AS_ONE = 1e-9
"""Two levels that are crossed within this share of each other are crossed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bracket:
    """Two neighbouring points, by their rows, and a level that is crossed between them."""

    start: int
    end: int
    level: int


def crossings(
    surface: Surface,
    points: NDArray[np.float64],
    rows: Mapping[tuple[int, ...], int],
    found: Heights,
    axis: int,
) -> Iterator[Crossing]:
    """Yield where the verdict changes along one axis, between neighbours that are both valid.

    From NO-GO to GO two levels are crossed, most often one after the other: then there are two crossings.

    Parameters
    ----------
    points, found
        The valid points, and what was found in each.
    rows
        Place on the axes → which of these points it is.
    """
    brackets = list(_brackets(rows, found, axis))
    if not brackets:
        return
    levels = np.array([each.level for each in brackets])
    starts, ends = (np.array([getattr(each, name) for each in brackets]) for name in ("start", "end"))

    def height(values: NDArray[np.float64], which: NDArray[np.intp]) -> NDArray[np.float64]:
        at = points[starts[which]]
        at[:, axis] = values
        return _height(surface.at(at), np.arange(which.size), levels[which])

    at_ends = (_height(found, place, levels) for place in (starts, ends))
    values = roots(height, points[starts, axis], points[ends, axis], *at_ends, within=WITHIN).tolist()
    path = surface.space.paths[axis]
    for start, group in groupby(zip(brackets, values, strict=True), key=lambda each: each[0].start):
        before, at = LEVELS.index(found.verdicts[start]), points[start].tolist()
        for value, after in _steps(before, [(value, each.level) for each, value in group]):
            at[axis] = value
            yield Crossing(input=path, at=tuple(at), before=LEVELS[before], after=LEVELS[after])
            before = after


def _brackets(rows: Mapping[tuple[int, ...], int], found: Heights, axis: int) -> Iterator[_Bracket]:
    """Yield the levels that are crossed between neighbours, line by line."""
    for place in sorted(rows, key=lambda place: (*place[:axis], *place[axis + 1 :], place[axis])):
        following = (*place[:axis], place[axis] + 1, *place[axis + 1 :])
        if following in rows:
            start, end = rows[place], rows[following]
            heights = [LEVELS.index(found.verdicts[row]) for row in (start, end)]
            for level in range(min(heights) + 1, max(heights) + 1):
                yield _Bracket(start=start, end=end, level=level)


def _height(found: Heights, places: NDArray[np.intp], levels: NDArray[np.intp]) -> NDArray[np.float64]:
    return np.where(levels == GO, found.to_go[places], found.to_inconclusive[places])


def _steps(level: int, crossed: list[tuple[float, int]]) -> Iterator[tuple[float, int]]:
    """Yield where it goes from a level to which, of two levels that are crossed at once only the last.

    >>> list(_steps(0, [(0.25, 1), (0.75, 2)])), list(_steps(2, [(0.5, 1), (0.5, 2)]))
    ([(0.25, 1), (0.75, 2)], [(0.5, 0)])
    """
    rises = level < crossed[0][1]
    ordered = sorted(crossed, key=lambda each: each[1], reverse=not rises)
    values = [value for value, _ in ordered]
    if len(values) > 1 and abs(values[1] - values[0]) <= AS_ONE * max(map(abs, values)):
        ordered = ordered[1:]
    for value, reached in ordered:
        yield value, reached if rises else reached - 1
