"""A sweep as text: a line chart of one input, a map of two, and where the verdict changes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from ship_or_not.render import layout, sweep_map
from ship_or_not.render.chart import LINE, ZERO, chart
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, chance, count, money, quantity
from ship_or_not.render.sweep_map import MINIMUM, SIGNS, STYLES, every, minimum, of_all, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ship_or_not.results.sweep import Crossing, Sweep, SweepPoint, SweptInput

MOST_ROWS = 11
"""Of a table of points, or of values."""

CONFIDENCE = "policy.confidence"

MOST_NAMED = 3
"""Paths that one value stands for."""

MARK_ROOM = 2
"""Columns between two numbers below the axis, at least."""


def render(sweep: Sweep, *, width: int = 80, color: bool = False) -> str:
    """Write a sweep as text.

    Parameters
    ----------
    width
        Columns of the terminal; below 40, 40 are used.
    color
        Whether to emit ANSI colours. They repeat what words and signs say.
    """
    width = max(layout.NARROWEST, width)
    drawn = _line(sweep, width) if len(sweep.inputs) == 1 else sweep_map.draw(sweep, width)
    parts = [*_headline(sweep), *drawn, *_crossings(sweep), *_table(sweep, width), *_invalid(sweep)]
    return layout.draw(parts, width=width, color=color)


def _headline(sweep: Sweep) -> Iterator[RenderableType]:
    """Say what is moved, and what the verdicts below are held to."""
    yield layout.say(sweep.scenario.name, "bold")
    for override in sweep.scenario.overrides:
        yield layout.paragraph(layout.say(f"with {override}"))
    currency = sweep.scenario.currency
    for each in sweep.inputs:
        ends = _ends(each.values, each.unit, currency)
        yield layout.paragraph(layout.say(f"{each.path}: {ends}{_in_place_of(each)}"))
    words = f"Policy {sweep.policy.name}: {_asked(sweep)}. {count(sweep.draws)} draws at each point."
    yield layout.paragraph(layout.say(words, "dim"))


def _asked(sweep: Sweep) -> str:
    """Say what a GO takes, by its key where that is moved."""
    moved = {each.path for each in sweep.inputs}
    policy = sweep.policy
    least = money(policy.min_value_per_item, sweep.scenario.currency)
    asked = f"more than {MINIMUM if MINIMUM in moved else least} per item"
    if CONFIDENCE in moved:
        return f"{asked}, with a chance of {CONFIDENCE}"
    return f"{asked}, with a chance of {chance(policy.confidence)}" if policy.confidence else asked


def _in_place_of(moved: SweptInput) -> str:
    """Name what one value stands for, which the scenario has several of."""
    if not moved.in_place_of:
        return ""
    named, more = moved.in_place_of[:MOST_NAMED], len(moved.in_place_of) - MOST_NAMED
    return f", in place of {', '.join(named)}" + (f" and {count(more)} more" if more > 0 else "")


def _ends(values: Sequence[float], unit: str, currency: str) -> str:
    first = quantity(values[0], unit, currency)
    if len(values) == 1:
        return first
    return f"{first} to {quantity(values[-1], unit, currency)}, {count(len(values))} values"


class _Values:
    """Values of an input across a chart: where they lie, or evenly where each is so many times another."""

    def __init__(self, moved: SweptInput) -> None:
        self.name = ""
        values = moved.values
        self._texts = [short(value, moved.unit) for value in values]
        if _multiplied(values):
            self.places = [i / (len(values) - 1) for i in range(len(values))]
        else:
            span = values[-1] - values[0] or 1.0
            self.places = [(value - values[0]) / span for value in values]

    def marks(self, columns: int) -> list[tuple[int, str]]:
        """Return values of the table: evenly many of them apart, or as many as there is room for."""
        shown = every(list(zip(self.places, self._texts, strict=True)), MOST_ROWS)
        marks = [(round(place * (columns - 1)), text) for place, text in shown]
        for step in range(1, len(marks) // 2 + 1):
            if (len(marks) - 1) % step == 0 and _apart(marks[::step], columns):
                return marks[::step]
        found = marks[:1]
        for mark in marks[1:-1]:
            if _apart([*found, mark, marks[-1]], columns):
                found.append(mark)
        return [*found, *marks[1:][-1:]]


def _apart(marks: Sequence[tuple[int, str]], columns: int) -> bool:
    """Tell whether there is room between what stands below the axis."""
    starts = [min(column, columns - len(text)) for column, text in marks]
    ends = [start + len(text) for start, (_, text) in zip(starts, marks, strict=True)]
    return all(end + MARK_ROOM <= start for end, start in zip(ends, starts[1:], strict=False))


def _multiplied(values: Sequence[float]) -> bool:
    """Tell whether each value is as many times the one before, and not as much more."""
    if len(values) < 3 or min(values) <= 0 <= max(values):  # noqa: PLR2004 - two are both
        return False
    times = values[1] / values[0]
    return all(abs(after / before / times - 1) < 1e-9 for before, after in pairwise(values))  # noqa: PLR2004 - as written


def _line(sweep: Sweep, width: int) -> Iterator[RenderableType]:
    moved = sweep.inputs[0]
    line = [point.expected for point in sweep.points]
    drawn = chart(
        line,
        line,
        line,
        width=width - layout.INDENT,
        across=_Values(moved),
        level=[minimum(sweep, point) for point in sweep.points],
        below=[SIGNS[point.verdict] for point in sweep.points],
    )
    title = ("Value per item", sweep.scenario.currency, f"along {moved.path}")
    yield layout.heading(", ".join(filter(None, title)))
    yield from (Padding(part, (0, 0, 0, layout.INDENT)) for part in drawn)
    seen = dict.fromkeys(SIGNS[point.verdict] for point in sweep.points)
    said = [f"{SIGNS[verdict]} {verdict or 'invalid'}" for verdict in SIGNS if SIGNS[verdict] in seen]
    yield layout.paragraph(
        layout.say(f"{LINE} expected   {ZERO} the minimum   below: {'   '.join(said)}", "dim")
    )


def _crossings(sweep: Sweep) -> Iterator[RenderableType]:
    """Say where the verdict changes: along the one input, or along one for values of the other.

    Of two it is the first, or the second where the verdict changes along that alone.
    """
    yield layout.heading("Where the verdict changes")
    if len(sweep.inputs) == 1:
        yield layout.paragraph(layout.say(_chain(sweep, sweep.points, sweep.crossings, 0)))
        return
    changes = {each.input for each in sweep.crossings}
    along = int(changes == {sweep.inputs[1].path})
    moved, other = sweep.inputs[along], sweep.inputs[1 - along]
    shown = every(other.values, MOST_ROWS)
    found = {
        value: [each for each in sweep.crossings if each.input == moved.path and each.at[1 - along] == value]
        for value in shown
    }
    points = {value: [each for each in sweep.points if each.at[1 - along] == value] for value in shown}
    cells = [layout.say(_chain(sweep, points[value], found[value], along)) for value in shown]
    names = [quantity(value, other.unit, sweep.scenario.currency) for value in shown]
    some = f"{of_all(len(shown), len(other.values))} " if len(shown) < len(other.values) else ""
    yield layout.paragraph(layout.say(f"along {moved.path}, for {some}values of {other.path}", "dim"))
    yield layout.facts(zip(names, cells, strict=True))
    if len(sweep.crossings) > sum(map(len, found.values())):
        too = f", those along {other.path} too" if other.path in changes else ""
        yield layout.paragraph(layout.say(f"--output json has all of them{too}.", "dim"))


def _chain(sweep: Sweep, points: Sequence[SweepPoint], crossings: Sequence[Crossing], along: int) -> str:
    """Say the verdicts along an input, with the values at which each ends."""
    unit, currency = sweep.inputs[along].unit, sweep.scenario.currency
    verdicts = [point.verdict for point in points if point.verdict is not None]
    if not verdicts:
        return "never valid"
    if not crossings:
        known = list(dict.fromkeys(verdicts))
        return f"{known[0]} throughout" if len(known) == 1 else ", ".join(known)
    values = [each.at[along] for each in crossings]
    said = []
    for place, each in enumerate(crossings):
        near = values[place - 1] if place else values[1] if len(values) > 1 else None
        said.append(f"{each.before} up to {quantity(values[place], unit, currency, against=near)}")
    return f"{', '.join(said)}, then {crossings[-1].after}"


def _table(sweep: Sweep, width: int) -> Iterator[RenderableType]:
    """Show some of the points of one input."""
    if len(sweep.inputs) > 1:
        return
    moved = sweep.inputs[0]
    points = every(sweep.points, MOST_ROWS)
    currency = sweep.scenario.currency
    per_item = iter(aligned([each.expected for each in points if each.expected is not None], signed=True))
    figures = [
        Column(header="verdict", cells=[_verdict(each) for each in points], left=True),
        Column(
            header="per item",
            cells=[Text("-") if each.expected is None else layout.signed(next(per_item)) for each in points],
        ),
        Column(header="chance", cells=[_chance(each) for each in points]),
        Column(
            header="candidate",
            cells=[layout.say(each.candidate or "-") for each in points],
            left=True,
            optional=True,
        ),
    ]
    values = [layout.say(quantity(each.at[0], moved.unit, currency)) for each in points]
    yield Text()
    yield layout.table(Column(header=moved.path, cells=values), figures, width, fold=True)
    if len(points) < len(sweep.points):
        words = f"{of_all(len(points), len(sweep.points))} points; all are in --output csv."
        yield layout.paragraph(layout.say(words, "dim"))


def _verdict(point: SweepPoint) -> Text:
    return Text(point.verdict or "invalid", style=STYLES[point.verdict])


def _chance(point: SweepPoint) -> Text:
    return Text("-" if point.chance_above_minimum is None else chance(point.chance_above_minimum))


def _invalid(sweep: Sweep) -> Iterator[RenderableType]:
    """Say once each why points are invalid."""
    reasons: dict[str, list[SweepPoint]] = {}
    for point in sweep.points:
        if point.invalid is not None:
            reasons.setdefault(point.invalid, []).append(point)
    if not reasons:
        return
    yield layout.heading("Invalid values")
    for why, points in every(list(reasons.items()), MOST_ROWS):
        at = ", ".join(
            f"{each.path} {quantity(value, each.unit, sweep.scenario.currency)}"
            for each, value in zip(sweep.inputs, points[0].at, strict=True)
        )
        more = f" and {count(len(points) - 1)} more" if len(points) > 1 else ""
        yield layout.paragraph(layout.say(f"{at}{more}: {why}"))
