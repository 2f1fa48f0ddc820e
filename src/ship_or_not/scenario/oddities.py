"""Numbers as people write them elsewhere, and how they are written here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST: Final = 100  # a longer text is no number, and searching takes its square in time
_POWERS: Final = {"k": 3, "m": 6, "mio": 6, "million": 6, "bn": 9, "billion": 9}

_ODDITIES: Final[tuple[tuple[str, str, str | Callable[[re.Match[str]], str], str], ...]] = (
    (
        "names a currency",
        r"[$€£¥₹]|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])",
        "",
        "; the currency has a key of its own",
    ),
    ("has an underscore", r"_", "", ""),
    (
        "has a comma",
        r"(?<![0-9,.])([0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,])",
        lambda match: match[1].replace(",", ""),
        "",
    ),
    ("has a comma", r"(?<=[0-9]),(?=[0-9])", ".", ""),
    ("has something between its digits", r"(?<=[0-9])[' \u2019\u00a0\u202f](?=[0-9]{3}(?![0-9]))", "", ""),
    ("has leading zeros", r"(?<![0-9.])0+(?=[0-9])", "", ""),
    ("has quotes that YAML does not know", r"[\u2018-\u201f]", "", ""),
    ("has two percent signs", r"%%+", "%", ""),
    ("says percent in a word", r" *(?:per ?cent|pct)\b\.?", "%", ""),
    ("is only about a number", r"^(?:~|≈|about|around|ca\.?|approx\.?) *", "", ", or a range: low to high"),
    ("is a bound, not a number", r"^(?:[<>≤≥]=?|at least|at most) *", "", ", or a range: low to high"),
    ("ends in a comment without a blank before its #", r"#.*", "", ", then a blank and the comment"),
    ("ends in a comment that does not start with #", r" *//.*", "", ", then a blank, # and the comment"),
)
"""What is odd, where, what to put in its place, and what to say beside."""

_END: Final = r"([0-9]+(?:\.[0-9]+)?%?)"
_RANGES: Final = (
    re.compile(rf"{_END}\s*(?:[-–—~]|\.\.+|…)\s*{_END}"),  # noqa: RUF001 - people type it
    re.compile(rf"between {_END} and {_END}"),
)
_SPREAD: Final = re.compile(rf"{_END} *(?:±|\+/?-) *{_END}")
_LETTER: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))? *([A-Za-z]+)")
_PARTS: Final = re.compile(r"([0-9]{1,9}) */ *([0-9]{1,9})")


def correction(text: str, is_number: Callable[[str], bool]) -> tuple[str, str] | None:
    """Say what is odd about a number, and how to write it.

    Parameters
    ----------
    is_number
        Tells whether a corrected text is a number, so that nothing else is proposed.

    Returns
    -------
    tuple or None
        What is wrong, to stand after the text, and what to write; None where nothing is recognised.

    Examples
    --------
    >>> correction("1,200", str.isdigit)
    ('has a comma', '1200')
    >>> correction("97-99%", str.isdigit)
    ('is not a range', '97% to 99%')
    """
    if len(text) > _LONGEST:
        return None
    corrected = text
    first: tuple[str, str] | None = None
    for oddity, pattern, replacement, note in _ODDITIES:
        changed = re.sub(pattern, replacement, corrected).strip()
        if changed != corrected:
            first, corrected = first or (oddity, note), changed
            if is_number(corrected):
                return first[0], corrected + first[1]
    return _other_form(text)


def _other_form(text: str) -> tuple[str, str] | None:
    """Recognise what is more than one number."""
    for pattern in _RANGES:
        ends = pattern.fullmatch(text)
        if ends:
            if float(ends[1].rstrip("%")) > float(ends[2].rstrip("%")):
                return None
            sign = "%" if ends[2].endswith("%") and not ends[1].endswith("%") else ""
            return "is not a range", f"{ends[1]}{sign} to {ends[2]}"
    if spread := _SPREAD.fullmatch(text):
        return "is not a number", f"{{mean: {spread[1]}, sd: {spread[2]}}}"
    letter = _LETTER.fullmatch(text)
    power = _POWERS.get(letter[3].lower(), 0) if letter else 0
    if letter and power:
        decimals = letter[2] or ""
        if len(decimals) <= power:
            return "is not a number", f"{letter[1]}{decimals.ljust(power, '0')}".lstrip("0") or "0"
    parts = _PARTS.fullmatch(text)
    if parts and int(parts[1]) <= int(parts[2]) != 0:
        return "is not a number", f"{int(parts[1]) / int(parts[2]):.12g}"
    return None
