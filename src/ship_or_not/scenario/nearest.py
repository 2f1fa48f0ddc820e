"""What was probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST_WORD = 100  # a longer one is no slip of the finger, and matching takes its square in time


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is closest to a mistyped one, upper and lower case alike.

    Returns
    -------
    str
        "" where nothing is close.

    Examples
    --------
    >>> nearest("error_cost", ["error_costs", "volume"])
    'error_costs'
    >>> nearest("colour", ["volume"])
    ''
    """
    by_folded = {name.casefold(): name for name in known if len(name) <= _LONGEST_WORD}
    if len(word) > _LONGEST_WORD:
        return ""
    close = get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[close[0]] if close else ""
