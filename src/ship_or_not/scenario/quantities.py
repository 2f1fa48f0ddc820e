"""What kinds of number a scenario takes, and how a single one is written.

A number is read from the text itself, never through a locale: a point for decimals, no separators.
``98.7%`` is ``float("98.7e-2")``, the float nearest to what was written.
"""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST: Final = 1e15
"""The largest amount, either way: beyond it, cents no longer count in a float."""

PERIODS: Final = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}
"""Days in each period that an amount may be per, and a duration be told in."""

_NUMBER: Final = re.compile(
    r"(?P<mantissa>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?))(?:[eE](?P<exponent>[-+]?[0-9]{1,5}))?"
)
_WRITTEN: Final = re.compile(r"(?P<number>[^\s%]+)\s*(?P<percent>%?)(?:\s+per\s+(?P<period>\S+))?")
_LEADING_ZEROS: Final = re.compile(r"(?<![0-9.])0+(?=[0-9])")
_LONGEST: Final = 1000
_LONGEST_QUOTE: Final = 40
_HUGE: Final = 1e300
"""Above this, an int may be too long to be turned into a float or a text."""


class NumberError(ValueError):
    """A number that cannot be taken as it is written.

    Parameters
    ----------
    found
        What is wrong, as one clause that quotes what was written.
    expected
        What to write instead, with an example.
    at
        Where inside the value: ``("low",)`` for that entry of a mapping.
    """

    def __init__(self, found: str, expected: str, at: tuple[str, ...] = ()) -> None:
        super().__init__(f"{found}; expected {expected}")
        self.found = found
        self.expected = expected
        self.at = at


@contextmanager
def inside(key: str) -> Iterator[None]:
    """Have an error raised in this block say that it stands inside `key`."""
    try:
        yield
    except NumberError as error:
        raise NumberError(error.found, error.expected, (key, *error.at)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What kind of number a key takes.

    Parameters
    ----------
    noun
        For messages, with its article: ``"a rate"``.
    example
        How one may be written: ``"98%"``.
    spread
        How one that is not known exactly may be: ``"95% to 99%"``; "" where it has to be.
    low, high
        The bounds, both allowed, in the unit as written.
    percent
        Whether it is a rate, which may be written as a percentage.
    per_period
        Whether it is per day, week, month or year, and has to say so.
    """

    noun: str
    example: str
    spread: str = ""
    low: float
    high: float
    percent: bool = False
    per_period: bool = False

    @property
    def expected(self) -> str:
        """What to write, in words."""
        return f"{self.noun} from {figure(self.low)} to {figure(self.high)}, such as {self.example}"


RATE: Final = Quantity(noun="a rate", example="98%", spread="95% to 99%", low=0, high=1, percent=True)
YEARLY_RATE: Final = Quantity(
    noun="a yearly rate", example="8%", spread="5% to 10%", low=0, high=1, percent=True
)
AMOUNT: Final = Quantity(noun="an amount", example="2.50", spread="1 to 5", low=-MOST, high=MOST)
COST: Final = Quantity(noun="a cost", example="2.50", spread="1 to 5", low=0, high=MOST)
COST_PER_PERIOD: Final = Quantity(
    noun="a cost per period",
    example="1200 per month",
    spread="1000 to 1500 per month",
    low=0,
    high=MOST,
    per_period=True,
)
RATE_PER_PERIOD: Final = Quantity(
    noun="a rate per period",
    example="2% per month",
    spread="1% to 3% per month",
    low=0,
    high=1,
    percent=True,
    per_period=True,
)
ERRORS_PER_PERIOD: Final = Quantity(
    noun="a number of errors per period",
    example="900 per month",
    spread="800 to 1000 per month",
    low=0,
    high=MOST,
    per_period=True,
)
DURATION: Final = Quantity(noun="a duration", example="6 weeks", low=0, high=math.inf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A single number as it stands in the file.

    Parameters
    ----------
    value
        What it says, percentages as a fraction.
    text
        How it is written, without the period: ``"98%"``.
    period
        What it is per: a key of `PERIODS`, or "".
    """

    value: float
    text: str
    period: str = ""


def parse_written(raw: object, quantity: Quantity) -> Written:
    """Read a single number; its bounds are not looked at.

    Raises
    ------
    NumberError
        If it is not a number, or has a percent sign or a period that the quantity does not take.

    Examples
    --------
    >>> parse_written("98.7%", RATE).value
    0.987
    """
    check_length(raw, quantity)
    if isinstance(raw, str):
        return _parse_text(raw.strip(), quantity)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise NumberError(f"{quote(raw)} is not a number", _range_in_a_list(raw) or quantity.expected)
    if not abs(raw) < _HUGE:
        raise NumberError(f"{quote(raw)} cannot be computed with", quantity.expected)
    return Written(value=float(raw), text=figure(raw))


def check_length(raw: object, quantity: Quantity) -> None:
    """Raise a NumberError if a text is too long for a number: searching it takes its square in time."""
    if isinstance(raw, str) and len(raw) > _LONGEST:
        raise NumberError(f"{quote(raw)} is not a number", quantity.expected)


def _range_in_a_list(raw: object) -> str:
    """Write two numbers in a list as a range; "" where there are not two of them."""
    if not isinstance(raw, list) or len(raw) != 2:  # noqa: PLR2004 - from, to
        return ""
    texts = [figure(each) if isinstance(each, int | float) else str(each) for each in raw]
    return " to ".join(texts) if all(map(_is_written, texts)) else ""


def check_bounds(written: Written, quantity: Quantity) -> None:
    """Raise a NumberError if the number lies outside of what the quantity can be."""
    value, text = written.value, written.text
    if quantity.low <= value <= quantity.high:
        return
    if quantity.percent and 1 < value <= 100 and not text.endswith("%"):  # noqa: PLR2004 - per cent
        meant = [f"{text}%", figure(value / 100)]
        if written.period:
            meant = [f"{each} per {written.period}" for each in meant]
        raise NumberError(f"{text} is not {quantity.noun}: {text}%?", " or ".join(meant))
    below = value < quantity.low
    bound = quantity.low if below else quantity.high
    shown = f"{figure(100 * bound)}%" if text.endswith("%") else figure(bound)
    raise NumberError(f"{text} is {'below' if below else 'above'} {shown}", quantity.expected)


def read_decimal(text: str, *, percent: bool = False) -> float | None:
    """Return the float nearest to a decimal number, or None where the text is not one."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    return float(f"{match['mantissa']}e{int(match['exponent'] or 0) - 2 * percent}")


def correction(text: str) -> tuple[str, str] | None:
    """Say what is odd about a number, and how to write it; None where nothing is recognised."""
    from ship_or_not.scenario import oddities  # noqa: PLC0415 - only a mistake needs it

    odd = oddities.correction(text, _is_written)
    return None if odd is None else (f"{quote(text)} {odd[0]}", odd[1])


def _is_written(text: str) -> bool:
    match = _WRITTEN.fullmatch(text)
    return bool(match and _NUMBER.fullmatch(match["number"]))


def figure(value: float) -> str:
    """Write a number for a message: up to 15 digits, no trailing zeros; more where it would be another.

    >>> figure(1e15), figure(2**53), figure(0.30)
    ('1e15', '9007199254740992', '0.3')
    """
    text = f"{float(value):.15g}".replace("e+", "e")
    return text if float(text) == value or abs(value) >= _HUGE else f"{value:.0f}"


def quote(raw: object) -> str:
    """Show what was written, on one line, shortened, without control characters."""
    kinds = {type(None): "an empty value", dict: "a block of keys", list: "a list"}
    if type(raw) in kinds:
        return kinds[type(raw)]
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, int | float):
        return "a number of more than 300 digits" if _HUGE <= abs(raw) < math.inf else figure(raw)
    text = str(raw)
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…")


def _parse_text(text: str, quantity: Quantity) -> Written:
    match = _WRITTEN.fullmatch(text)
    value = read_decimal(match["number"], percent=bool(match["percent"])) if match else None
    if match is None or value is None or _LEADING_ZEROS.search(match["number"].lstrip("+-")[:2]):
        raise NumberError(*(correction(text) or (f"{quote(text)} is not a number", quantity.expected)))
    period = match["period"] or ""
    if not math.isfinite(value):
        raise NumberError(f"{quote(text)} is too large to compute with", quantity.expected)
    if match["percent"] and not quantity.percent:
        raise NumberError(f"{quote(text)} is a percentage, and {quantity.noun} takes none", quantity.expected)
    amount = match["number"] + match["percent"]
    if period and not quantity.per_period:
        raise NumberError(f"{quote(text)} has a period, and {quantity.noun} takes none", amount)
    if period and period not in PERIODS:
        raise NumberError(
            f"{quote(period)} is not a period", f"{amount} per day, per week, per month or per year"
        )
    return Written(value=value, text=amount, period=period)
