"""Totals over the horizon against closed forms and brute force."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.risk import cvar
from ship_or_not.engine.simulate import simulate
from ship_or_not.engine.timeline import Horizon
from support.scenarios import Wanted, load, random_tree, randomness, text_of

CASES = 150


def discounted_weeks(days: float, rate: float) -> float:
    """Return the geometric sum over whole weeks, and the part of a week at the end."""
    whole, part = divmod(days / 7, 1)
    per_week = (1 + rate) ** (-7 / 365)
    total = whole if rate == 0 else per_week**0.5 * (1 - per_week**whole) / (1 - per_week)
    return float(total + part * per_week ** (whole + part / 2))


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.08, 1.0])
@pytest.mark.parametrize("days", [0.5, 3, 7, 10, 14, 365, 730, 24 * 365 / 12, 3650.25])
def test_discounted_weeks_are_a_geometric_sum(days: float, rate: float) -> None:
    assert Horizon(days=days).discounted_weeks(rate) == pytest.approx(discounted_weeks(days, rate), rel=1e-12)


def test_totals_and_costs_are_per_item_figures_times_discounted_items() -> None:
    known = 0
    for case in range(CASES):
        tree = random_tree(randomness(case), Wanted(uncertain=True, over_time=True, discount=True))
        if isinstance(tree.get("discount_rate"), dict):
            tree["discount_rate"] = "10%"  # an uncertain one is averaged over draws
        found = ship_or_not.evaluate(load(tree), draws=64)
        assert found.total is not None
        per_week = found.scenario.inputs["volume.items"].mean * 7 / DAYS[tree["volume"]["per"]]
        count, _, unit = tree["horizon"].partition(" ")
        rate = float(tree.get("discount_rate", "0%").rstrip("%")) / 100
        items = per_week * discounted_weeks(int(count) * DAYS[unit.removesuffix("s")], rate)
        value, costs = found.value_per_item.expected, found.costs
        assert found.total.expected == pytest.approx(value * items, rel=1e-12), text_of(tree)
        if costs.baseline.per_item is None:
            assert (costs.baseline.total, costs.model) == (
                None,
                replace(costs.model, per_item=None, total=None),
            )
            continue
        known += 1
        assert costs.model.per_item is not None
        size = abs(costs.baseline.per_item) + abs(costs.model.per_item)
        assert costs.baseline.per_item - costs.model.per_item == pytest.approx(value, abs=1e-12 * size)
        assert costs.baseline.total == pytest.approx(costs.baseline.per_item * items, rel=1e-12)
        assert costs.model.total == pytest.approx(costs.model.per_item * items, rel=1e-12, abs=1e-12 * size)
    print(f"totals: {CASES} scenarios, {known} with both costs")  # noqa: T201
    assert known > CASES / 5


DAYS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}


def test_the_pay_back_week_is_the_first_from_whose_end_the_sum_of_the_weeks_stays_above_0() -> None:
    weeks = set()
    rng = randomness(3)
    for case in range(CASES):
        launch, running = rng.choice([0, 1000, 20_000, 70_000]), rng.choice([0, 0, 500, 3000])
        days, rate = rng.randint(3, 800), rng.choice([0, 5, 50])
        text = f"""
        savings_per_item: {rng.choice([0.1, 0.3, 0.5])}
        error_costs: 2
        baseline: {{accuracy: 98%, running_cost: {rng.choice([0, 100])} per week}}
        model: {{accuracy: 97%, launch_cost: {launch}, running_cost: {running} per week}}
        volume: {{items: 10000, per: week}}
        horizon: {days} days
        discount_rate: {rate}%
        """
        found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=2)
        assert found.total is not None
        numbers = found.scenario.inputs
        gain = 10_000 * (numbers["savings_per_item"].mean - 0.02)
        gain += numbers["baseline.running_cost"].mean - running
        cumulative = [-float(launch)]
        for week in range(math.ceil(days / 7)):
            length = min(1.0, days / 7 - week)
            years = (week + length / 2) * 7 / 365
            cumulative.append(cumulative[-1] + gain * length / (1 + rate / 100) ** years)
        staying = [w for w in range(len(cumulative)) if all(c >= -1e-9 for c in cumulative[w:])]
        assert found.total.payback_weeks == (staying[0] if staying else None), (case, text)
        assert found.total.expected == pytest.approx(cumulative[-1], rel=1e-9, abs=1e-6)
        weeks.add(found.total.payback_weeks)
    print(f"pay-back: {CASES} scenarios, {len(weeks)} different weeks")  # noqa: T201
    assert {None, 0} < weeks
    assert len(weeks) > 10


@pytest.mark.parametrize("size", [1, 2, 7, 19, 20, 21, 30, 40, 100, 999, 1000, 16_384])
def test_cvar_is_the_mean_of_the_worst_twentieth(size: int) -> None:
    """Rockafellar & Uryasev 2000: the draw at the edge counts in part."""
    draws = np.random.default_rng(size).normal(size=size).round(1)
    repeated = np.sort(np.repeat(draws, 20))  # each draw in twenty equal parts
    assert cvar(draws) == pytest.approx(float(repeated[:size].mean()), rel=1e-12, abs=1e-15)


def test_the_risk_figures_are_read_off_the_draws_of_net_benefit() -> None:
    text = """
    savings_per_item: {mean: 0.2, sd: 0.3}
    error_costs: 1 to 5
    baseline: {accuracy: 98.7%, measured_on: 300}
    model: {accuracy: 98%, measured_on: 200, launch_cost: {low: 0, high: 1000}}
    volume: {items: 100, per: day}
    horizon: 100 days
    """
    scenario = ship_or_not.load_scenario(text=text)
    found = ship_or_not.evaluate(scenario, seed=5, draws=20_000)
    drawn = np.sort(simulate(scenario.inputs, seed=5, draws=20_000, classes=frozenset()).net_benefit[1])
    assert found.total is not None
    assert found.total.chance_of_loss == np.mean(drawn < 0)
    assert found.total.cvar == pytest.approx(drawn[:1000].mean(), rel=1e-12)
    assert (found.total.low, found.total.high) == tuple(np.quantile(drawn, [0.05, 0.95]))
    assert found.total.drawdown is not None
    assert found.total.drawdown >= -found.total.low - 1e-9  # who ends below 0 has fallen at least that far


@pytest.mark.parametrize(("saving", "drawdown"), [(0.2, 500), (-0.2, 500 + 0.2 * 10_000)])
def test_where_no_week_differs_the_value_falls_by_the_launch_and_by_what_is_lost(
    saving: float, drawdown: float
) -> None:
    text = f"""
    savings_per_item: {saving}
    error_costs: 1
    baseline: {{accuracy: 90%}}
    model: {{accuracy: 90%, launch_cost: 500}}
    volume: {{items: 100, per: day}}
    horizon: 100 days
    """
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=2)
    assert found.total is not None
    assert found.total.drawdown == pytest.approx(drawdown)
    assert [each.drawdown for each in found.strategies] == [0, found.total.drawdown]
