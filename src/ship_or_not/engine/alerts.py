"""When a monitor of data-science metrics should page somebody, before the business metric shows it.

What is asked is where a *running* model stops paying. So what is spent already (the launch, the ramp-up) is
left out, and so is what the alert itself is about: that the model decays or fails, and what then takes
over. What running it costs stays in: retraining, monitoring, and errors above a capacity too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.inputs import quoted
from ship_or_not.engine.sensitivity import Clearing, Movable, flips_of, now_at
from ship_or_not.results.sensitivity import Alert, Reaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.engine.expectation import Expecting
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point

NOT_OF_THE_RUNNING_MODEL = (
    "model.launch_cost",
    "ramp_up",
    "model.drift",
    "baseline.drift",
    "model.failure",
    "plan_b",
)

REACTION_WEEKS = 4.0
"""Until something is done, where neither the user nor the scenario says how long that takes."""


def running(inputs: Inputs) -> Inputs:
    """Return the same inputs once the model runs: launched, healthy, with no plan B."""
    return inputs.without(*NOT_OF_THE_RUNNING_MODEL)


def reaction(inputs: Inputs, weeks: float | None) -> Reaction:
    """Return how long it takes to react, and what is lost meanwhile.

    Parameters
    ----------
    weeks
        As asked; None for as long as a failure lasts, or `REACTION_WEEKS` where there is none.
    """
    source = "asked"
    if weeks is None:
        weeks, source = _failure_lasts(inputs)
    drift = inputs.numbers.get("model.drift.accuracy_loss")
    lost = 0.0 if drift is None else drift.distribution.mean * drift.factor * weeks
    return Reaction(weeks=weeks, source=source, accuracy_lost=min(lost, 1.0))


def _failure_lasts(inputs: Inputs) -> tuple[float, str]:
    monitored, alone = "model.monitoring.noticed_after", "model.failure.noticed_after"
    noticed = monitored if monitored in inputs.numbers else alone
    items = [inputs.numbers.get(path) for path in (noticed, "model.failure.repaired_after")]
    known = [item.distribution.mean * item.factor for item in items if item is not None]
    return (sum(known), "failure") if len(known) == len(items) else (REACTION_WEEKS, "assumed")


def alerts(
    inputs: Inputs, minimum: float, expecting: Expecting, reaction: Reaction, classes: frozenset[int]
) -> tuple[Alert, ...]:
    """Return the alerts on the model's accuracy, and on each class's recall and share, in that order.

    Parameters
    ----------
    minimum
        Money per item that the running model has to be worth more than.
    classes
        Indices of those whose recalls and shares are watched.

    Returns
    -------
    tuple of Alert
        None under an experiment's value, which says nothing of how often the model is right.
    """
    if inputs.experiment:
        return ()
    inputs = running(inputs)
    clearing = Clearing(minimum=minimum, candidates=(0,), expecting=expecting)
    pays, means = clearing.now(inputs) > 0, point(inputs, FloatMeans(inputs.prior))
    found: list[Alert] = []
    for alert, path in _watched(inputs, means, classes):
        if not pays:
            found.append(replace(alert, state="stopped"))
            continue
        moved = inputs if path in inputs.derived else inputs.known(path, alert.now)
        movable = Movable(path=path, unit="rate", now=alert.now, low=0.0, high=1.0)
        flips = flips_of(movable, clearing.mover(moved, path, alert.now))
        found += _set(alert, dict(flips), reaction.accuracy_lost)
    return tuple(found)


def _watched(inputs: Inputs, means: Point, classes: frozenset[int]) -> Iterator[tuple[Alert, str]]:
    """Yield each metric where it is now, with its path."""
    labels = [inputs.classes[i] for i in sorted(classes)] if inputs.named else []
    paths: list[tuple[str, str | None, str]] = [("accuracy", None, "model.accuracy")]
    paths += [("recall", label, f"model.recall.{quoted(label)}") for label in labels]
    paths += [("share", label, f"prevalence.{quoted(label)}") for label in labels]
    for metric, label, path in paths:
        if path in inputs.derived:
            now = now_at(means, inputs.derived[path])
        else:
            now = float(inputs.numbers[path].posterior(inputs.prior).mean)
        yield Alert(metric=metric, label=label, now=now, state="never"), path


def _set(alert: Alert, flips: dict[str, float], lost: float) -> list[Alert]:
    """Return the alerts for where a metric makes the model stop paying.

    Parameters
    ----------
    flips
        Side, ``"below"`` or ``"above"``, to the value from which on it does not pay.
    lost
        Accuracy, and recall, that is lost until something is done.
    """
    found = []
    if "below" in flips:
        margin = 0.0 if alert.metric == "share" else lost
        at = flips["below"] + margin
        state = "alerting" if at > alert.now else "watch"
        below = replace(alert, alert_below=min(at, 1.0), stops_paying_at=flips["below"], margin=margin)
        found.append(replace(below, state=state))
    if "above" in flips and alert.metric == "share":
        above = flips["above"]
        found.append(replace(alert, alert_above=above, stops_paying_at=above, state="watch"))
    return found or [alert]
