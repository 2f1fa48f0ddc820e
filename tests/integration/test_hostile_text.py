"""Control characters and markup, wherever text can be put in: no output obeys them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from fuzz.runner import Runner, faults
from support.command import GO
from support.hostile import LABELS

if TYPE_CHECKING:
    from pathlib import Path

SCENARIO = """\
name: LABEL
currency: LABEL
classes: [LABEL, other]
sources: {error_costs: LABEL}
savings_per_item: 1
error_costs: {LABEL: 2, other: {any_other: 3}}
prevalence: {LABEL: 40%, other: 60%}
baseline: {always: LABEL}
model:
  confusion: {LABEL: {LABEL: 9, other: 1}, other: {LABEL: 2, other: 8}}
  failure: {chance: 5% per week, accuracy: 10%, noticed_after: 1 week, repaired_after: 1 week}
plan_b: [{name: LABEL, kind: previous, ready_in: 1 day}]
volume: {items: 10, per: week}
horizon: 3 weeks
policy: {limits: {error_rate: {LABEL: {above: 50%, chance: 50%}}}}
"""
TOGETHER = 30
"""Scenarios in one command."""

BOTH = ["--draws", "1000", "--output", "json", "--output", "text:out.txt", "--output", "csv:out.csv"]
OPTIONS: list[list[str]] = [
    ["evaluate", "LABEL"],
    ["evaluate", "go.yaml", "--set", "name=LABEL", *BOTH],
    ["evaluate", "go.yaml", "--set", "LABEL=1"],
    ["evaluate", "go.yaml", "--model", "LABEL"],
    ["check", "go.yaml", "--policy", "LABEL"],
    ["check", "go.yaml", "--output", "LABEL"],
    ["check", "go.yaml", "--LABEL"],
    ["LABEL"],
]


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """The command in this process, and a scenario."""
    (tmp_path / "go.yaml").write_text(GO, encoding="utf-8")
    return Runner(tmp_path)


@pytest.mark.parametrize("escaped", [False, True], ids=["as they stand", "as escapes"])
@pytest.mark.parametrize("start", range(0, len(LABELS), TOGETHER))
@pytest.mark.threat("terminal escapes", TOGETHER)
def test_a_text_in_a_scenario_does_nothing(runner: Runner, start: int, *, escaped: bool) -> None:
    labels = LABELS[start : start + TOGETHER]
    assert len(labels) == TOGETHER
    names = []
    for number, label in enumerate(labels):
        names.append(f"{number}.yaml")
        text = SCENARIO.replace("LABEL", json.dumps(label, ensure_ascii=escaped))
        (runner.directory / names[-1]).write_bytes(text.encode("utf-8", "surrogatepass"))
    arguments = ["evaluate", *names, *BOTH]
    with runner.ready():
        ran = runner.run(arguments)
    assert faults(arguments, ran) == []


@pytest.mark.parametrize("line", OPTIONS, ids=" ".join)
@pytest.mark.threat("terminal escapes", len(LABELS[::5]))
def test_a_text_on_the_command_line_does_nothing(runner: Runner, line: list[str]) -> None:
    with runner.ready():
        for label in LABELS[::5]:
            arguments = [word.replace("LABEL", label) for word in line]
            assert faults(arguments, runner.run(arguments)) == []
