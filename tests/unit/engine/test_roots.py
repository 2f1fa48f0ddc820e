"""Where functions cross 0, many at a time."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ship_or_not.engine.roots import MOST_STEPS, roots

Array = NDArray[np.float64]


def found(f: object, low: list[float], high: list[float]) -> tuple[list[float], int]:
    """Find the roots of one function between several ends, and count how often it is asked."""
    asked = []

    def counted(values: Array, which: NDArray[np.intp]) -> Array:
        asked.append(which.size)
        return np.array([f(value) for value in values.tolist()])  # type: ignore[operator]

    ends = [np.array(low), np.array(high)]
    at = [np.array([f(value) for value in each]) for each in (low, high)]  # type: ignore[operator]
    return roots(counted, *ends, *at).tolist(), len(asked)


def test_every_root_is_found_to_its_last_digits() -> None:
    values, steps = found(lambda x: x**3 - 2, [0.0, 1.0, -5.0], [2.0, 1e6, 1.5])
    assert values == pytest.approx([2 ** (1 / 3)] * 3, rel=1e-15)
    assert steps < 60


def test_a_straight_line_takes_a_few_steps() -> None:
    values, steps = found(lambda x: 0.3 - 2 * x, [0.0], [10.0])
    assert values == pytest.approx([0.15], rel=1e-15)
    assert steps <= 5


def test_a_jump_is_found_where_it_is() -> None:
    values, steps = found(lambda x: -1.0 if x < 0.7 else 3.0, [0.0], [1.0])
    assert values == pytest.approx([0.7], rel=1e-15)
    assert steps < MOST_STEPS


def test_an_end_on_which_it_is_0_is_the_root() -> None:
    assert found(lambda x: x - 1, [1.0, 0.0], [2.0, 1.0]) == ([1.0, 1.0], 0)
