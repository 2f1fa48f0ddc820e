"""A confusion matrix written as a tree of plain values, inline in a scenario or in a JSON file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.evidence.matrix import MOST_LABELS, NUMBER_EXPECTED, Matrix, Number, parse_number
from ship_or_not.evidence.text import code_point, foreign_control, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Path = tuple[str | int, ...]

_ENOUGH_FAULTS = 1_000
_BINARY = {"tp", "fp", "tn", "fn"}
_PATH = re.compile(r"[^\s{}\[\]]+\.[A-Za-z]{2,7}")
_FORMS = "rows of numbers, {labels: [...], rows: [[...]]}, or {actual: {predicted: number}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeFault:
    """One thing wrong with a tree, at a path within it."""

    path: Path
    found: str
    expected: str


class MatrixError(ValueError):
    """A tree that is no confusion matrix.

    Parameters
    ----------
    faults
        At least one, in order; reading ends with the row that holds the thousandth.
    """

    def __init__(self, faults: tuple[TreeFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.found}" for fault in faults[:20]))
        self.faults = faults


def matrix_from_tree(value: object, *, texts: Mapping[Path, str] | None = None) -> Matrix:
    """Read a confusion matrix from plain mappings, lists, numbers and percentages.

    Parameters
    ----------
    value
        Bare rows; ``{"labels": [...], "rows": [[...]]}``; or ``{actual: {predicted: number}}``, where
        a cell that is absent is 0 and predicted labels come in the order of the actual ones, then of
        appearance.
    texts
        Path → a scalar's text as it was written, for labels that were read as numbers.

    Raises
    ------
    MatrixError
        With everything wrong with the form; shape and size of the numbers are `check_matrix`'s.

    Examples
    --------
    >>> matrix = matrix_from_tree({"cat": {"cat": 5, "dog": 1}, "dog": {"dog": 7}})
    >>> matrix.predicted, matrix.rows
    (('cat', 'dog'), ((5, 1), (0, 7)))
    """
    reader = _Reader(texts or {})
    matrix = reader.matrix(value)
    if reader.faults:
        raise MatrixError(tuple(reader.faults))
    return matrix


class _Reader:
    """Reads on after a fault, with 0 in its place, to find them all."""

    def __init__(self, texts: Mapping[Path, str]) -> None:
        self.faults: list[TreeFault] = []
        self._texts = texts

    def matrix(self, value: object) -> Matrix:
        if isinstance(value, list) and value and not any(isinstance(row, list) for row in value):
            self._fault((), "a list without rows is no confusion matrix", "a list of rows: [[9, 1], [2, 8]]")
        elif isinstance(value, list):
            return Matrix(actual=None, predicted=None, rows=self._rows(value, ()))
        elif isinstance(value, str) and _PATH.fullmatch(value):
            self._fault((), f"{quoted(value)} is no confusion matrix", f"{{file: {value}}}, if it is a file")
        elif not isinstance(value, dict):
            self._fault((), f"{_shown(value)} is no confusion matrix", _FORMS)
        elif {key.lower() for key in value} == _BINARY and not any(
            isinstance(cell, dict) for cell in value.values()
        ):
            self._binary(value)
        elif any(isinstance(value.get(key), list) for key in ("labels", "rows")):
            return self._labelled(value)
        else:
            return self._nested(value)
        return Matrix(actual=None, predicted=None, rows=())

    def _binary(self, value: dict[str, object]) -> None:
        """Say how the four cells of a binary matrix are written."""
        cells = {key.lower(): _shown_cell(cell) for key, cell in value.items()}
        self._fault(
            (),
            "tp, fp, tn and fn do not say which class they belong to",
            "the two classes: {{no: {{no: {tn}, yes: {fp}}}, yes: {{no: {fn}, yes: {tp}}}}}".format(**cells),
        )

    def _labelled(self, value: dict[str, object]) -> Matrix:
        for key in (key for key in value if key not in {"labels", "rows"}):
            self._fault((key,), f"{quoted(key)} is not a key of a confusion matrix", "labels and rows only")
        lists: dict[str, list[object]] = {}
        for key in ("labels", "rows"):
            part = value.get(key)
            lists[key] = part if isinstance(part, list) else []
            if not isinstance(part, list):
                found = f"{key} is {_shown(part)}" if key in value else f"{key} is missing"
                self._fault((key,) if key in value else (), found, "a list of labels and a list of rows")
        places = [("labels", index) for index in range(len(lists["labels"]))]
        labels = self._labels(zip(lists["labels"], places, strict=True), ("labels",))
        return Matrix(
            actual=labels, predicted=labels, rows=self._rows(lists["rows"], ("rows",)), form="labelled"
        )

    def _nested(self, value: dict[str, object]) -> Matrix:
        actual = self._labels(((key, (key,)) for key in value), ())
        columns = dict.fromkeys(actual, 0)
        cells: list[dict[str, Number]] = []
        for key, row in value.items():
            if not isinstance(row, dict):
                self._fault((key,), f"{_shown(row)} is not a row", "{predicted label: number}")
                continue
            labels = self._labels(((name, (key, name)) for name in row), (key,))
            numbers = [self._number(number, (key, name)) for name, number in row.items()]
            cells.append(dict(zip(labels, numbers, strict=False)))
            columns.update(dict.fromkeys(labels, 0))
            if len(columns) > MOST_LABELS or len(self.faults) >= _ENOUGH_FAULTS:
                break
        if len(actual) <= MOST_LABELS:
            self._count(len(columns), ())
        rows = () if self.faults else tuple(tuple(row.get(name, 0) for name in columns) for row in cells)
        return Matrix(actual=actual, predicted=tuple(columns), rows=rows, form="nested")

    def _rows(self, value: list[object], path: Path) -> tuple[tuple[Number, ...], ...]:
        rows: list[tuple[Number, ...]] = []
        if self._count(len(value), path):
            return ()
        for index, row in enumerate(value):
            place = (*path, index)
            if not isinstance(row, list):
                self._fault(place, f"{_shown(row)} is not a row", "a list of numbers")
            elif not self._count(len(row), place):
                rows.append(tuple(self._number(number, (*place, at)) for at, number in enumerate(row)))
            if len(self.faults) >= _ENOUGH_FAULTS:
                break
        return tuple(rows)

    def _labels(self, labels: Iterable[tuple[object, Path]], path: Path) -> tuple[str, ...]:
        known: dict[str, None] = {}
        for number, (value, place) in enumerate(labels, start=1):
            label = self._label(value, place)
            if label in known:
                self._fault(place, f"the label {quoted(label)} stands twice", "each label once")
            known[label] = None
            if number > MOST_LABELS:
                self._count(number, path)
                break
        return tuple(known)

    def _label(self, value: object, path: Path) -> str:
        text = value if isinstance(value, str) else self._texts.get(path)
        if text is None and isinstance(value, bool):
            text = str(value).lower()
        elif text is None and isinstance(value, int | float):
            text = str(value)
        label = (text or "").strip()
        foreign = foreign_control(label)
        if not label:
            self._fault(path, f"{_shown(value)} is not a label", "a short text or a number")
        elif foreign is not None:
            found = f"the label holds the control character {code_point(label[foreign])}"
            self._fault(path, found, "text without control characters")
        return label

    def _number(self, value: object, path: Path) -> Number:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        number = parse_number(value.strip()) if isinstance(value, str) and "%" in value else None
        if number is None:
            self._fault(path, f"{_shown(value)} is not a number", NUMBER_EXPECTED)
            return 0
        return number

    def _count(self, labels: int, path: Path) -> bool:
        """Refuse more labels than a confusion matrix is read with; True where it did."""
        if labels > MOST_LABELS:
            self._fault(path, f"there are more than {MOST_LABELS:,} labels", f"at most {MOST_LABELS:,}")
        return labels > MOST_LABELS

    def _fault(self, path: Path, found: str, expected: str) -> None:
        self.faults.append(TreeFault(path=path, found=found, expected=expected))


def _shown_cell(value: object) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else "…"


def _shown(value: object) -> str:
    """Show a plain value in a message."""
    match value:
        case None:
            return "an empty value"
        case bool():
            return str(value).lower()
        case str():
            return quoted(value)
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "a block of keys"
