"""What can be done beside keeping today's process.

*Ship* puts the model in its place at time 0. A plan B is a strategy of its own beside it; one that has to be
built can be waited for, or built after the launch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.structure import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One thing that can be done.

    Parameters
    ----------
    name
        As results call it.
    plan
        The plan B behind the model, None for none.
    waits
        Whether the launch comes only when the plan is built, else both begin at once.
    meanwhile
        What stands in until the plan is built; None for nothing.
    """

    name: str
    plan: Plan | None = None
    waits: bool = False
    meanwhile: Plan | None = None


def strategies(inputs: Inputs) -> tuple[Strategy, ...]:
    """Return what can be done beside keeping today's process, *ship* first."""
    found = [Strategy(name="ship")]
    by_name = {plan.name: plan for plan in inputs.plans}
    for plan in inputs.plans:
        if f"{plan.path}.build_time" not in inputs.numbers:
            found.append(Strategy(name=f"ship + {plan.name}", plan=plan))
            continue
        found.append(Strategy(name=f"wait for {plan.name}", plan=plan, waits=True))
        meanwhile = None if plan.until_built is None else by_name[plan.until_built]
        name = f"ship, build {plan.name} meanwhile"
        found.append(Strategy(name=name, plan=plan, meanwhile=meanwhile))
    return tuple(found)


def concerned(inputs: Inputs, path: str) -> frozenset[int]:
    """Return the places of the strategies that a path has a part in."""
    plans = [plan for plan in inputs.plans if path.startswith(f"{plan.path}.")]
    if not plans:
        return frozenset(range(len(strategies(inputs))))
    return frozenset(
        row for row, each in enumerate(strategies(inputs)) if {each.plan, each.meanwhile} & set(plans)
    )
