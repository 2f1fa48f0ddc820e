"""What holds for the value of information, whatever the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import ship_or_not
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.information import evppi, worth
from support import labelled
from support.scenarios import load, trees

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from support.exact import Tree

examples = settings().max_examples  # 100, unless a profile asks for another number
some = settings(max_examples=examples, deadline=None)
few = settings(max_examples=max(1, examples // 10), deadline=None)
seeded = settings(few, derandomize=True)  # a bound of 4 standard errors is random

net_benefits = st.tuples(st.integers(1, 4), st.integers(2, 30)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(-1000, 1000).map(float))
)


# Arrays of net benefit


@some
@given(net_benefits)
def test_to_know_everything_is_worth_the_least_opportunity_loss_that_is_expected(
    net_benefit: NDArray[np.float64],
) -> None:
    losses = (net_benefit.max(axis=0) - net_benefit).mean(axis=1)
    evpi = worth(net_benefit).value
    assert evpi >= 0
    assert evpi == pytest.approx(losses.min(), rel=1e-12, abs=1e-9)
    assert evpi == pytest.approx(
        net_benefit.max(axis=0).mean() - net_benefit.mean(axis=1).max(), rel=1e-12, abs=1e-9
    )


@some
@given(net_benefits, st.randoms(use_true_random=False))
def test_the_order_of_strategies_or_draws_and_what_is_common_to_all_strategies_change_nothing(
    net_benefit: NDArray[np.float64], rng: Any
) -> None:
    rows, columns = (rng.sample(range(size), size) for size in net_benefit.shape)
    common = np.arange(float(net_benefit.shape[1]))
    moved = net_benefit[rows][:, columns] + common
    assert worth(moved).value == pytest.approx(worth(net_benefit).value, rel=1e-12, abs=1e-9)


@some
@given(net_benefits)
def test_a_strategy_that_is_never_better_than_another_adds_nothing(net_benefit: NDArray[np.float64]) -> None:
    more = np.concatenate([net_benefit, net_benefit[:1] - 1])
    assert worth(more).value == pytest.approx(worth(net_benefit).value, rel=1e-12, abs=1e-9)


@some
@given(st.integers(0, 2**32), st.integers(1, 3), st.floats(0.001, 1000))
def test_to_know_a_part_is_worth_between_nothing_and_everything_in_any_unit(
    seed: int, strategies: int, unit: float
) -> None:
    rng = np.random.default_rng(seed)
    x, luck = rng.standard_normal(512), rng.standard_normal((strategies, 512))
    slopes = rng.standard_normal((strategies, 1))
    net_benefit = np.concatenate([np.zeros((1, 512)), slopes * x + luck + rng.standard_normal()])
    everything, part = worth(net_benefit), evppi(net_benefit, x)
    assert -1e-12 <= part.value <= everything.value + 4 * everything.error
    assert evppi(unit * net_benefit, 7 - x / unit).value == pytest.approx(
        unit * part.value, rel=1e-6, abs=1e-9
    )
    assert evppi(net_benefit, np.ones(512)).value == pytest.approx(0, abs=1e-9)


# Scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """Two classes, counted, whose amounts are in some unit of money."""

    counts: tuple[int, int, int, int]
    costs: tuple[float, float]
    saving: float
    minimum: float

    def tree(self, unit: float = 1.0, *, turned: bool = False) -> Tree:
        a, b, c, d = self.counts
        rows = {"x": [a, b], "y": [c, d]}
        labels = ["y", "x"] if turned else ["x", "y"]
        return {
            "classes": labels,
            "prevalence": {"x": "30%", "y": "70%"},
            "savings_per_item": unit * self.saving,
            "error_costs": {label: unit * cost for label, cost in zip("xy", self.costs, strict=True)},
            "baseline": {"accuracy": "85%"},
            "model": {
                "confusion": {actual: dict(zip("xy", row, strict=True)) for actual, row in rows.items()}
            },
            "volume": {"items": 1000, "per": "week"},
            "horizon": "10 weeks",
            "policy": {"min_value_per_item": unit * self.minimum},
        }


counts = st.integers(0, 40)
smalls = st.builds(
    Small,
    counts=st.tuples(counts, counts, counts, counts).filter(lambda four: sum(four) > 0),
    costs=st.tuples(st.floats(0.5, 5), st.floats(0.5, 5)),
    saving=st.floats(-0.5, 0.5),
    minimum=st.floats(-0.2, 0.2),
)


def voi(tree: Tree, **options: Any) -> ship_or_not.InformationValue:
    return ship_or_not.voi(load(tree), draws=4096, **options)


def at_stake(tree: Tree) -> Tree:
    """Return the same scenario with a minimum of just what *ship* is expected to be worth."""
    expected = Expecting(seed=0, draws=64).expectation(load(tree).inputs)[0].value
    return {**tree, "policy": {"min_value_per_item": expected}}


@seeded
@given(trees(uncertain=True))
def test_labels_are_worth_more_the_more_there_are_and_never_more_than_what_they_tell(tree: Tree) -> None:
    """0 <= EVSI(n) <= EVSI(10 n) <= EVPPI <= EVPI, within 4 Monte Carlo standard errors."""
    scenario = load(at_stake(tree))
    try:
        known = labelled.evidence(scenario)
    except ValueError:  # nothing of the model rests on labels
        assume(condition=False)
    everything = known.stakes.everything(known.stakes.figures.simulation)
    chain = [*(known.labelled(n) for n in (3, 30, 300)), known.known, everything]
    assert chain[0].value >= 0
    for less, more in pairwise(chain):
        assert less.value <= more.value + 4 * (less.error + more.error) + 1e-9 * everything.value


@seeded
@given(smalls)
def test_the_order_of_the_classes_changes_no_worth_but_by_monte_carlo_error(small: Small) -> None:
    for label in (None, "x"):
        one, other = (
            labelled.worth(load(small.tree(turned=turned)), 20, label=label, seeds=[seed])
            for seed, turned in enumerate((False, True))
        )
        assert abs(one.value - other.value) <= 4 * (one.error + other.error) + 1e-9
    exactly = [
        {each.input: each.per_item for each in voi(small.tree(turned=turned)).evppi}
        for turned in (False, True)
    ]
    assert set(exactly[0]) == set(exactly[1])


@few
@given(smalls, st.integers(-8, 12))
def test_another_unit_of_money_changes_nothing_but_the_unit(small: Small, power: int) -> None:
    """The minimum and what labels cost are money too; by a power of 2, so that no digit is rounded."""
    unit = 2.0**power
    before, after = voi(small.tree(), label_cost=0.25), voi(small.tree(unit), label_cost=0.25 * unit)

    def amounts(found: ship_or_not.InformationValue, unit: float) -> list[float | None]:
        money = [found.expected_per_item, found.evpi.per_item, found.evpi.total]
        money += [amount for each in found.evppi for amount in (each.per_item, each.total)]
        money += [
            amount for row in found.labels for amount in (row.evsi_per_item, row.evsi, row.cost, row.enbs)
        ]
        return [None if amount is None else amount / unit for amount in money]

    assert amounts(after, unit) == pytest.approx(amounts(before, 1), rel=1e-9, abs=1e-12)
    assert [row.n for row in after.labels] == [row.n for row in before.labels]
    assert after.strategy == before.strategy


@few
@given(smalls, st.floats(0.001, 10))
def test_what_labels_gain_is_what_they_are_worth_less_what_they_cost(small: Small, cost: float) -> None:
    found = voi(small.tree(), label_cost={"": cost, "y": 2 * cost})
    each = {None: cost, "x": cost / 0.3, "y": 2 * cost}
    for row in found.labels:
        assert row.cost == pytest.approx(row.n * each[row.label], rel=1e-12)
        assert row.evsi == pytest.approx(10_000 * row.evsi_per_item, rel=1e-12)
        assert row.evsi is not None
        assert row.cost is not None
        assert row.enbs == row.evsi - row.cost


@few
@given(smalls)
def test_the_same_seed_says_the_same_and_another_nearly(small: Small) -> None:
    first, again, other = (voi(small.tree(), seed=seed) for seed in (0, 0, 1))
    assert (first.evpi, first.evppi, first.labels, first.advice) == (
        again.evpi,
        again.evppi,
        again.labels,
        again.advice,
    )
    off = abs(first.evpi.per_item - other.evpi.per_item)
    assert off <= 5 * (first.evpi.monte_carlo_error + other.evpi.monte_carlo_error)


@few
@given(trees(uncertain=False, over_time=False, per_class=None).filter(lambda tree: "counts" not in str(tree)))
def test_where_nothing_is_uncertain_there_is_nothing_to_find_out(tree: Tree) -> None:
    scenario = load(tree)
    assume(not scenario.inputs.uncertain)
    found = ship_or_not.voi(scenario, draws=64)
    assert (found.evpi.per_item, found.evppi, found.labels) == (0, (), ())
    assert found.advice == "nothing is uncertain: there is nothing to find out"


@few
@given(smalls, st.sampled_from([-1, 1]))
def test_what_cannot_change_the_decision_is_worth_nothing(small: Small, sign: int) -> None:
    """No errors, or all of them, cost as much as is lost, or saved, on every item."""
    sure = Small(counts=small.counts, costs=small.costs, saving=sign * 6, minimum=small.minimum)
    found = voi(sure.tree(), label_cost=1)
    assert found.strategy == ("ship" if sign > 0 else "keep")
    assert found.evpi.per_item == found.evpi.total == 0
    assert all(each.per_item == 0 for each in found.evppi)
    assert all(row.n == row.evsi == 0 for row in found.labels)
    doing = "ship" if sign > 0 else "keep today's process"
    assert found.advice == f'nothing that could be found out would change the decision ("{doing}")'
