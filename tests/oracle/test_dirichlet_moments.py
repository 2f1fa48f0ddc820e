"""Draws of value per item against closed forms: Dirichlet rows and mixes, and Jeffreys' beta."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

import ship_or_not
from ship_or_not.engine.simulate import simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 200_000
SEEDS = range(3)
COSTS = np.array([[0.0, 3.0, 40.0], [2.0, -1.0, 7.0], [0.0, 11.0, 0.0]])
MODELS = {
    "plenty": np.array([[900, 40, 60], [10, 480, 10], [3, 7, 190]]),
    "thin": np.array([[9, 0, 1], [0, 4, 0], [1, 0, 0]]),
    "a class never seen": np.array([[90, 4, 6], [0, 0, 0], [3, 7, 19]]),
}
TEXT = """
classes: [x, y, z]
savings_per_item: 0.5
error_costs: {x: {y: 3, z: 40}, y: {x: 2, z: 7, y: -1}, z: {y: 11, x: 0}}
baseline: {always: x}
"""
ALWAYS_X = np.array([0.0, 2.0, 0.0])


def posterior_moments(
    counts: NDArray[np.int64], worth: NDArray[np.float64], right: int
) -> tuple[float, float]:
    """Return mean and variance of Σ share · worth under the Dirichlet posterior of one row of counts."""
    alpha = counts + np.array([0.5 if j == right else 0.25 for j in range(3)])
    return dirichlet_moments(alpha, worth)


def dirichlet_moments(alpha: NDArray[np.float64], worth: NDArray[np.float64]) -> tuple[float, float]:
    share = alpha / alpha.sum()
    mean = float(share @ worth)
    return mean, float(share @ (worth - mean) ** 2) / (alpha.sum() + 1)


def within_four_standard_errors(draws: NDArray[np.float64], mean: float, variance: float) -> None:
    centred = draws - draws.mean()
    assert abs(draws.mean() - mean) <= 4 * math.sqrt(variance / draws.size)
    error = math.sqrt((np.mean(centred**4) - np.mean(centred**2) ** 2) / draws.size)
    assert abs(draws.var() - variance) <= 4 * error


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MODELS)
def test_draws_with_a_given_mix_have_the_closed_mean_and_spread(name: str, seed: int) -> None:
    counts, mix = MODELS[name], np.array([0.2, 0.7, 0.1])
    text = f"{TEXT}\nmodel: {{confusion: {counts.tolist()}}}\nprevalence: {{x: 20%, y: 70%, z: 10%}}"
    moments = [posterior_moments(counts[i], ALWAYS_X[i] - COSTS[i], i) for i in range(3)]
    mean = 0.5 + sum(p * each for p, (each, _) in zip(mix, moments, strict=True))
    variance = sum(p * p * each for p, (_, each) in zip(mix, moments, strict=True))
    check(text, mean, variance, seed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("mix", [None, [20, 3, 0], [20000, 70000, 10000]])
def test_draws_with_an_uncertain_mix_have_the_closed_mean_and_spread(
    name: str, mix: list[int] | None, seed: int
) -> None:
    counts = MODELS[name]
    text = f"{TEXT}\nmodel: {{confusion: {counts.tolist()}}}"
    if mix is not None:
        text += f"\nprevalence: {{counts: {{x: {mix[0]}, y: {mix[1]}, z: {mix[2]}}}}}"
    alpha = np.array(mix if mix is not None else counts.sum(axis=1)) + 1 / 3
    moments = [posterior_moments(counts[i], ALWAYS_X[i] - COSTS[i], i) for i in range(3)]
    means, variances = np.array(moments).T
    mean, between = dirichlet_moments(alpha, means)
    share = alpha / alpha.sum()
    squared = share * (alpha + 1) / (alpha.sum() + 1)  # E[share²]
    check(text, 0.5 + mean, between + float(squared @ variances), seed)


def check(text: str, mean: float, variance: float, seed: int) -> None:
    scenario = ship_or_not.load_scenario(text=text)
    drawn = simulate(scenario.inputs, seed=seed, draws=DRAWS, classes=frozenset())
    within_four_standard_errors(drawn.value_per_item[1], mean, variance)
    found = ship_or_not.evaluate(scenario, seed=seed, draws=16)
    assert found.value_per_item.expected == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("weight", [0.5, 1.0, 8.0])
@pytest.mark.parametrize(("accuracy", "size"), [(0.98, 2000), (0.9, 10), (1.0, 60), (0.0, 5), (0.5, 1)])
def test_a_measured_accuracy_gives_the_interval_of_its_jeffreys_beta(
    accuracy: float, size: int, weight: float
) -> None:
    text = f"""
    savings_per_item: 0.3
    error_costs: 2
    prior: {weight}
    baseline: {{accuracy: 90%}}
    model: {{accuracy: {accuracy}, measured_on: {size}}}
    """
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), seed=1, draws=DRAWS)
    beta = stats.beta(accuracy * size + weight / 2, (1 - accuracy) * size + weight / 2)
    value = found.value_per_item
    assert value.expected == pytest.approx(0.3 + 2 * (beta.mean() - 0.9), abs=1e-12)
    for found_at, share in ((value.low, 0.05), (value.high, 0.95)):
        at = (found_at - 0.3) / 2 + 0.9
        # The rank of a quantile among the draws is binomial.
        assert abs(beta.cdf(at) - share) <= 4 * math.sqrt(share * (1 - share) / DRAWS)
    break_even = 0.9 - 0.15
    chance = beta.sf(break_even)
    assert abs(value.chance_above_minimum - chance) <= 4 * math.sqrt(chance * (1 - chance) / DRAWS) + 1e-9
    summary = found.scenario.inputs["model.accuracy"]
    assert (summary.low, summary.high) == pytest.approx(tuple(beta.ppf([0.05, 0.95])), rel=1e-8)
