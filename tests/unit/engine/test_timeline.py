"""Weeks of a horizon, and what discounting makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from ship_or_not.engine.timeline import Horizon


@pytest.mark.parametrize(
    ("days", "steps"),
    [
        (7, [1.0]),
        (14, [1.0, 1.0]),
        (3.5, [0.5]),
        (17.5, [1.0, 1.0, 0.5]),
        (365, [1.0] * 52 + [365 / 7 - 52]),
        (7 * (1 + 1e-12), [1 + 1e-12]),  # no step for a rounding error
        (7e-10, [1e-10]),  # but one where there is nothing else
    ],
)
def test_steps_are_weeks_and_the_last_may_be_a_part(days: float, steps: list[float]) -> None:
    assert Horizon(days=days).step_weeks().tolist() == pytest.approx(steps, rel=1e-9)


def test_steps_add_up_to_the_horizon() -> None:
    for days in (1, 6.9, 7, 7.1, 100, 365 / 12, 24 * 365 / 12, 3650):
        assert Horizon(days=days).step_weeks().sum() == pytest.approx(days / 7, rel=1e-14)


def test_a_week_is_discounted_from_its_middle() -> None:
    assert Horizon(days=7).discounted_weeks(0.1) == pytest.approx(1.1 ** -(3.5 / 365), rel=1e-15)


def test_half_a_week_is_discounted_from_its_own_middle() -> None:
    weeks = 1.1 ** -(3.5 / 365) + 0.5 * 1.1 ** -((7 + 1.75) / 365)
    assert Horizon(days=10.5).discounted_weeks(0.1) == pytest.approx(weeks, rel=1e-15)


def test_cumulative_weeks_stand_at_the_end_of_each_step_for_every_rate() -> None:
    rates = np.array([0.0, 0.08, 1.0])
    found = Horizon(days=17.5).cumulative_weeks(rates)
    assert found.shape == (3, 3)
    assert found[:, 0].tolist() == [1.0, 2.0, 2.5]
    for column, rate in zip(found.T, rates, strict=True):
        np.testing.assert_array_equal(column, Horizon(days=17.5).cumulative_weeks(float(rate)))
    assert (np.diff(found, axis=1) < 0).all()


@pytest.mark.parametrize("rate", [0.0, 0.08, 1.0])
@pytest.mark.parametrize("days", [3.5, 7, 17.5, 365, 3650.25])
def test_the_weeks_of_the_whole_horizon_are_what_its_steps_add_up_to(days: float, rate: float) -> None:
    steps = Horizon(days=days).cumulative_weeks(rate)
    assert steps[-1] == pytest.approx(Horizon(days=days).discounted_weeks(rate), rel=1e-13)
