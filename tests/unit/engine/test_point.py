"""What moving a derived path does to a point, by hand; and the point itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.draws import FloatMeans
from ship_or_not.engine.draws import point as point_of
from ship_or_not.engine.inputs import Derived
from ship_or_not.engine.point import Point, Row, move, with_shares

TEXT = """
classes: [a, b, c]
savings_per_item: 0.5
error_costs: {a: {b: 1, any_other: 2}, b: 10, c: 3}
prevalence: {a: 60%, b: 30%, c: 10%}
baseline: {accuracy: 90%}
model: {recall: {a: 95%, b: 60%, c: 100%}}
"""
INPUTS = ship_or_not.load_scenario(text=TEXT).inputs
RECALL_OF_A = Derived(kind="recall", system="model", index=0)
ACCURACY = Derived(kind="accuracy", system="model")
OTHERS = (Row(right=0.6, wrong=(0.4,)), Row(right=1.0, wrong=(0.0,)))


def row(*cells: float) -> Row:
    """Right, wrong for b, wrong for c, handed back."""
    return Row(right=cells[0], wrong=cells[1:3], referred=cells[3])


def cells(moved: Row) -> list[float]:
    return [float(each) for each in (moved.right, *moved.wrong, moved.referred)]


def moved_to(recall: float, a: Row) -> list[float]:
    at = Point(numbers={}, mix=(0.6, 0.3, 0.1), model=(a, *OTHERS))
    after = move(INPUTS, at, at, RECALL_OF_A, recall)
    assert after.model[1:] == OTHERS
    return cells(after.model[0])


@pytest.mark.parametrize(
    ("recall", "before", "after"),
    [
        # of the nine tenths that it answers
        (0.5, row(0.7, 0.15, 0.05, 0.1), [0.45, 0.3375, 0.1125, 0.1]),
        (0.9, row(0.7, 0.15, 0.05, 0.1), [0.81, 0.0675, 0.0225, 0.1]),
        (1.0, row(0.7, 0.15, 0.05, 0.1), [0.9, 0, 0, 0.1]),
        (0.0, row(0.7, 0.15, 0.05, 0.1), [0, 0.675, 0.225, 0.1]),
        # from no right answer, and from no error: then they spread evenly
        (0.5, row(0.0, 0.6, 0.3, 0.1), [0.45, 0.3, 0.15, 0.1]),
        (0.8, row(0.9, 0.0, 0.0, 0.1), [0.72, 0.09, 0.09, 0.1]),
        # where it answers nothing, there is nothing to move
        (0.8, row(0.0, 0.0, 0.0, 1.0), [0, 0, 0, 1]),
    ],
)
def test_a_moved_recall_keeps_what_is_handed_back_and_the_kinds_of_error(
    recall: float, before: Row, after: list[float]
) -> None:
    assert moved_to(recall, before) == pytest.approx(after, abs=1e-15)


def test_a_moved_recall_moves_draws_by_the_factor_of_their_mean() -> None:
    """The mean recall is 0.8; in the second draw there is no error to keep the kind of."""
    draws = Row(right=np.array([0.6, 1.0]), wrong=(np.array([0.3, 0.0]), np.array([0.1, 0.0])))
    mean = Row(right=0.8, wrong=(0.15, 0.05))
    at = Point(numbers={}, mix=(0.6, 0.3, 0.1), model=(draws, *OTHERS))
    down, up = (
        move(INPUTS, at, replace(at, model=(mean, *OTHERS)), RECALL_OF_A, r).model[0] for r in (0.4, 0.9)
    )
    np.testing.assert_allclose(down.right, [0.3, 0.5])
    np.testing.assert_allclose(down.wrong, [[0.525, 0.25], [0.175, 0.25]])
    np.testing.assert_allclose(up.right, [0.8, 1.0])
    np.testing.assert_allclose(up.wrong, [[0.15, 0], [0.05, 0]], atol=1e-15)


def recalls_at(accuracy: object, mix: tuple[float, ...], *errors: float) -> list[float]:
    first, *others = (Row(right=1 - error, wrong=(error,)) for error in errors)
    at = Point(numbers={}, mix=mix, model=(replace(first, wrong=(errors[0], 0.0)), *others))
    after = move(INPUTS, at, at, ACCURACY, accuracy)
    return [each.right for each in after.model]


@pytest.mark.parametrize(
    ("accuracy", "errors", "after"),
    [
        (0.72, (0.1, 0.2, 0.2), [0.8, 0.6, 0.6]),  # twice the errors
        (1.0, (0.1, 0.2, 0.2), [1, 1, 1]),
        (0.0, (0.1, 0.2, 0.2), [0, 0, 0]),
        (0.9, (0.0, 0.0, 0.0), [0.9, 0.9, 0.9]),  # no error to scale: all alike
        (0.2, (0.1, 0.5, 0.5), [1 / 3, 0, 0]),  # none is above 1: what is over goes to the others
    ],
)
def test_a_moved_accuracy_scales_all_error_rates_alike(
    accuracy: float, errors: tuple[float, ...], after: list[float]
) -> None:
    assert recalls_at(accuracy, (0.6, 0.3, 0.1), *errors) == pytest.approx(after, abs=1e-15)


def test_an_accuracy_is_of_what_is_answered() -> None:
    """Half is handed back; without an error to scale, one in ten of the rest is wrong everywhere."""
    half = Row(right=0.5, wrong=(0.0,), referred=0.5)
    at = Point(numbers={}, mix=(0.6, 0.3, 0.1), model=(replace(half, wrong=(0.0, 0.0)), half, half))
    after = move(INPUTS, at, at, ACCURACY, 0.9)
    assert [cells(each) for each in after.model] == [
        pytest.approx([0.45, 0.025, 0.025, 0.5]),
        pytest.approx([0.45, 0.05, 0.5]),
        pytest.approx([0.45, 0.05, 0.5]),
    ]
    assert after.accuracy("model") == pytest.approx(0.9)


def test_accuracies_in_a_row_are_moved_one_by_one() -> None:
    grid = np.array([[0.72], [0.2]])
    a, b, c = recalls_at(grid, (0.6, 0.3, 0.1), 0.1, 0.5, 0.5)
    once = [recalls_at(float(each), (0.6, 0.3, 0.1), 0.1, 0.5, 0.5) for each in grid[:, 0]]
    np.testing.assert_allclose(np.hstack([a, b, c]), once)


@pytest.mark.parametrize(
    ("mix", "after"), [((0.6, 0.3, 0.1), (0.2, 0.6, 0.2)), ((1.0, 0.0, 0.0), (0.2, 0.4, 0.4))]
)
def test_a_moved_share_leaves_the_others_their_proportions(
    mix: tuple[float, ...], after: tuple[float, ...]
) -> None:
    moved = with_shares(Point(numbers={}, mix=mix), mix, {0: 0.2})
    assert moved.mix == pytest.approx(after)


def test_a_row_of_which_all_is_handed_back_in_a_draw_has_no_error_there() -> None:
    found = Row(right=np.array([0.0, 0.9]), wrong=(np.array([0.0, 0.1]),), referred=np.array([1.0, 0.0]))
    assert found.recall.tolist() == [1.0, 0.9]


def test_where_nothing_is_answered_an_accuracy_moves_nothing() -> None:
    none = Row(right=0.0, wrong=(0.0,), referred=1.0)
    at = Point(numbers={}, mix=(0.6, 0.3, 0.1), model=(replace(none, wrong=(0.0, 0.0)), none, none))
    assert move(INPUTS, at, at, ACCURACY, 0.9) == at


def test_a_recall_is_of_what_is_answered_in_each_draw() -> None:
    found = Row(right=np.array([0.9, 0.4]), wrong=(0.1,), referred=np.array([0.0, 0.5]))
    assert found.recall.tolist() == pytest.approx([0.9, 0.8])


def test_a_factor_on_all_costs_leaves_every_other_number_as_it_was() -> None:
    given = point_of(INPUTS, FloatMeans(1.0)).numbers
    moved = point_of(INPUTS.replace("error_costs", 3.0), FloatMeans(1.0)).numbers
    costs = {path for path in given if path.startswith("error_costs")}
    assert len(costs) == 4
    assert moved == {path: 3 * value if path in costs else value for path, value in given.items()}
