"""Differences whose distribution is known in closed form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from scipy import stats

import ship_or_not

if TYPE_CHECKING:
    from ship_or_not.results.comparison import Difference

DRAWS = 2**17
SCORE = 1.6448536269514722  # the normal's 95 % quantile

COUNTS = """
savings_per_item: 0.1
error_costs: {{a: 2, b: 5}}
classes: [a, b]
prevalence: {{a: 80%, b: 20%}}
volume: {{items: 100, per: week}}
horizon: 10 weeks
baseline: {{confusion: [[4000, 100], [50, 900]]}}
model: {{confusion: [[{0}, {1}], [{2}, {3}]]}}
"""

BELIEFS = """
savings_per_item: {{low: {0}, high: {1}}}
error_costs: 1 to 3
baseline: {{accuracy: 97% to 99%}}
model: {{accuracy: 98%, measured_on: 500}}
"""


ONE_COST = "savings_per_item: 0.1\nerror_costs: 1\nbaseline: {accuracy: 97%}\n"


def difference(one: str, other: str, *, draws: int = DRAWS) -> Difference:
    scenarios = {name: ship_or_not.load_scenario(text=text) for name, text in (("a", one), ("b", other))}
    return ship_or_not.compare(scenarios, draws=draws).differences[0]


def beta(right: int, wrong: int) -> tuple[float, float]:
    """Return mean and variance of the error rate under Jeffreys' prior."""
    a, b = wrong + 0.5, right + 0.5
    return a / (a + b), a * b / (a + b) ** 2 / (a + b + 1)


def test_two_models_on_counts_differ_as_independent_betas_do() -> None:
    """The baseline, which both share, cancels; each model's error rates are its own."""
    first, second = (3900, 100, 60, 940), (3950, 150, 45, 955)
    found = difference(COUNTS.format(*first), COUNTS.format(*second))
    weights = (0.8 * 2, 0.2 * 5)
    moments = [(beta(row[0], row[1]), beta(row[3], row[2])) for row in (first, second)]
    means = [sum(w * mean for w, (mean, _) in zip(weights, each, strict=True)) for each in moments]
    variance = sum(w**2 * spread for each in moments for w, (_, spread) in zip(weights, each, strict=True))
    expected = means[0] - means[1]
    assert found.unpaired == ("model.confusion",)
    assert found.per_item.expected == pytest.approx(expected, rel=1e-12)
    low, high = found.per_item.low, found.per_item.high
    assert low is not None
    assert high is not None
    assert high - low == pytest.approx(2 * SCORE * math.sqrt(variance), rel=0.01)
    assert (low + high) / 2 == pytest.approx(expected, abs=0.02 * math.sqrt(variance))
    above = 0.5 * math.erfc(-expected / math.sqrt(2 * variance))
    assert found.per_item.chance_above_0 == pytest.approx(above, abs=0.01)
    assert found.total is not None
    assert found.total.expected == pytest.approx(1000 * expected, rel=1e-12)
    assert found.total.low == pytest.approx(1000 * low, rel=1e-9)


def test_what_an_uncertain_saving_gains_for_certain_is_gained_in_every_draw() -> None:
    """A range that moves by 0.1 as a whole: both values are uncertain, their difference is not."""
    found = difference(BELIEFS.format(0.2, 0.4), BELIEFS.format(0.3, 0.5), draws=4096)
    gain = found.per_item
    assert gain.expected == pytest.approx(0.1, rel=1e-12)
    assert (gain.low, gain.high, gain.chance_above_0) == (gain.expected, gain.expected, 1.0)
    assert found.unpaired == ()


def test_a_range_that_grows_wider_differs_by_what_it_grew() -> None:
    """Uniforms on [0.2, 0.4] and [0.1, 0.5] through one quantile function: their difference is uniform."""
    found = difference(BELIEFS.format(0.2, 0.4), BELIEFS.format(0.1, 0.5))
    assert found.per_item.expected == 0
    assert found.per_item.low == pytest.approx(-0.09, abs=0.001)
    assert found.per_item.high == pytest.approx(0.09, abs=0.001)
    assert found.per_item.chance_above_0 == pytest.approx(0.5, abs=0.006)


def test_an_accuracy_that_was_measured_is_a_sample_as_counts_are() -> None:
    """980 of 1000 right against 970 of 1000 right, at a cost of 1: two independent betas."""
    one, other = (f"{ONE_COST}model: {{accuracy: {share}%, measured_on: 1000}}" for share in (98, 97))
    found = difference(one, other)
    (mean, spread), (lower, wider) = beta(980, 20), beta(970, 30)
    assert found.unpaired == ("model.accuracy",)
    assert found.per_item.expected == pytest.approx(mean - lower, rel=1e-12)
    low, high = found.per_item.low, found.per_item.high
    assert low is not None
    assert high is not None
    assert high - low == pytest.approx(2 * SCORE * math.sqrt(spread + wider), rel=0.01)


SPLIT = """
savings_per_item: 0.1
error_costs: {{fraud: {0}, billing: 2, other: 1}}
classes: [fraud, billing, other]
prevalence: {{fraud: 10%, billing: 30%, other: 60%}}
baseline: {{accuracy: 100%}}
model: {{confusion: [[80, 8, 12], [3, 290, 7], [6, 9, 585]]}}
"""


def test_only_the_cells_whose_cost_changes_make_a_difference_uncertain() -> None:
    """One scenario adds up what the other tells apart: the difference is 20 on one kind of error."""
    found = difference(SPLIT.format(10), SPLIT.format("{billing: 10, other: 30}"))
    kind = stats.beta(12 + 0.25, 88 + 0.75)  # of fraud taken for other, under the prior of its three cells
    low, high = found.per_item.low, found.per_item.high
    assert found.unpaired == ()
    assert found.per_item.expected == pytest.approx(-0.1 * 20 * kind.mean(), rel=1e-12)
    assert low == pytest.approx(-0.1 * 20 * kind.ppf(0.95), rel=0.005)
    assert high == pytest.approx(-0.1 * 20 * kind.ppf(0.05), rel=0.005)
    assert found.per_item.chance_above_0 == 0
