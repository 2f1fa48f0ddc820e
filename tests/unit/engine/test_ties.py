"""What is a tie."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ship_or_not.engine.ties import margin

CASES = [
    (4.163336342344337e-17, 0.0, 0.2, 0.0),
    (-4.163336342344337e-17, 0.0, 0.2, 0.0),
    (0.25, 0.125, 1.0, 0.125),
    (-1e-9, 0.0, 1.0, -1e-9),
    (1e15 + 1, 1e15, 1e15, 0.0),
    (1.0, 1.0, 0.0, 0.0),
    (1e-300, 0.0, 0.0, 1e-300),
]


@pytest.mark.parametrize(("value", "minimum", "magnitude", "by"), CASES)
def test_a_difference_within_the_rounding_of_its_terms_is_a_tie(
    value: float, minimum: float, magnitude: float, by: float
) -> None:
    found = margin(value, minimum, magnitude)
    assert (found, math.copysign(1, found)) == (by, math.copysign(1, by))  # a tie is no -0.0


def test_many_are_held_against_one_minimum_as_one_is() -> None:
    values, sizes = np.array([0.25, 0.125 + 1e-14, 0.0]), np.array([1.0, 1.0, 1e12])
    found = margin(values, 0.125, sizes)
    assert found.tolist() == [margin(value, 0.125, size) for value, size in zip(values, sizes, strict=True)]
    assert found.tolist() == [0.125, 0.0, 0.0]
