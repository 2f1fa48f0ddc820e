"""``--output csv``: one table for all scenarios, which agrees with the JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from ship_or_not.render.csv import COLUMNS
from support.command import GO

if TYPE_CHECKING:
    from support.command import Command

HEADER = ",".join(COLUMNS) + "\n"
OVER_TIME = """\
name: Über Zeit
currency: €
classes: [a, b]
volume: {items: 100, per: week}
horizon: 26 weeks
discount_rate: 8%
prevalence: {a: 40%, b: 60%}
error_costs: 2
baseline: {cost_per_item: 0.5, accuracy: 98%}
model:
  cost_per_item: 0.2
  accuracy: 97%
  launch_cost: 300
  drift: {accuracy_loss: 0.2% to 1% per month}
  retraining: {every: 3 months, cost: 20}
  failure: {chance: 5% per month, accuracy: 50%, noticed_after: 3 weeks, repaired_after: 2 weeks}
  monitoring: {noticed_after: 1 day, running_cost: 5 per month}
plan_b:
  - {name: "x;=cmd|' /C calc'!A0", kind: previous, ready_in: 1 week}
"""


@pytest.fixture
def rows(command: Command) -> list[dict[str, str]]:
    """The table of a scenario over time and of the smallest one."""
    (command.directory / "time.yaml").write_text(OVER_TIME, encoding="utf-8")
    ran = command("evaluate", "time.yaml", "go.yaml", "--output", "csv", "--fail-on", "never")
    assert (ran.returncode, ran.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(ran.stdout, newline=""), strict=True))


def test_the_table_says_what_the_json_says(command: Command, rows: list[dict[str, str]]) -> None:
    ran = command("evaluate", "time.yaml", "go.yaml", "--output", "json", "--fail-on", "never")
    first, second = json.loads(ran.stdout)["evaluations"]
    expected: list[Any] = []
    for evaluation in (first, second):
        weeks: dict[str, list[Any]] = {}
        for point in evaluation["timeline"] or ():
            weeks.setdefault(point["strategy"], []).append(point)
        for strategy in evaluation["strategies"][1:]:
            expected += [(evaluation, strategy, week) for week in weeks.get(strategy["name"], [{}])]
    assert len(rows) == len(expected) == 2 * 27 + 1
    for row, (evaluation, strategy, week) in zip(rows, expected, strict=True):
        assert row["scenario"] == evaluation["scenario"]["name"]
        assert row["strategy"] == strategy["name"].replace(";=", ";'=")
        for name in ("expected_per_item", "expected_total", "drawdown", "chance_of_loss"):
            assert row[name] == ("" if strategy[name] is None else repr(strategy[name]))
        for name in ("week", "expected", "low", "high", "cumulative"):
            assert row[name] == ("" if name not in week else repr(week[name]))


def test_the_last_week_is_the_total_and_weeks_start_with_what_is_paid_at_once(
    rows: list[dict[str, str]],
) -> None:
    last = [row for row in rows if row["week"] == "26"]
    assert len(last) == 2
    for row in last:
        assert float(row["cumulative"]) == pytest.approx(float(row["expected_total"]), rel=1e-9)
        assert float(row["low"]) < float(row["cumulative"]) < float(row["high"])
    assert [float(row["expected"]) for row in rows if row["week"] == "0"] == [-300.0, -300.0]


def test_a_scenario_that_fails_is_told_on_standard_error_and_costs_the_others_nothing(
    command: Command,
) -> None:
    fine = command("evaluate", "go.yaml", "--output", "csv")
    ran = command("evaluate", "bad.yaml", "go.yaml", "nowhere.yaml", "--output", "csv")
    assert (ran.returncode, ran.stdout) == (2, fine.stdout)
    assert "bad.yaml:" in ran.stderr
    assert "nowhere.yaml:" in ran.stderr


def test_a_table_of_nothing_is_a_header_that_still_can_be_read(command: Command) -> None:
    ran = command("evaluate", "bad.yaml", "--output", "csv")
    assert (ran.returncode, ran.stdout) == (2, HEADER)


def test_a_table_goes_to_a_file_beside_the_report(command: Command) -> None:
    ran = command("evaluate", "go.yaml", "--output", "text", "--output", "csv:figures.csv")
    assert ran.stdout.startswith("GO  ")
    written = (command.directory / "figures.csv").read_bytes()
    assert written == command("evaluate", "go.yaml", "--output", "csv").stdout.encode("utf-8")
    assert written.startswith(HEADER.encode("utf-8"))
    assert b"\r" not in written


def test_check_has_no_table(command: Command) -> None:
    (command.directory / "go.yaml").write_text(GO, encoding="utf-8")
    ran = command("check", "go.yaml", "--output", "csv")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "--output csv: no such format: 'csv'; there are text and json" in ran.stderr
