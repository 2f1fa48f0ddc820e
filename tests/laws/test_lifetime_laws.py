"""What holds over time for every scenario, whatever its numbers."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.inputs import quoted
from ship_or_not.engine.simulate import simulate
from support.lives import random_life, with_ranges
from support.scenarios import load
from support.totals import expectations
from support.totals import totals as expected_of
from support.worlds import weeks

if TYPE_CHECKING:
    from ship_or_not import Evaluation
    from support.exact import Tree

examples = settings().max_examples  # 100, unless a profile asks for another number
few = settings(max_examples=max(1, examples // 2), deadline=None)
fewer = settings(few, max_examples=max(1, examples // 10))  # whole evaluations
seeded = settings(few, derandomize=True)  # a bound of 5 standard errors is random
lives = st.randoms(use_true_random=False).map(random_life)


def evaluated(tree: Tree, *, draws: int = 64) -> Evaluation:
    return ship_or_not.evaluate(load(tree), draws=draws)


def totals(tree: Tree) -> dict[str, float]:
    """Return the expected net benefit of each strategy."""
    return expected_of(load(tree).inputs)


def size(tree: Tree) -> float:
    """Return what a rounding error is small against, at least 1."""
    found = expectations(load(tree).inputs).values()
    return 1 + max(abs(each.magnitude * each.items) for each in found)


def without(tree: Tree, *paths: str) -> Tree:
    """Return a scenario without some of its keys."""
    left = deepcopy(tree)
    for path in paths:
        block, _, key = path.rpartition(".")
        (left[block] if block else left).pop(key, None)
    return left


# Where the model is better than today's process and today's process better than the broken model, and nothing
# is paid for an incident. An incident lasts 33 days. What is compared lasts more than four weeks and at most
# five, so that the same failures strike: the next one can begin after five weeks. One that is over just after
# a week began puts the next off by nearly a week, so a shorter one may hurt where failures are likely.


@st.composite
def orderly(draw: st.DrawFn) -> Tree:
    """Draw a scenario in which an incident can only hurt, and a plan only help."""
    worth = draw(st.integers(1, 19)) / 100  # an item by the healthy model; errors cost 2
    return {
        "savings_per_item": worth,
        "error_costs": 2,
        "baseline": {"accuracy": "90%"},
        "model": {
            "accuracy": "96%",
            "drift": {"accuracy_loss": f"{draw(st.integers(0, 10)) / 1000}% per week"},
            "failure": {
                "chance": f"{draw(st.integers(1, 99))}% per week",
                "accuracy": f"{draw(st.integers(0, 80))}%",
                "noticed_after": "15 days",
                "repaired_after": "18 days",
            },
        },
        "discount_rate": f"{draw(st.integers(0, 50))}%",
        "ramp_up": f"{draw(st.integers(1, 60))} days",
        "volume": {"items": 1000, "per": "week"},
        "horizon": f"{draw(st.integers(1, 100))} days",
        "plan_b": [{"name": "back", "kind": "previous", "ready_in": f"{draw(st.integers(0, 20))} days"}],
    }


def moved(tree: Tree, path: str, days: float) -> Tree:
    """Return a scenario with a duration of a failure, or of the plan, at so many days."""
    other = deepcopy(tree)
    block = other["plan_b"][0] if path == "ready_in" else other["model"]["failure"]
    block[path] = f"{days} days"
    return other


def never_worse(better: Tree, worse: Tree) -> None:
    found = totals(better)
    for name, total in totals(worse).items():
        assert found[name] >= total - 1e-9 * size(worse), name


@few
@given(tree=orderly(), sooner=st.floats(0.01, 4.9))
def test_to_notice_a_failure_sooner_never_hurts(tree: Tree, sooner: float) -> None:
    watched = deepcopy(tree)
    watched["model"]["monitoring"] = {"noticed_after": f"{15 - sooner} days"}
    never_worse(watched, tree)


@few
@given(tree=orderly(), days=st.floats(0.01, 40), later=st.floats(0.01, 20))
def test_a_plan_that_is_ready_sooner_never_hurts(tree: Tree, days: float, later: float) -> None:
    never_worse(moved(tree, "ready_in", days), moved(tree, "ready_in", days + later))


@few
@given(tree=orderly(), later=st.floats(0.01, 1.9))
def test_a_longer_repair_never_helps(tree: Tree, later: float) -> None:
    never_worse(tree, moved(tree, "repaired_after", 18 + later))


@few
@given(tree=orderly(), less=st.floats(0.05, 1))
def test_a_failure_that_is_less_likely_never_hurts(tree: Tree, less: float) -> None:
    """Here it strikes once: one that strikes again and again may be repaired just before a week, or after."""
    once = moved(moved(tree, "noticed_after", 400), "repaired_after", 400)
    rarer = deepcopy(once)
    chance = float(rarer["model"]["failure"]["chance"].partition("%")[0])
    rarer["model"]["failure"]["chance"] = f"{chance * less}% per week"
    never_worse(rarer, once)


@few
@given(tree=orderly(), longer=st.integers(1, 100))
def test_faster_decay_never_helps_and_a_longer_ramp_neither(tree: Tree, longer: int) -> None:
    other = deepcopy(tree)
    other["model"]["drift"]["accuracy_loss"] = f"{longer / 1000 + 0.01}% per week"
    never_worse(tree, other)
    slower = {**tree, "ramp_up": f"{longer + 60} days"}
    found, later = (totals(without(each, "plan_b", "model.failure")) for each in (tree, slower))
    assert found["ship"] >= later["ship"] - 1e-9 * size(tree)


# Where nothing changes


PLAIN = ("ramp_up", "error_capacity", "plan_b", "model.drift", "baseline.drift", "model.retraining")
FIXED = ("model.launch_cost", "model.running_cost", "baseline.running_cost")


@few
@given(tree=lives)
def test_where_nothing_happens_any_horizon_gives_the_value_of_one_item(tree: Tree) -> None:
    plain = without(tree, *PLAIN, *FIXED, "model.failure", "model.monitoring")
    without_time = without(plain, "volume", "horizon", "discount_rate")
    found, one = (expectations(load(each).inputs)["ship"] for each in (plain, without_time))
    assert found.value == pytest.approx(one.value, rel=1e-9, abs=1e-12 * one.magnitude)


@few
@given(tree=lives)
def test_a_discount_of_nothing_is_a_plain_sum(tree: Tree) -> None:
    undiscounted = without(tree, "discount_rate")
    assert totals({**tree, "discount_rate": "0%"}) == totals(undiscounted)
    near = totals({**tree, "discount_rate": "0.0000001%"})
    for name, total in totals(undiscounted).items():
        assert near[name] == pytest.approx(total, abs=1e-8 * size(tree)), name


@few
@given(tree=lives)
def test_a_failure_without_a_chance_changes_nothing_but_what_a_plan_costs(tree: Tree) -> None:
    safe = deepcopy(tree)
    if "failure" in safe["model"]:
        safe["model"]["failure"]["chance"] = "0% per month"
    safe["model"].pop("monitoring", None)  # its running cost stays
    safe["model"].get("failure", {}).setdefault("noticed_after", "1 week")
    found = totals(safe)
    never = totals(without(safe, "model.failure", "plan_b"))
    assert found["ship"] == pytest.approx(never["ship"], rel=1e-12, abs=1e-12 * size(safe))
    for plan in safe.get("plan_b", []):
        plan.pop("standby_cost", None)
        plan.pop("build_cost", None)
    for name, total in totals(safe).items():
        if not name.startswith("wait for"):
            assert total == pytest.approx(never["ship"], rel=1e-12, abs=1e-12 * size(safe)), name


# Symmetries


AMOUNTS = {
    "savings_per_item",
    "cost_per_item",
    "launch_cost",
    "running_cost",
    "cost",
    "repair_cost",
    "extra_cost",
    "customer_value",
    "rollback_cost",
    "standby_cost",
    "build_cost",
    "cost_per_unprocessed_item",
    "measured_value_per_item",
}


def scaled(node: Any, factor: int, *, money: bool = False) -> Any:
    """Return a scenario with every amount of money times a factor."""
    if isinstance(node, dict):
        return {
            key: scaled(value, factor, money=money or key in AMOUNTS or key == "error_costs")
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [scaled(each, factor, money=money) for each in node]
    if money and isinstance(node, str):
        amount, _, period = node.partition(" per ")
        return f"{float(amount) * factor!r} per {period}"
    return node * factor if money else node


@fewer
@given(tree=lives, factor=st.sampled_from([2, 8, 1024]))
def test_scaling_every_amount_scales_every_result_and_leaves_the_chances(tree: Tree, factor: int) -> None:
    one, other = evaluated(tree), evaluated(scaled(tree, factor))
    near = 1e-11 * size(tree) * factor
    assert one.total is not None
    assert other.total is not None
    assert other.total.cvar == pytest.approx(one.total.cvar * factor, rel=1e-9, abs=near)
    assert (other.total.payback_weeks, other.total.chance_of_loss) == (
        one.total.payback_weeks,
        one.total.chance_of_loss,
    )
    for less, more in zip(one.strategies, other.strategies, strict=True):
        assert less.expected_total is not None
        assert more.expected_total == pytest.approx(less.expected_total * factor, rel=1e-9, abs=near)
        assert (more.chance_of_loss, more.chance_above_minimum) == (
            less.chance_of_loss,
            less.chance_above_minimum,
        )
        assert less.drawdown is None or more.drawdown == pytest.approx(
            less.drawdown * factor, rel=1e-9, abs=near
        )
    for before, after in zip(one.timeline or (), other.timeline or (), strict=True):
        assert after.cumulative == pytest.approx(before.cumulative * factor, rel=1e-9, abs=near)
        assert after.low == pytest.approx(before.low * factor, rel=1e-9, abs=near)


def permuted(tree: Tree, order: list[int]) -> Tree:
    """Return a scenario with its classes in another order."""
    other = deepcopy(tree)
    other["classes"] = [tree["classes"][i] for i in order]
    for system in (other["baseline"], other["model"], *other.get("plan_b", [])):
        if "confusion" in system:
            rows = system["confusion"]
            columns = [*order, *range(len(order), len(rows[0]))]
            system["confusion"] = [[rows[i][j] for j in columns] for i in order]
    return other


@fewer
@given(tree=lives.filter(lambda tree: "classes" in tree), data=st.data())
def test_the_order_of_the_classes_changes_nothing(tree: Tree, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(tree["classes"]))))
    near = 1e-11 * size(tree)
    one, other = evaluated(tree), evaluated(permuted(tree, order))
    for each, again in zip(one.strategies, other.strategies, strict=True):
        assert each.expected_total is not None
        assert again.expected_total == pytest.approx(each.expected_total, rel=1e-9, abs=near)
        assert each.drawdown is None or again.drawdown == pytest.approx(each.drawdown, rel=1e-9, abs=near)


@fewer
@given(tree=lives.filter(lambda tree: len(tree.get("plan_b", [])) > 1))
def test_the_order_of_the_plans_changes_nothing(tree: Tree) -> None:
    again = {**tree, "plan_b": tree["plan_b"][::-1]}
    one, other = (
        {
            each.name: (each.expected_total, each.chance_of_loss, each.drawdown)
            for each in evaluated(t).strategies
        }
        for t in (tree, again)
    )
    assert one == other


# Plans that take time to build


def with_build_time(tree: Tree, build_time: str) -> Tree:
    """Return a scenario whose plans are all built in so long, for sure, and with nothing before."""
    other = deepcopy(tree)
    for plan in other["plan_b"]:
        plan.pop("until_built", None)
        plan.pop("follow_through", None)
        plan["build_time"] = build_time
    return other


planned = lives.filter(lambda tree: "plan_b" in tree)


@few
@given(tree=planned)
def test_a_plan_that_is_built_at_once_is_as_good_as_there(tree: Tree) -> None:
    ready, later = deepcopy(tree), with_build_time(tree, "1 day")
    for plan in ready["plan_b"]:
        for key in ("until_built", "follow_through", "build_time"):
            plan.pop(key, None)
    at_once = load(later).inputs
    for plan in tree["plan_b"]:
        at_once = at_once.replace(f"plan_b.{quoted(plan['name'])}.build_time", 0.0)
    built = expected_of(at_once)
    there, near = totals(ready), 1e-11 * size(ready)
    for plan in tree["plan_b"]:
        name = plan["name"]
        assert built[f"wait for {name}"] == pytest.approx(there[f"ship + {name}"], rel=1e-9, abs=near)
        meanwhile = built[f"ship, build {name} meanwhile"]
        assert meanwhile == pytest.approx(there[f"ship + {name}"], rel=1e-9, abs=near)


@few
@given(tree=planned, longer=st.integers(0, 3))
def test_who_waits_beyond_the_horizon_has_built_for_nothing(tree: Tree, longer: int) -> None:
    late = with_build_time(tree, f"{float(weeks(tree['horizon'])) * 7 + longer:.9f} days")
    found = totals(late)
    for plan in tree["plan_b"]:
        assert found[f"wait for {plan['name']}"] == pytest.approx(-plan.get("build_cost", 0), abs=1e-9)


@few
@given(tree=planned, chance=st.integers(0, 100))
def test_a_plan_that_may_not_be_built_lies_between_two_worlds(tree: Tree, chance: int) -> None:
    sure, never, perhaps = (deepcopy(tree) for _ in range(3))
    for other, share in ((sure, 100), (never, 0), (perhaps, chance)):
        for plan in other["plan_b"]:
            if "build_time" in plan:
                plan["follow_through"] = f"{share}%"
    yes, no = totals(sure), totals(never)
    for name, total in totals(perhaps).items():
        mean = (chance * yes[name] + (100 - chance) * no[name]) / 100
        assert total == pytest.approx(mean, abs=1e-9 * size(tree)), name


# Luck


@seeded
@given(tree=lives)
def test_what_is_expected_is_the_mean_of_what_may_come_true(tree: Tree) -> None:
    """Within 5 standard errors of the difference, draw by draw; ten failures may go unseen."""
    found = simulate(load(with_ranges(tree)).inputs, seed=0, draws=4096, classes=frozenset())
    unseen = 10 * size(tree) / found.draws
    for expected, realised in zip(found.net_benefit, found.realised, strict=True):
        luck = realised - expected
        assert abs(luck.mean()) <= 5 * luck.std() / math.sqrt(luck.size) + unseen
