"""Drawings of values over weeks or anything else, in ASCII: the same in a terminal, a log and any locale.

A drawing shows the values it is given, joined by straight lines; it works out nothing else.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from ship_or_not.render.numbers import aligned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE, BAND, ZERO, NOTHING = "*.- "

LEVELS = "_.-'"
"""Heights in one line of text, the lowest first."""

MOST_ROWS, MOST_COLUMNS = 13, 100
"""Size of a chart: larger ones show no more."""

ROUND = (1, 2, 2.5, 5)
"""A row stands for one of these, times a power of ten; every other row says its amount."""

ON_IT = 1e-9
"""A place so near to a value's, as a share of the way to the next, is that value's."""

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


class Across(Protocol):
    """What runs across a drawing: where each value stands, and what is written below the axis."""

    @property
    def name(self) -> str:
        """What is counted."""

    @property
    def places(self) -> Sequence[float]:
        """Where the values stand, ascending from 0, the left edge, to 1."""

    def marks(self, columns: int) -> Iterable[tuple[int, str]]:
        """Return the columns that are marked, and what stands at each."""


class Weeks:
    """Weeks across, from 0 on, told in the unit that suits so many."""

    def __init__(self, weeks: int) -> None:
        self._weeks = weeks
        self._unit = next(unit for unit in UNITS if weeks <= unit.until)
        self.name = self._unit.name
        self.places = [week / max(1, weeks) for week in range(weeks + 1)]

    def marks(self, columns: int) -> Iterator[tuple[int, str]]:
        """Yield the columns of the time axis that are marked, and the number at each."""
        weeks, unit = self._weeks, self._unit
        wide = unit.weeks * (columns - 1) / max(1, weeks)
        step = next((step for step in unit.steps if step * wide >= MARK_ROOM), unit.steps[-1])
        for number in range(0, int(weeks / unit.weeks + 1e-9) + 1, step):
            yield _column(number * unit.weeks / max(1, weeks), columns), str(number)


def chart(
    line: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
    *,
    width: int,
    across: Across | None = None,
    level: float | Sequence[float] = 0.0,
    mark: tuple[int, str] | None = None,
    below: Sequence[str] = (),
) -> list[Text]:
    """Draw values as a line, with its band, a level and both axes.

    Parameters
    ----------
    line, low, high
        Values, at least one of them; None where there is none.
    width
        Columns there are.
    across
        What the values stand at; weeks from 0 on where it isn't said.
    level
        The value that is drawn as a straight line, or one for each value of the line.
    mark
        One of the values to point at, and what to say of it.
    below
        A sign for each value, which stands below the axis.
    """
    across = across or Weeks(len(line) - 1)
    levels = [level] * len(line) if isinstance(level, int | float) else level
    known = [value for value in (*low, *high, *line, *levels) if value is not None]
    step = _step(min(known), max(known))
    rows = range(round(max(known) / step), round(min(known) / step) - 1, -1)
    even = [row for row in rows if not row % 2]
    labels = dict(zip(even, aligned([row * step for row in even], signed=True), strict=True))
    margin = max(map(len, [across.name, *labels.values()]))
    columns = max(2, min(width - margin - 2, MOST_COLUMNS))
    scaled = [[None if value is None else value / step for value in each] for each in (line, low, high)]
    reached = [_between([each / step for each in levels], across.places, at) for at in _middles(columns)]
    bases = [round(each or 0.0) for each in reached]
    drawn = _drawn(scaled, across.places, rows, bases, columns)
    parts = [
        Text.assemble((f"{labels.get(row, ''):>{margin}} |", "dim"), *_styled(drawn[row], row, bases))
        for row in rows
    ]
    marks = dict(across.marks(columns))
    rule = "".join("+" if column in marks and column else "-" for column in range(columns))
    parts.append(Text(f"{'':>{margin}} +{rule}", style="dim"))
    parts.append(Text(f"{across.name:>{margin}}  {_placed(marks, columns)}", style="dim"))
    if below:
        signs = {_column(place, columns): sign for place, sign in zip(across.places, below, strict=True)}
        written = "".join(signs.get(column, " ") for column in range(columns))
        parts.insert(-1, Text(f"{'':>{margin}}  {written}"))
    if mark:
        place, words = mark
        parts.append(Text(_pointer(margin + 2 + _column(across.places[place], columns), words, width)))
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
    places = Weeks(len(values) - 1).places
    reached = [_between(values, places, place) for place in _middles(columns)]
    shares = [(value - lowest) / span for value in reached if value is not None]
    return "".join(LEVELS[min(int(share * len(LEVELS)), len(LEVELS) - 1)] for share in shares)


def _step(lowest: float, highest: float) -> float:
    """Return the least round amount that a row may stand for."""
    span = highest - lowest
    if span < FLAT:
        return 1.0
    power = math.floor(math.log10(span / MOST_ROWS))
    steps = [digit * 10.0**exponent for exponent in range(power, power + 3) for digit in ROUND]
    return next(step for step in steps if round(highest / step) - round(lowest / step) < MOST_ROWS)


def _drawn(
    values: Sequence[Sequence[float | None]],
    places: Sequence[float],
    rows: range,
    bases: Sequence[int],
    columns: int,
) -> dict[int, list[str]]:
    """Fill a grid whose rows are 1 apart: with the band, over it the level, over that the line.

    Parameters
    ----------
    values
        The line, and the band's lower and upper edge.
    bases
        The row of the level in each column.
    """
    drawn = {row: [NOTHING] * columns for row in rows}
    for column, base in enumerate(bases):
        drawn[base][column] = ZERO
    last: int | None = None
    for column, place in enumerate(_middles(columns)):
        reached = [_between(each, places, place) for each in values]
        here, lowest, highest = (None if value is None else round(value) for value in reached)
        if here is None or lowest is None or highest is None:
            last = None
            continue
        last = here if last is None else last
        for row in range(lowest, highest + 1):
            drawn[row][column] = BAND if row != bases[column] else ZERO
        for row in range(min(here, last + 1), max(here, last - 1) + 1):
            drawn[row][column] = LINE
        last = here
    return drawn


def _middles(columns: int) -> list[float]:
    """Return where the middle of each column stands: the first at 0, the last at 1."""
    return [column / max(1, columns - 1) for column in range(columns)]


def _column(place: float, columns: int) -> int:
    return round(place * (columns - 1))


def _between(values: Sequence[float | None], places: Sequence[float], place: float) -> float | None:
    """Return the value anywhere, on the straight line from one to the next; None where either is."""
    after = min(bisect_right(places, place), len(places) - 1)
    before = max(after - 1, 0)
    start, end = values[before], values[after]
    share = (place - places[before]) / (places[after] - places[before]) if after != before else 0.0
    if share <= ON_IT or share >= 1 - ON_IT:
        return start if share <= ON_IT else end
    return None if start is None or end is None else start + (end - start) * share


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


def _styled(cells: Sequence[str], row: int, bases: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Colour each run of a row: the line as its side of the level says, what is around it faintly."""
    sides = ("bold green" if row > base else "bold red" if row < base else "bold" for base in bases)
    for (mark, side), run in groupby(zip(cells, sides, strict=True)):
        yield mark * len(list(run)), {LINE: side, BAND: "cyan"}.get(mark, "dim")
