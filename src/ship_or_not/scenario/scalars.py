"""Plain scalars as YAML 1.2's core schema reads them, minus what cannot be computed with.

Source: YAML 1.2.2, section 10.3.2 (2021). Unlike YAML 1.1, ``no`` is text, ``1e6`` a number, and
``1:30``, ``1_000`` and ``2024-01-01`` are text.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_LEADING_ZEROS = re.compile(r"([-+]?)0+([0-9]+)")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16}
_MOST_DIGITS = 400


class ScalarError(ValueError):
    """A scalar that is refused.

    Parameters
    ----------
    found, expected
        As in `ship_or_not.errors.Problem`.
    """

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"{found}; expected {expected}")
        self.found = found
        self.expected = expected


def resolve(text: str) -> Scalar:
    """Turn the text of a plain (unquoted, untagged) scalar into its value.

    Raises
    ------
    ScalarError
        For leading zeros, for infinity and not-a-number, and for numbers beyond a float's range.

    Examples
    --------
    >>> [resolve(text) for text in ("12", "1e6", "no", "~", "98%")]
    [12, 1000000.0, 'no', None, '98%']
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return _finite(float(text))
    if _NOT_FINITE.fullmatch(text):
        raise ScalarError(f"{text} is not a number to compute with", "a finite number, or the text in quotes")
    return text


def _integer(text: str) -> int:
    zeros = _LEADING_ZEROS.fullmatch(text)
    if zeros and len(text) <= _MOST_DIGITS:
        plain = f"{zeros[1]}{zeros[2]}"
        raise ScalarError(f"{text} is ambiguous", f'write {plain}, or "{text}" in quotes')
    if len(text) > _MOST_DIGITS:
        raise _too_large()
    value = int(text, _BASES.get(text[:2], 10))
    _finite(value)
    return value


def _finite(value: float) -> float:
    """Return a value that a float can hold."""
    try:
        finite = math.isfinite(float(value))
    except OverflowError:
        finite = False
    if not finite:
        raise _too_large()
    return value


def _too_large() -> ScalarError:
    return ScalarError("the number is too large to compute with", "a smaller number, or the text in quotes")
