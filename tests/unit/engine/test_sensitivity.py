"""Roots against scipy's Brent, ties, and how far a flip point is searched."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from scipy import optimize

import ship_or_not
from ship_or_not.engine.sensitivity import Movable, find_root, flips_of, margin
from support.scenarios import randomness

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

FUNCTIONS: list[tuple[str, Callable[[float], float], float, float]] = [
    ("a line", lambda x: 0.3 - 0.007 * x, 0, 1000),
    ("a steep line", lambda x: 1e12 * (x - 0.837), 0, 1),
    ("a flat line", lambda x: 1e-12 * (x - 0.837), 0, 1),
    ("a hyperbola", lambda x: 0.3 - 5000 / x, 1e-3, 1e9),
    ("a cubic", lambda x: (x - 0.1) ** 3, 0, 1),
    ("a kink", lambda x: max(x - 0.5, 20 * (x - 0.5)), 0, 1),
    ("an exponential", lambda x: math.exp(-x) - 1e-6, 0, 100),
    ("a step", lambda x: 1.0 if x > 1 / 3 else -1.0, 0, 1),
    ("a cosine", math.cos, 0, 3),
]


@pytest.mark.parametrize(("name", "f", "a", "b"), FUNCTIONS, ids=[each[0] for each in FUNCTIONS])
def test_a_root_is_where_scipy_finds_it(name: str, f: Callable[[float], float], a: float, b: float) -> None:
    evaluations = 0

    def counted(x: float) -> float:
        nonlocal evaluations
        evaluations += 1
        return f(x)

    right = optimize.brentq(f, a, b, xtol=1e-300, rtol=8.9e-16, maxiter=500)
    tolerance = {"a cubic": 1e-5}.get(name, 4e-15)
    assert find_root(counted, a, b, f(a), f(b)) == pytest.approx(right, rel=tolerance)
    assert find_root(f, b, a, f(b), f(a)) == pytest.approx(right, rel=tolerance)
    assert evaluations <= 200


def test_a_root_of_random_cubics_changes_the_sign() -> None:
    rng = randomness(1)
    for _ in range(500):
        roots = [rng.uniform(-1, 2) for _ in range(3)]

        def f(x: float, roots: list[float] = roots) -> float:
            return math.prod(x - root for root in roots)

        if (f(0) > 0) == (f(1) > 0):
            continue
        at = find_root(f, 0, 1, f(0), f(1))
        assert min(abs(at - root) for root in roots) < 1e-9
        assert 0 <= at <= 1


def test_an_end_that_is_a_root_is_the_root() -> None:
    assert find_root(lambda x: x, 0, 1, 0.0, 1.0) == 0
    assert find_root(lambda x: x - 1, 0, 1, -1.0, 0.0) == 1


@pytest.mark.parametrize(
    ("value", "minimum", "magnitude", "by"),
    [
        (4.163336342344337e-17, 0.0, 0.2, 0.0),
        (0.25, 0.125, 1.0, 0.125),
        (-1e-9, 0.0, 1.0, -1e-9),
        (1e15 + 1, 1e15, 1e15, 0.0),
        (1.0, 1.0, 0.0, 0.0),
        (1e-300, 0.0, 0.0, 1e-300),
    ],
)
def test_a_difference_within_the_rounding_of_its_terms_is_a_tie(
    value: float, minimum: float, magnitude: float, by: float
) -> None:
    assert margin(value, minimum, magnitude) == by


def line(slope: float, offset: float) -> Callable[[NDArray[np.float64]], list[float]]:
    return lambda x: (slope * x + offset).tolist()


def movable(now: float, low: float = 0.0, high: float = math.inf) -> Movable:
    return Movable(path="p", unit="money", now=now, low=low, high=high)


def test_both_sides_are_searched() -> None:
    hill = lambda x: (1 - (x - 5) ** 2).tolist()  # noqa: E731
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
