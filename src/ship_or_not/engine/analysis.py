"""From inputs and a policy to what the answer hangs on, one input at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.alerts import alerts, reaction
from ship_or_not.engine.evaluation import gather, strict
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.questions import unanswered
from ship_or_not.engine.sensitivity import flip_points
from ship_or_not.engine.tornado import tornado
from ship_or_not.results.sensitivity import Sensitivity

if TYPE_CHECKING:
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import Policy, ScenarioSummary

MOST_CLASSES = 200
"""Whose costs, recalls and shares are moved, those that weigh most: each move looks at all classes anew."""


@strict()
def sensitivity(
    inputs: Inputs,
    policy: Policy,
    scenario: ScenarioSummary,
    *,
    react_weeks: float | None,
    seed: int,
    draws: int | None = None,
) -> Sensitivity:
    """Return the tornado, every flip point, and what a monitor should page on.

    Parameters
    ----------
    inputs, policy, scenario, seed, draws
        As in `evaluation.evaluate`, which the figures are shared with.
    react_weeks
        How long it takes to react to an alert; None for what the scenario says, or 4 weeks.
    """
    figures = gather(inputs, policy, seed=seed, draws=draws)
    expecting = Expecting(seed=seed, draws=figures.simulation.draws)
    classes = frozenset(figures.ranked[:MOST_CLASSES])
    reacting = reaction(inputs, react_weeks)
    verdict, rule = figures.ruling(missing=bool(unanswered(inputs, policy.requires)))
    return Sensitivity(
        scenario=scenario,
        policy=policy,
        verdict=verdict,
        rule=rule,
        strategy=figures.names[figures.best],
        expected=figures.expected[figures.best].value,
        chance_above_minimum=figures.chance(figures.best),
        tornado=tornado(figures, expecting),
        flip_points=flip_points(inputs, figures.clearing(expecting), figures.healthy, classes),
        classes_left_out=len(figures.ranked) - len(classes),
        react_within=reacting,
        alerts=alerts(inputs, policy.min_value_per_item, expecting, reacting, classes),
        seed=seed,
        draws=figures.simulation.draws,
    )
