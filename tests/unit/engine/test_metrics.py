"""Accuracy, balanced accuracy and macro F1, worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import ship_or_not

if TYPE_CHECKING:
    from ship_or_not.results import Metrics, SystemMetrics


def metrics(text: str) -> Metrics:
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=4).metrics


def numbers(found: SystemMetrics) -> tuple[float | None, float | None, float | None]:
    return found.accuracy, found.balanced_accuracy, found.macro_f1


HEAD = "classes: [a, b]\nsavings_per_item: 1\nerror_costs: 1\nbaseline: {always: a}\n"


def test_metrics_of_counts_are_those_of_the_matrix() -> None:
    found = metrics(HEAD + "model: {confusion: [[50, 10], [5, 35]]}")
    f1 = (2 * 50 / (60 + 55) + 2 * 35 / (40 + 45)) / 2
    assert numbers(found.model) == pytest.approx((0.85, (50 / 60 + 35 / 40) / 2, f1), rel=1e-14)


def test_metrics_are_told_at_productions_class_mix() -> None:
    found = metrics(HEAD + "model: {confusion: [[50, 10], [5, 35]]}\nprevalence: {a: 10%, b: 90%}")
    right_a, right_b = 0.1 * 50 / 60, 0.9 * 35 / 40
    said_a = right_a + 0.9 * 5 / 40
    f1 = (2 * right_a / (0.1 + said_a) + 2 * right_b / (0.9 + 1 - said_a)) / 2
    expected = (right_a + right_b, (50 / 60 + 35 / 40) / 2, f1)
    assert numbers(found.model) == pytest.approx(expected, rel=1e-14)


def test_a_constant_answer_has_the_accuracy_of_its_class() -> None:
    found = metrics(HEAD + "model: {confusion: [[50, 10], [5, 35]]}")
    assert numbers(found.baseline) == pytest.approx((0.6, 0.5, (2 * 0.6 / 1.6 + 0) / 2), rel=1e-14)


def test_items_handed_back_count_for_nothing() -> None:
    text = HEAD + "model: {confusion: [[50, 10, 40], [5, 35, 0]], refer: {label: person}}"
    text += "\nprevalence: {a: 50%, b: 50%}"
    a, b = 0.5 * 0.6, 0.5  # answered
    right_a, right_b, said_a = 0.25, 0.5 * 35 / 40, 0.25 + 0.5 * 5 / 40
    f1 = (2 * right_a / (a + said_a) + 2 * right_b / (b + a + b - said_a)) / 2
    expected = ((right_a + right_b) / (a + b), (50 / 60 + 35 / 40) / 2, f1)
    assert numbers(metrics(text).model) == pytest.approx(expected, rel=1e-14)


def test_a_model_that_answers_nothing_has_no_metrics() -> None:
    text = HEAD + "model: {confusion: [[0, 0, 9], [0, 0, 8]], refer: {label: person}}"
    assert numbers(metrics(text).model) == (None, None, None)


def test_a_class_of_which_nothing_is_answered_has_no_recall_to_average() -> None:
    text = HEAD + "model: {confusion: [[0, 0, 9], [2, 6, 0]], refer: {label: person}}"
    found = metrics(text).model
    assert (found.accuracy, found.balanced_accuracy) == (0.75, 0.75)


def test_a_group_of_cells_keeps_its_own_proportions() -> None:
    """Cells that share a cost are added up before they are drawn; F1 still tells them apart."""
    text = """
    classes: [a, b, c]
    savings_per_item: 1
    error_costs: 1
    baseline: {always: a}
    model: {confusion: [[60, 30, 10], [0, 90, 10], [20, 0, 80]]}
    prevalence: {counts: {a: 100, b: 100, c: 100}}
    """
    f1 = (2 * 60 / 180 + 2 * 90 / 220 + 2 * 80 / 200) / 3
    assert numbers(metrics(text).model) == pytest.approx((230 / 300, 230 / 300, f1), rel=1e-14)


def test_spread_errors_are_spread_evenly() -> None:
    text = """
    classes: [a, b, c]
    savings_per_item: 1
    error_costs: 1
    baseline: {always: a}
    model: {recall: {a: 80%, b: 90%, c: 100%}}
    prevalence: {a: 50%, b: 30%, c: 20%}
    """
    said = {"a": 0.4 + 0.015, "b": 0.27 + 0.05, "c": 0.2 + 0.05 + 0.015}
    f1 = (2 * 0.4 / (0.5 + said["a"]) + 2 * 0.27 / (0.3 + said["b"]) + 2 * 0.2 / (0.2 + said["c"])) / 3
    assert numbers(metrics(text).model) == pytest.approx((0.87, 0.9, f1), rel=1e-14)


def test_a_class_that_neither_occurs_nor_is_predicted_has_no_f1() -> None:
    text = """
    classes: [a, b, c]
    savings_per_item: 1
    error_costs: 1
    baseline: {always: a}
    model: {confusion: [[40, 10, 0], [20, 30, 0], [0, 0, 0]]}
    prevalence: {a: 50%, b: 50%, c: 0%}
    """
    found = metrics(text).model
    assert found.macro_f1 == pytest.approx((2 * 0.4 / 1.1 + 2 * 0.3 / 0.9) / 2, rel=1e-14)


def test_without_classes_there_is_an_accuracy_only() -> None:
    text = "{savings_per_item: 1, error_costs: 1, baseline: {accuracy: 91%}, model: {accuracy: 90%}}"
    found = metrics(text)
    assert (numbers(found.baseline), numbers(found.model)) == ((0.91, None, None), (0.9, None, None))


def test_an_experiment_has_no_metrics() -> None:
    found = metrics("measured_value_per_item: 0.01")
    assert (numbers(found.baseline), numbers(found.model)) == ((None, None, None), (None, None, None))
