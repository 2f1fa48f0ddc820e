"""The six rules: their order, their ties, and their sentences."""

from __future__ import annotations

import pytest

from ship_or_not.results import Verdict
from support.deciding import HEAD, decided, told

THIN = """
classes: [a, b, c]
savings_per_item: 0.1
error_costs: {a: 1, b: 100, c: 1}
prevalence: {a: 90%, b: 1%, c: 9%}
baseline: {accuracy: 98%}
model: {confusion: [[990, 5, 5], [0, 2, 0], [0, 0, 0]]}
"""
STRICT = "requires: [evidence-size, decay], confidence: 95%"
TIE = "shipping is worth exactly 0 per item: a tie, and a tie is not above the minimum"


@pytest.mark.parametrize(("verdict", "code"), [("GO", 0), ("NO-GO", 1), ("INCONCLUSIVE", 3)])
def test_the_exit_code_is_a_property_of_the_verdict(verdict: str, code: int) -> None:
    assert Verdict(verdict).exit_code == code


@pytest.mark.parametrize(
    ("text", "policy", "verdict", "rule"),
    [
        # Each breaks every later rule too.
        (THIN, f"limits: {{error_rate: {{b: {{above: 5%, chance: 10%}}}}}}, {STRICT}", "NO-GO", "limit"),
        (THIN, STRICT, "INCONCLUSIVE", "prior-decides"),
        (HEAD + "model: {accuracy: 70%, measured_on: 50}", STRICT, "NO-GO", "negative-value"),
        (HEAD + "model: {accuracy: 86%, measured_on: 50}", STRICT, "INCONCLUSIVE", "not-sure"),
        (HEAD + "model: {accuracy: 97%, measured_on: 50}", STRICT, "INCONCLUSIVE", "open-question"),
        (HEAD + "model: {accuracy: 97%, measured_on: 50}", "", "GO", "pays-off"),
    ],
)
def test_the_first_rule_that_fires_decides(text: str, policy: str, verdict: str, rule: str) -> None:
    found = decided(text, policy)
    assert (found.verdict.value, found.rule) == (verdict, rule)
    assert found.strategy == ("keep" if verdict == "NO-GO" else "ship")
    assert not found.at_edge


def test_a_broken_limit_is_named_with_its_figure() -> None:
    text = HEAD + "model: {accuracy: 83%, measured_on: 1000}\nvolume: {items: 10, per: day}\nhorizon: 10 days"
    found = decided(text, "limits: {loss: {amount: 3, chance: 5%}}")
    assert found.total is not None
    allowed = "and 5 % is allowed"
    assert told(found) == (
        "NO-GO",
        "limit",
        f"shipping breaks a limit: the chance of a loss above 3 is 11.2 %, {allowed}",
    )
    keep, ship = found.strategies
    assert (keep.excluded_by, ship.excluded_by) == (
        None,
        f"the chance of a loss above 3 is 11.2 %, {allowed}",
    )


def test_all_broken_limits_are_named() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: 2
    baseline: {accuracy: 98%}
    model: {recall: {a: 90%, b: 95%}}
    prevalence: {a: 50%, b: 50%}
    """
    limits = "limits: {error_rate: {a: {above: 5%, chance: 10%}, b: {above: 4%, chance: 20%}}}"
    assert told(decided(text, limits)) == (
        "NO-GO",
        "limit",
        (
            "shipping breaks limits: "
            "the chance of an error rate on a above 5 % is 100 %, and 10 % is allowed; "
            "the chance of an error rate on b above 4 % is 100 %, and 20 % is allowed"
        ),
    )


def test_thin_data_are_named_by_the_class_that_moves_it_most() -> None:
    assert told(decided(THIN)) == (
        "INCONCLUSIVE",
        "prior-decides",
        (
            "the data are too thin to decide: as measured shipping is worth 0.0858 per item, "
            "with what the thin classes may still hide -0.08131; moved most by b; what would settle it: "
            "more labelled items of b for the model's errors (97 % of the uncertainty); "
            "knowing everything first would be worth 0.02872 per item, "
            "100 more b items for the model's evaluation 0.02615 per item (ship-or-not voi says more)"
        ),
    )


def test_thin_classes_are_named_from_the_one_that_moves_it_most() -> None:
    """Three of three right leave an error rate of an eighth: it moves each class by its cost."""
    text = """
    classes: [tiny, big, small, mid]
    savings_per_item: 0.1
    error_costs: {tiny: 1, big: 100, small: 30, mid: 60}
    prevalence: {tiny: 97%, big: 1%, small: 1%, mid: 1%}
    baseline: {accuracy: 98%}
    model: {confusion: [[999, 1, 0, 0], [0, 3, 0, 0], [0, 0, 3, 0], [0, 0, 0, 3]]}
    """
    found = decided(text, draws=64)
    assert found.rule == "prior-decides"
    assert "-0.08155; moved most by big, mid, small; what would settle it: " in found.reason


@pytest.mark.parametrize(
    ("model", "policy", "reason"),
    [
        ("70%", "", "shipping costs 0.26 per item more than it saves"),
        (
            "97%",
            "min_value_per_item: 0.5",
            "shipping is worth 0.28 per item, not more than the minimum of 0.5",
        ),
        (
            "82%",
            "min_value_per_item: -0.01",
            "shipping is worth -0.02 per item, not more than the minimum of -0.01",
        ),
        (
            "97%",
            "min_value_per_item: 0.28",
            "shipping is worth exactly 0.28 per item: a tie, and a tie is not above the minimum",
        ),
        ("83%", "", TIE),
    ],
)
def test_a_value_not_above_the_minimum_is_told_against_it(model: str, policy: str, reason: str) -> None:
    found = decided(f"{HEAD}model: {{accuracy: {model}}}", policy)
    assert told(found) == ("NO-GO", "negative-value", reason)


def test_what_is_not_sure_names_what_would_settle_it() -> None:
    assert told(decided(HEAD + "model: {accuracy: 85%, measured_on: 50}")) == (
        "INCONCLUSIVE",
        "not-sure",
        (
            "the chance that shipping is worth more than 0 per item is 63.1 %, below the 90 % asked for; "
            "what would settle it: more labelled items behind model.accuracy (100 % of the uncertainty); "
            "knowing everything first would be worth 0.02938 per item, "
            "100 more items for the model's evaluation 0.022 per item (ship-or-not voi says more)"
        ),
    )
    text = """
    classes: [a, b]
    savings_per_item: -0.4 to 0
    error_costs: {a: 2, b: 30}
    prevalence: {a: 90%, b: 10%}
    baseline: {always: a}
    model: {confusion: [[890, 10], [90, 10]]}
    """
    assert told(decided(text)) == (
        "INCONCLUSIVE",
        "not-sure",
        (
            "the chance that shipping is worth more than 0 per item is 72 %, below the 90 % asked for; "
            "what would settle it: a narrower range of savings_per_item (64 % of the uncertainty), "
            "then more labelled items of b for the model's errors (36 % of the uncertainty); "
            "knowing everything first would be worth 0.02449 per item, "
            "100 more b items for the model's evaluation 0.0009502 per item (ship-or-not voi says more); "
            "always answering b, with no model, is worth more: 1 per item"
        ),
    )


def test_open_questions_are_named_with_the_keys_that_answer_them() -> None:
    found = decided(HEAD + "model: {accuracy: 97%}", "requires: [error-costs, evidence-size, class-mix]")
    assert told(found) == (
        "INCONCLUSIVE",
        "open-question",
        (
            "it pays off, but the policy requires answers to: "
            "error-costs (per-class or per-cell error_costs); "
            "evidence-size (counts in model.confusion, or model.measured_on); class-mix (prevalence)"
        ),
    )


@pytest.mark.parametrize(
    ("model", "policy", "reason"),
    [
        ("97%", "", "0.28 per item more than today's process, if every figure is exactly as written"),
        ("84%, measured_on: 1000", "confidence: 0", "0.01932 per item more than today's process"),
        (
            "86%, measured_on: 1000",
            "min_value_per_item: 0.02",
            (
                "0.05928 per item more than today's process; "
                "the chance that it is worth more than 0.02 is 95.9 %"
            ),
        ),
    ],
)
def test_a_go_says_how_sure_it_is(model: str, policy: str, reason: str) -> None:
    found = decided(f"{HEAD}model: {{accuracy: {model}}}", policy)
    assert told(found) == ("GO", "pays-off", f"shipping is worth {reason}")


def test_a_model_worth_less_than_a_constant_answer_is_told_so() -> None:
    text = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: {a: 2, b: 1}
    prevalence: {a: 90%, b: 10%}
    baseline: {recall: {a: 90%, b: 90%}}
    model: {recall: {a: 90%, b: 95%}}
    """
    found = decided(text)
    assert told(found) == (
        "GO",
        "pays-off",
        (
            "shipping is worth 0.305 per item more than today's process, "
            "if every figure is exactly as written; "
            "always answering a, with no model, is worth more: 0.39 per item"
        ),
    )


# Ties


@pytest.mark.threat("rounding")
def test_a_chance_equal_to_the_confidence_is_enough() -> None:
    text = HEAD + "model: {accuracy: 86%, measured_on: 50}"
    chance = decided(text, draws=1000).value_per_item.chance_above_minimum
    assert decided(text, f"confidence: {chance!r}", draws=1000).rule == "pays-off"
    assert decided(text, f"confidence: {chance + 1e-9!r}", draws=1000).rule == "not-sure"


@pytest.mark.threat("rounding")
def test_a_chance_equal_to_what_a_limit_allows_does_not_break_it() -> None:
    text = HEAD + "model: {accuracy: 90%, measured_on: 20}\nvolume: {items: 10, per: day}\nhorizon: 10 days"
    found = decided(text, draws=1000)
    assert found.total is not None
    chance = found.total.chance_of_loss
    assert 0 < chance < 1
    limit = "confidence: 0, limits: {{loss: {{amount: 0, chance: {!r}}}}}"
    assert decided(text, limit.format(chance), draws=1000).rule == "pays-off"
    assert decided(text, limit.format(chance - 1e-9), draws=1000).rule == "limit"


RECALL = """
classes: [a, b]
savings_per_item: 0.3
error_costs: 0.2
baseline: {{accuracy: 98%}}
model: {{recall: {{a: {recall}%, b: 95%}}}}
prevalence: {{a: 50%, b: 50%}}
"""


@pytest.mark.parametrize("recall", [70, 80, 90, 91, 94, 95, 99])
@pytest.mark.threat("rounding")
def test_an_error_rate_equal_to_its_limit_does_not_break_it(recall: int) -> None:
    """1 - 0.7 is above 0.3 in floats."""
    limit = f"limits: {{error_rate: {{a: {{above: {100 - recall}%, chance: 0%}}}}}}"
    assert decided(RECALL.format(recall=recall), limit, draws=2).rule == "pays-off"


@pytest.mark.parametrize(
    ("saving", "cost", "baseline", "model"), [(0.06, 2, 98, 95), (0.02, 2, 99, 98), (0.14, 7, 97, 95)]
)
@pytest.mark.threat("rounding")
def test_a_tie_over_the_horizon_is_no_loss(saving: float, cost: int, baseline: int, model: int) -> None:
    text = f"""
    savings_per_item: {saving}
    error_costs: {cost}
    baseline: {{accuracy: {baseline}%}}
    model: {{accuracy: {model}%}}
    volume: {{items: 1000, per: week}}
    horizon: 10 weeks
    """
    found = decided(text, "limits: {loss: {amount: 0, chance: 0%}}", draws=2)
    assert told(found) == ("NO-GO", "negative-value", TIE)
    assert found.total is not None
    assert found.total.chance_of_loss == 0


@pytest.mark.threat("rounding")
@pytest.mark.parametrize("accuracy", ["95%", "100%"])
def test_a_loss_equal_to_its_limit_does_not_break_it(accuracy: str) -> None:
    """3 · 0.1 is above 0.3 in floats."""
    text = f"savings_per_item: -0.1\nerror_costs: 1\nbaseline: {{accuracy: {accuracy}}}\n"
    text += f"model: {{accuracy: {accuracy}}}\n"
    text += "volume: {items: 3, per: week}\nhorizon: 1 week"
    policy = "min_value_per_item: -5, limits: {loss: {amount: 0.3, chance: 0%}}"
    assert decided(text, policy, draws=2).rule == "pays-off"


def test_a_tie_as_measured_and_a_gain_after_the_prior_are_on_different_sides() -> None:
    text = "savings_per_item: 0\nerror_costs: 1\nbaseline: {accuracy: 30%}\n"
    found = decided(text + "model: {accuracy: 30%, measured_on: 10}")
    assert (found.value_per_item.as_measured, found.value_per_item.expected > 0) == (0, True)
    assert (found.verdict.value, found.rule) == ("INCONCLUSIVE", "prior-decides")


def test_without_any_sample_no_prior_can_decide() -> None:
    """A range of the discount rate makes expected and as measured differ; there are no data to be thin."""
    text = """
    savings_per_item: 0.1
    error_costs: 2
    baseline: {accuracy: 98%}
    model: {accuracy: 97%, launch_cost: 25200}
    volume: {items: 10000, per: month}
    horizon: 3 years
    discount_rate: 1% to 30%
    """
    found = decided(text)
    assert found.rule != "prior-decides"
    assert "too thin" not in found.reason


# The edge


def test_few_draws_near_a_threshold_are_at_its_edge() -> None:
    text = HEAD + "model: {accuracy: 86%, measured_on: 50}"
    found = decided(text, draws=20)
    assert found.at_edge
    assert not decided(text, draws=20_000).at_edge


@pytest.mark.parametrize("draws", [1, 2, 4, 5])
def test_a_handful_of_draws_that_agree_prove_nothing(draws: int) -> None:
    """The chance is 82 %: a few draws are all above 0 easily, and 90 % is not settled by them."""
    found = decided(HEAD + "model: {accuracy: 86%, measured_on: 100}", draws=draws)
    assert found.at_edge


def test_one_draw_does_not_make_a_figure_exact() -> None:
    found = decided(HEAD + "model: {accuracy: 97%, measured_on: 100}", draws=1)
    assert "exactly as written" not in found.reason


def test_doubling_ends_at_a_million_draws_and_says_that_it_is_at_the_edge() -> None:
    text = "measured_value_per_item: {mean: 0.5, sd: 1}"
    chance = decided(text, draws=2**20).value_per_item.chance_above_minimum
    found = decided(text, f"confidence: {chance!r}")
    assert (found.draws, found.at_edge) == (2**20, True)


def test_draws_are_doubled_until_the_verdict_is_off_the_edge() -> None:
    found = decided(HEAD + "model: {accuracy: 86%, measured_on: 100}", "confidence: 77.6%")
    assert found.draws > 16_384
    assert not found.at_edge or found.draws == 2**20
