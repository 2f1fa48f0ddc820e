"""Figures that others published, each with its source."""

from __future__ import annotations

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.inputs import Input

ADS = """
classes: [positive, negative]
savings_per_item: 0
error_costs:
  positive: {{positive: -{gain}, negative: 0}}
  negative: {{positive: {loss}, negative: 0}}
baseline: {{always: negative}}
model: {{confusion: [[{found}, {missed}], [{flagged}, {left}]]}}
"""


def ad(*, gain: int, loss: int, found: int, missed: int, flagged: int, left: int) -> ship_or_not.Evaluation:
    text = ADS.format(gain=gain, loss=loss, found=found, missed=missed, flagged=flagged, left=left)
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=4096)


def test_the_first_ad_of_a_data_science_course_is_worth_what_its_lesson_prints() -> None:
    """General Assembly, DAT18NYC, class 13 "Business Application: Expected Value", output 2.

    https://github.com/podopie/DAT18NYC, classes/13-expected_value_cost_benefit_analysis.ipynb
    """
    result = ad(gain=45, loss=30, found=45423, missed=98724, flagged=13041, left=12324)
    assert f"{result.value_per_item.as_measured:.10f}" == "9.7503716551"
    # What the lesson doesn't ask: an ad shown to everybody, without a model.
    everybody = (144147 * 45 - 25365 * 30) / 169512
    assert result.constant_answer is not None
    assert result.constant_answer.label == "positive"
    assert result.constant_answer.per_item == pytest.approx(everybody, rel=1e-4)  # at posterior means
    assert result.reason.endswith("; always answering positive, with no model, is worth more: 33.78 per item")


def test_the_second_ad_of_a_data_science_course_is_worth_what_its_lesson_prints() -> None:
    """General Assembly, DAT18NYC, class 13 "Business Application: Expected Value", output 5."""
    result = ad(gain=25, loss=50, found=62153, missed=4735, flagged=7501, left=32041)
    assert f"{result.value_per_item.as_measured:.10f}" == "11.0755895894"
    assert result.reason.startswith("shipping is worth 11.08 per item more than today's process")
    assert "always answering" not in result.reason


def test_a_credit_card_classifier_costs_what_its_author_worked_out() -> None:
    """Wingate, "Quantifying the Value of a Binary Classifier", training data.

    15 defaults missed at 5,000 and 27 false alarms at 2,500 in 200 events: 142,500, or 713 an event.
    https://ryanwingate.com/projects/binary-classifier-project/quantifying-binary-classifier-value/
    """
    text = """
    classes: [default, fine]
    savings_per_item: 0
    error_costs: {default: 5000, fine: 2500}
    baseline: {confusion: [[50, 0], [0, 150]]}
    model: {confusion: [[35, 15], [27, 123]]}
    """
    result = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=1024)
    assert result.value_per_item.as_measured * 200 == -142_500
    assert f"{-result.value_per_item.as_measured + 1e-9:.0f}" == "713"


@pytest.mark.parametrize(
    ("threshold", "net_benefit"),
    [
        (3, 0.278),
        (5, 0.263),
        (8, 0.239),
        (10, 0.222),
        (20, 0.125),
        (30, 0.000),
        (40, -0.167),
        (50, -0.400),
        (60, -0.750),
        (70, -1.333),
        (80, -2.500),
        (90, -6.000),
        (96, -16.50),
    ],
)
def test_treating_all_patients_has_the_net_benefit_of_a_published_decision_curve(
    threshold: int, net_benefit: float
) -> None:
    """PMC6993280, table 4, "intervention to all patients", prevalence 30 % (where it is 0 at 30 %).

    Net benefit (Vickers & Elkin 2006) counts a true positive 1 and a false positive -pt / (1 - pt).
    """
    harm = threshold / (100 - threshold)
    text = f"""
    classes: [ill, well]
    savings_per_item: 0
    prevalence: {{ill: 30%, well: 70%}}
    error_costs: {{ill: {{ill: -1, well: 0}}, well: {{ill: {harm!r}, well: 0}}}}
    baseline: {{always: well}}
    model: {{recall: {{ill: 100%, well: 0%}}}}
    """
    result = ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=2)
    assert result.value_per_item.as_measured == pytest.approx(net_benefit, abs=0.0005)
    assert result.constant_answer is not None
    assert result.constant_answer.per_item == pytest.approx(max(net_benefit, 0), abs=0.0005)


@pytest.mark.parametrize(
    ("positives", "low", "high"),
    [
        (25, 0.08462743, 0.176126),
        (10, 0.02599340, 0.08687509),
        (20, 0.06416642, 0.14729862),
        (30, 0.10567714, 0.20436243),
        (40, 0.14910087, 0.25950769),
        (50, 0.19387268, 0.31330266),
        (60, 0.23970343, 0.36603761),
        (70, 0.28642624, 0.41787992),
        (80, 0.33393964, 0.46893129),
    ],
)
def test_a_measured_rate_has_the_jeffreys_interval_that_an_r_package_prints(
    positives: int, low: float, high: float
) -> None:
    """RSurveillance (R), `binom.jeffreys(x, 200)`, example output, 95 % limits.

    https://rdrr.io/cran/RSurveillance/man/binom.jeffreys.html; Brown, Cai & DasGupta 2001.
    """
    measured = Input(
        path="model.accuracy",
        unit="rate",
        low=0,
        high=1,
        distribution=Exact(positives / 200),
        sample_size=200,
    )
    found = measured.posterior(1.0).quantile(np.array([0.025, 0.975]))
    assert found.tolist() == pytest.approx([low, high], abs=6e-8)


def test_balanced_accuracy_is_that_of_a_widely_used_library() -> None:
    """scikit-learn, docstring of `balanced_accuracy_score`: 0.625."""
    actual, predicted = [0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1]
    assert metrics_of(actual, predicted).balanced_accuracy == 0.625


def test_macro_f1_is_that_of_a_widely_used_library() -> None:
    """scikit-learn, docstring of `f1_score`: 0.26... as macro average, [0.8, 0, 0] by class."""
    actual, predicted = [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]
    assert metrics_of(actual, predicted).macro_f1 == pytest.approx((0.8 + 0 + 0) / 3, rel=1e-15)


def metrics_of(actual: list[int], predicted: list[int]) -> ship_or_not.results.SystemMetrics:
    size = max(actual) + 1
    rows = np.zeros((size, size), dtype=int)
    np.add.at(rows, (actual, predicted), 1)
    text = f"""
    classes: {[str(i) for i in range(size)]}
    savings_per_item: 1
    error_costs: 1
    baseline: {{always: "0"}}
    model: {{confusion: {rows.tolist()}}}
    """
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=2).metrics.model
