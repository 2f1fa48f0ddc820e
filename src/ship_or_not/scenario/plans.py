"""``plan_b``: what may take over while the model is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ship_or_not.engine.structure import Plan
from ship_or_not.evidence.text import quoted
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.quality import WAYS, written_plans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.engine.structure import Evidence
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.schema_systems import PlanB
    from ship_or_not.scenario.source import Path

RESERVED_NAMES: Final = ("none", "keep", "ship")
"""What no plan may be called: strategies have these names, and having no plan."""

MOST_PLANS: Final = 100
"""Each is a strategy with draws of its own."""

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "cost_per_item": ("previous", "backup"),
    **dict.fromkeys((*WAYS[:-1], "measured_on", "drift"), ("backup",)),
    "cost_per_unprocessed_item": ("pause",),
}
"""The kinds of plan that have a key; every kind has the others."""

BUILT: Final = ("follow_through", "until_built")
"""Keys that say something only of a plan with a build time."""


def check_plans(gathered: Gathered) -> None:
    """Report what is wrong within and between plans."""
    plans = written_plans(gathered)
    if gathered.document.plan_b == []:
        gathered.report(("plan_b",), "the list is empty", "a plan, or no such line")
    if len(plans) > MOST_PLANS:
        found = f"there are {len(plans)} plans"
        gathered.report(("plan_b", MOST_PLANS), found, f"at most {MOST_PLANS}, each is a strategy")
        return
    for at, (path, plan) in enumerate(plans):
        _check_name(gathered, path, plan, before=[each.name for _, each in plans[:at]])
        _check_keys(gathered, path, plan)
        _check_saving(gathered, path, plan)
        _check_until_built(gathered, path, plan, {each.name: each for _, each in plans})


def _check_name(gathered: Gathered, path: Path, plan: PlanB, before: list[str]) -> None:
    name, shown = plan.name, quoted(plan.name)
    wrong = {
        "begins or ends with a blank": name != name.strip(),
        "has a meaning of its own": name in RESERVED_NAMES,
        "is the name of a plan above": name in before,
    }
    for found in [found for found, holds in wrong.items() if holds][:1]:
        expected = quoted(name.strip()) if name != name.strip() else "another name, one for each plan"
        gathered.report((*path, "name"), f"{shown} {found}", expected, key=False)


def _check_keys(gathered: Gathered, path: Path, plan: PlanB) -> None:
    """Report keys of other kinds of plans, and keys that lack the one that they belong to."""
    for key in [key for key, kinds in KINDS.items() if plan.kind not in kinds and gathered.has(*path, key)]:
        kinds = " or ".join(KINDS[key])
        gathered.report(
            (*path, key),
            f"{key} goes with kind {kinds}, and this plan's kind is {plan.kind}",
            f"no such line, or kind: {kinds}",
        )
    if plan.kind == "pause" and gathered.lacks(*path, "cost_per_unprocessed_item"):
        gathered.report(
            path,
            "cost_per_unprocessed_item is missing: what an item costs that is left undone",
            "cost_per_unprocessed_item: 0.10, or 0 where it costs nothing",
        )
    for key in [key for key in BUILT if gathered.has(*path, key) and gathered.lacks(*path, "build_time")]:
        gathered.report(
            (*path, key),
            f"{key} says nothing without build_time: the plan is there at the launch",
            f"build_time: 2 months, or no {key}",
        )


def _check_saving(gathered: Gathered, path: Path, plan: PlanB) -> None:
    """Report what today's cost per item is needed for, where only the saving is known."""
    if not gathered.has("savings_per_item") or not gathered.lacks("baseline", "cost_per_item"):
        return
    priced = plan.kind == "previous" and gathered.has(*path, "cost_per_item")
    if plan.kind == "previous" and not priced:
        return
    what, at = ("cost_per_item", "cost_per_item") if priced else (f"a {plan.kind}", "kind")
    gathered.report(
        (*path, at),
        f"{what} is held against what an item costs today, which savings_per_item does not say",
        "cost_per_item of baseline and model, in place of savings_per_item",
    )


def _check_until_built(gathered: Gathered, path: Path, plan: PlanB, plans: Mapping[str, PlanB]) -> None:
    """Report the name of what stands in unless it is another plan, there at the launch."""
    name = plan.until_built
    at = (*path, "until_built")
    if name is None or gathered.bad(*at):
        return
    others = [each for each in plans if each != plan.name and plans[each].build_time is None]
    expected = f"one of {', '.join(map(quoted, others))}" if others else "another plan, without build_time"
    if name == plan.name:
        gathered.report(at, "a plan cannot stand in for itself", f"{expected}, or no such line", key=False)
    elif name in plans and plans[name].build_time is not None:
        found = f"{quoted(name)} has a build_time: it is not there at the launch either"
        gathered.report(at, found, f"{expected}, or no such line", key=False)
    elif name not in plans and None not in (gathered.document.plan_b or ()):
        found = f"there is no plan {quoted(name)}"
        gathered.report(
            at, found, f"{expected}, or no such line", suggestion=nearest(name, others), key=False
        )


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
        for path, plan in written_plans(gathered)
    )
