"""What needs what: keys that are required, keys that need others, keys that exclude each other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from ship_or_not.scenario.gather import some
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.paths import join_path, split_path
from ship_or_not.scenario.policies import OWN

if TYPE_CHECKING:
    from ship_or_not.results import Policy
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.numbers import Number
    from ship_or_not.scenario.source import Path

EXPERIMENT = "measured_value_per_item"
SAVINGS = (("savings_per_item",), ("baseline", "cost_per_item"), ("model", "cost_per_item"))
REPLACED = (
    ("savings_per_item",),
    ("error_costs",),
    ("prevalence",),
    ("customer_impact",),
    *((system, key) for system in ("baseline", "model") for key in ("cost_per_item", "accuracy", "recall")),
    *((system, key) for system in ("baseline", "model") for key in ("confusion", "measured_on")),
    ("baseline", "always"),
    ("model", "refer"),
    ("model", "share"),
)
"""What an experiment's value takes the place of."""
OVER_TIME: Final[tuple[tuple[str, ...], ...]] = (
    ("baseline", "running_cost"),
    ("model", "running_cost"),
    ("model", "launch_cost"),
)
"""Costs that are told per item only with volume and horizon."""
UNMEASURED: Final[tuple[tuple[str, ...], ...]] = (
    ("error_capacity",),
    ("plan_b",),
    ("baseline", "drift"),
    ("model", "drift"),
    ("model", "failure"),
    ("model", "monitoring"),
)
"""What changes how good a system is, which an experiment's value does not say."""
COURSE: Final[tuple[tuple[str, ...], ...]] = (("ramp_up",), ("model", "retraining"), *UNMEASURED)
"""What happens over time, which takes volume and horizon."""
_TIME = "volume: {items: 40000, per: month} and horizon: 24 months"


def over_time(gathered: Gathered) -> None:
    """Report costs that cannot be told per item without volume and horizon."""
    missing = [key for key in ("volume", "horizon") if gathered.lacks(key)]
    if not missing:
        return
    for path in OVER_TIME:
        if gathered.has(*path):
            gathered.report(
                path, f"{path[-1]} cannot be told per item without {' and '.join(missing)}", _TIME
            )
    for path in COURSE:
        if gathered.has(*path):
            gathered.report(path, f"{path[-1]} needs {' and '.join(missing)}", _TIME)


def course(gathered: Gathered) -> None:
    """Report what happens over time and lacks what it is about: a failure, or when one is noticed."""
    model = gathered.document.model
    failure, monitoring = (None, None) if model is None else (model.failure, model.monitoring)
    if gathered.lacks("model", "failure") and not gathered.bad("model"):
        expected = "model.failure: {chance: 2% per month, accuracy: 60%, repaired_after: 3 weeks}"
        for path, found in (
            (("model", "monitoring"), "monitoring has nothing to notice: there is no model.failure"),
            (("plan_b",), "plan_b is never used: there is no model.failure"),
        ):
            if gathered.has(*path):
                gathered.report(path, found, f"{expected}, or no {path[-1]}")
    if failure is None:
        return
    texts = gathered.source.texts
    noticed: Path = ("model", "failure", "noticed_after")
    watched: Path = ("model", "monitoring", "noticed_after")
    if failure.noticed_after is None:
        if not gathered.bad(*noticed) and gathered.lacks("model", "monitoring"):
            gathered.report(
                noticed[:-1],
                "noticed_after is missing: how long until somebody notices",
                "noticed_after: 6 weeks, or model.monitoring with its own",
            )
    elif monitoring is not None and _weeks(monitoring.noticed_after) > _weeks(failure.noticed_after):
        gathered.report(
            watched,
            f"{texts[watched]} is later than without monitoring: {texts[noticed]}",
            "at most what model.failure.noticed_after says",
            key=False,
        )


def _weeks(duration: Number) -> float:
    return math.inf if duration.distribution is None else duration.distribution.mean * duration.factor


def limits(gathered: Gathered, policy: Policy, classes: tuple[str, ...]) -> None:
    """Report limits that lack what they are held against."""
    own = policy.path is None and policy.name == OWN
    at: Path = ("policy", "limits") if own else ()
    named = "" if own else f"policy {policy.name}: "
    missing = [key for key in ("volume", "horizon") if gathered.lacks(key)]
    for key, limit in (("loss", policy.loss), ("drawdown", policy.drawdown)):
        if limit is not None and missing:
            gathered.report(
                (*at, key) if own else at, f"{named}the limit on {key} needs {' and '.join(missing)}", _TIME
            )
    for label in policy.error_rate:
        if label not in classes and not gathered.bad("classes"):
            path = (*at, "error_rate", label) if own else at
            if classes:
                gathered.unknown_label(path, label, classes, where=f" in policy {policy.name}" * (not own))
            else:
                gathered.report(
                    path,
                    f"{named}the limit on {some([label])} needs the model's errors by class",
                    "classes, and model.recall or model.confusion",
                )


def required(gathered: Gathered) -> None:
    """Report what is missing of saving, error costs and qualities, and savings given twice."""
    if gathered.lacks("error_costs"):
        gathered.report((), "error_costs is missing", "error_costs: 2, or a cost for each class")
    for system in ("baseline", "model"):
        if gathered.lacks(system):
            gathered.report((), f"{system} is missing", f"{system}: {{accuracy: 98%}}")
    costs = [system for system in ("baseline", "model") if gathered.has(system, "cost_per_item")]
    if gathered.has("savings_per_item"):
        for system in costs:
            gathered.report(
                (system, "cost_per_item"),
                "the saving is given twice: savings_per_item stands beside it",
                "savings_per_item, or cost_per_item of baseline and model",
            )
    elif len(costs) == 1:
        other = "model" if costs == ["baseline"] else "baseline"
        if not gathered.lacks(other, "cost_per_item") or gathered.validated.bad & {(other,)}:
            return
        gathered.report(
            (costs[0], "cost_per_item"),
            f"{other}.cost_per_item is missing: the saving is their difference",
            f"{other}: {{cost_per_item: 0.05}}, or savings_per_item in place of both",
        )
    elif all(gathered.lacks(*path) for path in SAVINGS):
        gathered.report(
            (),
            "savings_per_item is missing",
            "savings_per_item: 0.30, or cost_per_item of baseline and model",
        )


def experiment(gathered: Gathered) -> None:
    """Report what stands beside an experiment's value although that takes its place."""
    for path in REPLACED:
        if gathered.has(*path):
            gathered.report(
                path, f"{EXPERIMENT} stands in place of {'.'.join(path)}", "one of the two: remove the other"
            )
    for path in UNMEASURED:
        if gathered.has(*path):
            gathered.report(
                path,
                f"{path[-1]} changes how often answers are wrong, of which {EXPERIMENT} says nothing",
                f"saving, error_costs and qualities in its place, or no {path[-1]}",
            )


def sources(gathered: Gathered, policy: Policy | None) -> None:
    """Report sources of figures that are not there; those of rules that a policy replaced may stay."""
    if not gathered.document.sources:
        return
    paths = [gathered.source.by_name(path) for path in gathered.source.texts if path[0] != "sources"]
    known = {join_path(path[:length]) for path in paths for length in range(1, len(path) + 1)}
    for name in gathered.document.sources:
        path = split_path(name) or ()
        if join_path(path) not in known and (policy is None or path[:1] != ("policy",)):
            gathered.report(
                ("sources", name),
                f"there is no {name} in the scenario",
                "the dotted path of one of its keys",
                suggestion=nearest(name, known),
            )
