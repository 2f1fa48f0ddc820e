"""The edge of a threshold: three Monte Carlo standard errors wide, and no wider."""

from __future__ import annotations

import math

import pytest

from support.deciding import HEAD, decided

SHARES = """
classes: [a, b, c]
savings_per_item: 0.1
error_costs: {a: 1, b: 5, c: 9}
prevalence: {a: {mean: 0.5, sd: 0.1}, b: {mean: 0.3, sd: 0.1}, c: {mean: 0.2, sd: 0.1}}
baseline: {accuracy: 98%}
model: {recall: {a: 97%, b: 96%, c: 95%}}
"""


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize(("errors", "at_edge"), [(0.5, True), (2.9, True), (3.1, False), (6, False)])
def test_a_chance_within_3_standard_errors_of_the_confidence_is_at_the_edge(
    side: int, errors: float, *, at_edge: bool
) -> None:
    """Of the confidence: √(p (1 - p) / draws)."""
    text, draws = "measured_value_per_item: {mean: 0.5, sd: 1}", 1000
    found = decided(text, draws=draws).value_per_item.chance_above_minimum
    confidence = found
    for _ in range(20):
        confidence = found + side * errors * math.sqrt(confidence * (1 - confidence) / draws)
    assert decided(text, f"confidence: {confidence!r}", draws=draws).at_edge is at_edge


@pytest.mark.parametrize(("errors", "at_edge"), [(0.5, True), (2.9, True), (3.1, False), (6, False)])
def test_a_value_within_3_standard_errors_of_the_minimum_is_at_the_edge(
    errors: float, *, at_edge: bool
) -> None:
    """It has an error only where net benefit is not linear: here, three shares that must sum to 1."""
    value = decided(SHARES, draws=1000).value_per_item
    assert value.monte_carlo_error > 0
    minimum = value.expected + errors * value.monte_carlo_error
    found = decided(SHARES, f"min_value_per_item: {minimum!r}", draws=1000)
    assert (found.rule, found.at_edge) == ("negative-value", at_edge)


@pytest.mark.parametrize("model", ["97%", "83%"])
def test_what_is_known_exactly_is_at_no_edge_even_in_a_tie(model: str) -> None:
    found = decided(f"{HEAD}model: {{accuracy: {model}}}")
    assert (found.at_edge, found.draws) == (False, 16_384)


def test_a_chance_that_does_not_decide_has_no_edge() -> None:
    """The prior decides; the chance stands exactly at the confidence asked for."""
    text = "savings_per_item: 0\nerror_costs: 1\nbaseline: {accuracy: 30%}\n"
    text += "model: {accuracy: 30%, measured_on: 10}"
    chance = decided(text, draws=1000).value_per_item.chance_above_minimum
    found = decided(text, f"confidence: {chance!r}", draws=1000)
    assert (found.rule, found.at_edge) == ("prior-decides", False)
