"""Samples of an uncertain number, from a file: one number a line, a heading allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.errors import Problem
from ship_or_not.evidence.files import read_file
from ship_or_not.evidence.matrix import parse_number
from ship_or_not.evidence.problems import input_error
from ship_or_not.evidence.text import Lines, quoted

if TYPE_CHECKING:
    import os

LIMIT_BYTES = 32 * 2**20
NO_HEADINGS = ("nan", "inf", "-inf", "na", "null", "none")


def read_samples(path: str | os.PathLike[str], *, shown_as: str, percent: bool) -> list[float]:
    """Read one number from each line that is not blank.

    Parameters
    ----------
    path
        Of a text file, or a CSV file with one column.
    shown_as
        What messages call it.
    percent
        Whether percentages are taken.

    Raises
    ------
    InputError
        With every line that holds no number; the first one may be a heading, which has no digit.
    """
    file = read_file(path, limit_bytes=LIMIT_BYTES, shown_as=shown_as)
    lines, offset, samples, problems = Lines(file.text, file=file.path), 0, [], []
    for index, line in enumerate(file.text.splitlines(keepends=True)):
        text = line.strip().rstrip(",;")
        number = parse_number(text) if percent or not text.endswith("%") else None
        if number is not None:
            samples.append(float(number))
        elif text and (index or any(char.isdigit() for char in text) or text.lower() in NO_HEADINGS):
            problems.append(
                Problem(
                    location=lines.at(offset, len(text)),
                    key="",
                    found=f"{quoted(text)} is not a number",
                    expected=f"one number a line: {'0.5 or 98.7%' if percent else '12 or 0.5'}",
                )
            )
        offset += len(line)
    if problems:
        raise input_error(problems)
    return samples
