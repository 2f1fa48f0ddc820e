"""What needs what: keys that are required, keys that need others, keys that exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.scenario.gather import some
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.paths import join_path, split_path
from ship_or_not.scenario.policies import OWN

if TYPE_CHECKING:
    from ship_or_not.results import Policy
    from ship_or_not.scenario.gather import Gathered
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
OVER_TIME = (("baseline", "running_cost"), ("model", "running_cost"), ("model", "launch_cost"))
"""Costs that are told per item only with volume and horizon."""


def over_time(gathered: Gathered) -> None:
    """Report costs that cannot be told per item without volume and horizon."""
    missing = [key for key in ("volume", "horizon") if gathered.lacks(key)]
    if not missing:
        return
    for path in OVER_TIME:
        if gathered.has(*path):
            gathered.report(
                path,
                f"{path[-1]} cannot be told per item without {' and '.join(missing)}",
                "volume: {items: 40000, per: month} and horizon: 24 months",
            )


def limits(gathered: Gathered, policy: Policy, classes: tuple[str, ...]) -> None:
    """Report limits that lack what they are held against."""
    own = policy.path is None and policy.name == OWN
    at: Path = ("policy", "limits") if own else ()
    named = "" if own else f"policy {policy.name}: "
    missing = [key for key in ("volume", "horizon") if gathered.lacks(key)]
    if policy.loss is not None and missing:
        gathered.report(
            (*at, "loss") if own else at,
            f"{named}the limit on loss needs {' and '.join(missing)}",
            "volume: {items: 40000, per: month} and horizon: 24 months",
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


def sources(gathered: Gathered, policy: Policy | None) -> None:
    """Report sources of figures that are not there; those of rules that a policy replaced may stay."""
    if not gathered.document.sources:
        return
    paths = [gathered.source.by_name(path) for path in gathered.source.texts]
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
