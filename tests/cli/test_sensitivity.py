"""``ship-or-not sensitivity``: what is written, where, with which exit code, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.render.json import document, plain
from support.command import GO
from support.schemas import problems, published

if TYPE_CHECKING:
    from support.command import Command

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    path
    for path in [
        *(ROOT / "examples").rglob("*.yaml"),
        *(ROOT / "tests" / "scenarios" / "valid").glob("*.yaml"),
    ]
)


UNCERTAIN = """\
name: Automate item triage
currency: EUR
savings_per_item: {low: 0.2, high: 0.4}
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%, drift: {accuracy_loss: 0.5% per month}}
volume: {items: 1000, per: week}
horizon: 1 year
"""


@pytest.fixture
def uncertain(command: Command) -> Command:
    (command.directory / "uncertain.yaml").write_text(UNCERTAIN, encoding="utf-8")
    return command


def test_it_says_what_the_answer_hangs_on_and_what_to_watch(uncertain: Command) -> None:
    ran = uncertain("sensitivity", "uncertain.yaml", "--react-within", "2 months")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == (
        """\
What the answer hangs on  Automate item triage
  GO, rule pays-off. ship: expected +0.226 EUR per item; it pays above 0, with a
  chance of > 99.9 % (asked: 90 %).

What is not known, and what it does to the value per item, EUR
  input             at 5 %  at 95 %
  savings_per_item  +0.136   +0.316  --------------------|+++++++++++++++++++
  At 5 % (95 %): were the input known to be at its 5 % (95 %) quantile. - input
  low, + input high, | expected.

What would flip the answer, nearest first
  Where the expected value crosses 0; nearby it may be INCONCLUSIVE (see sweep).
  input                                  now  flips
  model.accuracy                      98.0 %  below 86.7 %
  savings_per_item                  0.30 EUR  below 0.074 EUR
  error_costs                       2.00 EUR  above 8.108 EUR
  model.drift.accuracy_loss  0.5 % per month  above 2.4 % per month
  volume.items and baseline.accuracy never flip it

What to watch once it runs
  Time to react: 8.69 weeks (as asked). Drift takes 1.0 points of accuracy and
  recall meanwhile: the alerts come so much earlier.
  An alert asks whether to go on. Unlike the flips above it leaves out drift.
  accuracy: page below 84.7 %; now 98.0 %, and it stops paying at 83.7 %.
"""
    )


def test_the_json_the_table_and_the_rules_go_where_they_are_asked_for(uncertain: Command) -> None:
    ran = uncertain(
        "sensitivity",
        "uncertain.yaml",
        *(
            "--output",
            "json",
            "--output",
            "csv:t.csv",
            "--output",
            "prometheus:a.yaml",
            "--output",
            "text:t.txt",
        ),
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    assert problems("sensitivity", found) == []
    (swing,) = found["tornado"]
    written = {name: (uncertain.directory / name).read_text("utf-8") for name in ("t.csv", "a.yaml", "t.txt")}
    figures = ",".join(repr(swing[key]) for key in ("low", "high", "value_low", "value_high"))
    assert written["t.csv"] == (
        "scenario,path,currency,strategy,expected,input,unit,low,high,value_low,value_high\n"
        f"Automate item triage,uncertain.yaml,EUR,ship,{found['expected']!r},"
        f"savings_per_item,money,{figures}\n"
    )
    assert f" < {found['alerts'][0]['alert_below']!r}" in written["a.yaml"]
    assert written["t.txt"].startswith("What the answer hangs on  Automate item triage\n")


@pytest.mark.parametrize("name", ["go.yaml", "no-go.yaml", "inconclusive.yaml"])
def test_whatever_the_verdict_the_exit_code_is_0(command: Command, name: str) -> None:
    ran = command("sensitivity", name)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_what_is_wrong_with_a_scenario_is_said_as_evaluate_says_it(command: Command) -> None:
    ran = command("sensitivity", "bad.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == command("evaluate", "bad.yaml").stderr
    ran = command("sensitivity", "bad.yaml", "--output", "json")
    assert problems("sensitivity", json.loads(ran.stdout)) == []
    assert ran.returncode == json.loads(ran.stdout)["exit_code"] == 2
    assert sorted(json.loads(ran.stdout)) == ["errors", "exit_code", "schema_version", "ship_or_not"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["go.yaml", "--react-within", "3"],
            "Invalid value for '--react-within': 3 has no unit; write 3 days, weeks, months or years",
        ),
        (
            ["go.yaml", "--react-within", "-3 weeks"],
            (
                "Invalid value for '--react-within': '-3 weeks' is below 0; write a number and a unit: "
                "3 days, 6 weeks, 24 months, 0.5 years"
            ),
        ),
        (
            ["go.yaml", "--react-within", ""],
            (
                "Invalid value for '--react-within': '' is not a duration; write a number and a unit: "
                "3 days, 6 weeks, 24 months, 0.5 years"
            ),
        ),
        (
            ["go.yaml", "--output", "junit"],
            "--output junit: no such format: 'junit'; there are text, json, csv and prometheus",
        ),
    ],
)
def test_a_command_line_that_makes_no_sense_is_2(
    command: Command, arguments: list[str], message: str
) -> None:
    ran = command("sensitivity", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"ship-or-not sensitivity: {message}\nTry 'ship-or-not sensitivity --help'.\n"


def test_the_scenario_is_no_place_for_the_output(command: Command) -> None:
    ran = command("sensitivity", "go.yaml", "--output", "prometheus:go.yaml")
    assert ran.returncode == 2
    assert (command.directory / "go.yaml").read_text("utf-8") == GO


def test_edits_of_the_scenario_are_taken(command: Command) -> None:
    ran = command("sensitivity", "go.yaml", "--set", "model.accuracy=97%", "--output", "json", "--seed", "3")
    found = json.loads(ran.stdout)
    assert found["scenario"]["overrides"] == ["--set model.accuracy=97%"]
    assert (found["alerts"][0]["now"], found["seed"]) == (0.97, 3)


def test_the_same_seed_gives_the_same_bytes(command: Command) -> None:
    arguments = ("sensitivity", "inconclusive.yaml", "--output", "json", "--draws", "1000")
    assert command(*arguments).stdout == command(*arguments).stdout


def test_the_schema_is_valid_and_describes_every_key() -> None:
    found = published("sensitivity.schema.json")
    assert found["additionalProperties"] is False
    for each in found["definitions"].values():
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])
        assert all(one.get("description") for one in each["properties"].values())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_json_of_every_valid_scenario_is_as_its_schema_says(path: Path) -> None:
    scenario = ship_or_not.load_scenario(path)
    found = ship_or_not.sensitivity(scenario, draws=1000)
    whole = json.loads(document({"exit_code": 0, **plain(found)}, [], version="0"))
    assert problems("sensitivity", whole) == []
    uncertain = {path for path, item in scenario.inputs.numbers.items() if item.uncertain}
    assert uncertain <= {each.input for each in found.tornado}


@pytest.mark.parametrize("name", ["triage", "newsgroups/scenario", "outage/scenario"])
def test_its_figures_are_those_of_evaluate(name: str) -> None:
    scenario = ship_or_not.load_scenario(ROOT / "examples" / f"{name}.yaml")
    found = ship_or_not.sensitivity(scenario, draws=1000)
    evaluation = ship_or_not.evaluate(scenario, draws=1000)
    assert found.expected == evaluation.value_per_item.expected
    assert set(evaluation.flip_points) <= set(found.flip_points)
    assert found.strategy == evaluation.strategy
    assert (found.verdict, found.rule) == (evaluation.verdict, evaluation.rule)
    assert found.chance_above_minimum == evaluation.value_per_item.chance_above_minimum


def test_a_monitor_keeps_its_rules_where_there_are_no_new_ones(command: Command) -> None:
    """An old verdict may not outlive a bad scenario; without any rule a monitor would watch nothing."""
    for name in ("rules.yml", "report.txt"):
        (command.directory / name).write_text("of yesterday", encoding="utf-8")
    ran = command(
        "sensitivity", "bad.yaml", "--output", "prometheus:rules.yml", "--output", "text:report.txt"
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    left = [(command.directory / name).read_text(encoding="utf-8") for name in ("rules.yml", "report.txt")]
    assert left == ["of yesterday", ""]


POLICIES = {
    "limit": {
        "model.launch_cost": "1000",
        "policy.limits.drawdown.amount": "0",
        "policy.limits.drawdown.chance": "0%",
    },
    "open-question": {"policy.requires": "[class-mix]"},
    "not-sure": {"policy.confidence": "99.9%", "savings_per_item": "0.03 to 0.3"},
    "negative-value": {"savings_per_item": "0.01 to 0.02"},
}


@pytest.mark.parametrize("rule", POLICIES)
def test_the_verdict_is_that_of_evaluate_whatever_the_rule(rule: str) -> None:
    scenario = ship_or_not.load_scenario(text=UNCERTAIN, overrides=POLICIES[rule])
    evaluation = ship_or_not.evaluate(scenario, draws=1000)
    found = ship_or_not.sensitivity(scenario, draws=1000)
    assert (found.verdict, found.rule) == (evaluation.verdict, evaluation.rule)
    assert found.rule == rule
