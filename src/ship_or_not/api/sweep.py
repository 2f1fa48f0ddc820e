"""One or two inputs of a scenario moved over values."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from ship_or_not.api import DEFAULT_SEED, Scenario, check, make
from ship_or_not.api.notebook import Shown
from ship_or_not.engine import sweep as engine
from ship_or_not.engine.changes import rules
from ship_or_not.engine.surface import Space
from ship_or_not.errors import InputError, UsageError
from ship_or_not.results import sweep as results
from ship_or_not.scenario.axes import read_axis
from ship_or_not.scenario.override import read_setting
from ship_or_not.scenario.paths import join_path, split_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.errors import Problem
    from ship_or_not.results import Policy, ScenarioSummary
    from ship_or_not.scenario.axes import Axis

STEPS = (21, 11)
"""Values of a range that does not say how many: of one input alone, and of each of two."""

MOST_INPUTS = len(STEPS)

MOST_POINTS = 40_000

ENDS = frozenset({"low", "likely", "high", "mean", "sd"})
"""Of what is known of a number: in its unit."""

Place = tuple[int, ...]


class Sweep(Shown, results.Sweep):
    """A sweep that a notebook shows."""

    __slots__ = ()
    _text = "sweep_text"


def sweep(
    scenario: Scenario,
    inputs: Mapping[str, str | Sequence[float | str]],
    *,
    seed: int = DEFAULT_SEED,
    draws: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Return the verdict where one or two inputs are moved, and where it changes.

    Parameters
    ----------
    scenario
        As `load_scenario` returns it.
    inputs
        For each of one or two dotted paths what it takes: ``"FROM:TO"``, ``"FROM:TO:STEPS"``,
        ``"FROM:TO:STEPS:log"``, or values. Each is written as in the file: ``"90%:99%"``, ``"1:4 weeks"``.
    seed
        At least 0.
    draws
        Exactly so many random draws at each point; None takes as many as the number of points allows, at
        most 16,384.
    progress
        Called from time to time with the share of the points that are done.

    Raises
    ------
    UsageError
        If an argument makes no sense.
    InputError
        If the scenario can have none of the values.

    Examples
    --------
    >>> import ship_or_not
    >>> text = "{savings_per_item: 0.3, error_costs: 2, baseline: {accuracy: 0.98}, model: {accuracy: 0.97}}"
    >>> found = sweep(ship_or_not.load_scenario(text=text), {"error_costs": "10:50"})
    >>> [(each.at, each.before.value, each.after.value) for each in found.crossings]
    [((30.0,), 'GO', 'NO-GO')]
    """
    check("sweep", scenario, seed=seed, draws=draws)
    axes = _axes(inputs)
    built = _Built(scenario, axes)
    values = [axis.values for axis in axes]
    invalid = dict(_invalid(built, [len(each) for each in values]))
    found = built.any()
    paths = tuple(axis.path for axis in axes)
    anew = tuple(
        i for i, path in enumerate(paths) if path not in {*found.inputs.numbers, *found.inputs.derived}
    )
    of_policy = frozenset(i for i, path in enumerate(paths) if path.startswith("policy."))
    count = len(list(product(*values))) - len(invalid)
    draws = draws or engine.draws_for(found.inputs, count)
    moved = tuple(
        results.SweptInput(
            path=axis.path,
            unit=_unit(axis, found),
            values=axis.values,
            in_place_of=_in_place_of(axis, scenario.inputs, found.inputs),
        )
        for axis in axes
    )
    points, crossings = engine.sweep(
        Space(paths=paths, anew=anew, rules=of_policy, build=built.at),
        values,
        invalid,
        seed=seed,
        draws=draws,
        progress=progress,
    )
    return Sweep(
        scenario=_summary(scenario, {path for each in moved for path in (each.path, *each.in_place_of)}),
        policy=scenario.policy,
        inputs=moved,
        points=points,
        crossings=crossings,
        seed=seed,
        draws=draws,
    )


def _axes(inputs: Mapping[str, str | Sequence[float | str]]) -> list[Axis]:
    if not 1 <= len(inputs) <= MOST_INPUTS:
        raise UsageError(f"a sweep moves one input or two, not {len(inputs)}")
    steps = STEPS[len(inputs) - 1]
    axes = [
        read_axis(key, written if isinstance(written, str) else ",".join(map(str, written)), steps=steps)
        for key, written in inputs.items()
    ]
    if len({axis.path for axis in axes}) < len(axes):
        raise UsageError(f"{axes[0].path} is moved twice: a sweep of two inputs moves each once")
    points = len(list(product(*(axis.values for axis in axes))))
    if points > MOST_POINTS:
        raise UsageError(f"a sweep of {points:,} points is too large; expected at most {MOST_POINTS:,}")
    return axes


class _Built:
    """The scenario, with values in place: what it is, or why it is none.

    Parameters
    ----------
    axes
        What is moved.
    """

    def __init__(self, scenario: Scenario, axes: Sequence[Axis]) -> None:
        self._scenario, self._axes = scenario, axes
        self._known: dict[Place, str] = {}
        self._first: Scenario | None = None
        self._error: InputError | None = None

    def why_not(self, place: Place) -> str:
        """Return why the scenario can't have the values at a place; "" where it can."""
        if place not in self._known:
            values = [axis.values[i] for axis, i in zip(self._axes, place, strict=True)]
            try:
                made = self._make(values)
            except InputError as error:
                self._error = self._error or error
                self._known[place] = "; ".join(
                    f"{problem.found}; expected {problem.expected}" if problem.expected else problem.found
                    for problem in error.problems
                )
            else:
                self._first = self._first or made
                self._known[place] = ""
        return self._known[place]

    def any(self) -> Scenario:
        """Return the scenario with some of the values.

        Raises
        ------
        InputError
            If it can have none of those that were tried.
        """
        if self._first is None:
            assert self._error is not None  # noqa: S101 - one or the other, once any place was tried
            raise InputError(tuple(self._as_moved(problem) for problem in self._error.problems))
        return self._first

    def _as_moved(self, problem: Problem) -> Problem:
        """Place a problem where a value was moved to, not in a ``--set`` that nobody wrote."""
        where = problem.location
        moved = [axis.path for axis in self._axes if where.file == f"--set {axis.path}"]
        return replace(problem, location=replace(where, file=f"{moved[0]}=…")) if moved else problem

    def at(self, values: tuple[float, ...]) -> tuple[Inputs, Policy]:
        """Return what the engine needs to know of the scenario with these values."""
        made = self._make(values)
        return made.inputs, made.policy

    def _make(self, values: Sequence[float]) -> Scenario:
        options = [axis.setting(value) for axis, value in zip(self._axes, values, strict=True)]
        return make(self._scenario.origin.with_options(*options))


def _invalid(built: _Built, sizes: Sequence[int]) -> Iterator[tuple[Place, str]]:
    """Yield the places whose values the scenario can't have, and why.

    What a key can be is an interval: what lies between two values that it can be, it can be as well. So
    the corners tell all where they are valid, and the ends of a line do of that line.
    """
    if not any(built.why_not(corner) for corner in product(*({0, size - 1} for size in sizes))):
        return
    for start in product(*map(range, sizes[:-1])):
        line = [(*start, place) for place in range(sizes[-1])]
        ends = {built.why_not(line[0]), built.why_not(line[-1])}
        for place in line:
            why = ends.copy().pop() if len(ends) == 1 else built.why_not(place)
            if why:
                yield place, why


def _summary(scenario: Scenario, moved: set[str]) -> ScenarioSummary:
    """Say of each ``--set`` of what is moved that it is."""
    overrides, origin = list(scenario.summary.overrides), scenario.origin
    for row, option in enumerate(origin.options, len(origin.evidence)):
        if read_setting(option).path in moved:
            overrides[row] += " (moved)"
    return replace(scenario.summary, overrides=tuple(overrides))


def _unit(axis: Axis, found: Scenario) -> str:
    """Return the unit of an axis, as the registry has it where it holds the number."""
    inputs = found.inputs
    if axis.path in inputs.numbers:
        return inputs.numbers[axis.path].unit
    if axis.path in inputs.derived:
        return "factor" if inputs.derived[axis.path].kind == "error_costs" else "rate"
    *above, last = split_path(axis.path) or ("",)
    spread = inputs.numbers.get(join_path(above)) if last in ENDS else None
    if spread is not None:
        return spread.unit
    figures = rules(found.policy)
    if axis.path in figures:
        return figures[axis.path].unit
    return axis.unit or ("rate" if axis.percent else "")


def _in_place_of(axis: Axis, written: Inputs, moved: Inputs) -> tuple[str, ...]:
    """Return the numbers below a path that are gone once one value stands there."""
    if axis.path in moved.derived:
        return ()
    below = (path for path in written.numbers if path.startswith(f"{axis.path}."))
    return tuple(path for path in below if path not in moved.numbers)
