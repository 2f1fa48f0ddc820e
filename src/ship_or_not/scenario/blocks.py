"""What the schema's models are made of: numbers, durations, labels, and blocks built when they are met.

A field validator here says what is wrong as ``found`` and ``expected``; where it stands is added by
`scenario.validate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError, core_schema

from ship_or_not.scenario.numbers import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    RATE,
    YEARLY_RATE,
    Number,
    NumberError,
    Quantity,
    parse_duration,
    parse_exact,
    parse_number,
)
from ship_or_not.scenario.quantities import inside

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


class Parse:
    """Marks a field that a function reads; pydantic builds no schema of the type it returns."""

    def __init__(self, parse: Callable[[Any], Any]) -> None:
        self.parse = parse

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate by the function alone."""
        del source, handler
        return core_schema.no_info_plain_validator_function(self.parse)


class Lazy(Parse):
    """Marks a field whose block's schema is only built when a scenario has that block."""

    def __init__(self, block: type[Block]) -> None:
        super().__init__(self._validate)
        self.block = block

    def _validate(self, value: object) -> Block:
        if not isinstance(value, dict):
            raise wrong("this is not a mapping", f"a mapping of {', '.join(self.block.model_fields)}")
        return self.block.model_validate(value)


def wrong(found: str, expected: str, at: tuple[str, ...] = ()) -> PydanticCustomError:
    """Return an error in the form that `scenario.validate` reads."""
    return PydanticCustomError("input", "{found}", {"found": found, "expected": expected, "at": at})


def _number(quantity: Quantity) -> Parse:
    return Parse(_said(lambda raw: parse_number(raw, quantity)))


def _exact(quantity: Quantity) -> Parse:
    return Parse(_said(lambda raw: parse_exact(raw, quantity)))


def _said(parse: Callable[[object], Any]) -> Callable[[object], Any]:
    def validate(raw: object) -> object:
        try:
            return parse(raw)
        except NumberError as error:
            raise wrong(error.found, error.expected, error.at) from None

    return validate


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
        raise wrong(f"{_shown(raw)} is not text", "text; put it in quotes")
    return raw


def _labels(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise wrong(f"{_shown(raw)} is not a list", "a list of labels: [billing, fraud, other]")
    for place, label in enumerate(raw):
        if not isinstance(label, str) or not label:
            raise wrong(f"{_shown(label)} is not a label", "text", (str(place),))
        if label == RESERVED:
            raise wrong(f"{RESERVED} is reserved", "another label", (str(place),))
        if label in raw[:place]:
            raise wrong(f"{label} stands twice", "each label once", (str(place),))
    if len(raw) == 1:
        raise wrong("there is one class", "at least two")
    return tuple(raw)


def _label(raw: object) -> str:
    if not isinstance(raw, str) or not raw:
        raise wrong(f"{_shown(raw)} is not a label", "one of classes")
    return raw


def _shown(raw: object) -> str:
    if raw is None:
        return "nothing"
    kinds = {dict: "a mapping", list: "a list", bool: str(raw).lower()}
    return kinds.get(type(raw), str(raw)[:40])


VOLUME = Quantity(noun="a number of items", example="40000", low=1e-9, high=1e15)
ITEMS = Quantity(noun="a number of labelled items", example="2000", low=1, high=2.0**53)
PRIOR = Quantity(noun="a weight in items", example="1", low=0.1, high=1000)
CONFIDENCE = Quantity(noun="a chance", example="90%", low=0, high=1 - 2.0**-53, percent=True)

AmountNumber = Annotated[Number, _number(AMOUNT)]
CostNumber = Annotated[Number, _number(COST)]
CostPerPeriod = Annotated[Number, _number(COST_PER_PERIOD)]
RateNumber = Annotated[Number, _number(RATE)]
YearlyRate = Annotated[Number, _number(YEARLY_RATE)]
VolumeNumber = Annotated[Number, _number(VOLUME)]
ExactAmount = Annotated[float, _exact(AMOUNT)]
ExactCost = Annotated[float, _exact(COST)]
ExactRate = Annotated[float, _exact(RATE)]
ExactConfidence = Annotated[float, _exact(CONFIDENCE)]
MeasuredOn = Annotated[float | dict[str, float], Parse(_said(_measured_on))]
ExactPrior = Annotated[float, _exact(PRIOR)]
DurationDays = Annotated[float, Parse(_said(lambda raw: parse_duration(raw).days))]
Text = Annotated[str, Parse(_text)]
Label = Annotated[str, Parse(_label)]
Labels = Annotated[tuple[str, ...], Parse(_labels)]
