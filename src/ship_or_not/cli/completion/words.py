"""A command line that is being typed, as the words that a shell would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_BLANKS: Final = " \t\n"
_ESCAPED_IN_DOUBLE_QUOTES: Final = '"\\$`'


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """The word that is being typed, up to the cursor.

    Parameters
    ----------
    value
        What it stands for, without quotes and backslashes.
    quote
        The quote that is still open, ``'`` or ``"``; "" where none is.
    kept
        How many characters of ``value`` stand before the place from which bash replaces: behind the
        last of its word breaks that is neither quoted nor escaped, or behind the open quote.
    """

    value: str = ""
    quote: str = ""
    kept: int = 0


def split(line: str, *, breaks: str = "", escaped_in_single: str = "") -> tuple[tuple[str, ...], Word]:
    r"""Split a line up to the cursor into the words that are complete, and the one that isn't.

    Parameters
    ----------
    breaks
        Characters behind which bash completes anew: its ``COMP_WORDBREAKS``.
    escaped_in_single
        What a backslash escapes in single quotes: nothing, but in fish.

    Examples
    --------
    >>> split("evaluate a\\ b.yaml 'c d' --set model.acc")
    (('evaluate', 'a b.yaml', 'c d', '--set'), Word(value='model.acc', quote='', kept=0))
    >>> split("model.accuracy=0", breaks="=:")[1]
    Word(value='model.accuracy=0', quote='', kept=15)
    >>> split("'error_costs.\"a")[1]
    Word(value='error_costs."a', quote="'", kept=0)
    """
    words: list[str] = []
    value, quote, begun = "", "", False
    kept = opened = 0
    escapes = {"'": escaped_in_single, '"': _ESCAPED_IN_DOUBLE_QUOTES}
    characters = iter(line)
    for char in characters:
        if not begun:
            kept = 0
        if char == "\\" and (quote != "'" or escaped_in_single):
            escaped = next(characters, "")
            stays = quote != "" and escaped not in escapes[quote]
            value, begun = value + char * stays + escaped, True
        elif quote and char == quote:
            quote = ""
        elif not quote and char in escapes:
            quote, opened, begun = char, len(value), True
        elif not quote and char in _BLANKS:
            words += [value] * begun
            value, begun = "", False
        else:
            value, begun = value + char, True
            kept = len(value) if not quote and char in breaks else kept
    return tuple(words), Word(value=value, quote=quote, kept=opened if quote else kept * begun)
