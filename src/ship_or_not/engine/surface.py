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
from ship_or_not.engine.parts import Part, alike, along, unlike
from ship_or_not.engine.questions import unanswered
from ship_or_not.engine.simulate import blocks
from ship_or_not.engine.strategies import strategies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
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
    rules
        Those of them that move the policy alone: the inputs, and what is drawn of them, stay as they are.
    build
        From a value for each axis to the scenario there.
    """

    paths: tuple[str, ...]
    anew: tuple[int, ...]
    rules: frozenset[int] = frozenset()
    build: Callable[[tuple[float, ...]], tuple[Inputs, Policy]]


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
        self._inputs: dict[tuple[float, ...], Inputs] = {}
        self._draw_for(())

    def _draw_for(self, key: tuple[float, ...]) -> None:
        """Forget what was drawn for another scenario: it is kept by path, and they are built anew."""
        self._drawn_for = key
        self._expecting = Expecting(seed=self.seed, draws=self.draws)
        self._sources: dict[tuple[int, int], Draws] = {}
        self._figures: Figures | None = None

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

    def _parts(self, points: Array) -> Iterator[Part]:
        """Cut points into those that are computed at a time."""
        paths = self.space.paths
        for key, places in alike(points, self.space.anew):
            of_inputs = tuple(
                value
                for axis, value in zip(self.space.anew, key, strict=True)
                if axis not in self.space.rules
            )
            if key not in self._built:
                inputs, policy = self.space.build(tuple(points[places[0]].tolist()))
                inputs = self._inputs.setdefault(of_inputs, _unmoved(inputs, paths))
                self._built[key] = inputs, policy
            inputs, policy = self._built[key]
            if of_inputs != self._drawn_for:
                self._draw_for(of_inputs)
            moved = [axis for axis in range(len(paths)) if axis not in self.space.anew]
            alone = [axis for axis in moved if _limits(policy) or _duration(inputs, paths[axis])]
            arrays = [axis for axis in moved if axis not in alone]
            for values, those in alike(points[places], alone):
                at = inputs
                for axis, value in zip(alone, values, strict=True):
                    at = _put(at, paths[axis], value)
                part = Part(
                    places=places[those],
                    inputs=at,
                    policy=policy,
                    missing=bool(unanswered(at, policy.requires)),
                    paths=tuple(paths[axis] for axis in arrays),
                    values=points[places[those]][:, arrays],
                )
                yield from self._cut(part)

    def _cut(self, part: Part) -> Iterator[Part]:
        """Cut a part so that little memory is held at a time, and each piece is worth its overhead."""
        inputs = part.inputs
        steps = len(inputs.horizon.step_weeks()) if inputs.changes and inputs.horizon is not None else 1
        which = unlike(part)[1]
        order = np.argsort(which, kind="stable")
        which, start = which[order], 0
        while start < order.size:
            computed = np.searchsorted(which, which[start] + max(1, CELLS // (self.draws * steps)))
            end = min(int(computed), start + max(1, MOST_DRAWN // self.draws))
            yield part.some(order[start:end])
            start = end

    def _limited(self, part: Part) -> Seen:
        """Look at one point, which may be asked for several times, of a policy with limits."""
        figures = self._gathered(part)
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

    def _gathered(self, part: Part) -> Figures:
        """Return the figures of one point; of the same inputs as before with the new rules put in."""
        last = self._figures
        if (
            last is None
            or last.inputs is not part.inputs
            or [*last.policy.error_rate] != [*part.policy.error_rate]
        ):
            last = gather(part.inputs, part.policy, seed=self.seed, draws=self.draws)
        self._figures = replace(last, policy=part.policy)
        return self._figures

    def _seen(self, part: Part) -> Seen:
        """Look at points where no limit excludes a strategy."""

        def means(values: Array) -> Array:
            return np.stack(self._expecting.means(part.moved(values), (len(values),))).T

        def draws(values: Array) -> Array:
            return self._drawn(part.moved(values), len(values), only.tolist())

        def measured(values: Array) -> Array:
            return _measured(part.moved(values), len(values))

        expected, places = along(part, means), np.arange(part.places.size)
        best = np.argmax(expected[..., 0], axis=1)
        only = np.unique(best)
        names = [each.name for each in strategies(part.inputs)]
        return Seen(
            names=tuple(names[row] for row in best.tolist()),
            out=False,
            missing=part.missing,
            expected=expected[places, best],
            measured=(along(part, measured) if part.inputs.sampled else expected)[places, best],
            draws=along(part, draws)[places, np.searchsorted(only, best)],
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
