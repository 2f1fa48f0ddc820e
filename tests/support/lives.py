"""Random scenarios over a few weeks whose numbers are all exact, with everything that happens over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ship_or_not.engine.inputs import quoted
from support.exact import number

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from random import Random

    from support.exact import Tree

LABELS = ("a", "b-2", "c d")
REFER = "to a person"
PERIODS = {"day": 1.0, "week": 7.0, "month": 365 / 12, "year": 365.0}


def random_life(rng: Random, *, days: tuple[int, int] = (1, 56)) -> Tree:
    """Draw a valid scenario.

    Parameters
    ----------
    days
        The shortest and the longest horizon.
    """
    return _Maker(rng, rng.randint(*days)).tree()


UNCERTAIN = {"savings_per_item", "cost_per_item", "launch_cost", "running_cost", "cost", "repair_cost"}
UNCERTAIN |= {
    "extra_cost",
    "customer_value",
    "rollback_cost",
    "standby_cost",
    "build_cost",
    "cost_per_unprocessed_item",
}
UNCERTAIN |= {"chance", "accuracy", "accuracy_loss", "errors", "follow_through", "discount_rate"}


def with_ranges(tree: Tree) -> Tree:
    """Return a scenario where each of these numbers may be anything from half of it to itself."""
    ranges: Tree = replaced(tree, lambda _, raw: {"low": halved(raw), "high": raw})
    return ranges


def replaced(node: Any, change: Callable[[str, Any], Any], path: str = "") -> Any:
    """Return a tree with every number that may be uncertain changed, given its dotted path."""
    if isinstance(node, list) and node and isinstance(node[0], dict):
        return [replaced(each, change, f"{path}{quoted(each['name'])}.") for each in node]
    if not isinstance(node, dict):
        return node
    return {
        key: change(path + key, value)
        if key in UNCERTAIN and size(value) > 0
        else replaced(value, change, f"{path}{quoted(key)}.")
        for key, value in node.items()
    }


def size(raw: Any) -> Fraction:
    """Return how large a number is, whatever its unit."""
    return number(str(raw).partition(" per ")[0])


def halved(raw: Any) -> Any:
    """Return half of a number, in its unit."""
    text, per, period = str(raw).partition(" per ")
    percent = "%" * text.endswith("%")
    half = float(text.rstrip("%")) / 2
    return half if isinstance(raw, float | int) else f"{half!r}{percent}{per}{period}"


class _Maker:
    def __init__(self, rng: Random, days: int) -> None:
        self.rng, self.days = rng, days
        self.classes = list(LABELS[: rng.randint(2, 3)]) if rng.random() < 0.6 else []
        self.one_cost = not self.classes or rng.random() < 0.3

    def maybe(self, chance: float = 0.5) -> bool:
        return self.rng.random() < chance

    def amount(self, high: float) -> float:
        return round(self.rng.uniform(0, high), self.rng.randint(0, 3))

    def some(self, block: Tree, key: str, high: float, chance: float = 0.6) -> None:
        """Write an amount, or leave it out."""
        if self.maybe(chance):
            block[key] = self.amount(high)

    def some_per(self, block: Tree, key: str, high: float, chance: float = 0.6) -> None:
        """Write an amount per period, at most so much a week, or leave it out."""
        if self.maybe(chance):
            block[key] = self.per(self.amount(high))

    def per(self, amount: float) -> str:
        period = self.rng.choice(list(PERIODS))
        return f"{round(amount * PERIODS[period] / 7, 3)!r} per {period}"

    def rate(self, low: int, high: int) -> str:
        return f"{self.rng.randint(10 * low, 10 * high) / 10}%"

    def duration(self, longest: float, shortest: float = 0.25) -> str:
        """Write a duration in one of its forms, often of whole weeks, so that moments fall together."""
        days = self.rng.uniform(shortest, max(1.1 * shortest, longest))
        unit, length = self.rng.choice([("days", 1.0), ("weeks", 7.0), ("weeks", 7.0), ("months", 365 / 12)])
        rounded = round(days / length, self.rng.choice([0, 1, 2])) or 1
        return f"{int(rounded) if float(rounded).is_integer() else rounded} {unit}"

    def tree(self) -> Tree:
        rng = self.rng
        self.costed = self.maybe(0.75)
        tree: Tree = {"name": "a life", "baseline": {}, "model": {}}
        if self.costed:
            tree["baseline"]["cost_per_item"] = self.amount(1)
            tree["model"]["cost_per_item"] = self.amount(0.5)
        else:
            tree["savings_per_item"] = self.amount(1)
        tree["volume"] = {"items": rng.randint(1, 3000), "per": rng.choice(list(PERIODS))}
        tree["horizon"] = f"{self.days} days" if self.maybe(0.8) else f"{self.days / 8} weeks"
        if self.maybe():
            tree["discount_rate"] = f"{rng.randint(0, 60)}%"
        if self.classes:
            tree["classes"] = self.classes
            tree["prevalence"] = self.prevalence()
        tree["error_costs"] = self.amount(5) if self.one_cost else self.costs()
        if self.maybe(0.3):
            tree["customer_impact"] = {"churn_per_error": self.rate(0, 5), "customer_value": self.amount(100)}
        if self.classes and self.maybe(0.2):
            tree["baseline"]["always"] = rng.choice(self.classes)
        else:
            self.quality(tree["baseline"], refers=False)
        self.quality(tree["model"], refers=self.classes != [] and self.maybe(0.3))
        if self.maybe(0.2) and "refer" not in tree["model"]:
            tree["model"]["share"] = self.rate(0, 99) if self.maybe(0.8) else "100%"
        self.happens(tree)
        return tree if self.maybe(0.95) else self.experiment(tree)

    def experiment(self, tree: Tree) -> Tree:
        """Keep what an experiment's value goes with."""
        running, model = tree["baseline"].get("running_cost", "0 per week"), tree["model"]
        kept: Tree = {
            key: tree[key] for key in ("volume", "horizon", "discount_rate", "ramp_up") if key in tree
        }
        keys = ("launch_cost", "running_cost", "retraining")
        return {
            **kept,
            "measured_value_per_item": round(self.rng.uniform(-0.5, 1), 3),
            "baseline": {"running_cost": running},
            "model": {key: model[key] for key in keys if key in model},
        }

    def happens(self, tree: Tree) -> None:
        """Write what happens over time."""
        model = tree["model"]
        self.some(model, "launch_cost", 2000)
        self.some_per(model, "running_cost", 300)
        self.some_per(tree["baseline"], "running_cost", 300)
        if self.maybe():
            tree["ramp_up"] = self.duration(self.days)
        for system in (model, tree["baseline"]):
            self.drift(system)
        if self.maybe(0.4):
            model["retraining"] = {"every": self.duration(self.days / 2, shortest=1.5)}
            self.some(model["retraining"], "cost", 300)
        if self.maybe(0.4):
            tree["error_capacity"] = {"errors": self.errors(tree), "extra_cost": self.amount(20)}
        if self.maybe(0.9):
            self.failure(model)
            if self.maybe(0.8):
                tree["plan_b"] = self.plans()

    def drift(self, system: Tree) -> None:
        if self.maybe(0.4):
            period, most = self.rng.choice([("week", 10), ("month", 40), ("day", 2)])
            system["drift"] = {"accuracy_loss": f"{self.rate(0, most)} per {period}"}

    def errors(self, tree: Tree) -> str:
        items, period = tree["volume"]["items"], tree["volume"]["per"]
        return f"{round(items * self.rng.choice([0, 0.01, 0.05, 0.2]), 2)!r} per {period}"

    def failure(self, model: Tree) -> None:
        chance, period = self.rng.choice(
            [(30, "week"), (90, "month"), (15, "day"), (100, "year"), (100, "week")]
        )
        model["failure"] = {
            "chance": f"{self.rate(0, chance)} per {period}",
            "accuracy": self.rate(0, 100),
            "noticed_after": self.duration(self.days / 2),
            "repaired_after": self.duration(self.days / 2),
        }
        self.some(model["failure"], "repair_cost", 500)
        if self.maybe(0.3):
            model["monitoring"] = {"noticed_after": "0.2 days"}
            self.some_per(model["monitoring"], "running_cost", 50)
            if self.maybe(0.3):
                del model["failure"]["noticed_after"]

    def plans(self) -> list[Tree]:
        kinds = ["previous", "backup", "pause"] if self.costed else ["previous"]
        found = [
            self.plan(f"plan {i}" if i else "first", self.rng.choice(kinds))
            for i in range(self.rng.randint(1, 3))
        ]
        ready = [plan["name"] for plan in found if "build_time" not in plan]
        for plan in found:
            if "build_time" in plan and ready and self.maybe(0.6):
                plan["until_built"] = self.rng.choice(ready)
        return found

    def plan(self, name: str, kind: str) -> Tree:
        plan: Tree = {"name": name, "kind": kind, "ready_in": self.duration(self.days / 3)}
        if kind == "pause":
            plan["cost_per_unprocessed_item"] = self.amount(3)
        elif self.costed:
            self.some(plan, "cost_per_item", 1)
        if kind == "backup":
            self.quality(plan, refers=False)
            self.drift(plan)
        self.some(plan, "rollback_cost", 500)
        self.some_per(plan, "standby_cost", 50)
        self.some(plan, "build_cost", 500)
        if self.maybe(0.4):
            plan["build_time"] = self.duration(self.days * 1.2)
            if self.maybe():
                plan["follow_through"] = self.rate(0, 100)
        return plan

    # Classes

    def parts(self, count: int, total: int) -> list[int]:
        cuts = sorted(self.rng.randint(0, total) for _ in range(count - 1))
        return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]

    def prevalence(self) -> Tree:
        shares = self.parts(len(self.classes), 1000 - 10 * len(self.classes))
        return {label: f"{(share + 10) / 10}%" for label, share in zip(self.classes, shares, strict=True)}

    def costs(self) -> Tree:
        costs: Tree = {}
        for label in self.classes:
            others = [other for other in self.classes if other != label]
            costs[label] = {other: self.amount(10) for other in others}
            if self.maybe(0.4):
                costs[label] = (
                    {others[0]: self.amount(10), "any_other": self.amount(10)} if others[1:] else costs[label]
                )
            if self.maybe(0.3):
                costs[label][label] = round(self.rng.uniform(-2, 0.5), 2)
            if self.maybe(0.2):
                costs[label] = self.amount(10)
        return costs

    def quality(self, system: Tree, *, refers: bool) -> None:
        ways = ["accuracy"] if self.one_cost else []
        ways += ["recall", "rates"] if self.classes else []
        way = "rates" if refers else self.rng.choice(ways)
        if way == "accuracy":
            system["accuracy"] = self.rate(*self.rng.choice([(50, 100), (95, 100), (0, 100)]))
        elif way == "recall":
            system["recall"] = {label: self.rate(50, 100) for label in self.classes}
        else:
            system["confusion"] = [self.row(i, len(self.classes) + refers) for i in range(len(self.classes))]
            if refers:
                system["refer"] = {"label": REFER}
                self.some(system["refer"], "extra_cost", 3)

    def row(self, right: int, columns: int) -> list[Any]:
        """Draw a row of rates, mostly right; never all whole numbers, which would be counts."""
        parts = self.parts(columns, 1000)
        parts.sort()
        parts.insert(right, parts.pop())
        while any(part == 1000 for part in parts):
            parts = [part - 3 * (columns - 1) if part == 1000 else 3 for part in parts]
        return [part / 1000 for part in parts]
