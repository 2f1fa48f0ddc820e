"""Sweeps of scenarios in a few lines: what is found at the points, and where the verdict changes."""

from __future__ import annotations

import math
from itertools import product
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not import InputError, Sweep, UsageError
from ship_or_not.engine import evaluation, surface

if TYPE_CHECKING:
    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import Policy

SMALLEST = "{savings_per_item: 0.3, error_costs: 2, baseline: {accuracy: 98.7%}, model: {accuracy: 98%}}"
UNSURE = SMALLEST.replace("98%}", "98%, measured_on: 200}")
OVER_TIME = """
    volume: {items: 1000, per: week}
    horizon: 26 weeks
    discount_rate: 5%
    savings_per_item: 0.2 to 0.3
    error_costs: 2 to 4
    baseline: {accuracy: 99%, measured_on: 500}
    model:
      accuracy: 98%
      measured_on: 400
      drift: {accuracy_loss: 0.2% to 1% per month}
      retraining: {every: 6 weeks, cost: 100}
    """
TWO_CLASSES = """
    classes: [common, rare]
    prevalence: {common: 95%, rare: 5%}
    savings_per_item: 0.5
    error_costs: {common: 1, rare: 12}
    baseline: {recall: {common: 99%, rare: 99%}}
    model: {recall: {common: 90%, rare: 90%}}
    """


def swept(text: str, draws: int | None = None, **inputs: str) -> Sweep:
    """Sweep a scenario; underscores stand for dots."""
    scenario = ship_or_not.load_scenario(text=dedent(text))
    return ship_or_not.sweep(
        scenario, {key.replace("__", "."): values for key, values in inputs.items()}, draws=draws
    )


def crossed(found: Sweep) -> Any:
    """Return the crossings of the one input."""
    return [(*each.at, each.before.value, each.after.value) for each in found.crossings]


def told(found: Sweep) -> list[str]:
    """Return the verdicts, or why there is none."""
    return [point.invalid if point.verdict is None else point.verdict.value for point in found.points]  # type: ignore[misc]


def test_what_is_certain_goes_from_no_go_to_go_at_once() -> None:
    found = swept(SMALLEST, model__accuracy="80%:90%:3")
    assert told(found) == ["NO-GO", "GO", "GO"]
    assert [point.chance_above_minimum for point in found.points] == [0.0, 1.0, 1.0]
    assert [point.chance_error for point in found.points] == [0.0, 0.0, 0.0]
    assert [point.strategy for point in found.points] == ["keep", "ship", "ship"]
    assert [point.rule for point in found.points] == ["negative-value", "pays-off", "pays-off"]
    assert crossed(found) == [(pytest.approx(0.837, rel=1e-12), "NO-GO", "GO")]


def test_between_no_go_and_go_both_edges_of_what_is_unsure_are_found() -> None:
    found = swept(UNSURE, savings_per_item="0:0.3:3")
    assert told(found) == ["NO-GO", "GO", "GO"]
    (low, *first), (high, *second) = crossed(found)
    assert (first, second) == (["NO-GO", "INCONCLUSIVE"], ["INCONCLUSIVE", "GO"])
    mean = (200 * 0.98 + 0.5) / 201
    assert low == pytest.approx(2 * (0.987 - 0.98), rel=1e-12)  # as measured; expected comes later
    assert 2 * (0.987 - mean) < high < 0.06


def test_on_the_way_down_the_verdicts_come_in_the_other_order() -> None:
    found = swept(UNSURE, error_costs="1:100:2")
    assert [each[1:] for each in crossed(found)] == [("GO", "INCONCLUSIVE"), ("INCONCLUSIVE", "NO-GO")]


def test_a_verdict_that_changes_twice_is_crossed_twice() -> None:
    # trained often it costs too much, trained seldom it gets too bad
    text = OVER_TIME.replace("cost: 100", "cost: 500").replace("0.2% to 1%", "5% to 6%")
    found = swept(text, draws=1000, model__retraining__every="1:20 weeks:20")
    assert told(found) == ["NO-GO"] * 2 + ["INCONCLUSIVE"] * 9 + ["NO-GO"] * 9
    assert [each[1:] for each in crossed(found)] == [("NO-GO", "INCONCLUSIVE"), ("INCONCLUSIVE", "NO-GO")]


def test_the_share_of_a_class_crosses_where_by_hand_it_does() -> None:
    found = swept(TWO_CLASSES, prevalence__rare="0:1:11")
    by_hand = (0.5 - 0.09) / (0.09 * 11)  # 0.5 = 0.09 (1 - p) + 0.09 * 12 p
    assert crossed(found) == [(pytest.approx(by_hand, rel=1e-12), "GO", "NO-GO")]


def test_a_jump_is_a_crossing_too() -> None:
    text = OVER_TIME.replace("cost: 100", "cost: 5700")
    found = swept(text, draws=1000, model__retraining__every="5 weeks, 27 weeks")
    assert crossed(found) == [(pytest.approx(26), "NO-GO", "GO")]  # from there on it is never trained


def test_the_draws_at_a_crossing_are_those_of_the_points() -> None:
    found = swept(OVER_TIME, draws=1000, model__accuracy="90%:99%:4")
    (*_, (high, _, _)) = crossed(found)
    scenario = ship_or_not.load_scenario(text=dedent(OVER_TIME))
    near = ship_or_not.sweep(scenario, {"model.accuracy": [high * (1 - 1e-9), high * (1 + 1e-9)]}, draws=1000)
    assert told(near) == ["INCONCLUSIVE", "GO"]


def test_a_value_that_no_scenario_can_have_says_why() -> None:
    found = swept(SMALLEST, model__accuracy="0.9,0.5,98,-1")
    above = "98 is not a rate: 98%?; expected 98% or 0.98"
    assert [point.at for point in found.points] == [(-1.0,), (0.5,), (0.9,), (98.0,)]
    assert told(found) == ["-1 is below 0; expected a rate from 0 to 1, such as 98%", "NO-GO", "GO", above]
    assert [point.expected for point in found.points][::3] == [None, None]
    assert len(found.crossings) == 1


def test_where_no_value_can_be_had_the_error_is_that_of_the_first() -> None:
    with pytest.raises(InputError, match="98 is not a rate"):
        swept(SMALLEST, model__accuracy="98,99")


def test_shares_that_exceed_the_whole_together_are_invalid_where_they_do() -> None:
    text = TWO_CLASSES.replace("[common, rare]", "[common, rare, odd]").replace(
        "rare: 5%}", "rare: 4%, odd: 1%}"
    )
    text = text.replace("rare: 99%}", "rare: 99%, odd: 99%}").replace("rare: 90%}", "rare: 90%, odd: 90%}")
    text = text.replace("rare: 12}", "rare: 12, odd: 3}")
    found = swept(text, prevalence__rare="0:1:3", prevalence__odd="0:1:3")
    why = "the shares that are set sum to 1.5; expected at most 1 (100%)"
    assert {point.at: point.invalid for point in found.points if point.invalid} == {
        (0.5, 1.0): why,
        (1.0, 0.5): why,
        (1.0, 1.0): why.replace("1.5", "2"),
    }


def test_one_value_is_one_point() -> None:
    for values in ("0.9", "0.9:0.9", "0.9:0.9:1"):
        found = swept(SMALLEST, model__accuracy=values)
        assert (len(found.points), told(found), found.crossings) == (1, ["GO"], ())


def test_an_input_that_flips_nothing_has_no_crossing() -> None:
    assert swept(SMALLEST, savings_per_item="1:5").crossings == ()


def test_a_key_that_the_scenario_lacks_can_be_moved() -> None:
    text = OVER_TIME.replace("drift: {accuracy_loss: 0.2% to 1% per month}", "running_cost: 0 per month")
    found = swept(text, draws=1000, model__drift__accuracy_loss="0:40% per month:3")
    assert found.inputs[0].unit == "rate per month"
    assert [point.verdict for point in found.points] == ["GO", "NO-GO", "NO-GO"]


def test_the_horizon_and_the_rules_can_be_moved() -> None:
    found = swept(OVER_TIME, draws=1000, horizon="1 months, 24 months")
    assert (found.inputs[0].unit, found.inputs[0].values) == ("months", (1.0, 24.0))
    assert len({point.expected for point in found.points}) == 2
    (crossing,) = swept(SMALLEST, policy__min_value_per_item="0:1").crossings
    assert [*crossing.at] == pytest.approx([0.286], rel=1e-12)
    assert crossing.after.value == "NO-GO"
    low, high = swept(UNSURE, savings_per_item="0.03", policy__confidence="50%,99%").points
    assert (low.verdict, high.verdict) == ("GO", "INCONCLUSIVE")


def test_an_experiment_s_value_can_be_moved() -> None:
    found = swept("measured_value_per_item: {mean: 0.01, sd: 0.002}", measured_value_per_item="-1:1:3")
    assert told(found) == ["NO-GO", "NO-GO", "GO"]
    assert crossed(found) == [(0.0, "NO-GO", "GO")]


@pytest.mark.parametrize("path", ["model__retraining__cost", "error_costs"])
def test_money_is_reached_on_a_straight_line_as_it_is_point_by_point(path: str) -> None:
    whole = swept(OVER_TIME, draws=2000, **{path: "1:400:9"})
    for point in whole.points[::4]:
        (alone,) = swept(OVER_TIME, draws=2000, **{path: repr(point.at[0])}).points
        assert point.expected == pytest.approx(alone.expected, rel=1e-12, abs=1e-12)
        assert (point.chance_above_minimum, point.verdict) == (alone.chance_above_minimum, alone.verdict)


def test_how_points_are_cut_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = {"model__accuracy": "95%:99%:4", "model__retraining__cost": "0:2000:5"}
    whole = swept(OVER_TIME, draws=1000, **inputs)
    monkeypatch.setattr(surface, "CELLS", 1)
    monkeypatch.setattr(surface, "MOST_DRAWN", 2000)
    cut = swept(OVER_TIME, draws=1000, **inputs)
    for one, other in zip(whole.points, cut.points, strict=True):
        assert one.expected == pytest.approx(other.expected, rel=1e-12)
        assert (one.chance_above_minimum, one.verdict) == (other.chance_above_minimum, other.verdict)
    assert len(whole.crossings) == len(cut.crossings) > 0


def test_a_required_question_is_answered_or_not_at_each_point() -> None:
    text = """
        volume: {items: 1000, per: week}
        horizon: 26 weeks
        error_costs: 2
        baseline: {accuracy: 98%, cost_per_item: 0.5}
        model:
          accuracy: 97%
          cost_per_item: 0.1
          failure: {chance: 1% per month, accuracy: 50%, noticed_after: 1 week, repaired_after: 3 weeks}
        plan_b: [{name: team, kind: previous, ready_in: 1 week}]
        policy: {requires: [way-back]}
        """
    found = swept(text, draws=1000, plan_b__team__ready_in="1 weeks, 2 weeks, 4 weeks")
    assert told(found) == ["GO", "GO", "INCONCLUSIVE"]
    assert [point.rule for point in found.points] == ["pays-off", "pays-off", "open-question"]
    assert crossed(found) == [(pytest.approx(3.0), "GO", "INCONCLUSIVE")]


@pytest.mark.parametrize(
    ("text", "path", "values"),
    [
        (UNSURE, "model.measured_on", ["1", "50", "5000"]),
        (OVER_TIME, "model.measured_on", ["10", "100", "1000"]),
        (OVER_TIME.replace("2 to 4", "{low: 2, high: 4}"), "error_costs.high", ["3", "30"]),
        (
            OVER_TIME.replace("0.2% to 1% per month", "{low: 0.2% per month, high: 1% per month}"),
            "model.drift.accuracy_loss.high",
            ["1% per month", "20% per month"],
        ),
        (OVER_TIME, "prior", ["0.5", "20"]),
    ],
)
def test_what_is_known_of_an_input_can_be_moved(text: str, path: str, values: list[str]) -> None:
    """The draws are of what the scenario is at that point, not at the one before."""
    found = ship_or_not.sweep(ship_or_not.load_scenario(text=dedent(text)), {path: values}, draws=1000)
    for point, value in zip(found.points, values, strict=True):
        scenario = ship_or_not.load_scenario(text=dedent(text), overrides={path: value})
        evaluation = ship_or_not.evaluate(scenario, draws=1000)
        worth = evaluation.value_per_item
        assert (point.verdict, point.rule) == (evaluation.verdict, evaluation.rule)
        assert point.expected == pytest.approx(worth.expected, rel=1e-12)
        assert point.chance_above_minimum == worth.chance_above_minimum


COUNTED = """
    classes: [a, b, c]
    savings_per_item: 0.1 to 0.5
    error_costs: {a: 2, b: 9, c: 5}
    prevalence: {a: 80%, b: 5%, c: 15%}
    baseline: {confusion: [[95, 3, 2], [2, 40, 3], [3, 2, 60]]}
    model: {confusion: [[95, 3, 2], [4, 38, 3], [6, 2, 57]]}
    """
LIMITED = f"{COUNTED}policy: {{limits: {{error_rate: {{a: {{above: 5%, chance: 50%}}}}}}}}\n"


@pytest.mark.parametrize("text", [COUNTED, LIMITED], ids=["alone", "with a limit"])
@pytest.mark.parametrize("second", ["prevalence.a", "prevalence.b", "model.recall.b"])
@pytest.mark.parametrize("step", [1, -1], ids=["so", "swapped"])
@pytest.mark.parametrize("earlier", [(), ("prevalence.b=20%",), ("model.accuracy=90%", "prevalence.a=50%")])
def test_of_two_inputs_the_first_is_moved_first(
    text: str, second: str, step: int, earlier: tuple[str, ...]
) -> None:
    """An accuracy is reached with the mix and the recalls as they are when it is moved."""
    values = ["20%", "70%"] if second == "prevalence.a" else ["5%", "25%"]
    moved = {"model.accuracy": ["80%", "95%"], second: values}
    moved = dict([*moved.items()][::step])
    scenario = ship_or_not.load_scenario(text=dedent(text), overrides=earlier)
    points = iter(ship_or_not.sweep(scenario, moved, draws=1000).points)
    (path, ones), (other, others) = moved.items()
    for one, another in product(ones, others):
        settings = [*earlier, f"{path}={one}", f"{other}={another}"]
        alone = ship_or_not.load_scenario(text=dedent(text), overrides=settings)
        worth, point = ship_or_not.evaluate(alone, draws=1000).value_per_item, next(points)
        assert point.expected == pytest.approx(worth.expected, rel=1e-9)
        assert point.chance_above_minimum == pytest.approx(worth.chance_above_minimum, abs=1e-3)


def test_limits_are_held_at_each_point() -> None:
    text = f"{OVER_TIME}\n    policy: {{limits: {{loss: {{amount: 0, chance: 10%}}}}}}"
    found = swept(text, draws=1000, model__accuracy="80%:98%:3")
    assert found.points[0].rule == "limit"
    assert found.points[0].verdict == "NO-GO"
    for point in found.points:
        evaluation = ship_or_not.evaluate(
            ship_or_not.load_scenario(text=dedent(text), overrides={"model.accuracy": point.at[0]}),
            draws=1000,
        )
        assert (point.verdict, point.rule) == (evaluation.verdict, evaluation.rule)
        assert point.expected == pytest.approx(evaluation.value_per_item.expected, rel=1e-12)


def test_the_error_of_a_chance_is_that_of_so_many_draws() -> None:
    (point,) = swept(UNSURE, draws=1000, savings_per_item="0.02").points
    chance = point.chance_above_minimum or 0.0
    assert 0.1 < chance < 0.99
    assert point.chance_error == pytest.approx(math.sqrt(chance * (1 - chance) / 1000))


def test_what_is_asked_for_is_refused_where_it_makes_no_sense() -> None:
    scenario = ship_or_not.load_scenario(text=SMALLEST)
    for inputs, problem in (
        ({}, "a sweep moves one input or two, not 0"),
        ({"a": "1", "b": "1", "c": "1"}, "a sweep moves one input or two, not 3"),
        (
            {"error_costs": [1], '"error_costs"': [2]},
            "error_costs is moved twice: a sweep of two inputs moves each once",
        ),
        (
            {"error_costs": "1:2:1000", "savings_per_item": "1:2:1000"},
            "a sweep of 1,000,000 points is too large; expected at most 40,000",
        ),
    ):
        with pytest.raises(UsageError) as caught:
            ship_or_not.sweep(scenario, inputs)
        assert str(caught.value) == problem
    with pytest.raises(UsageError, match=r"seed == -1, must be at least 0"):
        ship_or_not.sweep(scenario, {"error_costs": "1:2"}, seed=-1)


def test_who_waits_is_told_how_far_it_is() -> None:
    shares: list[float] = []
    scenario = ship_or_not.load_scenario(text=dedent(OVER_TIME))
    ship_or_not.sweep(scenario, {"model.accuracy": "97%:99%:40"}, draws=16_384, progress=shares.append)
    assert shares == sorted(shares)
    assert (len(shares) > 3, shares[-1]) == (True, 1.0)


def test_go_begins_where_what_was_measured_pays_too_where_the_prior_alone_would_have_it_earlier() -> None:
    """Three right of ten, as today: measured it is worth the saving, expected 0.2 / 11 more."""
    text = """
    savings_per_item: 0
    error_costs: 1
    baseline: {accuracy: 30%}
    model: {accuracy: 30%, measured_on: 10}
    policy: {confidence: 0}
    """
    found = swept(text, savings_per_item="-0.05:0.05:3")
    assert crossed(found) == [
        (pytest.approx(-0.2 / 11, rel=1e-9), "NO-GO", "INCONCLUSIVE"),
        (pytest.approx(0.0, abs=1e-12), "INCONCLUSIVE", "GO"),
    ]


def test_the_value_is_that_of_the_best_candidate_whatever_the_verdict() -> None:
    text = f"""{OVER_TIME}
    plan_b: [{{name: back, kind: previous, ready_in: 1 week, standby_cost: 1 per month}}]
    """.replace(
        "drift:",
        "failure: {chance: 5% per month, accuracy: 10%, noticed_after: 1 week,"
        " repaired_after: 4 weeks}\n      drift:",
    )
    found = swept(text, draws=1000, savings_per_item="0:1:3")
    assert found.points[0].strategy == "keep"
    for point in found.points:
        scenario = ship_or_not.load_scenario(
            text=dedent(text), overrides={"savings_per_item": repr(point.at[0])}
        )
        others = ship_or_not.evaluate(scenario, draws=1000).strategies[1:]
        best = max(others, key=lambda each: each.expected_per_item)
        assert point.candidate == best.name
        assert point.expected == pytest.approx(best.expected_per_item, rel=1e-12)


def test_what_one_value_stands_for_is_told() -> None:
    text = COUNTED.replace("c: 5}", "c: {a: 3, any_other: 4}}")
    assert swept(text, error_costs__c="1:3:3").inputs[0].in_place_of == (
        "error_costs.c.a",
        "error_costs.c.any_other",
    )
    assert swept(text, error_costs="1:3:3").inputs[0].in_place_of == ()
    assert swept(text, error_costs__b="1:3:3").inputs[0].in_place_of == ()


def test_a_setting_of_what_is_moved_is_told_to_be() -> None:
    text = COUNTED.replace("c: 5}", "c: {a: 3, any_other: 4}}")
    scenario = ship_or_not.load_scenario(
        text=dedent(text), overrides=["error_costs.c.a=7", "error_costs.b=2", "savings_per_item=0.5"]
    )
    found = ship_or_not.sweep(scenario, {"error_costs.c": "1:2:2", "savings_per_item": "1:2:2"})
    assert found.scenario.overrides == (
        "--set error_costs.c.a=7 (moved)",
        "--set error_costs.b=2",
        "--set savings_per_item=0.5 (moved)",
    )


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("policy.min_value_per_item", "money"),
        ("policy.confidence", "rate"),
        ("policy.limits.loss.amount", "money"),
        ("policy.limits.loss.chance", "rate"),
    ],
)
def test_the_figures_of_a_policy_have_their_unit(path: str, unit: str) -> None:
    text = f"{OVER_TIME}\n    policy: {{limits: {{loss: {{amount: 10, chance: 5%}}}}}}"
    found = ship_or_not.sweep(ship_or_not.load_scenario(text=dedent(text)), {path: [0.1, 0.2]}, draws=1000)
    assert found.inputs[0].unit == unit


@pytest.mark.parametrize(
    ("path", "values", "rules"),
    [
        ("policy.limits.loss.chance", ["0%", "60%"], {"limit", "pays-off"}),
        ("policy.limits.loss.amount", ["0", "1e6"], {"limit", "pays-off"}),
        ("policy.min_value_per_item", ["-1", "1"], {"limit"}),
    ],
)
def test_rules_that_are_moved_are_held_to_draws_made_once(
    monkeypatch: pytest.MonkeyPatch, path: str, values: list[str], rules: set[str]
) -> None:
    text = dedent(f"{OVER_TIME}\n    policy: {{limits: {{loss: {{amount: 0, chance: 5%}}}}}}")
    text = text.replace("savings_per_item: 0.2 to 0.3", "savings_per_item: 0.05 to 0.2")
    gathered = []

    def gather(inputs: Inputs, policy: Policy, **others: Any) -> Figures:
        gathered.append(policy)
        return evaluation.gather(inputs, policy, **others)

    monkeypatch.setattr(surface, "gather", gather)
    found = ship_or_not.sweep(ship_or_not.load_scenario(text=text), {path: values}, draws=1000)
    assert len(gathered) == 1
    assert {point.rule for point in found.points} == rules
    for point, value in zip(found.points, values, strict=True):
        alone = ship_or_not.evaluate(
            ship_or_not.load_scenario(text=text, overrides={path: value}), draws=1000
        )
        assert (point.verdict, point.rule) == (alone.verdict, alone.rule)
        assert point.chance_above_minimum == alone.value_per_item.chance_above_minimum


def test_a_rule_and_a_number_that_are_moved_together_are_found_as_each_alone() -> None:
    text = dedent(f"{OVER_TIME}\n    policy: {{limits: {{loss: {{amount: 0, chance: 5%}}}}}}")
    moved = {"policy.limits.loss.chance": ["1%", "60%"], "savings_per_item": ["0.05", "0.1", "0.3"]}
    for order in (1, -1):
        inputs = dict([*moved.items()][::order])
        for point in ship_or_not.sweep(ship_or_not.load_scenario(text=text), inputs, draws=1000).points:
            overrides = {path: repr(value) for path, value in zip(inputs, point.at, strict=True)}
            alone = ship_or_not.evaluate(
                ship_or_not.load_scenario(text=text, overrides=overrides), draws=1000
            )
            assert (point.verdict, point.rule) == (alone.verdict, alone.rule)
            assert point.chance_above_minimum == alone.value_per_item.chance_above_minimum


@pytest.mark.parametrize(
    ("path", "values", "unit"),
    [
        ("error_costs.high", "3:30:2", "money"),
        ("model.drift.accuracy_loss.high", "1%:2% per month:2", "rate per month"),
    ],
)
def test_what_is_known_of_a_number_has_its_unit(path: str, values: str, unit: str) -> None:
    text = OVER_TIME.replace("2 to 4", "{low: 2, high: 4}")
    text = text.replace("0.2% to 1% per month", "{low: 0.2% per month, high: 1% per month}")
    found = ship_or_not.sweep(ship_or_not.load_scenario(text=dedent(text)), {path: values}, draws=1000)
    assert found.inputs[0].unit == unit
