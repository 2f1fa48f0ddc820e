"""``plan_b``: what may take over while the model is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.structure import Plan
from ship_or_not.scenario.quality import Rated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ship_or_not.engine.structure import Evidence
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.schema import PlanB
    from ship_or_not.scenario.source import Path


def backups(gathered: Gathered) -> list[Rated]:
    """Return the systems that are backups, of which the scenario says how good they are."""
    return [
        Rated(name=gathered.name(path), path=path, block=plan)
        for path, plan in _plans(gathered)
        if plan.kind == "backup"
    ]


def build_plans(gathered: Gathered, evidence: Mapping[str, Evidence | None]) -> tuple[Plan, ...]:
    """Return the plans, in the order of the file.

    Parameters
    ----------
    evidence
        How good each backup is, by its dotted path.
    """
    return tuple(
        Plan(
            name=plan.name,
            path=gathered.name(path),
            kind=plan.kind,
            evidence=evidence.get(gathered.name(path)),
            until_built=plan.until_built,
        )
        for path, plan in _plans(gathered)
    )


def _plans(gathered: Gathered) -> Iterator[tuple[Path, PlanB]]:
    for place, plan in enumerate(gathered.document.plan_b or ()):
        if plan is not None:
            yield ("plan_b", place), plan
