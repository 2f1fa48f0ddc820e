"""What may be written for each form of field, as JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.blocks import RESERVED
from ship_or_not.scenario.costs import ERROR_COST, NUMBER_KEYS
from ship_or_not.scenario.json_numbers import (
    NO_BLANK_AT_THE_ENDS,
    JsonSchema,
    cell,
    duration,
    exact,
    in_words,
    mapping_entries,
    uncertain,
)
from ship_or_not.scenario.mix import COUNT
from ship_or_not.scenario.numbers import AMOUNT, RATE, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Form = tuple[JsonSchema, str]
"""A schema, and the words that a description needs with it."""


Definitions = dict[str, JsonSchema]
"""What a form may refer to as ``#/definitions/NAME``, gathered on the way."""


def _number(quantity: Quantity, definitions: Definitions) -> Form:
    noun = quantity.noun.removeprefix("a ").removeprefix("an ").removeprefix("the ").replace(" ", "-")
    entries = mapping_entries(quantity)
    definitions |= {f"{noun}-{key}": entry for key, entry in entries.items()}
    references = {key: {"$ref": f"#/definitions/{noun}-{key}"} for key in entries}
    return uncertain(quantity, references), in_words(quantity, is_exact=False)


def _exact(quantity: Quantity, definitions: Definitions) -> Form:
    del definitions
    return exact(quantity), in_words(quantity, is_exact=True)


def _confidence(quantity: Quantity, definitions: Definitions) -> Form:
    del definitions
    return exact(quantity, below=True), "A chance from 0% to less than 100%; one exact number."


def _items(quantity: Quantity, definitions: Definitions) -> Form:
    form, words = _exact(quantity, definitions)
    types = ["number", "string", "object"]
    return {**form, "type": types, "minProperties": 2, "additionalProperties": form}, words


def _duration(quantity: None, definitions: Definitions) -> Form:
    del quantity, definitions
    words = "A number above 0, and days, weeks, months or years; never a range."
    return duration("24 months", "6 weeks"), words


def _duration_or_none(quantity: None, definitions: Definitions) -> Form:
    del quantity, definitions
    words = "A number from 0 up, and days, weeks, months or years; never a range."
    return duration("1 day", "6 weeks", from_0=True), words


_LABEL: Final[JsonSchema] = {"type": ["string", "number", "boolean"], "minLength": 1}


def _labels(quantity: None, definitions: Definitions) -> Form:
    del quantity, definitions
    label = {
        "title": "Label",
        "description": f"A label that an item can truly have; {RESERVED} is reserved.",
        **_LABEL,
        "pattern": NO_BLANK_AT_THE_ENDS,
        "not": {"const": RESERVED},
    }
    return {"type": "array", "minItems": 2, "uniqueItems": True, "items": label}, ""


def _or_by_label(number: JsonSchema, by_label: JsonSchema) -> JsonSchema:
    """Return the schema of a number in any of its forms, or of a mapping by label.

    A class may be called ``low`` or ``mean``: what fits as a mapping by label is accepted as one.
    """
    either = {
        "if": {"propertyNames": {"enum": sorted(NUMBER_KEYS)}},
        "then": {"if": by_label, "else": {"allOf": number["allOf"]}},
        "else": by_label,
    }
    return {**number, "allOf": [either]}


def _error_costs(quantity: None, definitions: Definitions) -> Form:
    del quantity
    cost, words = _number(ERROR_COST, definitions)
    amount, amount_words = _number(AMOUNT, definitions)
    predicted = {
        "title": "Cost by predicted label",
        "description": "What predicting this label costs, money per error; for the right answer it may be"
        f" negative, a benefit. {amount_words}",
        **amount,
    }
    rest = {
        "title": "Cost of any other label",
        "description": f"What predicting any label costs that is not named here, money per error. {words}",
        "examples": [2],
        **cost,
    }
    row = {"minProperties": 1, "properties": {RESERVED: rest}, "additionalProperties": predicted}
    actual = {
        "title": "Cost by actual class",
        "description": "What a wrong answer costs when this class is true, money per error: one number, or"
        f" {{predicted: cost}}. {words}",
        **_or_by_label(cost, row),
    }
    by_class = {"minProperties": 2, "properties": {RESERVED: False}, "additionalProperties": actual}
    return _or_by_label(cost, by_class), words


def _prevalence(quantity: None, definitions: Definitions) -> Form:
    """Return shares by class, or counts; what stands at a class called ``counts`` is a share."""
    del quantity
    share, words = _number(RATE, definitions)
    count = {"title": "Count", "description": "How many items of this class were counted.", **exact(COUNT)}
    by_class = {"minProperties": 2, "additionalProperties": {**count, "multipleOf": 1}}
    counts = {
        "title": "Counts",
        "description": "How many items of each class were counted in production: {class: items}.",
        "examples": [{"billing": 300, "fraud": 10, "other": 690}],
        **_or_by_label(share, by_class),
    }
    one = {"title": "Share", "description": f"The share of this class in production. {words}", **share}
    return {
        "type": "object",
        "minProperties": 1,
        "properties": {"counts": counts},
        "additionalProperties": one,
        "dependencies": {"counts": {"if": {"properties": {"counts": share}}, "else": {"maxProperties": 1}}},
    }, words


def _confusion(quantity: None, definitions: Definitions) -> Form:
    """Return rows alone, or a mapping: of a file, of labels and rows, or by actual class.

    A class may be called ``file``, ``labels`` or ``rows``: what stands there is then a mapping.
    """
    del quantity, definitions
    row = {"type": "array", "minItems": 1, "items": cell()}
    by_class = {"minProperties": 1, "additionalProperties": cell()}
    actual = {
        "title": "Row",
        "description": "The items that are truly of this class: {predicted label: number}; absent is 0.",
        "type": "object",
        **by_class,
    }
    known: dict[str, JsonSchema] = {
        "file": {
            "title": "File",
            "description": "The path of a CSV or JSON file with the matrix, relative to the scenario.",
            "examples": ["counts.csv"],
            "type": ["string", "object"],
            "pattern": r"\S",
        },
        "labels": {
            "title": "Labels",
            "description": "The labels of the rows and of the columns, both in this order.",
            "examples": [["billing", "fraud"]],
            "type": ["array", "object"],
            "minItems": 1,
            "uniqueItems": True,
            "items": _LABEL,
        },
        "rows": {
            "title": "Rows",
            "description": "A row of numbers for each label, in the order of labels.",
            "examples": [[[97, 3], [1, 9]]],
            "type": ["array", "object"],
            "minItems": 1,
            "items": row,
        },
    }
    classes = {"properties": {"labels": {"type": "object"}, "rows": {"type": "object"}}}
    lists = {"labels": {"type": "array"}, "rows": {"type": "array"}}
    matrix = {"if": classes, "else": {"required": list(lists), "maxProperties": 2, "properties": lists}}
    return {
        "type": ["object", "array"],
        "minItems": 2,
        "items": {**row, "minItems": 2},
        "minProperties": 1,
        "properties": {key: {**schema, **by_class} for key, schema in known.items()},
        "additionalProperties": actual,
        "dependencies": {
            "file": {"if": {"properties": {"file": {"type": "object"}}}, "else": {"maxProperties": 1}},
            "labels": matrix,
            "rows": matrix,
        },
    }, ""


FORMS: Final[Mapping[str, Callable[[Any, Definitions], Form]]] = {
    "number": _number,
    "exact": _exact,
    "confidence": _confidence,
    "items": _items,
    "duration": _duration,
    "duration or none": _duration_or_none,
    "version": lambda *_: ({"const": 1}, ""),
    "text": lambda *_: ({"type": "string", "pattern": r"\S"}, ""),
    "label": lambda *_: (_LABEL, ""),
    "labels": _labels,
    "error costs": _error_costs,
    "prevalence": _prevalence,
    "confusion": _confusion,
}
"""The name that a field's `Takes` gives → what may be written for it."""
