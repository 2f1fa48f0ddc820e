"""What a sensitivity analysis found: frozen, no computation, in the shape of the JSON document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ship_or_not.results import FlipPoint, Policy, ScenarioSummary, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One bar of the tornado: how far what is not known of one input moves the expected value.

    Parameters
    ----------
    input
        Its path: of a number, of a confusion matrix (``model.confusion``), or ``prevalence`` where the class
        mix was counted.
    unit
        Of ``low`` and ``high``: a number's own; money for a matrix and for the mix.
    low, high
        Its 5 % and 95 % quantiles. Of a matrix: of what the system's errors cost per item. Of the
        mix: of what the model's answers save per item against today's.
    value_low, value_high
        Expected value per item were it known to be there, in money.
    """

    input: str
    unit: str
    low: float
    high: float
    value_low: float
    value_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """How long it takes to react to an alert.

    Parameters
    ----------
    weeks
        From the alert until something is done.
    source
        "asked"; "failure" where it is how long a failure lasts; or "assumed".
    accuracy_lost
        How much accuracy is expected to be lost meanwhile, by ``model.drift``.
    """

    weeks: float
    source: str
    accuracy_lost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """When a monitor of one metric should page somebody.

    Parameters
    ----------
    metric
        "accuracy", or a class's "recall" or "share".
    label
        The class; None for the accuracy.
    now
        Where the metric is expected to be, 0 to 1.
    alert_below, alert_above
        Where to page; at most one is not None.
    stops_paying_at
        Where the running model is no longer worth more than the minimum.
    margin
        How far before that the alert is.
    state
        "watch"; "alerting" where it pages from the start, for now lies within the margin; "never" where
        no value of the metric makes the model stop paying; "stopped" where it does not pay as it is.
    """

    metric: str
    label: str | None = field(metadata={"json": "class"})
    now: float
    alert_below: float | None = None
    alert_above: float | None = None
    stops_paying_at: float | None = None
    margin: float = 0.0
    state: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sensitivity:
    """What the answer hangs on, one input at a time.

    Parameters
    ----------
    verdict, rule
        As an evaluation's.
    strategy, expected
        The best candidate, and its expected value per item: what the tornado's bars start from.
    chance_above_minimum
        The chance that it is worth more than the policy's minimum.
    tornado
        Every uncertain input, the one that moves the value most first.
    flip_points
        For every number and every derived input.
    classes_left_out
        Classes of whose costs, recalls and shares there are no flip points and alerts: 0 up to 200 classes.
    react_within, alerts
        What a monitor of the running model should page on; no alerts under an experiment's value.
    """

    scenario: ScenarioSummary
    policy: Policy
    verdict: Verdict
    rule: str
    strategy: str
    expected: float
    chance_above_minimum: float
    tornado: tuple[Swing, ...]
    flip_points: tuple[FlipPoint, ...]
    classes_left_out: int
    react_within: Reaction
    alerts: tuple[Alert, ...]
    seed: int
    draws: int
