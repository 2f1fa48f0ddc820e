"""What an evaluation found: frozen, no computation, nothing imported but errors' neighbours.

The dataclasses have the shape of the JSON document: a renderer walks them and never recomputes.
Money is in the scenario's currency, per item unless a name says otherwise; higher is better for
every value, and a *cost* is positive when it is paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.errors import Problem


class Verdict(StrEnum):
    """The answer; its exit code is a property of it, not a choice of the command."""

    GO = "GO"
    NO_GO = "NO-GO"
    INCONCLUSIVE = "INCONCLUSIVE"

    @property
    def exit_code(self) -> int:
        """0 for GO, 1 for NO-GO, 3 for INCONCLUSIVE."""
        return {"GO": 0, "NO-GO": 1, "INCONCLUSIVE": 3}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountLimit:
    """The chance of a fall of the total by more than ``amount`` may not exceed ``chance``."""

    amount: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """The chance that a class's error rate lies above ``above`` may not exceed ``chance``."""

    above: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Decision rules: what a GO takes.

    Parameters
    ----------
    name
        A shipped policy's name, the file's, or "scenario" where the scenario holds it.
    path, sha256
        Of the policy file; None where the rules are the scenario's own or the defaults.
    min_value_per_item
        Money per item that the net value must exceed.
    confidence
        The chance, from 0 up to but not including 1, with which it must.
    loss, drawdown
        Limits on the total over the horizon, or None.
    error_rate
        Class label → limit on its error rate while the model is healthy.
    requires
        Ids of the questions that must be answered.
    """

    name: str = "balanced"
    path: str | None = None
    sha256: str | None = None
    min_value_per_item: float = 0.0
    confidence: float = 0.9
    loss: AmountLimit | None = None
    drawdown: AmountLimit | None = None
    error_rate: Mapping[str, RateLimit]
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSummary:
    """One input as understood: its mean and central 90 % in the unit it was written in."""

    unit: str
    distribution: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSummary:
    """Which scenario was evaluated, and what was understood of it.

    Parameters
    ----------
    name, path, sha256, currency
        As written; path and hash are of the scenario file, None for a scenario from text.
    sources
        Dotted path → where the figure comes from.
    inputs
        Dotted path → the input as understood.
    confusion
        System → its counts or rates with the labels of rows and columns, where it has them.
    overrides
        The ``--set``, ``--model`` and ``--baseline`` that were applied, as typed.
    """

    name: str
    path: str | None
    sha256: str | None
    currency: str
    sources: Mapping[str, str]
    inputs: Mapping[str, InputSummary]
    confusion: Mapping[str, ConfusionSummary]
    overrides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionSummary:
    """A confusion matrix as understood: rows actual, columns predicted."""

    kind: str  # "counts" or "rates"
    path: str | None
    sha256: str | None
    actual: tuple[str, ...]
    predicted: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePerItem:
    """Net value per item of the best candidate, in money; ``monte_carlo_error`` is of ``expected``."""

    as_measured: float
    expected: float
    low: float
    high: float
    chance_above_minimum: float
    monte_carlo_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """Net benefit over the horizon, present value.

    Parameters
    ----------
    low, high
        Central 90 % of what is expected: what is not known.
    chance_of_loss, cvar, drawdown
        Of what may come true (what is not known, and luck): the chance that it is below 0; the mean of the
        worst 5 %; how far the cumulative value falls from its highest so far, with a chance of 5 % to
        fall further.
    payback_weeks
        First week from whose end the mean cumulative value stays at 0 or above; None where it never does.
    """

    expected: float
    low: float
    high: float
    chance_of_loss: float
    cvar: float
    drawdown: float | None
    payback_weeks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCost:
    """What one system costs, operation and errors; None where the scenario only gives a difference."""

    per_item: float | None
    total: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What is paid today, and what would be."""

    baseline: SystemCost
    model: SystemCost


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of the waterfall; the bars add up to ``expected``."""

    id: str
    label: str
    per_item: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassResult:
    """What one actual class adds to the value per item.

    ``share`` is of production; ``actual_items`` is the class's number in the model's evidence, None
    without counts; recalls are as measured, of the items a system answers itself, None where it
    answers none.
    """

    label: str
    share: float
    actual_items: int | None
    per_item: float
    recall_baseline: float | None
    recall_model: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemMetrics:
    """The data-science metrics, as measured, at production's class mix; None where undefined."""

    accuracy: float | None
    balanced_accuracy: float | None
    macro_f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Both systems' metrics, to stand beside the money."""

    baseline: SystemMetrics
    model: SystemMetrics


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyResult:
    """One strategy against keeping today's process (``keep``, which is 0 by definition)."""

    name: str
    expected_per_item: float
    low: float
    high: float
    chance_above_minimum: float
    expected_total: float | None
    chance_of_loss: float | None
    drawdown: float | None
    excluded_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePoint:
    """One strategy's week, in money, present value, against keeping today's process.

    Parameters
    ----------
    week
        Counted from 1; the last may be a part of a week. Week 0 is the decision: what is paid at once.
    expected
        What the week is worth.
    low, high
        Central 90 % of the cumulative value at its end.
    cumulative
        Expected value up to its end.
    """

    week: int
    strategy: str
    expected: float
    low: float
    high: float
    cumulative: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OverTime:
    """What the measures taken against decay and failure are worth, in money over the horizon.

    Each is the best strategy's expected value, less what it would be without the measure; None where
    the scenario has none.

    Parameters
    ----------
    plan, monitoring, retraining
        What plan B, the monitoring and the retraining are worth.
    stops_paying_week
        First week from which on, were the model never retrained, running it costs more than it
        brings; None where there is none within the horizon.
    best_retraining_weeks
        The interval between trainings that would be worth most, of those that divide the horizon evenly; None
        where never training is.
    """

    plan: float | None
    monitoring: float | None
    retraining: float | None
    stops_paying_week: int | None
    best_retraining_weeks: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantAnswer:
    """The best single label given to every item, with no model, and what that is worth."""

    label: str
    per_item: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipPoint:
    """Where one input, moved alone, changes whether the expected value clears the minimum.

    ``direction`` is "above" or "below": the side of ``flips_at`` on which the answer is another
    one; None where it never flips (``flips_at`` is then None too).
    """

    input: str
    unit: str
    now: float
    flips_at: float | None
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the twelve: its status is "answered", "assumed" or "open"."""

    id: str
    question: str
    status: str
    detail: str
    flips_at: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evaluation:
    """Everything an evaluation found about one scenario.

    Parameters
    ----------
    strategy
        "ship", or "keep" on NO-GO.
    rule
        The decision rule that fired: "limit", "prior-decides", "negative-value", "not-sure",
        "open-question" or "pays-off".
    reason
        Why, in one sentence.
    at_edge
        True where the Monte Carlo error, not the evidence, might decide.
    value_per_item, total
        Of the best candidate, also on NO-GO; total is None without volume and horizon.
    timeline
        Every strategy but keep, week by week; None where no week differs from another but by its date.
    over_time
        None where ``timeline`` is.
    seed, draws
        What reproduces it.
    """

    scenario: ScenarioSummary
    policy: Policy
    verdict: Verdict
    strategy: str
    rule: str
    reason: str
    at_edge: bool
    value_per_item: ValuePerItem
    total: Total | None
    costs: Costs
    waterfall: tuple[Bar, ...]
    classes: tuple[ClassResult, ...]
    metrics: Metrics
    strategies: tuple[StrategyResult, ...]
    timeline: tuple[TimelinePoint, ...] | None
    over_time: OverTime | None
    constant_answer: ConstantAnswer | None
    flip_points: tuple[FlipPoint, ...]
    questions: tuple[Question, ...]
    seed: int
    draws: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFailure:
    """A scenario that could not be evaluated, and everything wrong with it."""

    path: str
    problems: tuple[Problem, ...]
