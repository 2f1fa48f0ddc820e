"""A map of two inputs: the verdict at every point, and by how much it is one, in two characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.padding import Padding
from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.labels import clean
from ship_or_not.render.numbers import count, money, quantity
from ship_or_not.results import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from ship_or_not.results.sweep import Sweep, SweepPoint

T = TypeVar("T")

SIGNS: Mapping[Verdict | None, str] = {
    Verdict.GO: "+",
    Verdict.INCONCLUSIVE: "?",
    Verdict.NO_GO: "-",
    None: "x",
}
"""What stands for a verdict; None is that of a point which is invalid."""

STYLES: Mapping[Verdict | None, str] = {
    Verdict.GO: "green",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.NO_GO: "red",
    None: "dim",
}

CELL = 3
"""Columns of a point: its sign, its level and a gap."""

MOST_CELLS, MOST_ROWS = 33, 25
"""Points across and down; of more, evenly spread ones are shown."""

LEVELS = 10
"""Of how far the value per item lies from the minimum, counted from 0."""

MINIMUM = "policy.min_value_per_item"


def draw(sweep: Sweep, width: int) -> Iterator[RenderableType]:
    """Draw the first input across, the second upwards."""
    across, up = sweep.inputs
    currency = sweep.scenario.currency
    rows = [quantity(value, up.unit, currency) for value in every(up.values, MOST_ROWS)]
    margin = max(map(len, rows))
    cells = min(MOST_CELLS, (width - layout.INDENT - margin - 2) // CELL)
    columns = every(across.values, max(1, cells))
    points = {point.at: point for point in sweep.points}
    level = _level([abs(away) for point in sweep.points if (away := _away(sweep, point)) is not None])
    title = "The verdict, and how far the value per item lies from the minimum"
    yield layout.heading(title)
    yield layout.paragraph(layout.say(f"up: {up.path}, across: {across.path}", "dim"))
    shown = list(zip(every(up.values, MOST_ROWS), rows, strict=True))
    for value, label in reversed(shown):
        row = Text(f"{clean(label):>{margin}} |", style="dim", no_wrap=True)
        for column in columns:
            point = points[column, value]
            row.append(f"{_cell(sweep, point, level):>{CELL}}", style=STYLES[point.verdict])
        yield Padding(row, (0, 0, 0, layout.INDENT))
    rule = Text(f"{'':>{margin}} +{'-' * CELL * len(columns)}", style="dim", no_wrap=True)
    yield Padding(rule, (0, 0, 0, layout.INDENT))
    labels = _labels([short(value, across.unit) for value in columns])
    yield Padding(Text(f"{'':>{margin}}  {labels}", style="dim", no_wrap=True), (0, 0, 0, layout.INDENT))
    known = {point.verdict for point in sweep.points}
    said = [f"{SIGNS[verdict]} {verdict or 'invalid'}" for verdict in SIGNS if verdict in known]
    far = f"{LEVELS - 1} all that is further"
    said.append(f"each level is {money(level, currency)} per item away from the minimum, {far}")
    yield layout.paragraph(layout.say("   ".join(said), "dim"))
    if len(columns) * len(rows) < len(sweep.points):
        parts = [of_all(len(columns), len(across.values)), of_all(len(rows), len(up.values))]
        words = f"{parts[0]} values across, {parts[1]} up; all are in --output csv."
        yield layout.paragraph(layout.say(words, "dim"))


def minimum(sweep: Sweep, point: SweepPoint) -> float:
    """Return what the value per item has to exceed at a point, in money."""
    at = dict(zip((each.path for each in sweep.inputs), point.at, strict=True))
    return at.get(MINIMUM, sweep.policy.min_value_per_item)


def short(value: float, unit: str) -> str:
    """Write a value without its unit, but for the percent sign.

    >>> short(0.9, "rate per month"), short(0.5, "money"), short(1200, "weeks")
    ('90%', '0.5', '1,200')
    """
    return quantity(value, "rate" if unit.startswith("rate") else "").replace(" ", "").replace(".0%", "%")


def of_all(shown: int, there: int) -> str:
    """Count what is shown, of how many where those are more.

    >>> of_all(11, 101), of_all(3, 3)
    ('11 of 101', '3')
    """
    return count(there) if shown == there else f"{count(shown)} of {count(there)}"


def every(values: Sequence[T], most: int) -> list[T]:
    """Pick evenly spread ones of what is too much, both ends among them.

    >>> every("abcdefg", 4)
    ['a', 'c', 'e', 'g']
    """
    if len(values) <= most:
        return list(values)
    return [values[round(i * (len(values) - 1) / max(1, most - 1))] for i in range(most)]


def _away(sweep: Sweep, point: SweepPoint) -> float | None:
    """Return by how much the value at a point exceeds the minimum; None where there is no value."""
    return None if point.expected is None else point.expected - minimum(sweep, point)


def _level(distances: Sequence[float]) -> float:
    """Return how much money a level is: half of the points lie below the middle one, however far the rest.

    >>> _level([0.0, 1.0, 2.0]), _level([1.0, 1.0, 1000.0]), _level([0.0, 0.0, 5.0])
    (0.2, 0.2, 0.5)
    """
    middle = sorted(distances)[len(distances) // 2]
    return 2 * middle / LEVELS or max(distances) / LEVELS


def _cell(sweep: Sweep, point: SweepPoint, level: float) -> str:
    """Write the sign of the verdict and how far the value lies from the minimum."""
    away = _away(sweep, point)
    if away is None:
        return SIGNS[None]
    levels = min(int(abs(away) / level), LEVELS - 1) if level else 0
    return f"{SIGNS[point.verdict]}{levels}"


def _labels(texts: Sequence[str]) -> str:
    """Write what the columns stand for below them: the first, the last, and what touches none between."""
    width = len(texts) * CELL
    first, last = texts[0], texts[-1]
    line, end = f"{first:>{CELL}}", width - len(last)
    if len(texts) > 1 and end < len(line) + 2:
        return clean(f"{first} to {last}")
    for place, text in enumerate(texts[1:-1], 2):
        start = place * CELL - len(text)
        if len(line) + 2 <= start and start + len(text) + 2 <= end:
            line = f"{line:<{start}}{text}"
    return clean(f"{line:<{end}}{last}" if len(texts) > 1 else line)
