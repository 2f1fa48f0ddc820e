"""What may be written for each form of field, as JSON Schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ship_or_not.scenario.blocks import RESERVED
from ship_or_not.scenario.costs import ERROR_COST
from ship_or_not.scenario.json_numbers import JsonSchema, cell, duration, exact, in_words, uncertain
from ship_or_not.scenario.mix import COUNT
from ship_or_not.scenario.numbers import AMOUNT, RATE, Quantity

Form = tuple[JsonSchema, str]
"""A schema, and the words that a description needs with it."""


class References:
    """The definitions that are referred to, gathered on the way."""

    def __init__(self) -> None:
        self.definitions: dict[str, JsonSchema] = {}

    def to(self, kind: str, quantity: Quantity, schema: JsonSchema) -> JsonSchema:
        """Return a schema that refers to a definition.

        Parameters
        ----------
        kind
            What tells it from other definitions of the same quantity; "" for the first.
        """
        noun = quantity.noun.removeprefix("a ").removeprefix("an ").removeprefix("the ")
        name = f"{kind} {noun}".strip().replace(" ", "-")
        self.definitions[name] = schema
        return {"allOf": [{"$ref": f"#/definitions/{name}"}]}


def _number(quantity: Quantity, references: References) -> Form:
    return references.to("", quantity, uncertain(quantity)), in_words(quantity, is_exact=False)


def _exact(quantity: Quantity, references: References) -> Form:
    return references.to("exact", quantity, exact(quantity)), in_words(quantity, is_exact=True)


def _confidence(quantity: Quantity, references: References) -> Form:
    below = exact(quantity, below=True)
    return references.to(
        "exact", quantity, below
    ), f"{in_words(quantity, is_exact=True)} It has to be below 1."


def _items(quantity: Quantity, references: References) -> Form:
    form, words = _exact(quantity, references)
    by_class = {"type": "object", "minProperties": 2, "additionalProperties": form}
    return {"anyOf": [*form["allOf"], by_class]}, words


def _duration(quantity: None, references: References) -> Form:
    del quantity, references
    return duration(
        "24 months", "6 weeks"
    ), "A number above 0, and days, weeks, months or years; never a range."


_LABEL: Final[JsonSchema] = {"type": ["string", "number", "boolean"], "minLength": 1}


def _labels(quantity: None, references: References) -> Form:
    del quantity, references
    label = {
        "title": "Label",
        "description": f"A label that an item can truly have; {RESERVED} is reserved.",
        **_LABEL,
        "not": {"const": RESERVED},
    }
    return {"type": "array", "minItems": 2, "uniqueItems": True, "items": label}, ""


def _error_costs(quantity: None, references: References) -> Form:
    del quantity
    cost, words = _number(ERROR_COST, references)
    amount, amount_words = _number(AMOUNT, references)
    cell = {
        "title": "Cost by predicted label",
        "description": "What predicting this label costs, money per error; for the right answer it may be negative,"
        f" a benefit. {amount_words}",
        **amount,
    }
    rest = {
        "title": "Cost of any other label",
        "description": f"What predicting any label costs that is not named here, money per error. {words}",
        **cost,
    }
    row = {"type": "object", "minProperties": 1, "properties": {RESERVED: rest}, "additionalProperties": cell}
    actual = {
        "title": "Cost by actual class",
        "description": "What a wrong answer costs when this class is true, money per error: one number, or"
        f" {{predicted: cost}}. {words}",
        "anyOf": [*cost["allOf"], row],
    }
    by_class = {
        "type": "object",
        "minProperties": 2,
        "properties": {RESERVED: False},
        "additionalProperties": actual,
    }
    return {"anyOf": [*cost["allOf"], by_class]}, words


def _prevalence(quantity: None, references: References) -> Form:
    del quantity
    share, words = _number(RATE, references)
    whole, _ = _exact(COUNT, references)
    count = {
        "title": "Count",
        "description": "How many items of this class were counted.",
        "allOf": [*whole["allOf"], {"multipleOf": 1}],
    }
    counts = {
        "title": "Counts",
        "description": "How many items of each class were counted in production: {class: items}.",
        "anyOf": [{"type": "object", "minProperties": 2, "additionalProperties": count}, *share["allOf"]],
    }
    one = {"title": "Share", "description": f"The share of this class in production. {words}", **share}
    alone = {"anyOf": [{"maxProperties": 1}, {"properties": {"counts": share}}]}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {"counts": counts},
        "additionalProperties": one,
        "dependencies": {"counts": alone},
    }, words


def _confusion(quantity: None, references: References) -> Form:
    del quantity
    row = {"type": "array", "minItems": 2, "items": references.to("", _CELL, cell())}
    rows = {"type": "array", "minItems": 2, "items": row}
    labels = {"type": "array", "minItems": 2, "uniqueItems": True, "items": _LABEL}
    file = {"type": "string", "pattern": r"\S"}
    described = {
        "file": {
            "title": "File",
            "description": "Path of a CSV or JSON file, relative to the scenario.",
            **file,
        },
        "labels": {
            "title": "Labels",
            "description": "The labels of the rows and the columns, in order.",
            **labels,
        },
        "rows": {"title": "Rows", "description": "A row of numbers for each label.", **rows},
    }
    nested = {
        "title": "Row",
        "description": "The items that are truly of this class: {predicted label: number}; absent is 0.",
        "type": "object",
        "additionalProperties": references.to("", _CELL, cell()),
    }
    forms = [
        {
            "type": "object",
            "properties": {"file": described["file"]},
            "additionalProperties": False,
            "required": ["file"],
        },
        {
            "type": "object",
            "properties": {key: described[key] for key in ("labels", "rows")},
            "additionalProperties": False,
            "required": ["labels", "rows"],
        },
        {"type": "object", "minProperties": 2, "additionalProperties": nested},
        rows,
    ]
    return {"anyOf": forms}, ""


_CELL: Final = Quantity(noun="a number of a matrix", example="12", low=0, high=2.0**53, percent=True)


FORMS: Final[Mapping[str, Callable[[Any, References], Form]]] = {
    "number": _number,
    "exact": _exact,
    "confidence": _confidence,
    "items": _items,
    "duration": _duration,
    "version": lambda *_: ({"const": 1}, ""),
    "text": lambda *_: ({"type": "string", "pattern": r"\S"}, ""),
    "label": lambda *_: (_LABEL, ""),
    "labels": _labels,
    "error costs": _error_costs,
    "prevalence": _prevalence,
    "confusion": _confusion,
}
"""The name that a field's `Takes` gives → what may be written for it."""
