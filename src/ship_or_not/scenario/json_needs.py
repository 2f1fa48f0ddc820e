"""Which keys a scenario needs, and which exclude each other, as JSON Schema: see `needs` and `quality`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.json_numbers import NO_BLANK_AT_THE_ENDS
from ship_or_not.scenario.needs import COURSE, EXPERIMENT, OVER_TIME, REPLACED, UNMEASURED
from ship_or_not.scenario.plans import BUILT, KINDS, MOST_PLANS, RESERVED_NAMES
from ship_or_not.scenario.quality import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
    "if": {"anyOf": [_has(*path) for path in (*OVER_TIME, *COURSE)]},
    "then": {"required": ["volume", "horizon"]},
}
_MODEL: Final[JsonSchema] = {
    **_quality(WAYS[:-1]),
    "allOf": [
        {"dependencies": {"monitoring": ["failure"]}},
        {
            "if": {"required": ["failure"], "properties": {"monitoring": False}},
            "then": {"properties": {"failure": _has("noticed_after")}},
        },
    ],
}
_BY_KIND: Final[Mapping[str, JsonSchema]] = {
    "previous": {},
    "backup": _quality(WAYS[:-1]),
    "pause": _has("cost_per_unprocessed_item"),
}
_PLAN: Final[JsonSchema] = {
    "properties": {"name": {"not": {"enum": list(RESERVED_NAMES)}, "pattern": NO_BLANK_AT_THE_ENDS}},
    "dependencies": {key: ["build_time"] for key in BUILT},
    "allOf": [
        {
            "if": {"properties": {"kind": {"const": kind}}},
            "then": {
                "allOf": [
                    schema,
                    _without((key,) for key, kinds in KINDS.items() if kind not in kinds),
                ]
            },
        }
        for kind, schema in _BY_KIND.items()
    ],
}
_PLANS: Final[JsonSchema] = {
    "properties": {"plan_b": {"minItems": 1, "maxItems": MOST_PLANS, "items": _PLAN}},
    "dependencies": {
        "plan_b": _has("model", "failure"),
        "savings_per_item": {
            "properties": {
                "plan_b": {"items": {"properties": {"kind": {"const": "previous"}, "cost_per_item": False}}}
            }
        },
    },
}
_ALL: Final[JsonSchema] = {
    "allOf": [
        {"required": ["error_costs", "baseline", "model"]},
        {"properties": {"baseline": _quality(WAYS), "model": _MODEL}},
        _SAVING,
        _PLANS,
    ]
}

NEEDS: Final[JsonSchema] = {
    "allOf": [_OVER_TIME],
    "if": _has(EXPERIMENT),
    "then": _without((*REPLACED, *UNMEASURED)),
    "else": _ALL,
}
"""What is saved, what errors cost and how good both systems are; or an experiment's value in their place."""
