"""Evaluations as one JSON document: every figure unrounded, in the order of the result's fields."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ship_or_not.results import Evaluation, InputFailure, Policy, Verdict

if TYPE_CHECKING:
    from ship_or_not.errors import Problem

SCHEMA_VERSION = 1

WORST_FIRST = (Verdict.NO_GO, Verdict.INCONCLUSIVE, Verdict.GO)

UNSAFE = re.compile(r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a JSON string may hold but a terminal, a script or UTF-8 cannot: written as an escape."""


def render(
    evaluations: Sequence[Evaluation], errors: Sequence[InputFailure], *, version: str, exit_code: int
) -> str:
    """Write the document that ``schemas/evaluation.schema.json`` describes.

    Parameters
    ----------
    evaluations, errors
        What could be evaluated, and what could not.
    version
        Of ship-or-not.
    exit_code
        With which the command ends.

    Raises
    ------
    ValueError
        If a figure is not finite: a bug, for no result may hold one.
    """
    found = {
        "verdict": worst(evaluations),
        "exit_code": exit_code,
        "evaluations": [plain(evaluation) for evaluation in evaluations],
    }
    return document(found, errors, version=version)


def document(found: Mapping[str, Any], errors: Sequence[InputFailure], *, version: str) -> str:
    """Write what a command found, between what every document begins and ends with.

    Parameters
    ----------
    found
        Keys and JSON values, see `plain`.
    errors, version
        As in `render`.

    Raises
    ------
    ValueError
        If a figure is not finite: a bug, for no result may hold one.
    """
    failures = [
        {"path": failure.path, "problems": [_problem(problem) for problem in failure.problems]}
        for failure in errors
    ]
    whole = {"schema_version": SCHEMA_VERSION, "ship_or_not": version, **found, "errors": failures}
    text = json.dumps(whole, ensure_ascii=False, allow_nan=False, indent=2)
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def worst(evaluations: Sequence[Evaluation]) -> Verdict | None:
    """Pick the verdict that decides for all of them; None where nothing was evaluated."""
    verdicts = {evaluation.verdict for evaluation in evaluations}
    return next((verdict for verdict in WORST_FIRST if verdict in verdicts), None)


def plain(value: Any) -> Any:  # noqa: ANN401 - any part of a result, as any JSON value
    """Walk a result: dataclasses and mappings become objects, sequences arrays.

    A field whose metadata holds a ``"json"`` goes by that name: ``from`` is no name in Python.
    """
    if isinstance(value, Policy):
        return _policy(value)
    if dataclasses.is_dataclass(value):
        return {
            field.metadata.get("json", field.name): plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def _policy(policy: Policy) -> dict[str, Any]:
    """Gather the limits that are set."""
    limits = {"loss": policy.loss, "drawdown": policy.drawdown, "error_rate": policy.error_rate}
    return {
        "name": policy.name,
        "path": policy.path,
        "sha256": policy.sha256,
        "min_value_per_item": policy.min_value_per_item,
        "confidence": policy.confidence,
        "limits": {name: plain(limit) for name, limit in limits.items() if limit},
        "requires": list(policy.requires),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    """Flatten a problem and its location; lines and columns that are not known are null."""
    return {
        "file": problem.location.file,
        "line": problem.location.line or None,
        "column": problem.location.column or None,
        "key": problem.key,
        "found": problem.found,
        "expected": problem.expected,
        "suggestion": problem.suggestion,
    }
