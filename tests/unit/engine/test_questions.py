"""The twelve questions of representative scenarios: status, whole text and flip point."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not.engine.questions import ANSWERED_BY, QUESTIONS

if TYPE_CHECKING:
    from ship_or_not.results import Question

SMALLEST = """
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""
TWO = """
classes: [a, b]
savings_per_item: 0.3
error_costs: {a: 2, b: 5}
"""
LATER = {
    "sudden-failure": ("open", "assumed not to happen", None),
    "retraining": ("open", "assumed to need none", None),
    "plan-b": ("open", "assumed never to break", None),
    "way-back": ("open", "not costed", None),
    "partial-rollout": ("open", "only all of it is weighed", None),
}


def asked(text: str) -> tuple[Question, ...]:
    scenario = ship_or_not.load_scenario(text=dedent(text))
    return ship_or_not.evaluate(scenario, draws=1024).questions


def answers(text: str) -> dict[str, tuple[str, str, Any]]:
    return {
        each.id: (
            each.status,
            each.detail,
            each.flips_at if each.flips_at is None else pytest.approx(each.flips_at),
        )
        for each in asked(text)
    }


def answer(text: str, question: str) -> tuple[str, str, Any]:
    return answers(text)[question]


def test_every_question_is_asked_in_order_with_its_words() -> None:
    found = asked(SMALLEST)
    assert [(each.id, each.question) for each in found] == list(QUESTIONS.items())
    assert QUESTIONS.keys() == ANSWERED_BY.keys()
    assert len(found) == 12


def test_the_smallest_scenario_leaves_almost_all_open() -> None:
    assert answers(SMALLEST) == {
        "error-costs": (
            "assumed",
            "every error is taken to cost the same; flips if that cost rises above 42.86",
            0.3 / 0.007,
        ),
        "evidence-size": ("open", "not given: taken as exact", None),
        "baseline-errors": ("open", "an accuracy does not say", None),
        "class-mix": ("open", "no classes given", None),
        "downstream-capacity": (
            "open",
            "assumed to take 7 more per 1,000 items; flips if each costs more than 40.86 extra",
            pytest.approx(0.286 / 0.007),
        ),
        "customer-impact": (
            "open",
            "assumed nothing; flips if an error costs 40.86 more than its direct cost",
            0.3 / 0.007 - 2,
        ),
        "decay": (
            "open",
            "assumed to; flips if accuracy falls by more than 2.383 points a month (counted over one year)",
            pytest.approx(0.286 / 2 / 6),  # six months have gone by on average
        ),
        **LATER,
        "sudden-failure": (
            "open",
            (
                "assumed not to happen; flips if a failure to 60 % accuracy, once a year, stays unnoticed for"
                " more than 45.36 weeks (counted over one year)"
            ),
            pytest.approx(45.36, abs=0.005),
        ),
        "plan-b": (
            "open",
            (
                "assumed never to break; flips if a failure to 60 % accuracy, once a year, lasts more than"
                " 45.36 weeks with nothing in its place"
            ),
            pytest.approx(45.36, abs=0.005),
        ),
    }


def test_an_experiment_answers_what_it_measured() -> None:
    assert answers("measured_value_per_item: {mean: 0.012, sd: 0.005}") == {
        "error-costs": ("answered", "within measured_value_per_item", None),
        "evidence-size": ("answered", "by the spread of measured_value_per_item", None),
        "baseline-errors": ("answered", "within measured_value_per_item", None),
        "class-mix": ("answered", "within measured_value_per_item", None),
        "downstream-capacity": ("open", "assumed to take any number", None),
        "customer-impact": ("assumed", "as far as the experiment ran long enough to show it", None),
        "decay": ("open", "assumed to", None),
        **LATER,
    }


def test_an_experiment_without_a_spread_leaves_its_size_open() -> None:
    detail = "measured_value_per_item has no spread: it is taken as exact"
    assert answer("measured_value_per_item: 0.012", "evidence-size") == ("open", detail, None)


def test_costs_by_class_answer_what_errors_cost() -> None:
    """0.3 saved against 0.8 · 0.1 · 2 + 0.2 · 0.15 · 5 - 0.8 · 0.02 · 2 - 0.2 · 0.02 · 5 lost."""
    text = TWO + "prevalence: {a: 80%, b: 20%}\nbaseline: {accuracy: 98%}\nmodel: {recall: {a: 90%, b: 85%}}"
    lost = 0.16 + 0.15 - 0.032 - 0.02
    assert answer(text, "error-costs") == (
        "answered",
        "error_costs; flips if all of them are more than 1.163 times what is written",
        0.3 / lost,
    )
    # On a mix of p and 1 - p: 0.3 - 0.16 p - 0.65 (1 - p).
    detail = "prevalence; flips if the share of a falls below 71.4 %"
    assert answer(text, "class-mix") == ("answered", detail, 0.35 / 0.49)


@pytest.mark.parametrize(
    ("model", "status", "detail"),
    [
        ("{accuracy: 98%, measured_on: 2000}", "answered", "model.measured_on: 2,000 items"),
        ("{accuracy: 95% to 99%}", "assumed", "the range written stands for the size of the evidence"),
        ("{accuracy: 98%}", "open", "not given: taken as exact"),
    ],
)
def test_the_size_of_the_evidence_without_classes(model: str, status: str, detail: str) -> None:
    text = f"savings_per_item: 0.3\nerror_costs: 2\nbaseline: {{accuracy: 98%}}\nmodel: {model}"
    assert answer(text, "evidence-size") == (status, detail, None)


@pytest.mark.parametrize(
    ("model", "status", "detail"),
    [
        ("{recall: {a: 90%, b: 95%}, measured_on: 500}", "answered", "model.measured_on: 500 items"),
        (
            "{recall: {a: 90%, b: 95%}, measured_on: {a: 40, b: 7}}",
            "answered",
            "model.measured_on: 47 items",
        ),
        (
            "{recall: {a: 90% to 95%, b: 95%}}",
            "assumed",
            "the range written stands for the size of the evidence",
        ),
        ("{confusion: [[1000, 0], [20, 380]]}", "answered", "1,400 labelled items; fewest of b: 400"),
        ("{confusion: [[1000, 0], [0, 0]]}", "answered", "1,000 labelled items; none at all of b"),
        ("{confusion: [[0.9, 0.1], [0.2, 0.8]]}", "open", "not given: taken as exact"),
    ],
)
def test_the_size_of_the_evidence_by_class(model: str, status: str, detail: str) -> None:
    text = f"{TWO}prevalence: {{a: 80%, b: 20%}}\nbaseline: {{accuracy: 98%}}\nmodel: {model}"
    assert answer(text, "evidence-size") == (status, detail, None)


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ("baseline: {accuracy: 98%}\nmodel: {confusion: [[99, 1], [2, 98]]}", "the model's evaluation set"),
        (
            "baseline: {confusion: [[99, 1], [2, 98]]}\nmodel: {recall: {a: 99%, b: 98%}}",
            "the audit of today's process",
        ),
    ],
)
def test_a_class_mix_that_is_not_given_says_whose_it_is(given: str, detail: str) -> None:
    assert answer(TWO + given, "class-mix") == ("assumed", f"taken from {detail}", None)


def test_a_share_is_named_by_its_label_as_written() -> None:
    """A label with quotes and dots stands in the sentence as it stands in the file."""
    text = """
    classes: ['say "hi"', 'b.c', d]
    savings_per_item: 0.1
    error_costs: {'say "hi"': 5, 'b.c': 1, d: 1}
    prevalence: {'say "hi"': 5%, 'b.c': 50%, d: 45%}
    baseline: {recall: {'say "hi"': 90%, 'b.c': 90%, d: 90%}}
    model: {recall: {'say "hi"': 60%, 'b.c': 90%, d: 90%}}
    """
    # 0.1 - 5 · 0.3 · p = 0
    detail = 'prevalence; flips if the share of say "hi" rises above 6.7 %'
    assert answer(text, "class-mix") == ("answered", detail, 0.1 / 1.5)


def test_fewer_errors_need_no_capacity() -> None:
    text = "{savings_per_item: 0.3, error_costs: 2, baseline: {accuracy: 98%}, model: {accuracy: 99%}}"
    assert answer(text, "downstream-capacity") == ("open", "assumed to take any number", None)


def test_customer_impact_is_answered_by_its_key() -> None:
    text = SMALLEST + "customer_impact: {churn_per_error: 1%, customer_value: 100}"
    detail = "customer_impact; flips if the chance that an error loses a customer rises above 40.9 %"
    assert answer(text, "customer-impact") == ("answered", detail, pytest.approx((0.3 / 0.007 - 2) / 100))


def test_what_errors_do_to_customers_can_also_make_it_pay() -> None:
    """0.1 lost an item, one error in a hundred fewer: it pays from 10 more for each."""
    text = "{savings_per_item: -0.1, error_costs: 0, baseline: {accuracy: 98%}, model: {accuracy: 99%}}"
    detail = "assumed nothing; flips if an error costs 10 more than its direct cost"
    assert answer(text, "customer-impact") == ("open", detail, 10.0)


YEAR = SMALLEST + "volume: {items: 100, per: week}\nhorizon: 365 days\n"


def flipping(question: str) -> float:
    """Return the number at which the verdict of `YEAR` flips."""
    at = next(each.flips_at for each in asked(YEAR) if each.id == question)
    assert at is not None
    return at


def verdict(text: str) -> str:
    return ship_or_not.evaluate(ship_or_not.load_scenario(text=text), draws=64).verdict


@pytest.mark.parametrize(
    ("question", "key", "block"),
    [
        ("decay", "accuracy_loss: {} per month", "model: {{accuracy: 98%, drift: {{{}}}}}"),
        (
            "sudden-failure",
            "noticed_after: {} weeks",
            (
                "model: {{accuracy: 98%, failure: {{chance: 8.333333333333333% per month, accuracy: 60%, {},"
                " repaired_after: 0.01 days}}}}"
            ),
        ),
        (
            "plan-b",
            "repaired_after: {} weeks",
            (
                "model: {{accuracy: 98%, failure: {{chance: 8.333333333333333% per month, accuracy: 60%, {},"
                " noticed_after: 0.01 days}}}}"
            ),
        ),
        (
            "retraining",
            "cost: {}",
            "model: {{accuracy: 98%, retraining: {{every: 3 months, {}}}}}",
        ),
        (
            "downstream-capacity",
            "extra_cost: {}",
            "model: {{accuracy: 98%}}\nerror_capacity: {{errors: 1.3 per week, {}}}",
        ),
    ],
)
def test_a_scenario_that_says_what_was_assumed_flips_where_the_question_said(
    question: str, key: str, block: str
) -> None:
    at = flipping(question)
    before, after = (
        YEAR.replace("model: {accuracy: 98%}", block.format(key.format(at * factor)))
        for factor in (0.999, 1.001)
    )
    assert (verdict(before), verdict(after)) == ("GO", "NO-GO")


def test_going_back_flips_it_where_it_costs_what_the_rest_of_the_year_brings() -> None:
    at = flipping("way-back")
    text = """
    savings_per_item: 0.30
    error_costs: 2
    baseline: {{accuracy: 98.7%}}
    model:
      accuracy: 98%
      failure:
        chance: 8.333333333333333% per month
        accuracy: 60%
        noticed_after: 0.01 days
        repaired_after: 27.99 days
    plan_b: [{{name: back, kind: previous, ready_in: 0.01 days, rollback_cost: {cost}}}]
    volume: {{items: 100, per: week}}
    horizon: 365 days
    """
    found = [
        ship_or_not.evaluate(ship_or_not.load_scenario(text=dedent(text.format(cost=at * f))), draws=64)
        for f in (0.999, 1.001)
    ]
    assert [each.strategies[2].expected_per_item > 0 for each in found] == [True, False]


def test_decay_tells_how_fast_accuracy_would_have_to_fall() -> None:
    text = TWO + "prevalence: {a: 80%, b: 20%}\nbaseline: {accuracy: 98%}\nmodel: {recall: {a: 90%, b: 85%}}"
    # 0.3 saved, 0.31 of errors against 0.052: 0.042 left; a point costs 0.026; six months on average
    status, detail, at = answer(text, "decay")
    assert (status, at) == ("open", pytest.approx(0.042 / 2.6 / 6))
    assert detail == (
        "assumed to; flips if accuracy falls by more than 0.2692 points a month (counted over one year)"
    )


def test_an_accuracy_says_where_the_recall_of_each_class_would_flip_it() -> None:
    text = TWO + "prevalence: {a: 50%, b: 50%}\nbaseline: {accuracy: 80%}\nmodel: {recall: {a: 72%, b: 70%}}"
    # today's errors cost 0.7, the model's 1.03: 0.3 - 0.33; 0.03 more are needed
    detail = "today's accuracy is taken to be the same on every class, its errors spread evenly"
    detail += "; flips if today's recall reaches 77 % on a, or 78.8 % on b"
    assert answer(text, "baseline-errors") == ("assumed", detail, 1 - 0.73 / 3.5)


def test_rows_of_todays_errors_say_at_which_accuracy_they_would_flip_it() -> None:
    text = TWO + "prevalence: {a: 50%, b: 50%}\nbaseline: {confusion: [[0.9, 0.1], [0.2, 0.8]]}\n"
    text += "model: {recall: {a: 90%, b: 80%}}"
    # today's errors cost 0.6, and 0.3 less would take the saving: half of them, 15 in 100
    detail = "baseline, by class; flips if today's accuracy rises above 92.5 %"
    assert answer(text, "baseline-errors") == ("answered", detail, 0.925)
