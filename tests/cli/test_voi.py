"""``ship-or-not voi``: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.schemas import problems

if TYPE_CHECKING:
    from support.command import Command

GOLDEN = Path(__file__).parents[1] / "golden" / "voi"

RARE = """\
name: A rare class
currency: EUR
classes: [ok, fraud]
savings_per_item: 0.05 to 0.09
error_costs: {ok: 2, fraud: 40}
prevalence: {ok: 98%, fraud: 2%}
baseline: {recall: {ok: 98.7%, fraud: 95%}, measured_on: 2000}
model:
  confusion:
    ok: {ok: 970, fraud: 30}
    fraud: {ok: 3, fraud: 27}
volume: {items: 40000, per: month}
horizon: 24 months
"""
A_COST = "expected a number above 0, at most 1e15, such as 2, or that of a class, such as fraud=15"
A_PACE = "expected a number above 0, at most 1e15, such as 500"
ONE_ITEM = RARE.partition("volume")[0]

SHOWN = {
    "priced": (RARE, ("--label-cost", "2")),
    "by-class": (RARE, ("--label-cost", "2", "--label-cost", "fraud=4", "--labels-per-week", "100")),
    "unpriced": (RARE, ()),
    "one-item": (ONE_ITEM, ("--label-cost", "2")),
    "too-dear": (RARE, ("--label-cost", "20000")),
}


@pytest.fixture
def desk(command: Command) -> Command:
    (command.directory / "rare.yaml").write_text(RARE, encoding="utf-8")
    return command


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_says_what_to_do_first(command: Command, name: str) -> None:
    text, options = SHOWN[name]
    (command.directory / "rare.yaml").write_text(text, encoding="utf-8")
    ran = command("voi", "rare.yaml", *options)
    assert (ran.returncode, ran.stderr) == (0, "")
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(ran.stdout, encoding="utf-8")
    assert ran.stdout == golden.read_text(encoding="utf-8")


def test_the_json_is_as_its_schema_says_and_says_what_the_table_says(desk: Command) -> None:
    priced = ("rare.yaml", "--label-cost", "2", "--labels-per-week", "500")
    ran = desk("voi", *priced, "--output", "json", "--output", "csv:voi.csv")
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    assert problems("voi", found) == []
    assert list(found) == [
        *(
            "schema_version",
            "ship_or_not",
            "exit_code",
            "scenario",
            "policy",
            "strategy",
            "expected_per_item",
            "excluded",
        ),
        *("evpi", "evppi", "labels", "label_cost", "labels_per_week", "advice", "seed", "draws", "errors"),
    ]
    rows = list(csv.DictReader(io.StringIO((desk.directory / "voi.csv").read_text(encoding="utf-8"))))
    everything, *others = rows
    assert float(everything["total"]) == found["evpi"]["total"]
    inputs = [row for row in others if row["of"] == "input"]
    assert [(row["input"], float(row["per_item"])) for row in inputs] == [
        (each["input"], each["per_item"]) for each in found["evppi"]
    ]
    labels = [row for row in others if row["of"] == "labels"]
    assert [(row["system"], row["class"] or None, int(row["n"]), row["best"] == "yes") for row in labels] == [
        (each["of"], each["class"], each["n"], each["best"]) for each in found["labels"]
    ]
    for row, each in zip(labels, found["labels"], strict=True):
        for column, key in (("per_item", "evsi_per_item"), ("total", "evsi"), ("cost", "cost")):
            assert float(row[column]) == each[key]
        assert float(row["enbs"]) == each["evsi"] - each["cost"] - each["waiting"] == each["enbs"]


def test_what_labels_gain_is_what_they_are_worth_less_cost_and_waiting(desk: Command) -> None:
    """Without discounting, 100 a week of 24 months: n labels let n / 100 of 104.3 weeks go by."""
    options = ("--label-cost", "2", "--labels-per-week", "100", "--output", "json")
    found = json.loads(desk("voi", "rare.yaml", "--set", "savings_per_item=0.2", *options).stdout)
    assert found["strategy"] == "ship"
    stays = found["expected_per_item"] * 40_000 * 24
    for each in found["labels"]:
        gone = min(each["n"] / 100 / (2 * 365 / 7), 1)
        share = {None: 1, "ok": 0.98, "fraud": 0.02}[each["class"]]
        assert each["cost"] == pytest.approx(2 * each["n"] / share, rel=1e-12)
        assert each["waiting"] == pytest.approx(gone * (stays + each["evsi"]), rel=1e-9)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ("--label-cost", "two"),
            f"--label-cost two: {A_COST}",
        ),
        (
            ("--label-cost", "fraud=0"),
            f"--label-cost fraud=0: {A_COST}",
        ),
        (("--label-cost", "2", "--label-cost", "3"), "--label-cost 3: a label costs 2 already"),
        (
            ("--label-cost", "fraud=2", "--label-cost", "fraud=3"),
            "--label-cost fraud=3: a label of fraud costs 2 already",
        ),
        (
            ("--label-cost", "frau=2"),
            "a label of 'frau' is given a cost, but there is no such class; the classes are ok, fraud",
        ),
        (("--label-cost", "=2"), f"--label-cost =2: {A_COST}"),
        (("--label-cost", "fraud="), f"--label-cost fraud=: {A_COST}"),
        (("--labels-per-week", "0"), f"--labels-per-week 0: {A_PACE}"),
        (("--labels-per-week", "nan"), f"--labels-per-week nan: {A_PACE}"),
        (("--labels-per-week", "fast"), f"--labels-per-week fast: {A_PACE}"),
        (("--label-cost", "1e16"), f"--label-cost 1e16: {A_COST}"),
        (("--label-cost", "1_0"), f"--label-cost 1_0: {A_COST}"),
        (("--label-cost", "fraud=\uff12"), f"--label-cost fraud=\uff12: {A_COST}"),
        (("--labels-per-week", "1_0"), f"--labels-per-week 1_0: {A_PACE}"),
        (("--labels-per-week", "1e16"), f"--labels-per-week 1e16: {A_PACE}"),
        (("--labels-per-week", "1,000"), f"--labels-per-week 1,000: {A_PACE}"),
    ],
)
def test_what_labels_take_is_refused_where_it_makes_no_sense(
    desk: Command, options: tuple[str, ...], message: str
) -> None:
    ran = desk("voi", "rare.yaml", *options)
    help_line = "Try 'ship-or-not voi --help'."
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"ship-or-not voi: {message}\n{help_line}\n"


def test_a_scenario_that_cannot_be_read_is_told_in_json_too(desk: Command) -> None:
    ran = desk("voi", "bad.yaml", "--output", "json")
    found: dict[str, Any] = json.loads(ran.stdout)
    assert ran.returncode == found["exit_code"] == 2
    assert problems("voi", found) == []
    assert [each["key"] for each in found["errors"][0]["problems"]] == [
        "saving_per_item",
        "baseline.accuracy",
    ]
    assert "bad.yaml:2:1: saving_per_item" in ran.stderr


def test_no_output_replaces_what_was_read(desk: Command) -> None:
    ran = desk("voi", "rare.yaml", "--output", "csv:rare.yaml")
    assert ran.returncode == 2
    assert ran.stderr == "rare.yaml: it is an input, which is not overwritten\n"
    assert (desk.directory / "rare.yaml").read_text(encoding="utf-8") == RARE
