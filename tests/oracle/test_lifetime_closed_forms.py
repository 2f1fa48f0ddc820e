"""Over time where a formula says it: the paths that are walked and the engine are both held to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from support.life import Life
from support.lifetime import net_benefit
from support.lifetime_closed import by_induction, geometric, in_the_long_run
from support.scenarios import load
from support.totals import totals
from support.worlds import strategies, worlds

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.exact import Tree

    Expected = Callable[[Tree, str], float]

ITEMS = 1000.0  # a week
VALUE = 0.286  # of an item: 0.30 - 0.007 x 2


def life(**more: Any) -> Tree:
    """Return the smallest scenario, with a thousand items a week; ``model__drift`` writes ``model.drift``."""
    tree: Tree = {
        "savings_per_item": 0.3,
        "error_costs": 2,
        "baseline": {"accuracy": "98.7%"},
        "model": {"accuracy": "98%"},
        "volume": {"items": ITEMS, "per": "week"},
        "horizon": "20 weeks",
    }
    for key, value in more.items():
        block, _, inner = key.rpartition("__")
        (tree[block] if block else tree)[inner] = value
    return tree


def failing(chance: str, noticed: str, repaired: str, **more: Any) -> Tree:
    """Return what a failure is: half of the answers are then wrong."""
    return {
        "chance": chance,
        "accuracy": "49%",
        "noticed_after": noticed,
        "repaired_after": repaired,
        **more,
    }


BROKEN = 0.98  # what an item is worth less while broken: 0.49 more errors at 2 each


def walked(tree: Tree, strategy: str) -> float:
    return net_benefit(tree, strategy).expected


def evaluated(tree: Tree, strategy: str) -> float:
    return totals(load(tree).inputs)[strategy]


@pytest.fixture(params=[walked, evaluated], ids=["paths", "engine"])
def expected(request: pytest.FixtureRequest) -> Expected:
    """How the expected net benefit is found, by the paths or by the engine."""
    found: Expected = request.param
    return found


@pytest.fixture(params=[by_induction, evaluated], ids=["induction", "engine"])
def far_ahead(request: pytest.FixtureRequest) -> Expected:
    """How the expected net benefit of a long horizon is found, by stepping back or by the engine."""
    found: Expected = request.param
    return found


@pytest.mark.parametrize("weeks", [0.5, 1, 7.25, 104])
def test_where_no_week_differs_the_total_is_a_plain_sum(weeks: float, expected: Expected) -> None:
    tree = life(
        horizon=f"{weeks} weeks",
        model__launch_cost=700,
        model__running_cost="30 per week",
        baseline__running_cost="70 per week",
    )
    assert expected(tree, "ship") == pytest.approx(weeks * (ITEMS * VALUE + 70 - 30) - 700, rel=1e-12)


def test_a_discount_makes_it_a_geometric_series(expected: Expected) -> None:
    tree = life(discount_rate="8%")
    weekly = 1.08 ** (-7 / 365)
    assert expected(tree, "ship") == pytest.approx(
        ITEMS * VALUE * geometric(weekly**0.5, weekly, 20), rel=1e-12
    )


@pytest.mark.parametrize(
    ("ramp", "horizon"), [(3.0, 20.0), (2.5, 9.75), (0.25, 1.0), (20.0, 20.0), (12.0, 5.5)]
)
def test_a_ramp_takes_the_area_under_it(ramp: float, horizon: float, expected: Expected) -> None:
    area = horizon - ramp / 2 if horizon >= ramp else horizon**2 / (2 * ramp)
    tree = life(horizon=f"{horizon} weeks", ramp_up=f"{ramp} weeks", model__running_cost="30 per week")
    assert expected(tree, "ship") == pytest.approx(ITEMS * VALUE * area - 30 * horizon, rel=1e-12)


@pytest.mark.parametrize("horizon", [1.0, 9.5, 52.0])
def test_drift_costs_half_of_its_loss_at_the_end_for_all_of_the_time(
    horizon: float, expected: Expected
) -> None:
    tree = life(horizon=f"{horizon} weeks", model__drift={"accuracy_loss": "0.1% per week"})
    lost = 0.001 * horizon / 2
    assert expected(tree, "ship") == pytest.approx(ITEMS * horizon * (VALUE - 2 * lost), rel=1e-12)


def test_drift_of_both_systems_alike_costs_nothing(expected: Expected) -> None:
    drift = {"accuracy_loss": "0.1% per week"}
    tree = life(model__drift=drift, baseline__drift=drift)
    assert expected(tree, "ship") == pytest.approx(ITEMS * 20 * VALUE, rel=1e-12)


@pytest.mark.parametrize("every", [1, 2, 5, 10])
def test_retraining_cuts_the_ramp_of_losses_into_equal_ones(every: int, expected: Expected) -> None:
    tree = life(
        model__drift={"accuracy_loss": "0.1% per week"},
        model__retraining={"every": f"{every} weeks", "cost": 11},
    )
    trainings = 20 // every - 1  # none at the end
    total = ITEMS * 20 * (VALUE - 2 * 0.001 * every / 2) - 11 * trainings
    assert expected(tree, "ship") == pytest.approx(total, rel=1e-12)


def test_errors_above_a_capacity_cost_extra_in_proportion_to_the_time(expected: Expected) -> None:
    """Today 13 errors a week; drift makes 20, 21, ... in the steps' middles 20.5 + w."""
    tree = life(
        horizon="10 weeks",
        model__drift={"accuracy_loss": "0.1% per week"},
        error_capacity={"errors": "15 per week", "extra_cost": 3},
    )
    above = sum(20 + w + 0.5 - 15 for w in range(10))
    total = ITEMS * 10 * (VALUE - 2 * 0.001 * 5) - 3 * above
    assert expected(tree, "ship") == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("discount", ["0%", "25%"])
def test_incidents_shorter_than_a_step_are_independent(discount: str, far_ahead: Expected) -> None:
    """Each of 50 weeks has one with chance 10 %: 2 days unnoticed and 3 more until repaired."""
    tree = life(
        horizon="50 weeks",
        discount_rate=discount,
        model__failure=failing("10% per week", "2 days", "3 days", repair_cost=40),
    )
    weekly = (1 + float(discount.rstrip("%")) / 100) ** (-7 / 365)
    worth = geometric(weekly**0.5, weekly, 50) * ITEMS * (VALUE - 0.1 * BROKEN * 5 / 7)
    repairs = 0.1 * 40 * geometric(weekly ** (2 / 7), weekly, 50)
    assert far_ahead(tree, "ship") == pytest.approx(worth - repairs, rel=1e-11)


def test_a_failure_that_is_never_repaired_waits_a_geometric_time(far_ahead: Expected) -> None:
    """The model is still healthy in week w, counted from 1, with chance 0.97^w."""
    tree = life(horizon="60 weeks", model__failure=failing("3% per week", "5 years", "1 day"))
    healthy = geometric(0.97, 0.97, 60)
    total = ITEMS * (healthy * VALUE + (60 - healthy) * (VALUE - BROKEN))
    assert far_ahead(tree, "ship") == pytest.approx(total, rel=1e-11)


def test_a_failure_that_is_sure_strikes_at_the_first_step_after_each_repair(expected: Expected) -> None:
    """An incident of 2.5 weeks, then half a week healthy until the next step starts: 3 weeks a cycle."""
    tree = life(
        horizon="18 weeks",
        model__failure=failing("100% per week", "1.5 weeks", "1 week", repair_cost=25),
    )
    total = ITEMS * (18 * VALUE - 6 * 2.5 * BROKEN) - 6 * 25
    assert expected(tree, "ship") == pytest.approx(total, rel=1e-12)


PLANS = [
    {"name": "back", "kind": "previous", "ready_in": "4 days", "cost_per_item": 0.4, "rollback_cost": 90},
    {"name": "rules", "kind": "backup", "ready_in": "1 day", "accuracy": "90%", "cost_per_item": 0.02},
    {
        "name": "stop",
        "kind": "pause",
        "ready_in": "2 weeks",
        "cost_per_unprocessed_item": 0.1,
        "standby_cost": "5 per week",
    },
    {"name": "too late", "kind": "previous", "ready_in": "9 weeks", "rollback_cost": 90},
]


@pytest.mark.parametrize(
    "strategy", ["ship", "ship + back", "ship + rules", "ship + stop", "ship + too late"]
)
@pytest.mark.parametrize(
    ("noticed", "repaired"),
    [("3 days", "1 day"), ("1 week", "2 weeks"), ("10 days", "25 days"), ("6 weeks", "4 weeks")],
)
def test_in_the_long_run_a_week_is_worth_the_reward_of_a_cycle_over_its_length(
    strategy: str, noticed: str, repaired: str, far_ahead: Expected
) -> None:
    tree = life(
        baseline__cost_per_item=0.35,
        model__cost_per_item=0.05,
        model__failure=failing("9% per week", noticed, repaired, repair_cost=70),
        model__running_cost="12 per week",
        plan_b=PLANS,
    )
    del tree["savings_per_item"]
    one, other = ({**tree, "horizon": f"{weeks} weeks"} for weeks in (240, 250))
    a_week = (far_ahead(other, strategy) - far_ahead(one, strategy)) / 10
    [world] = worlds(one, strategy)
    assert a_week == pytest.approx(in_the_long_run(Life(one, world)), rel=1e-9)


def test_the_share_of_time_broken_is_that_of_an_alternating_process(far_ahead: Expected) -> None:
    """Broken for D weeks, healthy for the rest of a cycle of ceil(D) + 1/q - 1 steps."""
    q, broken = 0.05, 3.5
    tree = life(model__failure=failing("5% per week", "2 weeks", "1.5 weeks"))
    one, other = ({**tree, "horizon": f"{weeks} weeks"} for weeks in (300, 301))
    a_week = far_ahead(other, "ship") - far_ahead(one, "ship")
    share = broken / (math.ceil(broken) + 1 / q - 1)
    assert a_week / ITEMS == pytest.approx(VALUE - share * BROKEN, rel=1e-9)


def test_waiting_puts_everything_off_to_the_launch(expected: Expected) -> None:
    """Built in 6 weeks; then 14 are left: a ramp of 4, a training after 5 and after 10."""
    tree = life(
        model__launch_cost=100,
        model__running_cost="30 per week",
        model__retraining={"every": "5 weeks", "cost": 11},
        model__failure=failing("0% per week", "1 week", "1 week"),
        ramp_up="4 weeks",
        plan_b=[
            {
                "name": "back",
                "kind": "previous",
                "ready_in": "1 day",
                "build_time": "6 weeks",
                "build_cost": 500,
                "standby_cost": "7 per week",
            }
        ],
    )
    total = ITEMS * VALUE * (14 - 2) - 100 - (30 + 7) * 14 - 2 * 11 - 500
    assert expected(tree, "wait for back") == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("follow_through", [0, 30, 100])
def test_building_meanwhile_is_a_mean_of_two_worlds(follow_through: int, expected: Expected) -> None:
    """It fails in every week, 2 days unnoticed, then 4 days of the plan, once it is built."""
    plan = {
        "name": "back",
        "kind": "previous",
        "ready_in": "0 days",
        "rollback_cost": 20,
        "build_time": "5 weeks",
        "build_cost": 500,
        "standby_cost": "7 per week",
        "follow_through": f"{follow_through}%",
    }
    tree = life(model__failure=failing("100% per week", "2 days", "4 days"), plan_b=[plan])
    never = ITEMS * 20 * (VALUE - BROKEN * 6 / 7)
    gained = 15 * (ITEMS * 4 / 7 * (0 - (VALUE - BROKEN)) - 20)
    built = never + gained - 500 - 7 * 20
    share = follow_through / 100
    assert expected(tree, "ship, build back meanwhile") == pytest.approx(
        share * built + (1 - share) * never, rel=1e-12
    )


@pytest.mark.parametrize("days", [3, 21, 24, 52])
def test_stepping_back_and_walking_every_path_agree(days: int) -> None:
    tree = life(
        baseline__cost_per_item=0.35,
        model__cost_per_item=0.05,
        model__drift={"accuracy_loss": "0.7% per week"},
        model__failure=failing("30% per week", "4 days", "11 days", repair_cost=70),
        discount_rate="30%",
        horizon=f"{days} days",
        plan_b=PLANS,
    )
    del tree["savings_per_item"]
    for strategy in strategies(tree):
        assert by_induction(tree, strategy) == pytest.approx(walked(tree, strategy), rel=1e-12)
