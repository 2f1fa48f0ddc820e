"""How a figure is written, once for all renderers.

Whatever the locale: a point for decimals, commas for thousands, an ASCII hyphen for minus. A figure
that is not 0 never reads as 0, and one that differs from the figure it is held ``against`` never
reads the same: more digits are shown until the two differ.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DIGITS = 4
"""Significant digits of a figure."""

CENTS = 2
"""Decimals that an amount of money below 1,000 has at least."""

WHOLE = 1000
"""Size from which an amount is written in whole units."""

EXACT = 17
"""Significant digits after which two different floats differ."""

SMALLEST, LARGEST = 1e-6, 1e15
"""Sizes outside of which a figure is written as a power of ten."""

EDGE = 0.001
"""How near to 0 or 1 a simulated chance is still written as a number."""

DAYS = {"years": 365, "months": 365 / 12, "weeks": 7}
"""In each unit of a duration, the longest first."""

WHOLE_TO = 1e-12
"""Relative: how near to a whole number is one."""


def figure(value: float, *, signed: bool = False, against: float | None = None) -> str:
    """Write a number with four significant digits, or more where ``against`` would read the same.

    Examples
    --------
    >>> figure(42.857142), figure(0.8370), figure(1234567.8), figure(2.5e-9)
    ('42.86', '0.837', '1,234,568', '2.5e-09')
    >>> figure(0.9000001, against=0.9)
    '0.9000001'
    """
    return _told_apart(
        lambda number, extra: _decimal(number, DIGITS + extra, 0, signed=signed), value, against
    )


def money(value: float, currency: str = "", *, signed: bool = False, against: float | None = None) -> str:
    """Write an amount: like a figure, with at least two decimals below 1,000, and its currency.

    Examples
    --------
    >>> money(0.286, "EUR"), money(-0.0140001, signed=True), money(5103.7, signed=True), money(2)
    ('0.286 EUR', '-0.014', '+5,104', '2.00')
    """
    text = _told_apart(
        lambda number, extra: _decimal(number, DIGITS + extra, CENTS, signed=signed), value, against
    )
    return f"{text} {currency}" if currency else text


def aligned(values: Sequence[float], *, signed: bool = False) -> list[str]:
    """Write a column of amounts with the same number of decimals.

    The largest has four significant digits; one that would then read as 0 keeps its own digits.

    Examples
    --------
    >>> aligned([0.3, -0.014, 0.286], signed=True)
    ['+0.300', '-0.014', '+0.286']
    >>> aligned([5103.7, -0.002, 0])
    ['5,104', '-0.002', '0']
    """
    sizes = [abs(value) for value in values if value]
    if not sizes or not SMALLEST <= max(sizes) < LARGEST:
        return [money(value, signed=signed) for value in values]
    most = _places(max(sizes), DIGITS, CENTS)
    places = min(most, max(_decimals(money(round(size, most))) for size in sizes))
    return [_at(value, places, signed=signed) for value in values]


def interval(low: float, high: float, currency: str = "") -> str:
    """Write the two ends of an interval of differences, signed.

    Examples
    --------
    >>> interval(-0.0123, 0.4567, "EUR")
    '-0.0123 to +0.4567 EUR'
    """
    text = " to ".join(aligned([low, high], signed=True))
    return f"{text} {currency}" if currency else text


def chance(value: float, *, against: float | None = None) -> str:
    """Write a simulated chance, whose last digits mean nothing near 0 and 1.

    Examples
    --------
    >>> chance(0.9321), chance(0.99973), chance(0.0)
    ('93.2 %', '> 99.9 %', '< 0.1 %')
    >>> chance(0.89996, against=0.9)
    '89.996 %'
    """
    return _told_apart(_chance, value, against)


def rate(value: float, *, against: float | None = None) -> str:
    """Write a rate in percent: one decimal, more near 0 and 100 or where ``against`` reads the same.

    Examples
    --------
    >>> rate(0.987), rate(0.00042), rate(0.99993), rate(1.0)
    ('98.7 %', '0.042 %', '99.993 %', '100 %')
    >>> rate(0.98704, against=0.987)
    '98.704 %'
    """
    return _told_apart(_rate, value, against)


def count(value: int) -> str:
    """Write a number of items: ``12,345``."""
    return f"{value:,}"


def quantity(value: float, unit: str = "", currency: str = "", *, against: float | None = None) -> str:
    """Write an input's value in its unit.

    A unit that starts with "rate" is written in percent, one that starts with "money" in the
    currency, one that starts with "items" without that word; "factor" is a multiple, and any other
    unit follows the figure as it stands.

    Examples
    --------
    >>> quantity(0.837, "rate"), quantity(42.857142, "money", "EUR"), quantity(6, "weeks")
    ('83.7 %', '42.86 EUR', '6 weeks')
    >>> quantity(0.02, "rate per month"), quantity(1200, "money per month", "EUR")
    ('2.0 % per month', '1,200 EUR per month')
    >>> quantity(40000, "items per month"), quantity(2.5, "factor")
    ('40,000 per month', '× 2.5')
    >>> quantity(900, "errors per month"), quantity(1, "weeks")
    ('900 errors per month', '1 week')
    """
    kind, _, per = unit.partition(" ")
    if kind == "rate":
        words = [rate(value, against=against), per]
    elif kind == "money":
        words = [money(value, against=against), currency, per]
    elif kind == "items":
        words = [figure(value, against=against), per]
    elif kind == "factor":
        words = ["×", figure(value, against=against)]
    else:
        text = figure(value, against=against)
        words = [text, kind.removesuffix("s") if text == "1" else kind, per]
    return " ".join(word for word in words if word)


def duration(days: float) -> str:
    """Write how long something takes in years, months or weeks where that is a whole number, else in days.

    Examples
    --------
    >>> duration(730), duration(547.5), duration(140), duration(45), duration(365 / 12), duration(3.5)
    ('2 years', '18 months', '20 weeks', '45 days', '1 month', '3.5 days')
    >>> duration(1e-9), duration(0)
    ('1e-09 days', '0 days')
    """
    for unit, size in DAYS.items():
        if days >= size and math.isclose(days / size, round(days / size), rel_tol=WHOLE_TO):
            return quantity(round(days / size), unit)
    return quantity(days, "days")


def _told_apart(write: Callable[[float, int], str], value: float, against: float | None) -> str:
    """Write ``value`` with as few extra digits as tell it from ``against``."""
    text = write(value, 0)
    if against is None or value == against:
        return text
    for extra in range(1, EXACT + 1):
        if text != write(against, extra - 1):
            break
        text = write(value, extra)
    return text


def _decimal(value: float, digits: int, least: int, *, signed: bool) -> str:
    """Write with so many significant digits, less trailing zeros beyond the ``least`` decimals."""
    sign = "+" if signed else ""
    if not value:
        return "0"
    if not SMALLEST <= abs(value) < LARGEST:
        return f"{value:{sign}.{digits}g}"
    places = _places(abs(value), digits, least)
    whole, _, decimals = f"{value:{sign},.{places}f}".partition(".")
    decimals = decimals.rstrip("0")
    if places >= least:
        decimals = decimals.ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _places(size: float, digits: int, least: int) -> int:
    """Count the decimals that show so many significant digits of a positive number."""
    exponent = int(f"{size:.{digits - 1}e}".partition("e")[2])
    return max(digits - 1 - exponent, least if round(size, CENTS) < WHOLE else 0)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _at(value: float, places: int, *, signed: bool) -> str:
    """Write with so many decimals, or with two digits of its own where that would read as 0."""
    sign = "+" if signed else ""
    if not value:
        return "0"
    if not round(value, places):
        return _decimal(value, 2, 0, signed=signed)
    return f"{value:{sign},.{places}f}"


def _chance(value: float, extra: int) -> str:
    if extra:
        return _percent(value, 1 + extra)
    if value < EDGE:
        return "< 0.1 %"
    if value > 1 - EDGE:
        return "> 99.9 %"
    return _percent(value, 1)


def _rate(value: float, extra: int) -> str:
    if value in {0.0, 1.0}:
        return f"{value:.0%}".replace("%", " %")
    distance = 100 * min(abs(value), abs(1 - value))
    if distance < SMALLEST:
        return f"{100 * value:.{DIGITS + extra}g} %" if value < EDGE else "almost 100 %"
    exponent = int(f"{distance:.1e}".partition("e")[2])
    return _percent(value, max(1, 1 - exponent) + extra)


def _percent(value: float, places: int) -> str:
    """Write in percent with one decimal, and up to ``places`` where they are not zeros."""
    whole, _, decimals = f"{100 * value:.{places}f}".partition(".")
    return f"{whole}.{decimals.rstrip('0') or '0'} %"
