"""What an evaluation is put together from, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean, stdev
from textwrap import dedent

import pytest

import ship_or_not
from ship_or_not import Evaluation
from ship_or_not.results import StrategyResult

BACK = """
classes: [a, b]
prevalence: {a: 60%, b: 40%}
error_costs: {a: {a: 0.5, b: 2.5}, b: 4}
customer_impact: {churn_per_error: 1%, customer_value: 100}
baseline: {cost_per_item: 0.9, recall: {a: 90%, b: 80%}, running_cost: 70 per week}
model:
  cost_per_item: 0.1
  confusion: [[0.7, 0.1, 0.2], [0.25, 0.75, 0.0]]
  refer: {label: person, extra_cost: 0.3}
  running_cost: 40 per week
  launch_cost: 500
volume: {items: 100, per: week}
horizon: 50 weeks
"""


def evaluated(text: str, **options: int) -> Evaluation:
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=dedent(text)), **options)


def test_each_class_adds_its_share_of_what_changes_in_its_errors() -> None:
    """Handing an item back loses its saving, costs extra, and meets today's errors and their churn."""
    a, b = evaluated(BACK, draws=2).classes
    back_a = 0.2 * (0.8 + 0.3 + 0.1 * 2 + 0.1 * 1)
    assert a.per_item == pytest.approx(0.6 * ((0.1 - 0.1) * 2 + (0.1 - 0.1) * 1 - back_a))
    assert b.per_item == pytest.approx(0.4 * ((0.2 - 0.25) * 4 + (0.2 - 0.25) * 1))
    assert (a.label, a.actual_items) == ("a", None)
    assert [a.share, b.share] == pytest.approx([0.6, 0.4])
    assert (a.recall_baseline, a.recall_model) == pytest.approx((0.9, 0.7 / 0.8))
    assert (b.recall_baseline, b.recall_model) == pytest.approx((0.8, 0.75))


def test_what_is_paid_today_and_what_would_be_are_operation_and_errors() -> None:
    """Today's people stay, and so does their running cost, while the model hands items back."""
    found = evaluated(BACK, draws=2)
    today = 0.9 + 0.6 * (0.5 + 0.1 * 2) + 0.4 * 0.2 * 4 + (0.6 * 0.1 + 0.4 * 0.2) * 1 + 0.7
    back = 0.6 * 0.2
    answered = 0.1 * (1 - back) + 0.6 * (0.7 * 0.5 + 0.1 * 2.5) + 0.4 * 0.25 * 4 + (0.06 + 0.1) * 1
    handed_back = 0.6 * 0.2 * (0.9 + 0.3 + (0.9 * 0.5 + 0.1 * 2.5) + 0.1 * 1)
    model = answered + handed_back + 0.7 + 0.4 + 500 / 5000
    assert found.costs.baseline.per_item == pytest.approx(today)
    assert found.costs.model.per_item == pytest.approx(model)
    assert found.costs.baseline.total == pytest.approx(today * 5000)
    assert found.costs.model.total == pytest.approx(model * 5000)
    assert found.value_per_item.expected == pytest.approx(today - model)


def test_without_time_what_is_paid_is_told_per_item_only() -> None:
    text = """
    error_costs: 2
    baseline: {cost_per_item: 0.9, accuracy: 90%}
    model: {cost_per_item: 0.1, accuracy: 80%}
    """
    costs = evaluated(text, draws=2).costs
    assert (costs.baseline.per_item, costs.model.per_item) == pytest.approx((1.1, 0.5))
    assert (costs.baseline.total, costs.model.total) == (None, None)


def test_a_constant_answer_saves_as_the_model_does_and_has_none_of_its_other_costs() -> None:
    found = evaluated(BACK, draws=2)
    errors_today = 0.6 * 0.1 * (2 + 1) + 0.4 * 0.2 * (4 + 1)
    always_a, always_b = 0.4 * (4 + 1), 0.6 * (2 + 1)
    assert always_b < always_a
    assert found.constant_answer is not None
    assert found.constant_answer.label == "b"
    assert found.constant_answer.per_item == pytest.approx(0.8 + errors_today - always_b)


def test_the_best_of_equal_constant_answers_is_the_first() -> None:
    text = """
    classes: [x, y]
    savings_per_item: 1
    error_costs: 1
    prevalence: {x: 50%, y: 50%}
    baseline: {accuracy: 90%}
    model: {recall: {x: 90%, y: 90%}}
    """
    constant = evaluated(text, draws=2).constant_answer
    assert constant is not None
    assert constant.label == "x"
    assert constant.per_item == pytest.approx(1 + 0.1 - 0.5)


def test_todays_running_cost_is_saved_once_the_model_has_taken_over_everything() -> None:
    text = """
    savings_per_item: 1
    error_costs: 1
    baseline: {{accuracy: 90%, running_cost: 70 per week}}
    model: {{accuracy: 90%, {share}running_cost: 40 per week}}
    volume: {{items: 100, per: week}}
    horizon: 50 weeks
    """
    assert evaluated(text.format(share=""), draws=2).value_per_item.expected == pytest.approx(1 + 0.3)
    half = evaluated(text.format(share="share: 50%, "), draws=2)
    assert half.value_per_item.expected == pytest.approx(0.5 - 0.4)


def test_keeping_is_worth_nothing_by_definition() -> None:
    found = evaluated(BACK, draws=2)
    keep = StrategyResult(
        name="keep",
        expected_per_item=0.0,
        low=0.0,
        high=0.0,
        chance_above_minimum=0.0,
        expected_total=0.0,
        chance_of_loss=0.0,
        drawdown=0.0,
        excluded_by=None,
    )
    assert found.strategies[0] == keep
    assert found.total is not None
    value, total = found.value_per_item, found.total
    assert found.strategies[1] == replace(
        keep,
        name="ship",
        expected_per_item=value.expected,
        low=value.low,
        high=value.high,
        chance_above_minimum=value.chance_above_minimum,
        expected_total=total.expected,
        chance_of_loss=total.chance_of_loss,
        drawdown=total.drawdown,
    )
    allowed = evaluated(BACK + "policy: {min_value_per_item: -1}", draws=2)
    assert [each.chance_above_minimum for each in allowed.strategies] == [1.0, 1.0]


def test_without_volume_and_horizon_there_are_no_totals() -> None:
    text = "{savings_per_item: 1, error_costs: 1, baseline: {accuracy: 91%}, model: {accuracy: 90%}}"
    found = evaluated(text, draws=2)
    assert (found.total, found.timeline) == (None, None)
    for strategy in found.strategies:
        assert (strategy.expected_total, strategy.chance_of_loss) == (None, None)


@pytest.mark.parametrize("part", ["horizon: 1 year", "volume: {items: 5, per: week}", "discount_rate: 5%"])
def test_a_part_of_what_totals_need_changes_nothing(part: str) -> None:
    text = "savings_per_item: 0.3\nerror_costs: 2\nbaseline: {accuracy: 98%}\nmodel: {accuracy: 97%}\n"
    found = evaluated(text + part, draws=2)
    assert found.total is None
    assert found.value_per_item == evaluated(text, draws=2).value_per_item


def test_doubling_the_draws_gives_what_asking_for_as_many_gives() -> None:
    """Draws that were made are kept, and no figure shows how they came to be."""
    text = """
    savings_per_item: 0.3
    error_costs: 2
    baseline: {accuracy: 98%}
    model: {accuracy: 86%, measured_on: 100}
    volume: {items: 10, per: week}
    horizon: 9 weeks
    policy: {confidence: 77.6%}
    """
    doubled = evaluated(text, seed=3)
    asked = evaluated(text, seed=3, draws=doubled.draws)
    assert doubled.draws > 16_384
    assert doubled.value_per_item == asked.value_per_item
    assert doubled.total == asked.total
    assert (doubled.verdict, doubled.reason, doubled.at_edge) == (asked.verdict, asked.reason, asked.at_edge)


def test_only_the_twenty_classes_that_weigh_most_are_moved() -> None:
    labels = [f"c{i}" for i in range(30)]
    costs = {label: i + 1 for i, label in enumerate(labels)}
    recall = dict.fromkeys(labels, 0.9)
    text = f"""
    classes: {labels}
    savings_per_item: 1
    error_costs: {costs}
    prevalence: {{counts: {dict.fromkeys(labels, 100)}}}
    baseline: {{recall: {recall}}}
    model: {{recall: {dict.fromkeys(labels, 0.8)}}}
    """
    found = evaluated(text, draws=64)
    moved = {flip.input for flip in found.flip_points if flip.input.startswith("prevalence.")}
    assert moved == {f"prevalence.c{i}" for i in range(10, 30)}


def test_a_share_of_everything_is_no_share() -> None:
    """Today's running cost is saved where the model takes all of the traffic."""
    text = """
    error_costs: 2
    baseline: {accuracy: 95%, cost_per_item: 0.5, running_cost: 10 per day}
    model: {accuracy: 95%, cost_per_item: 0.04}
    volume: {items: 100, per: day}
    horizon: 1 year
    """

    def expected(**overrides: object) -> float:
        given = {key.replace("_", ".", 1): value for key, value in overrides.items()}
        scenario = ship_or_not.load_scenario(text=text, overrides=given)
        return ship_or_not.evaluate(scenario).value_per_item.expected

    assert expected() == expected(model_share="100%") == pytest.approx(0.46 + 0.1)
    assert expected(model_share="50%") == pytest.approx(0.23)


def test_the_monte_carlo_error_is_how_far_seeds_lie_apart() -> None:
    """Two uncertain shares are averaged over draws; the error says how much that average is off."""
    text = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: {a: 2, b: 9}
    prevalence: {a: 50% to 90%, b: 10% to 50%}
    baseline: {recall: {a: 90%, b: 95%}}
    model: {recall: {a: 95%, b: 70%}}
    """
    scenario = ship_or_not.load_scenario(text=text)
    found = [ship_or_not.evaluate(scenario, seed=seed, draws=1000).value_per_item for seed in range(60)]
    apart = stdev(each.expected for each in found)
    said = mean(each.monte_carlo_error for each in found)
    assert said > 0
    assert apart == pytest.approx(said, rel=0.3)  # of 60 seeds, the spread is known to about 9 %


def test_without_a_discount_rate_every_week_pays_back_the_same() -> None:
    text = """
    savings_per_item: 0.1
    error_costs: 1
    baseline: {accuracy: 90%}
    model: {accuracy: 90%, launch_cost: 25950}
    volume: {items: 1000, per: week}
    horizon: 520 weeks
    """
    total = evaluated(text, draws=2).total
    assert total is not None
    assert (total.expected, total.payback_weeks) == (26_050, 260)


def test_a_total_that_is_known_exactly_is_one_figure() -> None:
    """Draws of it would say 2.0999999999999996: 3 · 0.7 in floats."""
    text = """
    savings_per_item: 0.7
    error_costs: 0
    baseline: {accuracy: 90%}
    model: {accuracy: 90%}
    volume: {items: 3, per: week}
    horizon: 1 week
    """
    total = evaluated(text, draws=2).total
    assert total is not None
    assert (total.expected, total.low, total.high, total.cvar) == (2.1, 2.1, 2.1, 2.1)


def test_a_class_says_on_how_many_items_its_recall_was_seen() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 1
    error_costs: 1
    baseline: {accuracy: 90%}
    model: {confusion: [[28, 2], [3, 7]]}
    """
    found = evaluated(text, draws=2).classes
    assert [(each.label, each.actual_items, each.recall_model) for each in found] == [
        ("a", 30, pytest.approx(28 / 30)),
        ("b", 10, 0.7),
    ]


def test_handing_back_without_an_extra_cost_loses_the_saving_and_meets_todays_errors() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 1
    error_costs: 2
    prevalence: {a: 50%, b: 50%}
    baseline: {accuracy: 90%}
    model: {refer: {label: person}, confusion: [[0.5, 0.0, 0.5], [0.0, 0.5, 0.5]]}
    """
    assert evaluated(text, draws=2).value_per_item.expected == pytest.approx(1 + 0.2 - 0.5 * (1 + 0.2))
