"""What happens over time, read off the strategies: weeks, pay-back, and what the measures taken are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.inputs import Input
from ship_or_not.engine.risk import interval
from ship_or_not.results import OverTime, TimelinePoint

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.expectation import Expecting
    from ship_or_not.engine.inputs import Inputs

MOST_TRAININGS = 104
"""The most trainings that are tried: one a week for two years."""


def timeline(figures: Figures, weekly: NDArray[np.float64]) -> tuple[TimelinePoint, ...]:
    """Return every strategy week by week.

    Parameters
    ----------
    weekly
        Expected money of each, shape ``(strategies, 1 + steps)``.
    """
    weeks = figures.simulation.weeks
    points = []
    for row, name in enumerate(figures.names):
        reached = np.cumsum(weekly[row])
        for week, (expected, cumulative) in enumerate(
            zip(weekly[row].tolist(), reached.tolist(), strict=True)
        ):
            low, high = cumulative, cumulative
            if weeks is not None and figures.inputs.uncertain:
                low, high = interval(weeks.cumulative[row, week])
            points.append(
                TimelinePoint(
                    week=week, strategy=name, expected=expected, low=low, high=high, cumulative=cumulative
                )
            )
    return tuple(points)


def over_time(figures: Figures, expecting: Expecting) -> OverTime:
    """Return what the measures taken against decay and failure are worth."""
    inputs, candidates = figures.inputs, figures.candidates

    def best(at: Inputs) -> float:
        found = expecting.expectation(at)
        return max(found[row].net_benefit for row in candidates)

    def worth(block: str) -> float:
        return figures.expected[figures.best].net_benefit - best(inputs.without(block))

    def has(block: str) -> bool:
        return any(path.startswith(f"{block}.") for path in inputs.numbers)

    planned = [row for row in candidates if row] or list(range(1, len(figures.names)))
    plan = max((figures.expected[row].net_benefit for row in planned), default=None)
    known = "model.failure.noticed_after" in inputs.numbers
    return OverTime(
        plan=None if plan is None else plan - figures.expected[0].net_benefit,
        monitoring=worth("model.monitoring") if has("model.monitoring") and known else None,
        retraining=worth("model.retraining") if has("model.retraining") else None,
        stops_paying_week=_stops_paying(inputs, figures.best, expecting),
        best_retraining_weeks=_best_interval(inputs, candidates, expecting),
    )


def _stops_paying(inputs: Inputs, strategy: int, expecting: Expecting) -> int | None:
    """Return the first week from which on a model that is never trained again costs more than it brings.

    None where it brings more in the last week, or where nothing is known of its decay.
    """
    if "model.drift.accuracy_loss" not in inputs.numbers:
        return None
    weeks = expecting.by_week(inputs.without("model.retraining", "model.launch_cost"))[strategy, 1:]
    pays = np.flatnonzero(weeks >= 0)
    last = int(pays[-1]) + 1 if pays.size else 0
    return None if last == len(weeks) else last + 1


def _best_interval(inputs: Inputs, candidates: tuple[int, ...], expecting: Expecting) -> float | None:
    """Return the weeks between trainings that are worth most, the horizon divided evenly; None for never.

    The worth of one more training falls with their number, so that the best number is found by halving.
    """
    every = "model.retraining.every"
    if every not in inputs.numbers or "model.drift.accuracy_loss" not in inputs.numbers:
        return None
    assert inputs.horizon is not None  # noqa: S101 - inputs over time have one
    weeks = inputs.horizon.weeks

    def worth(trainings: int) -> float:
        moved = inputs.with_numbers(
            Input(path=every, unit="weeks", low=0.0, high=weeks, distribution=Exact(weeks / (trainings + 1)))
        )
        found = expecting.expectation(moved)
        return max(found[row].net_benefit for row in candidates)

    low, high = 0, max(1, min(MOST_TRAININGS, int(weeks)))
    while low < high:
        middle = (low + high) // 2
        if worth(middle + 1) > worth(middle):
            low = middle + 1
        else:
            high = middle
    return weeks / (low + 1) if low else None
