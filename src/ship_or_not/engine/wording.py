"""How a figure is written inside a sentence."""

from __future__ import annotations

import math

DIGITS = 4
EDGE = 0.001


def money(amount: float) -> str:
    """Write an amount with 4 significant digits, thousands separated, never in exponents.

    >>> money(0.286), money(-1234567.0), money(0.0), money(42.857142)
    ('0.286', '-1,234,567', '0', '42.86')
    """
    if amount == 0:
        return "0"
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(abs(amount))))
    text = f"{amount:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """Write a share as a percentage that is never rounded to 0 or 100 when it is neither.

    >>> percent(0.9), percent(0.98765), percent(1.0), percent(0.99999), percent(0.00001)
    ('90 %', '98.8 %', '100 %', 'above 99.9 %', 'below 0.1 %')
    """
    if 0 < share < EDGE:
        return f"below {percent(EDGE)}"
    if 1 - EDGE < share < 1:
        return f"above {percent(1 - EDGE)}"
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def sampled(share: float) -> str:
    """Write a chance counted over draws: never certain.

    >>> sampled(1.0), sampled(0.5), sampled(0.0)
    ('above 99.9 %', '50 %', 'below 0.1 %')
    """
    return percent(min(max(share, EDGE / 2), 1 - EDGE / 2))


def written(share: float) -> str:
    """Write a share that someone asked for, with all the digits they gave.

    >>> written(0.9), written(0.9999)
    ('90 %', '99.99 %')
    """
    return f"{share * 100:.12g} %"
