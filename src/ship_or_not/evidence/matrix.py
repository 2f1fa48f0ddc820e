"""A confusion matrix as it was written, and whether its numbers make sense.

Rows are actual classes, columns predicted labels. An entry is an int where it was written as a
whole number, and a float where it was written with a decimal point, an exponent or a percent sign.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ship_or_not.evidence.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

Number = int | float
Kind = Literal["counts", "rates"]
Form = Literal["rows", "labelled", "nested", "csv"]

MOST_LABELS = 2_000
NUMBER_EXPECTED = "a number such as 12, 0.5 or 98.7%: a point for decimals, nothing between thousands"

_LARGEST_COUNT = 2**53
_SUM_TOLERANCE = 1e-6
_MOST_DIGITS = 400
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.?[0-9]*)")
_EXPONENT = re.compile(r"[eE][-+]?[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """A confusion matrix as it was written; its numbers are unchecked, see `check_matrix`.

    Parameters
    ----------
    actual, predicted
        The labels of rows and columns; both None for bare rows.
    rows
        One tuple for each actual class.
    form
        How it was written, which says where a cell stands: see `cell_path`.
    path, sha256
        Of the file it was read from; None for an inline matrix.
    """

    actual: tuple[str, ...] | None
    predicted: tuple[str, ...] | None
    rows: tuple[tuple[Number, ...], ...]
    form: Form = "rows"
    path: str | None = None
    sha256: str | None = None

    @property
    def whole(self) -> bool:
        """True where every number is whole, 12.0 as pandas writes it included."""
        return all(isinstance(number, int) or number.is_integer() for row in self.rows for number in row)

    def row_name(self, row: int) -> str:
        """Name a row: by its label, or by its position from 1."""
        return f"row {quoted(self.actual[row])}" if self.actual else f"row {row + 1}"

    def cell_name(self, row: int, column: int) -> str:
        """Name a cell: by its labels, or by its position from 1."""
        name = quoted(self.predicted[column]) if self.predicted else str(column + 1)
        return f"{self.row_name(row)}, column {name}"

    def cell_path(self, row: int | None, column: int | None) -> tuple[str | int, ...]:
        """Return the path, within the tree it was written as, of a cell, a row or the whole."""
        if row is None or self.form == "csv":
            return ()
        if self.form == "nested" and self.actual and self.predicted:
            names: tuple[str | int, ...] = (self.actual[row],)
            return names if column is None else (*names, self.predicted[column])
        start: tuple[str | int, ...] = ("rows", row) if self.form == "labelled" else (row,)
        return start if column is None else (*start, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """What is wrong with a cell, with a row (``column`` is None) or with the whole (both are)."""

    row: int | None
    column: int | None
    found: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCheck:
    """What a matrix holds, or why that cannot be said: ``kind`` is None where there are faults."""

    kind: Kind | None
    faults: tuple[CellFault, ...]


def check_matrix(matrix: Matrix) -> MatrixCheck:
    """Check the numbers of a matrix and tell counts from rates.

    Rates are written with a decimal point or a percent sign somewhere, and each row sums to 1
    within 1e-6; counts are whole numbers. So ``[[1, 0], [0, 1]]`` is two items, and
    ``[[1.0, 0.0], [0.0, 1.0]]`` a perfect model.

    Examples
    --------
    >>> check_matrix(Matrix(actual=None, predicted=None, rows=((12.0, 3.0), (1.0, 9.0)))).kind
    'counts'
    """
    faults = tuple(_shape_faults(matrix)) or tuple(_cell_faults(matrix))
    if faults:
        return MatrixCheck(kind=None, faults=faults)
    if not any(number for row in matrix.rows for number in row):
        fault = CellFault(row=None, column=None, found="every cell is 0", expected="counts or rates")
        return MatrixCheck(kind=None, faults=(fault,))
    sums = [math.fsum(row) for row in matrix.rows]
    bad_row = next((row for row, total in enumerate(sums) if abs(total - 1) > _SUM_TOLERANCE), None)
    if bad_row is None and any(isinstance(number, float) for row in matrix.rows for number in row):
        return MatrixCheck(kind="rates", faults=())
    if bad_row is None or matrix.whole:
        return MatrixCheck(kind="counts", faults=())
    fault = CellFault(
        row=bad_row,
        column=None,
        found=f"{matrix.row_name(bad_row)} sums to {sums[bad_row]:.9g}",
        expected="counts are whole numbers; the rows of rates sum to 1",
    )
    return MatrixCheck(kind=None, faults=(fault,))


def parse_number(text: str) -> Number | None:
    """Read a number as files hold it; None where it is none.

    Examples
    --------
    >>> [parse_number(text) for text in ("12", "12.0", "98.7%", "1e3", "1,5")]
    [12, 12.0, 0.987, 1000.0, None]
    """
    plain = text.isascii() and text.isdigit()  # nearly all are: four times faster than the pattern
    if (plain or _INTEGER.fullmatch(text)) and len(text) <= _MOST_DIGITS:
        return int(text)
    percent = text.removesuffix("%").rstrip()
    if text.endswith("%"):
        return float(f"{percent}e-2") if _DECIMAL.fullmatch(percent) else None
    decimal = _DECIMAL.match(text)
    if decimal and (decimal.end() == len(text) or _EXPONENT.fullmatch(text, decimal.end())):
        return float(text)
    return None


def _shape_faults(matrix: Matrix) -> Iterator[CellFault]:
    if not matrix.rows or not matrix.rows[0]:
        yield CellFault(row=None, column=None, found="it is empty", expected="one row for each class")
        return
    if matrix.actual is not None and len(matrix.rows) != len(matrix.actual):
        found, expected = f"it has {_count(len(matrix.rows), 'row')}", f"{len(matrix.actual)}, one per label"
        yield CellFault(row=None, column=None, found=found, expected=expected)
        return
    width = len(matrix.rows[0] if matrix.predicted is None else matrix.predicted)
    reason = "as many as the first row" if matrix.predicted is None else "one per label"
    for index, row in enumerate(matrix.rows):
        if len(row) != width:
            found = f"{matrix.row_name(index)} has {_count(len(row), 'number')}"
            yield CellFault(row=index, column=None, found=found, expected=f"{width}, {reason}")


def _cell_faults(matrix: Matrix) -> Iterator[CellFault]:
    for row, numbers in enumerate(matrix.rows):
        for column, number in enumerate(numbers):
            if isinstance(number, float) and not math.isfinite(number):
                what, expected = "is not finite", "a finite number"
            elif number < 0:
                what, expected = "is negative", "0 or more"
            elif number > _LARGEST_COUNT:
                what, expected = "is too large to compute with", "at most 2^53"
            else:
                continue
            found = f"the number in {matrix.cell_name(row, column)} {what}"
            yield CellFault(row=row, column=column, found=found, expected=expected)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
