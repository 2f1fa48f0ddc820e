"""Confusion matrices from files and from plain values: what they hold and what is wrong with them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from ship_or_not.evidence.files import read_file
from ship_or_not.evidence.matrix import CellFault, Matrix, MatrixCheck, check_matrix
from ship_or_not.evidence.matrix_csv import matrix_from_csv
from ship_or_not.evidence.matrix_json import matrix_from_json
from ship_or_not.evidence.matrix_tree import MatrixError, TreeFault, matrix_from_tree
from ship_or_not.evidence.text import Lines

if TYPE_CHECKING:
    import os

__all__ = [
    "CellFault",
    "Matrix",
    "MatrixCheck",
    "MatrixError",
    "TreeFault",
    "check_matrix",
    "matrix_from_tree",
    "read_matrix",
]

LIMIT_BYTES = 32 * 2**20


def read_matrix(path: str | os.PathLike[str], *, shown_as: str | None = None) -> Matrix:
    """Read a confusion matrix from a CSV or JSON file of at most 32 MiB.

    A file whose first character is ``{`` or ``[`` is JSON, any other CSV, whatever its name.

    Parameters
    ----------
    path
        Of the file.
    shown_as
        What messages and the result call it; ``path`` where it is None.

    Raises
    ------
    InputError
        With everything that is wrong with the file's form; its numbers are `check_matrix`'s.
    """
    file = read_file(path, limit_bytes=LIMIT_BYTES, shown_as=shown_as)
    if file.text.lstrip()[:1] in ("{", "["):
        matrix = matrix_from_json(file.text, file=file.path)
    else:
        matrix = matrix_from_csv(Lines(file.text, file=file.path))
    return dataclasses.replace(matrix, path=file.path, sha256=file.sha256)
