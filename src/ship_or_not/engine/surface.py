"""What the rules look at, wherever inputs are moved to: many points at a time.

The same figures as an evaluation's: the expected value over the same points, the chance on the same draws.
What is moved stands on a leading axis of every array. Moved as one number at a time are durations, values
that the scenario has to be built anew for, and everything under a policy with limits, whose paths are drawn.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.draws import Draws, FloatMeasured, block_size, point
from ship_or_not.engine.evaluation import gather, strict
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.heights import Heights, Seen, judge
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.questions import unanswered
from ship_or_not.engine.sensitivity import in_money
from ship_or_not.engine.simulate import blocks
from ship_or_not.engine.strategies import strategies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import Policy

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]

CELLS = 2**22
"""Points times draws times weeks that are computed at a time; what is done with each is cut further."""

MOST_DRAWN = 2**22
"""Points times draws that are held at a time, where few of the points are computed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Space:
    """What is moved.

    Parameters
    ----------
    paths
        One for each axis.
    anew
        Axes whose every value needs the scenario to be built anew.
    build
        From a value for each axis to the scenario there.
    """

    paths: tuple[str, ...]
    anew: tuple[int, ...]
    build: Callable[[tuple[float, ...]], tuple[Inputs, Policy]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Points that differ only in what is moved as arrays.

    Parameters
    ----------
    places
        Which of the points they are.
    inputs
        With everything else in its place.
    missing
        Whether a question that the policy requires is not answered.
    values
        Of ``paths``, shape ``(points, paths)``.
    """

    places: Places
    inputs: Inputs
    policy: Policy
    missing: bool
    paths: tuple[str, ...]
    values: Array

    def some(self, which: Places) -> _Part:
        """Return some of the points."""
        return replace(self, places=self.places[which], values=self.values[which])

    def moved(self, values: Array) -> Inputs:
        """Return the inputs with arrays of values in place, a row a point."""
        inputs = self.inputs
        for path, column in zip(self.paths, values.T, strict=True):
            inputs = inputs.replace(path, column[:, np.newaxis])
        return inputs


class Surface:
    """The figures that decide, anywhere in a space.

    Parameters
    ----------
    seed, draws
        As of `evaluation.evaluate`.
    """

    def __init__(self, space: Space, *, seed: int, draws: int) -> None:
        self.space, self.seed, self.draws = space, seed, draws
        self._built: dict[tuple[float, ...], tuple[Inputs, Policy]] = {}
        self._draw_for(())

    def _draw_for(self, key: tuple[float, ...]) -> None:
        """Forget what was drawn for another scenario: it is kept by path, and they are built anew."""
        self._drawn_for = key
        self._expecting = Expecting(seed=self.seed, draws=self.draws)
        self._sources: dict[tuple[int, int], Draws] = {}

    @property
    def uncertain(self) -> bool:
        """Whether anything is left to draw in any of the points so far."""
        return any(inputs.uncertain for inputs, _ in self._built.values())

    def at(self, points: Array, progress: Callable[[int], None] | None = None) -> Heights:
        """Return what is found in some points.

        Parameters
        ----------
        points
            Shape ``(points, axes)``.
        progress
            Called with how many points are done.
        """
        found, done = Heights.of_size(len(points)), 0
        for part in self._parts(points):
            with strict():
                seen = self._limited(part) if _limits(part.policy) else self._seen(part)
                judge(found, part.places, part.policy, seen)
            done += part.places.size
            if progress is not None:
                progress(done)
        return found

    def _parts(self, points: Array) -> Iterator[_Part]:
        """Cut points into those that are computed at a time."""
        paths = self.space.paths
        for key, places in _alike(points, self.space.anew):
            if key not in self._built:
                inputs, policy = self.space.build(tuple(points[places[0]].tolist()))
                self._built[key] = _unmoved(inputs, paths), policy
            inputs, policy = self._built[key]
            if key != self._drawn_for:
                self._draw_for(key)
            moved = [axis for axis in range(len(paths)) if axis not in self.space.anew]
            alone = [axis for axis in moved if _limits(policy) or _duration(inputs, paths[axis])]
            arrays = [axis for axis in moved if axis not in alone]
            for values, alike in _alike(points[places], alone):
                at = inputs
                for axis, value in zip(alone, values, strict=True):
                    at = _put(at, paths[axis], value)
                part = _Part(
                    places=places[alike],
                    inputs=at,
                    policy=policy,
                    missing=bool(unanswered(at, policy.requires)),
                    paths=tuple(paths[axis] for axis in arrays),
                    values=points[places[alike]][:, arrays],
                )
                yield from self._cut(part)

    def _cut(self, part: _Part) -> Iterator[_Part]:
        """Cut a part so that what is computed at a time stays in the processor's cache."""
        inputs = part.inputs
        steps = len(inputs.horizon.step_weeks()) if inputs.changes and inputs.horizon is not None else 1
        which = _unlike(part)[1]
        order = np.argsort(which, kind="stable")
        which, start = which[order], 0
        while start < order.size:
            computed = np.searchsorted(which, which[start] + max(1, CELLS // (self.draws * steps)))
            end = min(int(computed), start + max(1, MOST_DRAWN // self.draws))
            yield part.some(order[start:end])
            start = end

    def _limited(self, part: _Part) -> Seen:
        """Look at one point, which may be asked for several times, of a policy with limits."""
        figures = gather(part.inputs, part.policy, seed=self.seed, draws=self.draws)
        best, times = figures.best, (part.places.size, 1)
        expected = figures.expected[best]
        measured = figures.measured[best] if part.inputs.sampled else expected
        return Seen(
            names=(figures.names[best],) * part.places.size,
            out=len(figures.excluded) == len(figures.names),
            missing=part.missing,
            expected=np.tile([expected.value, expected.magnitude], times),
            measured=np.tile([measured.value, measured.magnitude], times),
            draws=np.tile(figures.simulation.value_per_item[1 + best], times),
        )

    def _seen(self, part: _Part) -> Seen:
        """Look at points where no limit excludes a strategy."""

        def means(values: Array) -> Array:
            return np.stack(self._expecting.means(part.moved(values), (len(values),))).T

        def draws(values: Array) -> Array:
            return self._drawn(part.moved(values), len(values), only.tolist())

        def measured(values: Array) -> Array:
            return _measured(part.moved(values), len(values))

        expected, places = _along(part, means), np.arange(part.places.size)
        best = np.argmax(expected[..., 0], axis=1)
        only = np.unique(best)
        names = [each.name for each in strategies(part.inputs)]
        return Seen(
            names=tuple(names[row] for row in best.tolist()),
            out=False,
            missing=part.missing,
            expected=expected[places, best],
            measured=(_along(part, measured) if part.inputs.sampled else expected)[places, best],
            draws=_along(part, draws)[places, np.searchsorted(only, best)],
        )

    def _drawn(self, inputs: Inputs, size: int, only: Sequence[int]) -> Array:
        """Return draws of the value per item, shape ``(points, strategies, draws)``."""
        drawn = []
        for block, count in blocks(block_size(inputs), 0, self.draws if inputs.uncertain else 1):
            if (block, count) not in self._sources:
                source = Draws(seed=self.seed, block=block, size=count, prior=inputs.prior)
                self._sources[block, count] = source
            source = self._sources[block, count]
            found = lifetimes(inputs, point(inputs, source), source, frozenset(only), todays=False)
            drawn.append([np.broadcast_to(life.net_benefit / life.items, (size, count)) for life in found])
        return np.concatenate(drawn, axis=-1).swapaxes(0, 1)


def _measured(inputs: Inputs, size: int) -> Array:
    """Return the value per item as measured, with the size of its terms: ``(points, strategies, 2)``."""
    source, found = FloatMeasured(), np.empty((size, len(strategies(inputs)), 2))
    for row, life in enumerate(lifetimes(inputs, point(inputs, source), source, todays=False)):
        found[:, row, 0] = np.ravel(life.net_benefit / life.items)
        found[:, row, 1] = np.ravel(life.magnitude / life.items)
    return found


def _along(part: _Part, figures: Callable[[Array], Array]) -> Array:
    """Return figures of all points of a part.

    Net benefit is linear in an amount of money: two values of it, the others as they are, tell all.

    Parameters
    ----------
    figures
        From values of the paths, a row a point, to an array whose first axis is that of the points.
    """
    place, which = _unlike(part)
    if place is None:
        return figures(part.values)
    amounts = part.values[:, place]
    least, most = amounts.min(), amounts.max()
    low = part.values[np.unique(which, return_index=True)[1]]
    high = low.copy()
    low[:, place], high[:, place] = least, most
    at_low, at_high = figures(low), figures(high)
    steps = ((amounts - least) / (most - least)).reshape(-1, *(1,) * (at_low.ndim - 1))
    along: Array = at_low[which] + steps * (at_high - at_low)[which]
    return along


def _unlike(part: _Part) -> tuple[int | None, Places]:
    """Return which path is an amount of money, if any, and which points differ in more than that.

    Returns
    -------
    place, which
        None where there is no such path, or few points differ in it alone; then every point differs.
    """
    for place, path in enumerate(part.paths if part.inputs.changes else ()):
        others, which = np.unique(np.delete(part.values, place, axis=1), axis=0, return_inverse=True)
        if in_money(part.inputs, path) and 2 * len(others) < len(part.values):
            return place, which.ravel()
    return None, np.arange(len(part.values))


def _alike(points: Array, axes: Sequence[int]) -> Iterator[tuple[tuple[float, ...], Places]]:
    """Yield the values that there are on some axes, each with the places of its points."""
    found: dict[tuple[float, ...], list[int]] = {}
    for place, row in enumerate(points[:, list(axes)].tolist()):
        found.setdefault(tuple(row), []).append(place)
    for key, places in found.items():
        yield key, np.array(places)


def _unmoved(inputs: Inputs, paths: tuple[str, ...]) -> Inputs:
    """Return the inputs before paths were moved, which came last: where one is moved may hang on another."""
    moves = inputs.moves
    while moves and moves[-1][0] in paths and len(inputs.moves) - len(moves) < len(paths):
        moves = moves[:-1]
    return inputs.with_moves(*moves)


def _limits(policy: Policy) -> bool:
    return bool(policy.loss or policy.drawdown or policy.error_rate)


def _duration(inputs: Inputs, path: str) -> bool:
    return path in inputs.numbers and inputs.numbers[path].duration


def _put(inputs: Inputs, path: str, value: float) -> Inputs:
    """Put a number in place of another; a duration with its distribution, which the questions read."""
    if _duration(inputs, path):
        return inputs.with_numbers(replace(inputs.numbers[path], distribution=Exact(value)))
    return inputs.replace(path, value)
