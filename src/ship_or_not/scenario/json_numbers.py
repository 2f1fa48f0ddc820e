"""How numbers are written, as JSON Schema.

The patterns say of a text what `quantities`, `forms` and `durations` say of it, as far as that takes no
computing: its form, its sign, percent signs, periods, and shares that are none. They are written so that
Python and ECMAScript read them alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.quantities import MOST, PERIODS, Quantity, figure
from ship_or_not.scenario.scalars import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

JsonSchema = dict[str, Any]

NO_BLANK_AT_THE_ENDS: Final = r"^(?!\s)(?![\s\S]*\s$)"

_DIGITS: Final = r"(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)"
_EXPONENT: Final = r"[eE][-+]?[0-9]{1,5}"
_NOT_ZERO: Final = r"(?=[.0]*[1-9])"
_NO_MINUS: Final = r"(?:\+|-(?![.0]*[1-9]))?"  # but before a zero
_UNIT: Final = f"(?:{'|'.join(PERIODS)})"
_PER: Final = rf"\s+per\s+{_UNIT}"
_TO: Final = r"\s+to\s+"


def exact(quantity: Quantity, *, below: bool = False) -> JsonSchema:
    """Return the schema of a number that is known exactly.

    Parameters
    ----------
    below
        Whether it has to be less than its upper bound.
    """
    return {
        "type": ["number", "string"],
        **_bounds(quantity, below=below),
        **_text(_ways(quantity, below=below), quantity.example),
    }


def uncertain(quantity: Quantity, entries: JsonSchema) -> JsonSchema:
    """Return the schema of a number in any of its forms.

    Parameters
    ----------
    entries
        By key, the schemas of what stands in a mapping: `mapping_entries`, or references to them.
    """
    mapping = {
        "properties": entries,
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
    }
    text = _text([*_alone(quantity), *_ranges(quantity)], quantity.example, quantity.spread)
    if quantity.per_period:
        return {"type": ["string", "object"], **text, "allOf": [mapping, _says_per(quantity)]}
    return {"type": ["number", "string", "object"], **_bounds(quantity), **text, "allOf": [mapping]}


def mapping_entries(quantity: Quantity) -> JsonSchema:
    """Return the schemas of what stands in a mapping that names a distribution."""
    width = replace(quantity, example="0.01" if quantity.percent else "0.5", low=0, high=MOST)
    least, most = quantity.spread.split(" to ")
    one = _entry(quantity)
    mean = _entry(quantity, above=quantity.low >= 0, below=quantity.percent)
    known = {
        "low": ("Low", "The least that it can be", least, one),
        "likely": ("Likely", "Its likeliest value, from low to high", quantity.example, one),
        "high": ("High", "The most that it can be", most, one),
        "mean": ("Mean", "Its mean", quantity.example, mean),
        "sd": ("Standard deviation", "How far it strays, above 0", width.example, _entry(width, above=True)),
    }
    entries: dict[str, JsonSchema] = {
        key: {
            "title": title,
            "description": f"{words}: {quantity.noun}.",
            "examples": [resolve(example)],
            **schema,
        }
        for key, (title, words, example, schema) in known.items()
    }
    entries["samples"] = {
        "title": "Samples",
        "description": f"Drawn from these: a list of them, or a file of one a line; each {quantity.noun}.",
        "examples": ["samples.csv"],
        "type": ["array", "string"],
        "minItems": 1,
        "items": one,
        "pattern": r"\S",
    }
    return entries


def cell() -> JsonSchema:
    """Return the schema of a number in a confusion matrix: a count, or a share of its row."""
    percent = rf"{_NO_MINUS}(?:\.[0-9]+|[0-9]+\.?[0-9]*)\s*%"
    return {"type": ["number", "string"], "minimum": 0, "maximum": 2**53, **_text([percent], "12", "98%")}


def duration(*examples: str, from_0: bool = False) -> JsonSchema:
    """Return the schema of a time span.

    Parameters
    ----------
    from_0
        Whether none at all is one too.
    """
    first = _NO_MINUS if from_0 else rf"\+?{_NOT_ZERO}"
    number = rf"{first}(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:{_EXPONENT})?"
    return {"type": "string", **_text([rf"{number}\s+{_UNIT}s?"], *examples)}


def in_words(quantity: Quantity, *, is_exact: bool) -> str:
    """Say which numbers there are and how they are written, for a description.

    >>> in_words(Quantity(noun="a rate", example="98%", low=0, high=1, percent=True), is_exact=True)
    'A rate from 0% to 100%; one exact number.'
    """
    if quantity.percent:
        bounds = f" from {figure(100 * quantity.low)}% to {figure(100 * quantity.high)}%"
    elif quantity.high < MOST:
        bounds = f" from {figure(quantity.low)} to {figure(quantity.high)}"
    else:
        bounds = f", {figure(quantity.low)} or more" if quantity.low >= 0 else ""
    said = quantity.noun[0].upper() + quantity.noun[1:] + bounds
    if is_exact:
        return f"{said}; one exact number."
    forms = "{low, high}, {low, likely, high}, {mean, sd} or {samples}"
    return f"{said}. If it is not known exactly: {quantity.spread}, {forms}."


def shortest(value: float) -> float:
    """Return a whole number as an int, which JSON writes without a point."""
    return int(value) if float(value).is_integer() else value


def _entry(quantity: Quantity, *, above: bool = False, below: bool = False) -> JsonSchema:
    """Return the schema of a number within a mapping, where another one may say per what they all are."""
    ways = _ways(quantity, above=above, below=below)
    texts = [f"{way}(?:{_PER})?" for way in ways] if quantity.per_period else ways
    bounds = _bounds(quantity, above=above, below=below)
    return {"type": ["number", "string"], **bounds, **_text(texts, quantity.example)}


def _says_per(quantity: Quantity) -> JsonSchema:
    """Return the schema of a mapping in which one entry at least says per what it is."""
    says = {"type": "string", "pattern": rf"{_PER}\s*$"}
    silent = {"not": {"anyOf": [says, {"type": "array", "contains": says}]}}
    least, most = quantity.spread.split(" to ")
    return {
        "if": {"type": "object", "additionalProperties": silent},
        "then": {"enum": [{"low": resolve(least), "high": most}]},
    }


def _bounds(quantity: Quantity, *, above: bool = False, below: bool = False) -> JsonSchema:
    return {
        "exclusiveMinimum" if above else "minimum": shortest(quantity.low),
        "exclusiveMaximum" if below else "maximum": shortest(quantity.high),
    }


def _ways(quantity: Quantity, *, above: bool = False, below: bool = False) -> list[str]:
    """Return the patterns of a number without a period: plain, and for a rate with a percent sign.

    Parameters
    ----------
    above, below
        Whether it has to be above 0, and below 1.
    """
    sign = "[-+]?" if quantity.low < 0 else _NO_MINUS
    first = sign + (_NOT_ZERO if above or quantity.low > 0 else "")
    if quantity.high != 1:  # no share: an amount, or how far a rate strays
        percent = [r"\s*%"] if quantity.percent else []
        return [rf"{first}{_DIGITS}(?:{_EXPONENT})?{end}" for end in ("", *percent)]
    one, hundred = ("", "") if below else (r"|1(?:\.0*)?", r"|100(?:\.0*)?")
    return [
        rf"{first}(?:0(?:\.[0-9]*)?|\.[0-9]+{one}|{_DIGITS}{_EXPONENT})",
        rf"{first}(?:[1-9]?[0-9](?:\.[0-9]*)?|\.[0-9]+{hundred}|{_DIGITS}{_EXPONENT})\s*%",
    ]


def _alone(quantity: Quantity) -> list[str]:
    """Return the patterns of a number that stands alone: one per period says per what it is."""
    return [f"{way}{_PER}" for way in _ways(quantity)] if quantity.per_period else _ways(quantity)


def _ranges(quantity: Quantity) -> list[str]:
    """Return the patterns of ranges: both ends with a percent sign or none, one with a period at least."""
    ends = _ways(quantity, above=quantity.low >= 0, below=quantity.percent)
    if not quantity.per_period:
        return [f"{end}{_TO}{end}" for end in ends]
    return [text for end in ends for text in (f"{end}(?:{_PER})?{_TO}{end}{_PER}", f"{end}{_PER}{_TO}{end}")]


def _text(patterns: Sequence[str], *examples: str) -> JsonSchema:
    """Return what a text has to be like.

    No text that fails the pattern is one of the examples: they stand there for an editor, which names what
    is in an enumeration and would show the bare pattern otherwise.
    """
    return {
        "if": {"pattern": rf"^\s*(?:{'|'.join(patterns)})\s*$"},
        "else": {"enum": [resolve(example) for example in examples]},
    }
