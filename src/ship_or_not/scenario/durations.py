"""How long something lasts, as a scenario writes it: ``6 weeks``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ship_or_not.scenario.quantities import PERIODS, NumberError, correction, figure, quote, read_decimal

LONGEST_DAYS: Final = 36_500.0
"""A hundred years."""

SHORTEST_DAYS: Final = 0.01
"""A quarter of an hour."""

_DURATION: Final = re.compile(r"(\S+)\s+(day|week|month|year)s?")
_EXPECTED: Final = "a number and a unit: 3 days, 6 weeks, 24 months, 0.5 years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A time span.

    Parameters
    ----------
    days
        From `SHORTEST_DAYS` to `LONGEST_DAYS`; a week is 7, a month 365/12, a year 365.
    count, unit
        As written: so many days, weeks, months or years; the unit in the singular.
    """

    days: float
    count: float
    unit: str


def parse_duration(raw: object, *, shortest: float = SHORTEST_DAYS) -> Duration:
    """Read a duration.

    Parameters
    ----------
    shortest
        In days; 0: none at all is a duration too.

    Raises
    ------
    NumberError
        If it is not a number with a unit, or shorter than ``shortest`` or longer than a hundred years.

    Examples
    --------
    >>> parse_duration("6 weeks").days
    42.0
    """
    text = raw.strip() if isinstance(raw, str) else quote(raw)
    if read_decimal(text) is not None:
        raise NumberError(f"{text} has no unit", f"{text} days, weeks, months or years")
    match = _DURATION.fullmatch(text)
    if match is None and (isinstance(raw, dict) or " to " in text):
        raise NumberError(f"{quote(raw)} is not exact, which a duration has to be", _EXPECTED)
    if match is None:
        raise NumberError(f"{quote(raw)} is not a duration", _EXPECTED)
    written, unit = match.groups()
    number = read_decimal(written)
    if number is None:
        found, corrected = correction(written) or (f"{quote(written)} is not a number", "")
        raise NumberError(found, f"{corrected} {text[match.end(1) :].strip()}" if corrected else _EXPECTED)
    days = number * PERIODS[unit]
    if not shortest <= days <= LONGEST_DAYS:
        bound = f"longer than {figure(LONGEST_DAYS / PERIODS['year'])} years"
        if days < shortest:
            bound = (
                f"shorter than {_least(shortest)}" if days > 0 else "not above 0" if shortest else "below 0"
            )
        raise NumberError(f"{quote(text)} is {bound}", _EXPECTED)
    return Duration(days=days, count=number, unit=unit)


def _least(days: float) -> str:
    return "a day" if days == 1 else f"{figure(days)} days"
