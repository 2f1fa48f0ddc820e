"""The JSON Schema of a scenario file, for editors: the models of `schema`, told in draft-07.

It says what can be seen in one place of a file; labels that match, sums and files take the loader. Its shape
is what yaml-language-server shows best: a title and a description stand at the key that they explain, behind
no ``$ref``, and no value is described by an ``anyOf``.
"""

from __future__ import annotations

from copy import deepcopy
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from ship_or_not.scenario.blocks import Lazy, Takes
from ship_or_not.scenario.json_forms import FORMS, Definitions
from ship_or_not.scenario.json_needs import NEEDS
from ship_or_not.scenario.json_numbers import JsonSchema, shortest
from ship_or_not.scenario.quantities import figure
from ship_or_not.scenario.schema import Document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic.fields import FieldInfo

    from ship_or_not.scenario.blocks import Block

_TOP: Final[JsonSchema] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "ship-or-not scenario",
    "description": "What a team knows of a model and of what runs today: what is saved, what errors cost, how"
    " good both are. ship-or-not evaluate says whether the model is worth putting in production.",
    "examples": [
        {
            "name": "Automate item triage",
            "savings_per_item": 0.3,
            "error_costs": 2,
            "baseline": {"accuracy": "98.7%"},
            "model": {"accuracy": "98%"},
        }
    ],
}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft-07) of a scenario file, as plain mappings and lists.

    Examples
    --------
    >>> scenario_schema()["properties"]["horizon"]["examples"]
    ['24 months']
    """
    definitions: Definitions = {}
    document = _block(Document, definitions)
    schema = {**_TOP, **document, **NEEDS, "definitions": dict(sorted(definitions.items()))}
    return deepcopy(schema)  # parts of it are the models' own


def _block(block: type[Block], definitions: Definitions) -> JsonSchema:
    fields = block.model_fields
    required = [key for key, info in fields.items() if info.is_required()]
    return {
        "type": "object",
        "properties": {key: _property(key, info, definitions) for key, info in fields.items()},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _property(key: str, info: FieldInfo, definitions: Definitions) -> JsonSchema:
    title = info.title or key.replace("_", " ").capitalize()
    schema = _described(title, info.description or "", info.annotation, info.metadata, definitions)
    if info.examples:
        schema["examples"] = info.examples
    if info.default is not None and not info.is_required():
        schema["default"] = shortest(info.default)
        schema["description"] += f" By default {figure(info.default)}."
    return schema


def _described(
    title: str,
    description: str,
    kind: Any,  # noqa: ANN401 - a type
    marks: Iterable[object],
    definitions: Definitions,
) -> JsonSchema:
    """Return the schema of a type and its marks, under a title and with a description."""
    kind, marks = _plain(kind, marks)
    named = {"title": title, "description": description}
    takes = next((mark for mark in marks if isinstance(mark, Takes)), None)
    if isinstance(takes, Lazy):
        return {**named, "examples": [takes.example], **_block(takes.block, definitions)}
    if takes is not None:
        form, words = FORMS[takes.form](takes.quantity, definitions)
        return {"title": title, "description": f"{description} {words}".strip(), **form}
    inner = get_args(kind)
    if get_origin(kind) is dict:
        value = _described(title, description, inner[1], (), definitions)
        return {**named, "type": "object", "additionalProperties": value}
    if get_origin(kind) is list:
        return {**named, "type": "array", "items": _described(title, description, inner[0], (), definitions)}
    assert get_origin(kind) is Literal, kind  # noqa: S101 - a model with a field of another kind
    return {**named, "enum": list(inner)}


def _plain(kind: Any, marks: Iterable[object]) -> tuple[Any, list[object]]:  # noqa: ANN401 - types
    """Take off ``| None`` and ``Annotated``, and gather the marks."""
    marks = list(marks)
    if any(isinstance(mark, Takes) for mark in marks):
        return kind, marks
    if get_origin(kind) in (Union, UnionType):
        return _plain(next(each for each in get_args(kind) if each is not NoneType), marks)
    if get_origin(kind) is Annotated:
        inner, *more = get_args(kind)
        return _plain(inner, [*marks, *more])
    return kind, marks
