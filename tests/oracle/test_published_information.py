"""Values of information that others published, each with its source."""

from __future__ import annotations

import math

import pytest

import ship_or_not
from support.information import of_a_normal, unit_normal_loss

# Christopher Jackson's R package voi, version 1.0.3, vignette "package overview": a treatment that is worth
# p1 - p2, or nothing, p1 ~ N(1, 1) the effect, p2 ~ N(0, 2) the cost; k p1 - p2 at a willingness to pay of k.
# https://chjackson.github.io/voi/articles/voi.html
TREATMENT = """
classes: [treated, other]
prevalence: {{treated: 100%, other: 0%}}
savings_per_item: {{mean: {k}, sd: {k}}}
error_costs: {{treated: {{treated: {{mean: 0, sd: 2}}, other: 0}}, other: 0}}
baseline: {{always: other}}
model: {{recall: {{treated: 100%, other: 100%}}}}
"""


def treatment(k: int) -> ship_or_not.InformationValue:
    return ship_or_not.voi(ship_or_not.load_scenario(text=TREATMENT.format(k=k)))


def test_an_r_package_s_exact_value_of_perfect_information() -> None:
    """Its section "Analytic computation" prints 0.4798107."""
    assert f"{of_a_normal(1, math.sqrt(5)):.7f}" == "0.4798107"
    evpi = treatment(1).evpi
    assert abs(evpi.per_item - 0.4798107) <= 3 * evpi.monte_carlo_error < 0.015


@pytest.mark.parametrize(
    ("k", "everything", "effect"), [(1, 0.4760, 0.0821), (2, 0.4028, 0.1705), (3, 0.4174, 0.2590)]
)
def test_an_r_package_s_values_of_information_from_ten_thousand_draws(
    k: int, everything: float, effect: float
) -> None:
    """What it prints of 10,000 draws: EVPI by their mean, EVPPI of p1 by a spline, off by up to 4 %."""
    assert of_a_normal(k, math.hypot(k, 2)) == pytest.approx(everything, rel=0.04)
    assert of_a_normal(k, k) == pytest.approx(effect, rel=0.04)
    found = treatment(k)
    knowing = {each.input: each.per_item for each in found.evppi}
    assert found.evpi.per_item == pytest.approx(everything, rel=0.04)
    assert knowing["savings_per_item"] == pytest.approx(effect, rel=0.04)


def test_an_r_package_s_value_of_knowing_the_cost() -> None:
    """Its `evppi(outputs_nb, inputs, pars=list("p1","p2"))` prints 0.39029827 for p2."""
    assert of_a_normal(1, 2) == pytest.approx(0.39029827, rel=0.02)
    knowing = {each.input: each.per_item for each in treatment(1).evppi}
    assert knowing["error_costs.treated.treated"] == pytest.approx(0.39029827, rel=0.02)


def test_a_textbook_s_value_of_perfect_information_about_demand() -> None:
    """Render, Stair & Hanna, Quantitative Analysis for Management, module 3, the Barclay Brothers.

    Sales are N(8,000, 2,885), each set sold above the break-even of 6,000 brings $6: 6 · 2,885 · N(.69) =
    $2,515.14, with N(.69) = .1453 from the table of the unit normal loss; unrounded, D is .6932.
    """
    assert f"{unit_normal_loss(0.69):.4f}" == "0.1453"
    assert of_a_normal(6 * 2000, 6 * 2885) == pytest.approx(2515.14, rel=0.006)
    text = f"measured_value_per_item: {{mean: {6 * 2000}, sd: {6 * 2885}}}"
    knowing = ship_or_not.voi(ship_or_not.load_scenario(text=text))
    assert knowing.evpi.per_item == pytest.approx(2515.14, rel=0.02)
    assert knowing.evppi[0].per_item == pytest.approx(2515.14, rel=0.006)


def test_a_practitioner_s_value_of_information_from_a_90_percent_range() -> None:
    """Hubbard, How to Measure Anything, chapter 7, his spreadsheet: $208,127.50.

    150,000 to 300,000 units (90 % sure) at $25, against a break-even of 200,000. He adds up strips and
    takes 3.29 standard deviations for the range: 0.4 % off.
    """
    sd = (300_000 - 150_000) / (2 * 1.6448536)
    assert of_a_normal(25 * 25_000, 25 * sd) == pytest.approx(208_127.5, rel=0.005)
    text = """
    measured_value_per_item: 3750000 to 7500000
    policy: {min_value_per_item: 5000000}
    """
    knowing = ship_or_not.voi(ship_or_not.load_scenario(text=text))
    assert knowing.evpi.per_item == pytest.approx(208_127.5, rel=0.02)
    assert knowing.evppi[0].per_item == pytest.approx(208_127.5, rel=0.005)


@pytest.mark.parametrize(
    ("z", "loss"),
    [(-1, 1.0833), (0, 0.3989), (0.3, 0.2668), (0.5, 0.1978), (0.8, 0.1202), (1, 0.0833), (1.5, 0.0293)],
)
def test_the_unit_normal_loss_is_that_of_a_printed_table(z: float, loss: float) -> None:
    """ "L(Z) Table", https://www.scribd.com/document/480052832, four decimals."""
    assert unit_normal_loss(z) == pytest.approx(loss, abs=5.1e-5)
