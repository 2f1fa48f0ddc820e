"""Which draws two scenarios share, and how many are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine import draws as drawing
from ship_or_not.engine.comparison import difference, in_step, see, unpaired
from ship_or_not.engine.draws import Draws
from ship_or_not.engine.simulate import simulate

if TYPE_CHECKING:
    from ship_or_not.engine.comparison import Seen
    from ship_or_not.engine.inputs import Inputs

COUNTED = """
savings_per_item: 0.1 to 0.2
error_costs: {a: 2, b: 3}
classes: [a, b]
prevalence: {a: 60%, b: 40%}
baseline: {confusion: [[90, 10], [20, 80]]}
model: {confusion: [[95, 5], [10, 90]]}
"""
RECALLS = COUNTED.replace("confusion: [[95, 5], [10, 90]]", "recall: {a: 95%, b: 90%}, measured_on: 200")
BARE = """
savings_per_item: 0.1
error_costs: 1
baseline: {accuracy: 97%, measured_on: 300}
model: {accuracy: 96% to 98%}
"""
REFERRING = "[[95, 5, 0], [10, 90, 0]], refer: {label: person}"
THIN = """
savings_per_item: 0.1
error_costs: 2
classes: [a, b, c, d, e, f, g, h]
baseline: {always: a}
model:
  confusion:
"""
THIN += "".join(f"    - {[9 if i == j else 1 for j in range(8)]}\n" for i in range(8))
COSTS = "{a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, any_other: 7}"
EXPERIMENT = "measured_value_per_item: {mean: 0.012, sd: 0.005}"
PLANNED = """
error_costs: 1
volume: {items: 100, per: week}
horizon: 10 weeks
baseline: {accuracy: 97%, cost_per_item: 0.2}
model:
  accuracy: 98%
  cost_per_item: 0.1
  failure: {chance: 2% per month, accuracy: 60%, noticed_after: 1 week, repaired_after: 1 week}
plan_b: [{name: rules, kind: backup, ready_in: 1 day, accuracy: 90%, measured_on: 100, cost_per_item: 0.05}]
"""

OVER_TIME = """
savings_per_item: 0.05
error_costs: 2
baseline: {accuracy: 98%, measured_on: 2000}
model:
  accuracy: 97%
  measured_on: 2000
  drift: {accuracy_loss: 0.05% to 0.2% per month}
  failure: {chance: 1% to 3% per month, accuracy: 60%, noticed_after: 2 weeks, repaired_after: 2 weeks}
  retraining: {every: 3 months, cost: 500}
volume: {items: 40000, per: month}
horizon: 12 months
"""


def inputs(text: str, *overrides: str) -> Inputs:
    return ship_or_not.load_scenario(text=text, overrides=overrides).inputs


def seen(text: str, *, draws: int | None = None) -> Seen:
    found = ship_or_not.load_scenario(text=text)
    return see("it", found.inputs, found.policy, found.summary, seed=0, draws=draws)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (COUNTED, COUNTED, ()),
        (COUNTED, COUNTED.replace("95, 5", "94, 6"), ("model.confusion",)),
        (COUNTED, COUNTED.replace("90, 10", "89, 11"), ("baseline.confusion",)),
        (COUNTED, COUNTED.replace("a: 2, b: 3", "a: {b: 5}, b: 1 to 2"), ()),
        (COUNTED, COUNTED.replace("0.1 to 0.2", "5"), ()),
        (COUNTED, f"{COUNTED}prior: 1", ()),
        (COUNTED, f"{COUNTED}prior: 2", ("baseline.confusion", "model.confusion")),
        (COUNTED, COUNTED.replace("[[95, 5], [10, 90]]", "[[0.9, 0.1], [0.2, 0.8]]"), ()),
        (COUNTED, RECALLS, ("model.recall",)),
        (RECALLS, COUNTED, ("model.confusion",)),
        (RECALLS, RECALLS.replace("95%", "94%"), ("model.recall",)),
        (RECALLS, RECALLS.replace("200", "300"), ("model.recall",)),
        (COUNTED, COUNTED.replace("{a: 60%, b: 40%}", "{counts: {a: 3, b: 2}}"), ()),
        (
            COUNTED.replace("{a: 60%, b: 40%}", "{counts: {a: 4, b: 2}}"),
            COUNTED.replace("{a: 60%, b: 40%}", "{counts: {a: 3, b: 2}}"),
            ("prevalence",),
        ),
        (
            COUNTED,
            COUNTED.replace("[a, b]", "[b, a]"),
            ("baseline.confusion", "model.confusion"),
        ),
        (BARE, BARE.replace("97%", "96.5%"), ("baseline.accuracy",)),
        (BARE, BARE.replace("96% to 98%", "97% to 99%"), ()),
        (BARE, BARE.replace(", measured_on: 300", ""), ()),
        (EXPERIMENT, EXPERIMENT, ()),
        (EXPERIMENT, EXPERIMENT.replace("0.012", "0.011"), ("measured_value_per_item",)),
        (EXPERIMENT, EXPERIMENT.replace("0.005", "0.006"), ("measured_value_per_item",)),
        (COUNTED, COUNTED.replace("[[95, 5], [10, 90]]", REFERRING), ("model.confusion",)),
        (THIN, f"{THIN}prior: 1", ("model.confusion",)),
        (EXPERIMENT, EXPERIMENT.replace("{mean: 0.012, sd: 0.005}", "0.012"), ()),
        (EXPERIMENT, COUNTED, ()),
        (COUNTED, EXPERIMENT, ()),
        (PLANNED, PLANNED.replace("100, cost", "120, cost"), ("plan_b.rules.accuracy",)),
    ],
)
def test_what_was_measured_anew_is_drawn_apart(one: str, other: str, apart: tuple[str, ...]) -> None:
    assert unpaired(inputs(one), inputs(other)) == apart


def test_a_stream_that_is_apart_is_another_one_and_so_are_those_below_it() -> None:
    paths = ("model.confusion", "model.confusion.a", "model.confusions", "prevalence", "savings_per_item")
    usual = Draws(seed=1, block=0, size=4, prior=1.0)
    other = Draws(seed=1, block=0, size=4, prior=1.0, apart=("model.confusion", "prevalence"))
    same = [
        np.array_equal(*(each.shares(path, (3,) * 2, (1,) * 2)[0] for each in (usual, other)))
        for path in paths
    ]
    assert same == [False, False, True, False, True]


def test_scenarios_over_time_are_expected_on_the_same_draws() -> None:
    """A change that is the same in every draw is that, though one scenario alone would take more of them."""
    text = OVER_TIME
    dearer = text.replace("savings_per_item: 0.05", "savings_per_item: 0.03838")
    drawn = [ship_or_not.evaluate(ship_or_not.load_scenario(text=each)).draws for each in (text, dearer)]
    assert drawn[0] != drawn[1]
    found = ship_or_not.compare([ship_or_not.load_scenario(text=each) for each in (text, dearer)])
    (difference,) = found.differences
    assert [each.draws for each in found.evaluations] == [max(drawn)] * 2 == [difference.draws] * 2
    lost = difference.per_item
    assert (lost.expected, lost.low, lost.high) == pytest.approx((0.03838 - 0.05,) * 3, rel=1e-9)


def test_a_difference_is_taken_on_as_many_draws_as_the_one_that_needs_more() -> None:
    """A chance at its threshold takes all the draws there are; the other scenario then gets as many."""
    near, far = seen(COUNTED, draws=3000), seen(COUNTED.replace("0.1 to 0.2", "0.5"), draws=70_000)
    found, back = difference(near, far), difference(far, near)
    assert (found.draws, back.draws) == (70_000, 70_000)
    values = [
        simulate(inputs(text), seed=0, draws=70_000).value_per_item[1]
        for text in (COUNTED, COUNTED.replace("0.1 to 0.2", "0.5"))
    ]
    assert found.per_item.low == pytest.approx(np.quantile(values[1] - values[0], 0.05), rel=1e-12)
    assert back.per_item.high == pytest.approx(np.quantile(values[0] - values[1], 0.95), rel=1e-12)


def test_cells_are_parted_only_where_the_two_add_them_up_differently() -> None:
    text = """
savings_per_item: 1
error_costs: {a: %s, b: 3, c: 1}
classes: [a, b, c]
baseline: {always: b}
model: {confusion: [[95, 3, 2], [10, 80, 10], [1, 1, 8]]}
"""
    one, other = inputs(text % 2), inputs(text % "{b: 2, c: 4}")
    assert in_step(one, one.replace("error_costs", 2.0))[0] is one
    parted, kept = in_step(one, other)
    assert [[group.cells for group in groups] for groups in parted.groups] == [
        [(0,), (1,), (2,)],
        [(1,), (0, 2)],
        [(2,), (0, 1)],
    ]
    assert [group.cost for group in parted.groups[0]] == [None, "error_costs.a", "error_costs.a"]
    assert kept.groups == other.groups
    assert in_step(inputs(BARE), inputs(EXPERIMENT))[0].groups == inputs(BARE).groups


def test_blocks_of_one_size_draw_what_two_scenarios_share_alike() -> None:
    one, other = inputs(COUNTED), inputs(COUNTED.replace("0.1 to 0.2", "0.25"))
    exact = inputs(COUNTED.replace("0.1 to 0.2", "0.5"))
    values = {
        (name, block): simulate(each, seed=3, draws=1000, block=block).value_per_item[1]
        for name, each in (("one", one), ("other", other), ("exact", exact))
        for block in (256, None)
    }
    assert np.ptp(values["exact", 256] - values["other", 256]) < 1e-12
    assert np.ptp(values["exact", None] - values["other", None]) < 1e-12
    assert np.ptp(values["exact", 256] - values["other", None]) > 0.1
    saved = [simulate(one, seed=3, draws=each, block=256) for each in (512, 1000)]
    more = simulate(one, seed=3, draws=1000, block=256, after=saved[0])
    assert np.array_equal(more.value_per_item, saved[1].value_per_item)


def test_a_difference_is_taken_in_blocks_of_one_size_whatever_each_scenario_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What both do not know is drawn alike, then, and cancels: savings of one range, all else exact."""
    monkeypatch.setattr(drawing, "BLOCK_BYTES", 2**17)
    few = "savings_per_item: 0.1 to 0.2\nerror_costs: 2\nbaseline: {accuracy: 90%}\nmodel: {accuracy: 95%}\n"
    rows = "".join(f"    - {[0.3 if i == j else 0.1 for j in range(8)]}\n" for i in range(8))
    costs = f"error_costs:\n{''.join(f'  {a}: {COSTS}{chr(10)}' for a in 'abcdefgh')}"
    many = THIN[: THIN.index("    - ")].replace("0.1", "0.1 to 0.2").replace("error_costs: 2\n", costs) + rows
    many += f"prevalence: {{{', '.join(f'{label}: 12.5%' for label in 'abcdefgh')}}}\n"
    one, other = seen(few, draws=3000), seen(many, draws=3000)
    assert drawing.block_size(one.figures.inputs) > drawing.block_size(other.figures.inputs)
    for found in (difference(one, other), difference(other, one)):
        assert found.per_item.low == found.per_item.high == found.per_item.expected
