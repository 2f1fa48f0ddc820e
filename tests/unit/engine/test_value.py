"""What an item is worth, where a cell of the cost matrix holds nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

import ship_or_not
from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.value import constant_values, item_value

TEXT = """
classes: [a, b]
savings_per_item: 0.5
error_costs: {a: 2, b: 10}
prevalence: {a: 75%, b: 25%}
baseline: {recall: {a: 90%, b: 80%}}
model: {recall: {a: 95%, b: 60%}}
"""


def test_a_cell_without_a_cost_costs_nothing() -> None:
    """Only mistaking a for b costs anything: 2."""
    given = ship_or_not.load_scenario(text=TEXT).inputs
    inputs = replace(given, costs=((None, "error_costs.a"), (None, None)))
    at = point(inputs, FloatMeans(1.0))
    assert float(item_value(inputs, at).total) == pytest.approx(0.5 + 0.75 * (0.1 - 0.05) * 2)
    today = 0.75 * 0.1 * 2
    assert constant_values(inputs, at) == pytest.approx([0.5 + today, 0.5 + today - 0.75 * 2])
