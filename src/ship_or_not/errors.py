"""What can be wrong with what the user gave us, and how it is said.

Nothing here computes: an error carries its problems, and says each in the same form:
where, what was found, what was expected, what to write.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


class ShipOrNotError(Exception):
    """Base of every error that a caller may want to catch; exit code 2 on the command line."""


class UsageError(ShipOrNotError):
    """The command or the API was called with something it cannot take."""


class OutputError(ShipOrNotError):
    """An output could not be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a file (or in a ``--set`` option), for people: lines and columns count from 1.

    Parameters
    ----------
    file
        The path as the user wrote it, or the option (``--set model.accuracy``).
    line, column
        Where it starts; 0 where only the file is known.
    length
        Characters to underline, at least 1.
    source
        The source line, or the part of it around ``column``; "" where there is none to show.
    source_column
        Where the caret goes within ``source`` where that is a part; 0 where it is the whole line.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""
    source_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong with an input.

    Parameters
    ----------
    location
        Where it stands.
    key
        The dotted path of the key concerned, "" for the file as a whole.
    found
        What is wrong, as one clause: ``"98 is not a rate"``.
    expected
        What to write instead: ``"a number from 0 to 1, or a percentage: 98%"``.
    suggestion
        The nearest known key or label, where one is close.
    """

    location: Location
    key: str
    found: str
    expected: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        head = f"{self.location}: {self.key}: {self.found}" if self.key else f"{self.location}: {self.found}"
        lines = [head]
        if self.location.source:
            number = str(self.location.line)
            lines.append(f"  {number} | {self.location.source}")
            lines.append(f"  {' ' * len(number)} | {_caret(self.location)}")
        if self.expected:
            lines.append(f"  expected: {self.expected}")
        if self.suggestion:
            lines.append(f"  did you mean: {self.suggestion}")
        return "\n".join(lines)


def _caret(location: Location) -> str:
    """Underline the place below its source line, as wide as a terminal shows it."""
    start = (location.source_column or location.column) - 1
    before, marked = location.source[:start], location.source[start : start + location.length]
    return " " * _cells(before) + "^" * max(1, _cells(marked))


def _cells(text: str) -> int:
    """Terminal columns that a text takes: East Asian wide characters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )


class InputError(ShipOrNotError):
    """Everything wrong with one input, all at once.

    Parameters
    ----------
    problems
        At least one, in the order in which they stand in the file.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n\n".join(str(problem) for problem in problems))
        self.problems = problems
