"""What would flip the answer: where one input, moved alone, takes the expected value across the minimum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.roots import roots
from ship_or_not.engine.strategies import concerned
from ship_or_not.engine.structure import Recalls
from ship_or_not.engine.ties import margin
from ship_or_not.results import FlipPoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.expectation import Expectation, Expecting
    from ship_or_not.engine.inputs import Derived, Inputs
    from ship_or_not.engine.point import Point

    Array = NDArray[np.float64]

REACH = 1000.0
"""How far a quantity without bounds is searched, as a multiple of where it is now."""

BORNE_TOGETHER = (
    "launch_cost",
    "running_cost",
    "retraining.cost",
    "repair_cost",
    "rollback_cost",
    "standby_cost",
    "build_cost",
)
"""How the paths of costs end that all items bear together."""

SHORTEST_INTERVAL = 1 / 7
"""Weeks from one training to the next: no model is trained more than once a day."""

STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A path that can be moved alone, and where it can go.

    ``scale`` is how far it is searched where it is 0 now and has no bounds, divided by `REACH`.
    """

    path: str
    unit: str
    now: float
    low: float
    high: float
    scale: float = 1.0


def in_money(inputs: Inputs, path: str) -> bool:
    """Tell whether a path is an amount of money, or a factor on some: net benefit is linear in it."""
    if path in inputs.derived:
        return inputs.derived[path].kind == "error_costs"
    return inputs.numbers[path].unit.startswith("money")


def movables(inputs: Inputs, expected: Expectation, classes: frozenset[int]) -> list[Movable]:
    """List what can be moved: every number, and the derived paths that stand for evidence.

    Parameters
    ----------
    expected
        Its size is what an amount that is 0 now is searched by.
    classes
        Indices of the classes whose costs, recalls and shares are listed.
    """
    elsewhere = _of_others(inputs, classes)
    numbers = [
        Movable(
            path=path,
            unit=item.unit,
            now=item.distribution.mean,
            low=SHORTEST_INTERVAL / item.factor if path == "model.retraining.every" else item.low,
            high=inputs.horizon.weeks / item.factor if item.duration and inputs.horizon else item.high,
            scale=expected.magnitude * (expected.items if path.endswith(BORNE_TOGETHER) else 1.0) or 1.0,
        )
        for path, item in inputs.numbers.items()
        if path not in inputs.derived and path not in elsewhere
    ]
    means = point(inputs, FloatMeans(inputs.prior))
    derived = [
        Movable(path=path, unit="factor", now=inputs.replaced.get(path, 1.0), low=0.0, high=math.inf)
        if each.kind == "error_costs"
        else Movable(path=path, unit="rate", now=now_at(means, each), low=0.0, high=1.0)
        for path, each in inputs.derived.items()
        if each.index < 0 or each.index in classes
    ]
    return [*numbers, *derived]


def _of_others(inputs: Inputs, classes: frozenset[int]) -> set[str]:
    """Return the numbers that only concern classes other than these."""
    listed: set[str] = set()
    others: set[str] = set()
    for i, groups in enumerate(inputs.groups):
        paths = {group.cost for group in groups if group.cost is not None}
        paths |= {each.paths[i] for each in (inputs.baseline, inputs.model) if isinstance(each, Recalls)}
        (listed if i in classes or not inputs.named else others).update(paths)
    return others - listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """By how much the best strategy's expected value clears the minimum, wherever an input is moved to.

    Parameters
    ----------
    candidates
        The strategies that may be best: their places among all.
    """

    minimum: float
    candidates: tuple[int, ...]
    expecting: Expecting

    def now(self, inputs: Inputs) -> float:
        """Return by how much it clears the minimum as things stand; 0.0 for a tie."""
        return self._best(self.expecting.expectation(inputs, frozenset(self.candidates)))

    def mover(self, inputs: Inputs, path: str, now: float) -> Callable[[Array], Array]:
        """Return a function from values of a path to by how much the minimum is cleared.

        Net benefit is linear in an amount of money, so that two values of it tell all. A strategy in which
        the path has no part stays where it is.
        """
        moved = concerned(inputs, path) & frozenset(self.candidates)
        still = frozenset(self.candidates) - moved
        least = self._best(self.expecting.expectation(inputs, still)) if still else -math.inf
        if not moved:
            return lambda values: np.full(values.size, least)
        linear = inputs.changes and in_money(inputs, path)
        along = (
            self._straight(inputs, path, now, moved) if linear else partial(self._along, inputs, path, moved)
        )
        return lambda values: np.maximum(least, along(values))

    def _along(self, inputs: Inputs, path: str, moved: frozenset[int], values: Array) -> Array:
        if values.size == 1 and not inputs.changes:  # to the last digit, for a tie is one
            at = inputs.replace(path, float(values[0]))
            return np.array([self._best(self.expecting.expectation(at, moved))])
        return self._best_of_each(*self.expecting.along(inputs, path, values, moved))

    def _straight(
        self, inputs: Inputs, path: str, now: float, moved: frozenset[int]
    ) -> Callable[[Array], Array]:
        ends = np.array([now, now + REACH * (abs(now) or REACH)])  # far apart: the slope to the last digits
        expected, sizes = self.expecting.along(inputs, path, ends, moved)

        def along(values: Array) -> Array:
            steps = (values - ends[0]) / (ends[1] - ends[0])
            reached = expected[:, :1] + steps * (expected[:, 1:] - expected[:, :1])
            grown = sizes[:, :1] + np.abs(steps) * np.abs(sizes[:, 1:] - sizes[:, :1])
            return self._best_of_each(reached, grown)

        return along

    def _best(self, found: Sequence[Expectation]) -> float:
        return max(margin(each.value, self.minimum, each.magnitude) for each in found)

    def _best_of_each(self, expected: Array, sizes: Array) -> Array:
        best: Array = np.max(margin(expected, self.minimum, sizes), axis=0)
        return best


def flip_points(
    inputs: Inputs, clearing: Clearing, expected: Expectation, classes: frozenset[int]
) -> tuple[FlipPoint, ...]:
    """Return, for everything that can be moved alone, where expected value crosses the minimum.

    Both sides are searched, within [0, 1] for a rate and up to 1,000 times where it is now
    otherwise; an input that flips on both sides stands twice, one that never does once.
    """
    found: list[FlipPoint] = []
    for each in movables(inputs, expected, classes):
        flips = flips_of(each, clearing.mover(inputs, each.path, each.now))
        flip = partial(FlipPoint, input=each.path, unit=each.unit, now=each.now)
        found.extend(flip(flips_at=at, direction=direction) for direction, at in flips)
        if not flips:
            found.append(flip(flips_at=None, direction=None))
    return tuple(found)


def flips_of(movable: Movable, cleared_at: Callable[[Array], Array]) -> list[tuple[str, float]]:
    """Return where the answer changes, nearest on each side.

    Parameters
    ----------
    movable
        What is moved, and within which bounds.
    cleared_at
        By how much the expected value clears the minimum at each of some values: above 0 or not.

    Returns
    -------
    list of (direction, value)
        ``"below"`` for a flip on the way down, ``"above"`` on the way up.
    """
    reach = REACH * (abs(movable.now) or movable.scale)
    below, above = (_steps(movable.now, end) for end in (max(movable.low, -reach), min(movable.high, reach)))
    now, *cleared = cleared_at(np.array([movable.now, *below, *above])).tolist()
    flips = []
    for direction, steps, found in (
        ("below", below, cleared[: len(below)]),
        ("above", above, cleared[len(below) :]),
    ):
        if found and found[-1] == 0:
            found[-1] = now  # a tie at the very end is no crossing
        points, heights = np.array([movable.now, *steps]), np.array([now, *found])
        turns = np.flatnonzero(np.diff(heights > 0))
        if turns.size:
            ends = slice(turns[0], turns[0] + 2), np.newaxis
            (at,) = roots(lambda values, _: cleared_at(values), *points[ends], *heights[ends]).tolist()
            flips.append((direction, at))
    return flips


def _steps(now: float, end: float) -> list[float]:
    """Return points from ``now`` (left out) to ``end``, each further away by a constant factor."""
    if now == end:
        return []
    return [now + (end - now) * 4.0 ** (k - STEPS) for k in range(1, STEPS)] + [end]


def now_at(means: Point, derived: Derived) -> float:
    """Return where a derived share, recall or accuracy is, at the means."""
    if derived.kind == "prevalence":
        return float(means.mix[derived.index])
    if derived.kind == "recall":
        return float(means.rows(derived.system)[derived.index].recall)
    return float(means.accuracy(derived.system))
