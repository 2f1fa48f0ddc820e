"""Where functions cross 0, many at a time: against scipy's Brent, jumps, and how often they are asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import optimize

from ship_or_not.engine.roots import MOST_STEPS, WITHIN, roots
from support.scenarios import randomness

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

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


def found(
    f: Callable[[float], float], low: list[float], high: list[float], *, within: float = WITHIN
) -> tuple[list[float], int]:
    """Find the roots of one function between several ends, and count how often it is asked."""
    asked = []

    def counted(values: Array, which: NDArray[np.intp]) -> Array:
        asked.append(which.size)
        return np.array([f(value) for value in values.tolist()])

    ends = [np.array(each, dtype=float) for each in (low, high)]
    at = [np.array([f(value) for value in each]) for each in (low, high)]
    return roots(counted, *ends, *at, within=within).tolist(), len(asked)


@pytest.mark.parametrize(("name", "f", "a", "b"), FUNCTIONS, ids=[each[0] for each in FUNCTIONS])
def test_a_root_is_where_scipy_finds_it_from_either_end(
    name: str, f: Callable[[float], float], a: float, b: float
) -> None:
    right = optimize.brentq(f, a, b, xtol=1e-300, rtol=8.9e-16, maxiter=500)
    values, steps = found(f, [a, b], [b, a])
    assert values == pytest.approx([right] * 2, rel={"a cubic": 1e-5}.get(name, 4e-15))
    assert steps < MOST_STEPS


def test_a_root_of_random_cubics_changes_the_sign() -> None:
    rng = randomness(1)
    for _ in range(500):
        crossed = [rng.uniform(-1, 2) for _ in range(3)]

        def f(x: float, crossed: list[float] = crossed) -> float:
            return math.prod(x - root for root in crossed)

        if (f(0) > 0) == (f(1) > 0):
            continue
        ((at,), _) = found(f, [0], [1])
        assert min(abs(at - root) for root in crossed) < 1e-9
        assert 0 <= at <= 1


def test_every_root_is_found_between_its_own_ends() -> None:
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


def test_it_is_found_as_near_as_is_asked_for() -> None:
    exact, all_steps = found(math.cos, [0.0], [3.0])
    near, steps = found(math.cos, [0.0], [3.0], within=1e-3)
    assert near == pytest.approx([math.pi / 2], rel=1e-3)
    assert (near != exact, steps < all_steps) == (True, True)


def test_an_end_on_which_it_is_0_is_the_root() -> None:
    assert found(lambda x: x - 1, [1.0, 0.0], [2.0, 1.0]) == ([1.0, 1.0], 0)
