"""Arrays of net benefit: what is known better than from the draws, and how far that may be off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import isotonic_regression

from ship_or_not.engine.information import Estimate, Fit, Level, at_level, growing, learnt, worth
from support.information import of_a_normal, of_lines

if TYPE_CHECKING:
    from numpy.typing import NDArray

TIMES = 400
DRAWS = 512
MEANS = np.array([0.0, 0.3, 0.2])
SLOPES = np.array([0.0, 1.0, 0.5])
EXACT = of_lines(list(zip(MEANS.tolist(), SLOPES.tolist(), strict=True)), 0, 1)


def levels(sd: float, rng: np.random.Generator) -> Level:
    """Return means that are off by one normal number, half as much for the last."""
    off = np.array([0.0, sd, sd / 2])
    return Level(means=MEANS + off * rng.standard_normal(), unsure=np.outer(off, off))


@pytest.mark.parametrize("sd", [0.0, 0.01, 0.05, 1.0])
def test_the_error_counts_what_the_level_is_off_and_a_level_that_is_far_off_is_not_followed(
    sd: float,
) -> None:
    """Of 512 draws the means are off by 0.044: a level that is better than these helps, a worse one not."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(TIMES):
        draws = rng.standard_normal(DRAWS)
        level = levels(sd, rng) if sd < 1 else Level(means=MEANS, unsure=levels(sd, rng).unsure)
        found.append(worth(MEANS[:, np.newaxis] + np.outer(SLOPES, draws), level))
    values, told = np.array([each.value for each in found]), np.array([each.error for each in found])
    spread, error = float(values.std()), float(np.sqrt(np.mean(told**2)))
    assert values.mean() == pytest.approx(EXACT, abs=4 * spread / np.sqrt(TIMES) + 0.01 * EXACT)
    assert error == pytest.approx(spread, rel=0.15)


@pytest.mark.parametrize("sd", [0.0, 0.01, 0.05])
def test_points_of_a_quadrature_are_moved_to_the_level_and_only_that_is_an_error(sd: float) -> None:
    rng = np.random.default_rng(2)
    scores = np.linspace(-6, 6, 1001)
    weights = np.exp(-(scores**2) / 2) / np.exp(-(scores**2) / 2).sum()
    elsewhere = np.outer(SLOPES, scores) + np.array([[5.0], [-3.0], [0.0]])
    found = [at_level(elsewhere[np.newaxis], levels(sd, rng), weights) for _ in range(TIMES)]
    values, told = np.array([each.value for each in found]), np.array([each.error for each in found])
    assert values.mean() == pytest.approx(EXACT, abs=4 * values.std() / np.sqrt(TIMES) + 1e-3 * EXACT)
    assert np.sqrt(np.mean(told**2)) == pytest.approx(values.std(), rel=0.15, abs=1e-12)


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.5])
def test_parts_of_a_fit_that_disagree_are_an_error_but_not_by_a_constant(apart: float) -> None:
    """Each says another slope; how high it puts a row is nothing, for all are moved to the level."""
    rng = np.random.default_rng(3)
    level = Level(means=MEANS, unsure=np.zeros((3, 3)))
    found = []
    for _ in range(TIMES):
        draws, off = rng.standard_normal(DRAWS), rng.standard_normal((8, 3, 1))
        slopes = SLOPES[:, np.newaxis] * (1 + apart * rng.standard_normal((8, 1, 1)))
        found.append(at_level(slopes * draws + off, level))
    values, told = np.array([each.value for each in found]), np.array([each.error for each in found])
    assert values.mean() == pytest.approx(EXACT, abs=4 * values.std() / np.sqrt(TIMES) + 0.01 * EXACT)
    assert np.sqrt(np.mean(told**2)) == pytest.approx(values.std(), rel=0.15)


def _corner(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([0 * x, x - 2 * np.maximum(x - 0.4, 0)])


def test_a_corner_is_fitted_by_the_line_that_breaks() -> None:
    x = np.random.default_rng(4).standard_normal(4096)
    parameters = np.stack([x**2, x])  # a second one that tells nothing more
    off = Fit(_corner(x), parameters)(parameters) - _corner(x)
    cubic = Fit(_corner(x), parameters, breaks=0)(parameters) - _corner(x)
    assert off.std() < cubic.std() / 3
    assert off.mean() == pytest.approx(0, abs=1e-9)


def test_one_parameter_told_twice_or_not_at_all_is_fitted_as_once() -> None:
    x = np.random.default_rng(5).standard_normal(4096)
    once = Fit(_corner(x), x[np.newaxis])(x[np.newaxis])
    twice = np.stack([np.full_like(x, 7.0), 3 * x + 1, x])
    assert Fit(_corner(x), twice)(twice) == pytest.approx(once, abs=1e-3)


def test_what_is_learnt_of_a_line_is_the_line_and_of_a_bend_its_mean() -> None:
    """x = y + z, and only y is seen: E[x | y] = y, E[x^2 | y] = y^2 + var(z)."""
    y, z = np.random.default_rng(6).standard_normal((2, 16_384))
    x = y + 0.5 * z
    found = learnt(np.stack([2 * x + 1, x**2]), x[np.newaxis], y[np.newaxis])
    assert found[0] == pytest.approx(2 * y + 1, abs=1e-9)
    assert np.std(found[1] - (y**2 + 0.25)) < 0.06
    assert np.std(x**2 - (y**2 + 0.25)) > 1


def test_two_choices_that_are_known_to_be_alike_are_worth_the_unit_normal_loss() -> None:
    draws = np.random.default_rng(7).standard_normal(2**16)
    level = Level(means=np.zeros(2), unsure=np.zeros((2, 2)))
    found = worth(np.stack([0 * draws, draws]), level)
    assert found.value == pytest.approx(of_a_normal(0, 1), abs=4 * found.error)
    assert found.error < 0.002


def test_what_must_not_fall_is_the_nearest_that_does_not() -> None:
    """As SciPy's isotonic regression has it; a mean of several has the largest of their errors."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        values, errors = np.arange(30) / 10 + rng.standard_normal(30), rng.random(30)
        found = growing([Estimate(value=v, error=e) for v, e in zip(values, errors, strict=True)])
        grown = np.array([each.value for each in found])
        assert grown == pytest.approx(isotonic_regression(values).x, abs=1e-12)
        for value in np.unique(grown):
            alike = grown == value
            assert {found[i].error for i in np.flatnonzero(alike)} == {errors[alike].max()}
