"""A file of counts → what a scenario says with it: its classes, and how good a system is."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not.errors import InputError, Location, Problem
from ship_or_not.evidence.confusion import check_matrix, read_matrix
from ship_or_not.evidence.problems import input_error, refusal
from ship_or_not.evidence.text import printable
from ship_or_not.scenario.source import LIMIT_BYTES
from ship_or_not.scenario.writing import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.scenario.draft import Draft

LISTS = 5
"""A file that lists the classes less than so often has room for them."""


def put_counts(draft: Draft, system: str, file: str) -> Draft:
    """Say how good a system is by a confusion matrix in a file, and by it the classes, if none are known.

    One label that the model predicts and that is never actual is taken to hand items back:
    `Draft.without_refer` takes that back. Several are classes that the file happens to have no item of.

    Parameters
    ----------
    system
        ``"baseline"`` or ``"model"``.
    file
        Its path from here.

    Raises
    ------
    InputError
        With what is wrong with the file, or does not fit the classes.
    """
    matrix = read_matrix(file)
    if not draft.classes:
        if matrix.actual is None or matrix.predicted is None:
            raise refusal(
                Location(file=printable(file)),
                "its rows and columns have no labels",
                "a CSV file with a header of labels, or JSON such as {fraud: {fraud: 81, other: 19}, …}",
            )
        only_predicted = [label for label in matrix.predicted if label not in matrix.actual]
        if system == "model" and len(only_predicted) == 1:
            draft = draft.put_refer(only_predicted[0])
            only_predicted = []
        draft = draft.put_classes((*matrix.actual, *only_predicted))
        if sum(len(text(label).encode()) for label in draft.classes) > LIMIT_BYTES / LISTS:
            found = "its labels are too long to list them in a scenario"
            raise refusal(Location(file=printable(file)), found, "shorter labels")
    path = (system, "confusion")
    within = _from_folder(file, draft.folder)
    draft = draft.put(path, {"file": text(within)})
    problems = draft.problems(path, ("classes",), ("model", "refer"))
    if problems:
        raise _of_the_file(problems, file, named=within)
    return replace(draft, counted=draft.counted or check_matrix(matrix).kind == "counts")


def _from_folder(file: str, folder: Path) -> str:
    """Return the path of a file as it is seen from a folder; symbolic links are followed where ``..`` is."""
    there = os.path.join(os.path.realpath(os.path.dirname(file) or "."), os.path.basename(file))  # noqa: PTH118, PTH119, PTH120 -- pathlib can't go up
    try:
        return Path(os.path.relpath(there, os.path.realpath(folder))).as_posix()
    except ValueError:  # on another drive
        return there


def _of_the_file(problems: Sequence[Problem], file: str, *, named: str) -> InputError:
    """Say of a file what was found wrong with the scenario that names it so."""
    place = Location(file=printable(file))
    found = [
        problem
        if problem.location.file == named
        else Problem(
            location=place,
            key="",
            found=problem.found.removeprefix(f"{named}: ").replace(f" in {named} ", " "),
            expected=problem.expected,
            suggestion=problem.suggestion,
        )
        for problem in problems
    ]
    return input_error(found)
