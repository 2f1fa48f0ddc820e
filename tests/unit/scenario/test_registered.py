"""Which numbers a scenario registers, in which unit, and what is said where a part of it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """
classes: [a, b]
error_costs: {a: 1, b: 1}
prevalence: {a: 50%, b: 50%}
baseline: {accuracy: 98%, cost_per_item: 1, running_cost: 3 per year}
model:
  confusion: [[0.5, 0.1, 0.4], [0.2, 0.5, 0.3]]
  refer: {label: x, extra_cost: 2}
  cost_per_item: 0.2
  running_cost: 2 per month
  launch_cost: 3
volume: {items: 3, per: day}
horizon: 3 weeks
discount_rate: 8%
customer_impact: {churn_per_error: 1%, customer_value: 3}
"""
PLAIN = "savings_per_item: 0.3\nerror_costs: 2\n"


def problems(text: str) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        load_scenario(text=text)
    return [(each.key, each.found, each.expected) for each in caught.value.problems]


def test_every_number_is_registered_in_its_unit() -> None:
    assert {path: each.unit for path, each in load_scenario(text=EVERYTHING).inputs.numbers.items()} == {
        "baseline.accuracy": "rate",
        "baseline.cost_per_item": "money",
        "baseline.running_cost": "money per year",
        "customer_impact.churn_per_error": "rate",
        "customer_impact.customer_value": "money",
        "discount_rate": "rate per year",
        "error_costs.a": "money",
        "error_costs.b": "money",
        "model.cost_per_item": "money",
        "model.launch_cost": "money",
        "model.refer.extra_cost": "money",
        "model.running_cost": "money per month",
        "prevalence.a": "rate",
        "prevalence.b": "rate",
        "volume.items": "items per day",
    }


@pytest.mark.parametrize(
    ("text", "key", "classes"),
    [
        ("prevalence: {a: 40%}\nbaseline: {accuracy: 98%}\nmodel: {accuracy: 98%}", "prevalence", ""),
        ("baseline: {accuracy: 98%}\nmodel: {recall: {a: 98%, b: 90%}}", "model.recall", "a, b"),
        ("baseline: {recall: {a: 98%, c: 90%}}\nmodel: {accuracy: 98%}", "baseline.recall", "a, c"),
        ("baseline: {always: a}\nmodel: {accuracy: 98%}", "baseline.always", ""),
    ],
)
def test_what_is_per_class_asks_for_the_classes_it_names(text: str, key: str, classes: str) -> None:
    found = f"{key.rsplit('.', maxsplit=1)[-1]} is per class, and classes is missing"
    assert problems(PLAIN + text) == [(key, found, f"classes: [{classes or 'billing, fraud, other'}]")]


@pytest.mark.parametrize(
    ("labels", "named"),
    [("abcdefghijkl", ""), ("abcdefghijklm", " and 1 more"), ("abcdefghijklmno", " and 3 more")],
)
def test_twelve_labels_are_listed_at_most(labels: str, named: str) -> None:
    text = f"classes: [z, {', '.join(labels)}]\nsavings_per_item: 1\nerror_costs: {{z: 1}}\n"
    text += "prevalence: {counts: {z: 1}}\nbaseline: {accuracy: 98%}\nmodel: {accuracy: 98%}"
    listed = f"a, b, c, d, e, f, g, h, i, j, k, l{named}"
    assert ("error_costs", f"there is no cost for {listed}", "a cost for every class") in problems(text)


def test_what_to_write_in_place_of_a_spread_of_0_keeps_its_period() -> None:
    text = (
        PLAIN
        + "baseline: {accuracy: 98%}\nmodel: {accuracy: 98%, running_cost: {mean: 2 per month, sd: 0}}\n"
    )
    text += "volume: {items: 3, per: day}\nhorizon: 3 weeks"
    expected = "an sd above 0, or 2 per month alone"
    assert problems(text) == [("model.running_cost.sd", "sd 0 is not above 0", expected)]


ACCURACIES = "baseline: {accuracy: 98%}\nmodel: {accuracy: 98%}\n"


@pytest.mark.parametrize(
    ("baseline", "model", "key"),
    [
        (", running_cost: 3 per day", "", "baseline.running_cost"),
        ("", ", running_cost: 3 per day", "model.running_cost"),
        ("", ", launch_cost: 3", "model.launch_cost"),
    ],
)
def test_a_cost_of_all_items_needs_to_know_how_many_they_are(baseline: str, model: str, key: str) -> None:
    text = f"{PLAIN}baseline: {{accuracy: 98%{baseline}}}\nmodel: {{accuracy: 98%{model}}}"
    found = f"{key.rsplit('.', maxsplit=1)[-1]} cannot be told per item without volume and horizon"
    assert problems(text) == [(key, found, "volume: {items: 40000, per: month} and horizon: 24 months")]


@pytest.mark.parametrize(("given", "other"), [("baseline", "model"), ("model", "baseline")])
def test_one_cost_per_item_asks_for_the_other(given: str, other: str) -> None:
    text = "error_costs: 2\n" + ACCURACIES.replace(f"{given}: {{", f"{given}: {{cost_per_item: 3, ")
    found = f"{other}.cost_per_item is missing: the saving is their difference"
    expected = f"{other}: {{cost_per_item: 0.05}}, or savings_per_item in place of both"
    assert problems(text) == [(f"{given}.cost_per_item", found, expected)]


@pytest.mark.parametrize(
    ("prevalence", "said"),
    [
        (
            "{x: 10%, a: y, b: 140%, c: 3%}",
            [
                ("prevalence.x", '"x" is none of the classes'),
                ("prevalence.a", "'y' is not a number"),
                ("prevalence.b", "140% is above 100%"),
            ],
        ),
        ("{counts: {a: 1, b: 3}}", [("prevalence.counts", "there is no count for c")]),
        ("{a: 10%, b: 30%}", [("prevalence", "there is no share for c")]),
    ],
)
def test_everything_that_is_wrong_with_a_mix_is_told_at_once(
    prevalence: str, said: list[tuple[str, str]]
) -> None:
    text = f"{PLAIN}classes: [a, b, c]\nprevalence: {prevalence}\n{ACCURACIES}"
    assert [(key, found) for key, found, _ in problems(text)] == said


def test_shares_may_all_be_set_to_what_sums_to_1() -> None:
    text = f"{PLAIN}classes: [a, b]\nprevalence: {{a: 50%, b: 50%}}\n{ACCURACIES}"
    shares = {"prevalence.a": 0.3, "prevalence.b": 0.7}
    assert load_scenario(text=text, overrides=shares).inputs.replaced == shares
    with pytest.raises(InputError) as caught:
        load_scenario(text=text, overrides={"prevalence.a": 0.3, "prevalence.b": 0.6})
    (problem,) = caught.value.problems
    assert problem.found == "the shares that are set sum to 0.9"
    assert problem.expected == "shares that sum to 1 (100%)"


def test_a_fault_in_a_file_of_samples_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "spent.csv").write_text("1.5\ntwo\n")
    scenario = tmp_path / "s.yaml"
    text = PLAIN.replace("savings_per_item: 0.3", "savings_per_item: {samples: spent.csv}")
    scenario.write_text(text + ACCURACIES)
    with pytest.raises(InputError) as caught:
        load_scenario(scenario)
    (problem,) = caught.value.problems
    assert (problem.location.file, problem.location.line) == (str(tmp_path / "spent.csv"), 2)


@pytest.mark.parametrize(
    ("costs", "enough"),
    [
        ("{a: 2, b: 2}", True),
        ("{a: {a: -1, b: 2}, b: {b: -1, a: 2}}", True),
        ("{a: 3, b: 2}", False),
        ("{a: {a: 1, b: 2}, b: 2}", False),  # a right answer on b costs nothing
    ],
)
def test_an_accuracy_is_enough_where_every_answer_costs_the_same_on_every_class(
    costs: str, *, enough: bool
) -> None:
    text = "savings_per_item: 1\nclasses: [a, b]\nprevalence: {a: 50%, b: 50%}\n"
    text += f"{ACCURACIES}error_costs: {costs}"
    if enough:
        assert load_scenario(text=text).inputs.model is not None
        return
    found = "an accuracy hides the rare classes, and here errors cost differently by class"
    assert problems(text) == [
        ("model.accuracy", found, "model.confusion with counts, or model.recall for each class")
    ]


def test_a_path_that_means_nothing_says_what_paths_can_be() -> None:
    text = f"{PLAIN}classes: [a, b]\nbaseline: {{accuracy: 98%}}\nmodel: {{confusion: [[3, 4], [5, 6]]}}"
    with pytest.raises(InputError) as caught:
        load_scenario(text=text, overrides={"model.recall.c": 0.3})
    (problem,) = caught.value.problems
    assert (problem.found, problem.expected, problem.suggestion) == (
        "there is nothing at this path to move",
        "a key of the scenario, or a recall or share of one of its classes",
        "model.recall.b",
    )


@pytest.mark.parametrize(
    ("written", "kind"),
    [("~", "empty"), ("true", "true or false"), ("5", "a number"), ("'5'", "a text"), ("[5]", "a list")],
)
def test_a_scenario_that_is_no_mapping_is_told_what_it_is(written: str, kind: str) -> None:
    expected = "a scenario: lines of 'key: value', with a blank after the colon"
    assert problems(written) == [("", f"it is {kind}, not a scenario", expected)]


def test_classes_that_are_wrong_are_not_called_missing() -> None:
    text = f"{PLAIN}classes: 5\nbaseline: {{accuracy: 98%}}\nmodel: {{recall: {{a: 98%, b: 90%}}}}"
    assert [key for key, _, _ in problems(text)] == ["classes"]


def test_a_byte_order_mark_takes_no_column() -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(text="\ufeffsavings_per_itm: 3\n" + ACCURACIES)
    first = caught.value.problems[0]
    assert (first.key, first.location.line, first.location.column) == ("savings_per_itm", 1, 1)


def test_a_label_that_stands_twice_in_a_row_but_for_blanks_is_refused() -> None:
    text = f"{PLAIN}classes: [a, b]\nbaseline: {{accuracy: 98%}}\n"
    text += "model: {confusion: {a: {a: 1, ' a ': 2, b: 3}, b: {a: 4, b: 5}}}"
    assert ('the label "a" stands twice', "each label once") in [each[1:] for each in problems(text)]
