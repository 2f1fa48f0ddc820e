"""How far a flip point is searched, and on which sides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.engine.sensitivity import Movable, flips_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray


def line(slope: float, offset: float) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    return lambda x: slope * x + offset


def movable(now: float, low: float = 0.0, high: float = math.inf) -> Movable:
    return Movable(path="p", unit="money", now=now, low=low, high=high)


def test_both_sides_are_searched() -> None:
    hill = lambda x: 1 - (x - 5) ** 2  # noqa: E731
    flips = dict(flips_of(movable(5.0), hill))
    assert flips == {"below": pytest.approx(4.0), "above": pytest.approx(6.0)}


def test_a_flip_is_found_up_to_a_thousand_times_where_it_is_now_and_no_further() -> None:
    assert dict(flips_of(movable(2.0), line(-1, 1999))) == {"above": pytest.approx(1999)}
    assert flips_of(movable(2.0), line(-1, 2001)) == []


def test_a_rate_is_searched_from_0_to_1() -> None:
    assert dict(flips_of(movable(0.3, 0, 1), line(-1, 0.999))) == {"above": pytest.approx(0.999)}
    assert flips_of(movable(0.3, 0, 1), line(1, 0.5)) == []


def test_a_tie_at_the_very_end_is_no_flip() -> None:
    assert flips_of(movable(0.3, 0, 1), line(1, 0)) == []  # falls to a tie at 0
    assert flips_of(movable(0.3, 0, 1), line(1, -1)) == []  # rises to a tie at 1


def test_a_tie_right_now_flips_right_here() -> None:
    assert flips_of(movable(0.25, 0, 1), line(1, -0.25)) == [("above", 0.25)]
    assert flips_of(movable(0.25, 0, 1), line(-1, 0.25)) == [("below", 0.25)]


def test_what_has_no_room_to_move_never_flips() -> None:
    assert flips_of(movable(1.0, 1.0, 1.0), line(1, -0.5)) == []


def test_a_flip_over_an_uncertain_discount_rate_holds_with_default_draws() -> None:
    """The rate is integrated over its quantiles, the same ones however many draws the verdict takes."""
    text = """
    policy: {confidence: 0}
    savings_per_item: 0.05 to 0.15
    error_costs: 2
    baseline: {accuracy: 98%}
    model: {accuracy: 97%, launch_cost: 20000}
    volume: {items: 10000, per: month}
    horizon: 3 years
    discount_rate: 1% to 30%
    """

    def verdict(cost: float) -> str:
        scenario = ship_or_not.load_scenario(text=text, overrides={"model.launch_cost": cost})
        return ship_or_not.evaluate(scenario).verdict

    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text))
    (flip,) = [each.flips_at for each in found.flip_points if each.input == "model.launch_cost"]
    assert flip is not None
    assert found.value_per_item.monte_carlo_error == 0
    assert (verdict(flip * (1 - 1e-6)), verdict(flip * (1 + 1e-6))) == ("GO", "NO-GO")


@pytest.mark.parametrize("cost", [2, 2 * 2**20])
def test_a_saving_of_0_is_searched_as_far_as_its_errors_cost(cost: int) -> None:
    text = "{savings_per_item: 0, error_costs: %d, baseline: {accuracy: 98%%}, model: {accuracy: 97%%}}"
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text % cost))
    (flip,) = [each.flips_at for each in found.flip_points if each.input == "savings_per_item"]
    assert flip == pytest.approx(0.01 * cost, rel=1e-12)


def test_every_figure_is_moved_from_where_it_is_and_told_in_its_unit() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: {a: 2, b: 5}
    prevalence: {a: 60%, b: 40%}
    baseline: {confusion: [[0.9, 0.1], [0.2, 0.8]]}
    model: {recall: {a: 85%, b: 95%}}
    """
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=2).flip_points
    assert {(each.input, each.unit): each.now for each in found} == pytest.approx(
        {
            ("savings_per_item", "money"): 0.3,
            ("error_costs.a", "money"): 2,
            ("error_costs.b", "money"): 5,
            ("error_costs", "factor"): 1,
            ("prevalence.a", "rate"): 0.6,
            ("prevalence.b", "rate"): 0.4,
            ("baseline.accuracy", "rate"): 0.6 * 0.9 + 0.4 * 0.8,
            ("baseline.recall.a", "rate"): 0.9,
            ("baseline.recall.b", "rate"): 0.8,
            ("model.accuracy", "rate"): 0.6 * 0.85 + 0.4 * 0.95,
            ("model.recall.a", "rate"): 0.85,
            ("model.recall.b", "rate"): 0.95,
        }
    )
