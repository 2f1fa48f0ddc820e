"""What a lifetime is worth, part by part: each figure is a difference of two evaluations, or adds up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.simulate import simulate

if TYPE_CHECKING:
    from ship_or_not.results import Evaluation

WHOLE = """
classes: [good, bad]
error_costs: {good: 2, bad: 30}
volume: {items: 3000, per: month}
horizon: 18 months
discount_rate: 5%
ramp_up: 5 weeks
prevalence: {good: 90%, bad: 10%}
customer_impact: {churn_per_error: 0.1%, customer_value: 400}
baseline: {cost_per_item: 0.9, confusion: [[880, 20], [12, 88]], drift: {accuracy_loss: 0.05% per month}}
model:
  cost_per_item: 0.05
  confusion: [[1790, 10], [31, 169]]
  launch_cost: 4000
  running_cost: 300 per month
  drift: {accuracy_loss: 0.2% to 0.6% per month}
  retraining: {every: 4 months, cost: 800}
  failure:
    {chance: 3% per month, accuracy: 55%, noticed_after: 5 weeks, repaired_after: 2.5 weeks, repair_cost: 500}
  monitoring: {noticed_after: 4 days, running_cost: 90 per month}
error_capacity: {errors: 100 per month, extra_cost: 3}
"""
PLANS = """
plan_b:
  - name: team
    kind: previous
    ready_in: 2 weeks
    cost_per_item: 1.2
    rollback_cost: 900
    standby_cost: 10 per week
  - name: rules
    kind: backup
    ready_in: 1 day
    recall: {good: 90%, bad: 60%}
    cost_per_item: 0.02
    build_cost: 1500
    build_time: 7 weeks
    follow_through: 60%
    until_built: team
  - {name: stop, kind: pause, ready_in: 0.5 days, cost_per_unprocessed_item: 0.8}
"""


def evaluated(text: str, *overrides: str) -> Evaluation:
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text, overrides=overrides), draws=2048)


@pytest.fixture(scope="module")
def whole() -> Evaluation:
    return evaluated(WHOLE + PLANS)


def without(text: str, *keys: str) -> str:
    """Return a scenario without the blocks that stand on lines of these keys."""
    lines, left = [], False
    for line in text.splitlines():
        key = line.strip().partition(":")[0]
        if left and line.startswith("    "):
            continue
        left = key in keys
        if not left:
            lines.append(line)
    return "\n".join(lines) + "\n"


def test_every_plan_is_a_strategy_and_one_that_is_built_is_two(whole: Evaluation) -> None:
    assert [each.name for each in whole.strategies] == [
        "keep",
        "ship",
        "ship + team",
        "wait for rules",
        "ship, build rules meanwhile",
        "ship + stop",
    ]


def test_the_waterfall_adds_up_to_what_is_expected(whole: Evaluation) -> None:
    assert [bar.id for bar in whole.waterfall] == [
        "saving",
        "error-rate",
        "error-kinds",
        "customers",
        "ramp-up",
        "drift",
        "failure",
        "capacity",
        "running",
        "launch",
    ]
    total = math.fsum(bar.per_item for bar in whole.waterfall)
    assert total == pytest.approx(whole.value_per_item.expected, rel=1e-9)


def test_a_bar_is_what_the_value_changes_by_when_its_block_is_added() -> None:
    """Ship alone, nothing uncertain: capacity last, failures before it, drift before them."""
    text = WHOLE.replace("0.2% to 0.6%", "0.4%").replace(
        "[[1790, 10], [31, 169]]", "[[0.99, 0.01], [0.1, 0.9]]"
    )
    text = text.replace("[[880, 20], [12, 88]]", "[[0.97, 0.03], [0.12, 0.88]]")
    bars = {bar.id: bar.per_item for bar in evaluated(text).waterfall}
    running = bars["running"] + bars["launch"]

    def value(*keys: str) -> float:
        found = evaluated(without(text, *keys))
        costs = {bar.id: bar.per_item for bar in found.waterfall}
        return found.value_per_item.expected - costs["running"] - costs["launch"]

    assert bars["capacity"] == pytest.approx(
        evaluated(text).value_per_item.expected - running - value("error_capacity")
    )
    failing = value("error_capacity") - value("error_capacity", "failure", "monitoring")
    assert bars["failure"] == pytest.approx(failing)


def test_what_a_plan_costs_stands_in_the_bar_of_failures_alone() -> None:
    plan = "plan_b: [{name: stop, kind: pause, ready_in: 0.5 days, cost_per_unprocessed_item: 0.8, "
    cheap, dear = (
        evaluated(f"{WHOLE}{plan}standby_cost: {cost} per week, build_cost: {30 * cost}}}]\n")
        for cost in (1, 2)
    )
    assert (cheap.strategy, dear.strategy) == ("ship + stop", "ship + stop")
    bars = {bar.id: bar.per_item for bar in cheap.waterfall}
    moved = {bar.id for bar in dear.waterfall if bar.per_item != pytest.approx(bars[bar.id], abs=1e-12)}
    assert moved == {"failure"}


def test_the_last_week_is_the_total_of_each_strategy(whole: Evaluation) -> None:
    assert whole.timeline is not None
    assert {point.week for point in whole.timeline} == set(range(80))  # 18 months are 78.2 weeks
    for strategy in whole.strategies[1:]:
        weeks = [point for point in whole.timeline if point.strategy == strategy.name]
        assert weeks[-1].cumulative == pytest.approx(strategy.expected_total, rel=1e-9)
        assert math.fsum(point.expected for point in weeks) == pytest.approx(weeks[-1].cumulative)
        assert all(point.low <= point.high for point in weeks)


def test_plan_b_is_worth_what_the_best_of_them_adds_to_shipping(whole: Evaluation) -> None:
    assert whole.over_time is not None
    ship, *planned = (each.expected_total or 0.0 for each in whole.strategies[1:])
    assert whole.over_time.plan == pytest.approx(max(planned) - ship)


@pytest.mark.parametrize(("block", "figure"), [("monitoring", "monitoring"), ("retraining", "retraining")])
def test_a_measure_is_worth_the_difference_to_the_same_scenario_without_it(block: str, figure: str) -> None:
    found, bare = evaluated(WHOLE), evaluated(without(WHOLE, block))
    assert found.total is not None
    assert bare.total is not None
    assert getattr(found.over_time, figure) == pytest.approx(found.total.expected - bare.total.expected)
    assert getattr(bare.over_time, figure) is None


def test_the_best_interval_is_not_beaten_by_any_other() -> None:
    found = evaluated(WHOLE)
    assert found.over_time is not None
    best = found.over_time.best_retraining_weeks
    assert best is not None

    def worth(weeks: float) -> float:
        setting = f"model.retraining.every={weeks} weeks"
        inputs = ship_or_not.load_scenario(text=WHOLE, overrides=[setting]).inputs
        return Expecting(seed=0, draws=2048).expectation(inputs)[0].net_benefit

    most = worth(best)
    assert all(worth(weeks) <= most + 1e-9 for weeks in np.geomspace(1, 78, 25).tolist())


def test_from_the_week_in_which_it_stops_paying_no_week_brings_anything() -> None:
    text = without(WHOLE, "retraining", "failure", "monitoring", "error_capacity")
    found = evaluated(text, "model.drift.accuracy_loss=3% per month")
    assert found.over_time is not None
    week = found.over_time.stops_paying_week
    assert week is not None
    brought = [point.expected for point in found.timeline or ()]
    assert brought[week - 1] >= 0
    assert all(value < 0 for value in brought[week:])


def test_what_is_expected_is_the_mean_of_the_draws_and_of_their_paths() -> None:
    """Four ways to the same figure: hypercubes, draws, and sampled failures."""
    inputs = ship_or_not.load_scenario(text=WHOLE + PLANS).inputs
    found = simulate(inputs, seed=3, draws=40_000, classes=frozenset())
    expected = Expecting(seed=3, draws=40_000).expectation(inputs)
    for row, each in enumerate(expected, start=1):
        for draws in (found.net_benefit[row], found.realised[row]):
            error = draws.std() / math.sqrt(draws.size) + each.error * each.items
            assert abs(draws.mean() - each.net_benefit) < 4 * error


def test_a_drawdown_is_at_least_what_is_lost_in_the_end() -> None:
    inputs = ship_or_not.load_scenario(text=WHOLE + PLANS).inputs
    found = simulate(inputs, seed=1, draws=4000, classes=frozenset())
    assert (found.drawdown >= -found.realised - 1e-6).all()
    assert (found.drawdown[[1, 2, 5]] >= 4000 - 1e-6).all()  # who launches at once pays for it first


def test_a_limit_on_the_drawdown_excludes_what_falls_too_far() -> None:
    limits = "policy: {limits: {drawdown: {amount: 5000, chance: 10%}}}\n"
    found = evaluated(WHOLE + PLANS + limits)
    excluded = {each.name: each.excluded_by for each in found.strategies}
    assert excluded["keep"] is None
    assert any(why and "a drawdown above 5,000" in why for why in excluded.values())


def test_more_draws_keep_those_that_were_made() -> None:
    inputs = ship_or_not.load_scenario(text=WHOLE + PLANS).inputs
    first = simulate(inputs, seed=0, draws=16_384, classes=frozenset())
    more = simulate(inputs, seed=0, draws=32_768, classes=frozenset(), after=first)
    anew = simulate(inputs, seed=0, draws=32_768, classes=frozenset())
    for name in ("net_benefit", "realised", "drawdown", "value_per_item"):
        np.testing.assert_array_equal(getattr(more, name), getattr(anew, name))
