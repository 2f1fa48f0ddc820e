"""Drawings of a course over time, in ASCII: the same in a terminal, in a log and in any locale.

A drawing shows the values it is given, joined by straight lines; it works out nothing else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render.numbers import aligned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE, BAND, ZERO, NOTHING = "*.- "

LEVELS = "_.-'"
"""Heights in one line of text, the lowest first."""

MOST_ROWS, MOST_COLUMNS = 13, 100
"""Size of a chart: larger ones show no more."""

ROUND = (1, 2, 2.5, 5)
"""A row stands for one of these, times a power of ten; every other row says its amount."""

FLAT = 1e-300
"""A range so small is none."""

MARK_ROOM = 6
"""Columns from one mark of the time axis to the next, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit of the time axis: its length, up to how many weeks it is used, how many from mark to mark."""

    name: str
    weeks: float
    until: float
    steps: tuple[int, ...]


UNITS = (
    Unit(name="weeks", weeks=1, until=26, steps=(1, 2, 5, 10)),
    Unit(name="months", weeks=365 / 12 / 7, until=160, steps=(1, 2, 3, 6, 12)),
    Unit(name="years", weeks=365 / 7, until=math.inf, steps=(1, 2, 5, 10, 20, 50, 100, 200, 500)),
)


def chart(
    line: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    *,
    width: int,
    mark: tuple[int, str] | None = None,
) -> list[Text]:
    """Draw values over weeks as a line, with its band, the zero line and both axes.

    Parameters
    ----------
    line, low, high
        Values at week 0, 1 and so on.
    width
        Columns there are.
    mark
        A week to point at, and what to say of it.
    """
    lowest, highest = min(*low, *line, 0.0), max(*high, *line, 0.0)
    step = _step(lowest, highest)
    rows = range(round(highest / step), round(lowest / step) - 1, -1)
    even = [row for row in rows if not row % 2]
    labels = dict(zip(even, aligned([row * step for row in even], signed=True), strict=True))
    weeks = len(line) - 1
    unit = next(unit for unit in UNITS if weeks <= unit.until)
    margin = max(map(len, [unit.name, *labels.values()]))
    columns = max(2, min(width - margin - 2, MOST_COLUMNS))
    drawn = _drawn([[value / step for value in each] for each in (line, low, high)], rows, columns)
    parts = [
        Text.assemble((f"{labels.get(row, ''):>{margin}} |", "dim"), *_styled(drawn[row], row))
        for row in rows
    ]
    marks = dict(_marks(weeks, unit, columns))
    rule = "".join("+" if column in marks and column else "-" for column in range(columns))
    parts.append(Text(f"{'':>{margin}} +{rule}", style="dim"))
    parts.append(Text(f"{unit.name:>{margin}}  {_placed(marks, columns)}", style="dim"))
    if mark:
        week, words = mark
        parts.append(Text(_pointer(margin + 2 + _column(week, weeks, columns), words, width)))
    for part in parts:
        part.rstrip()
        part.no_wrap = True
    return parts


def course(values: Sequence[float], lowest: float, highest: float, *, columns: int) -> str:
    """Draw values over weeks in one line, the lowest and the highest there can be at its edges.

    >>> course([-3, -1, 1, 3, 4, 4], -3, 4, columns=12)
    "__..--''''''"
    """
    span = max(highest - lowest, FLAT)
    shares = [(_between(values, week) - lowest) / span for week in _weeks(values, columns)]
    return "".join(LEVELS[min(int(share * len(LEVELS)), len(LEVELS) - 1)] for share in shares)


def _step(lowest: float, highest: float) -> float:
    """Return the least round amount that a row may stand for."""
    span = highest - lowest
    if span < FLAT:
        return 1.0
    power = math.floor(math.log10(span / MOST_ROWS))
    steps = [digit * 10.0**exponent for exponent in range(power, power + 3) for digit in ROUND]
    return next(step for step in steps if round(highest / step) - round(lowest / step) < MOST_ROWS)


def _drawn(values: Sequence[Sequence[float]], rows: range, columns: int) -> dict[int, list[str]]:
    """Fill a grid whose rows are 1 apart: with the band, over it zero, over that the line.

    Parameters
    ----------
    values
        The line, and the band's lower and upper edge.
    """
    line = values[0]
    drawn = {row: [NOTHING] * columns for row in rows}
    last = round(line[0])
    for column, week in enumerate(_weeks(line, columns)):
        here, lowest, highest = (round(_between(each, week)) for each in values)
        for row in range(lowest, highest + 1):
            drawn[row][column] = BAND
        drawn[0][column] = ZERO
        for row in range(min(here, last + 1), max(here, last - 1) + 1):
            drawn[row][column] = LINE
        last = here
    return drawn


def _weeks(values: Sequence[float], columns: int) -> list[float]:
    """Return the time in the middle of each column: week 0 in the first, the last week in the last."""
    return [column * (len(values) - 1) / max(1, columns - 1) for column in range(columns)]


def _column(week: float, weeks: int, columns: int) -> int:
    return round(week * (columns - 1) / max(1, weeks))


def _between(values: Sequence[float], week: float) -> float:
    """Return the value at any time, on the straight line from one week to the next."""
    before = min(int(week), len(values) - 1)
    after = min(before + 1, len(values) - 1)
    return values[before] + (values[after] - values[before]) * (week - before)


def _marks(weeks: int, unit: Unit, columns: int) -> Iterator[tuple[int, str]]:
    """Yield the columns of the time axis that are marked, and the number at each."""
    wide = unit.weeks * (columns - 1) / max(1, weeks)
    step = next((step for step in unit.steps if step * wide >= MARK_ROOM), unit.steps[-1])
    for number in range(0, int(weeks / unit.weeks + 1e-9) + 1, step):
        yield _column(number * unit.weeks, weeks, columns), str(number)


def _placed(marks: dict[int, str], columns: int) -> str:
    """Write each number below its mark, where it does not touch the one before."""
    text = ""
    for column, number in marks.items():
        start = min(column, columns - len(number))
        if not text or len(text) < start:
            text = f"{text:<{start}}{number}"
    return text


def _pointer(column: int, words: str, width: int) -> str:
    """Point up at a column, with words on the side that has room for them, or else below."""
    if column + 2 + len(words) <= width:
        return f"{'':<{column}}^ {words}"
    return f"{words} ^".rjust(column + 1) if len(words) < column else f"{'':<{column}}^\n{words:>{width}}"


def _styled(cells: Sequence[str], row: int) -> Iterator[tuple[str, str]]:
    """Colour each run of a row: the line as its sign says, what is around it faintly."""
    line = "bold green" if row > 0 else "bold red" if row < 0 else "bold"
    for mark, run in groupby(cells):
        yield "".join(run), {LINE: line, BAND: "cyan"}.get(mark, "dim")
