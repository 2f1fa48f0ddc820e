"""From inputs and a policy to the evaluation: the engine's one entrance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.decision import Decision, Figures, decide, settled
from ship_or_not.engine.draws import FloatMeans, Measured, point
from ship_or_not.engine.drivers import drivers
from ship_or_not.engine.metrics import metrics, recall
from ship_or_not.engine.questions import ask
from ship_or_not.engine.risk import cvar, interval, payback_weeks
from ship_or_not.engine.sensitivity import flip_points, margin
from ship_or_not.engine.simulate import Expectation, as_measured, expectation, simulate
from ship_or_not.engine.structure import Counts
from ship_or_not.engine.value import constant_values
from ship_or_not.engine.waterfall import waterfall
from ship_or_not.engine.wording import money
from ship_or_not.results import (
    ClassResult,
    ConstantAnswer,
    Costs,
    Evaluation,
    Metrics,
    StrategyResult,
    SystemCost,
    Total,
    ValuePerItem,
    Verdict,
)

if TYPE_CHECKING:
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.results import Policy, ScenarioSummary

FIRST_DRAWS = 16_384
MOST_DRAWS = 2**20
"""Where doubling ends."""

LARGEST_DRAWS = 2**24
"""The most that can be asked for."""

FLIPPED_CLASSES = 20
"""Recalls and shares are moved for so many classes, those that weigh most."""


def evaluate(
    inputs: Inputs, policy: Policy, scenario: ScenarioSummary, *, seed: int, draws: int | None = None
) -> Evaluation:
    """Return everything that is found about one scenario.

    Parameters
    ----------
    inputs, policy
        What is known, and what a GO takes.
    scenario
        Passed on into the result.
    seed
        At least 0; same seed, same result to the byte on one installation.
    draws
        Exactly so many; None doubles from 16,384 until no figure that decides lies within 3 Monte
        Carlo standard errors of its threshold, at most 2**20.
    """
    with np.errstate(over="raise", divide="raise", invalid="raise", under="ignore"):
        return _evaluate(inputs, policy, scenario, seed=seed, draws=draws)


def _evaluate(
    inputs: Inputs, policy: Policy, scenario: ScenarioSummary, *, seed: int, draws: int | None
) -> Evaluation:
    figures = _figures(inputs, policy, seed, draws)
    measured, expected, simulation = figures.measured, figures.expected, figures.simulation
    minimum = policy.min_value_per_item
    ranked = sorted(range(len(expected.by_class)), key=lambda i: -abs(expected.by_class[i]))
    moved = frozenset(ranked[:FLIPPED_CLASSES])
    flips = flip_points(inputs, minimum, expected, moved, seed=seed, draws=simulation.draws)
    questions = ask(inputs, minimum, expected, flips, seed=seed, draws=simulation.draws)
    decision = decide(figures, questions, lambda: drivers(inputs))
    measured_point, means = point(inputs, Measured()), point(inputs, FloatMeans(inputs.prior))
    constant = constant_answer(inputs, means)
    low, high = interval(simulation.value_per_item[1]) if inputs.uncertain else (expected.value,) * 2
    total = _total(figures, means) if inputs.over_time else None
    return Evaluation(
        scenario=scenario,
        policy=policy,
        verdict=decision.verdict,
        strategy="keep" if decision.verdict is Verdict.NO_GO else "ship",
        rule=decision.rule,
        reason=decision.reason + _constant_beats(constant, expected),
        at_edge=decision.at_edge,
        value_per_item=ValuePerItem(
            as_measured=measured.value,
            expected=expected.value,
            low=low,
            high=high,
            chance_above_minimum=figures.chance,
            monte_carlo_error=expected.error,
        ),
        total=total,
        costs=_costs(inputs, expected),
        waterfall=waterfall(inputs, expected),
        classes=_classes(inputs, expected, measured_point, means),
        metrics=Metrics(
            baseline=metrics(inputs, measured_point, "baseline"),
            model=metrics(inputs, measured_point, "model"),
        ),
        strategies=_strategies(figures, decision, low, high, total),
        timeline=None,
        over_time=None,
        constant_answer=constant,
        flip_points=flips,
        questions=questions,
        seed=seed,
        draws=simulation.draws,
    )


def _figures(inputs: Inputs, policy: Policy, seed: int, draws: int | None) -> Figures:
    measured = as_measured(inputs)
    limited = frozenset(inputs.classes.index(label) for label in policy.error_rate)
    count, simulation = draws or FIRST_DRAWS, None
    while True:
        simulation = simulate(inputs, seed=seed, draws=count, classes=limited, after=simulation)
        figures = Figures(
            inputs=inputs,
            policy=policy,
            measured=measured,
            expected=expectation(inputs, seed=seed, draws=count),
            simulation=simulation,
        )
        if draws is not None or count >= MOST_DRAWS or settled(figures):
            return figures
        count *= 2


def constant_answer(inputs: Inputs, means: Point) -> ConstantAnswer | None:
    """Return the best single label for every item, with the model's saving and none of its other costs.

    None where nothing is per class, and under an experiment's value.
    """
    if inputs.experiment or not inputs.named:
        return None
    worth = constant_values(inputs, means)
    best = max(range(len(worth)), key=worth.__getitem__)
    return ConstantAnswer(label=inputs.classes[best], per_item=worth[best])


def _constant_beats(constant: ConstantAnswer | None, expected: Expectation) -> str:
    if constant is None or margin(constant.per_item, expected.value, expected.magnitude) <= 0:
        return ""
    worth = f"{money(constant.per_item)} per item"
    return f"; always answering {constant.label}, with no model, is worth more: {worth}"


def _total(figures: Figures, means: Point) -> Total:
    inputs, expected, net_benefit = figures.inputs, figures.expected, figures.simulation.net_benefit[1]
    certain = not inputs.uncertain
    low, high = (expected.net_benefit,) * 2 if certain else interval(net_benefit)
    horizon = inputs.horizon
    assert horizon is not None  # noqa: S101 - inputs.over_time says so
    weeks = horizon.cumulative_weeks(means.numbers.get("discount_rate", 0.0))
    launch = expected.launch * expected.items
    grown = weeks / weeks[-1] * (expected.net_benefit + launch) - launch
    return Total(
        expected=expected.net_benefit,
        low=low,
        high=high,
        chance_of_loss=figures.chance_of_loss,
        cvar=expected.net_benefit if certain else cvar(net_benefit),
        drawdown=None,
        payback_weeks=payback_weeks(np.concatenate([[-launch], grown])),
    )


def _costs(inputs: Inputs, expected: Expectation) -> Costs:
    def cost(per_item: float | None) -> SystemCost:
        total = per_item * expected.items if per_item is not None and inputs.over_time else None
        return SystemCost(per_item=per_item, total=total)

    today = expected.baseline_cost
    return Costs(baseline=cost(today), model=cost(None if today is None else today - expected.value))


def _classes(inputs: Inputs, expected: Expectation, measured: Point, means: Point) -> tuple[ClassResult, ...]:
    if inputs.experiment or not inputs.named:
        return ()
    evidence = inputs.evidence("model")
    return tuple(
        ClassResult(
            label=label,
            share=float(means.mix[i]),
            actual_items=sum(evidence.rows[i]) if isinstance(evidence, Counts) else None,
            per_item=expected.by_class[i],
            recall_baseline=recall(measured.baseline[i]),
            recall_model=recall(measured.model[i]),
        )
        for i, label in enumerate(inputs.classes)
    )


def _strategies(
    figures: Figures, decision: Decision, low: float, high: float, total: Total | None
) -> tuple[StrategyResult, ...]:
    keep = StrategyResult(
        name="keep",
        expected_per_item=0.0,
        low=0.0,
        high=0.0,
        chance_above_minimum=float(figures.policy.min_value_per_item < 0),
        expected_total=None if total is None else 0.0,
        chance_of_loss=None if total is None else 0.0,
        drawdown=None,
        excluded_by=None,
    )
    ship = StrategyResult(
        name="ship",
        expected_per_item=figures.expected.value,
        low=low,
        high=high,
        chance_above_minimum=figures.chance,
        expected_total=None if total is None else total.expected,
        chance_of_loss=None if total is None else total.chance_of_loss,
        drawdown=None,
        excluded_by=decision.excluded_by,
    )
    return keep, ship
