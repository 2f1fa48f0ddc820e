"""Every path that ``--set`` takes is found, and what is found can be set."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from ship_or_not import InputError, load_scenario
from ship_or_not.scenario.paths import join_path
from ship_or_not.scenario.settable import LARGEST_BYTES, MOST_PAIRED, settable_paths
from support.scenarios import Wanted, random_tree, randomness, text_of

if TYPE_CHECKING:
    from pathlib import Path

CLASSES = """\
classes: [fraud, comp.graphics]
savings_per_item: {low: 0.20, high: 0.40}
error_costs: {fraud: 60 to 90, comp.graphics: {fraud: 5, any_other: 2}}
baseline: {always: comp.graphics}
model: {confusion: [[80, 20], [30, 6870]]}
policy: {confidence: 80%}
"""

FORMAT = {
    "version", "name", "currency", "classes", "sources", "volume.items", "volume.per", "horizon",
    "discount_rate", "prior", "prevalence", "error_costs", "savings_per_item", "measured_value_per_item",
    "customer_impact.churn_per_error", "customer_impact.customer_value",
    *(f"{system}.{key}" for system in ("baseline", "model") for key in (
        "cost_per_item", "running_cost", "accuracy", "recall", "confusion", "confusion.file", "measured_on")),
    "baseline.always", "model.launch_cost", "model.refer.label", "model.refer.extra_cost", "model.share",
    "policy.min_value_per_item", "policy.confidence", "policy.limits.loss.amount",
    "policy.limits.loss.chance", "policy.limits.drawdown.amount", "policy.limits.drawdown.chance",
    "policy.requires", "ramp_up", "baseline.drift.accuracy_loss", "model.drift.accuracy_loss",
    "model.retraining.every", "model.retraining.cost", "model.failure.chance", "model.failure.accuracy",
    "model.failure.noticed_after", "model.failure.repaired_after", "model.failure.repair_cost",
    "model.monitoring.noticed_after", "model.monitoring.running_cost",
    "error_capacity.errors", "error_capacity.extra_cost", "plan_b",
}  # fmt: skip


def paths_of(path: Path | None) -> dict[str, str | None]:
    """Return each path with the value that the scenario has."""
    return {join_path(each.segments): each.now for each in settable_paths(path)}


def means_of(path: Path, *overrides: str) -> dict[str, float]:
    """Return the mean of each input of a scenario."""
    inputs = load_scenario(path, overrides=overrides).summary.inputs
    return {name: each.mean for name, each in inputs.items()}


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(CLASSES, encoding="utf-8")
    return path


def test_without_a_scenario_the_paths_are_the_format_s() -> None:
    assert set(paths_of(None)) == FORMAT


def test_a_scenario_adds_its_labels_and_its_values(scenario: Path) -> None:
    found = paths_of(scenario)
    labels = ("fraud", '"comp.graphics"')
    assert set(found) - FORMAT == {
        *(f"error_costs.{label}" for label in labels),
        *(f"error_costs.{label}.{other}" for label in labels for other in (*labels, "any_other")),
        *(f"prevalence.{label}" for label in labels),
        *(f"prevalence.counts.{label}" for label in labels),
        *(f"{system}.{key}.{label}" for system in ("baseline", "model") for key in ("recall", "measured_on")
          for label in labels),
        *(f"policy.limits.error_rate.{label}.{key}" for label in labels for key in ("above", "chance")),
        "savings_per_item.low", "savings_per_item.high", "classes.0", "classes.1",
        *(f"model.confusion.{row}.{column}" for row in (0, 1) for column in (0, 1)),
    }  # fmt: skip
    assert {path: now for path, now in found.items() if now is not None} == {
        "classes.0": "fraud",
        "classes.1": "comp.graphics",
        "savings_per_item.low": "0.20",
        "savings_per_item.high": "0.40",
        "error_costs.fraud": "60 to 90",
        'error_costs."comp.graphics".fraud': "5",
        'error_costs."comp.graphics".any_other': "2",
        "baseline.always": "comp.graphics",
        "model.confusion.0.0": "80",
        "model.confusion.0.1": "20",
        "model.confusion.1.0": "30",
        "model.confusion.1.1": "6870",
        "policy.confidence": "80%",
    }


def test_words_to_choose_from_come_with_their_path(scenario: Path) -> None:
    choices = {join_path(each.segments): each.choices for each in settable_paths(scenario) if each.choices}
    assert set(choices) == {"volume.per", "baseline.always", "policy.requires"}
    assert choices["volume.per"] == ("day", "week", "month", "year")
    assert choices["baseline.always"] == ("fraud", "comp.graphics")
    assert choices["policy.requires"][:2] == ("[error-costs]", "[evidence-size]")


PLANS = """\
plan_b:
  - {name: rules, kind: backup, ready_in: 1 week, recall: {a: 90%}}
  - {name: back to the team, kind: previous}
  - {name: stop, kind: pause}
  - {name: of no kind}
  - {kind: pause}
  - a text
"""


def test_plans_have_the_keys_of_their_kind_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(PLANS, encoding="utf-8")
    every = {"name", "kind", "ready_in", "rollback_cost", "standby_cost", "build_cost", "build_time",
             "follow_through", "until_built"}  # fmt: skip
    quality = {"accuracy", "recall", "confusion", "measured_on", "drift.accuracy_loss"}
    keys = {
        "rules": every | quality | {"cost_per_item", "recall.a"},
        '"back to the team"': every | {"cost_per_item"},
        "stop": every | {"cost_per_unprocessed_item"},
        '"of no kind"': every,
    }
    found = paths_of(path)
    assert set(found) - FORMAT - {"plan_b.4.kind", "plan_b.5"} == {
        f"plan_b.{name}.{key}" for name, each in keys.items() for key in each
    }
    assert (found["plan_b.rules.ready_in"], found['plan_b."back to the team".kind']) == ("1 week", "previous")
    choices = {join_path(each.segments): each.choices for each in settable_paths(path) if each.choices}
    assert choices["plan_b.rules.kind"] == ("previous", "backup", "pause")
    assert choices["plan_b.rules.until_built"] == ("rules", "back to the team", "stop", "of no kind")


def test_every_input_and_every_derived_path_of_random_scenarios_is_found(tmp_path: Path) -> None:
    path, missed = tmp_path / "scenario.yaml", set()
    for seed in range(100):
        tree = random_tree(randomness(seed), Wanted(uncertain=True))
        path.write_text(text_of(tree), encoding="utf-8")
        inputs = load_scenario(path).inputs
        missed |= {*inputs.numbers, *inputs.derived} - set(paths_of(path))
    sys.stdout.write("100 scenarios\n")
    assert missed == set()


def test_setting_what_the_scenario_has_changes_nothing(tmp_path: Path) -> None:
    path, done = tmp_path / "scenario.yaml", 0
    for seed in range(12):
        path.write_text(text_of(random_tree(randomness(seed), Wanted(uncertain=True))), encoding="utf-8")
        before = means_of(path)
        for key, now in paths_of(path).items():
            if now is not None:
                assert means_of(path, f"{key}={now}") == before
                done += 1
    sys.stdout.write(f"{done} settings\n")
    assert done > 200


@pytest.mark.parametrize(
    "text",
    [
        "",
        "classes: [a",
        "- a",
        "\x1b[31m: 1",
        "a: &x 1\nb: *x",
        "classes: 5",
        'classes: ["a\\x1b[31m", b]',
        "classes: [[a], {b: c}]",
    ],
)
def test_a_broken_scenario_has_the_format_s_paths_at_least(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    assert set(paths_of(path)) >= FORMAT
    with pytest.raises(InputError):
        load_scenario(path)


@pytest.mark.parametrize("name", ["nowhere.yaml", ".", "a\0b", "/dev/zero", "x" * 5000])
def test_what_is_no_scenario_has_the_format_s_paths(tmp_path: Path, name: str) -> None:
    assert set(paths_of(tmp_path / name)) == FORMAT


def test_a_large_scenario_is_not_read_while_someone_waits(scenario: Path) -> None:
    with scenario.open("a", encoding="utf-8") as stream:
        stream.write("#" * LARGEST_BYTES)
    assert set(paths_of(scenario)) == FORMAT


def test_pairs_of_very_many_classes_are_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(f"classes: [{', '.join(f'c{i}' for i in range(MOST_PAIRED + 1))}]", encoding="utf-8")
    found = paths_of(path)
    assert "error_costs.c7" in found
    assert "error_costs.c7.any_other" in found
    assert "error_costs.c7.c8" not in found


def test_a_text_that_would_be_read_otherwise_is_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text('name: "1"\ncurrency: "a: b"\nclasses: ["# c", "two\\nlines"]', encoding="utf-8")
    assert {key for key, now in paths_of(path).items() if now is not None} == set()


def test_keys_that_the_format_does_not_have_are_not_offered(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text("saving_per_item: 1", encoding="utf-8")
    assert set(paths_of(path)) == FORMAT
