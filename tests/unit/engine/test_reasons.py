"""What the reason of a verdict says where the figures are uncertain, and what it leaves unsaid."""

from __future__ import annotations

import pytest

from support.deciding import HEAD, decided, told


@pytest.mark.parametrize(
    ("model", "value", "chance"),
    [
        ("97%, measured_on: 5000", "is worth 0.2798 per item more than today's process", "above 99.9 %"),
        ("70%, measured_on: 5000", "costs 0.2601 per item more than it saves", "below 0.1 %"),
        ("82%, measured_on: 50", "costs 0.03255 per item more than it saves", "40.8 %"),
    ],
)
def test_a_chance_is_told_with_yes_and_no_alike_and_is_never_certain(
    model: str, value: str, chance: str
) -> None:
    """In the first two all 16,384 draws lie on one side."""
    reason = f"shipping {value}; the chance that it is worth more than 0 is {chance}"
    assert decided(f"{HEAD}model: {{accuracy: {model}}}").reason == reason


def test_a_required_question_that_is_answered_is_not_asked_again() -> None:
    text = HEAD + "model: {accuracy: 97%, measured_on: 50}"
    assert decided(text, "requires: [evidence-size]").rule == "pays-off"
    reason = "it pays off, but the policy requires answers to: decay (model.drift)"
    assert told(decided(text, "requires: [evidence-size, decay]")) == (
        "INCONCLUSIVE",
        "open-question",
        reason,
    )


def test_a_chance_that_breaks_a_limit_is_told_by_the_strategy_as_by_the_verdict() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: 2
    baseline: {accuracy: 98%}
    model: {recall: {a: 90%, b: 95%}}
    prevalence: {a: 50%, b: 50%}
    """
    limits = "limits: {error_rate: {a: {above: 5%, chance: 10%}, b: {above: 4%, chance: 20%}}}"
    found = decided(text, limits)
    assert found.reason == f"shipping breaks limits: {found.strategies[1].excluded_by}"


# Thin data


def test_thin_data_without_classes_name_none() -> None:
    text = "savings_per_item: 0\nerror_costs: 1\nbaseline: {accuracy: 30%}\n"
    assert told(decided(text + "model: {accuracy: 30%, measured_on: 10}")) == (
        "INCONCLUSIVE",
        "prior-decides",
        (
            "the data are too thin to decide: as measured shipping is worth 0 per item, "
            "with what the thin classes may still hide 0.01818; "
            "what would settle it: more labelled items behind model.accuracy (100 % of the uncertainty); "
            "knowing everything first would be worth 0.04544 per item, "
            "100 more items for the model's evaluation 0.04264 per item (ship-or-not voi says more)"
        ),
    )


def test_three_thin_classes_are_named_at_most() -> None:
    text = """
    classes: [a, b, c, d, e]
    savings_per_item: 0.1
    error_costs: {a: 1, b: 50, c: 50, d: 50, e: 50}
    prevalence: {a: 96%, b: 1%, c: 1%, d: 1%, e: 1%}
    baseline: {accuracy: 98%}
    model:
      recall: {a: 99.9%, b: 100%, c: 100%, d: 100%, e: 100%}
      measured_on: {a: 1000, b: 3, c: 3, d: 3, e: 3}
    """
    found = decided(text, draws=64)
    assert found.rule == "prior-decides"
    assert "; moved most by b, c, d; what would settle it: " in found.reason


# What would settle it


def test_two_inputs_are_named_at_most() -> None:
    text = """
    savings_per_item: {mean: 0.03, sd: 0.03}
    error_costs: 1
    baseline: {accuracy: {mean: 95%, sd: 0.03}}
    model: {accuracy: {mean: 95%, sd: 0.03}}
    """
    assert decided(text).reason.endswith(
        "; what would settle it: a narrower range of savings_per_item (33 % of the uncertainty), "
        "then a narrower range of baseline.accuracy (33 % of the uncertainty); "
        "knowing everything first would be worth 0.008905 per item, "
        "100 more items for the audit of today's process 0.0001687 per item (ship-or-not voi says more)"
    )


def test_more_labels_of_todays_errors_are_asked_for_as_such() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.05
    error_costs: 1
    prevalence: {a: 75%, b: 25%}
    baseline: {confusion: [[95, 5], [10, 90]]}
    model: {recall: {a: 90%, b: 88%}}
    """
    found = decided(text)
    assert found.rule == "not-sure"
    assert "; what would settle it: more labelled items of a for today's errors (" in found.reason


def test_where_everything_moves_it_a_little_nothing_is_named() -> None:
    labels = "abcdefghijklmnopqrst"
    text = f"""
    classes: [{", ".join(labels)}]
    savings_per_item: 0.02
    error_costs: 1
    prevalence: {{{", ".join(f"{label}: 5%" for label in labels)}}}
    baseline: {{accuracy: 90%}}
    model: {{recall: {{{", ".join(f"{label}: {{mean: 90%, sd: 0.08}}" for label in labels)}}}}}
    """
    found = decided(text, "confidence: 99.9%", draws=1000)
    assert found.rule == "not-sure"
    worth = "knowing everything first would be worth 0.001417 per item (ship-or-not voi says more)"
    assert found.reason.endswith(f", below the 99.9 % asked for; {worth}")
