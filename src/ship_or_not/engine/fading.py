"""What a system's answers cost as it gets worse: recalls that fall, and a model that breaks.

Every class's recall falls by the accuracy lost, not below 0, and its errors grow in their proportions. So
with ``a`` the share of a class's items that are answered, ``R`` its recall and ``c`` the mean cost of an
error on it, errors cost per item, summed over the classes,

    Σ weight · a · c · (1 - kept · max(0, R - loss))

``kept`` being the share of right answers that are left when the model is broken, else 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.value import churn_cost, error_cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point, Row
    from ship_or_not.engine.structure import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A class whose recall can reach 0: its items, by what its errors cost, and its recall."""

    cost: Number
    rate: Number
    recall: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """What one system's errors cost, per item, whatever accuracy it has lost.

    Parameters
    ----------
    wrong_cost, right_cost
        What errors would cost if every answer were wrong, in money per item, relative to right answers;
        how much of it right answers avoid before any accuracy is lost.
    wrong_rate, right_rate
        Items answered, and items answered rightly, per item.
    failing
        The classes for which ``max(0, R - loss)`` is not always ``R - loss``.
    """

    wrong_cost: Number = 0
    right_cost: Number = 0
    wrong_rate: Number = 0
    right_rate: Number = 0
    failing: tuple[Failing, ...] = ()

    def avoided(self, loss: Number) -> Number:
        """Return the cost of errors that right answers avoid, in money per item."""
        avoided = self.right_cost - loss * self.wrong_cost
        for each in self.failing:
            avoided = avoided + each.cost * np.maximum(loss - each.recall, 0)
        return avoided

    def right(self, loss: Number) -> Number:
        """Return the right answers per item."""
        right = self.right_rate - loss * self.wrong_rate
        for each in self.failing:
            right = right + each.rate * np.maximum(loss - each.recall, 0)
        return right

    def cost(self, loss: Number = 0) -> Number:
        """Return what errors cost, in money per item."""
        return self.wrong_cost - self.avoided(loss)

    def error_rate(self, loss: Number = 0) -> Number:
        """Return the wrong answers per item."""
        return self.wrong_rate - self.right(loss)


def fading(
    inputs: Inputs, point: Point, rows: Sequence[Row], weights: Sequence[Number], most_lost: Number = 0
) -> Fading:
    """Add up the classes of one system.

    Parameters
    ----------
    rows, weights
        Its answers, and the items of each actual class, per item.
    most_lost
        The most accuracy that is ever lost.
    """
    churn = churn_cost(point)
    sums: list[Number] = [0, 0, 0, 0]
    failing = []
    for weight, groups, row in zip(weights, inputs.groups, rows, strict=True):
        cost, recall, items = error_cost(point, groups, row) + churn, row.recall, weight * row.answered
        parts = (items * cost, items * cost * recall, items, items * recall)
        sums = [total + part for total, part in zip(sums, parts, strict=True)]
        if np.any(recall < most_lost):
            failing.append(Failing(cost=items * cost, rate=items, recall=recall))
    wrong_cost, right_cost, wrong_rate, right_rate = sums
    return Fading(
        wrong_cost=wrong_cost,
        right_cost=right_cost,
        wrong_rate=wrong_rate,
        right_rate=right_rate,
        failing=tuple(failing),
    )
