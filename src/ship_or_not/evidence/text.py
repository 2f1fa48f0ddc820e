"""Text that people gave us: what it may not hold, how it is shown, and where a character stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from ship_or_not.errors import Location, Problem

_FOREIGN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but tab, newline and CR; DEL; C1
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    r"\ufeff"  # a byte order mark, whose place is before a text
    r"\ud800-\udfff]"  # halves of a surrogate pair, which no UTF-8 file can hold
)
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_SHOWN_CHARACTERS = 100


def foreign_control(text: str) -> int | None:
    r"""Where the first character stands that no text of ours may hold.

    Those are control characters other than tab, newline and carriage return, bidirectional
    controls, byte order marks, and lone surrogates: a terminal or a browser would obey them instead of
    showing them.

    Examples
    --------
    >>> foreign_control("red \x1b[31m")
    4
    >>> foreign_control("plain")
    """
    match = _FOREIGN.search(text)
    return match.start() if match else None


def code_point(char: str) -> str:
    """Name a character without showing it: ``U+001B``."""
    return f"U+{ord(char):04X}"


def printable(text: str, *, limit: int | None = None) -> str:
    """Show a text on one line, and at most ``limit`` characters of it.

    What would break the line is a blank, what is foreign a ``�``.
    """
    part = text if limit is None else text[: limit + 1]
    shown = _FOREIGN.sub("\ufffd", _LINE_BREAK.sub(" ", part)).replace("\t", " ")
    return shown if limit is None or len(shown) <= limit else f"{shown[: limit - 1]}…"


def quoted(text: str, *, limit: int = 40) -> str:
    """Show a text in quotes, on one line and at most ``limit`` characters of it."""
    return f'"{printable(text, limit=limit)}"'


class Lines:
    r"""A text and its lines, to say where a character of it stands.

    Parameters
    ----------
    text
        The whole text, without a byte order mark.
    file
        What locations call it.

    Examples
    --------
    >>> str(Lines("name: a\nmodel: b", file="s.yaml").at(15))
    's.yaml:2:8'
    """

    def __init__(self, text: str, *, file: str) -> None:
        self.text = text
        self.file = file

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def at(self, offset: int, length: int = 1) -> Location:
        """Locate ``length`` characters from ``offset`` on, no further than to the end of their line."""
        offset = min(max(offset, 0), len(self.text))
        number = bisect_right(self._starts, offset)
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        line = self.text[start:end].rstrip("\r\n")
        index = offset - start
        first = max(0, index - _SHOWN_CHARACTERS // 2) if len(line) > _SHOWN_CHARACTERS else 0
        last = min(len(line), first + _SHOWN_CHARACTERS)
        left, right = "…" * (first > 0), "…" * (last < len(line))
        return Location(
            file=self.file,
            line=number,
            column=index + 1,
            length=max(1, min(length, last - index)),
            source=left + printable(line[first:last]) + right,
            source_column=index - first + len(left) + 1 if left else 0,
        )

    def foreign_control(self) -> Problem | None:
        """Return the problem with the first character that the text may not hold, if there is one."""
        offset = foreign_control(self.text)
        if offset is None:
            return None
        return Problem(
            location=self.at(offset),
            key="",
            found=f"the control character {code_point(self.text[offset])} stands here",
            expected="text without control characters: delete it",
        )
