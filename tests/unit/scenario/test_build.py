"""A valid tree becomes the engine's inputs, and what depends on several keys is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ship_or_not.api import evaluate, load_scenario
from ship_or_not.engine.structure import Counts, Rates, Recalls
from ship_or_not.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = """\
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""
CLASSES = """\
classes: [billing, fraud]
savings_per_item: 0.30
error_costs: {billing: 2, fraud: 60}
prevalence: {billing: 90%, fraud: 10%}
baseline: {always: billing}
"""


def found(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        load_scenario(text=text)
    return [f"{problem.key}: {problem.found}" for problem in caught.value.problems]


def test_without_classes_a_cost_has_one_row_of_right_and_wrong() -> None:
    inputs = load_scenario(text=SMALLEST).inputs
    assert inputs.classes == ("",)
    assert inputs.costs == ((None, "error_costs"),)
    assert inputs.baseline == Recalls(paths=("baseline.accuracy",))
    assert inputs.mix is None


def test_every_cell_finds_its_cost() -> None:
    text = (
        CLASSES.replace("fraud: 60}", "fraud: {any_other: 60, fraud: -3}}")
        + "model: {confusion: [[9, 1], [2, 8]]}"
    )
    inputs = load_scenario(text=text).inputs
    assert inputs.costs == (
        (None, "error_costs.billing"),
        ("error_costs.fraud.any_other", "error_costs.fraud.fraud"),
    )
    assert inputs.model == Counts(rows=((9, 1), (2, 8)))
    assert inputs.baseline == Rates(rows=((1.0, 0.0), (1.0, 0.0)))


def test_the_name_is_the_file_s_where_none_is_given(tmp_path: Path) -> None:
    path = tmp_path / "triage of items.yaml"
    path.write_text(SMALLEST, encoding="utf-8")
    summary = load_scenario(path).summary
    assert (summary.name, summary.path) == ("triage of items", str(path))
    assert load_scenario(text=SMALLEST).summary.name == "scenario"


def test_a_unit_is_as_written_and_its_factor_is_per_week() -> None:
    text = (
        SMALLEST.replace("98%", "98%, running_cost: 365 per year")
        + "volume: {items: 7, per: day}\nhorizon: 1 week\n"
    )
    numbers = load_scenario(text=text).inputs.numbers
    assert [numbers[path].factor for path in ("model.running_cost", "volume.items")] == pytest.approx(
        [7 / 365, 7]
    )
    assert numbers["model.running_cost"].unit == "money per year"


def test_files_are_found_beside_the_scenario_not_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "counts.csv").write_text("x,billing,fraud\nbilling,9,1\nfraud,2,8\n", encoding="utf-8")
    (folder / "draws.csv").write_text("0.2\n0.4\n", encoding="utf-8")
    text = CLASSES.replace("0.30", "{samples: draws.csv}") + "model: {confusion: {file: counts.csv}}\n"
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    scenario = load_scenario("team/s.yaml")
    assert scenario.inputs.model == Counts(rows=((9, 1), (2, 8)))
    assert scenario.inputs.numbers["savings_per_item"].distribution.mean == pytest.approx(0.3)
    with pytest.raises(InputError, match=r"counts\.csv: there is no such file"):
        load_scenario(text=text)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("model: {confusion: [[9, 1], [2, 8]], recall: {billing: 1}}",
         ["model.recall: there is no recall for fraud", "model.confusion: confusion stands beside recall"]),
        ("model: {accuracy: 98%, confusion: [[9, 1], [2]]}",
         ["model.accuracy: an accuracy hides the rare classes, and here errors cost differently by class",
          "model.confusion: confusion stands beside accuracy", "model.confusion[1]: row 2 has 1 number"]),
        ("model: {recall: {billing: 98, fraud: 0.9}}", ["model.recall.billing: 98 is not a rate: 98%?"]),
        ("model: 98%", ['model: "98%" is not a block of keys']),
        ("model:", ["model: nothing is written here"]),
        ("modle: {accuracy: 98%}", ["modle: modle is not a known key"]),
    ],
)  # fmt: skip
def test_what_is_right_is_checked_though_something_beside_it_is_wrong(extra: str, said: list[str]) -> None:
    problems = found(CLASSES + extra)
    assert sorted(problems) == sorted(said)


def test_problems_stand_in_the_order_of_the_file_and_other_files_come_after(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("x,billing,fraud\nbilling,9\nfraud,2,many\n", encoding="utf-8")
    path = tmp_path / "s.yaml"
    path.write_text(
        "model: {confusion: {file: bad.csv}, refer: {label: r, extra_cost: x}}\npolicy: {confidence: 2}\n"
        + CLASSES,
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    places = [(problem.location.file, problem.location.line) for problem in caught.value.problems]
    assert places == [(str(path), 1), (str(path), 2), ("bad.csv", 2), ("bad.csv", 3)]


def test_counts_are_whole_numbers_even_where_samples_are_in_a_file() -> None:
    text = CLASSES.replace("{billing: 90%, fraud: 10%}", "{counts: {billing: {samples: x.csv}, fraud: 1}}")
    assert found(text + "model: {recall: {billing: 1, fraud: 1}}\n") == [
        "prevalence.counts.billing: a block of keys is not a whole number of items"
    ]


def test_a_limit_on_a_class_needs_errors_by_class() -> None:
    limit = "policy: {limits: {error_rate: {fraud: {above: 1%, chance: 1%}}}}\n"
    said = "policy.limits.error_rate.fraud: the limit on fraud needs the model's errors by class"
    assert found("measured_value_per_item: 1\nclasses: [billing, fraud]\n" + limit) == [said]
    assert found("classes: [billing, fraud]\n" + SMALLEST + limit) == [said]


def test_a_long_label_is_shortened_and_a_line_break_in_it_shown_as_a_blank() -> None:
    long = "x" * 2000
    text = CLASSES.replace("[billing, fraud]", f'["bill\\ning", {long}]')
    with pytest.raises(InputError) as caught:
        load_scenario(text=text + "model: {accuracy: 98%}\n")
    first = next(problem for problem in caught.value.problems if problem.key == "prevalence.billing")
    assert first.expected == f"one of bill ing, {'x' * 40}…"


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST,
        CLASSES + "model: {confusion: [[9, 1], [2, 8]]}\n",
        CLASSES + "model: {recall: {billing: 98%, fraud: 0%}}\n",
        CLASSES + "model: {confusion: [[0, 0, 9], [0, 0, 8]], refer: {label: r}}\n",
        "measured_value_per_item: 1 to 5\n",
    ],
)
def test_what_was_built_can_be_evaluated(text: str) -> None:
    assert evaluate(load_scenario(text=text), draws=64).draws == 64
