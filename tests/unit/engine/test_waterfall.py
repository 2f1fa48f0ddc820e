"""Bars by hand, and when they are shown."""

from __future__ import annotations

import math
from typing import Any

import pytest

import ship_or_not

TWO = """
classes: [a, b]
savings_per_item: 0.3
prevalence: {a: 80%, b: 20%}
error_costs: {a: 2, b: 10}
"""

TIMED = """
classes: [a, b]
prevalence: {{a: 20%, b: 80%}}
error_costs: {{a: 1 to 2, b: 0.3 to 0.6}}
baseline: {{cost_per_item: 0.2, recall: {{a: 93%, b: 95%}}, measured_on: 500}}
model: {{cost_per_item: 0.03, confusion: [[180, 20], [40, 760]]{model}}}
volume: {{items: 20000, per: month}}
horizon: 12 months
{more}
"""
FAILURE = ", failure: {chance: 2% per month, accuracy: 60%, noticed_after: 4 weeks, repaired_after: 2 weeks}"
DRIFT = ", drift: {accuracy_loss: 0.1% to 0.3% per month}"
PLAN = "plan_b: [{name: back, kind: previous, ready_in: 1 week}]"
RAMP_UP, CAPACITY = "ramp_up: 4 weeks", "error_capacity: {errors: 100 per month, extra_cost: 2}"


def bars(text: str) -> list[tuple[str, str, Any]]:
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=4)
    return [(bar.id, bar.label, pytest.approx(bar.per_item, rel=1e-12, abs=1e-15)) for bar in found.waterfall]


def test_more_and_costlier_errors_are_two_bars() -> None:
    """Today 1 error in 10 costs 4 on average, the model's 2 in 10 cost 8 · 0.08/0.2 + … each."""
    text = TWO + "baseline: {recall: {a: 90.625%, b: 87.5%}}\nmodel: {recall: {a: 85%, b: 60%}}"
    # today: 0.075 errors on a at 2, 0.025 on b at 10; the model: 0.12 on a, 0.08 on b
    today, model = 0.075 * 2 + 0.025 * 10, 0.12 * 2 + 0.08 * 10
    assert bars(text) == [
        ("saving", "saving", 0.3),
        ("error-rate", "more errors", -(0.2 - 0.1) * today / 0.1),
        ("error-kinds", "costlier kinds of error", -0.2 * (model / 0.2 - today / 0.1)),
    ]


def test_fewer_and_cheaper_errors_are_named_so() -> None:
    text = TWO + "baseline: {recall: {a: 85%, b: 60%}}\nmodel: {recall: {a: 90.625%, b: 87.5%}}"
    assert [label for _, label, _ in bars(text)] == ["saving", "fewer errors", "cheaper kinds of error"]


def test_as_many_errors_of_the_same_kinds_are_named_so() -> None:
    text = TWO + "baseline: {recall: {a: 85%, b: 60%}}\nmodel: {recall: {a: 85%, b: 60%}}"
    assert bars(text)[1:] == [
        ("error-rate", "as many errors", 0.0),
        ("error-kinds", "the same kinds of error", 0.0),
    ]


def test_against_a_baseline_without_errors_all_of_it_is_more_errors() -> None:
    text = TWO + "baseline: {recall: {a: 100%, b: 100%}}\nmodel: {recall: {a: 90%, b: 100%}}"
    assert bars(text)[1:] == [
        ("error-rate", "more errors", -0.16),
        ("error-kinds", "the same kinds of error", 0.0),
    ]


def test_customers_referrals_running_and_launch_are_bars_of_their_own() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.5
    prevalence: {a: 50%, b: 50%}
    error_costs: 1
    customer_impact: {churn_per_error: 1%, customer_value: 200}
    baseline: {recall: {a: 90%, b: 90%}}
    model:
      confusion: [[0.5, 0.25, 0.25], [0.0, 1.0, 0.0]]
      refer: {label: person, extra_cost: 0.08}
      running_cost: 20 per week
      launch_cost: 200
    volume: {items: 100, per: week}
    horizon: 10 weeks
    """
    back = 0.125 * (0.5 + 0.08 + 0.1 * 1 + 0.1 * 2)  # what it saved, the extra, today's errors
    assert bars(text) == [
        ("saving", "saving", 0.5),
        ("error-rate", "more errors", -0.025),
        ("error-kinds", "the same kinds of error", 0.0),
        ("customers", "what errors do to customers", -0.05),
        ("referrals", "items handed back", -back),
        ("running", "running costs", -0.2),
        ("launch", "launch cost", -0.2),
    ]


def test_todays_running_cost_is_saved() -> None:
    text = """
    savings_per_item: 0.5
    error_costs: 1
    baseline: {accuracy: 90%, running_cost: 30 per week}
    model: {accuracy: 90%}
    volume: {items: 100, per: week}
    horizon: 10 weeks
    """
    assert bars(text)[3:] == [("running", "running costs", 0.3)]


def test_a_cost_that_is_given_as_0_is_still_a_bar() -> None:
    text = """
    savings_per_item: 0.5
    error_costs: 1
    baseline: {accuracy: 90%}
    model: {accuracy: 90%, launch_cost: 0}
    volume: {items: 100, per: week}
    horizon: 10 weeks
    """
    assert [bar for bar, _, _ in bars(text)] == ["saving", "error-rate", "error-kinds", "launch"]


def test_an_experiment_is_one_bar() -> None:
    assert bars("measured_value_per_item: 0.012") == [("measured-value", "measured value", 0.012)]


@pytest.mark.parametrize(
    ("model", "more", "timed"),
    [
        ("", RAMP_UP, ["ramp-up"]),
        (DRIFT, "", ["drift"]),
        (FAILURE, PLAN, ["failure"]),
        ("", CAPACITY, ["capacity"]),
        (DRIFT + FAILURE, PLAN, ["drift", "failure"]),
        (DRIFT, f"{RAMP_UP}\n{CAPACITY}", ["ramp-up", "drift", "capacity"]),
    ],
)
def test_what_a_scenario_does_not_have_has_no_bar(model: str, more: str, timed: list[str]) -> None:
    """Means over draws differ a little from stage to stage; that is part of a bar that is there."""
    text = TIMED.format(model=model, more=more)
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=1000)
    assert [bar.id for bar in found.waterfall] == ["saving", "error-rate", "error-kinds", *timed]
    total = math.fsum(bar.per_item for bar in found.waterfall)
    assert total == pytest.approx(found.value_per_item.expected, rel=1e-12)
