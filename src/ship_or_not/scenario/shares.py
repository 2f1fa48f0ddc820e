"""Production's class mix, class by class: exact shares, of which the last class takes what is left."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ship_or_not.errors import Location
from ship_or_not.evidence.problems import refusal
from ship_or_not.evidence.text import quoted
from ship_or_not.scenario.draft import TODO
from ship_or_not.scenario.mix import SUM_TOLERANCE
from ship_or_not.scenario.numbers import RATE, NumberError, parse_exact

if TYPE_CHECKING:
    from ship_or_not.scenario.draft import Draft

_MIX = "prevalence"
_WHOLE = Decimal(100)
"""In per cent, as all shares here."""


def put_share(draft: Draft, label: str, answer: str) -> Draft:
    """Say how often a class occurs.

    Raises
    ------
    InputError
        If the answer is no exact rate, or more than the other classes leave.
    """
    place = Location(file="answer")
    try:
        share = _WHOLE * Decimal(repr(parse_exact(answer, RATE)))
    except NumberError as error:
        raise refusal(place, error.found, error.expected) from None
    left = _left(draft)
    if share > left + _WHOLE * Decimal(SUM_TOLERANCE):
        raise refusal(place, f"{quoted(answer)} is more than is left", f"at most {_percent(left)}")
    return draft.put((_MIX, label), _percent(share))


def put_rest(draft: Draft) -> Draft:
    """Give the last class what is left; it stays open where another class does."""
    path = (_MIX, draft.classes[-1])
    if any(open_path[0] == _MIX for open_path in draft.to_do):
        return draft.leave_open(path, needed=True)
    return draft.put(path, _percent(_left(draft)))


def _left(draft: Draft) -> Decimal:
    given = draft.get((_MIX,))
    shares = given.values() if isinstance(given, dict) else ()
    known = (Decimal(str(share).removesuffix("%")) for share in shares if share != TODO)
    return max(_WHOLE - sum(known), Decimal(0))


def _percent(share: Decimal) -> str:
    return f"{share.normalize():f}%"
