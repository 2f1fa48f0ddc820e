"""What standard output leads to: how wide it is, and whether it shows colours."""

import os
import shlex
import shutil
import sys
from enum import StrEnum
from textwrap import wrap

from ship_or_not.render.labels import clean

PLAIN_WIDTH = 80
"""Columns of a document that no terminal shows."""

NARROWEST, WIDEST = 40, 200
"""Columns: below, no table fits; above, no eye follows a line."""


class Color(StrEnum):
    """When text is coloured."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def width() -> int:
    """Return the columns of standard output: ``COLUMNS``, or the terminal's, or 80."""
    columns = shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns
    return min(max(columns, NARROWEST), WIDEST)


def colored(when: Color) -> bool:
    """Tell whether text on standard output is coloured.

    By default where it is a terminal, and its user has not said otherwise (https://no-color.org).
    """
    if when != Color.AUTO:
        return when == Color.ALWAYS
    # While a command runs, what it prints is held back in sys.stdout; None if the stream is closed.
    stream = sys.__stdout__
    terminal = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    return terminal and not os.environ.get("NO_COLOR")


def paragraph(words: str, *, indent: int = 0) -> list[str]:
    r"""Break words into lines that the terminal has room for, without anything that it would obey.

    Examples
    --------
    >>> paragraph("two\x1b words", indent=2) == ["  two\N{REPLACEMENT CHARACTER} words"]
    True
    """
    before = " " * indent
    return wrap(clean(words), width() - 1, initial_indent=before, subsequent_indent=before)


def evaluate_line(path: str) -> str:
    """Return the command that evaluates a file.

    >>> evaluate_line("my scenario.yaml")
    "ship-or-not evaluate 'my scenario.yaml'"
    """
    before = "./" if path.startswith("-") else ""  # else it would be an option
    return f"ship-or-not evaluate {shlex.quote(before + path)}"
