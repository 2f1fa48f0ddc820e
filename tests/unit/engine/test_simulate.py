"""Draws of net benefit: whose they are, and what a horizon makes of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.draws import Draws, point
from ship_or_not.engine.lifetimes import ship
from ship_or_not.engine.simulate import simulate
from support.deciding import decided

TEXT = """
savings_per_item: 0.1 to 0.5
error_costs: 1 to 4
baseline: {accuracy: 98%, measured_on: 300}
model: {accuracy: 90%, measured_on: 100}
"""
OVER_TIME = TEXT + "volume: {items: 1000, per: week}\nhorizon: 10 weeks\n"


def test_every_draw_is_what_shipping_is_worth_at_its_point() -> None:
    inputs = ship_or_not.load_scenario(text=OVER_TIME).inputs
    found = simulate(inputs, seed=3, draws=100, classes=frozenset({0}))
    source = Draws(seed=3, block=0, size=100, prior=inputs.prior)
    at = point(inputs, source)
    life = ship(inputs, at, source)
    assert found.net_benefit.shape == found.value_per_item.shape == (2, 100)
    np.testing.assert_array_equal(found.net_benefit, [np.zeros(100), life.net_benefit])
    np.testing.assert_allclose(found.value_per_item[1] * 10_000, life.net_benefit)
    np.testing.assert_array_equal(found.model_error_rates[0], at.model[0].error_rate)
    assert len(np.unique(found.net_benefit[1])) == 100
    for array in (found.net_benefit, found.value_per_item, found.model_error_rates[0]):
        assert not array.flags.writeable


@pytest.mark.parametrize("minimum", [0.05, 0.3])
def test_a_horizon_without_fixed_costs_moves_neither_interval_nor_flip_point(minimum: float) -> None:
    policy = f"min_value_per_item: {minimum}"
    once, often = (decided(text, policy, draws=1000) for text in (TEXT, OVER_TIME))
    assert often.value_per_item.low == pytest.approx(once.value_per_item.low, rel=1e-12)
    assert often.value_per_item.high == pytest.approx(once.value_per_item.high, rel=1e-12)
    flips = {each.input: each.flips_at for each in often.flip_points}
    assert {each.input for each in once.flip_points if each.flips_at is not None} > {"model.accuracy"}
    for each in once.flip_points:
        assert flips[each.input] == (each.flips_at and pytest.approx(each.flips_at, rel=1e-9))


@pytest.mark.parametrize("path", ["baseline.accuracy", "model.accuracy", "model.recall.b"])
def test_a_moved_path_goes_to_its_value_on_average_and_stays_uncertain(path: str) -> None:
    text = """
    classes: [a, b]
    savings_per_item: 1
    error_costs: 1
    prevalence: {a: 50%, b: 50%}
    baseline: {recall: {a: 80%, b: 70%}, measured_on: 200}
    model: {recall: {a: 70%, b: 90%}, measured_on: 100}
    """
    inputs = ship_or_not.load_scenario(text=text).inputs
    at = point(inputs.replace(path, 0.6), Draws(seed=0, block=0, size=20_000, prior=inputs.prior))
    system, kind, *_ = path.split(".")
    found = at.rows(system)[1].recall if kind == "recall" else at.accuracy(system)
    assert found.std() > 0.01
    assert found.mean() == pytest.approx(0.6, abs=4 * found.std() / math.sqrt(20_000))


def test_a_number_that_is_set_is_that_number_in_every_draw() -> None:
    inputs = ship_or_not.load_scenario(text=TEXT).inputs.replace("savings_per_item", 9.0)
    at = point(inputs, Draws(seed=0, block=0, size=4, prior=inputs.prior))
    assert at.numbers["savings_per_item"] == 9
    assert len(set(at.numbers["error_costs"].tolist())) == 4
