"""What is read off draws: interval, chances, the worst twentieth, pay-back."""

from __future__ import annotations

import numpy as np
import pytest

from ship_or_not.engine.risk import chance, cvar, interval, payback_weeks


def test_the_interval_is_the_central_90_percent() -> None:
    assert interval(np.arange(201.0)[::-1]) == (10.0, 190.0)
    assert interval(np.array([3.0])) == (3.0, 3.0)


def test_a_chance_is_the_share_of_draws_that_hit() -> None:
    assert chance(np.array([True, False, False, True])) == 0.5
    assert (chance(np.zeros(7, dtype=bool)), chance(np.ones(7, dtype=bool))) == (0.0, 1.0)


def test_cvar_counts_the_draw_at_the_edge_in_part() -> None:
    draws = np.array([-10.0, -4.0, *[5.0] * 28])  # the worst 1.5 of 30
    assert cvar(draws) == pytest.approx((-10 - 4 / 2) / 1.5)


def test_cvar_of_fewer_than_twenty_draws_is_the_worst_of_them() -> None:
    assert cvar(np.array([4.0, -2.0, 9.0])) == pytest.approx(-2.0)


def test_cvar_of_what_is_certain_is_that() -> None:
    for value in (3157586320.365991, 0.1, -7.3):
        assert cvar(np.full(32, value)) == pytest.approx(value, rel=1e-15)


def test_cvar_leaves_the_draws_in_their_order() -> None:
    draws = np.array([3.0, 1.0, 2.0] * 20)
    cvar(draws)
    assert draws.tolist() == [3.0, 1.0, 2.0] * 20


@pytest.mark.parametrize(
    ("cumulative", "week"),
    [
        ([0.0, 1.0, 2.0], 0),
        ([-1.0, -0.5, 0.0, 1.0], 2),
        ([-1.0, 2.0, -1.0, 3.0], 3),  # it has to stay there
        ([-1.0, 2.0, -1.0], None),
        ([0.0, -1.0], None),
        ([0.0], 0),
        ([-3.0], None),
    ],
)
def test_the_pay_back_week_is_the_first_from_which_it_stays_at_0_or_above(
    cumulative: list[float], week: int | None
) -> None:
    assert payback_weeks(np.array(cumulative)) == week
