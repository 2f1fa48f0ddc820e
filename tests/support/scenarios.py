"""Random scenarios as plain trees: for seeded bulk tests, and as hypothesis strategies.

A tree is what the YAML file holds, written as text by `text_of`; its numbers are floats that print as
short decimals, or texts such as ``"12.5%"``, so that an exact calculator can read them as fractions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.inputs import quoted

if TYPE_CHECKING:
    from ship_or_not.api import Scenario

Tree = dict[str, Any]

LABELS = ("a", "b-2", "c d", 'say "e.f"')
REFER = "to a person"
NUMBER_KEYS = {"low", "likely", "high", "mean", "sd", "samples"}
PERIODS = ("day", "week", "month", "year")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a random scenario may hold."""

    uncertain: bool = False
    over_time: bool | None = None  # None: at random
    fixed_costs: bool = True
    discount: bool = False
    per_class: bool | None = None
    largest_amount: float = 100.0
    largest_count: int = 2000


def randomness(seed: int) -> Random:
    """Return a generator for a seeded bulk test."""
    return Random(seed)  # noqa: S311 - nothing is kept secret here


def text_of(tree: Tree) -> str:
    """Write a tree as YAML in flow style."""
    return json.dumps(tree, ensure_ascii=False)


def load(tree: Tree, **options: Any) -> Scenario:
    """Load a tree."""
    return ship_or_not.load_scenario(text=text_of(tree), **options)


def paths_of_costs(tree: Tree) -> list[str]:
    """Return the dotted paths of its error costs."""
    costs = tree["error_costs"]
    if not isinstance(costs, dict) or set(costs) <= NUMBER_KEYS:
        return ["error_costs"]
    found = []
    for label, row in costs.items():
        if isinstance(row, dict) and set(row) <= {*tree["classes"], "any_other"}:
            found += [f"error_costs.{quoted(label)}.{quoted(other)}" for other in row]
        else:
            found.append(f"error_costs.{quoted(label)}")
    return found


def random_tree(rng: Random, wanted: Wanted | None = None) -> Tree:
    """Draw a valid scenario."""
    return _Maker(rng, wanted or Wanted()).tree()


def trees(**wanted: Any) -> st.SearchStrategy[Tree]:
    """Return a strategy of trees: plain random ones, and ones whose every choice hypothesis controls."""
    plain = st.integers(0, 2**32).map(Random)
    return st.one_of(plain, st.randoms(use_true_random=False)).map(
        lambda rng: random_tree(rng, Wanted(**wanted))
    )


class _Maker:
    def __init__(self, rng: Random, wanted: Wanted) -> None:
        self.rng, self.wanted = rng, wanted

    def maybe(self, chance: float = 0.5) -> bool:
        return self.rng.random() < chance

    def amount(self, low: float = 0.0) -> float:
        high = self.wanted.largest_amount * 10.0 ** self.rng.randint(-3, 0)
        return round(self.rng.uniform(low * high, high), self.rng.randint(0, 4))

    def cost(self, low: float = 0.0) -> Any:
        mean = self.amount(low)
        if not self.wanted.uncertain or mean <= 0 or self.maybe():
            return mean
        return self.rng.choice(
            [
                {"low": round(mean / 2, 5), "high": round(mean * 2, 5)},
                {"low": 0, "likely": mean, "high": round(mean * 3, 5)},
                {"mean": mean, "sd": round(mean / 3, 7)},
                {"samples": [mean, round(mean * 1.5, 5), 0]},
                f"{mean:.6f} to {mean * 2.5:.6f}",
            ]
        )

    def rate(self) -> Any:
        exact = f"{self.rng.randint(500, 1000) / 10}%"
        if not self.wanted.uncertain or self.maybe():
            return exact
        low = self.rng.randint(600, 900)
        return self.rng.choice(
            [
                f"{low / 10}% to {(low + 90) / 10}%",
                {"mean": low / 1000, "sd": 0.01},
                {"low": low / 1000, "high": (low + 90) / 1000},
            ]
        )

    def per_period(self) -> Any:
        period = self.rng.choice(PERIODS)
        cost = self.cost()
        if isinstance(cost, float):
            return f"{cost!r} per {period}"
        if isinstance(cost, str):
            return f"{cost} per {period}"
        if "samples" in cost:
            return {"samples": [f"{value!r} per {period}" for value in cost["samples"]]}
        return {key: f"{value!r} per {period}" for key, value in cost.items()}

    def tree(self) -> Tree:
        per_class = self.maybe(0.85) if self.wanted.per_class is None else self.wanted.per_class
        self.labels = list(LABELS[: self.rng.randint(2, len(LABELS))]) if per_class else []
        over_time = self.maybe() if self.wanted.over_time is None else self.wanted.over_time
        tree: Tree = {"name": "random", "baseline": {}, "model": {}}
        if self.maybe():
            tree["savings_per_item"] = self.rng.choice([self.amount(-1), self.amount()])
        else:
            tree["baseline"]["cost_per_item"] = self.cost()
            tree["model"]["cost_per_item"] = self.cost()
        if per_class:
            self.rng.shuffle(self.labels)
            tree["classes"] = self.labels
            self.classes_of(tree)
        else:
            tree["error_costs"] = self.cost()
            for system in ("baseline", "model"):
                tree[system]["accuracy"] = self.rate()
                self.measured(tree[system])
        if self.maybe(0.4):
            tree["customer_impact"] = {"churn_per_error": f"{self.rng.randint(0, 50) / 10}%"}
            tree["customer_impact"]["customer_value"] = self.cost()
        if self.maybe(0.3) and "refer" not in tree["model"]:
            tree["model"]["share"] = f"{self.rng.randint(0, 100)}%"
        if over_time:
            self.time_of(tree)
        return tree

    def measured(self, system: Tree) -> None:
        if self.wanted.uncertain and isinstance(system["accuracy"], str) and " to " not in system["accuracy"]:
            system["measured_on"] = self.rng.randint(1, 500)

    def time_of(self, tree: Tree) -> None:
        items = float(self.rng.randint(1, 10**5))
        tree["volume"] = {"items": items, "per": self.rng.choice(PERIODS)}
        if self.wanted.uncertain and self.maybe():
            tree["volume"]["items"] = {"low": items, "high": 3 * items}
        tree["horizon"] = f"{self.rng.randint(1, 40)} {self.rng.choice(['weeks', 'days', 'months', 'years'])}"
        if self.wanted.discount and self.maybe(0.7):
            tree["discount_rate"] = f"{self.rng.randint(0, 40)}%"
            if self.wanted.uncertain and self.maybe(0.3):
                tree["discount_rate"] = {"low": "1%", "high": f"{self.rng.randint(2, 60)}%"}
        if self.wanted.fixed_costs:
            for system, key in (("model", "running_cost"), ("baseline", "running_cost")):
                if self.maybe():
                    tree[system][key] = self.per_period()
            if self.maybe():
                tree["model"]["launch_cost"] = self.cost()

    def classes_of(self, tree: Tree) -> None:
        by_class = self.maybe(0.8)
        tree["error_costs"] = self.costs() if by_class else self.cost()
        ways = ["counts", "counts", "rates", "recall", *([] if by_class else ["accuracy"])]
        model = self.rng.choice(ways)
        baseline = self.rng.choice(["counts", "rates", "recall", "accuracy", "always"])
        if model in ("counts", "rates") and self.maybe(0.35):
            tree["model"]["refer"] = {"label": REFER}
            if self.maybe():
                tree["model"]["refer"]["extra_cost"] = self.cost()
        self.quality(tree["model"], model, refers="refer" in tree["model"])
        self.quality(tree["baseline"], baseline, refers=False)
        if "counts" not in (model, baseline) or self.maybe(0.6):
            tree["prevalence"] = self.prevalence()

    def costs(self) -> Tree:
        costs: Tree = {}
        for label in self.labels:
            if self.maybe(0.4):
                costs[label] = self.cost()
                continue
            named = [other for other in self.labels if other != label and self.maybe(0.6)]
            costs[label] = {other: self.cost() for other in named}
            if len(named) < len(self.labels) - 1:
                costs[label]["any_other"] = self.cost()
            if self.maybe(0.3):
                costs[label][label] = self.amount(-1)
        return costs

    def parts(self, columns: int, total: int) -> list[int]:
        """Split a total into whole parts."""
        cuts = sorted(self.rng.randint(0, total) for _ in range(columns - 1))
        return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]

    def quality(self, system: Tree, way: str, *, refers: bool) -> None:
        size = len(self.labels)
        columns = [*self.labels, REFER] if refers else self.labels
        if way == "accuracy":
            system["accuracy"] = self.rate()
            self.measured(system)
        elif way == "always":
            system["always"] = self.rng.choice(self.labels)
        elif way == "recall":
            system["recall"] = {label: f"{self.rng.randint(0, 1000) / 10}%" for label in self.labels}
            if self.wanted.uncertain and self.maybe(0.8):
                system["measured_on"] = self.rng.choice(
                    [self.rng.randint(20, 900), {label: self.rng.randint(1, 300) for label in self.labels}]
                )
        else:
            totals = [1000] * size
            if way == "counts":
                totals = [self.rng.randint(0 if i else 2, self.wanted.largest_count) for i in range(size)]
            rows: list[list[float]] = [list(self.parts(len(columns), total)) for total in totals]
            if way == "rates":
                rows = [[cell / 1000 for cell in row] for row in rows]
                if all(float(cell).is_integer() for row in rows for cell in row):  # they would be counts
                    rows = [[0.5, 0.5, *[0.0] * (len(columns) - 2)]] * size
            system["confusion"] = self.form(rows, columns)

    def form(self, rows: list[list[float]], columns: list[str]) -> Any:
        form = self.rng.choice(["rows", "labels", "nested"])
        if form == "rows" or (form == "labels" and len(columns) > len(rows)):
            return rows
        if form == "labels":
            order = self.rng.sample(range(len(rows)), len(rows))
            return {
                "labels": [self.labels[i] for i in order],
                "rows": [[rows[i][j] for j in order] for i in order],
            }
        return {
            label: dict(zip(columns, row, strict=True)) for label, row in zip(self.labels, rows, strict=True)
        }

    def prevalence(self) -> Tree:
        if self.maybe(0.4):
            counts = [self.rng.randint(1, self.wanted.largest_count) for _ in self.labels]
            return {"counts": dict(zip(self.labels, counts, strict=True))}
        shares = [part + 10 for part in self.parts(len(self.labels), 1000 - 10 * len(self.labels))]
        if self.wanted.uncertain and self.maybe(0.3):
            return {
                label: {"mean": share / 1000, "sd": round(share * (1000 - share) / 1e7, 7)}
                for label, share in zip(self.labels, shares, strict=True)
            }
        return {label: f"{share / 10}%" for label, share in zip(self.labels, shares, strict=True)}
