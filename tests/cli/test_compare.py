"""``compare`` as it is called: whole outputs, variants, saved evaluations, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

import ship_or_not
from ship_or_not import UsageError, cli
from ship_or_not.cli.completion.commands import offer
from ship_or_not.cli.completion.offer import Files
from ship_or_not.render.json import plain
from support.command import GO
from support.schemas import problems

if TYPE_CHECKING:
    from support.command import Command

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
NOTHING = (
    "there is nothing to compare with: name a second scenario, what is to differ"
    " (--set model.accuracy=0.97), or a saved evaluation (--compare-to before.json)"
)
COUNTS = ",a,b\na,{},{}\nb,1,9\n"
COUNTED = """\
name: Counted
currency: EUR
classes: [a, b]
savings_per_item: 0.3
error_costs: {a: 2, b: 5}
baseline: {always: a}
model: {confusion: {file: counts.csv}}
"""


def found(command: Command, *arguments: str, code: int = 0) -> dict[str, Any]:
    """Return the JSON of a run, which is as its schema says."""
    ran = command("compare", *arguments, "--output", "json")
    assert (ran.returncode, bool(ran.stderr)) == (code, bool(code)), ran.stderr
    document: dict[str, Any] = json.loads(ran.stdout)
    assert problems("compare", document) == []
    assert document["exit_code"] == code
    return document


def furnish(command: Command) -> None:
    (command.directory / "counted.yaml").write_text(COUNTED, encoding="utf-8")
    for name, right in (("counts.csv", 90), ("other.csv", 95)):
        (command.directory / name).write_text(COUNTS.format(right, 100 - right), encoding="utf-8")


def test_two_scenarios_stand_side_by_side(command: Command) -> None:
    ran = command("compare", "go.yaml", "no-go.yaml")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (
        ran.stdout
        == """\
Side by side
  scenario                           verdict  rule            strategy
  Automate item triage               GO       pays-off        ship
  Automate item triage (no-go.yaml)  NO-GO    negative-value  keep

Worth against today's process
  scenario                           per item  90 % interval  chance
  Automate item triage                 +0.286              -   100 %
  Automate item triage (no-go.yaml)    -0.004              -     0 %
  chance: the chance of being worth more per item than the policy's minimum
  NO-GO: the figures are those of the best strategy (ship); keep, today's
  process, is worth 0

Automate item triage (no-go.yaml), against Automate item triage
  per item  -0.29, the same in every draw
  verdict   NO-GO, was GO
  strategy  keep, was ship
  changed           from  to
  savings_per_item  0.30  0.01
"""
    )


def test_variants_are_compared_with_the_scenario_as_written(command: Command) -> None:
    ran = command(
        "compare", "go.yaml", "--set", "error_costs=3", "--as", "dear", "--set", "model.accuracy=0.9"
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (
        ran.stdout
        == """\
Side by side
  scenario              verdict  rule      strategy
  Automate item triage  GO       pays-off  ship
  dear                  GO       pays-off  ship
  model.accuracy=0.9    GO       pays-off  ship

Worth against today's process
  scenario              per item  90 % interval  chance
  Automate item triage    +0.286              -   100 %
  dear                    +0.279              -   100 %
  model.accuracy=0.9      +0.126              -   100 %
  chance: the chance of being worth more per item than the policy's minimum

dear, against Automate item triage
  per item  -0.007, the same in every draw
  changed      from  to
  error_costs  2.00  3.00

model.accuracy=0.9, against Automate item triage
  per item  -0.16, the same in every draw
  changed         from    to
  model.accuracy  98.0 %  90.0 %
"""
    )


def test_two_models_are_compared_on_the_same_baseline_and_costs(command: Command) -> None:
    furnish(command)
    document = found(command, "counted.yaml", "--model", "counts.csv", "--model", "other.csv")
    assert document["names"] == ["Counted", "model counts.csv", "model other.csv"]
    same, better = document["differences"]
    assert (same["from"], same["to"]) == ("Counted", "model counts.csv")
    assert same["per_item"] == {"expected": 0, "low": 0, "high": 0, "chance_above_0": 0}
    assert (same["changed"], same["unpaired"], same["total"]) == ([], [], None)
    assert [each["input"] for each in better["changed"]] == ["model.confusion.a"]
    assert better["unpaired"] == ["model.confusion"]
    assert better["per_item"]["low"] < 0 < better["per_item"]["expected"] < better["per_item"]["high"]
    assert better["draws"] == max(each["draws"] for each in document["evaluations"])


def test_evaluations_are_those_of_evaluate(command: Command) -> None:
    furnish(command)
    options = ("--seed", "3", "--policy", "bold", "--output", "json")
    compared = command("compare", "counted.yaml", "--model", "other.csv", *options).stdout
    alone = [
        command("evaluate", "counted.yaml", *more, *options).stdout for more in ((), ("--model", "other.csv"))
    ]
    evaluations = [json.loads(each)["evaluations"][0] for each in alone]
    document = json.loads(compared)
    assert document["evaluations"] == evaluations
    values = [each["value_per_item"]["expected"] for each in evaluations]
    assert document["differences"][0]["per_item"]["expected"] == pytest.approx(values[1] - values[0])
    assert document["seed"] == 3


def test_set_goes_to_all_of_several_scenarios(command: Command) -> None:
    document = found(command, "go.yaml", "no-go.yaml", "--set", "error_costs=0", "--draws", "1000")
    assert [each["value_per_item"]["expected"] for each in document["evaluations"]] == [0.3, 0.01]
    assert [each["draws"] for each in document["differences"]] == [1000]


def test_a_saved_evaluation_shows_what_a_change_does(command: Command) -> None:
    command("evaluate", "go.yaml", "--output", "json:before.json")
    command("compare", "go.yaml", "--set", "error_costs=3", "--as", "dear", "--output", "json:both.json")
    (command.directory / "go.yaml").write_text(GO.replace("0.30", "0.01"), encoding="utf-8")
    ran = command("compare", "go.yaml", "--compare-to", "before.json")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (
        ran.stdout.partition("\n\nAutomate")[2]
        == """\
 item triage, against Automate item triage (saved)
  per item  -0.29
  verdict   NO-GO, was GO
  strategy  keep, was ship
  A saved evaluation holds no draws: the difference has no interval and no
  chance.
  changed           from  to
  savings_per_item  0.30  0.01
"""
    )
    arguments = ("--set", "error_costs=3", "--as", "dear", "--set", "error_costs=4", "--as", "dearer")
    document = found(command, "go.yaml", *arguments, "--compare-to", "both.json")
    pairs = [(each["from"], each["to"]) for each in document["differences"]]
    assert pairs == [
        ("Automate item triage", "Automate item triage"),
        ("dear", "dear"),
        ("Automate item triage", "dearer"),
    ]
    assert {change["input"] for change in document["differences"][1]["changed"]} == {"savings_per_item"}
    assert [each["name"] for each in document["references"]] == ["Automate item triage", "dear"]
    nothing = {"low": None, "high": None, "chance_above_0": None}
    assert document["differences"][1]["per_item"] == {"expected": pytest.approx(-0.29), **nothing}
    assert [each["draws"] for each in document["differences"]] == [None] * 3


def test_several_saved_evaluations_are_matched_by_name_or_refused(command: Command) -> None:
    (command.directory / "second.yaml").write_text(
        GO.replace("Automate item triage", "Second"), encoding="utf-8"
    )
    (command.directory / "third.yaml").write_text(
        GO.replace("Automate item triage", "Third"), encoding="utf-8"
    )
    command("evaluate", "go.yaml", "no-go.yaml", "second.yaml", "--output", "json:three.json")
    assert found(command, "second.yaml", "--compare-to", "three.json")["references"][0]["name"] == "Second"
    ran = command("compare", "third.yaml", "--compare-to", "three.json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        'three.json: evaluations: it holds 3 evaluations, none of "Third"\n'
        "  expected: a single evaluation, or a single one of that name;"
        ' there are "Automate item triage", "Second"\n'
    )
    ran = command("compare", "go.yaml", "--compare-to", "three.json")
    assert ran.returncode == 2
    assert 'more than one of "Automate item triage"' in ran.stderr


def test_the_table_has_a_row_for_each_scenario(command: Command) -> None:
    ran = command("compare", "go.yaml", "no-go.yaml", "--output", "csv:t.csv", "--output", "csv")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (command.directory / "t.csv").read_text(encoding="utf-8") == ran.stdout
    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["verdict"] for row in rows] == ["GO", "NO-GO"]
    assert [row["from"] for row in rows] == ["", "Automate item triage"]


def test_what_is_wrong_with_any_scenario_is_told_and_nothing_is_compared(command: Command) -> None:
    document = found(command, "go.yaml", "bad.yaml", "none.yaml", code=2)
    assert sorted(document) == ["errors", "exit_code", "schema_version", "ship_or_not"]
    assert [each["path"] for each in document["errors"]] == ["bad.yaml", "none.yaml"]
    ran = command("compare", "go.yaml", "--set", "error_costs=-1", "--as", "x", "--set", "model.accuracy=2")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--set error_costs:1:1: error_costs: " in ran.stderr
    assert "--set model.accuracy:1:1: model.accuracy: 2 is not a rate" in ran.stderr


def test_money_of_two_currencies_is_not_compared(command: Command) -> None:
    furnish(command)
    ran = command("compare", "go.yaml", "counted.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        'counted.yaml: currency: the money of "Counted" is in "EUR",'
        ' that of "Automate item triage" in no currency\n'
        "  expected: scenarios in one currency: nothing is converted\n"
    )
    ran = command("compare", "counted.yaml", "--set", "currency=USD", "--as", "dollars")
    assert ran.stderr.startswith(
        'counted.yaml: currency: the money of "dollars" is in "USD", that of "Counted" in "EUR"\n'
    )
    command("evaluate", "go.yaml", "--output", "json:before.json")
    ran = command("compare", "counted.yaml", "--compare-to", "before.json")
    assert ran.stderr.startswith(
        'counted.yaml: currency: the money of "Counted" is in "EUR", that of before.json in no currency\n'
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["go.yaml"],
            NOTHING,
        ),
        (["go.yaml", "no-go.yaml", "--as", "x"], "--as goes with one scenario, not with 2"),
        (["go.yaml", "no-go.yaml", "--model", "x"], "--model goes with one scenario, not with 2"),
        (
            ["go.yaml", "--set", "error_costs=3", "--as", "Automate item triage"],
            "--as Automate item triage: the scenario itself is called that",
        ),
        (["go.yaml", "--set", "error_costs=3", "--as"], "Option '--as' requires an argument."),
        (["go.yaml", "--set", ""], "--set : expected KEY=VALUE, such as --set model.accuracy=0.97"),
        (
            ["go.yaml", "--set", "policy.confidence=0.5", "--policy", "bold"],
            "--set policy.… is refused beside --policy: the rules are the policy file's",
        ),
    ],
)
def test_a_command_line_that_makes_no_sense_is_2(
    command: Command, arguments: list[str], message: str
) -> None:
    ran = command("compare", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"ship-or-not compare: {message}\nTry 'ship-or-not compare --help'.\n"


@pytest.mark.parametrize("name", ["go.yaml", "counts.csv", "other.csv", "before.json"])
def test_no_input_is_overwritten(command: Command, name: str) -> None:
    furnish(command)
    command("evaluate", "counted.yaml", "--output", "json:before.json")
    before = (command.directory / name).read_bytes()
    scenario = "go.yaml" if name == "go.yaml" else "counted.yaml"
    arguments = ("--set", "error_costs=2", "--model", "other.csv", "--compare-to", "before.json")
    ran = command("compare", scenario, *arguments, "--output", f"json:{name}")
    assert (ran.returncode, ran.stderr) == (2, f"{name}: it is an input, which is not overwritten\n")
    assert (command.directory / name).read_bytes() == before


def test_a_fault_of_ours_is_70(command: Command) -> None:
    patch = "def patch(api):\n    api.check = None\n"
    ran = command.patched(patch)("compare", "go.yaml", "no-go.yaml", "--output", "json")
    assert ran.returncode == 70
    assert problems("compare", json.loads(ran.stdout)) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_example_can_be_compared_with_an_edit_of_it(path: Path) -> None:
    one = ship_or_not.load_scenario(path)
    edits = {"policy.confidence": "55%"}
    if "error_costs" in one.inputs.derived:
        edits["error_costs"] = "1.25"
    overrides = [f"{key}={value}" for key, value in edits.items()]
    other = ship_or_not.load_scenario(path, overrides=overrides)
    compared = ship_or_not.compare([one, other], draws=1000)
    document = {"schema_version": 1, "ship_or_not": "0", "exit_code": 0, "errors": [], **plain(compared)}
    assert problems("compare", json.loads(json.dumps(document))) == []
    (difference,) = compared.differences
    assert {change.input for change in difference.changed} == set(edits)
    assert difference.unpaired == ()
    assert bool(difference.per_item.expected) == (len(edits) == 2)


def test_the_api_says_what_it_takes() -> None:
    scenario = ship_or_not.load_scenario(text=GO)
    with pytest.raises(UsageError, match=r"^compare takes two scenarios or more, not 1$"):
        ship_or_not.compare([scenario])
    with pytest.raises(UsageError, match=r"^compare takes a scenario as load_scenario returns it$"):
        ship_or_not.compare([scenario, "go.yaml"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match=r"^seed == -1, must be at least 0$"):
        ship_or_not.compare([scenario, scenario], seed=-1)
    edited = ship_or_not.load_scenario(text=GO, overrides=["error_costs=3"])
    names = ship_or_not.compare([scenario, edited, edited, scenario], draws=1000).names
    assert names == (
        "Automate item triage",
        "Automate item triage (--set error_costs=3)",
        "Automate item triage (2)",
        "Automate item triage (again)",
    )


def test_files_and_options_of_it_are_completed() -> None:
    app: Any = get_command(cli.app)
    assert offer(app, ("compare", "--compare-to"), "b").files == Files()
    assert offer(app, ("compare", "s.yaml", "--as"), "b").candidates == ()
    words = [each.value for each in offer(app, ("compare", "--as", "x", "--model", "y"), "--").candidates]
    assert {"--as", "--model", "--baseline", "--set", "--compare-to"} <= set(words)


def test_an_evaluation_loads_nothing_of_it(command: Command) -> None:
    run = "import sys; sys.argv[1:] = ['evaluate', 'go.yaml']; from ship_or_not.__main__ import main; main()"
    listing = "print(*(name for name in sys.modules if name.startswith('ship_or_not.')))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{run}; {listing}"],
        cwd=command.directory,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    loaded = {name.removeprefix("ship_or_not.") for name in ran.stdout.split() if "ship_or_not." in name}
    assert {"engine.evaluation", "cli.compare"} <= loaded
    others = ("comparison", "comparison_text", "comparison_csv", "changes", "saved")
    assert [name for name in loaded if name.rpartition(".")[2] in others] == []
