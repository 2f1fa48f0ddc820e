"""Shares of the variance against draws of one input at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.engine.draws import Draws, FloatMeans, point
from ship_or_not.engine.drivers import drivers
from ship_or_not.engine.lifetimes import ship

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.inputs import Input, Inputs
    from ship_or_not.engine.structure import Number

DRAWS = 100_000


class Only(Draws):
    """Draws of one path, everything else at its mean."""

    def __init__(self, path: str, *, prior: float) -> None:
        super().__init__(seed=11, block=0, size=DRAWS, prior=prior)
        self.path = path

    def number(self, item: Input, value: Number | None) -> Number:
        """Draw it where it is the one."""
        one = item.path == self.path
        return super().number(item, value) if one else FloatMeans.number(self, item, value)

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Draw them where they are the one."""
        one = path == self.path
        return super().shares(path, counts, prior) if one else FloatMeans.shares(self, path, counts, prior)


def own_variance(inputs: Inputs, path: str) -> float:
    source = Only(path, prior=inputs.prior)
    return float(ship(inputs, point(inputs, source), source).net_benefit.var())


def check(text: str, count: int) -> None:
    inputs = ship_or_not.load_scenario(text=text).inputs
    found = drivers(inputs)
    assert len(found) == count
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)
    own = {each.path: own_variance(inputs, each.path) for each in found}
    total = sum(own.values())
    assert {each.path: each.share for each in found} == {
        path: pytest.approx(variance / total, rel=0.03, abs=0.002) for path, variance in own.items()
    }
    assert sum(each.share for each in found) == pytest.approx(1)


def test_shares_of_rows_mix_and_written_ranges_are_those_of_draws() -> None:
    check(
        """
        classes: [a, b, c]
        savings_per_item: {mean: 0.3, sd: 0.05}
        error_costs: {a: 2, b: {c: 20 to 60, a: 4}, c: 5}
        baseline: {confusion: [[480, 10, 10], [5, 40, 5], [2, 2, 96]]}
        model: {confusion: [[960, 25, 15], [10, 80, 10], [4, 6, 190]]}
        """,
        2 + 6 + 1,
    )


def test_todays_errors_weigh_only_on_what_the_model_hands_back_less() -> None:
    """Half is handed back to today's process, where today's errors are made as before."""
    check(
        """
        classes: [a, b]
        savings_per_item: {mean: 0.3, sd: 0.02}
        error_costs: {a: 2, b: 5}
        prevalence: {a: 60%, b: 40%}
        baseline: {confusion: [[450, 50], [60, 440]]}
        model: {refer: {label: person}, confusion: [[0.4, 0.1, 0.5], [0.1, 0.4, 0.5]]}
        """,
        3,
    )


def test_shares_of_a_total_over_time_are_those_of_draws() -> None:
    check(
        """
        savings_per_item: 0.1 to 0.5
        error_costs: {low: 1, high: 4}
        baseline: {accuracy: 97%, measured_on: 300}
        model: {accuracy: 96%, measured_on: 900, launch_cost: {low: 500, high: 4000}}
        volume: {items: {low: 100, high: 300}, per: week}
        horizon: 1 year
        """,
        6,
    )


def test_the_share_of_items_handed_back_is_that_of_draws() -> None:
    check(
        """
        classes: [a, b]
        savings_per_item: 0.3
        error_costs: {a: 2, b: 9}
        prevalence: {counts: {a: 50, b: 9}}
        baseline: {recall: {a: 90%, b: 80%}, measured_on: {a: 200, b: 100}}
        model: {confusion: [[80, 5, 15], [3, 40, 7]], refer: {label: person, extra_cost: 1 to 2}}
        """,
        1 + 2 + 2 + 1,
    )


@pytest.mark.parametrize("size", [1, 5, 40])
def test_a_small_sample_weighs_as_much_as_its_posterior_does(size: int) -> None:
    """A Jeffreys beta has the variance of its own mean, not of what was measured."""
    check(
        f"""
        savings_per_item: {{mean: 0.3, sd: 0.2}}
        error_costs: 2
        baseline: {{accuracy: 97%}}
        model: {{accuracy: 80%, measured_on: {size}}}
        """,
        2,
    )


@pytest.mark.parametrize("accuracy", [0, 100])
def test_a_sample_without_any_error_is_uncertain_all_the_same(accuracy: int) -> None:
    """Sixty right answers of sixty do not make an accuracy of 100 % certain."""
    check(
        f"""
        savings_per_item: {{mean: 0.3, sd: 0.02}}
        error_costs: 2
        baseline: {{accuracy: 97%}}
        model: {{accuracy: {accuracy}%, measured_on: 60}}
        """,
        2,
    )


def test_shares_of_an_uncertain_given_mix_are_those_of_draws() -> None:
    """Shares that are drawn are made to sum to 1 again."""
    check(
        """
        classes: [a, b]
        savings_per_item: {mean: 0.3, sd: 0.02}
        error_costs: {a: 2, b: 9}
        prevalence: {a: 60% to 80%, b: 20% to 40%}
        baseline: {recall: {a: 90%, b: 95%}}
        model: {recall: {a: 95%, b: 70%}}
        """,
        3,
    )


def test_nothing_uncertain_has_no_drivers() -> None:
    text = "{savings_per_item: 1, error_costs: 1, baseline: {accuracy: 91%}, model: {accuracy: 90%}}"
    assert drivers(ship_or_not.load_scenario(text=text).inputs) == []
