"""The tornado against closed forms, scipy's quantiles, and draws of one input at a time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

import ship_or_not
from ship_or_not.engine.draws import Draws, FloatMeans, point
from ship_or_not.engine.lifetimes import lifetimes

if TYPE_CHECKING:
    from ship_or_not.results.sensitivity import Sensitivity, Swing

DRAWS = 2000
"""Of the verdict's figures, on which nothing here hangs where no week differs from another."""

QUANTILE_ERROR = 0.05
"""Standard deviations: three standard errors of the 5 % quantile of 16,384 draws."""


def look(text: str, *, draws: int = DRAWS) -> Sensitivity:
    return ship_or_not.sensitivity(ship_or_not.load_scenario(text=text), draws=draws)


def swings(text: str) -> dict[str, Swing]:
    return {each.input: each for each in look(text).tornado}


def ends(swing: Swing) -> tuple[float, float, float, float]:
    return swing.low, swing.high, swing.value_low, swing.value_high


def test_numbers_of_a_linear_scenario_are_put_at_their_quantiles_with_the_others_at_their_means() -> None:
    found = swings(
        """
        savings_per_item: {low: 0.2, high: 0.4}
        error_costs: {mean: 2, sd: 0.5}
        baseline: {accuracy: 98%}
        model: {accuracy: 97%, measured_on: 400}
        """
    )
    expected_accuracy = (388 + 0.5) / 401
    at_mean = 0.3 + 2 * (expected_accuracy - 0.98)
    assert ends(found["savings_per_item"]) == pytest.approx((0.21, 0.39, at_mean - 0.09, at_mean + 0.09))
    accuracies = stats.beta(388.5, 12.5).ppf([0.05, 0.95])
    assert ends(found["model.accuracy"]) == pytest.approx(
        (*accuracies, *(0.3 + 2 * (accuracies - 0.98))), rel=1e-9
    )
    shape, scale = (2 / 0.5) ** 2, 0.5**2 / 2
    costs = stats.gamma(shape, scale=scale).ppf([0.05, 0.95])
    assert ends(found["error_costs"]) == pytest.approx(
        (*costs, *(0.3 + costs * (expected_accuracy - 0.98))), rel=1e-9
    )


def test_the_widest_bar_comes_first() -> None:
    found = look(
        """
        savings_per_item: {low: 0.2, high: 0.4}
        error_costs: {low: 1, high: 3}
        baseline: {accuracy: 98%}
        model: {accuracy: 97%, measured_on: 30}
        """
    )
    widths = [abs(each.value_high - each.value_low) for each in found.tornado]
    assert len(widths) == 3
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > widths[1] > widths[2]


def test_the_squares_of_widths_add_up_to_that_of_all_where_every_input_is_normal() -> None:
    found = look(
        """
        savings_per_item: {mean: 0.3, sd: 0.05}
        error_costs: 2
        baseline: {accuracy: 98%}
        model: {accuracy: 97%, launch_cost: {mean: 500, sd: 60}}
        volume: {items: 1000, per: week}
        horizon: 10 weeks
        """
    )
    widths = [each.value_high - each.value_low for each in found.tornado]
    sd = math.sqrt(0.05**2 + (60 / 10_000) ** 2)
    assert len(widths) == 2
    launch = stats.gamma((500 / 60) ** 2, scale=60**2 / 500).ppf([0.05, 0.95])
    assert abs(widths[0]) == pytest.approx(2 * stats.norm.ppf(0.95) * 0.05)
    assert abs(widths[1]) == pytest.approx((launch[1] - launch[0]) / 10_000)
    assert math.hypot(*widths) == pytest.approx(2 * stats.norm.ppf(0.95) * sd, rel=1e-3)


COUNTED = """
    classes: [a, b]
    savings_per_item: 0.3
    error_costs: {a: 0, b: 5}
    prevalence: {counts: {a: 80, b: 20}}
    baseline: {recall: {a: 90%, b: 70%}}
    model: {confusion: [[80, 20], [6, 34]]}
    """


def test_a_confusion_matrix_is_one_input_and_enters_through_what_its_errors_cost() -> None:
    swing = swings(COUNTED)["model.confusion"]
    share, errors = 20.5 / 101, stats.beta(6.5, 34.5)
    sd = share * 5 * errors.std()
    assert swing.unit == "money"
    assert [swing.low, swing.high] == pytest.approx(
        list(share * 5 * errors.ppf([0.05, 0.95])), abs=QUANTILE_ERROR * sd
    )
    today = 0.3 + share * 5 * 0.3
    assert [swing.value_low, swing.value_high] == pytest.approx([today - swing.low, today - swing.high])


def test_a_counted_mix_is_one_input_and_enters_through_what_its_classes_save() -> None:
    swing = swings(COUNTED)["prevalence"]
    mix, saved = stats.beta(20.5, 80.5), 5 * (0.3 - 6.5 / 41)
    assert [swing.low, swing.high] == pytest.approx(
        list(saved * mix.ppf([0.05, 0.95])), abs=QUANTILE_ERROR * saved * mix.std()
    )
    assert [swing.value_low, swing.value_high] == pytest.approx([0.3 + swing.low, 0.3 + swing.high])


def test_todays_matrix_makes_the_value_rise_with_what_its_errors_cost() -> None:
    found = swings(COUNTED.replace("{recall: {a: 90%, b: 70%}}", "{confusion: [[90, 10], [30, 70]]}"))
    swing, share = found["baseline.confusion"], 20.5 / 101
    model = share * 5 * 6.5 / 41
    assert [swing.value_low, swing.value_high] == pytest.approx(
        [0.3 + swing.low - model, 0.3 + swing.high - model]
    )


def test_what_is_handed_back_belongs_to_what_the_models_answers_cost() -> None:
    """Errors cost nothing here: all that is not known is how much is handed back, at 0.3 + 2 each."""
    swing = swings(
        """
        classes: [a, b]
        savings_per_item: 0.3
        error_costs: {a: 0, b: 0}
        prevalence: {a: 100%, b: 0%}
        baseline: {recall: {a: 90%, b: 70%}}
        model: {confusion: [[80, 0, 20], [0, 40, 0]], refer: {label: person, extra_cost: 2}}
        """
    )["model.confusion"]
    referred = stats.beta(20 + 1 / 4, 80 + 3 / 4)
    assert [swing.low, swing.high] == pytest.approx(
        list(2.3 * referred.ppf([0.05, 0.95])), abs=QUANTILE_ERROR * 2.3 * referred.std()
    )
    assert [swing.value_low, swing.value_high] == pytest.approx([0.3 - swing.low, 0.3 - swing.high])


def test_one_uncertain_share_is_moved_as_it_is_drawn_and_all_are_made_to_sum_to_1() -> None:
    swing = swings(
        """
        classes: [a, b]
        savings_per_item: 0.3
        error_costs: {a: 2, b: 9}
        prevalence: {a: {low: 60%, high: 80%}, b: 30%}
        baseline: {recall: {a: 90%, b: 95%}}
        model: {recall: {a: 95%, b: 70%}}
        """
    )["prevalence.a"]
    values = [0.3 + (a * 2 * 0.05 - 0.3 * 9 * 0.25) / (a + 0.3) for a in (0.61, 0.79)]
    assert ends(swing) == pytest.approx((0.61, 0.79, *values))


def test_nothing_uncertain_is_an_empty_tornado() -> None:
    assert (
        look(
            "{savings_per_item: 1, error_costs: 1, baseline: {accuracy: 91%}, model: {accuracy: 90%}}"
        ).tornado
        == ()
    )


def test_an_experiments_value_is_its_own_only_bar() -> None:
    found = look("measured_value_per_item: {mean: 0.012, sd: 0.005}")
    value = stats.norm(0.012, 0.005).ppf([0.05, 0.95])
    assert [ends(each) for each in found.tornado] == [pytest.approx((*value, *value))]


OVER_TIME = """
    classes: [a, b]
    error_costs: {a: 2, b: 9}
    prevalence: {counts: {a: 900, b: 90}}
    baseline: {confusion: [[470, 30], [20, 80]], cost_per_item: 0.5}
    model:
      cost_per_item: 0.3 to 0.4
      confusion: [[480, 20], [12, 88]]
      drift: {accuracy_loss: 0.2% to 1% per month}
      failure: {chance: 2% per month, accuracy: 50%, noticed_after: 3 weeks, repaired_after: 2 weeks}
    error_capacity: {errors: 50 per week, extra_cost: 3}
    volume: {items: 1000, per: week}
    horizon: 26 weeks
    plan_b:
      - {name: rules, kind: backup, ready_in: 1 day, confusion: [[40, 10], [15, 35]], cost_per_item: 0.1}
    """


def test_over_time_every_matrix_the_mix_and_every_uncertain_number_has_a_bar() -> None:
    assert sorted(each.input for each in look(OVER_TIME).tornado) == [
        "baseline.confusion",
        "model.confusion",
        "model.cost_per_item",
        "model.drift.accuracy_loss",
        "plan_b.rules.confusion",
        "prevalence",
    ]


@pytest.mark.parametrize("system", ["baseline", "model", "plan_b.rules"])
def test_over_time_the_line_is_as_good_as_a_mean_over_draws_near_the_quantile(system: str) -> None:
    """Everything is drawn, and the draws in which a matrix costs about its quantile are averaged."""
    scenario = ship_or_not.load_scenario(text=OVER_TIME)
    found = ship_or_not.sensitivity(scenario, draws=8000)
    swing = next(each for each in found.tornado if each.input == f"{system}.confusion")
    inputs = scenario.inputs
    at = point(inputs, source := Draws(seed=3, block=0, size=40_000, prior=inputs.prior))
    values = lifetimes(inputs, at, source)[1].net_benefit / 26_000
    mix = point(inputs, FloatMeans(inputs.prior)).mix
    costs = sum(p * c * row.error_rate for p, c, row in zip(mix, (2, 9), at.rows(system), strict=True))
    for end, line in ((0.05, swing.value_low), (0.95, swing.value_high)):
        low, high = np.quantile(costs, [end - 0.02, end + 0.02])
        near = values[(costs > low) & (costs < high)]
        assert line == pytest.approx(near.mean(), abs=4 * near.std() / math.sqrt(near.size) + 0.003)
