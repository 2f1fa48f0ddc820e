"""How numbers are written, as JSON Schema.

The patterns say of a text what `quantities`, `forms` and `durations` say of it, as far as that takes no
computing: its form, its sign, percent signs, periods, shares that are none. They are written so that Python
and ECMAScript read them alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.quantities import MOST, PERIODS, Quantity, figure
from ship_or_not.scenario.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

JsonSchema = dict[str, Any]

_DIGITS: Final = r"(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)"
_EXPONENT: Final = r"[eE][-+]?[0-9]{1,5}"
_NOT_ZERO: Final = r"(?=[.0]*[1-9])"
_PER: Final = rf"\s+per\s+(?:{'|'.join(PERIODS)})"
_TO: Final = r"\s+to\s+"
_DURATION: Final = rf"\+?{_NOT_ZERO}{_DIGITS}(?:{_EXPONENT})?\s+(?:{'|'.join(PERIODS)})s?"


def exact(quantity: Quantity, *, below: bool = False) -> JsonSchema:
    """Return the schema of a number that is known exactly.

    Parameters
    ----------
    below
        Whether it has to be less than the quantity's upper bound.
    """
    upper = "exclusiveMaximum" if below else "maximum"
    return {
        "type": ["number", "string"],
        "minimum": _whole(quantity.low),
        upper: _whole(quantity.high),
        **_text(_either(_ways(quantity, inside=below)), quantity.example),
    }


def uncertain(quantity: Quantity) -> JsonSchema:
    """Return the schema of a number in any of its forms."""
    text = _text(_either([*_whole_texts(quantity), *_ranges(quantity)]), quantity.example, quantity.spread)
    bounds = {"minimum": _whole(quantity.low), "maximum": _whole(quantity.high)}
    return {
        "type": ["string", "object"] if quantity.per_period else ["number", "string", "object"],
        **({} if quantity.per_period else bounds),
        **text,
        "properties": _entries(quantity),
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 3,
        "dependencies": {
            "low": ["high"],
            "likely": ["low", "high"],
            "high": ["low"],
            "mean": ["sd"],
            "sd": ["mean"],
            "samples": {"maxProperties": 1},
        },
        **(_SAYS_PER if quantity.per_period else {}),
    }


def cell() -> JsonSchema:
    """Return the schema of a number in a confusion matrix: a count, or a share of its row."""
    return {
        "type": ["number", "string"],
        "minimum": 0,
        "maximum": 2**53,
        **_text(r"\+?(?:\.[0-9]+|[0-9]+\.?[0-9]*)\s*%", "12", "98%"),
    }


def duration(*examples: str) -> JsonSchema:
    """Return the schema of a time span."""
    return {"type": "string", **_text(_DURATION, *examples)}


def in_words(quantity: Quantity, *, is_exact: bool) -> str:
    """Say which numbers there are and how they are written, for a description.

    >>> in_words(Quantity(noun="a rate", example="98%", low=0, high=1, percent=True), is_exact=True)
    'A rate from 0 to 1, such as 98%; one exact number.'
    """
    low, high = figure(quantity.low), figure(quantity.high)
    bounds = (
        ""
        if quantity.low <= -MOST
        else f", {low} or more"
        if quantity.high >= MOST
        else f" from {low} to {high}"
    )
    written = f"{quantity.noun[0].upper()}{quantity.noun[1:]}{bounds}, such as {quantity.example}"
    if is_exact:
        return f"{written}; one exact number."
    forms = "{low, high}, {low, likely, high}, {mean, sd} or {samples}"
    return f"{written}. Where it is not known exactly: a range such as {quantity.spread}, or {forms}."


_SAYS_PER: Final[JsonSchema] = {
    "not": {
        "$comment": "one entry at least says per what it is",
        "type": "object",
        "additionalProperties": {
            "not": {
                "anyOf": [
                    {"type": "string", "pattern": rf"{_PER}\s*$"},
                    {"type": "array", "contains": {"type": "string", "pattern": rf"{_PER}\s*$"}},
                ]
            }
        },
    }
}


def _entries(quantity: Quantity) -> JsonSchema:
    """Return the schemas of what stands in a mapping that names a distribution."""
    bounds = {"minimum": _whole(quantity.low), "maximum": _whole(quantity.high)}
    inside = quantity.low >= 0
    limits = {"exclusiveMinimum": _whole(quantity.low)} if inside else bounds
    if quantity.percent:
        limits["exclusiveMaximum"] = _whole(quantity.high)
    one = {**bounds, **_text(_either(_loose(_ways(quantity), quantity)), quantity.example)}
    mean = {**limits, **_text(_either(_loose(_ways(quantity, inside=inside), quantity)), quantity.example)}
    spread = Quantity(
        noun=quantity.noun, example=quantity.example, low=0, high=MOST, percent=quantity.percent
    )
    deviation = _text(_either(_loose(_ways(spread, inside=True), quantity)), quantity.example)
    number = {"type": ["number", "string"]}
    said = f"{quantity.noun}, such as {quantity.example}"
    return {
        "low": {"title": "Low", "description": f"The least that it can be: {said}.", **number, **one},
        "likely": {
            "title": "Likely",
            "description": f"Its likeliest value, between low and high: {said}.",
            **number,
            **one,
        },
        "high": {"title": "High", "description": f"The most that it can be: {said}.", **number, **one},
        "mean": {"title": "Mean", "description": f"Its mean: {said}.", **number, **mean},
        "sd": {
            "title": "Standard deviation",
            "description": "Its standard deviation, above 0, in the unit of the mean.",
            **number,
            "exclusiveMinimum": 0,
            **deviation,
        },
        "samples": {
            "title": "Samples",
            "description": "What is drawn from: a list of numbers, or the path of a file with one number a line.",
            "type": ["array", "string"],
            "minItems": 1,
            "items": {**number, **one},
            "pattern": r"\S",
        },
    }


def _ways(quantity: Quantity, *, inside: bool = False) -> list[str]:
    """Return the patterns of a number without a period: plain, for a rate also with a percent sign.

    Parameters
    ----------
    inside
        Whether the bounds 0 and 1 themselves are left out.
    """
    sign = "[-+]?" if quantity.low < 0 else r"\+?"
    first = sign + (_NOT_ZERO if quantity.low > 0 or (inside and quantity.low == 0) else "")
    if not quantity.percent:
        return [rf"{first}{_DIGITS}(?:{_EXPONENT})?"]
    one, hundred = ("", "") if inside else (r"|1(?:\.0*)?", r"|100(?:\.0*)?")
    return [
        rf"{first}(?:0(?:\.[0-9]*)?|\.[0-9]+{one}|{_DIGITS}{_EXPONENT})",
        rf"{first}(?:[1-9]?[0-9](?:\.[0-9]*)?|\.[0-9]+{hundred}|{_DIGITS}{_EXPONENT})\s*%",
    ]


def _whole_texts(quantity: Quantity) -> list[str]:
    return [f"{way}{_PER}" for way in _ways(quantity)] if quantity.per_period else _ways(quantity)


def _loose(ways: Sequence[str], quantity: Quantity) -> list[str]:
    """Let a period follow, where another entry may have it."""
    return [f"{way}(?:{_PER})?" for way in ways] if quantity.per_period else list(ways)


def _ranges(quantity: Quantity) -> list[str]:
    """Return the patterns of ranges: both ends with a percent sign or none, one with a period at least."""
    ends = _ways(quantity, inside=quantity.low >= 0)
    if quantity.per_period:
        return [f"{end}(?:{_PER})?{_TO}{end}{_PER}" for end in ends] + [
            f"{end}{_PER}{_TO}{end}" for end in ends
        ]
    return [f"{end}{_TO}{end}" for end in ends]


def _either(patterns: Sequence[str]) -> str:
    return "|".join(patterns)


def _text(pattern: str, *examples: str) -> JsonSchema:
    """Return what a text has to be like; an editor then names examples where it would show the pattern."""
    return {
        "if": {"pattern": rf"^\s*(?:{pattern})\s*$"},
        "else": {
            "$comment": "no text that fails the pattern is one of these: they are what an editor proposes",
            "enum": [resolve(example) for example in examples],
        },
    }


def _whole(value: float) -> float:
    """Return a whole number as an int, which JSON writes without a point."""
    return int(value) if float(value).is_integer() else value
