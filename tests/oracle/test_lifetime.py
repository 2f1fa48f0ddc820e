"""What happens over time, against a walk through every path that failures can take, and by hand."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.draws import Draws, point
from ship_or_not.engine.expectation import as_measured
from ship_or_not.engine.simulate import simulate
from support.lifetime import Lifetime, fall, net_benefit
from support.lifetime_closed import by_induction
from support.lives import random_life, replaced, with_ranges
from support.scenarios import load, randomness, text_of
from support.totals import expectations, totals
from support.worlds import strategies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not import Evaluation
    from support.exact import Tree

CASES = 300
WHOLE = 40  # whole evaluations
DRAWS = 20_000
few = settings(max_examples=settings().max_examples // 2, deadline=None)


# By hand: a hundred items a week. An item saves 1 and an error costs 10, so that today's 10 % of errors
# cost 1.00 an item, the model's 5 % cost 0.50, and those of a broken model, 50 %, cost 5.00:
#
#     healthy  1 + 1 - 0.50 =  1.50 an item,  150 a week
#     broken   1 + 1 - 5.00 = -3.00 an item, -300 a week


def by_hand(**more: Any) -> Tree:
    """Return the scenario above; ``model__drift`` writes ``model.drift``."""
    tree: Tree = {
        "error_costs": 10,
        "baseline": {"accuracy": "90%", "cost_per_item": 1.2},
        "model": {"accuracy": "95%", "cost_per_item": 0.2},
        "volume": {"items": 100, "per": "week"},
    }
    for key, value in more.items():
        block, _, inner = key.rpartition("__")
        (tree[block] if block else tree)[inner] = value
    return tree


def broken(chance: str, noticed: str, repaired: str, **more: Any) -> Tree:
    return {
        "chance": chance,
        "accuracy": "50%",
        "noticed_after": noticed,
        "repaired_after": repaired,
        **more,
    }


BACK = {
    "name": "back",
    "kind": "previous",
    "ready_in": "2 days",
    "cost_per_item": 1.4,
    "rollback_cost": 50,
    "standby_cost": "7 per week",
}
STOP = {
    "name": "stop",
    "kind": "pause",
    "ready_in": "1 day",
    "cost_per_unprocessed_item": 0.5,
    "standby_cost": "7 per week",
}


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """A scenario, and the net benefit of some of its strategies."""

    tree: Tree
    totals: Mapping[str, float]


HAND = {
    # Ten days at 150 a week; the model costs 1 a day to run, today's process 2; the launch costs 20.
    "ten days": ByHand(
        tree=by_hand(
            horizon="10 days",
            model__launch_cost=20,
            model__running_cost="7 per week",
            baseline__running_cost="14 per week",
        ),
        totals={"ship": 1500 / 7 + 20 - 10 - 20},
    ),
    # Money halves each year. Two weeks with their middles after 3.5 and 10.5 days; a training after 7.
    "a discount": ByHand(
        tree=by_hand(
            horizon="2 weeks",
            discount_rate="100%",
            model__launch_cost=20,
            model__retraining={"every": "1 week", "cost": 100},
        ),
        totals={"ship": 150 * (0.5 ** (3.5 / 365) + 0.5 ** (10.5 / 365)) - 100 * 0.5 ** (7 / 365) - 20},
    ),
    # The model takes 1/4, 3/4 and all of the items of the three weeks; today's process costs 10 a week until
    # the ramp is over, and the model 4 from the start.
    "a ramp": ByHand(
        tree=by_hand(
            horizon="3 weeks",
            ramp_up="2 weeks",
            model__running_cost="4 per week",
            baseline__running_cost="10 per week",
        ),
        totals={"ship": 150 * (0.25 + 0.75 + 1) + 10 - 12},
    ),
    # In the middle of the weeks the last training was 0.5, 0, 1 and 0.5 weeks ago, for there is one after 1.5
    # and one after 3: 2 x (0.5 + 0 + 1 + 0.5) = 4 points of accuracy are lost for a week, 4 errors.
    "drift and retraining": ByHand(
        tree=by_hand(
            horizon="4 weeks",
            model__drift={"accuracy_loss": "2% per week"},
            model__retraining={"every": "1.5 weeks", "cost": 5},
        ),
        totals={"ship": 4 * 150 - 4 * 10 - 2 * 5},
    ),
    # Noticed after 1 day, repaired on day 5, then 2 days healthy. Today's process is back after 2 more: 3
    # days broken, 2 at 1.2 - 1.4 = -0.20 an item. Or items are left undone after 1 more: 2 days broken, 3 at
    # 1.2 + 1 - 0.5 = 1.70. A backup is there after 1 more too. In the middle of the week it has lost 3.5 of
    # its 80 points: 1.2 - 0.1 + 1 - 2.35 = -0.25.
    "plans": ByHand(
        tree=by_hand(
            horizon="1 week",
            model__failure=broken("100% per week", "1 day", "4 days", repair_cost=30),
            plan_b=[
                BACK,
                STOP,
                {
                    "name": "rules",
                    "kind": "backup",
                    "ready_in": "1 day",
                    "accuracy": "80%",
                    "cost_per_item": 0.1,
                    "drift": {"accuracy_loss": "7% per week"},
                    "build_cost": 9,
                },
                {"name": "late", "kind": "previous", "ready_in": "4 days", "rollback_cost": 50},
            ],
        ),
        totals={
            "ship": (5 * -300 + 2 * 150) / 7 - 30,
            "ship + back": (3 * -300 + 2 * -20 + 2 * 150) / 7 - 30 - 50 - 7,
            "ship + stop": (2 * -300 + 3 * 170 + 2 * 150) / 7 - 30 - 7,
            "ship + rules": (2 * -300 + 3 * -25 + 2 * 150) / 7 - 30 - 9,
            "ship + late": (5 * -300 + 2 * 150) / 7 - 30,
        },
    ),
    # Today 10 errors a week, 2 more than can be taken; the model makes 5, none too many; broken it makes 50,
    # 42 too many. Each costs 2 more. Half of the week is broken.
    "capacity": ByHand(
        tree=by_hand(
            horizon="1 week",
            model__failure=broken("100% per week", "3 days", "0.5 days"),
            error_capacity={"errors": "8 per week", "extra_cost": 2},
        ),
        totals={"ship": (150 + 4) / 2 + (-300 + 4 - 84) / 2},
    ),
    # The launch is after a week and a half; in half a week the ramp of a week reaches 1/2: 1/8 of the items
    # of the second week, 7/8 of the third. It breaks at the start of the third, the first since the launch.
    # Half a week later today's process is back. By then the ramp is over: 8 a week of today's cost is saved.
    "waiting": ByHand(
        tree=by_hand(
            horizon="3 weeks",
            ramp_up="1 week",
            baseline__running_cost="8 per week",
            model__launch_cost=20,
            model__running_cost="6 per week",
            model__failure=broken("100% per week", "3 days", "1 week"),
            plan_b=[
                {
                    "name": "back",
                    "kind": "previous",
                    "ready_in": "0.5 days",
                    "build_time": "1.5 weeks",
                    "build_cost": 40,
                    "rollback_cost": 5,
                    "standby_cost": "10 per week",
                }
            ],
        ),
        totals={
            "wait for back": 150 / 8 + 7 / 8 * -300 / 2 - 40 - 20 - 1.5 * 10 - 1.5 * 6 - 5 + 8 / 2,
        },
    ),
    # As in "plans", but "back" takes a week to build, with a chance of 60 %, and "stop" stands in until then.
    # Built: a week each, standby of one for a week and of the other for two. Never: two weeks with "stop".
    "building meanwhile": ByHand(
        tree=by_hand(
            horizon="2 weeks",
            model__failure=broken("100% per week", "1 day", "4 days"),
            plan_b=[
                {
                    **BACK,
                    "build_time": "1 week",
                    "build_cost": 100,
                    "follow_through": "60%",
                    "until_built": "stop",
                },
                STOP,
            ],
        ),
        totals={
            "ship, build back meanwhile": 0.6 * (30 - 640 / 7 - 50 - 7 - 14 - 100) + 0.4 * (30 + 30 - 14),
            "wait for back": 150 * 0 + -640 / 7 - 50 - 7 - 100,
        },
    ),
    # Class b's recall is 1.5 %; 1 point is lost by the middle of the first week and 3 of the second, but no
    # more than there is. Errors cost 4 on a (3/4 of the items) and 8 on b.
    #     today   0.75 x 0.10 x 4 + 0.25 x 0.500 x 8 = 1.30
    #     first   0.75 x 0.05 x 4 + 0.25 x 0.995 x 8 = 2.14
    #     second  0.75 x 0.07 x 4 + 0.25 x 1.000 x 8 = 2.21
    "recalls": ByHand(
        tree=by_hand(
            horizon="2 weeks",
            classes=["a", "b"],
            prevalence={"a": "75%", "b": "25%"},
            error_costs={"a": 4, "b": 8},
            baseline={"recall": {"a": "90%", "b": "50%"}, "cost_per_item": 0.2},
            model={
                "recall": {"a": "96%", "b": "1.5%"},
                "cost_per_item": 0.2,
                "drift": {"accuracy_loss": "2% per week"},
            },
        ),
        totals={"ship": 100 * (1.30 - 2.14) + 100 * (1.30 - 2.21)},
    ),
    # A fifth is handed back, at 1 extra and with today's errors. Of the rest 88 % are right in mid-week:
    #     healthy  0.8 x 1 + 1 - 0.8 x 0.12 x 10 - 0.2 x (1 + 1) =  0.44
    #     broken   0.8 x 1 + 1 - 0.8 x 0.55 x 10 - 0.2 x (1 + 1) = -3.00   (45 % are right)
    # Today's running cost is not saved while items are handed back. Ten errors can be taken, as many as there
    # are today. The broken model makes 44; each more costs 0.1.
    "handing back": ByHand(
        tree=by_hand(
            horizon="1 week",
            classes=["a", "b"],
            prevalence={"a": "50%", "b": "50%"},
            baseline__running_cost="9 per week",
            error_capacity={"errors": "10 per week", "extra_cost": 0.1},
            model={
                "confusion": [[0.72, 0.08, 0.2], [0.08, 0.72, 0.2]],
                "refer": {"label": "back", "extra_cost": 1},
                "cost_per_item": 0.2,
                "drift": {"accuracy_loss": "4% per week"},
                "failure": {**broken("100% per week", "3 days", "0.5 days"), "accuracy": "45%"},
            },
        ),
        totals={"ship": 44 / 2 - 300 / 2 - 0.1 * (44 - 10) / 2},
    ),
    # The model takes half of the items, in the first of two weeks half of that.
    "a share": ByHand(
        tree=by_hand(
            horizon="2 weeks",
            ramp_up="1 week",
            model__share="50%",
            baseline__running_cost="9 per week",
            customer_impact={"churn_per_error": "1%", "customer_value": 200},
        ),
        # Each of the 5 errors less in a hundred items costs 2 less in customers too.
        totals={"ship": 160 * 0.25 + 160 * 0.5},
    ),
    # An experiment's value knows no qualities.
    "an experiment": ByHand(
        tree={
            "measured_value_per_item": 1.5,
            "volume": {"items": 100, "per": "week"},
            "horizon": "2 weeks",
            "ramp_up": "1 week",
            "model": {"retraining": {"every": "1 week", "cost": 10}},
        },
        totals={"ship": 150 * 0.5 + 150 - 10},
    ),
}


def evaluated(tree: Tree, *, draws: int = 16) -> Evaluation:
    return ship_or_not.evaluate(load(tree), draws=draws)


@pytest.mark.parametrize("name", HAND)
def test_every_path_gives_what_is_computed_by_hand(name: str) -> None:
    for strategy, total in HAND[name].totals.items():
        assert net_benefit(HAND[name].tree, strategy).expected == pytest.approx(total, rel=1e-12), strategy


@pytest.mark.parametrize("name", HAND)
def test_the_engine_gives_what_is_computed_by_hand(name: str) -> None:
    found = totals(load(HAND[name].tree).inputs)
    for strategy, total in HAND[name].totals.items():
        assert found[strategy] == pytest.approx(total, rel=1e-12), strategy


# A coin decides whether it breaks. An incident lasts a week and a half, so the next can begin after two:
#
#     breaks in week   chance   cumulative value after each week
#     1 and 3          1/4      -300, -405, -705    the second is noticed at the end: its repair is not paid
#     1                1/4      -300, -405, -255    the second week is worth -150 + 75 - 30
#     2                1/4       150, -150, -255                     falls by 405
#     3                1/8       150,  300,    0                     falls by 300
#     never            1/8       150,  300,  450
COIN = by_hand(
    horizon="3 weeks", model__failure=broken("50% per week", "1 week", "0.5 weeks", repair_cost=30)
)


def test_every_path_of_a_coin_is_as_written_by_hand() -> None:
    found = net_benefit(COIN, "ship")
    assert sorted((chance, tuple(round(value, 9) for value in path)) for chance, path in found.paths) == [
        (0.125, (0.0, 150.0, 300.0, 0.0)),
        (0.125, (0.0, 150.0, 300.0, 450.0)),
        (0.25, (0.0, -300.0, -405.0, -705.0)),
        (0.25, (0.0, -300.0, -405.0, -255.0)),
        (0.25, (0.0, 150.0, -150.0, -255.0)),
    ]
    assert found.expected == pytest.approx(-247.5)
    assert found.cvar == pytest.approx(-705)
    assert found.falls == [
        (0.0, 0.125),
        (300.0, 0.125),
        (pytest.approx(405), 0.25),
        (pytest.approx(405), 0.25),
        (pytest.approx(705), 0.25),
    ]


def test_the_risk_of_a_coin_is_as_written_by_hand() -> None:
    found = evaluated(COIN, draws=DRAWS)
    assert found.total is not None
    assert found.total.expected == pytest.approx(-247.5, rel=1e-12)
    assert found.total.cvar == pytest.approx(-705, rel=1e-12)
    assert found.total.drawdown == pytest.approx(705, rel=1e-12)
    assert found.total.payback_weeks is None
    assert found.total.chance_of_loss == pytest.approx(0.75, abs=4 * math.sqrt(0.75 * 0.25 / DRAWS))
    assert found.timeline is not None
    assert [point.cumulative for point in found.timeline if point.week] == pytest.approx(
        [-300 / 2 + 150 / 2, -405 / 2 - 150 / 4 + 300 / 4, -247.5], rel=1e-12
    )


def test_a_plan_is_built_in_its_share_of_the_draws_and_else_never() -> None:
    """The two worlds of "building meanwhile", in which nothing else is left to chance."""
    tree = HAND["building meanwhile"].tree
    found = simulate(load(tree).inputs, seed=0, draws=DRAWS, classes=frozenset())
    realised = found.realised[strategies(tree).index("ship, build back meanwhile")]
    built = np.isclose(realised, 30 - 640 / 7 - 50 - 7 - 14 - 100, rtol=1e-12)
    never = np.isclose(realised, 30 + 30 - 14, rtol=1e-12)
    assert np.all(built | never)
    assert built.mean() == pytest.approx(0.6, abs=4 * math.sqrt(0.6 * 0.4 / DRAWS))


# At random


@cache
def random_case(case: int) -> tuple[Tree, Evaluation, dict[str, Lifetime]]:
    """Return a scenario, what the engine finds, and every path of its strategies."""
    tree = random_life(randomness(case))
    return tree, evaluated(tree, draws=DRAWS), {name: net_benefit(tree, name) for name in strategies(tree)}


def size(life: Lifetime) -> float:
    """Return the size of the figures a total is made of, at least 1: what a rounding error is relative to."""
    return max(abs(b - a) for _, path in life.paths for a, b in pairwise([0.0, *path])) + 1


def says(tree: Tree) -> set[str]:
    """Name what a scenario holds, to show that every key was met."""
    found = (
        set(tree)
        | {f"model.{key}" for key in tree["model"]}
        | {f"baseline.{key}" for key in tree["baseline"]}
    )
    for plan in tree.get("plan_b", []):
        found |= {f"plan_b.{key}" for key in plan} | {f"plan_b.{plan['kind']}"}
    return found


def near(total: float, life: Lifetime) -> bool:
    """Whether a total is a lifetime's, but for rounding."""
    return total == pytest.approx(life.expected, rel=1e-9, abs=1e-9 * size(life))


def test_the_expected_net_benefit_is_the_mean_over_every_path() -> None:
    met = Counter[str]()
    compared = 0
    for case in range(CASES):
        tree = random_life(randomness(case))
        inputs = load(tree).inputs
        found, measured = expectations(inputs), as_measured(inputs)
        assert ["keep", *found] == strategies(tree)
        for (name, each), written in zip(found.items(), measured, strict=True):
            life = net_benefit(tree, name)
            assert near(each.net_benefit, life), (name, text_of(tree))
            assert near(each.value * life.items, life), (name, text_of(tree))
            assert near(written.value * life.items, life), (name, text_of(tree))
            compared += 1
        met.update(says(tree))
    print(f"every path: {CASES} scenarios, {compared} strategies")  # noqa: T201
    every = {"ramp_up", "error_capacity", "customer_impact", "discount_rate", "savings_per_item", "classes"}
    every |= {"model.drift", "model.retraining", "model.failure", "model.monitoring", "model.share"}
    every |= {"baseline.drift", "baseline.running_cost", "model.running_cost", "model.launch_cost"}
    every |= {"plan_b.previous", "plan_b.backup", "plan_b.pause", "plan_b.drift", "plan_b.build_time"}
    every |= {"plan_b.follow_through", "plan_b.until_built", "plan_b.rollback_cost", "plan_b.standby_cost"}
    every |= {"measured_value_per_item", "baseline.always", "model.refer"}
    assert every <= met.keys()
    assert min(met[key] for key in every) >= CASES / 100


@few
@given(rng=st.randoms(use_true_random=False))
def test_no_scenario_that_hypothesis_finds_has_another_mean(rng: Any) -> None:
    tree = random_life(rng)
    for name, each in expectations(load(tree).inputs).items():
        assert near(each.net_benefit, net_benefit(tree, name)), name


def test_an_evaluation_says_of_every_strategy_what_is_expected_of_it() -> None:
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        assert [each.name for each in found.strategies] == list(lives)
        for each in found.strategies:
            life = lives[each.name]
            assert each.expected_total is not None
            assert near(each.expected_total, life), (each.name, text_of(tree))
            assert near(each.expected_per_item * life.items, life), (each.name, text_of(tree))


def test_every_week_of_the_timeline_is_the_mean_over_every_path() -> None:
    weeks = 0
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        for each in found.timeline or ():
            life = lives[each.strategy]
            tie, until = 1e-9 * size(life), life.cumulative[each.week]
            week = until - (life.cumulative[each.week - 1] if each.week else 0)
            assert each.cumulative == pytest.approx(until, rel=1e-9, abs=tie), text_of(tree)
            assert each.expected == pytest.approx(week, rel=1e-9, abs=tie), text_of(tree)
            weeks += 1
    print(f"timelines: {weeks} weeks")  # noqa: T201
    assert weeks > 10 * WHOLE


def test_the_pay_back_week_is_the_first_from_which_the_mean_of_the_paths_stays_above_0() -> None:
    found_weeks = set()
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        best = max((name for name in lives if name != "keep"), key=lambda name: lives[name].expected)
        mean = lives[best].cumulative
        if found.total is None or any(0 < abs(value) < 1e-9 * size(lives[best]) for value in mean):
            continue
        staying = [w for w in range(len(mean)) if all(value >= 0 for value in mean[w:])]
        assert found.total.payback_weeks == (staying[0] if staying else None), text_of(tree)
        found_weeks.add(found.total.payback_weeks)
    assert {None, 0, 1} < found_weeks


def test_each_draw_is_the_mean_over_the_paths_at_what_was_drawn() -> None:
    compared, draws = 0, 3
    for case in range(CASES // 2):
        tree = random_life(randomness(case))
        inputs = load(with_ranges(tree)).inputs
        found = simulate(inputs, seed=case, draws=draws, classes=frozenset()).net_benefit
        numbers = point(inputs, Draws(seed=case, block=0, size=draws, prior=1.0)).numbers
        for draw in range(draws):

            def drawn(path: str, raw: Any, draw: int = draw) -> str:
                _, per, period = str(raw).partition(" per ")
                return f"{float(numbers[path][draw])!r}{per}{period}"  # noqa: B023 - used at once

            exact = replaced(tree, drawn)
            for name, values in zip(strategies(tree), found, strict=True):
                total = by_induction(exact, name)
                assert values[draw] == pytest.approx(total, rel=1e-8, abs=1e-6), (name, text_of(exact))
                compared += 1
    print(f"draw by draw: {compared} strategies")  # noqa: T201


@pytest.mark.slow
def test_no_scenario_of_up_to_two_years_has_another_mean() -> None:
    compared, cases = 0, 600
    for case in range(cases):
        rng = randomness(10**6 + case)
        tree = random_life(rng, days=(60, 730) if case % 4 == 0 else (1, 60))
        for name, total in totals(load(tree).inputs).items():
            assert total == pytest.approx(by_induction(tree, name), rel=1e-8, abs=1e-6), (name, text_of(tree))
            compared += 1
    print(f"stepping back: {cases} scenarios, {compared} strategies")  # noqa: T201


# Luck


def chance_of(falls: list[tuple[float, float]], above: float) -> float:
    return math.fsum(chance for size, chance in falls if size > above)


def error(chance: float) -> float:
    """Return 5 standard errors of a chance that is counted in the draws."""
    return 5 * math.sqrt(max(0, chance * (1 - chance)) / DRAWS) + 1e-9


def test_each_realised_draw_is_one_of_the_paths_and_the_same_one_for_every_strategy() -> None:
    paths, draws = 0, 4000
    for case in range(CASES // 2):
        tree = random_life(randomness(case))
        lives = {name: net_benefit(tree, name) for name in strategies(tree)}
        found = simulate(load(tree).inputs, seed=case, draws=draws, classes=frozenset())
        at_once = [name for name in lives if name == "ship" or name.startswith("ship + ")]
        rows = [list(lives).index(name) for name in at_once]
        values = np.stack([*found.realised[rows], *found.drawdown[rows]], axis=1)
        scale = 1e-9 * max(size(lives[name]) for name in at_once)
        left = np.ones(draws, dtype=bool)
        chances = [chance for chance, _ in lives["ship"].paths]
        for i, chance in enumerate(chances):
            told = [lives[name].paths[i][1] for name in at_once]
            one = np.array([*(path[-1] for path in told), *(fall(path) for path in told)])
            hits = np.all(np.abs(values - one) <= scale, axis=1)
            left &= ~hits
            assert np.sum(hits) >= draws * chance - 5 * math.sqrt(draws * chance) - 5, text_of(tree)
        assert not left.any(), text_of(tree)
        paths += len(chances)
    print(f"path by path: {paths} paths")  # noqa: T201


def test_the_chance_of_loss_is_that_of_the_paths() -> None:
    differing = 0
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        for each in found.strategies:
            life = lives[each.name]
            tie = 1e-9 * size(life)
            below, up_to = (
                math.fsum(chance for value, chance in life.totals if value < edge) for edge in (-tie, tie)
            )
            assert each.chance_of_loss is not None
            assert below - error(below) <= each.chance_of_loss <= up_to + error(up_to), (
                each.name,
                text_of(tree),
            )
            differing += 0.01 < below < 0.99
    print(f"chance of loss: {differing} strategies with luck")  # noqa: T201
    assert differing > WHOLE / 10


def test_one_path_in_twenty_falls_further_than_the_drawdown() -> None:
    differing = 0
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        for each in found.strategies:
            if each.drawdown is None:
                continue
            life = lives[each.name]
            tie = 1e-9 * size(life)
            further, as_far = (chance_of(life.falls, each.drawdown + edge) for edge in (tie, -tie))
            assert further <= 0.05 + error(0.05), (each.name, text_of(tree))
            assert as_far >= 0.05 - error(0.05), (each.name, text_of(tree))
            differing += len({round(how_far / tie) for how_far, _ in life.falls}) > 1
    print(f"drawdown: {differing} strategies with luck")  # noqa: T201
    assert differing > WHOLE / 4


def test_cvar_is_the_mean_of_the_worst_twentieth_of_the_paths() -> None:
    compared = 0
    for case in range(WHOLE):
        tree, found, lives = random_case(case)
        best = max((name for name in lives if name != "keep"), key=lambda name: lives[name].expected)
        life = lives[best]
        assert found.total is not None
        # The standard error of a mean beyond a quantile: of the values there, and of where it is.
        worst, left = [], 0.05
        for value, chance in life.totals:
            worst.append((value, min(left, chance)))
            left -= worst[-1][1]
            if left <= 0:
                break
        edge = worst[-1][0]
        squares = math.fsum(chance * (value - life.cvar) ** 2 for value, chance in worst) / 0.05
        bound = 5 * math.sqrt((squares + 0.95 * (edge - life.cvar) ** 2) / (0.05 * DRAWS))
        assert abs(found.total.cvar - life.cvar) <= bound + 1e-9 * size(life), (best, text_of(tree))
        compared += squares > 0
    print(f"cvar: {compared} scenarios with luck among the worst")  # noqa: T201
    assert compared > WHOLE / 10
