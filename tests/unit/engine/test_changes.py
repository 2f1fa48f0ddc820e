"""What differs between two scenarios, as it is told."""

from __future__ import annotations

from typing import Any

import pytest
from scipy import stats

import ship_or_not
from ship_or_not.render.json import plain

TEXT = """
currency: EUR
savings_per_item: 0.1
error_costs: {a: 2, b: 1 to 3}
classes: [a, b]
volume: {items: 1000, per: week}
horizon: 20 weeks
baseline: {always: b}
model: {confusion: [[18, 2], [1, 9]]}
"""


def exact(value: float, unit: str, distribution: str = "exact") -> dict[str, Any]:
    return {"unit": unit, "distribution": distribution, "mean": value, "low": value, "high": value}


def changed(*overrides: str, text: str = TEXT, policy: str | None = None) -> dict[str, list[Any]]:
    one = ship_or_not.load_scenario(text=TEXT)
    other = ship_or_not.load_scenario(text=text, overrides=overrides, policy=policy)
    (found,) = ship_or_not.compare([one, other], draws=1000).differences
    return {each["input"]: [each["from"], each["to"]] for each in plain(found.changed)}


def central(found: dict[str, float]) -> list[float]:
    return [found["low"], found["high"]]


def jeffreys(right: float, wrong: float) -> list[float]:
    return [float(end) for end in stats.beta(right, wrong).ppf([0.05, 0.95])]


def test_nothing_differs_where_nothing_was_changed() -> None:
    assert changed() == {}
    assert changed("error_costs.a=2.0", "horizon=140 days") == {}


@pytest.mark.parametrize(
    ("override", "found"),
    [
        ("error_costs.a=3", {"error_costs.a": [exact(2, "money"), exact(3, "money")]}),
        ("horizon=1 year", {"horizon": [exact(140, "days"), exact(365, "days")]}),
        ("prior=2", {"prior": [exact(1, "items"), exact(2, "items")]}),
        ("discount_rate=8%", {"discount_rate": [None, exact(0.08, "rate per year")]}),
        ("error_costs=1.5", {"error_costs": [None, exact(1.5, "factor", "moved")]}),
        ("model.accuracy=0.8", {"model.accuracy": [None, exact(0.8, "rate", "moved")]}),
        ("prevalence.a=30%", {"prevalence.a": [None, exact(0.3, "rate", "moved")]}),
        ("policy.confidence=80%", {"policy.confidence": [exact(0.9, "rate"), exact(0.8, "rate")]}),
        (
            "policy.limits.loss={amount: 5, chance: 10%}",
            {
                "policy.limits.loss.amount": [None, exact(5, "money")],
                "policy.limits.loss.chance": [None, exact(0.1, "rate")],
            },
        ),
        (
            "policy.limits.error_rate={a: {above: 20%, chance: 10%}}",
            {
                "policy.limits.error_rate.a.above": [None, exact(0.2, "rate")],
                "policy.limits.error_rate.a.chance": [None, exact(0.1, "rate")],
            },
        ),
        (
            "policy.min_value_per_item=0.01",
            {"policy.min_value_per_item": [exact(0, "money"), exact(0.01, "money")]},
        ),
        (
            "policy.limits.drawdown={amount: 7, chance: 20%}",
            {
                "policy.limits.drawdown.amount": [None, exact(7, "money")],
                "policy.limits.drawdown.chance": [None, exact(0.2, "rate")],
            },
        ),
        (
            "policy.requires=[decay, plan-b]",
            {f"policy.requires.{each}": [None, exact(1, "questions")] for each in ("decay", "plan-b")},
        ),
        (
            "baseline.always=a",
            {
                "baseline.recall.a": [exact(0, "rate", "always b"), exact(1, "rate", "always a")],
                "baseline.recall.b": [exact(1, "rate", "always b"), exact(0, "rate", "always a")],
            },
        ),
    ],
)
def test_what_an_edit_changed_is_named_with_what_it_was(override: str, found: dict[str, list[Any]]) -> None:
    assert changed(override) == found


def test_of_a_confusion_matrix_the_rows_that_differ_are_named_with_their_recall() -> None:
    found = changed(text=TEXT.replace("[18, 2]", "[15, 5]"))
    before, after = found["model.confusion.a"]
    assert list(found) == ["model.confusion.a"]
    assert [each["mean"] for each in (before, after)] == [0.9, 0.75]
    assert [each["distribution"] for each in (before, after)] == ["counted on 20 items"] * 2
    assert central(before) == pytest.approx(jeffreys(18.5, 2.5))
    assert central(after) == pytest.approx(jeffreys(15.5, 5.5))


@pytest.mark.parametrize(
    ("model", "recall"),
    [
        ("{confusion: [[0.8, 0.2], [1, 0]]}", exact(0.8, "rate")),
        ("{confusion: [[0.4, 0.1, 0.5], [0.5, 0, 0.5]], refer: {label: person}}", exact(0.8, "rate")),
        ("{confusion: [[0.5, 0.5], [1, 0]]}", exact(0.5, "rate")),
        ("{confusion: [[0, 0, 1], [0.5, 0, 0.5]], refer: {label: person}}", exact(1, "rate")),
    ],
)
def test_a_row_of_rates_is_exact_and_its_recall_that_of_the_items_it_answers(
    model: str, recall: dict[str, Any]
) -> None:
    text = TEXT.replace("{confusion: [[18, 2], [1, 9]]}", model) + "prevalence: {a: 60%, b: 40%}"
    assert changed(text=text)["model.confusion.a"][1] == recall


def test_counts_that_become_rates_differ_in_every_row_though_the_same_figures_stand_there() -> None:
    counts, rates = (
        TEXT.replace("[[18, 2], [1, 9]]", f"[[1, 0], [{row}]]") + "prevalence: {a: 60%, b: 40%}"
        for row in ("1, 1", "0.5, 0.5")
    )
    one, other = (ship_or_not.load_scenario(text=text) for text in (counts, rates))
    (found,) = ship_or_not.compare([one, other], draws=1000).differences
    before, after = {each.input: (each.before, each.after) for each in found.changed}["model.confusion.a"]
    assert before is not None
    assert (before.mean, before.distribution) == (1, "counted on 1 items")
    assert plain(after) == exact(1, "rate")


def test_an_item_handed_back_is_counted_but_neither_right_nor_wrong() -> None:
    model = "{confusion: [[9, 1, 10], [0, 0, 10]], refer: {label: person}}"
    found = changed(text=TEXT.replace("{confusion: [[18, 2], [1, 9]]}", model))
    a, b = (found[f"model.confusion.{label}"][1] for label in "ab")
    assert (a["mean"], a["distribution"]) == (0.9, "counted on 20 items")
    assert central(a) == pytest.approx(jeffreys(9.5, 1.25))
    assert b["mean"] == pytest.approx(2 / 3)  # nothing but the prior: ½ to a quarter


THREE = """
savings_per_item: 0.1
error_costs: 2
classes: [a, b, c]
prior: 4
baseline: {always: b}
model: {confusion: [[18, 1, 1], [1, 9, 0], [0, 0, 5]]}
"""


def test_the_prior_of_a_row_is_that_of_its_recall_however_many_classes_there_are() -> None:
    one, other = (ship_or_not.load_scenario(text=text) for text in (THREE, THREE.replace("18, 1", "16, 3")))
    (found,) = ship_or_not.compare([one, other], draws=1000).differences
    (change,) = found.changed
    assert change.before is not None
    assert [change.before.low, change.before.high] == pytest.approx(jeffreys(18 + 2, 2 + 2))


def test_a_matrix_that_another_figure_replaces_is_there_on_one_side_only() -> None:
    text = TEXT.replace("{confusion: [[18, 2], [1, 9]]}", "{recall: {a: 90%, b: 80%}}")
    found = changed(text=f"{text}prevalence: {{a: 60%, b: 40%}}")
    assert found["model.confusion.a"][1] is None
    assert found["model.recall.a"] == [None, exact(0.9, "rate")]


def test_a_class_mix_that_was_counted_is_told_by_its_shares() -> None:
    found = changed("prevalence={counts: {a: 30, b: 10}}")
    before, after = found["prevalence.a"]
    assert before is None
    assert (after["mean"], after["distribution"]) == (0.75, "counted on 40 items")
    assert central(after) == pytest.approx(jeffreys(30.5, 10.5))


def test_another_policy_is_told_by_its_figures() -> None:
    assert changed(policy="bold") == {"policy.confidence": [exact(0.9, "rate"), exact(0, "rate")]}
