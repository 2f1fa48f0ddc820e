"""Which keys a scenario needs, and which stand in place of others, as JSON Schema: the structure of `needs`."""

from __future__ import annotations

from typing import Final

from ship_or_not.scenario.json_numbers import JsonSchema
from ship_or_not.scenario.needs import EXPERIMENT


def _has(system: str, key: str) -> JsonSchema:
    return {"required": [system], "properties": {system: {"required": [key]}}}


NEEDS: Final[JsonSchema] = {
    "if": {"required": [EXPERIMENT]},
    "else": {
        "required": ["error_costs", "baseline", "model"],
        "if": {"anyOf": [_has("baseline", "cost_per_item"), _has("model", "cost_per_item")]},
        "then": {
            "properties": {
                "savings_per_item": False,
                "baseline": {"required": ["cost_per_item"]},
                "model": {"required": ["cost_per_item"]},
            }
        },
        "else": {"required": ["savings_per_item"]},
    },
}
"""What is saved, what errors cost and both systems; or an experiment's value in their place."""
