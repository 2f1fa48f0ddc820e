"""A system's confusion matrix, in whatever form → counts or rates in the order of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ship_or_not.engine.structure import Counts, Rates
from ship_or_not.errors import InputError
from ship_or_not.evidence.confusion import Matrix, MatrixError, check_matrix, matrix_from_tree, read_matrix
from ship_or_not.results import ConfusionSummary
from ship_or_not.scenario.blocks import shown
from ship_or_not.scenario.gather import some

if TYPE_CHECKING:
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.source import Path

_FILE = "file"


def build_matrix(
    gathered: Gathered,
    path: Path,
    value: Any,  # noqa: ANN401 - as it was written
    classes: tuple[str, ...],
    refer: str | None,
    *,
    fits: bool = True,
) -> tuple[Counts | Rates, ConfusionSummary] | None:
    """Read, check and order a system's matrix.

    Parameters
    ----------
    path, value
        Where it stands, and what.
    refer
        The label of handed back items, None where there is none; its column comes last.
    fits
        False where which columns there should be isn't known: then only its numbers are checked.

    Returns
    -------
    tuple or None
        None where something is wrong, and reported.
    """
    matrix = _read(gathered, path, value)
    if matrix is None:
        return None
    check = check_matrix(matrix)
    for fault in check.faults:
        at = (_FILE,) if matrix.path else matrix.cell_path(fault.row, fault.column)
        found = f"{matrix.path}: {fault.found}" if matrix.path else fault.found
        gathered.report((*path, *at), found, fault.expected, key=not at)
    columns = (*classes, refer) if refer is not None else classes
    if not fits or check.kind is None or not _fits(gathered, path, value, matrix, classes, columns):
        return None
    actual, predicted = matrix.actual or classes, matrix.predicted or columns
    written = dict(zip(actual, matrix.rows, strict=True))
    places = {label: place for place, label in enumerate(predicted)}
    order = [places.get(label, len(predicted)) for label in columns]
    rows = tuple(
        tuple(row[place] for place in order)
        for row in ((*written.get(label, (0,) * len(predicted)), 0) for label in classes)
    )
    summary = ConfusionSummary(
        kind=check.kind,
        path=matrix.path,
        sha256=matrix.sha256,
        actual=classes,
        predicted=columns,
        rows=rows,
    )
    if check.kind == "counts":
        return Counts(rows=tuple(tuple(int(cell) for cell in row) for row in rows)), summary
    without = [label for label, row in zip(classes, rows, strict=True) if not any(row)]
    if without:
        gathered.report(path, f"there are no rates for {some(without)}", "a row for every class")
        return None
    return Rates(rows=tuple(tuple(float(cell) for cell in row) for row in rows)), summary


def labels_of(gathered: Gathered, path: Path, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - as written
    """Return the actual labels that a system's matrix names: what ``classes`` might be.

    Where it can't be read, that is reported: nothing else reads it while the classes are missing.
    """
    matrix = _read(gathered, path, value)
    return matrix.actual or () if matrix is not None else ()


def _read(gathered: Gathered, path: Path, value: Any) -> Matrix | None:  # noqa: ANN401 - as it was written
    if isinstance(value, dict) and not isinstance(value.get(_FILE, {}), dict):
        file, others = value[_FILE], [key for key in value if key != _FILE]
        if others:
            gathered.report((*path, others[0]), f"{others[0]} stands beside file", "file alone")
        if not isinstance(file, str) or not file.strip():
            gathered.report((*path, _FILE), f"{shown(file)} is not a path", "file: audit.csv", key=False)
        if others or not isinstance(file, str) or not file.strip():
            return None
        try:
            return read_matrix(gathered.file(file, (*path, _FILE)), shown_as=file)
        except InputError as error:
            gathered.report_file((*path, _FILE), error)
            return None
    try:
        return matrix_from_tree(value, texts=gathered.source.texts_under(path))
    except MatrixError as error:
        for fault in error.faults[:20]:
            gathered.report((*path, *fault.path), fault.found, fault.expected, key=not fault.path)
        return None


def _fits(
    gathered: Gathered,
    path: Path,
    value: Any,  # noqa: ANN401 - as it was written
    matrix: Matrix,
    classes: tuple[str, ...],
    columns: tuple[str, ...],
) -> bool:
    """Whether the matrix has the labels of the classes, or as many rows and columns; reported if not."""
    before = len(gathered.problems)
    where = f" in {matrix.path}" if matrix.path else ""
    if matrix.actual is None or matrix.predicted is None:
        shape = len(matrix.rows), len(matrix.rows[0])
        if shape != (len(classes), len(columns)):
            gathered.report(
                path,
                f"there are {shape[0]} rows of {shape[1]} numbers{where}",
                f"{len(classes)} rows of {len(columns)}, in the order of classes"
                + (f", then {columns[-1]}" if columns != classes else ""),
            )
    else:
        hint = ", or a label that model.refer names" if path[0] == "model" and columns == classes else ""
        for label, row in zip(matrix.actual, matrix.rows, strict=True):
            at = (*path, *_place_of(label, matrix, value))
            if label not in columns:
                gathered.unknown_label(at, label, classes, where=where, key=not where)
            elif label not in classes and any(row):
                found = f"items are actually {some([label])}{where}, the label that hands an item back"
                expected = "0 in that row, or no such row; rows are actual labels, columns predicted ones"
                gathered.report(at, found, expected, key=not where)
        for label in matrix.predicted:
            if label not in columns and label not in matrix.actual:
                at = (*path, *_place_of(label, matrix, value))
                gathered.unknown_label(at, label, columns, where=where, or_else=hint, key=not where)
    return len(gathered.problems) == before


def _place_of(label: str, matrix: Matrix, value: Any) -> Path:  # noqa: ANN401 - as it was written
    """Return the path within a system's confusion at which a label first stands."""
    if matrix.path or matrix.actual is None:
        return (_FILE,)
    if matrix.form == "labelled":
        return ("labels", matrix.actual.index(label))
    # Labels are read without the blanks around them, which the keys still have.
    if label in matrix.actual:
        return next((row,) for row in value if row.strip() == label)
    return next((row, name) for row in value for name in value[row] if name.strip() == label)
