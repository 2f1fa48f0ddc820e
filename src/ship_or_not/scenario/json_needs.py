"""Which keys a scenario needs, and which exclude each other, as JSON Schema: see `needs` and `quality`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.needs import EXPERIMENT, OVER_TIME, REPLACED
from ship_or_not.scenario.quality import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ship_or_not.scenario.json_numbers import JsonSchema


def _has(*path: str) -> JsonSchema:
    """Return the schema of a mapping in which something stands at a path."""
    first, *rest = path
    return {"required": [first]} | ({"properties": {first: _has(*rest)}} if rest else {})


def _without(paths: Iterable[tuple[str, ...]]) -> JsonSchema:
    """Return the schema of a mapping in which nothing stands at any of the paths."""
    properties: dict[str, Any] = {}
    for first, *rest in paths:
        if rest:
            within = properties.setdefault(first, {"properties": {}})
            within["properties"] |= _without([tuple(rest)])["properties"]
        else:
            properties[first] = False
    return {"properties": properties}


def _either(first: str, *others: str) -> JsonSchema:
    """Return the schema of a mapping that has one of the keys; where it has none, the first is missed."""
    schema = _has(first)
    for other in others:
        schema = {"if": _has(other), "else": schema}
    return schema


def _quality(ways: tuple[str, ...]) -> JsonSchema:
    """Return the schema of a system that says how good it is in one way."""
    return {
        **_either(*ways),
        "dependencies": {
            **{way: _without((other,) for other in ways if other != way) for way in ways},
            "measured_on": _either("accuracy", "recall"),
            "refer": _without([("accuracy",), ("recall",), ("share",)]),
        },
    }


_SAVING: Final[JsonSchema] = {
    "if": {"anyOf": [_has("baseline", "cost_per_item"), _has("model", "cost_per_item")]},
    "then": {
        "properties": {
            "savings_per_item": False,
            "baseline": _has("cost_per_item"),
            "model": _has("cost_per_item"),
        }
    },
    "else": _has("savings_per_item"),
}
_OVER_TIME: Final[JsonSchema] = {
    "if": {"anyOf": [_has(*path) for path in OVER_TIME]},
    "then": {"required": ["volume", "horizon"]},
}
_ALL: Final[JsonSchema] = {
    "allOf": [
        {"required": ["error_costs", "baseline", "model"]},
        {"properties": {"baseline": _quality(WAYS), "model": _quality(WAYS[:-1])}},
        _SAVING,
    ]
}

NEEDS: Final[JsonSchema] = {
    "allOf": [_OVER_TIME],
    "if": _has(EXPERIMENT),
    "then": _without(REPLACED),
    "else": _ALL,
}
"""What is saved, what errors cost and how good both systems are; or an experiment's value in their place."""
