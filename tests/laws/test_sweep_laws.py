"""What holds for every sweep, whatever the scenario."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.decision import decide
from ship_or_not.engine.evaluation import gather
from ship_or_not.engine.questions import unanswered

if TYPE_CHECKING:
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results.sweep import SweepPoint

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    [*(ROOT / "examples").rglob("*.yaml"), *(ROOT / "tests" / "scenarios" / "valid").glob("*.yaml")]
)
DRAWS = 1000


def written(inputs: Inputs, path: str, value: float) -> str:
    """Write a value of a path with the unit that it takes."""
    if path in inputs.derived or path in ("discount_rate", "volume.items"):
        return repr(value)
    _, per, period = inputs.numbers[path].unit.partition("per ")
    unit = inputs.numbers[path].unit if inputs.numbers[path].duration else f"{per}{period}"
    return f"{value!r} {unit}".rstrip()


def two_values(inputs: Inputs, path: str) -> list[str]:
    """Return two values that a path can have."""
    if path in inputs.derived:
        return ["0.25", "0.5"]
    mean = inputs.numbers[path].distribution.mean
    return [written(inputs, path, mean * share) for share in (0.5, 0.9)]


def decided(path: Path, setting: str) -> tuple[str, str, float, float]:
    """Evaluate a scenario with ``--set``, but for what the decision doesn't look at."""
    scenario = ship_or_not.load_scenario(path, overrides=[setting])
    figures = gather(scenario.inputs, scenario.policy, seed=0, draws=DRAWS)
    missing = unanswered(scenario.inputs, scenario.policy.requires)
    found = decide(figures, [], str)
    assert not missing or found.rule != "pays-off"
    best = figures.best
    return found.verdict.value, found.rule, figures.expected[best].value, figures.chance(best)


def of_point(point: SweepPoint) -> Any:
    return point.verdict, point.rule, point.expected, point.chance_above_minimum


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_point_of_a_sweep_is_what_evaluate_says_of_it_with_set(path: Path) -> None:
    scenario = ship_or_not.load_scenario(path)
    inputs = scenario.inputs
    paths = Random(path.stem).sample([*inputs.numbers, *inputs.derived], 1)  # noqa: S311 - no secret
    for key in [*paths, "policy.confidence"]:
        values = ["50%", "95%"] if key == "policy.confidence" else [*dict.fromkeys(two_values(inputs, key))]
        try:
            found = ship_or_not.sweep(scenario, {key: values}, draws=DRAWS)
        except ship_or_not.InputError:  # where the file's form of a key takes no single number
            with pytest.raises(ship_or_not.InputError):
                ship_or_not.load_scenario(path, overrides=[f"{key}={values[0]}"])
            continue
        for point, value in zip(found.points, values, strict=True):
            verdict, rule, expected, chance = decided(path, f"{key}={value}")
            assert of_point(point) == (
                verdict,
                rule,
                pytest.approx(expected, rel=1e-9, abs=1e-12),
                pytest.approx(chance, abs=1 / DRAWS),
            )


COUNTED = """
classes: [a, b]
savings_per_item: {mean: 0.1, sd: 0.2}
error_costs: {a: {low: 1, high: 5}, b: {low: 10, likely: 20, high: 90}}
prevalence: {counts: {a: 90, b: 3}}
baseline: {recall: {a: 90%, b: 60%}, measured_on: 100}
model: {confusion: {a: {a: 90, b: 10}, b: {a: 2, b: 5}}}
"""


@pytest.mark.parametrize(
    "key", ["prevalence.counts.b", "baseline.measured_on", "model.confusion.b.b", "prior"]
)
def test_what_is_counted_otherwise_is_drawn_otherwise(tmp_path: Path, key: str) -> None:
    """The points are computed side by side; none may take what was drawn for another."""
    path, values = tmp_path / "scenario.yaml", ["1", "20", "200"]
    path.write_text(COUNTED, encoding="utf-8")
    found = ship_or_not.sweep(ship_or_not.load_scenario(path), {key: values}, draws=DRAWS)
    chances = [point.chance_above_minimum for point in found.points]
    assert chances == [decided(path, f"{key}={value}")[3] for value in values]
    assert len(set(chances)) == len(values)


def test_between_counts_only_whole_numbers_are_tried(tmp_path: Path) -> None:
    """So a crossing lies half-way between two of them, which evaluations tell apart."""
    path, key = tmp_path / "scenario.yaml", "model.confusion.b.a"
    path.write_text(COUNTED, encoding="utf-8")
    found = ship_or_not.sweep(ship_or_not.load_scenario(path), {key: "0:60:4"}, draws=DRAWS)
    assert found.crossings
    for crossing in found.crossings:
        (value,) = crossing.at
        assert value % 1 == pytest.approx(0.5, abs=1e-9)
        sides = [decided(path, f"{key}={round(value + step)}")[0] for step in (-0.4, 0.4)]
        assert sides == [crossing.before.value, crossing.after.value]


TWO = """
savings_per_item: 0.2
classes: [a, b]
error_costs: {{a: 2, b: 5}}
baseline: {{recall: {{a: 0.95, b: 0.9}}}}
model: {{recall: {{a: {a}, b: {b}}}}}
prevalence: {{a: {share}, b: {rest}}}
"""
RATES = st.floats(min_value=0.05, max_value=0.95)


@settings(max_examples=25, deadline=None)
@given(a=RATES, b=RATES, share=RATES)
def test_the_crossing_of_what_is_linear_is_where_its_closed_form_has_it(
    a: float, b: float, share: float
) -> None:
    scenario = ship_or_not.load_scenario(text=TWO.format(a=a, b=b, share=share, rest=1 - share))
    worse = share * 2 * (0.95 - a) + (1 - share) * 5 * (0.9 - b)  # what the model's errors cost more
    (crossing,) = ship_or_not.sweep(scenario, {"savings_per_item": "-10:10:2"}).crossings
    assert crossing.at[0] == pytest.approx(worse, rel=1e-9, abs=1e-11)
    assert (crossing.before, crossing.after) == ("NO-GO", "GO")


@settings(max_examples=10, deadline=None)
@given(a=RATES, b=RATES)
def test_a_swept_amount_of_money_lies_on_a_straight_line(a: float, b: float) -> None:
    scenario = ship_or_not.load_scenario(text=TWO.format(a=a, b=b, share=0.4, rest=0.6))
    expected = [each.expected for each in ship_or_not.sweep(scenario, {"error_costs.b": "0:8:5"}).points]
    steps = [after - before for before, after in pairwise(expected)]  # type: ignore[operator]
    assert steps == pytest.approx([steps[0]] * 4, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", ["manual-team", "champion-challenger"])
def test_the_axes_can_be_swapped(name: str) -> None:
    scenario = ship_or_not.load_scenario(ROOT / "examples" / name / "scenario.yaml")
    inputs = {"model.accuracy": "40%:99%:4", "error_costs": "0.2:30:3"}
    if name == "champion-challenger":
        inputs = {"model.drift.accuracy_loss": "0:2% per month:4", "model.retraining.every": "1:6 months:3"}
    one = ship_or_not.sweep(scenario, inputs, draws=DRAWS)
    other = ship_or_not.sweep(scenario, dict(reversed(inputs.items())), draws=DRAWS)
    swapped = {point.at[::-1]: of_point(point) for point in other.points}
    for point in one.points:
        verdict, rule, expected, chance = swapped[point.at]
        assert of_point(point) == (verdict, rule, pytest.approx(expected, rel=1e-9), chance)
    places = sorted((each.input, *each.at) for each in one.crossings)
    mirrored = sorted((each.input, *each.at[::-1]) for each in other.crossings)
    assert {path for path, *_ in places} == set(inputs)  # along either axis
    assert [path for path, *_ in places] == [path for path, *_ in mirrored]
    for (_, *at), (_, *mirror) in zip(places, mirrored, strict=True):
        assert at == pytest.approx(mirror, rel=1e-6)


@pytest.mark.parametrize("name", ["manual-team", "champion-challenger", "bet"])
def test_an_evaluation_on_either_side_of_a_crossing_says_so(name: str) -> None:
    path = ROOT / "examples" / name / "scenario.yaml"
    key = "model.running_cost"
    scenario = ship_or_not.load_scenario(path)
    found = ship_or_not.sweep(scenario, {key: "0:100000 per month:3"}, draws=DRAWS)
    assert found.crossings
    for crossing in found.crossings:
        sides = [
            decided(path, f"{key}={crossing.at[0] * share!r} per month")[0] for share in (1 - 1e-6, 1 + 1e-6)
        ]
        assert sides == [crossing.before, crossing.after]
