"""A confusion matrix from JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.errors import Location, Problem
from ship_or_not.evidence.matrix_tree import MatrixError, matrix_from_tree
from ship_or_not.evidence.problems import dotted, input_error
from ship_or_not.evidence.strict_json import parse_json
from ship_or_not.evidence.text import Lines

if TYPE_CHECKING:
    from ship_or_not.evidence.matrix import Matrix


def matrix_from_json(text: str, *, file: str) -> Matrix:
    """Read a confusion matrix from JSON, in any of the forms that `matrix_from_tree` takes.

    Raises
    ------
    InputError
        With everything that is wrong with it.
    """
    tree = parse_json(Lines(text, file=file))
    try:
        return matrix_from_tree(tree)
    except MatrixError as error:
        raise input_error(
            [
                Problem(
                    location=Location(file=file),
                    key=dotted(fault.path),
                    found=fault.found,
                    expected=fault.expected,
                )
                for fault in error.faults
            ]
        ) from None
