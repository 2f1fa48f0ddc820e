"""From inputs and a policy to the evaluation: the engine's one entrance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.decision import Figures, decide, settled
from ship_or_not.engine.draws import FloatMeans, Measured, point
from ship_or_not.engine.expectation import Expecting, as_measured
from ship_or_not.engine.metrics import metrics, recall
from ship_or_not.engine.questions import ask
from ship_or_not.engine.risk import cvar, interval, payback_weeks, quantile
from ship_or_not.engine.sensitivity import flip_points
from ship_or_not.engine.simulate import simulate
from ship_or_not.engine.strategies import strategies
from ship_or_not.engine.structure import Counts
from ship_or_not.engine.ties import margin
from ship_or_not.engine.value import constant_values
from ship_or_not.engine.waterfall import changes_over_time, waterfall
from ship_or_not.engine.wording import money
from ship_or_not.engine.worth import over_time, timeline
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
    from numpy.typing import NDArray

    from ship_or_not.engine.expectation import Expectation
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.results import Policy, ScenarioSummary

FIRST_DRAWS = 16_384
MOST_DRAWS = 2**20
"""Where doubling ends."""

LARGEST_DRAWS = 2**24
"""The most that can be asked for."""

KEEP = "keep"

strict = partial(np.errstate, over="raise", divide="raise", invalid="raise", under="ignore")
"""``@strict()`` around whatever computes figures: none that is not finite comes out of it."""

FALLS = 0.95
"""The quantile of drawdowns that is shown: one in twenty is larger."""

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
    return conclude(gather(inputs, policy, seed=seed, draws=draws), scenario, seed=seed)


@strict()
def conclude(figures: Figures, scenario: ScenarioSummary, *, seed: int) -> Evaluation:
    """Return everything that is found about one scenario, from its figures.

    Parameters
    ----------
    seed
        The one that the figures were drawn with.
    """
    inputs, policy = figures.inputs, figures.policy
    best, simulation = figures.best, figures.simulation
    measured, expected = figures.measured[best], figures.expected[best]
    healthy, ranked = figures.healthy, figures.ranked
    expecting = Expecting(seed=seed, draws=simulation.draws)
    clearing = figures.clearing(expecting)
    flips = flip_points(inputs, clearing, healthy, frozenset(ranked[:FLIPPED_CLASSES]))
    weekly = expecting.by_week(inputs) if inputs.changes else None
    worth = over_time(figures, expecting) if inputs.changes else None
    questions = ask(inputs, clearing, healthy, flips, worth)
    decision = decide(figures, questions, partial(_finding_out, figures, expecting, scenario.currency))
    measured_point, means = point(inputs, Measured()), point(inputs, FloatMeans(inputs.prior))
    constant = constant_answer(inputs, means)
    rows = [_strategy(figures, row) for row in range(len(figures.names))]
    return Evaluation(
        scenario=scenario,
        policy=policy,
        verdict=decision.verdict,
        strategy=KEEP if decision.verdict is Verdict.NO_GO else figures.names[best],
        rule=decision.rule,
        reason=decision.reason + _constant_beats(constant, expected),
        at_edge=decision.at_edge,
        value_per_item=ValuePerItem(
            as_measured=measured.value,
            expected=expected.value,
            low=rows[best].low,
            high=rows[best].high,
            chance_above_minimum=rows[best].chance_above_minimum,
            monte_carlo_error=expected.error,
        ),
        total=_total(figures, means, weekly) if inputs.over_time else None,
        costs=_costs(inputs, expected),
        waterfall=waterfall(
            inputs, healthy, expected, changes_over_time(inputs, best, healthy, expected, expecting)
        ),
        classes=_classes(inputs, healthy, measured_point, means),
        metrics=Metrics(
            baseline=metrics(inputs, measured_point, "baseline"),
            model=metrics(inputs, measured_point, "model"),
        ),
        strategies=(_keep(figures), *rows),
        timeline=None if weekly is None else timeline(figures, weekly),
        over_time=worth,
        constant_answer=constant,
        flip_points=flips,
        questions=questions,
        seed=seed,
        draws=simulation.draws,
    )


@strict()
def gather(inputs: Inputs, policy: Policy, *, seed: int, draws: int | None = None) -> Figures:
    """Return what the rules look at: draws, expectations, and what was measured.

    Parameters
    ----------
    seed, draws
        As in `evaluate`.
    """
    measured = as_measured(inputs)
    names = tuple(each.name for each in strategies(inputs))
    limited = frozenset(inputs.classes.index(label) for label in policy.error_rate)
    count, simulation = draws or FIRST_DRAWS, None
    while True:
        simulation = simulate(inputs, seed=seed, draws=count, classes=limited, after=simulation)
        found = Figures(
            inputs=inputs,
            policy=policy,
            names=names,
            measured=measured,
            expected=Expecting(seed=seed, draws=count).expectation(inputs),
            simulation=simulation,
        )
        if draws is not None or count >= MOST_DRAWS or settled(found):
            return found
        count *= 2


def _finding_out(figures: Figures, expecting: Expecting, currency: str) -> str:
    """Say what would settle it, and what it would be worth to find that out."""
    from ship_or_not.engine import advice  # noqa: PLC0415 - most scenarios are decided without it
    from ship_or_not.engine.drivers import drivers  # noqa: PLC0415 - as above
    from ship_or_not.engine.stakes import Stakes  # noqa: PLC0415 - as above

    found = drivers(figures.inputs, figures.best)
    stakes = Stakes(figures=figures, expecting=expecting)
    return advice.would_settle(found) + advice.worth_finding_out(stakes, found, currency)


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


def _total(figures: Figures, means: Point, weekly: NDArray[np.float64] | None) -> Total:
    inputs, best = figures.inputs, figures.best
    expected, realised = figures.expected[best], figures.simulation.realised[1 + best]
    certain = not (inputs.uncertain or inputs.lucky)
    low, high = _interval(figures, best, figures.simulation.net_benefit, expected.net_benefit)
    return Total(
        expected=expected.net_benefit,
        low=low,
        high=high,
        chance_of_loss=figures.chance_of_loss(best),
        cvar=expected.net_benefit if certain else cvar(realised),
        drawdown=quantile(figures.simulation.drawdown[1 + best], FALLS),
        payback_weeks=payback_weeks(
            _steadily(inputs, expected, means) if weekly is None else np.cumsum(weekly[best])
        ),
    )


def _steadily(inputs: Inputs, expected: Expectation, means: Point) -> NDArray[np.float64]:
    """Return the mean cumulative value where no week differs from another: at the decision, then weekly."""
    assert inputs.horizon is not None  # noqa: S101 - inputs.over_time says so
    weeks = inputs.horizon.cumulative_weeks(means.numbers.get("discount_rate", 0.0))
    launch = expected.launch * expected.items
    grown = weeks / weeks[-1] * (expected.net_benefit + launch) - launch
    return np.concatenate([[-launch], grown])


def _interval(figures: Figures, row: int, draws: NDArray[np.float64], certain: float) -> tuple[float, float]:
    """Return the central 90 % of a strategy's draws, of what is expected of each."""
    return interval(draws[1 + row]) if figures.inputs.uncertain else (certain, certain)


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


def _keep(figures: Figures) -> StrategyResult:
    nothing = 0.0 if figures.inputs.over_time else None
    return StrategyResult(
        name=KEEP,
        expected_per_item=0.0,
        low=0.0,
        high=0.0,
        chance_above_minimum=float(figures.policy.min_value_per_item < 0),
        expected_total=nothing,
        chance_of_loss=nothing,
        drawdown=nothing,
        excluded_by=None,
    )


def _strategy(figures: Figures, row: int) -> StrategyResult:
    expected, in_time = figures.expected[row], figures.inputs.over_time
    low, high = _interval(figures, row, figures.simulation.value_per_item, expected.value)
    return StrategyResult(
        name=figures.names[row],
        expected_per_item=expected.value,
        low=low,
        high=high,
        chance_above_minimum=figures.chance(row),
        expected_total=expected.net_benefit if in_time else None,
        chance_of_loss=figures.chance_of_loss(row) if in_time else None,
        drawdown=quantile(figures.simulation.drawdown[1 + row], FALLS) if in_time else None,
        excluded_by=figures.excluded.get(row),
    )
