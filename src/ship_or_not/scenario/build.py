"""A valid tree → the engine's inputs: one sign convention, one currency, one time unit.

What depends on several keys is checked here, and everything wrong is reported at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import UNNAMED, ClassMix, Evidence, Inputs
from ship_or_not.engine.timeline import Horizon
from ship_or_not.evidence.problems import input_error
from ship_or_not.scenario.blocks import VOLUME
from ship_or_not.scenario.costs import build_costs, is_number
from ship_or_not.scenario.gather import Gathered, some
from ship_or_not.scenario.matrices import labels_of
from ship_or_not.scenario.mix import build_mix
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.numbers import AMOUNT, COST, COST_PER_PERIOD, RATE, YEARLY_RATE, Number, Quantity
from ship_or_not.scenario.paths import join_path, split_path
from ship_or_not.scenario.policies import OWN, build_policy
from ship_or_not.scenario.quality import build_quality
from ship_or_not.scenario.quantities import PERIODS
from ship_or_not.scenario.schema import Document
from ship_or_not.scenario.validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from ship_or_not.errors import Problem
    from ship_or_not.results import ConfusionSummary, Policy
    from ship_or_not.scenario.costs import Costs
    from ship_or_not.scenario.source import Path, Source

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A scenario ready for the engine.

    Parameters
    ----------
    confusion
        System → its matrix as understood.
    policy
        The scenario's own rules, or the defaults.
    files
        What was read beside the scenario.
    """

    name: str | None
    currency: str
    sources: Mapping[str, str]
    inputs: Inputs
    confusion: Mapping[str, ConfusionSummary]
    policy: Policy
    files: tuple[FilePath, ...]


def build(source: Source, *, policy: Policy | None = None) -> Built:
    """Read a scenario.

    Parameters
    ----------
    policy
        The rules that replace the scenario's whole.

    Raises
    ------
    InputError
        With every problem, in the order in which they stand in the file.
    """
    gathered = Gathered(source, validate(source, Document))
    document = gathered.document
    _plain_numbers(gathered)
    _over_time(gathered)
    _sources(gathered, policy)
    rules = policy or build_policy(gathered.source, document.policy)
    confusion: dict[str, ConfusionSummary] = {}
    classes: tuple[str, ...] = ()
    if gathered.has(EXPERIMENT):
        _experiment(gathered)
        parts = _Parts()
    else:
        _required(gathered)
        classes = _classes(gathered)
        parts = _parts(gathered, classes, confusion)
    _limits(gathered, rules, classes)
    if gathered.problems:
        raise input_error(_in_file_order(gathered))
    return Built(
        name=document.name,
        currency=document.currency or "",
        sources=document.sources or {},
        inputs=Inputs(
            classes=classes or (UNNAMED,),
            numbers=gathered.numbers,
            costs=parts.costs,
            baseline=parts.baseline,
            model=parts.model,
            refers=document.model is not None and document.model.refer is not None,
            mix=parts.mix,
            prior=document.prior,
            horizon=None if document.horizon is None else Horizon(days=document.horizon),
        ),
        confusion=confusion,
        policy=rules,
        files=tuple(gathered.files),
    )


def _in_file_order(gathered: Gathered) -> list[Problem]:
    """Order problems as they stand in the scenario, then those of each other file."""
    files = {gathered.source.file: 0}
    for problem in gathered.problems:
        files.setdefault(problem.location.file, len(files))
    return sorted(
        gathered.problems, key=lambda p: (files[p.location.file], p.location.line, p.location.column)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    costs: Costs = ()
    baseline: Evidence | None = None
    model: Evidence | None = None
    mix: ClassMix | None = None


def _parts(gathered: Gathered, classes: tuple[str, ...], confusion: dict[str, ConfusionSummary]) -> _Parts:
    """Build what an item's value is made of; where something is wrong, what can be checked still is."""
    document = gathered.document
    costs = build_costs(gathered, classes) if document.error_costs is not None else None
    per_class = bool(classes) and _anything_per_class(gathered)
    evidence = {}
    for system in ("baseline", "model"):
        if getattr(document, system) is not None:
            evidence[system] = build_quality(gathered, system, classes, costs, confusion)
    mix = build_mix(gathered, classes, evidence.get("model"), evidence.get("baseline")) if per_class else None
    return _Parts(costs=costs or (), baseline=evidence.get("baseline"), model=evidence.get("model"), mix=mix)


def _classes(gathered: Gathered) -> tuple[str, ...]:
    """Return the labels, or none where nothing is per class; reported where they are needed and missing."""
    document = gathered.document
    if document.classes is not None:
        return document.classes if _anything_per_class(gathered) else ()
    if gathered.bad("classes"):
        return ()
    needing: list[Path] = [path for path in _per_class(gathered) if not gathered.bad(*path)]
    if needing:
        names = (_named(gathered, "model"), _named(gathered, "baseline"), _named_by_costs(gathered))
        named = next((found for found in names if found), ("billing", "fraud", "other"))
        gathered.report(
            needing[0], f"{needing[0][-1]} is per class, and classes is missing", f"classes: [{some(named)}]"
        )
    return ()


def _named(gathered: Gathered, system: str) -> tuple[str, ...]:
    block = getattr(gathered.document, system)
    if block is None:
        return ()
    return labels_of(gathered, system) if block.confusion is not None else tuple(block.recall or ())


def _named_by_costs(gathered: Gathered) -> tuple[str, ...]:
    costs = gathered.document.error_costs
    return tuple(costs) if isinstance(costs, dict) and not is_number(costs, ()) else ()


def _anything_per_class(gathered: Gathered) -> bool:
    return bool(_per_class(gathered))


def _per_class(gathered: Gathered) -> list[Path]:
    """Return the paths at which something is per class."""
    paths: list[Path] = [
        (system, key)
        for system in ("model", "baseline")
        for key in ("confusion", "recall", "always")
        if gathered.has(system, key) and (system, key) != ("model", "always")
    ]
    costs = gathered.document.error_costs
    if costs is not None and not is_number(costs, gathered.document.classes or ()):
        paths.append(("error_costs",))
    if gathered.has("prevalence"):
        paths.append(("prevalence",))
    return paths


def _plain_numbers(gathered: Gathered) -> None:
    """Register the numbers that stand for themselves."""
    document = gathered.document
    model, baseline, impact = document.model, document.baseline, document.customer_impact
    plain: list[tuple[Path, Number | None, Quantity, str]] = [
        (("savings_per_item",), document.savings_per_item, AMOUNT, "money"),
        ((EXPERIMENT,), document.measured_value_per_item, AMOUNT, "money"),
        (("discount_rate",), document.discount_rate, YEARLY_RATE, "rate per year"),
    ]
    if baseline is not None:
        plain += [
            (("baseline", "cost_per_item"), baseline.cost_per_item, COST, "money"),
            (("baseline", "running_cost"), baseline.running_cost, COST_PER_PERIOD, "money"),
        ]
    if model is not None:
        plain += [
            (("model", "cost_per_item"), model.cost_per_item, COST, "money"),
            (("model", "running_cost"), model.running_cost, COST_PER_PERIOD, "money"),
            (("model", "launch_cost"), model.launch_cost, COST, "money"),
            (("model", "share"), model.share, RATE, "rate"),
        ]
        if model.refer is not None and model.refer.extra_cost is not None:
            plain.append((("model", "refer", "extra_cost"), model.refer.extra_cost, COST, "money"))
    if impact is not None:
        plain += [
            (("customer_impact", "churn_per_error"), impact.churn_per_error, RATE, "rate"),
            (("customer_impact", "customer_value"), impact.customer_value, COST, "money"),
        ]
    for path, number, quantity, unit in plain:
        if number is not None:
            gathered.add(path, number, quantity, unit=unit)
    volume = document.volume
    if volume is not None:
        gathered.add(
            ("volume", "items"),
            volume.items,
            VOLUME,
            unit=f"items per {volume.per}",
            factor=PERIODS["week"] / PERIODS[volume.per],
        )


def _over_time(gathered: Gathered) -> None:
    """Report costs that cannot be told per item without volume and horizon."""
    missing = [key for key in ("volume", "horizon") if gathered.lacks(key)]
    if not missing:
        return
    for path in (("baseline", "running_cost"), ("model", "running_cost"), ("model", "launch_cost")):
        if gathered.has(*path):
            gathered.report(
                path,
                f"{path[-1]} cannot be told per item without {' and '.join(missing)}",
                "volume: {items: 40000, per: month} and horizon: 24 months",
            )


def _limits(gathered: Gathered, policy: Policy, classes: tuple[str, ...]) -> None:
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


def _required(gathered: Gathered) -> None:
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


def _experiment(gathered: Gathered) -> None:
    """Report what stands beside an experiment's value although that takes its place."""
    for path in REPLACED:
        if gathered.has(*path):
            gathered.report(
                path, f"{EXPERIMENT} stands in place of {'.'.join(path)}", "one of the two: remove the other"
            )


def _sources(gathered: Gathered, policy: Policy | None) -> None:
    """Report sources of figures that are not there; those of rules that a policy replaced may stay."""
    paths = gathered.source.texts
    known = {join_path(path[:length]) for path in paths for length in range(1, len(path) + 1)}
    for name in gathered.document.sources or {}:
        path = split_path(name) or ()
        if join_path(path) not in known and (policy is None or path[:1] != ("policy",)):
            gathered.report(
                ("sources", name),
                f"there is no {name} in the scenario",
                "the dotted path of one of its keys",
                suggestion=nearest(name, known),
            )
