"""The data-science metrics, as measured, to stand beside the money and show how little they say."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.structure import Recalls
from ship_or_not.results import SystemMetrics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point, Row

UNDEFINED = SystemMetrics(accuracy=None, balanced_accuracy=None, macro_f1=None)


def metrics(inputs: Inputs, measured: Point, system: str) -> SystemMetrics:
    """Return accuracy, balanced accuracy and macro F1 at production's class mix.

    Items that the model hands back count for none of them: they are neither right nor wrong. A
    class that is never predicted and never occurs has no F1, one of which nothing is answered no
    recall: they are left out of the mean.

    Parameters
    ----------
    measured
        The point of observed rates.
    """
    if inputs.experiment:
        return UNDEFINED
    if not any(row.answered for row in measured.rows(system)):
        return UNDEFINED
    accuracy = float(measured.accuracy(system))
    if not inputs.named:
        return SystemMetrics(accuracy=accuracy, balanced_accuracy=None, macro_f1=None)
    joint = joint_rates(inputs, measured, system)
    right, actual, predicted = np.diagonal(joint), joint.sum(axis=1), joint.sum(axis=0)
    f1 = [2 * r / (a + p) for r, a, p in zip(right, actual, predicted, strict=True) if a + p > 0]
    recalls = [found for row in measured.rows(system) if (found := recall(row)) is not None]
    return SystemMetrics(
        accuracy=accuracy,
        balanced_accuracy=math.fsum(recalls) / len(recalls),
        macro_f1=math.fsum(f1) / len(f1) if f1 else None,
    )


def recall(row: Row) -> float | None:
    """Return the share of right answers among the items of a class that are answered; None without any."""
    return float(row.recall) if row.answered else None


def joint_rates(inputs: Inputs, measured: Point, system: str) -> NDArray[np.float64]:
    """Return P(actual, predicted) over the items answered, shape ``(K, K)``, before normalising."""
    evidence = inputs.evidence(system)
    joint = np.zeros((len(inputs.classes), len(inputs.classes)))
    for i, (row, weight, groups) in enumerate(
        zip(measured.rows(system), measured.mix, inputs.groups, strict=True)
    ):
        joint[i, i] = weight * row.right
        for rate, group in zip(row.wrong, groups[1:], strict=True):
            cells = list(group.cells)
            parts = np.ones(len(cells))
            if not isinstance(evidence, Recalls) and any(evidence.rows[i][cell] for cell in cells):
                parts = np.array([evidence.rows[i][cell] for cell in cells], dtype=float)
            joint[i, cells] = float(weight * rate) * parts / parts.sum()
    return joint
