"""The few shapes a terminal report is made of: heading, paragraph, facts, table.

Everything is rich ``Text``, never markup: a class called ``[/red]`` is a label like any other.
Tables give the first column what the figures leave; where the terminal is too narrow, optional
columns go first, and a figure is then folded, never cropped, for half a figure is another figure.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ship_or_not.render.labels import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType


INDENT = 2
GAP = 2
GLUE = "\ue000"
"""Stands for the space before a percent sign until lines are broken; rich breaks at any other space."""

NARROWEST = 40
"""The least width laid out for, in columns."""

LEAST_LABEL = 10
"""Columns below which a label is not cropped further before a figure has to give way."""

MOST_NAMED = 6
"""Names in a sentence; of more it says how many."""

NAMED_IN_JSON = "--output json names them"

LEAST_FOLDED = 24
"""The same for a label that is folded: many short lines are hard to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table; one that is ``optional`` is left out where the width is short."""

    header: str
    cells: Sequence[Text]
    optional: bool = False
    left: bool = False


def say(words: str, style: str = "") -> Text:
    """Make a text of words that may come from outside."""
    return Text(clean(words).replace(" %", f"{GLUE}%"), style=style)


def signed(words: str) -> Text:
    """Make a text of a signed figure; the colour repeats what the sign says."""
    return Text(words, style={"+": "green", "-": "red"}.get(words[:1], ""))


def heading(words: str, currency: str = "") -> Text:
    """Start a section, after an empty line; one of money says its currency."""
    title = f"{words}, {currency}" if currency else words
    return Text(f"\n{clean(title)}", style="bold")


def paragraph(words: Text) -> Padding:
    """Indent and wrap a text."""
    return Padding(words, (0, 0, 0, INDENT))


def facts(rows: Iterable[tuple[str, Text]]) -> Padding:
    """Set names beside what is said of them, which may take several lines."""
    grid = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(say(name), value)
    return Padding(grid, (0, 0, 0, INDENT))


def table(label: Column, figures: Sequence[Column], width: int, *, fold: bool = False) -> Padding:
    """Set figures beside labels, which are cropped, or folded where their end matters."""
    figures = fitting(label, figures, width, fold=fold)
    columns = [label, *figures]
    grid = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, header_style="dim")
    grid.show_header = any(column.header for column in columns)
    across = min(wide(label), room(figures, width))
    header = say(label.header)
    if fold:
        header, *folded = [_at_dots(each, across) for each in (header, *label.cells)]
        columns[0] = Column(header=label.header, cells=folded)
    grid.add_column(
        header,
        width=across,
        no_wrap=not fold,
        overflow="fold" if fold else "ellipsis",
    )
    for column in figures:
        grid.add_column(say(column.header), justify="left" if column.left else "right", overflow="fold")
    for cells in zip(*(column.cells for column in columns), strict=True):
        grid.add_row(*cells)
    return Padding(grid, (0, 0, 0, INDENT))


def _at_dots(words: Text, width: int) -> Text:
    """Begin a new line before a dot where what follows up to the next fits on none but a new one."""
    breaks, place, used = [], 0, 0
    for part in re.split(r"(?=\.)", words.plain):
        wide = cell_len(part)
        if used and used + wide > width >= wide:
            breaks.append(place)
            used = 0
        place, used = place + len(part), (used + wide) % width
    return Text("\n").join(words.divide(breaks)) if breaks else words


def fitting(label: Column, figures: Sequence[Column], width: int, *, fold: bool = False) -> list[Column]:
    """Leave out optional columns, the first one first, until the rest fits beside a short label."""
    kept = list(figures)
    least = min(wide(label), LEAST_FOLDED if fold else LEAST_LABEL)
    while INDENT + least + sum(wide(column) + GAP for column in kept) > width:
        optional = [column for column in kept if column.optional]
        if not optional:
            break
        kept.remove(optional[0])
    return kept


def room(figures: Sequence[Column], width: int) -> int:
    """Count the columns that such figures leave for the label."""
    return max(LEAST_LABEL, width - INDENT - sum(wide(column) + GAP for column in figures))


def listed(names: Sequence[str]) -> str:
    """Write names in a row.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def crop(words: str, width: int) -> str:
    """Shorten a text from outside to so many terminal columns."""
    text = say(words)
    text.truncate(width, overflow="ellipsis")
    return text.plain


def draw(parts: Iterable[RenderableType], *, width: int, color: bool) -> str:
    """Print to text: the same bytes in any environment, locale and terminal."""
    stream = io.StringIO()
    console = new_console(stream, width=width, color=color)
    for part in parts:
        console.print(part)
    lines = unglue(stream.getvalue()).split("\n")
    return "\n".join(lines if color else [line.rstrip() for line in lines])


def unglue(text: str) -> str:
    """Put back the spaces that no line was to be broken at."""
    return text.replace(GLUE, " ")


def new_console(stream: io.StringIO, *, width: int, color: bool, record: bool = False) -> Console:
    """Make a console that asks nothing of the environment."""
    return Console(
        file=stream,
        width=max(NARROWEST, width),
        height=100,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        force_interactive=False,
        legacy_windows=False,
        no_color=not color,
        emoji=False,
        markup=False,
        highlight=False,
        record=record,
        _environ={},
    )


def wide(column: Column) -> int:
    """Count the columns that the widest line of its cells takes."""
    lines = (line for cell in column.cells for line in cell.plain.split("\n"))
    return max(cell_len(column.header), *map(cell_len, lines))
