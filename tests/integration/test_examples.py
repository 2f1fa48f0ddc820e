"""Every shipped example runs, says what it did, and writes JSON that its published schema accepts."""

from __future__ import annotations

import html
import json
import os
import re
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

import ship_or_not
from ship_or_not.render.json import render as render_json
from ship_or_not.render.text import render as render_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ship_or_not.api import Evaluation

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.yaml"))
VALID = sorted((ROOT / "tests" / "scenarios" / "valid").glob("*.yaml"))
GOLDEN = ROOT / "tests" / "golden" / "examples"
SCHEMA = Draft7Validator(
    json.loads((files("ship_or_not") / "schemas" / "evaluation.schema.json").read_text(encoding="utf-8"))
)


def evaluate(path: Path) -> Evaluation:
    return ship_or_not.evaluate(ship_or_not.load_scenario(path))


def name(path: Path) -> str:
    return "-".join(path.relative_to(ROOT / "examples").with_suffix("").parts)


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_an_example_reads_as_it_did(path: Path) -> None:
    golden = GOLDEN / f"{name(path)}.txt"
    text = render_text([evaluate(path)])
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("path", [*EXAMPLES, *VALID], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_json_of_every_valid_scenario_is_as_its_schema_says(path: Path) -> None:
    evaluation = evaluate(path)
    document: dict[str, Any] = json.loads(
        render_json([evaluation], [], version="0", exit_code=evaluation.verdict.exit_code)
    )
    SCHEMA.validate(document)
    bars = [bar["per_item"] for bar in document["evaluations"][0]["waterfall"]]
    assert sum(bars) == pytest.approx(evaluation.value_per_item.expected, rel=1e-9, abs=1e-15)


def test_the_real_model_was_counted_right() -> None:
    evaluation = evaluate(ROOT / "examples" / "newsgroups" / "scenario.yaml")
    rows = evaluation.scenario.confusion["model"].rows
    right = sum(row[i] for i, row in enumerate(rows))
    assert [len(rows), sum(map(sum, rows))] == [20, 7532]
    assert right / 7532 == pytest.approx(0.923, abs=5e-4)  # as published with the predictions
    moderation = evaluate(ROOT / "examples" / "moderation" / "scenario.yaml")
    assert list(moderation.scenario.confusion["model"].rows) == [(11156, 1344), (1262, 11238)]
    accuracy = (11156 + 11238) / 25000
    assert accuracy == pytest.approx(0.896, abs=5e-4)


@pytest.mark.parametrize("command", ["evaluate", "compare", "sweep", "sensitivity", "voi"])
def test_a_notebook_shows_what_the_terminal_shows(command: str) -> None:
    """As one preformatted block, but for the colours that the terminal has too."""
    scenario = ship_or_not.load_scenario(ROOT / "examples" / "ticket-routing" / "scenario.yaml")
    better = ship_or_not.load_scenario(scenario.summary.path, overrides=["model.accuracy=0.99"])
    commands: dict[str, Callable[[], Any]] = {
        "evaluate": lambda: ship_or_not.evaluate(scenario),
        "compare": lambda: ship_or_not.compare([scenario, better]),
        "sweep": lambda: ship_or_not.sweep(scenario, {"error_costs": "1:5"}),
        "sensitivity": lambda: ship_or_not.sensitivity(scenario),
        "voi": lambda: ship_or_not.voi(scenario, label_cost=2),
    }
    found = commands[command]()
    module = {"evaluate": "text", "compare": "comparison_text"}.get(command, f"{command}_text")
    render = import_module(f"ship_or_not.render.{module}").render
    text = render([found] if command == "evaluate" else found, width=96)
    shown = html.unescape(re.sub("<[^>]*>", "", found._repr_html_()))
    assert [line.rstrip() for line in shown.strip("\n").split("\n")] == text.strip("\n").split("\n")
    assert set(re.findall("<([a-z]+)", found._repr_html_())) <= {"pre", "span"}
