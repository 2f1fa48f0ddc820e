"""Which distribution a written form stands for, and which form to write where it cannot be."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, Context
from typing import TYPE_CHECKING, Final

import numpy as np

from ship_or_not.engine.distributions import (
    SMALLEST_SHAPE,
    Beta,
    Distribution,
    Gamma,
    LogitNormal,
    Lognormal,
    Normal,
    Pert,
    Uniform,
)
from ship_or_not.scenario.quantities import MOST, NumberError, Quantity, Written, check_bounds, figure, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FARTHEST_DRAW: Final = 1e100
_SMALLEST_ABOVE_0: Final = 0.2
"""Shape of the widest gamma whose draws all stay clear of 0: something is divided by them."""

_OUTERMOST: Final = np.array([2.0**-53, 1 - 2.0**-53])


def from_range(low: Written, high: Written, quantity: Quantity) -> Distribution:
    """Return what ``low to high`` means: these are its 5 % and 95 % quantiles.

    Raises
    ------
    NumberError
        If the ends are not in order, or the quantity has no such distribution.
    """
    shown = f"{low.text} to {high.text}"
    if low.value == high.value:
        raise NumberError(f"{shown} is not a range", f"{_full(low)}, or two numbers that differ")
    if low.value > high.value:
        raise NumberError(f"{shown} runs downwards", f"{high.text} to {_full(low)}")
    if quantity.percent and 1 < high.value <= 100 and not high.text.endswith("%"):  # noqa: PLR2004 - per cent
        meant = f"{low.text}% to {high.text}%" + (f" per {high.period}" if high.period else "")
        raise NumberError(f"{shown} is not {quantity.noun}: {meant}?", meant)
    if low.value > quantity.low and (high.value < 1 or not quantity.percent):
        check_bounds(high, quantity)
        family = LogitNormal if quantity.percent else Lognormal if quantity.low >= 0 else Normal
        return _computable(lambda: family.from_range(low.value, high.value))
    inside = "strictly between 0% and 100%" if quantity.percent else f"above {figure(quantity.low)}"
    raise NumberError(
        f"{shown} is no 90 % range of {quantity.noun}: both ends have to be {inside}",
        _hard_bounds(low, high, quantity),
    )


def from_bounds(entries: Mapping[str, Written], quantity: Quantity) -> Distribution:
    """Return what ``{low, high}`` or ``{low, likely, high}`` means: a uniform or a PERT.

    Raises
    ------
    NumberError
        If an entry is out of bounds or out of order.
    """
    low, high = entries["low"], entries["high"]
    likely = entries.get("likely")
    for key, entry in entries.items():
        with inside(key):
            check_bounds(entry, quantity)
    if low.value >= high.value:
        raise NumberError(f"low {low.text} is not below high {high.text}", "low < high", ("low",))
    if likely is None:
        return Uniform(low.value, high.value)
    if not low.value <= likely.value <= high.value:
        found = f"likely {likely.text} is not between low {low.text} and high {high.text}"
        raise NumberError(found, "low <= likely <= high", ("likely",))
    return Pert(low.value, likely.value, high.value)


def from_moments(entries: Mapping[str, Written], quantity: Quantity) -> Distribution:
    """Return what ``{mean, sd}`` means: a beta for a rate, a gamma from 0 up, else a normal.

    Raises
    ------
    NumberError
        If the quantity has no such distribution.
    """
    mean, sd = entries["mean"], entries["sd"]
    with inside("mean"):
        check_bounds(mean, quantity)
    if not sd.value > 0:
        raise NumberError(f"sd {sd.text} is not above 0", f"an sd above 0, or {_full(mean)} alone", ("sd",))
    if quantity.low < 0:
        return _computable(lambda: Normal(mean.value, sd.value))
    if mean.value == quantity.low or (quantity.percent and mean.value == 1):
        name = "beta" if quantity.percent else "gamma"
        low, high = (
            Written(value=end, text=figure(end), period=mean.period)
            for end in (mean.value - 2 * sd.value, mean.value + 2 * sd.value)
        )
        raise NumberError(
            f"no {name} has mean {mean.text}, a bound of {quantity.noun}",
            _hard_bounds(low, high, quantity),
            ("mean",),
        )
    if quantity.percent:
        room, smaller = mean.value * (1 - mean.value), min(mean.value, 1 - mean.value)
        widest = math.sqrt(room) * math.sqrt(smaller / (smaller + SMALLEST_SHAPE))
    else:
        widest = mean.value / math.sqrt(SMALLEST_SHAPE if quantity.low == 0 else _SMALLEST_ABOVE_0)
    if sd.value >= widest:
        raise NumberError(
            f"sd {sd.text} is too wide for {quantity.noun} with mean {mean.text}",
            f"an sd up to {_rounded_down(100 * widest)}%"
            if sd.text.endswith("%")
            else f"an sd up to {_rounded_down(widest)}",
            ("sd",),
        )
    family = Beta if quantity.percent else Gamma
    return _computable(lambda: family.from_moments(mean.value, sd.value))


BY_KEYS: Final[Mapping[frozenset[str], Callable[[Mapping[str, Written], Quantity], Distribution]]] = {
    frozenset({"low", "high"}): from_bounds,
    frozenset({"low", "likely", "high"}): from_bounds,
    frozenset({"mean", "sd"}): from_moments,
}
"""What a mapping with these keys means."""

OTHER_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("min", "minimum", "lower", "from"), "low"),
    **dict.fromkeys(("max", "maximum", "upper", "to"), "high"),
    **dict.fromkeys(("mode", "most_likely", "typical"), "likely"),
    **dict.fromkeys(("average", "avg", "expected"), "mean"),
    **dict.fromkeys(("std", "stdev", "stddev", "sigma", "se"), "sd"),
}
"""What others call those keys."""


def _full(written: Written) -> str:
    return f"{written.text} per {written.period}" if written.period else written.text


def _hard_bounds(low: Written, high: Written, quantity: Quantity) -> str:
    """Write the mapping with these ends, pulled in to where the quantity can be."""
    percent = high.text.endswith("%")
    floor, ceiling = ("0%", "100%") if percent else (figure(quantity.low), figure(quantity.high))
    suffix = f" per {low.period}" if low.period else ""
    first = floor if low.value <= quantity.low else low.text
    last = ceiling if high.value >= quantity.high else high.text
    if high.value <= quantity.low or low.value >= quantity.high:
        return quantity.expected
    return f"{{low: {first}{suffix}, high: {last}{suffix}}}"


def _rounded_down(value: float) -> str:
    """Write three digits of a positive number, never more than the number."""
    return figure(float(Context(prec=3, rounding=ROUND_DOWN).create_decimal_from_float(value)))


def _computable(build: Callable[[], Distribution]) -> Distribution:
    """Build a distribution whose mean and draws are of a size that can be computed with."""
    extreme = NumberError("draws too large or too close together to compute with", "a less extreme form")
    try:
        distribution = build()
        farthest = np.abs(distribution.quantile(_OUTERMOST)).max()
    except (ValueError, OverflowError, FloatingPointError):
        raise extreme from None
    if abs(distribution.mean) > MOST or farthest > _FARTHEST_DRAW:
        raise extreme
    return distribution
