"""What holds for every distribution, whatever its parameters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

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

patient = settings(deadline=None)  # a busy machine is no fault
CENTRAL = np.array([0.05, 0.95])
SCORES = np.linspace(-9, 9, 2001)

sizes = st.floats(1e-3, 1e3)
shapes = st.floats(0.05, 1e3)
amounts = st.floats(-1e6, 1e6)
rates = st.floats(1e-6, 1 - 1e-6)
probabilities = st.lists(st.floats(1e-16, 1 - 2.0**-53), min_size=2, max_size=40).map(sorted)


@st.composite
def ordered(draw: st.DrawFn, values: st.SearchStrategy[float], count: int) -> list[float]:
    drawn = sorted(draw(st.lists(values, min_size=count, max_size=count)))
    if drawn[-1] - drawn[0] <= 1e-6 + 1e-3 * abs(drawn[0]):
        drawn[-1] += 1e-3 + 1e-3 * abs(drawn[0])
    return drawn


bounded = st.one_of(
    st.builds(Beta, shapes, shapes),
    ordered(amounts, 2).map(lambda ends: Uniform(*ends)),
    ordered(amounts, 3).map(lambda ends: Pert(*ends)),
    st.builds(LogitNormal, st.floats(-10, 10), st.floats(0.01, 5)),
)
distributions = st.one_of(
    bounded,
    st.builds(Exact, amounts),
    st.builds(Normal, amounts, sizes),
    st.builds(Lognormal, st.floats(-10, 10), st.floats(0.01, 1.5)),
    st.builds(Gamma, sizes, shapes),
    st.lists(amounts, min_size=1, max_size=50).map(lambda values: Empirical(np.array(values))),
)


@patient
@given(distributions, probabilities)
def test_a_quantile_never_falls_as_its_probability_grows(distribution: Distribution, u: list[float]) -> None:
    values = distribution.quantile(np.array(u))
    assert np.isfinite(values).all()
    assert (np.diff(values) >= -1e-14 * np.abs(values[1:])).all()


@patient
@given(shapes, shapes, probabilities)
def test_the_beta_quantile_inverts_the_cdf(alpha: float, beta: float, u: list[float]) -> None:
    p = np.array(u)
    values = Beta(alpha, beta).quantile(p)
    usable = (values > 1e-290) & (values < 0.999)
    np.testing.assert_allclose(special.betainc(alpha, beta, values)[usable], p[usable], rtol=1e-8)


@patient
@given(shapes, probabilities)
def test_the_gamma_quantile_inverts_the_cdf(shape: float, u: list[float]) -> None:
    p = np.array(u)
    values = Gamma(shape, shape).quantile(p)
    usable = values > 1e-290
    np.testing.assert_allclose(special.gammainc(shape, values)[usable], p[usable], rtol=1e-8)


@patient
@given(distributions)
def test_mean_and_variance_are_those_of_the_quantile_function(distribution: Distribution) -> None:
    if isinstance(distribution, Empirical):
        values = distribution.samples
        weights = np.full(values.size, 1 / values.size)
    else:  # the integral over u, by normal scores: the tails count in full
        values = distribution.quantile(np.clip(special.ndtr(SCORES), 1e-19, 1 - 2.0**-53))
        weights = np.exp(-(SCORES**2) / 2)
        weights /= weights.sum()
    mean = float(weights @ values)
    sd = math.sqrt(distribution.variance)
    assert distribution.mean == pytest.approx(mean, abs=2e-5 * sd + 1e-12 * abs(mean) + 1e-300)
    assert distribution.variance == pytest.approx(
        float(weights @ (values - mean) ** 2), rel=1e-3, abs=1e-18 * mean**2 + 1e-300
    )


@patient
@given(bounded, probabilities)
def test_a_bounded_distribution_stays_within_its_bounds(distribution: Distribution, u: list[float]) -> None:
    values = distribution.quantile(np.array(u))
    low, high = (
        (distribution.low, distribution.high) if isinstance(distribution, Uniform | Pert) else (0.0, 1.0)
    )
    assert ((values >= low) & (values <= high)).all()


@patient
@given(ordered(amounts, 2))
def test_a_normal_range_has_its_ends_as_5_and_95_percent_quantiles(ends: list[float]) -> None:
    size = max(map(abs, ends))
    np.testing.assert_allclose(Normal.from_range(*ends).quantile(CENTRAL), ends, rtol=0, atol=1e-14 * size)


@patient
@given(ordered(sizes, 2))
def test_a_lognormal_range_has_its_ends_as_5_and_95_percent_quantiles(ends: list[float]) -> None:
    np.testing.assert_allclose(Lognormal.from_range(*ends).quantile(CENTRAL), ends, rtol=1e-13)


@patient
@given(ordered(st.floats(1e-6, 0.99), 2))
def test_a_logit_normal_range_has_its_ends_as_5_and_95_percent_quantiles(ends: list[float]) -> None:
    np.testing.assert_allclose(LogitNormal.from_range(*ends).quantile(CENTRAL), ends, rtol=1e-13)


@patient
@given(rates, st.floats(0.01, 0.9))
def test_a_beta_from_moments_has_these_moments(mean: float, part: float) -> None:
    sd = part * min(mean, 1 - mean)
    beta = Beta.from_moments(mean, sd)
    assert beta.mean == pytest.approx(mean, rel=1e-12)
    assert beta.variance == pytest.approx(sd * sd, rel=1e-9)


@patient
@given(sizes, st.floats(0.01, 20))
def test_a_gamma_from_moments_has_these_moments(mean: float, part: float) -> None:
    gamma = Gamma.from_moments(mean, part * mean)
    assert gamma.mean == mean
    assert gamma.variance == pytest.approx((part * mean) ** 2, rel=1e-12)
