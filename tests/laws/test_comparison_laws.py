"""What holds of any two scenarios that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.simulate import simulate
from ship_or_not.render.json import plain
from support.scenarios import Tree, load, trees

if TYPE_CHECKING:
    from ship_or_not.results.comparison import Gain

DRAWS = 512
few = settings(max_examples=settings().max_examples // 8, deadline=None)

PAIRS = st.tuples(trees(uncertain=True, discount=True), trees(uncertain=True, discount=True))


def same(found: float | None, expected: float | None) -> None:
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@given(tree=trees(uncertain=True, discount=True))
@few
def test_a_scenario_differs_from_itself_by_nothing(tree: Tree) -> None:
    scenario = load(tree)
    (found,) = ship_or_not.compare({"a": scenario, "b": load(tree)}, draws=DRAWS).differences
    nothing = {"expected": 0, "low": 0, "high": 0, "chance_above_0": 0}
    assert plain(found.per_item) == nothing
    assert plain(found.total) == (nothing if scenario.inputs.over_time else None)
    assert (found.unpaired, found.changed, found.draws) == ((), (), DRAWS)


@given(pair=PAIRS)
@few
def test_a_difference_is_the_other_way_round_with_the_other_sign(pair: tuple[Tree, Tree]) -> None:
    one, other = map(load, pair)
    forth, back = (
        ship_or_not.compare(dict(zip("ab", each, strict=True)), draws=DRAWS).differences[0]
        for each in ((one, other), (other, one))
    )
    assert forth.per_item.expected == -back.per_item.expected
    assert (forth.total is None) == (back.total is None)
    assert {change.input for change in forth.changed} == {change.input for change in back.changed}
    if not forth.unpaired:
        assert not back.unpaired
        same(forth.per_item.low, opposite(back.per_item, "high"))
        same(forth.per_item.high, opposite(back.per_item, "low"))


def opposite(gain: Gain, end: str) -> float:
    return -float(getattr(gain, end))


@given(pair=PAIRS)
@few
def test_what_differs_is_the_difference_of_what_evaluate_expects(pair: tuple[Tree, Tree]) -> None:
    scenarios = [load(tree) for tree in pair]
    compared = ship_or_not.compare(scenarios, draws=DRAWS)
    alone = [ship_or_not.evaluate(scenario, draws=DRAWS) for scenario in scenarios]
    assert plain(compared.evaluations) == plain(alone)
    values = [each.value_per_item.expected for each in alone]
    same(compared.differences[0].per_item.expected, values[1] - values[0])
    totals = [each.total.expected for each in alone if each.total is not None]
    if len(totals) == 2:
        assert compared.differences[0].total is not None
        assert compared.differences[0].total.expected == pytest.approx(
            totals[1] - totals[0], rel=1e-9, abs=1e-9 * max(map(abs, totals))
        )
    else:
        assert compared.differences[0].total is None


SCALED = """
currency: EUR
savings_per_item: {{low: {0!r}, high: {1!r}}}
error_costs: {{a: {2!r}, b: {{a: {3!r}}}}}
classes: [a, b]
volume: {{items: 1000, per: week}}
horizon: 20 weeks
discount_rate: 5%
baseline: {{confusion: [[90, 10], [20, 180]]}}
model: {{confusion: [[{5}, 5], [30, 170]], launch_cost: {4!r}}}
policy: {{min_value_per_item: {6!r}}}
"""


@pytest.mark.parametrize("factor", [2.0**-8, 2.0**10])
@pytest.mark.parametrize("right", [95, 96])
def test_another_unit_of_money_scales_a_difference_and_leaves_its_chance(factor: float, right: int) -> None:
    def gains(k: float) -> list[Gain | None]:
        one = SCALED.format(0.25 * k, 0.5 * k, 2 * k, 5 * k, 100 * k, 95, 0.01 * k)
        other = SCALED.format(0.25 * k, 0.5 * k, 2 * k, 6 * k, 150 * k, right, 0.01 * k)
        scenarios = [ship_or_not.load_scenario(text=text) for text in (one, other)]
        (found,) = ship_or_not.compare(scenarios, draws=DRAWS).differences
        assert found.unpaired == (() if right == 95 else ("model.confusion", "prevalence"))
        return [found.per_item, found.total]

    for before, after in zip(gains(1.0), gains(factor), strict=True):
        assert before is not None
        assert after is not None
        for figure in ("expected", "low", "high"):
            assert getattr(after, figure) == pytest.approx(factor * getattr(before, figure), rel=1e-9)
        assert after.chance_above_0 == before.chance_above_0


EDITS = st.lists(
    st.sampled_from(["error_costs=1.5", "error_costs=0", "model.accuracy=0.9", "baseline.accuracy=0.8"]),
    min_size=1,
    max_size=2,
    unique_by=lambda edit: edit.partition("=")[0],
)


@given(tree=trees(uncertain=True, per_class=True), edits=EDITS)
@few
def test_an_edit_of_what_was_not_measured_keeps_two_scenarios_in_step(tree: Tree, edits: list[str]) -> None:
    """Draw by draw the difference is that of the two values, for every input is drawn alike."""
    counted = [system for system in ("baseline", "model") if "confusion" in tree[system]]
    edits = [edit for edit in edits if edit.startswith(("error_costs", *counted))]
    one, other = load(tree), load(tree, overrides=edits)
    found = ship_or_not.compare({"as written": one, "edited": other}, draws=DRAWS)
    (gain,), ours = found.differences, [each.value_per_item for each in found.evaluations]
    assert gain.unpaired == ()
    draws = [simulate(each.inputs, seed=0, draws=DRAWS).value_per_item[1] for each in (one, other)]
    apart = draws[1] - draws[0]
    same(gain.per_item.low, float(np.quantile(apart, 0.05)) if apart.any() else 0.0)
    same(gain.per_item.high, float(np.quantile(apart, 0.95)) if apart.any() else 0.0)
    same(gain.per_item.expected, ours[1].expected - ours[0].expected)
