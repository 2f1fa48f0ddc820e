"""What information is worth where a formula, or counting every outcome, says it."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import stats

import ship_or_not
from ship_or_not.engine.information import evppi, worth
from support import labelled
from support.information import (
    of_a_normal,
    of_a_number,
    of_labels,
    of_labels_of_a_bent_rate,
    of_labels_of_one_rate,
    of_lines,
    of_planes,
    of_two_numbers,
)
from support.lifetime import net_benefit
from support.scenarios import load
from support.totals import expectations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from support.exact import Tree

SEEDS = range(8)
HALF = Fraction(1, 2)


def knowing(tree: Tree, **options: Any) -> tuple[ship_or_not.InformationValue, dict[str, float]]:
    """Return what more information is worth, and what each input alone is, per item."""
    found = ship_or_not.voi(load(tree), **options)
    return found, {each.input: each.per_item for each in found.evppi}


def everything_is_worth(found: ship_or_not.InformationValue, exact: float) -> None:
    """Assert an EVPI within 4 Monte Carlo standard errors, or 1e-5 of it where it is integrated."""
    error = found.evpi.monte_carlo_error
    assert abs(found.evpi.per_item - exact) <= 4 * error + 1e-5 * exact
    assert 4 * error <= 0.06 * exact


def is_worth(found: ship_or_not.InformationValue, exact: float) -> Any:
    """Return what an input's worth must be, integrated: at most the EVPI, which may be simulated."""
    return pytest.approx(min(exact, found.evpi.per_item), rel=2e-5)


# Everything, and each input


@pytest.mark.parametrize(("mean", "sd"), [(0.012, 0.005), (0.0, 0.3), (-0.02, 0.03), (5.0, 2.5)])
@pytest.mark.parametrize("minimum", [0.0, 0.01])
def test_a_normal_value_is_worth_its_unit_normal_loss(mean: float, sd: float, minimum: float) -> None:
    tree = {
        "measured_value_per_item": {"mean": mean, "sd": sd},
        "policy": {"min_value_per_item": minimum},
    }
    exact = of_a_normal(mean - minimum, sd)
    found, inputs = knowing(tree)
    everything_is_worth(found, exact)
    assert inputs == {"measured_value_per_item": is_worth(found, exact)}


def test_each_of_two_normal_inputs_is_worth_the_loss_of_its_own_spread() -> None:
    tree = {
        "classes": ["a", "b"],
        "prevalence": {"a": "25%", "b": "75%"},
        "savings_per_item": {"mean": 0.3, "sd": 0.2},
        "error_costs": {"a": {"a": {"mean": 1, "sd": 2}, "b": 0}, "b": 0},
        "baseline": {"always": "b"},
        "model": {"recall": {"a": "80%", "b": "100%"}},
    }
    found, inputs = knowing(tree)
    mean, spread = 0.3 - 0.25 * 0.8 * 1, 0.25 * 0.8 * 2
    everything_is_worth(found, of_a_normal(mean, math.hypot(0.2, spread)))
    assert inputs == {
        "error_costs.a.a": is_worth(found, of_a_normal(mean, spread)),
        "savings_per_item": is_worth(found, of_a_normal(mean, 0.2)),
    }


def test_a_measured_accuracy_is_worth_the_partial_expectation_of_a_beta() -> None:
    """value = saving + 2 (a - 98 %), a ~ Beta(97 + ½, 3 + ½)."""
    posterior = stats.beta(97.5, 3.5)
    even = 0.98 - 0.01  # where the saving of 0.02 makes up for the errors
    beyond = posterior.mean() * stats.beta(98.5, 3.5).sf(even) - even * posterior.sf(even)
    exact = 2 * float(beyond)
    assert of_a_number(posterior, -2 * even, 2) == pytest.approx(exact, rel=1e-9)
    found, inputs = knowing(
        {
            "savings_per_item": 0.02,
            "error_costs": 2,
            "baseline": {"accuracy": "98%"},
            "model": {"accuracy": "97%", "measured_on": 100},
        }
    )
    everything_is_worth(found, exact)
    assert inputs == {"model.accuracy": is_worth(found, exact)}


def test_two_measured_accuracies_and_an_uncertain_cost_each_have_their_worth() -> None:
    """The means of the two others stand beside each, for the value is linear in every one."""
    tree = {
        "savings_per_item": 0.05,
        "error_costs": {"mean": 3, "sd": 1.5},
        "baseline": {"accuracy": "96%", "measured_on": 150},
        "model": {"accuracy": "94%", "measured_on": 80},
    }
    today, new = stats.beta(144.5, 6.5), stats.beta(75.7, 5.3)
    cost = stats.gamma((3 / 1.5) ** 2, scale=1.5**2 / 3)
    found, inputs = knowing(tree)
    assert inputs == {
        "error_costs": is_worth(found, of_a_number(cost, 0.05, new.mean() - today.mean())),
        "baseline.accuracy": is_worth(found, of_a_number(today, 0.05 + 3 * new.mean(), -3)),
        "model.accuracy": is_worth(found, of_a_number(new, 0.05 - 3 * today.mean(), 3)),
    }
    tree["error_costs"] = 3
    everything_is_worth(knowing(tree)[0], of_two_numbers(new, today, 0.05, (3, -3)))


def test_three_strategies_are_worth_the_quadrature_over_what_is_not_known() -> None:
    """Each strategy is a line in the saving: *keep*, *ship*, and *ship* with a plan that gives it up."""
    mean, sd = 0.6, 0.5

    def tree(saving: Any) -> Tree:
        failing = {"chance": "20% per month", "accuracy": "49%", "noticed_after": "1 week"}
        return {
            "savings_per_item": saving,
            "error_costs": 2,
            "baseline": {"accuracy": "98.7%"},
            "model": {"accuracy": "98%", "failure": {**failing, "repaired_after": "6 weeks"}},
            "volume": {"items": 1000, "per": "week"},
            "horizon": "26 weeks",
            "plan_b": [{"name": "back", "kind": "previous", "ready_in": "4 days", "rollback_cost": 90}],
        }

    at = [{name: each.value for name, each in expectations(load(tree(x)).inputs).items()} for x in (0, 1)]
    lines = [(0.0, 0.0), *((at[0][name], at[1][name] - at[0][name]) for name in at[0])]
    exact = of_lines(lines, mean, sd)
    best = [max(range(3), key=lambda k: lines[k][0] + lines[k][1] * x) for x in (0, mean, 2 * mean)]
    assert best == [0, 2, 1]  # each of the three is best somewhere
    found, inputs = knowing(tree({"mean": mean, "sd": sd}))
    everything_is_worth(found, exact)
    assert inputs == {"savings_per_item": is_worth(found, exact)}
    assert found.evpi.total == pytest.approx(26_000 * found.evpi.per_item, rel=1e-12)


def test_arrays_of_three_strategies_are_worth_the_quadrature_over_two_numbers() -> None:
    planes = [(0.0, 0.0, 0.0), (0.2, 1.0, 0.5), (-0.1, -0.4, 2.0)]
    rng = np.random.default_rng(1)
    x, y = rng.standard_normal((2, 2**17))
    net_benefit = np.stack([a + b * x + c * y for a, b, c in planes])
    everything = worth(net_benefit)
    assert everything.value == pytest.approx(of_planes(planes, (0, 1), (0, 1)), abs=4 * everything.error)
    assert everything.error < 0.01 * everything.value
    for parameter, slopes in ((x, [b for _, b, _ in planes]), (y, [c for _, _, c in planes])):
        exact = of_lines([(a, slope) for (a, _, _), slope in zip(planes, slopes, strict=True)], 0, 1)
        assert evppi(net_benefit, parameter).value == pytest.approx(exact, rel=0.015)


# Further labels


def labels_are_worth(tree: Tree, n: int, exact: float, of: str = "model", label: str | None = None) -> None:
    """Assert an EVSI, the mean of several seeds, within 4 of its standard errors, which are small."""
    found = labelled.worth(load(tree), n, of, label, seeds=SEEDS)
    assert abs(found.value - exact) <= 4 * found.error + 1e-12 * exact <= 0.05 * exact


@pytest.mark.parametrize(
    ("saving", "n"), [(0.03, 1), (0.03, 5), (0.02, 20), (0.02, 100), (0.02, 1000), (0.02, 20_000)]
)
def test_labels_of_one_accuracy_are_worth_the_sum_over_a_beta_binomial(saving: float, n: int) -> None:
    """value = saving + (1 - b) c - (1 - a) c, a ~ Beta(97 + ½, 3 + ½) before the labels."""
    tree = {
        "savings_per_item": saving,
        "error_costs": 2,
        "baseline": {"accuracy": "98%"},
        "model": {"accuracy": "97%", "measured_on": 100},
    }
    labels_are_worth(tree, n, of_labels_of_one_rate(97.5, 3.5, saving - 2 * 0.98, 2, n))


def test_labels_of_today_s_accuracy_are_worth_as_much_with_the_sign_turned() -> None:
    tree = {
        "savings_per_item": 0.03,
        "error_costs": 2,
        "baseline": {"accuracy": "95%", "measured_on": 60},
        "model": {"accuracy": "94%"},
    }
    labels_are_worth(tree, 40, of_labels_of_one_rate(57.5, 3.5, 0.03 + 2 * 0.94, -2, 40), "baseline")


def seen(right: int, *row: int) -> list[Fraction]:
    """Return the weights of a row of counts: ½ more on the right answer, ½ shared by the others."""
    return [n + (HALF if j == right else HALF / (len(row) - 1)) for j, n in enumerate(row)]


def brings(more: str, *costs: str) -> list[Fraction]:
    """Return what an item of one class brings by its answer: so much, less what the answer costs."""
    return [Fraction(more) - Fraction(cost) for cost in costs]


TWO: Tree = {
    "classes": ["x", "y"],
    "prevalence": {"x": "30%", "y": "70%"},
    "savings_per_item": -0.1,
    "error_costs": {"x": 5, "y": 1},
    "baseline": {"recall": {"x": "70%", "y": "90%"}},
    "model": {"confusion": [[8, 2], [2, 18]]},
}
MIX = [Fraction("0.3"), Fraction("0.7")]
TWO_SEEN = [seen(0, 8, 2), seen(1, 2, 18)]
TWO_BRING = [brings("1.4", "0", "5"), brings("0", "1", "0")]


@pytest.mark.parametrize("n", [1, 4, 12])
def test_labels_that_come_as_items_come_are_worth_the_sum_over_classes_and_answers(n: int) -> None:
    exact = of_labels(TWO_SEEN, TWO_BRING, MIX, n)
    labels_are_worth(TWO, n, float(exact))


@pytest.mark.parametrize(("label", "index"), [("x", 0), ("y", 1)])
def test_labels_of_one_class_are_worth_the_sum_over_its_answers(label: str, index: int) -> None:
    exact = of_labels(TWO_SEEN, TWO_BRING, MIX, 12, only=index)
    labels_are_worth(TWO, 12, float(exact), label=label)


def test_a_recall_measured_per_class_is_worth_what_its_counts_are() -> None:
    tree = {**TWO, "model": {"recall": {"x": "80%", "y": "90%"}, "measured_on": {"x": 10, "y": 20}}}
    exact = float(of_labels(TWO_SEEN, TWO_BRING, MIX, 8))
    labels_are_worth(tree, 8, exact)


@pytest.mark.parametrize(("label", "index"), [(None, None), ("x", 0)])
def test_an_audit_of_today_s_process_is_worth_the_sum_over_what_it_may_show(
    label: str | None, index: int | None
) -> None:
    tree = {
        **TWO,
        "baseline": {"confusion": [[8, 2], [2, 18]]},
        "model": {"recall": {"x": "75%", "y": "86%"}},
    }
    today = [
        brings(f"{Fraction('-0.1') - 5 * Fraction('0.25')}", "0", "-5"),
        brings(f"{Fraction('-0.1') - Fraction('0.14')}", "-1", "0"),
    ]
    exact = of_labels(TWO_SEEN, today, MIX, 10, only=index)
    labels_are_worth(tree, 10, float(exact), "baseline", label)


@pytest.mark.parametrize("n", [1, 6])
def test_a_class_mix_that_is_counted_is_learnt_from_the_labels_too(n: int) -> None:
    """Its Dirichlet has the counts and one item more, shared by the classes."""
    tree = {**TWO, "prevalence": {"counts": {"x": 3, "y": 7}}}
    mix = [3 + HALF, 7 + HALF]
    exact = of_labels(TWO_SEEN, TWO_BRING, mix, n, learnt=True)
    assert exact != of_labels(TWO_SEEN, TWO_BRING, mix, n)
    labels_are_worth(tree, n, float(exact))


def test_labels_of_one_class_say_nothing_of_the_class_mix() -> None:
    tree = {**TWO, "prevalence": {"counts": {"x": 3, "y": 7}}}
    exact = of_labels(TWO_SEEN, TWO_BRING, [3 + HALF, 7 + HALF], 10, learnt=True, only=0)
    labels_are_worth(tree, 10, float(exact), label="x")


def test_without_a_prevalence_the_row_totals_are_learnt_from() -> None:
    tree = {key: value for key, value in TWO.items() if key != "prevalence"} | {"savings_per_item": -0.12}
    bring = [brings("1.38", "0", "5"), brings("-0.02", "1", "0")]
    exact = of_labels(TWO_SEEN, bring, [10 + HALF, 20 + HALF], 6, learnt=True)
    labels_are_worth(tree, 6, float(exact))


THREE: Tree = {
    "classes": ["x", "y", "z"],
    "prevalence": {"x": "20%", "y": "30%", "z": "50%"},
    "savings_per_item": -0.18,
    "error_costs": {"x": {"y": 9, "z": 2}, "y": {"x": 1, "z": 4}, "z": 1},
    "baseline": {"recall": {"x": "60%", "y": "80%", "z": "90%"}},
    "model": {"confusion": [[6, 1, 2], [1, 7, 1], [1, 0, 12]]},
}


@pytest.mark.parametrize(("label", "index", "n"), [(None, None, 4), ("x", 0, 12), ("y", 1, 12)])
def test_wrong_answers_of_different_costs_are_learnt_apart(
    label: str | None, index: int | None, n: int
) -> None:
    """Today's errors are spread evenly: 2.2, 0.5 and 0.1 an item of each class."""
    answers = [seen(0, 6, 1, 2), seen(1, 1, 7, 1), seen(2, 1, 0, 12)]
    bring = [
        brings("2.02", "0", "9", "2"),
        brings("0.32", "1", "0", "4"),
        brings("-0.08", "1", "1", "0"),
    ]
    exact = of_labels(answers, bring, [Fraction("0.2"), Fraction("0.3"), Fraction("0.5")], n, only=index)
    labels_are_worth(THREE, n, float(exact), label=label)


def test_items_that_are_handed_back_are_an_answer_that_is_learnt_too() -> None:
    """They save nothing and cost what handing back costs; today's errors stay."""
    tree = {
        **TWO,
        "savings_per_item": 0.1,
        "model": {
            "confusion": [[6, 2, 2], [2, 14, 4]],
            "refer": {"label": "refer", "extra_cost": 0.8},
        },
    }
    answers = [seen(0, 6, 2, 2), seen(1, 2, 14, 4)]
    bring = [brings("1.6", "0", "5", "2.4"), brings("0.2", "1", "0", "1")]
    exact = of_labels(answers, bring, MIX, 6)
    labels_are_worth(tree, 6, float(exact))


def test_a_minimum_is_taken_off_what_every_item_brings() -> None:
    tree = {**TWO, "savings_per_item": 0.4, "policy": {"min_value_per_item": 0.5}}
    exact = of_labels(TWO_SEEN, TWO_BRING, MIX, 8)
    labels_are_worth(tree, 8, float(exact))


# Further labels, where one week differs from another


def life(accuracy: str, **more: Any) -> Tree:
    """Return an accuracy at the edge of what it must be; ``model__drift`` writes ``model.drift``."""
    tree: Tree = {
        "savings_per_item": 0.05,
        "error_costs": 2,
        "baseline": {"accuracy": "98%"},
        "model": {"accuracy": accuracy},
        "volume": {"items": 1000, "per": "week"},
        "horizon": "9 weeks",
    }
    for key, value in more.items():
        block, _, inner = key.rpartition("__")
        (tree[block] if block else tree)[inner] = value
    return tree


FAILURE = {
    "chance": "10% per month",
    "accuracy": "90%",
    "noticed_after": "1 week",
    "repaired_after": "1 week",
}


@pytest.mark.parametrize(
    "more", [{"model__drift": {"accuracy_loss": "0.1% per week"}}, {"model__failure": FAILURE}]
)
@pytest.mark.parametrize("n", [10, 100, 1000])
def test_labels_are_worth_the_sum_over_a_beta_binomial_where_accuracy_is_lost_over_time(
    n: int, more: dict[str, Any]
) -> None:
    """What is lost is the same at every accuracy: three of them, walked path by path, lie on a line."""
    low, middle, high = (
        net_benefit(life(accuracy, **more), "ship").expected / 9000 for accuracy in ("95%", "97%", "99%")
    )
    slope = (high - low) / 0.04
    assert middle == pytest.approx(low + 0.02 * slope, rel=1e-12)
    tree = life("97%", model__measured_on=100, **more)
    labels_are_worth(tree, n, of_labels_of_one_rate(97.5, 3.5, low - 0.95 * slope, slope, n))


@pytest.mark.parametrize(("label", "index"), [(None, None), ("x", 0)])
@pytest.mark.parametrize("learnt", [False, True])
def test_labels_of_classes_that_drift_are_worth_the_sum_over_classes_and_answers(
    label: str | None,
    index: int | None,
    learnt: bool,  # noqa: FBT001
) -> None:
    """Every recall falls by 1.3 % on average: 0.065 and 0.013 an item."""
    tree = {
        **TWO,
        "savings_per_item": -0.02,
        "volume": {"items": 1000, "per": "week"},
        "horizon": "26 weeks",
        "model": {**TWO["model"], "drift": {"accuracy_loss": "0.1% per week"}},
        "prevalence": {"counts": {"x": 3, "y": 7}} if learnt else TWO["prevalence"],
    }
    bring = [brings("1.415", "0", "5"), brings("0.067", "1", "0")]
    mix = [3 + HALF, 7 + HALF] if learnt else MIX
    exact = float(of_labels(TWO_SEEN, bring, mix, 6, learnt=learnt, only=index))
    found = labelled.worth(load(tree), 6, label=label, seeds=SEEDS)
    assert found.value == pytest.approx(exact, abs=3 * found.error + 0.005 * exact)
    assert found.error < 0.01 * exact


@pytest.mark.parametrize(("saving", "n"), [(0.03, 100), (0.05, 30), (0.05, 1000), (0.1, 10), (0.1, 100)])
def test_labels_are_worth_the_sum_where_what_follows_can_take_so_many_errors(saving: float, n: int) -> None:
    """Above 25 errors a week each costs 3 more: a corner, which is fitted by a line with six breaks."""
    exact = of_labels_of_a_bent_rate(97.5, 3.5, saving - 2 * 0.98, 2, (0.975, 3), n)
    limit = {"errors": "25 per week", "extra_cost": 3}
    tree = life("97%", savings_per_item=saving, model__measured_on=100, error_capacity=limit)
    found = labelled.worth(load(tree), n, seeds=SEEDS)
    assert found.value == pytest.approx(exact, abs=3 * found.error + 0.01 * exact)
    assert found.error < 0.02 * exact
    knowing_it = of_labels_of_a_bent_rate(97.5, 3.5, saving - 2 * 0.98, 2, (0.975, 3), 200_000)
    assert knowing(tree)[1] == {"model.accuracy": pytest.approx(knowing_it, rel=0.01)}


# What the rows of labels say


def test_what_labels_gain_is_their_worth_over_the_horizon_less_what_they_cost() -> None:
    tree = {**TWO, "volume": {"items": 500, "per": "week"}, "horizon": "20 weeks"}
    found = ship_or_not.voi(load(tree), label_cost={"": 2, "x": 3})
    assert {(row.of, row.label) for row in found.labels} == {("model", None), ("model", "x"), ("model", "y")}
    each = {None: 2, "x": 3, "y": 2 / 0.7}  # of items that come, so many have to be looked at
    for row in found.labels:
        assert row.evsi is not None
        assert row.cost is not None
        assert row.evsi == pytest.approx(10_000 * row.evsi_per_item, rel=1e-12)
        assert row.cost == pytest.approx(row.n * each[row.label], rel=1e-12)
        assert row.enbs == pytest.approx(row.evsi - row.cost, rel=1e-12, abs=1e-9)
    for label in each:
        rows = [row for row in found.labels if row.label == label]
        assert [row.n for row in rows if row.best] == [max(rows, key=lambda row: row.enbs or 0).n]


def test_the_number_of_labels_that_is_advised_gains_nearly_the_most_there_is() -> None:
    """Of one accuracy, where the gain of every number is known: at most 2 % less than the best."""
    tree = {
        "savings_per_item": 0.02,
        "error_costs": 2,
        "baseline": {"accuracy": "98%"},
        "model": {"accuracy": "97%", "measured_on": 100},
        "volume": {"items": 10_000, "per": "week"},
        "horizon": "10 weeks",
    }
    found = ship_or_not.voi(load(tree), label_cost=0.5)
    [best] = [row.n for row in found.labels if row.best]

    def gain(n: int) -> float:
        return 100_000 * of_labels_of_one_rate(97.5, 3.5, -1.94, 2, n) - 0.5 * n

    most = max(gain(n) for n in range(1, 2000, 3))
    assert most >= gain(best) >= 0.98 * most > 100


def test_waiting_for_labels_costs_what_the_better_choice_would_bring_meanwhile() -> None:
    """200 a week of 40 weeks: 1 % of the items come by while 80 labels are gathered."""
    tree = {
        "savings_per_item": 0.03,
        "error_costs": 2,
        "baseline": {"accuracy": "98%"},
        "model": {"accuracy": "97%", "measured_on": 100},
        "volume": {"items": 1000, "per": "week"},
        "horizon": "40 weeks",
    }
    free = ship_or_not.voi(load(tree), label_cost=0.1)
    found = ship_or_not.voi(load(tree), label_cost=0.1, labels_per_week=200)
    assert all(row.waiting is None for row in free.labels)
    assert len(found.labels) > 3
    for row in found.labels:
        gone = row.n / 200 / 40
        assert row.evsi is not None
        assert row.cost is not None
        assert row.waiting == pytest.approx(gone * (row.evsi + 40_000 * found.expected_per_item), rel=1e-9)
        assert row.enbs == pytest.approx(row.evsi - row.cost - (row.waiting or 0), rel=1e-9, abs=1e-9)


# The formulas, held to one another and to plain simulation


@pytest.mark.parametrize("n", [0, 1, 7, 30])
def test_counting_in_fractions_and_a_beta_binomial_agree(n: int) -> None:
    exact = of_labels([seen(0, 97, 3)], [[Fraction("0.03"), Fraction("-1.97")]], [Fraction(1)], n)
    assert float(exact) == pytest.approx(of_labels_of_one_rate(97.5, 3.5, -1.97, 2, n), abs=1e-13)


def test_ever_more_labels_are_worth_what_knowing_the_rate_is() -> None:
    known = of_a_number(stats.beta(97.5, 3.5), -1.94, 2)
    assert of_labels_of_one_rate(97.5, 3.5, -1.94, 2, 10**6) == pytest.approx(known, rel=1e-4)


@pytest.mark.parametrize("n", [0, 10, 100])
def test_a_bend_that_costs_nothing_or_lies_beyond_every_rate_changes_no_worth(n: int) -> None:
    straight = of_labels_of_one_rate(97.5, 3.5, -1.94, 2, n)
    assert of_labels_of_a_bent_rate(97.5, 3.5, -1.94, 2, (0.97, 0), n) == pytest.approx(straight, abs=1e-14)
    assert of_labels_of_a_bent_rate(97.5, 3.5, -1.94, 2, (0.0, 3), n) == pytest.approx(straight, abs=1e-14)
    beyond = of_labels_of_a_bent_rate(97.5, 3.5, -1.94 + 3, 2 - 3, (1.0, 3), n)
    assert beyond == pytest.approx(straight, abs=1e-13)


@pytest.mark.parametrize("learnt", [False, True])
def test_labels_that_are_drawn_one_by_one_are_worth_what_counting_them_says(learnt: bool) -> None:  # noqa: FBT001
    """Rates drawn, items drawn from them, the better choice made by what they show, paid by the rates."""
    answers, mix, n, draws = TWO_SEEN, [3 + HALF, 7 + HALF], 5, 40_000
    exact = float(of_labels(answers, TWO_BRING, mix, n, learnt=learnt))
    rng = np.random.default_rng(7)
    rates = np.stack([rng.dirichlet([float(a) for a in row], draws) for row in answers], axis=1)
    weights = np.array([float(share) for share in mix])
    shares = rng.dirichlet(weights, draws) if learnt else np.tile(weights / weights.sum(), (draws, 1))
    brought = np.array([[float(each) for each in row] for row in TWO_BRING])
    counts = np.zeros((draws, 2, 2))
    for _ in range(n):
        actual = (rng.random(draws) > shares[:, 0]).astype(int)
        answer = (rng.random(draws) > rates[np.arange(draws), actual, 0]).astype(int)
        counts[np.arange(draws), actual, answer] += 1
    after = counts + np.array([[float(a) for a in row] for row in answers])
    mixed = weights + learnt * counts.sum(axis=2)
    believed = np.einsum(
        "di,dij,ij->d",
        mixed / mixed.sum(axis=1, keepdims=True),
        after / after.sum(axis=2, keepdims=True),
        brought,
    )
    true = np.einsum("di,dij,ij->d", shares, rates, brought)
    now = sum(w / sum(mix) * r for w, r in zip(mix, _means(answers), strict=True))
    gained = np.where(believed > 0, true, 0) - (true if now > 0 else 0)
    assert abs(gained.mean() - exact) <= 4 * gained.std() / math.sqrt(draws) <= 0.5 * exact


def _means(answers: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [
        sum((a * w for a, w in zip(row, worth, strict=True)), start=Fraction(0)) / sum(row)
        for row, worth in zip(answers, TWO_BRING, strict=True)
    ]
