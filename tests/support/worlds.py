"""The strategies of a scenario, and the ways in which each may turn out."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from support.exact import DAYS, number, per_week

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.exact import Tree


@dataclass(frozen=True, kw_only=True)
class World:
    """One way in which a strategy turns out.

    Parameters
    ----------
    chance
        How likely it is.
    launch
        When the model goes live, in weeks.
    paid
        What is paid at the decision for building.
    plans
        ``(since when, plan)``: what takes over in an incident that begins then or later.
    standby
        ``(plan, until when)``: what is kept ready from the launch on.
    """

    chance: Fraction = Fraction(1)
    launch: Fraction = Fraction(0)
    paid: Fraction = Fraction(0)
    plans: tuple[tuple[Fraction, Tree], ...] = ()
    standby: tuple[tuple[Tree, Fraction], ...] = ()


def weeks(raw: str) -> Fraction:
    """Read ``"2.5 months"``."""
    count, _, unit = raw.partition(" ")
    return number(count) * DAYS[unit.removesuffix("s")] / 7


def money(block: Tree, key: str) -> Fraction:
    """Read an amount, 0 where none is written."""
    return number(block.get(key, 0))


def money_per_week(block: Tree, key: str) -> Fraction:
    """Read an amount per period, 0 where none is written."""
    return per_week(block.get(key, "0 per week"))


def strategies(tree: Tree) -> list[str]:
    """Return the names of a scenario's strategies."""
    names = ["keep", "ship"]
    for plan in tree.get("plan_b", []):
        name = plan["name"]
        built = [f"wait for {name}", f"ship, build {name} meanwhile"]
        names += built if "build_time" in plan else [f"ship + {name}"]
    return names


def worlds(tree: Tree, strategy: str) -> Iterator[World]:
    """Yield the ways in which a strategy may turn out."""
    plans: dict[str, Tree] = {plan["name"]: plan for plan in tree.get("plan_b", [])}
    now, end = Fraction(0), weeks(tree["horizon"])
    if strategy == "ship":
        yield World()
    elif strategy.startswith("ship + "):
        plan = plans[strategy.removeprefix("ship + ")]
        yield World(paid=money(plan, "build_cost"), plans=((now, plan),), standby=((plan, end),))
    elif strategy.startswith("wait for "):
        plan = plans[strategy.removeprefix("wait for ")]
        built = weeks(plan["build_time"])
        paid = money(plan, "build_cost")
        yield World(launch=built, paid=paid, plans=((built, plan),), standby=((plan, end),))
    else:
        plan = plans[strategy.removeprefix("ship, build ").removesuffix(" meanwhile")]
        built, follows = weeks(plan["build_time"]), number(plan.get("follow_through", 1))
        first = [plans[plan["until_built"]]] if "until_built" in plan else []
        paid = sum((money(each, "build_cost") for each in first), Fraction(0))
        yield World(
            chance=follows,
            paid=paid + money(plan, "build_cost"),
            plans=(*((now, each) for each in first), (built, plan)),
            standby=(*((each, min(built, end)) for each in first), (plan, end)),
        )
        yield World(
            chance=1 - follows,
            paid=paid,
            plans=tuple((now, each) for each in first),
            standby=tuple((each, end) for each in first),
        )
