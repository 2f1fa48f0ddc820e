"""What a sweep moves, as people write it: ``model.accuracy=0.9:0.99:21``, ``horizon=1, 2, 3 years``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ship_or_not.errors import UsageError
from ship_or_not.evidence.text import printable
from ship_or_not.scenario.paths import join_path, split_path
from ship_or_not.scenario.quantities import MOST, figure, read_decimal

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_VALUES: Final = 10_000
"""Of one input."""

LOG: Final = "log"

FORMS: Final = (
    "KEY=FROM:TO, KEY=FROM:TO:STEPS, KEY=FROM:TO:STEPS:log or KEY=VALUE,VALUE,…,"
    " such as model.accuracy=0.9:0.99:21"
)

DIGITS: Final = 12
"""Of a value between two ends of which each is so many times the one before."""

_PERIOD: Final = "(?:day|week|month|year)"
_SPREAD: Final = re.compile(r"\bto\b|[{}]")
"""What only a range or a distribution has."""

_VALUE: Final = re.compile(
    rf"\s*(?P<number>[^\s%]+)\s*(?P<percent>%?)\s*(?P<unit>per {_PERIOD}|{_PERIOD}s?|)\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """An input to move, and the values that it takes.

    Parameters
    ----------
    path
        Its dotted path.
    values
        Ascending, each once; in ``unit``, percentages as fractions.
    unit
        ``"weeks"``, ``"per month"``; "" for none.
    percent
        Whether percentages were written.
    """

    path: str
    values: tuple[float, ...]
    unit: str = ""
    percent: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts items: between two of its values there are only whole numbers."""
        counted = {("prevalence", "counts")} | {(system, "confusion") for system in ("baseline", "model")}
        whole = all(value.is_integer() for value in self.values)
        return whole and (split_path(self.path) or ())[:2] in counted

    def setting(self, value: float) -> str:
        """Return what ``--set`` takes for a value.

        >>> Axis(path="horizon", values=(1.5, 2.0), unit="years").setting(1.5)
        'horizon=1.5 years'
        >>> Axis(path="prevalence.counts.fraud", values=(1.0, 20.0)).setting(3.7)
        'prevalence.counts.fraud=4'
        """
        if self.counts:
            value = round(value)
        percent = f"{Decimal(repr(value)).scaleb(2):f}%"  # the float nearest to it is the same
        number = percent if self.percent else repr(value).removesuffix(".0")
        return f"{self.path}={number} {self.unit}".rstrip()


def read_axis(key: str, written: str, *, steps: int) -> Axis:
    """Read what a key is to take: a range with its ends, or values with commas between them.

    Parameters
    ----------
    steps
        How many values a range has that does not say so itself.

    Raises
    ------
    UsageError
        If it can't be read.

    Examples
    --------
    >>> read_axis("ramp_up", "1:3 months", steps=3)
    Axis(path='ramp_up', values=(1.0, 2.0, 3.0), unit='months', percent=False)
    >>> read_axis("error_costs", "1:1000:4:log", steps=21).values
    (1.0, 10.0, 100.0, 1000.0)
    """
    said = printable(f"{key}={written}")
    segments = split_path(key.strip())
    if segments is None:
        raise _refused(said, f"{printable(key)!r} is no key of a scenario")
    if _SPREAD.search(written):
        raise _refused(said, "a sweep moves an input to single numbers, not to a range or a distribution")
    listed, ranged = written.split(","), written.split(":")
    texts = listed if len(ranged) == 1 else ranged[:2]
    numbers, unit, percent = _read(said, texts)
    if len(ranged) == 1:
        values = numbers
    elif len(listed) > 1 or len(ranged) > 4:  # noqa: PLR2004 - from, to, steps, log
        raise _refused(said, "it is neither a range nor a list of values")
    else:
        low, high = numbers
        spread = _geometric if _logarithmic(said, ranged[3:], numbers) else _evenly
        values = spread(low, high, _steps(said, ranged, steps, numbers))
    if len(values) > MOST_VALUES:
        raise _refused(said, f"there are {len(values):,} values", f"at most {MOST_VALUES:,}")
    return Axis(path=join_path(segments), values=tuple(sorted(set(values))), unit=unit, percent=percent)


def _read(said: str, texts: Sequence[str]) -> tuple[list[float], str, bool]:
    """Read numbers, the unit they share (it may stand behind the last one only), and whether they have %."""
    matches = [_VALUE.fullmatch(text) for text in texts]
    numbers: list[float] = []
    for text, match in zip(texts, matches, strict=True):
        number = read_decimal(match["number"], percent=bool(match["percent"])) if match else None
        shown = printable(text.strip())
        if number is None:
            raise _refused(said, f"{shown!r} is no number to move it to")
        if abs(number) > MOST:
            raise _refused(
                said, f"{shown} is out of bounds", f"a number from -{figure(MOST)} to {figure(MOST)}"
            )
        numbers.append(number)
    found = [match for match in matches if match is not None]
    last = _unit(found[-1]["unit"])
    odd = [
        text.strip()
        for text, match in zip(texts, found, strict=True)
        if _unit(match["unit"]) not in ("", last)
    ]
    if odd:
        raise _refused(
            said, f"{odd[0]} and {texts[-1].strip()} have different units", "one unit, behind the last value"
        )
    return numbers, last, any(match["percent"] for match in found)


def _unit(written: str) -> str:
    """Write a unit of time in the plural, as the registry does."""
    return written if not written or written.startswith("per ") or written.endswith("s") else f"{written}s"


def _logarithmic(said: str, word: Sequence[str], ends: Sequence[float]) -> bool:
    if not word:
        return False
    if word[0].strip() != LOG:
        raise _refused(
            said, f"{printable(word[0].strip())!r} is no way to spread values", f"{LOG}, or nothing"
        )
    if min(ends) <= 0 <= max(ends):
        raise _refused(said, "log needs both ends above 0, or both below", "other ends, or no :log")
    return True


def _steps(said: str, ranged: Sequence[str], default: int, ends: Sequence[float]) -> int:
    if len(ranged) == len(ends):
        return default
    text = ranged[2].strip()
    if text == LOG:
        found = f"{LOG} stands where the number of values belongs"
        raise _refused(said, found, printable(":".join([*ranged[:2], str(default), LOG])))
    least = 1 if ends[0] == ends[1] else 2
    if not (
        text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_VALUES)) and least <= int(text)
    ):
        raise _refused(said, f"{printable(text)!r} is no number of values", f"{least} to {MOST_VALUES:,}")
    return int(text)


def _evenly(low: float, high: float, count: int) -> list[float]:
    """Return values with even steps, each the float nearest to where it lies in decimals."""
    start, end = Fraction(repr(low)), Fraction(repr(high))
    return [float(start + (end - start) * step / max(1, count - 1)) for step in range(count)]


def _geometric(low: float, high: float, count: int) -> list[float]:
    """Return values of which each is so many times the one before."""
    times = high / low
    inner = [low * times ** (step / max(1, count - 1)) for step in range(1, count - 1)]
    return [low, *(float(f"{value:.{DIGITS}g}") for value in inner), high]


def _refused(said: str, found: str, expected: str = "") -> UsageError:
    return UsageError(f"{said}: {found}; expected {expected or FORMS}")
