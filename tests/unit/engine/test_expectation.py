"""The expected value where net benefit is not linear in an input: discount rates, and mixes of shares."""

from __future__ import annotations

import numpy as np
import pytest

from ship_or_not.engine.distributions import Beta
from ship_or_not.engine.timeline import Horizon
from support.deciding import decided


def test_an_uncertain_discount_rate_is_averaged_over_what_it_can_be() -> None:
    """A launch cost is borne by E[items], which is not the items at the mean rate."""
    text = """
    savings_per_item: 0.1
    error_costs: 1
    baseline: {accuracy: 95%}
    model: {accuracy: 95%, launch_cost: 2000}
    volume: {items: 1000, per: week}
    horizon: 5 years
    discount_rate: {mean: 40%, sd: 0.2}
    """
    found = decided(text, draws=64)
    rates = Beta.from_moments(0.4, 0.2).quantile((np.arange(100_000) + 0.5) / 100_000)
    items = 1000 * float(np.mean(Horizon(days=5 * 365).discounted_weeks(rates)))
    assert found.value_per_item.expected == pytest.approx(0.1 - 2000 / items, rel=1e-6)
    assert found.value_per_item.monte_carlo_error == 0


QUALITIES = [
    "{recall: {a: 90%, b: 60%, c: 80%}, measured_on: {a: 10, b: 20, c: 30}}",
    "{confusion: [[9, 1, 0], [2, 12, 6], [0, 6, 24]]}",
]


@pytest.mark.parametrize("model", QUALITIES)
def test_shares_that_are_alike_are_expected_to_be_alike(model: str) -> None:
    """Whatever three equally uncertain shares are scaled by, each is a third on average."""

    def value(share: str) -> tuple[float, float]:
        text = f"""
        classes: [a, b, c]
        savings_per_item: 2
        error_costs: {{a: 1, b: 5, c: 9}}
        prevalence: {{a: {share}, b: {share}, c: {share}}}
        baseline: {{accuracy: 98%}}
        model: {model}
        """
        found = decided(text, draws=2000).value_per_item
        return found.expected, found.monte_carlo_error

    (exact, none), (drawn, error) = value("0.3333333333"), value("{mean: 0.3333333333, sd: 0.1}")
    assert (none, error > 0) == (0, True)
    assert drawn == pytest.approx(exact, abs=4 * error)


def test_the_counts_of_a_mix_share_one_item_of_doubt() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 2
    error_costs: 1
    prevalence: {counts: {a: 30, b: 10}}
    baseline: {accuracy: 98%}
    model: {accuracy: 98%}
    """
    assert [each.share for each in decided(text, draws=2).classes] == pytest.approx([30.5 / 41, 10.5 / 41])
