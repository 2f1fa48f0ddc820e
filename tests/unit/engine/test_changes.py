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


def exact(value: Any, unit: str, distribution: str = "exact") -> dict[str, Any]:
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
        ("error_costs=1.5", {"error_costs": [exact(1, "factor"), exact(1.5, "factor", "moved")]}),
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


SHARE, RECALLS = 20.5 / 31, (18.5 / 21, 9.5 / 11)
"""What is expected by Jeffreys' prior: half an item more for either class, and for either answer of each."""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("model.accuracy", SHARE * RECALLS[0] + (1 - SHARE) * RECALLS[1]),
        ("model.recall.a", RECALLS[0]),
        ("model.recall.b", RECALLS[1]),
        ("prevalence.a", SHARE),
        ("baseline.accuracy", 1 - SHARE),
    ],
)
def test_what_was_moved_comes_from_where_it_is_expected(path: str, expected: float) -> None:
    same = exact(pytest.approx(expected, rel=1e-12), "rate", "expected")
    assert changed(f"{path}=0.3") == {path: [same, exact(0.3, "rate", "moved")]}
    one = ship_or_not.load_scenario(text=TEXT)
    (now,) = {each.now for each in ship_or_not.evaluate(one, draws=1000).flip_points if each.input == path}
    assert now == pytest.approx(expected, rel=1e-12)
    back = ship_or_not.compare([moved(f"{path}=0.3"), one], draws=1000).differences[0].changed
    assert [(each.input, plain(each.after)) for each in back] == [(path, same)]


def moved(*overrides: str) -> ship_or_not.Scenario:
    return ship_or_not.load_scenario(text=TEXT, overrides=overrides)


def test_what_was_moved_on_one_side_is_where_the_other_side_s_moves_have_led() -> None:
    sides = [moved("model.recall.a=50%"), moved("model.accuracy=70%")]
    (found,) = ship_or_not.compare(sides, draws=1000).differences
    accuracy = SHARE / 2 + (1 - SHARE) * RECALLS[1]
    recall = 1 - (1 - RECALLS[0]) * 0.3 / (1 - SHARE * RECALLS[0] - (1 - SHARE) * RECALLS[1])
    assert {each.input: [plain(each.before), plain(each.after)] for each in found.changed} == {
        "model.recall.a": [
            exact(0.5, "rate", "moved"),
            exact(pytest.approx(recall, rel=1e-12), "rate", "expected"),
        ],
        "model.accuracy": [
            exact(pytest.approx(accuracy, rel=1e-12), "rate", "expected"),
            exact(0.7, "rate", "moved"),
        ],
    }


def test_what_was_moved_on_both_sides_is_told_by_where_it_was_moved_to() -> None:
    sides = [moved("model.accuracy=70%"), moved("model.accuracy=80%")]
    (found,) = ship_or_not.compare(sides, draws=1000).differences
    assert [plain(each) for each in found.changed] == [
        {
            "input": "model.accuracy",
            "from": exact(0.7, "rate", "moved"),
            "to": exact(0.8, "rate", "moved"),
        }
    ]


def test_what_was_moved_is_on_one_side_only_where_the_other_has_no_such_thing() -> None:
    sides = [moved("prevalence.a=30%", "error_costs=2"), ship_or_not.load_scenario(text=THREE_OTHERS)]
    (found,) = ship_or_not.compare(sides, draws=1000).differences
    after = {each.input: each.after for each in found.changed}
    assert after["prevalence.a"] is None
    assert plain(after["error_costs"]) == exact(2, "money")


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


THREE_OTHERS = """
currency: EUR
savings_per_item: 0.1
error_costs: 2
classes: [b, c, "d e"]
baseline: {always: b}
model: {recall: {b: 90%, c: 80%, "d e": 70%}}
prevalence: {b: 50%, c: 30%, "d e": 20%}
"""


def test_classes_that_only_one_side_has_are_told_first() -> None:
    found = changed(text=THREE_OTHERS)
    one = exact(1, "classes")
    assert list(found.items())[:3] == [
        ("classes.a", [one, None]),
        ("classes.c", [None, one]),
        ('classes."d e"', [None, one]),
    ]
    assert [path for path in found if path.startswith("classes.")] == list(found)[:3]
    matrix = "{confusion: [[9, 1, 0], [0, 9, 1], [1, 0, 9]]}"
    counted = THREE_OTHERS.partition("model:")[0] + f"model: {matrix}"
    assert list(changed(text=counted))[:3] == list(found)[:3]
    bare = {"savings_per_item": 0.1, "error_costs": 2, "currency": "EUR"}
    text = f"{bare}".replace("'", "")[:-1] + ", baseline: {accuracy: 98%}, model: {accuracy: 97%}}"
    assert list(changed(text=text))[:2] == ["classes.a", "classes.b"]


REFERRING = TEXT.replace(
    "{confusion: [[18, 2], [1, 9]]}",
    "{confusion: [[14, 1, 5], [1, 7, 2]], refer: {label: person, extra_cost: 0.1}}",
)
HANDED_BACK = SHARE * 5.25 / 21 + (1 - SHARE) * 2.25 / 11
"""The half item for what is not right is shared by the wrong answer and the label that hands back."""


def test_what_is_handed_back_is_told_by_its_label_and_the_share_of_items_that_is_expected() -> None:
    found = changed(text=REFERRING)
    share = exact(pytest.approx(HANDED_BACK, rel=1e-12), "rate", "expected")
    assert found["model.refer.label.person"] == [None, share]
    assert found["model.refer.extra_cost"] == [None, exact(0.1, "money")]
    texts = REFERRING, REFERRING.replace("14, 1, 5", "13, 1, 6")
    sides = [ship_or_not.load_scenario(text=text) for text in texts]
    (difference,) = ship_or_not.compare(sides, draws=1000).differences
    more = exact(pytest.approx(HANDED_BACK + SHARE / 21, rel=1e-12), "rate", "expected")
    between = {each.input: [plain(each.before), plain(each.after)] for each in difference.changed}
    assert between["model.refer.label.person"] == [share, more]


@pytest.mark.parametrize("text", [REFERRING, REFERRING.replace("1, 5]", "1, 0]").replace("7, 2]", "7, 0]")])
@pytest.mark.parametrize(
    ("override", "paths"),
    [
        ('model.refer.label="a person"', ["model.refer.label.person", 'model.refer.label."a person"']),
        ("prevalence.a=30%", ["prevalence.a"]),
    ],
)
def test_another_label_for_what_is_handed_back_is_a_change_and_another_class_mix_alone_is_none(
    text: str, override: str, paths: list[str]
) -> None:
    one, other = (ship_or_not.load_scenario(text=text, overrides=edits) for edits in ([], [override]))
    (found,) = ship_or_not.compare([one, other], draws=1000).differences
    assert [each.input for each in found.changed if "confusion" not in each.input] == paths


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
