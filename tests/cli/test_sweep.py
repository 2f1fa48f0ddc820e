"""``ship-or-not sweep``: what it prints, in every format, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.command import COMMAND, GO
from support.schemas import problems

if TYPE_CHECKING:
    from support.command import Command

GOLDEN = Path(__file__).parents[1] / "golden" / "sweep"

UNSURE = GO.replace("accuracy: 98%", "accuracy: 98%, measured_on: 500")

SHOWN = {
    "one": (UNSURE, ("model.accuracy=70%:99%:7",)),
    "two": (UNSURE, ("model.accuracy=75%:99%:7", "error_costs=1:5:5")),
    "listed": (GO, ("error_costs=2,20,50",)),
    "invalid": (GO, ("model.accuracy=0.9,0.99,1.5",)),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_text_shows_every_verdict_without_colour(command: Command, name: str) -> None:
    text, options = SHOWN[name]
    (command.directory / "scenario.yaml").write_text(text, encoding="utf-8")
    ran = command("sweep", "scenario.yaml", *options)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert max(map(len, ran.stdout.splitlines())) <= 80
    golden = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(ran.stdout, encoding="utf-8")
    assert ran.stdout == golden.read_text(encoding="utf-8")


def test_the_json_is_as_its_schema_says_and_the_table_says_the_same(command: Command) -> None:
    """An accuracy of 1.5 is none: its points say why, and have no figures."""
    (command.directory / "scenario.yaml").write_text(UNSURE, encoding="utf-8")
    moved = ("model.accuracy=0.8,0.99,1.5", "error_costs=1:5:2")
    outputs = ("--output", "json", "--output", "csv:points.csv")
    ran = command("sweep", "scenario.yaml", *moved, *outputs)
    assert (ran.returncode, ran.stderr) == (0, "")
    found = json.loads(ran.stdout)
    assert problems("sweep", found) == []
    assert [each["path"] for each in found["inputs"]] == ["model.accuracy", "error_costs"]
    assert [each["at"] for each in found["points"]] == [[a, c] for a in (0.8, 0.99, 1.5) for c in (1, 5)]
    rows = list(csv.DictReader(io.StringIO((command.directory / "points.csv").read_text(encoding="utf-8"))))
    for row, point in zip(rows, found["points"], strict=True):
        assert [float(row["model.accuracy"]), float(row["error_costs"])] == point["at"]
        for key in (
            "expected",
            "chance_above_minimum",
            "chance_error",
            "verdict",
            "strategy",
            "rule",
            "invalid",
        ):
            figure = isinstance(point[key], float)
            assert (float(row[key]) if figure else row[key] or None) == point[key]
        assert (point["invalid"] is None) == (point["at"][0] <= 1)
        assert (point["expected"] is None) == (point["at"][0] > 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("model.accuracy",),
            (
                "ship-or-not sweep: model.accuracy: it has no equals sign; expected KEY=FROM:TO for each"
                " input once, such as model.accuracy=0.9:0.99"
            ),
        ),
        (
            ("error_costs=1:2", "error_costs=3:4"),
            (
                "ship-or-not sweep: error_costs=3:4: that key stands twice; expected KEY=FROM:TO for each"
                " input once, such as model.accuracy=0.9:0.99"
            ),
        ),
    ],
)
def test_what_is_no_sweep_is_refused_in_a_line(
    command: Command, arguments: tuple[str, ...], message: str
) -> None:
    ran = command("sweep", "go.yaml", *arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{message}\nTry 'ship-or-not sweep --help'.\n"


@pytest.mark.parametrize(
    "moved", ["error_costs=1:2:0", "error_costs=0:2:3:log", "error_costs=1:", "error_costs=", "nothing=1:2"]
)
def test_values_that_make_no_sense_end_with_2_and_say_what_to_write(command: Command, moved: str) -> None:
    ran = command("sweep", "go.yaml", moved)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "expected" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_where_no_value_can_be_the_problem_is_told_of_the_first(command: Command) -> None:
    ran = command("sweep", "go.yaml", "model.acuracy=0.9:1", "--set", "error_costs=1")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith(
        "model.acuracy=…:1:1: model.acuracy: acuracy is not a known key\n  1 | 0.9\n    | ^^^\n"
    )


def test_where_no_value_can_be_the_json_has_the_problem(command: Command) -> None:
    ran = command("sweep", "go.yaml", "model.accuracy=1.5,2", "--output", "json")
    assert ran.returncode == 2
    found = json.loads(ran.stdout)
    assert problems("sweep", found) == []
    keys = {each["key"] for failure in found["errors"] for each in failure["problems"]}
    assert keys == {"model.accuracy"}


def test_a_bar_shows_on_a_terminal_alone(command: Command) -> None:
    """Hundreds of values, each built anew and drawn, take longer than anybody waits for in silence."""
    text = f"{UNSURE}volume: {{items: 10, per: day}}\nhorizon: 1 month\n"
    (command.directory / "scenario.yaml").write_text(text, encoding="utf-8")
    sweep = ("sweep", "scenario.yaml", "horizon=1:120 months:400", "--draws", "100000", "--output", "json")
    arguments: list[str | Path] = [COMMAND, *sweep]
    main, side = pty.openpty()
    environment = command.environment | {"TERM": "xterm"}
    with subprocess.Popen(
        arguments, cwd=command.directory, env=environment, stdout=subprocess.DEVNULL, stderr=side
    ) as run:
        os.close(side)
        shown = b""
        while True:
            try:
                read = os.read(main, 65536)
            except OSError:
                break
            if not read:
                break
            shown += read
    os.close(main)
    assert run.returncode == 0
    assert re.search(rb"sweeping.*%", shown)
    ran = command(*sweep)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_class_whose_label_has_an_equals_sign_is_moved_by_its_path_as_it_is_printed(
    command: Command,
) -> None:
    text = """\
classes: ["=b|x", plain]
prevalence: {"=b|x": 10%, plain: 90%}
savings_per_item: 0.3
error_costs: {"=b|x": 9, plain: 1}
baseline: {recall: {"=b|x": 95%, plain: 99%}}
model: {recall: {"=b|x": 90%, plain: 98%}}
"""
    (command.directory / "scenario.yaml").write_text(text, encoding="utf-8")
    path = 'error_costs."=b|x"'
    assert f"\n  {path} " in command("sensitivity", "scenario.yaml").stdout
    ran = command("sweep", "scenario.yaml", f"{path}=1:50:3", "--output", "json")
    assert (ran.returncode, ran.stderr) == (0, "")
    (moved,) = json.loads(ran.stdout)["inputs"]
    assert (moved["path"], moved["values"]) == (path, [1.0, 25.5, 50.0])
