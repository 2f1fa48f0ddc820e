"""The distributions against scipy, against known limits, and at their edges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import special, stats

from ship_or_not.engine.distributions import (
    Beta,
    Distribution,
    Empirical,
    Exact,
    Gamma,
    LogitNormal,
    Lognormal,
    Normal,
    Pert,
    Uniform,
)
from ship_or_not.engine.quantiles import beta_table, normal_quantile

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

TAILS = 10.0 ** np.arange(-16, -1)
GRID = np.concatenate((TAILS, np.linspace(0.01, 0.99, 500), 1 - TAILS))
SHAPES = [0.001, 0.05, 0.3, 0.5, 1.0, 2.0, 7.5, 60.5]
SMALLEST_NORMAL = 1e-290  # below it, floats have too few digits to compare


def strictly(quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> NDArray[np.float64]:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return quantile(GRID)


def largest_relative_error(found: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    kept = right > SMALLEST_NORMAL
    return float(np.max(np.abs(found[kept] / right[kept] - 1), initial=0.0))


def test_the_normal_quantile_agrees_with_scipy_to_15_digits() -> None:
    np.testing.assert_allclose(strictly(normal_quantile), special.ndtri(GRID), rtol=2e-15, atol=1e-16)


def test_the_normal_quantile_keeps_the_shape_of_its_argument() -> None:
    assert normal_quantile(np.full((2, 3), 0.5)).tolist() == [[0.0] * 3] * 2


@pytest.mark.parametrize("beta", [*SHAPES, 1e15])
@pytest.mark.parametrize("alpha", SHAPES)
def test_beta_quantiles_agree_with_scipy_in_both_tails(alpha: float, beta: float) -> None:
    right = special.betaincinv(alpha, beta, GRID)
    assert largest_relative_error(strictly(Beta(alpha, beta).quantile), right) < 1e-8
    mirrored = 1 - strictly(Beta(beta, alpha).quantile)
    np.testing.assert_allclose(mirrored, special.betainccinv(alpha, beta, GRID), rtol=1e-8, atol=2e-16)


@pytest.mark.parametrize("shape", [*SHAPES, 1000.0])
def test_gamma_quantiles_agree_with_scipy(shape: float) -> None:
    right = np.asarray(special.gammaincinv(shape, GRID), dtype=np.float64)
    assert largest_relative_error(strictly(Gamma(shape, shape).quantile), right) < 1e-8


@pytest.mark.parametrize("shape", [0.05, 0.5, 30.0, 1e6])
def test_a_beta_with_a_huge_second_shape_is_a_gamma(shape: float) -> None:
    found = strictly(Beta(shape, 1e18).quantile) * 1e18
    assert largest_relative_error(found, strictly(Gamma(shape, shape).quantile)) < 1e-8


@pytest.mark.parametrize("shape", [1e9, 1e12, 1e15])
def test_a_gamma_of_a_huge_shape_follows_its_cornish_fisher_expansion(shape: float) -> None:
    z = normal_quantile(GRID)
    skewness = 2 / math.sqrt(shape)
    standard = z + skewness * (z**2 - 1) / 6 + skewness**2 * (z**3 - 7 * z) / 144
    distance = np.log(strictly(Gamma(1, shape).quantile)) * math.sqrt(shape)
    expected = np.log1p(standard / math.sqrt(shape)) * math.sqrt(shape)
    # A quantile near 1 is itself only known to 1e-16.
    np.testing.assert_allclose(distance, expected, rtol=0, atol=1e-11 + 2e-16 * math.sqrt(shape))


@pytest.mark.parametrize("size", [1e9, 2.0**53])
@pytest.mark.parametrize("accuracy", [0.5, 0.9, 0.999])
def test_a_jeffreys_beta_of_huge_counts_is_nearly_normal(accuracy: float, size: float) -> None:
    beta = Beta(accuracy * size + 0.5, (1 - accuracy) * size + 0.5)
    z = normal_quantile(GRID)
    sd = math.sqrt(beta.variance)
    skewness = 2 * (1 - 2 * accuracy) / math.sqrt(accuracy * (1 - accuracy) * size)
    expected = beta.mean + sd * (z + skewness * (z**2 - 1) / 6)
    neglected = 100 / (accuracy * (1 - accuracy) * size) ** 1.5
    np.testing.assert_allclose(strictly(beta.quantile), expected, rtol=neglected + 3e-16)


def test_what_lies_beyond_nine_standard_scores_stays_at_nine() -> None:
    table = beta_table(2.0, 3.0)
    assert table.at(np.array([-40.0, 40.0])).tolist() == table.at(np.array([-9.0, 9.0])).tolist()


MOMENTS: list[tuple[Distribution, float, float]] = [
    (Exact(3.5), 3.5, 0.0),
    (Normal(2, 0.5), 2.0, 0.25),
    (Lognormal(0, 1), math.exp(0.5), (math.e - 1) * math.e),
    (LogitNormal(0, 1), 0.5, 0.04337903585809297),
    (Uniform(1, 4), 2.5, 0.75),
    (Pert(0, 1, 4), 8 / 6, (8 / 6) * (16 / 6) / 7),
    (Beta(2, 6), 0.25, 2 * 6 / (64 * 9)),
    (Beta.from_moments(0.98, 0.01), 0.98, 0.0001),
    (Gamma.from_moments(2, 0.4), 2.0, 0.16),
    (Empirical(np.array([1.0, 2.0, 6.0])), 3.0, 14 / 3),
]


@pytest.mark.parametrize(
    ("distribution", "mean", "variance"), MOMENTS, ids=lambda case: getattr(case, "name", "")
)
def test_each_distribution_knows_its_mean_and_variance(
    distribution: Distribution, mean: float, variance: float
) -> None:
    assert distribution.mean == pytest.approx(mean, rel=1e-12)
    assert distribution.variance == pytest.approx(variance, rel=1e-10)


def test_a_lognormal_has_the_moments_of_its_logarithm() -> None:
    found = Lognormal(0.5, 0.4)
    assert found.mean == pytest.approx(math.exp(0.5 + 0.16 / 2), rel=1e-12)
    assert found.variance == pytest.approx((math.exp(0.16) - 1) * math.exp(2 * 0.5 + 0.16), rel=1e-12)


@pytest.mark.parametrize(("location", "scale"), [(0.3, 0.05), (-1.0, 1.0), (4.0, 3.0), (0.0, 20.0)])
def test_logit_normal_moments_agree_with_fine_integration(location: float, scale: float) -> None:
    scores = np.linspace(-12, 12, 400_001)
    weights = stats.norm.pdf(scores) * (24 / 400_000)
    values = special.expit(location + scale * scores)
    mean = math.fsum(weights * values)
    found = LogitNormal(location, scale)
    assert found.mean == pytest.approx(mean, rel=1e-12)
    assert found.variance == pytest.approx(math.fsum(weights * (values - mean) ** 2), rel=1e-12)


def test_the_names_are_those_of_the_format() -> None:
    names = {distribution.name for distribution, _, _ in MOMENTS}
    families = {
        "exact",
        "normal",
        "lognormal",
        "logit-normal",
        "uniform",
        "PERT",
        "beta",
        "gamma",
        "empirical",
    }
    assert names == families


def test_an_empirical_quantile_is_the_order_statistic_below() -> None:
    samples = Empirical(np.array([30.0, 10.0, 20.0, 40.0]))
    u = np.array([1e-16, 0.2499, 0.25, 0.5, 0.75, 1 - 2.0**-53])
    assert samples.quantile(u).tolist() == [10.0, 10.0, 20.0, 30.0, 40.0, 40.0]


def test_samples_are_a_read_only_copy() -> None:
    given = np.array([2.0, 1.0])
    kept = Empirical(given).samples
    assert (given.tolist(), kept.tolist(), kept.flags.writeable) == ([2.0, 1.0], [1.0, 2.0], False)


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Exact(math.inf), "an exact number must be finite"),
        (lambda: Normal(0, 0), "a normal needs a finite mean and an sd above 0"),
        (lambda: Normal(math.nan, 1), "a normal needs a finite mean and an sd above 0"),
        (lambda: Normal.from_range(2, 2), "a range needs low < high"),
        (lambda: Lognormal(0, 0), "a lognormal needs a log_sd above 0"),
        (lambda: Lognormal(0, 40), "the lognormal is too wide to compute with"),
        (lambda: Lognormal.from_range(0, 5), "a lognormal lies above 0"),
        (lambda: LogitNormal(0, -1), "a logit-normal needs a logit_sd above 0"),
        (lambda: LogitNormal.from_range(0.5, 1), "a logit-normal lies between 0 and 1"),
        (lambda: Uniform(1, 1), "a uniform needs low < high"),
        (lambda: Pert(1, 3, 2), "a PERT needs low <= likely <= high"),
        (lambda: Pert(1, 1, 1), "a PERT needs low < high"),
        (lambda: Beta(0.0005, 1), "a beta needs shapes of 0.001 or more"),
        (lambda: Beta(math.nan, 1), "a beta needs shapes of 0.001 or more"),
        (lambda: Beta.from_moments(1, 0.1), "a beta needs a mean between 0 and 1 and an sd above 0"),
        (lambda: Beta.from_moments(0.5, 0.5), "a beta needs shapes of 0.001 or more"),
        (lambda: Gamma(0, 1), "a gamma needs a mean above 0"),
        (lambda: Gamma(1, 0), "a gamma needs a shape of 0.001 or more"),
        (lambda: Gamma.from_moments(1, 0), "a gamma needs an sd above 0"),
        (lambda: Empirical(np.array([])), "an empirical distribution needs a row of samples"),
        (lambda: Empirical(np.array([1.0, math.nan])), "samples must be finite"),
    ],
)
def test_impossible_parameters_are_refused(build: Callable[[], Distribution], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        build()
    assert str(caught.value) == message
