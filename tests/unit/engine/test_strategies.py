"""What shipping is worth over the horizon: items, discounted, times value, less what all items bear."""

from __future__ import annotations

import pytest

import ship_or_not
from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.lifetimes import Lifetime, ship
from support.deciding import decided

ITEM = "savings_per_item: 0.7\nerror_costs: 2\n"


def shipped(text: str) -> Lifetime:
    inputs, source = ship_or_not.load_scenario(text=text).inputs, FloatMeans(1.0)
    return ship(inputs, point(inputs, source), source)


def test_without_a_horizon_it_is_worth_what_one_item_is() -> None:
    life = shipped(ITEM + "baseline: {accuracy: 90%}\nmodel: {accuracy: 85%}")
    assert (life.items, life.running, life.launch) == (1, 0, 0)
    assert life.net_benefit == pytest.approx(0.7 - 2 * 0.05)


def test_later_weeks_count_less_and_the_launch_counts_whole() -> None:
    text = """
baseline: {accuracy: 90%, running_cost: 3 per week}
model: {accuracy: 85%, running_cost: 2 per week, launch_cost: 40}
volume: {items: 730, per: year}
horizon: 2 weeks
discount_rate: 21%
"""
    life = shipped(ITEM + text)
    weeks = 1.21 ** -(3.5 / 365) + 1.21 ** -(10.5 / 365)
    assert life.items == pytest.approx(14 * weeks)
    assert life.running == pytest.approx((2 - 3) * weeks)
    assert life.baseline_running == pytest.approx(3 * weeks)
    assert life.launch == 40
    assert life.net_benefit == pytest.approx((14 * 0.6 + 1) * weeks - 40)
    assert life.magnitude == pytest.approx(14 * weeks * (0.7 + 2 * 0.1 + 2 * 0.15) + weeks + 40)


@pytest.mark.parametrize("cost", ["launch_cost: 2.1", "running_cost: 2.1 per week"])
def test_a_saving_that_just_pays_for_a_cost_of_all_items_is_no_loss(cost: str) -> None:
    """3 · 0.7 is below 2.1 in floats."""
    text = f"""
    savings_per_item: 0.7
    error_costs: 0
    baseline: {{accuracy: 90%}}
    model: {{accuracy: 90%, {cost}}}
    volume: {{items: 3, per: week}}
    horizon: 1 week
    """
    found = decided(text, draws=2)
    assert found.total is not None
    assert found.total.chance_of_loss == 0
