"""A map of two inputs: the verdict at every point, and by how much it is one, in two characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.padding import Padding
from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.labels import clean
from ship_or_not.render.numbers import money, quantity
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


def draw(sweep: Sweep, width: int) -> Iterator[RenderableType]:
    """Draw the first input across, the second upwards."""
    across, up = sweep.inputs
    currency = sweep.scenario.currency
    rows = [quantity(value, up.unit, currency) for value in every(up.values, MOST_ROWS)]
    margin = max(map(len, rows))
    cells = min(MOST_CELLS, (width - layout.INDENT - margin - 2) // CELL)
    columns = every(across.values, max(1, cells))
    points = {point.at: point for point in sweep.points}
    least = sweep.policy.min_value_per_item
    farthest = max(abs(point.expected - least) for point in sweep.points if point.expected is not None)
    title = "The verdict, and how far the value per item lies from the minimum"
    yield layout.heading(title)
    yield layout.paragraph(layout.say(f"up: {up.path}, across: {across.path}", "dim"))
    shown = list(zip(every(up.values, MOST_ROWS), rows, strict=True))
    for value, label in reversed(shown):
        row = Text(f"{clean(label):>{margin}} |", style="dim", no_wrap=True)
        for column in columns:
            point = points[column, value]
            row.append(f"{_cell(point, least, farthest):>{CELL}}", style=STYLES[point.verdict])
        yield Padding(row, (0, 0, 0, layout.INDENT))
    rule = Text(f"{'':>{margin}} +{'-' * CELL * len(columns)}", style="dim", no_wrap=True)
    yield Padding(rule, (0, 0, 0, layout.INDENT))
    labels = _labels([quantity(value, across.unit, currency) for value in columns])
    yield Padding(Text(f"{'':>{margin}}  {labels}", style="dim", no_wrap=True), (0, 0, 0, layout.INDENT))
    known = {point.verdict for point in sweep.points}
    said = [f"{SIGNS[verdict]} {verdict or 'invalid'}" for verdict in SIGNS if verdict in known]
    said.append(f"each level is {money(farthest / LEVELS, currency)} per item away from the minimum")
    yield layout.paragraph(layout.say("   ".join(said), "dim"))


def every(values: Sequence[T], most: int) -> list[T]:
    """Pick evenly spread ones of what is too much, both ends among them.

    >>> every("abcdefg", 4)
    ['a', 'c', 'e', 'g']
    """
    if len(values) <= most:
        return list(values)
    return [values[round(i * (len(values) - 1) / max(1, most - 1))] for i in range(most)]


def _cell(point: SweepPoint, least: float, farthest: float) -> str:
    """Write the sign of the verdict and how far the value lies from the minimum."""
    if point.expected is None:
        return SIGNS[None]
    level = min(int(LEVELS * abs(point.expected - least) / farthest), LEVELS - 1) if farthest else 0
    return f"{SIGNS[point.verdict]}{level}"


def _labels(texts: Sequence[str]) -> str:
    """Write what the columns stand for below them, where one does not touch the one before."""
    line = ""
    for place, text in enumerate(texts):
        start = max(0, min((place + 1) * CELL - len(text), len(texts) * CELL - len(text)))
        if not line or start >= len(line) + 2:
            line = f"{line:<{start}}{text}"
    return clean(line)
