"""A valid tree → the engine's inputs: one sign convention, one currency, one time unit.

Everything wrong is reported at once: structure by `validate`, what depends on several keys by `needs` and
the builders of each part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import UNNAMED, Inputs
from ship_or_not.engine.timeline import Horizon
from ship_or_not.evidence.problems import input_error
from ship_or_not.scenario import needs
from ship_or_not.scenario.costs import build_costs, is_number
from ship_or_not.scenario.gather import Gathered, some
from ship_or_not.scenario.matrices import labels_of
from ship_or_not.scenario.mix import build_mix
from ship_or_not.scenario.plain import plain_numbers
from ship_or_not.scenario.plans import build_plans, check_plans
from ship_or_not.scenario.policies import build_policy
from ship_or_not.scenario.quality import Rated, build_quality, rated
from ship_or_not.scenario.schema import Document
from ship_or_not.scenario.validate import validate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path as FilePath

    from ship_or_not.engine.structure import ClassMix, Evidence
    from ship_or_not.errors import Problem
    from ship_or_not.results import ConfusionSummary, Policy
    from ship_or_not.scenario.costs import Costs
    from ship_or_not.scenario.source import Path, Source


JEFFREYS = 1.0
"""Weight of not knowing where none is written, in items per actual class."""

ERROR_KINDS = {"fn", "fp", "false_negative", "false_positive", "false_negatives", "false_positives"}
"""What others call the two kinds of error; here a cost belongs to the class that is true."""


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
    plain_numbers(gathered)
    needs.over_time(gathered)
    needs.sources(gathered, policy)
    rules = policy or build_policy(gathered.source, document.policy)
    confusion: dict[str, ConfusionSummary] = {}
    classes: tuple[str, ...] = ()
    if gathered.has(needs.EXPERIMENT):
        needs.experiment(gathered)
        parts = _Parts()
    else:
        needs.required(gathered)
        needs.course(gathered)
        classes = _classes(gathered)
        parts = _parts(gathered, classes, confusion)
    needs.limits(gathered, rules, classes)
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
            baseline=parts.evidence.get("baseline"),
            model=parts.evidence.get("model"),
            refers=document.model is not None and document.model.refer is not None,
            mix=parts.mix,
            prior=JEFFREYS if document.prior is None else document.prior,
            pooled=document.prior is None,
            horizon=None if document.horizon is None else Horizon(days=document.horizon),
            plans=build_plans(gathered, parts.evidence),
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
    evidence: Mapping[str, Evidence | None] = field(default_factory=dict)
    mix: ClassMix | None = None


def _parts(gathered: Gathered, classes: tuple[str, ...], confusion: dict[str, ConfusionSummary]) -> _Parts:
    """Build what an item's value is made of; where something is wrong, what can be checked still is."""
    document = gathered.document
    costs = build_costs(gathered, classes) if document.error_costs is not None else None
    check_plans(gathered)
    found = [(each, build_quality(gathered, each, classes, costs, confusion)) for each in rated(gathered)]
    mix = build_mix(gathered, classes, found) if classes else None
    return _Parts(costs=costs or (), evidence={each.name: evidence for each, evidence in found}, mix=mix)


def _classes(gathered: Gathered) -> tuple[str, ...]:
    """Return the labels, or none where nothing is per class; reported where they are needed and missing."""
    document = gathered.document
    if document.classes is not None:
        return document.classes if _per_class(gathered) else ()
    if gathered.bad("classes"):
        return ()
    needing: list[Path] = [path for path in _per_class(gathered) if not gathered.bad(*path)]
    if needing:
        names = (*(_named(gathered, each) for each in _model_first(gathered)), _named_by_costs(gathered))
        named = next((found for found in names if found), ("billing", "fraud", "other"))
        expected = f"classes: [{some(named)}]"
        if {label.lower() for label in named} <= ERROR_KINDS:
            expected = (
                "classes: [good, bad] and error_costs: {good: 2, bad: 60}, each for a wrong answer on it"
            )
        gathered.report(needing[0], f"{needing[0][-1]} is per class, and classes is missing", expected)
    return ()


def _named(gathered: Gathered, system: Rated) -> tuple[str, ...]:
    block = system.block
    if block.confusion is not None:
        return labels_of(gathered, (*system.path, "confusion"), block.confusion)
    return tuple(block.recall or ())


def _model_first(gathered: Gathered) -> list[Rated]:
    """Return the systems, the one first whose labels are the likeliest to be meant."""
    return sorted(rated(gathered), key=lambda each: each.name != "model")


def _named_by_costs(gathered: Gathered) -> tuple[str, ...]:
    costs = gathered.document.error_costs
    return tuple(costs) if isinstance(costs, dict) and not is_number(costs, ()) else ()


def _per_class(gathered: Gathered) -> list[Path]:
    """Return the paths at which something is per class."""
    paths: list[Path] = [
        (*system.path, way)
        for system in _model_first(gathered)
        for way in ("confusion", "recall", "always")
        if way in system.ways and gathered.has(*system.path, way)
    ]
    costs = gathered.document.error_costs
    if costs is not None and not is_number(costs, gathered.document.classes or ()):
        paths.append(("error_costs",))
    if gathered.has("prevalence"):
        paths.append(("prevalence",))
    return paths
