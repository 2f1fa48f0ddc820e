"""A confusion matrix as CSV: a header of predicted labels, then a row for each actual label.

This is what ``DataFrame.to_csv``, ``pandas.crosstab(actual, predicted).to_csv()`` and spreadsheets
write. Cells are split here and not by `csv`, which does not say where in a line a cell stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

from ship_or_not.errors import Problem
from ship_or_not.evidence.matrix import MOST_LABELS, NUMBER_EXPECTED, Matrix, Number, parse_number
from ship_or_not.evidence.problems import input_error, refusal
from ship_or_not.evidence.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.evidence.text import Lines

_DELIMITERS = "\t;,"  # where a header holds as many of two kinds, the one less likely in a label
_MARGINS = {"all", "total", "sum", "grand total"}
_PREDICTIONS = (
    {"actual", "predicted"},
    {"y_true", "y_pred"},
    {"label", "prediction"},
    {"actual", "prediction"},
)
_MOST_COLUMNS = 16_384  # of a spreadsheet
_MOST_LINES = 10_000  # empty ones between the rows included
_ENOUGH_PROBLEMS = 1_000
_LABELS_EXPECTED = "a header of predicted labels, then an actual label and its numbers in each row"
_LINE_END = re.compile(r"[\r\n]|\Z")


class _Cell(NamedTuple):
    text: str
    start: int
    length: int


def matrix_from_csv(lines: Lines) -> Matrix:
    """Read a confusion matrix from CSV; an empty cell is 0.

    Raises
    ------
    InputError
        With everything that is wrong with it; reading ends with the row that holds the thousandth
        problem.
    """
    records = _records(lines)
    header = next(records, None)
    if header is None:
        raise refusal(lines.at(0), "it is empty", _LABELS_EXPECTED)
    if len(header) == 1 and header[0].text.lower().startswith("sep="):
        raise refusal(lines.at(header[0].start), "this line is for Excel alone", "no such line: delete it")
    if len(header) == 1:
        raise refusal(lines.at(header[0].start), "the header has one cell only", _LABELS_EXPECTED)
    table = _Table(lines, [])
    predicted = table.labels(header[1:])
    actual: list[_Cell] = []
    rows: list[tuple[Number, ...]] = []
    for record in records:
        actual.append(record[0])
        rows.append(table.numbers(record, predicted))
        if len(actual) > MOST_LABELS or len(table.problems) >= _ENOUGH_PROBLEMS:
            break
    labels = table.labels(actual)
    if not rows:
        table.note(header[0], "there is no row below the header", _LABELS_EXPECTED)
    if table.problems and any(names <= {cell.text.casefold() for cell in header} for names in _PREDICTIONS):
        raise refusal(
            lines.at(header[0].start),
            "it holds predictions, not the counts of a confusion matrix",
            "a table of counts, such as pandas.crosstab writes",
        )
    if table.problems:
        raise input_error(sorted(table.problems, key=_place))
    return Matrix(actual=labels, predicted=predicted, rows=tuple(rows), form="csv")


@dataclass(slots=True)
class _Table:
    """Turns cells into labels and numbers, and notes what is wrong with them."""

    lines: Lines
    problems: list[Problem]

    def labels(self, cells: list[_Cell]) -> tuple[str, ...]:
        """Read the labels of the columns or of the rows."""
        seen: set[str] = set()
        for cell in cells[: MOST_LABELS + 1]:
            if not cell.text:
                self.note(cell, "a label is missing here", _LABELS_EXPECTED)
            elif cell.text in seen:
                self.note(cell, f"the label {quoted(cell.text)} stands twice", "each label once")
            seen.add(cell.text)
        if len(cells) > MOST_LABELS:
            found = f"there are more than {MOST_LABELS:,} labels"
            self.note(cells[MOST_LABELS], found, f"at most {MOST_LABELS:,}")
        if cells and cells[-1].text.casefold() in _MARGINS:
            found = f"{quoted(cells[-1].text)} looks like sums, not like a class"
            self.note(cells[-1], found, "classes only: drop the margins")
        return tuple(cell.text for cell in cells)

    def numbers(self, record: list[_Cell], predicted: tuple[str, ...]) -> tuple[Number, ...]:
        """Read a row's numbers, with 0 in place of what is none."""
        if len(record) != len(predicted) + 1:
            found = f"row {quoted(record[0].text)} has {len(record)} cells"
            self.note(record[0], found, f"{len(predicted) + 1}, as in the header")
            return ()
        return tuple(
            self._number(cell, record[0].text, name) for cell, name in zip(record[1:], predicted, strict=True)
        )

    def _number(self, cell: _Cell, row: str, column: str) -> Number:
        number = parse_number(cell.text or "0")
        if number is None:
            found = f"{quoted(cell.text)} in row {quoted(row)}, column {quoted(column)} is not a number"
            self.note(cell, found, NUMBER_EXPECTED)
            return 0
        return number

    def note(self, cell: _Cell, found: str, expected: str) -> None:
        location = self.lines.at(cell.start, cell.length)
        self.problems.append(Problem(location=location, key="", found=found, expected=expected))


def _place(problem: Problem) -> tuple[int, int]:
    return problem.location.line, problem.location.column


def _records(lines: Lines) -> Iterator[list[_Cell]]:
    """Split a text into rows of as many cells as the header, leaving out rows without content."""
    text = lines.text
    first_line = text.lstrip("\r\n").split("\n", 1)[0]
    unquoted = re.sub(r'"[^"]*"', "", first_line)
    delimiter = max(_DELIMITERS, key=unquoted.count)
    pattern = re.compile(
        rf'[ ]*"(?P<quoted>(?:[^"]|"")*+)"[ ]*(?=[{delimiter}\r\n]|\Z)|(?P<plain>[^{delimiter}\r\n]*+)'
    )
    width = 0
    record: list[_Cell] = []
    position = number = 0
    content = len(text.rstrip(f"{delimiter} \r\n"))
    end = min(at for at in (text.find("\r", content), text.find("\n", content), len(text)) if at >= 0)
    while position <= end:  # the end of the last row that holds anything
        row, row_end = ([], position) if record else _unquoted_row(text, position, delimiter)
        if row:
            record, position = row, row_end
        else:
            match = cast("re.Match[str]", pattern.match(text, position))  # the plain one matches even nothing
            record.append(_cell(match, lines))
            position = match.end()
        if len(record) > _MOST_COLUMNS:
            raise refusal(lines.at(position), "the row is too long", f"at most {MOST_LABELS:,} labels")
        if text[position : position + 1] != delimiter:
            while len(record) > max(width, 1) and not record[-1].text:
                record.pop()
            if any(cell.text for cell in record):
                width = width or len(record)
                yield record
            record = []
            number += 1
            if number > _MOST_LINES:
                raise refusal(
                    lines.at(position), "there are too many lines", f"at most {MOST_LABELS:,} labels"
                )
            position += text.startswith("\r\n", position)
        position += 1


def _unquoted_row(text: str, position: int, delimiter: str) -> tuple[list[_Cell], int]:
    """Split a row without quotes at once, which is eight times faster, and say where it ends."""
    end = cast("re.Match[str]", _LINE_END.search(text, position)).start()
    if text.find('"', position, end) >= 0:
        return [], position
    cells = []
    for piece in text[position:end].split(delimiter, _MOST_COLUMNS + 1)[: _MOST_COLUMNS + 1]:
        cells.append(_Cell(piece.strip(), position, max(1, len(piece))))
        position += len(piece) + 1
    return cells, position - 1


def _cell(match: re.Match[str], lines: Lines) -> _Cell:
    start, length = match.start(), max(1, match.end() - match.start())
    if match["quoted"] is not None:
        return _Cell(match["quoted"].replace('""', '"').strip(), start, length)
    text = match["plain"].strip()
    if text.startswith('"'):
        raise refusal(
            lines.at(start, length), "this quote is not closed before the cell ends", "a closing quote"
        )
    return _Cell(text, start, length)
