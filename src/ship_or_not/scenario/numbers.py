"""How an uncertain number is written in a scenario, turned into a distribution.

A value is exact (``2``, ``98%``, ``1200 per month``), a 90 % range (``1 to 5``), or a mapping that
names a distribution. A form that its quantity cannot take is refused with the nearest one that it can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ship_or_not.engine.distributions import Distribution, Empirical, Exact
from ship_or_not.scenario import forms
from ship_or_not.scenario.durations import SHORTEST_DAYS, Duration, parse_duration
from ship_or_not.scenario.quantities import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    DURATION,
    ERRORS_PER_PERIOD,
    PERIODS,
    RATE,
    RATE_PER_PERIOD,
    YEARLY_RATE,
    NumberError,
    Quantity,
    Written,
    check_bounds,
    check_length,
    figure,
    inside,
    parse_written,
    quote,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = [
    "AMOUNT",
    "COST",
    "COST_PER_PERIOD",
    "DURATION",
    "ERRORS_PER_PERIOD",
    "RATE",
    "RATE_PER_PERIOD",
    "YEARLY_RATE",
    "Duration",
    "Number",
    "NumberError",
    "Quantity",
    "empirical",
    "parse_duration",
    "parse_duration_number",
    "parse_exact",
    "parse_number",
]

MOST_SAMPLES: Final = 1_000_000
LONGEST_PATH: Final = 5_000

_RANGE: Final = re.compile(r"\s+to\s+")
_PER: Final = re.compile(rf"(.+?)\s+per\s+({'|'.join(PERIODS)})")
_FORMS: Final = "{low, high}, {low, likely, high}, {mean, sd} or {samples}"
_KEYS: Final = {"low", "likely", "high", "mean", "sd", "samples"}
_WEEK: Final = PERIODS["week"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as understood.

    Parameters
    ----------
    distribution
        In the unit as written; None where its samples are in a file.
    samples_file
        The path as written, for the caller to read and hand to `empirical`; else None.
    unit
        The period as written, ``"per month"``, a duration's ``"months"``, or "".
    factor
        Engine units in a written one: for amounts per period, per week; for durations, weeks; else 1.
    """

    distribution: Distribution | None
    samples_file: str | None = None
    unit: str = ""
    factor: float = 1.0


def parse_number(raw: object, quantity: Quantity) -> Number:
    """Read a number, exact or uncertain, as it comes from YAML.

    Raises
    ------
    NumberError
        If the quantity cannot be what is written.

    Examples
    --------
    >>> parse_number("95% to 99%", RATE).distribution.name
    'logit-normal'
    """
    if isinstance(raw, dict):
        return _parse_mapping(raw, quantity)
    check_length(raw, quantity)
    ends = _RANGE.split(raw.strip()) if isinstance(raw, str) else ()
    if len(ends) == 2:  # noqa: PLR2004 - from, to
        if ends[0].startswith("from "):
            low = ends[0].removeprefix("from ").strip()
            raise NumberError(f"{quote(raw)} is not a range", f"{low} to {ends[1]}")
        return _parse_range(ends[0], ends[1], quantity)
    written = parse_written(raw, quantity)
    check_bounds(written, quantity)
    return _number(Exact(written.value), _period(written, quantity))


def parse_exact(raw: object, quantity: Quantity) -> float:
    """Read a number that may not be uncertain; amounts per period come back per week.

    Raises
    ------
    NumberError
        If the quantity cannot be what is written, or it is uncertain.

    Examples
    --------
    >>> parse_exact("70 per week", COST_PER_PERIOD)
    70.0
    """
    check_length(raw, quantity)
    if isinstance(raw, dict) or (isinstance(raw, str) and _RANGE.search(raw)):
        raise NumberError(f"{quote(raw)} is not exact, which this number has to be", quantity.expected)
    number = parse_number(raw, quantity)
    assert isinstance(number.distribution, Exact)  # noqa: S101 - for the type checker
    return number.distribution.value * number.factor


def parse_duration_number(raw: object, *, shortest: float = SHORTEST_DAYS) -> Number:
    """Read a duration as a number that stands among the others, always exact.

    Parameters
    ----------
    shortest
        In days.

    Raises
    ------
    NumberError
        As `parse_duration`.

    Examples
    --------
    >>> parse_duration_number("6 weeks").unit
    'weeks'
    """
    found = parse_duration(raw, shortest=shortest)
    factor = PERIODS[found.unit] / _WEEK
    return Number(distribution=Exact(found.count), unit=f"{found.unit}s", factor=factor)


def empirical(values: Sequence[float] | NDArray[np.float64], quantity: Quantity) -> Empirical:
    """Return the empirical distribution of samples, in the unit as written.

    Raises
    ------
    NumberError
        If there are none or more than a million, or the quantity cannot be one of them.
    """
    samples = np.asarray(values, dtype=np.float64)
    if not 1 <= samples.size <= MOST_SAMPLES:
        raise NumberError(f"{samples.size} samples", f"from 1 to {MOST_SAMPLES} samples")
    outside = np.flatnonzero(~((samples >= quantity.low) & (samples <= quantity.high)))
    if outside.size:
        first = int(outside[0])
        raise NumberError(f"sample {first + 1} is {figure(samples[first])}", quantity.expected)
    return Empirical(samples)


def _parse_range(low_text: str, high_text: str, quantity: Quantity) -> Number:
    low, high = (parse_written(text, quantity) for text in (low_text, high_text))
    if quantity.percent and low.text.endswith("%") != high.text.endswith("%"):
        # 0.95 to 97% means 95% to 97%, and 0.1 to 0.5% means 0.1% to 0.5%.
        in_order = low.value < high.value < 1
        ends = [f"{figure(100 * end.value) if in_order else end.text.rstrip('%')}%" for end in (low, high)]
        found = f"{quote(f'{low.text} to {high.text}')} has a percent sign on one side only"
        raise NumberError(found, f"{ends[0]} to {ends[1]}")
    if not (low.period or high.period):
        _period(high, quantity, f"{low.text} to {high.text}")
    period = low.period or high.period
    return _number(
        forms.from_range(_per(low, period, quantity), _per(high, period, quantity), quantity), period
    )


def _parse_mapping(raw: dict[object, object], quantity: Quantity) -> Number:
    for key in raw:
        if key not in _KEYS:
            meant = forms.OTHER_NAMES.get(str(key).lower())
            expected = f"{meant}, as in {_FORMS}" if meant else _FORMS
            raise NumberError(f"{quote(key)} is not a key of an uncertain number", expected)
    keys = {str(key) for key in raw}
    if keys == {"samples"}:
        return _parse_samples(raw["samples"], quantity)
    build = forms.BY_KEYS.get(frozenset(keys))
    if build is None:
        raise NumberError(f"{{{', '.join(map(str, raw))}}} is not a form of an uncertain number", _FORMS)
    entries = {}
    for key, value in raw.items():
        with inside(str(key)):
            entries[str(key)] = parse_written(value, quantity)
    period = _common_period(entries, quantity)
    return _number(
        build({key: _per(entry, period, quantity) for key, entry in entries.items()}, quantity), period
    )


def _parse_samples(raw: object, quantity: Quantity) -> Number:
    """Read a list of samples, or the path of a file of them, which may end in ``per month``."""
    if isinstance(raw, str) and raw.strip():
        short = len(raw) <= LONGEST_PATH
        match = _PER.fullmatch(raw.strip()) if quantity.per_period and short else None
        path, period = match.groups() if match else (raw.strip(), "")
        with inside("samples"):
            _period(Written(value=0, text=path, period=period), quantity)
        return _number(None, period, samples_file=path)
    if not isinstance(raw, list):
        raise NumberError(
            f"{quote(raw)} is not a list of samples", "a file or a list: [1.5, 2, 2.5]", ("samples",)
        )
    with inside("samples"):
        entries = {}
        for index, value in enumerate(raw):
            with inside(str(index)):
                entries[str(index)] = parse_written(value, quantity)
                check_bounds(entries[str(index)], quantity)
        period = _common_period(entries, quantity) if entries else ""
        values = [_per(entry, period, quantity).value for entry in entries.values()]
        return _number(empirical(values, quantity), period)


def _number(distribution: Distribution | None, period: str, samples_file: str | None = None) -> Number:
    return Number(
        distribution=distribution,
        samples_file=samples_file,
        unit=f"per {period}" if period else "",
        factor=_WEEK / PERIODS[period] if period else 1.0,
    )


def _period(written: Written, quantity: Quantity, text: str = "") -> str:
    """Return what the number is per, which a quantity per period has to say."""
    if quantity.per_period and not written.period:
        shown = text or written.text
        raise NumberError(f"{shown} has no period", f"{shown} per day, per week, per month or per year")
    return written.period


def _common_period(entries: dict[str, Written], quantity: Quantity) -> str:
    """Return the period of the first entry written with one."""
    for entry in entries.values():
        if entry.period:
            return entry.period
    key, first = next(iter(entries.items()))
    with inside(key):
        return _period(first, quantity)


def _per(written: Written, period: str, quantity: Quantity) -> Written:
    """Return the number per another period; one without a period is taken to be per that one.

    Raises
    ------
    NumberError
        For a rate: a chance per week is no part of one per month that could be told without a rule.
    """
    if not written.period or written.period == period:
        return Written(value=written.value, text=written.text, period=period)
    if quantity.percent:
        found = f"one end is per {written.period}, the other per {period}"
        raise NumberError(found, f"one period for all of it: {quantity.spread}")
    value = written.value * PERIODS[period] / PERIODS[written.period]
    return Written(value=value, text=figure(value), period=period)
