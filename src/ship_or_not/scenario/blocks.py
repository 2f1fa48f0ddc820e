"""What the schema's models are made of: numbers, durations, labels, and blocks built when they are met.

A field validator here says what is wrong as ``found`` and ``expected``; where it stands is added by
`scenario.validate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError, core_schema

from ship_or_not.evidence.text import quoted
from ship_or_not.scenario.numbers import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    ERRORS_PER_PERIOD,
    RATE,
    RATE_PER_PERIOD,
    YEARLY_RATE,
    Number,
    NumberError,
    Quantity,
    parse_duration,
    parse_duration_number,
    parse_exact,
    parse_number,
)
from ship_or_not.scenario.quantities import inside, quote

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler

RESERVED = "any_other"
"""The label that stands for every predicted label not named."""


class Block(BaseModel):
    """A mapping of known keys; nothing is coerced, and its schema is built when one is met."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True
    )


class Takes:
    """Says what may be written for a field; only `scenario.json_schema` reads it.

    Parameters
    ----------
    form
        The name of one of its forms.
    quantity
        What kind of number, where the form is one.
    """

    def __init__(self, form: str, quantity: Quantity | None = None) -> None:
        self.form = form
        self.quantity = quantity


class Parse(Takes):
    """Marks a field that a function reads; pydantic builds no schema of the type it returns."""

    def __init__(self, parse: Callable[[Any], Any], form: str, quantity: Quantity | None = None) -> None:
        super().__init__(form, quantity)
        self.parse = parse

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate by the function alone."""
        del source, handler
        return core_schema.no_info_plain_validator_function(self.parse)


class Lazy(Parse):
    """Marks a field whose block's schema is only built when a scenario has that block.

    Parameters
    ----------
    shown
        The keys that an example of the block shows; those it requires where none are named.
    """

    def __init__(self, block: type[Block], *shown: str) -> None:
        super().__init__(self._validate, "block")
        self.block = block
        self.shown = shown

    @property
    def example(self) -> dict[str, Any]:
        """How the block may be written."""
        fields = self.block.model_fields
        shown = self.shown or [key for key, info in fields.items() if info.is_required()]
        return {key: (fields[key].examples or [])[0] for key in shown}

    def _validate(self, value: object) -> Block | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise wrong(f"{shown(value)} is not a block of keys", f"a block of keys: {flow(self.example)}")
        return self.block.model_validate(value)


def wrong(found: str, expected: str, at: tuple[str, ...] = ()) -> PydanticCustomError:
    """Return an error in the form that `scenario.validate` reads."""
    return PydanticCustomError("input", "{found}", {"found": found, "expected": expected, "at": at})


def _number(quantity: Quantity) -> Parse:
    return Parse(_said(lambda raw: parse_number(raw, quantity)), "number", quantity)


def _exact(quantity: Quantity) -> Parse:
    return Parse(_said(lambda raw: parse_exact(raw, quantity)), "exact", quantity)


def _said(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    def validate(raw: object) -> object:
        try:
            return parse(raw)
        except NumberError as error:
            error = by_amount(raw) or error
            raise wrong(error.found, error.expected, error.at) from None

    return validate


def by_amount(raw: object) -> NumberError | None:
    """Return what is wrong with a cost by amount, None where it is none."""
    if not isinstance(raw, str) or raw.split()[-1:] != ["amount"]:
        return None
    found = f"{quote(raw)}: this version cannot compute a cost by amount yet"
    return NumberError(found, "a number, such as the mean of those costs")


def _confidence(raw: object) -> float:
    confidence = parse_exact(raw, CHANCE)
    if confidence == 1:
        raise NumberError(f"{shown(raw)} is certainty, which no chance reaches", "less than 1, such as 99%")
    return confidence


def _version(raw: object) -> int:
    if raw is True or raw != 1:
        raise wrong(f"{shown(raw)} is no version of this format", "version: 1")
    return 1


def _measured_on(raw: object) -> float | dict[str, float]:
    if not isinstance(raw, dict):
        return _exact_items(raw)
    sizes = {}
    for label, size in raw.items():
        with inside(label):
            sizes[label] = _exact_items(size)
    return sizes


def _exact_items(raw: object) -> float:
    return parse_exact(raw, ITEMS)


def _text(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        if isinstance(raw, str):
            raise wrong("the text is empty", "text, or no such line")
        raise wrong(f"{shown(raw)} is not text", "text; put it in quotes")
    return raw


def _labels(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        found = "the list is empty" if raw == [] else f"{shown(raw)} is not a list"
        raise wrong(found, "a list of labels: [billing, fraud, other]")
    for place, label in enumerate(raw):
        if not isinstance(label, str) or not label.strip():
            raise wrong(f"{shown(label)} is not a label", "a short text", (str(place),))
        if label != label.strip():
            raise wrong(f"{shown(label)} begins or ends with a blank", shown(label.strip()), (str(place),))
        if label == RESERVED:
            found = f"{RESERVED} is reserved: in error_costs it is every label not named"
            raise wrong(found, "another label", (str(place),))
        if label in raw[:place]:
            raise wrong(f"{label} stands twice", "each label once", (str(place),))
    if len(raw) == 1:
        raise wrong("there is one class only", "at least two: [billing, other]")
    return tuple(raw)


def _label(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise wrong(f"{shown(raw)} is not a label", "one label, as text")
    return raw


def shown(raw: object) -> str:
    """Show what was written in a message; text in quotes, so that ``"1"`` is not taken for a number."""
    return quoted(raw) if isinstance(raw, str) else quote(raw)


def flow(value: object) -> str:
    """Write a plain value as YAML does on one line.

    >>> flow({"items": 40000, "per": "month"})
    '{items: 40000, per: month}'
    """
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(flow, value))}]" if isinstance(value, list) else str(value)


VOLUME = Quantity(noun="a number of items", example="40000", spread="30000 to 50000", low=0.001, high=1e15)
ITEMS = Quantity(noun="a number of labelled items", example="2000", low=1, high=2.0**53)
PRIOR = Quantity(noun="a weight in items", example="1", low=0.1, high=1000)
CHANCE = Quantity(noun="a chance", example="90%", low=0, high=1, percent=True)

AmountNumber = Annotated[Number, _number(AMOUNT)]
CostNumber = Annotated[Number, _number(COST)]
CostPerPeriod = Annotated[Number, _number(COST_PER_PERIOD)]
ErrorsPerPeriod = Annotated[Number, _number(ERRORS_PER_PERIOD)]
RateNumber = Annotated[Number, _number(RATE)]
RatePerPeriod = Annotated[Number, _number(RATE_PER_PERIOD)]
YearlyRate = Annotated[Number, _number(YEARLY_RATE)]
VolumeNumber = Annotated[Number, _number(VOLUME)]
ExactAmount = Annotated[float, _exact(AMOUNT)]
ExactCost = Annotated[float, _exact(COST)]
ExactRate = Annotated[float, _exact(RATE)]
ExactConfidence = Annotated[float, Parse(_said(_confidence), "confidence", CHANCE)]
MeasuredOn = Annotated[float | dict[str, float], Parse(_said(_measured_on), "items", ITEMS)]
ExactPrior = Annotated[float, _exact(PRIOR)]
DurationDays = Annotated[float, Parse(_said(lambda raw: parse_duration(raw).days), "duration")]
DurationNumber = Annotated[Number, Parse(_said(parse_duration_number), "duration")]
DurationOrNone = Annotated[
    Number, Parse(_said(lambda raw: parse_duration_number(raw, shortest=0.0)), "duration or none")
]
DaysOrLonger = Annotated[
    Number, Parse(_said(lambda raw: parse_duration_number(raw, shortest=1.0)), "duration")
]
Version = Annotated[int, Parse(_version, "version")]
Text = Annotated[str, Parse(_text, "text")]
Label = Annotated[str, Parse(_label, "label")]
Labels = Annotated[tuple[str, ...], Parse(_labels, "labels")]
