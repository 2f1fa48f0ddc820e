"""Sensitivity analyses made by hand, for the tests of the renderers: plausible, not computed."""

from __future__ import annotations

from ship_or_not.results import Verdict
from ship_or_not.results.sensitivity import Alert, Reaction, Sensitivity, Swing
from support.results_factory import flip, tickets


def swing(path: str, value_low: float, value_high: float, *, unit: str = "money") -> Swing:
    return Swing(input=path, unit=unit, low=0.25, high=0.5, value_low=value_low, value_high=value_high)


def alert(metric: str, label: str | None = None, **others: float) -> Alert:
    """Make an alert below 0.9 where the metric is 0.95 now, unless ``others`` say otherwise."""
    figures = {"now": 0.95, "alert_below": 0.9, "stops_paying_at": 0.88, "margin": 0.02, **others}
    return Alert(metric=metric, label=label, state="watch", **figures)


def above(label: str) -> Alert:
    """Make an alert on a class's share."""
    return Alert(metric="share", label=label, now=0.01, alert_above=0.04, stops_paying_at=0.04, state="watch")


def never(metric: str, label: str | None = None) -> Alert:
    return Alert(metric=metric, label=label, now=0.95, state="never")


def sensitivity(*alerts: Alert, tornado: tuple[Swing, ...] = ()) -> Sensitivity:
    """Make one with these alerts and bars."""
    usual = tickets()
    return Sensitivity(
        scenario=usual.scenario,
        policy=usual.policy,
        verdict=Verdict.GO,
        rule="pays-off",
        strategy="ship",
        expected=0.1,
        chance_above_minimum=0.95,
        tornado=tornado,
        flip_points=(flip("model.accuracy", "rate", 0.95, 0.93, "below"),),
        classes_left_out=0,
        react_within=Reaction(weeks=4.0, source="assumed", accuracy_lost=0.02),
        alerts=alerts,
        seed=0,
        draws=16_384,
    )
