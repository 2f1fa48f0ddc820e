"""The JSON document: as its published schema says, unrounded, and loadable whatever a label holds."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from jsonschema import Draft7Validator

import ship_or_not.errors
from ship_or_not.errors import Location, Problem
from ship_or_not.render.json import render, worst
from ship_or_not.results import InputFailure, RateLimit, Verdict
from support.hostile import LABELS
from support.results_factory import QUESTIONS, class_result, newsgroups, smallest, tickets

SCHEMA = json.loads(
    Path(ship_or_not.errors.__file__)
    .with_name("schemas")
    .joinpath("evaluation.schema.json")
    .read_text("utf-8")
)
VALIDATOR = Draft7Validator(SCHEMA)

FAILURE = InputFailure(
    path="bad.yaml",
    problems=(
        Problem(
            location=Location(file="bad.yaml", line=3, column=14, length=2, source="error_costs: x"),
            key="error_costs",
            found="x is not a number",
            expected="a number",
        ),
        Problem(location=Location(file="bad.yaml"), key="", found="is empty", suggestion="init"),
    ),
)


def document(*evaluations: Any, errors: tuple[InputFailure, ...] = (), exit_code: int = 0) -> Any:
    """Render, check against the schema and load."""
    loaded = json.loads(render(evaluations, errors, version="0.1.0", exit_code=exit_code))
    VALIDATOR.validate(loaded)
    return loaded


def objects(schema: Any) -> list[dict[str, Any]]:
    """Collect every schema of an object with keys of ours."""
    if isinstance(schema, list):
        return [found for item in schema for found in objects(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if isinstance(schema.get("properties"), dict) else []
    return own + [found for item in schema.values() for found in objects(item)]


def test_the_schema_is_valid_and_closed_and_describes_every_key() -> None:
    Draft7Validator.check_schema(SCHEMA)
    found = objects(SCHEMA)
    assert len(found) == 25
    for schema in found:
        assert schema["additionalProperties"] is False
        assert set(schema["required"]) <= set(schema["properties"])
        assert all("description" in value or "$ref" in value for value in schema["properties"].values())
    ids = SCHEMA["definitions"]["question"]["properties"]["id"]["enum"]
    assert ids == list(QUESTIONS)


def test_documents_of_all_kinds_follow_the_schema() -> None:
    document(smallest())
    document(tickets(), newsgroups())
    document(errors=(FAILURE,), exit_code=2)


def test_the_document_begins_with_what_others_build_on() -> None:
    found = document(tickets(), errors=(FAILURE,), exit_code=2)
    assert list(found) == ["schema_version", "ship_or_not", "verdict", "exit_code", "evaluations", "errors"]
    assert [found[key] for key in list(found)[:4]] == [1, "0.1.0", "INCONCLUSIVE", 2]


def test_figures_are_unrounded_and_fields_keep_their_order() -> None:
    (found,) = document(tickets())["evaluations"]
    assert found["flip_points"][4]["now"] == 0.35
    assert found["value_per_item"] == {
        "as_measured": 0.1262,
        "expected": 0.11834,
        "low": -0.0143,
        "high": 0.2517,
        "chance_above_minimum": 0.93213,
        "monte_carlo_error": 0.00062,
    }
    assert list(found)[:7] == ["scenario", "policy", "verdict", "strategy", "rule", "reason", "at_edge"]
    assert document(smallest())["evaluations"][0]["flip_points"][0]["flips_at"] == 42.857142857


def test_a_policy_shows_only_the_limits_that_are_set() -> None:
    assert document(smallest())["evaluations"][0]["policy"] == {
        "name": "balanced",
        "path": None,
        "sha256": None,
        "min_value_per_item": 0.0,
        "confidence": 0.9,
        "limits": {},
        "requires": [],
    }
    assert document(tickets())["evaluations"][0]["policy"]["limits"] == {
        "loss": {"amount": 50000.0, "chance": 0.05},
        "error_rate": {"fraud": {"above": 0.3, "chance": 0.1}},
    }


def test_any_mapping_is_an_object() -> None:
    limits = MappingProxyType({"fraud": RateLimit(above=0.3, chance=0.1)})
    found = document(smallest(policy=replace(smallest().policy, error_rate=limits)))
    assert found["evaluations"][0]["policy"]["limits"]["error_rate"]["fraud"]["above"] == 0.3


def test_problems_are_flat_and_unknown_places_null() -> None:
    assert document(errors=(FAILURE,), exit_code=2)["errors"] == [
        {
            "path": "bad.yaml",
            "problems": [
                {
                    "file": "bad.yaml",
                    "line": 3,
                    "column": 14,
                    "key": "error_costs",
                    "found": "x is not a number",
                    "expected": "a number",
                    "suggestion": "",
                },
                {
                    "file": "bad.yaml",
                    "line": None,
                    "column": None,
                    "key": "",
                    "found": "is empty",
                    "expected": "",
                    "suggestion": "init",
                },
            ],
        }
    ]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([], None),
        (["GO"], "GO"),
        (["GO", "INCONCLUSIVE"], "INCONCLUSIVE"),
        (["INCONCLUSIVE", "NO-GO", "GO"], "NO-GO"),
    ],
)
def test_the_worst_verdict_decides(verdicts: list[str], expected: str | None) -> None:
    assert worst([smallest(verdict=Verdict(verdict)) for verdict in verdicts]) == expected


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
def test_a_figure_that_is_not_finite_is_refused(figure: float) -> None:
    broken = smallest(value_per_item=replace(smallest().value_per_item, expected=figure))
    with pytest.raises(ValueError, match="Out of range float values"):
        render([broken], [], version="0.1.0", exit_code=0)


def test_hostile_labels_come_back_as_they_were_and_do_nothing_on_the_way() -> None:
    for label in LABELS:
        text = render([smallest(classes=(class_result(label),))], [], version="0.1.0", exit_code=0)
        assert json.loads(text)["evaluations"][0]["classes"][0]["label"] == label
        assert text.encode("utf-8").decode("utf-8") == text
        assert not {character for character in text if ord(character) < 32} - {"\n"}
        assert not set(text) & set("\x7f\x9b\u2028\u202e\u2066")


def test_text_stays_readable_and_ends_with_a_line() -> None:
    text = render([smallest(classes=(class_result("Réclamation 票"),))], [], version="0.1.0", exit_code=0)
    assert '"label": "Réclamation 票"' in text
    assert text.endswith("}\n")
    assert text.startswith('{\n  "schema_version": 1,\n')
