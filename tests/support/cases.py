"""The scenarios under ``tests/scenarios``: a file is a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not.api import evaluate
from ship_or_not.engine.inputs import UNNAMED

if TYPE_CHECKING:
    from ship_or_not.api import Scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
VALID = sorted((SCENARIOS / "valid").glob("*.yaml"))
INVALID = sorted((SCENARIOS / "invalid").glob("*.yaml"))

_EXPECT = "# expect: "


def expectations(path: Path) -> dict[str, str]:
    """Read what a valid scenario's comments say should be understood: ``# expect: path = value``."""
    expected = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.startswith(_EXPECT):
            key, _, value = line.removeprefix(_EXPECT).partition(" =")
            expected[key] = value.partition("   # ")[0].strip()
    return expected


def understood(scenario: Scenario) -> dict[str, str | float]:
    """Say what was understood of a scenario, in the words of those comments."""
    inputs, summary, policy = scenario.inputs, scenario.summary, scenario.policy
    said: dict[str, str | float] = {
        "as_measured": evaluate(scenario, draws=1).value_per_item.as_measured,
        "name": summary.name,
        "currency": summary.currency,
        "classes": ", ".join(label for label in inputs.classes if label != UNNAMED),
        "refers": "yes" if inputs.refers else "no",
        "prior": inputs.prior,
        "policy": policy.name,
        "policy.min_value_per_item": policy.min_value_per_item,
        "policy.confidence": policy.confidence,
        "policy.requires": ", ".join(policy.requires),
    }
    for path, item in summary.inputs.items():
        said |= {path: item.mean, f"{path} is": item.distribution, f"{path} unit": item.unit}
        said |= {f"{path} low": item.low, f"{path} high": item.high}
    for system, matrix in summary.confusion.items():
        rows = "; ".join(" ".join(f"{cell:.15g}" for cell in row) for row in matrix.rows)
        said |= {f"{system} kind": matrix.kind, f"{system} path": matrix.path or "", f"{system} rows": rows}
    said |= {f"sources.{path}": text for path, text in summary.sources.items()}
    said |= {
        f"policy.error_rate.{label}": f"{limit.above:g} at {limit.chance:g}"
        for label, limit in policy.error_rate.items()
    }
    if policy.loss is not None:
        said["policy.loss"] = f"{policy.loss.amount:g} at {policy.loss.chance:g}"
    if inputs.horizon is not None:
        said["horizon days"] = inputs.horizon.days
    if inputs.mix is not None:
        said["mix"] = " ".join([inputs.mix.source, *map(str, inputs.mix.counts or ())])
    return said
