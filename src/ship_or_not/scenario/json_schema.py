"""The JSON Schema of a scenario file, for editors: the models of `schema`, told in draft-07.

It says what can be seen in one place of a file; labels that match, sums and files take the loader. The
definitions have neither title nor description: an editor would show them in place of the key's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, get_args, get_origin

from ship_or_not.scenario.blocks import Lazy, Takes
from ship_or_not.scenario.json_forms import FORMS, JsonSchema, References
from ship_or_not.scenario.json_needs import NEEDS
from ship_or_not.scenario.schema import Document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic.fields import FieldInfo

    from ship_or_not.scenario.blocks import Block

_TOP: Final[JsonSchema] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Scenario of ship-or-not",
    "description": "What a team knows of a model and of what runs today: what is saved, what errors cost, how good"
    " both are. Say whether it is worth putting in production with: ship-or-not evaluate",
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
    references = References()
    document = _block(Document, references)
    return {**_TOP, **document, **NEEDS, "definitions": dict(sorted(references.definitions.items()))}


def _block(block: type[Block], references: References) -> JsonSchema:
    fields = block.model_fields
    required = [key for key, info in fields.items() if info.is_required()]
    return {
        "type": "object",
        "properties": {key: _property(key, info, references) for key, info in fields.items()},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _property(key: str, info: FieldInfo, references: References) -> JsonSchema:
    title = key.replace("_", " ").capitalize()
    schema = _told(title, info.description or "", (info.annotation, info.metadata), references)
    if info.examples:
        schema["examples"] = info.examples
    if info.default is not None and not info.is_required():
        schema["default"] = info.default
    return schema


def _told(
    title: str, description: str, annotation: tuple[Any, Sequence[object]], references: References
) -> JsonSchema:
    """Return the schema of what an annotation says, under a title and with a description.

    Parameters
    ----------
    annotation
        A type and its metadata, as pydantic keeps them apart.
    """
    kind, marks = annotation
    takes = next((mark for mark in marks if isinstance(mark, Takes)), None)
    if isinstance(takes, Lazy):
        block = _block(takes.block, references)
        return {"title": title, "description": description, "examples": [takes.example], **block}
    if takes is not None:
        form, words = FORMS[takes.form](takes.quantity, references)
        return {"title": title, "description": f"{description} {words}".strip(), **form}
    if get_origin(kind) is Annotated:
        inner, *metadata = get_args(kind)
        return _told(title, description, (inner, metadata), references)
    choices = [each for each in get_args(kind) if each is not NoneType]
    if get_origin(kind) is Literal:
        return {"title": title, "description": description, "enum": choices}
    whole = {"title": title, "description": description}
    if get_origin(kind) is list:
        return {**whole, "type": "array", "items": _told(title, description, (choices[0], ()), references)}
    if get_origin(kind) in (dict, Mapping):
        value = _told(title, description, (choices[1], ()), references)
        return {**whole, "type": "object", "minProperties": 1, "additionalProperties": value}
    return _told(title, description, (choices[0], ()), references)  # X | None
