"""Every outcome has its exit code, and no accident has a verdict's."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.command import Command

CLASSES = """\
classes: [fraud, other]
savings_per_item: 0.30
error_costs: {fraud: 60, other: 2}
baseline: {always: other}
model: {confusion: [[81, 19], [30, 6870]]}
"""


@pytest.mark.parametrize(
    ("scenario", "verdict", "code"),
    [("go.yaml", "GO", 0), ("no-go.yaml", "NO-GO", 1), ("inconclusive.yaml", "INCONCLUSIVE", 3)],
)
def test_a_verdict_is_the_exit_code_and_the_first_word(
    command: Command, scenario: str, verdict: str, code: int
) -> None:
    ran = command("evaluate", scenario)
    assert (ran.returncode, ran.stderr) == (code, "")
    assert ran.stdout.split()[0].strip(":,.—") == verdict


def test_a_bad_scenario_is_2_with_every_problem_and_its_place(command: Command) -> None:
    ran = command("evaluate", "bad.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "bad.yaml:2:1: saving_per_item: " in ran.stderr
    assert "bad.yaml:4:" in ran.stderr
    assert "did you mean: savings_per_item" in ran.stderr


def test_a_missing_file_is_2(command: Command) -> None:
    ran = command("evaluate", "nowhere.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "nowhere.yaml" in ran.stderr


@pytest.mark.parametrize("arguments", [(), ("evaluate",), ("evalute", "go.yaml"), ("--nonsense",)])
def test_a_line_that_is_no_command_is_2_and_points_to_help(
    command: Command, arguments: tuple[str, ...]
) -> None:
    ran = command(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    place = "ship-or-not evaluate" if arguments == ("evaluate",) else "ship-or-not"
    assert ran.stderr.startswith(f"{place}: ")
    assert ran.stderr.endswith(f"\nTry '{place} --help'.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--output", "jsno"],
            "--output jsno: no such format: 'jsno'; there are text, json and csv; did you mean json?",
        ),
        (
            ["--output", "json:"],
            "--output json:: no path after the colon; leave both out for standard output",
        ),
        (["--output", "text", "--output", "json"], "--output: two documents for standard output"),
        (["--output", "json:a", "--output", "text:./a"], "--output: two documents for ./a"),
        (["--fail-on", "go"], "--fail-on go: neither no-go,inconclusive nor no-go nor never"),
        (
            ["--fail-on", "inconclusive"],
            "--fail-on inconclusive: neither no-go,inconclusive nor no-go nor never",
        ),
        (["--fail-on", ""], "--fail-on : neither no-go,inconclusive nor no-go nor never"),
        (["--model", "m.csv", "no-go.yaml"], "--model goes with one scenario, not with 2"),
        (["--baseline", "b.csv", "no-go.yaml"], "--baseline goes with one scenario, not with 2"),
    ],
)
def test_a_flag_that_makes_no_sense_is_2_with_the_reason(
    command: Command, arguments: list[str], message: str
) -> None:
    ran = command("evaluate", "go.yaml", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"ship-or-not evaluate: {message}\nTry 'ship-or-not evaluate --help'.\n"


@pytest.mark.parametrize("name", ["evaluate", "check"])
def test_rules_from_two_places_are_2_and_point_to_help(command: Command, name: str) -> None:
    ran = command(name, "go.yaml", "--set", "policy.confidence=0.5", "--policy", "cautious")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"ship-or-not {name}: --set policy")
    assert ran.stderr.endswith(f"\nTry 'ship-or-not {name} --help'.\n")


@pytest.mark.parametrize(
    "arguments",
    [["--seed", "-1"], ["--seed", "1.5"], ["--draws", "999"], ["--draws", "16777217"], ["--color", "red"]],
)
def test_a_value_out_of_bounds_is_2_and_names_the_flag(command: Command, arguments: list[str]) -> None:
    ran = command("evaluate", "go.yaml", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"ship-or-not evaluate: Invalid value for '{arguments[0]}': ")


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [
        ("no-go,inconclusive", (0, 1, 3, 2)),
        ("inconclusive, no-go", (0, 1, 3, 2)),
        ("no-go", (0, 1, 0, 2)),
        ("never", (0, 0, 0, 2)),
    ],
)
def test_fail_on_forgives_verdicts_but_never_a_2(
    command: Command, fail_on: str, codes: tuple[int, ...]
) -> None:
    scenarios = ("go.yaml", "no-go.yaml", "inconclusive.yaml", "bad.yaml")
    found = tuple(command("evaluate", scenario, "--fail-on", fail_on).returncode for scenario in scenarios)
    assert found == codes


@pytest.mark.parametrize(
    ("scenarios", "code"),
    [
        (["go.yaml", "go.yaml"], 0),
        (["go.yaml", "inconclusive.yaml"], 3),
        (["no-go.yaml", "inconclusive.yaml", "go.yaml"], 1),
        (["inconclusive.yaml", "bad.yaml", "no-go.yaml"], 2),
    ],
)
def test_several_scenarios_exit_with_the_worst(command: Command, scenarios: list[str], code: int) -> None:
    ran = command("evaluate", *scenarios, "--output", "json")
    document = json.loads(ran.stdout)
    assert (ran.returncode, document["exit_code"]) == (code, code)
    assert len(document["evaluations"]) == len(scenarios) - scenarios.count("bad.yaml")
    assert [error["path"] for error in document["errors"]] == [
        name for name in scenarios if name == "bad.yaml"
    ]


def test_the_json_document_goes_out_when_every_scenario_is_bad(command: Command) -> None:
    ran = command("evaluate", "bad.yaml", "nowhere.yaml", "--output", "json")
    document = json.loads(ran.stdout)
    assert (ran.returncode, document["exit_code"], document["evaluations"]) == (2, 2, [])
    assert document["verdict"] is None
    assert [error["path"] for error in document["errors"]] == ["bad.yaml", "nowhere.yaml"]


def test_check_is_0_or_2_and_says_what_it_understood(command: Command) -> None:
    fine = command("check", "go.yaml", "no-go.yaml")
    assert (fine.returncode, fine.stderr) == (0, "")
    assert [line.split(", ")[0] for line in fine.stdout.splitlines()] == ["go.yaml: ok", "no-go.yaml: ok"]
    mixed = command("check", "bad.yaml", "go.yaml")
    assert mixed.returncode == 2
    assert mixed.stdout.startswith("go.yaml: ok, ")
    assert mixed.stderr.startswith("bad.yaml:")


def test_check_counts_inputs_and_classes(command: Command) -> None:
    (command.directory / "classes.yaml").write_text(CLASSES, encoding="utf-8")
    ran = command("check", "classes.yaml")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert re.fullmatch(r"classes\.yaml: ok, \d+ inputs, 2 classes\n", ran.stdout)


def test_check_writes_the_errors_as_json(command: Command) -> None:
    fine = command("check", "go.yaml", "--output", "json")
    document = json.loads(fine.stdout)
    version = document.pop("ship_or_not")
    assert (fine.returncode, document) == (0, {"schema_version": 1, "ok": True, "errors": []})
    assert command("--version").stdout == f"ship-or-not {version}\n"
    bad = command("check", "bad.yaml", "go.yaml", "--output", "json")
    document = json.loads(bad.stdout)
    assert (bad.returncode, document["ok"]) == (2, False)
    assert [error["path"] for error in document["errors"]] == ["bad.yaml"]
    assert {problem["key"] for problem in document["errors"][0]["problems"]} >= {"saving_per_item"}


@pytest.mark.parametrize(
    ("name", "flag"),
    [
        *(("evaluate", flag) for flag in ("--set", "--model", "--policy", "--seed", "--draws", "--output")),
        *(("check", flag) for flag in ("--set", "--baseline", "--policy", "--output")),
        ("schema", "--output"),
    ],
)
def test_a_flag_without_its_value_is_2_and_points_to_help(command: Command, name: str, flag: str) -> None:
    ran = command(name, "go.yaml", flag)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(f"ship-or-not {name}: Option '{flag}' requires an argument")
    assert ran.stderr.endswith(f"Try 'ship-or-not {name} --help'.\n")


def test_a_file_that_a_scenario_names_is_not_replaced(command: Command) -> None:
    counts = command.directory / "counts.csv"
    counts.write_text(",a,b\na,9,1\nb,1,9\n", encoding="utf-8")
    scenario = "{classes: [a, b], savings_per_item: 1, error_costs: 2, baseline: {always: a}, "
    scenario += "model: {confusion: {file: counts.csv}}}"
    (command.directory / "named.yaml").write_text(scenario, encoding="utf-8")
    ran = command("evaluate", "named.yaml", "--output", "json:counts.csv")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "counts.csv: it is an input, which is not overwritten\n"
    assert counts.read_text(encoding="utf-8").startswith(",a,b")
