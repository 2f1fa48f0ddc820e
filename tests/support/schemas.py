"""The published schemas of what the commands write, which refer to one another."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

SHARED = "evaluation.schema.json"


def problems(command: str, document: Any) -> list[str]:
    """Return what a document has against the schema of a command, in words."""
    shared = Resource.from_contents(published(SHARED), default_specification=DRAFT7)
    registry: Registry[Any] = Registry().with_resource(SHARED, shared)
    schema = published(f"{command}.schema.json")
    jsonschema.Draft7Validator.check_schema(schema)
    found = jsonschema.Draft7Validator(schema, registry=registry).iter_errors(document)
    return [f"{each.json_path}: {each.message}" for each in found]


def published(name: str) -> Any:
    """Return a schema as the package ships it."""
    return json.loads((files("ship_or_not") / "schemas" / name).read_text(encoding="utf-8"))
