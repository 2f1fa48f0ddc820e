"""What the engine says a number of further labels is worth, whatever number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ship_or_not.engine.evaluation import gather, strict
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.information import Estimate
from ship_or_not.engine.labels import subjects
from ship_or_not.engine.stakes import Evidence, Stakes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ship_or_not import Scenario

DRAWS = 1024


def evidence(scenario: Scenario, of: str = "model", label: str | None = None, *, seed: int = 0) -> Evidence:
    """Return what further labels add to.

    Parameters
    ----------
    of, label
        Whose answers are labelled, and of which class; None where labels come as items come.
    """
    inputs = scenario.inputs
    figures = gather(inputs, scenario.policy, seed=seed, draws=DRAWS)
    stakes = Stakes(figures=figures, expecting=Expecting(seed=seed, draws=DRAWS))
    place = None if label is None else inputs.classes.index(label)
    [subject] = [
        each
        for each in subjects(inputs, range(len(inputs.classes)))
        if (each.system, each.label) == (of, place)
    ]
    return Evidence(stakes=stakes, subject=subject)


@strict()
def worth(
    scenario: Scenario, n: int, of: str = "model", label: str | None = None, *, seeds: Iterable[int] = (0,)
) -> Estimate:
    """Return what n labels are worth per item, the mean of several seeds."""
    found = []
    for seed in seeds:
        known = evidence(scenario, of, label, seed=seed)
        each, items = known.labelled(n), known.stakes.items
        found.append(Estimate(value=each.value / items, error=each.error / items))
    return Estimate(
        value=sum(each.value for each in found) / len(found),
        error=math.hypot(*(each.error for each in found)) / len(found),
    )
