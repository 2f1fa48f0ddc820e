"""The smallest scenario, whose figures the format's description works out by hand."""

from __future__ import annotations

import pytest

import ship_or_not
from ship_or_not.results import Verdict

SMALLEST = """
name: Automate item triage
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""
FLIPS = {
    "error_costs": (42.857142857142854, "above"),
    "model.accuracy": (0.837, "below"),
    "savings_per_item": (0.014, "below"),
}


def test_the_smallest_scenario_is_worth_0_286_an_item() -> None:
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=SMALLEST))
    value = found.value_per_item
    assert [value.as_measured, value.expected, value.low, value.high] == pytest.approx([0.286] * 4, rel=1e-15)
    assert (value.as_measured, value.expected) == (0.286, 0.286)
    assert (value.chance_above_minimum, value.monte_carlo_error) == (1.0, 0.0)
    assert (found.verdict, found.rule, found.strategy) == (Verdict.GO, "pays-off", "ship")
    assert found.reason == (
        "shipping is worth 0.286 per item more than today's process, if every figure is exactly as written"
    )
    assert [(bar.id, bar.per_item) for bar in found.waterfall] == [
        ("saving", 0.3),
        ("error-rate", pytest.approx(-0.014)),
        ("error-kinds", 0.0),
    ]
    assert (found.total, found.constant_answer, found.timeline) == (None, None, None)


def test_the_smallest_scenario_flips_where_its_description_says() -> None:
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=SMALLEST))
    flips = {flip.input: (flip.flips_at, flip.direction) for flip in found.flip_points}
    assert flips.pop("baseline.accuracy") == (None, None)
    assert flips.keys() == FLIPS.keys()
    for path, (at, direction) in FLIPS.items():
        assert flips[path][0] == pytest.approx(at, rel=1e-12)
        assert flips[path][1] == direction


@pytest.mark.parametrize(("path", "written"), [("model.accuracy", "83.7%"), ("savings_per_item", "0.014")])
def test_the_smallest_scenario_exactly_at_its_flip_is_a_tie_and_a_tie_is_no(path: str, written: str) -> None:
    scenario = ship_or_not.load_scenario(text=SMALLEST, overrides=[f"{path}={written}"])
    found = ship_or_not.evaluate(scenario)
    assert (found.verdict, found.rule, found.value_per_item.expected) == (
        Verdict.NO_GO,
        "negative-value",
        0.0,
    )
    assert found.reason == "shipping is worth exactly 0 per item: a tie, and a tie is not above the minimum"


@pytest.mark.parametrize("path", FLIPS)
def test_the_smallest_scenario_changes_its_answer_at_each_flip_it_reports(path: str) -> None:
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=SMALLEST))
    at = next(flip.flips_at for flip in found.flip_points if flip.input == path)
    assert at is not None

    def verdict(value: float) -> tuple[Verdict, str]:
        moved = ship_or_not.load_scenario(text=SMALLEST, overrides=[f"{path}={value!r}"])
        result = ship_or_not.evaluate(moved)
        return result.verdict, result.rule

    assert verdict(at) == (Verdict.NO_GO, "negative-value")
    sides = {verdict(at * (1 - 1e-6)), verdict(at * (1 + 1e-6))}
    assert sides == {(Verdict.GO, "pays-off"), (Verdict.NO_GO, "negative-value")}


def test_the_smallest_scenario_leaves_eleven_of_twelve_questions_open() -> None:
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=SMALLEST))
    assert len(found.questions) == 12
    statuses = {question.id: question.status for question in found.questions}
    assert statuses.pop("error-costs") == "assumed"
    assert set(statuses.values()) == {"open"}


def test_an_exact_tie_that_binary_fractions_call_a_gain_is_no() -> None:
    """0.05 saved against five errors more in a hundred at 1 each; 0.05 - (0.95 - 0.9) > 0 in floats."""
    assert 0.05 - (0.95 - 0.9) * 1 != 0
    tie = "{savings_per_item: 0.05, error_costs: 1, baseline: {accuracy: 95%}, model: {accuracy: 90%}}"
    found = ship_or_not.evaluate(ship_or_not.load_scenario(text=tie))
    assert (found.verdict, found.rule, found.strategy) == (Verdict.NO_GO, "negative-value", "keep")
    assert found.reason == "shipping is worth exactly 0 per item: a tie, and a tie is not above the minimum"
    assert found.value_per_item.chance_above_minimum == 0.0
