"""Scenarios, policies and evidence written by the rules of their formats, with a slip here and there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fuzz.trees import Raw, raws
from support.hostile import LABELS, PAYLOADS
from support.scenarios import NUMBER_KEYS

if TYPE_CHECKING:
    from random import Random

EDGES = (
    "0", "-0.0", "1e-300", "5e-324", "1e-9", "0.1", "0.5", "0.999999999999", "1", "1.0000001", "2", "1e3",
    "1e6", "1e9", "999999999999999", "1e15", "1.0000001e15", "9007199254740992", "-1e15", "-1e-15",
)  # fmt: skip
"""Numbers where arithmetic, or a bound, ends."""

RATES = (
    "0%",
    "100%",
    "50%",
    "1e-12",
    "0.9999999999999999",
    "99.999999%",
    "1%",
    "97.3%",
    "90% to 99%",
    "1 to 1",
)
PERIODS = ("day", "week", "month", "year")
NAMES = ("a", "b", "c", "billing", "fraud", "other", "0", "no", "d.e", "low", "counts", "refer")
QUESTIONS = ("error-costs", "evidence-size", "baseline-errors", "class-mix", "decay", "plan-b", "nonsense")

HOSTILE = (*LABELS, *PAYLOADS)


def label(rng: Random) -> str:
    """Draw a label: plain, or one that must do nothing but stand there."""
    return rng.choice(NAMES) if rng.random() < 0.95 else rng.choice(HOSTILE)


def amount(rng: Random, low: float = 0.0) -> Any:  # noqa: PLR0911 - a form each
    """Draw an amount in any form."""
    value = round(rng.uniform(low, 1) * 10.0 ** rng.randint(-2, 4), 4)
    match rng.randrange(16):
        case 0:
            return Raw(rng.choice(EDGES))
        case 1:
            return Raw(f"{abs(value)} to {abs(value) * 3 + 0.1}")
        case 2:
            return {"low": value, "high": value + 1}
        case 3:
            return {"low": value, "likely": value + 0.5, "high": value + 1}
        case 4:
            return {"mean": value, "sd": rng.choice([0.1, value / 2, 1e-9])}
        case 5:
            return {"samples": [value, value + 1, 2]}
        case _:
            return value


def rate(rng: Random) -> Any:
    """Draw a rate in any form."""
    value = round(rng.random(), 4)
    match rng.randrange(12):
        case 0:
            return Raw(rng.choice(RATES))
        case 1:
            return Raw(rng.choice(EDGES))
        case 2:
            return {"mean": value, "sd": rng.choice([0.001, 0.02, 0.4])}
        case 3:
            return {"low": value / 2, "high": value}
        case _:
            return Raw(f"{value * 100:.2f}%")


def count(rng: Random) -> Any:
    """Draw a number of items."""
    return (
        rng.choice([0, 0, 1, 2, 7, 90, 2000, 10**6, 2**53]) if rng.random() < 0.97 else Raw(rng.choice(EDGES))
    )


def per_period(rng: Random) -> str:
    """Draw a cost over time."""
    return Raw(
        f"{rng.choice(EDGES) if rng.random() < 0.2 else rng.randint(0, 9999)} per {rng.choice(PERIODS)}"
    )


def rate_per_period(rng: Random) -> str:
    """Draw a rate over time."""
    return Raw(
        f"{rng.choice(('0%', '0.1%', '2%', '2%', '30%', '100%', '1% to 3%'))} per {rng.choice(PERIODS)}"
    )


HORIZONS = ("0.5 days", "3 days", "1 week", "10 weeks", "6 months", "1 year", "24 months", "3.3 years")
"""Of scenarios in which something happens over time."""


def duration(rng: Random) -> str:
    """Draw a length of time."""
    return Raw(f"{rng.choice((0.5, 1, 1, 3, 3, 5, 100))} {rng.choice(PERIODS)}{rng.choice(('', 's'))}")


class Writer:
    """Writes one scenario by the rules, with a slip in about one value of forty.

    Parameters
    ----------
    rng
        Where every choice comes from.
    """

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        size = rng.choice((0, 0, 0, 2, 2, 3))
        self.labels = list(dict.fromkeys(label(rng) for _ in range(size)))
        if rng.random() < 0.01:
            self.labels = [f"class {each}" for each in range(rng.choice((12, 40)))]
        self.over_time = self.maybe(0.3)

    def maybe(self, chance: float = 0.5) -> bool:
        """Toss a coin."""
        return self.rng.random() < chance

    def slip(self, value: Any) -> Any:
        """Let a value stand, mostly."""
        return raws(self.rng) if self.maybe(0.025) else value

    def scenario(self) -> dict[str, Any]:
        """Write the whole."""
        rng = self.rng
        tree: dict[str, Any] = {"name": self.slip(label(rng))}
        if self.over_time:
            tree["volume"] = {
                "items": self.slip(rng.choice((1, 300, 40000, 1e15))),
                "per": rng.choice(PERIODS),
            }
            tree["horizon"] = self.slip(duration(rng))
            if self.maybe():
                tree["discount_rate"] = self.slip(rate(rng))
        tree |= self.experiment() if self.maybe(0.1) else self.economics()
        for chance, key, value in (
            (0.1, "prior", Raw(rng.choice(("0.1", "1", "30", "1000", "0", "2000")))),
            (0.2, "currency", label(rng)),
            (0.1, "sources", {rng.choice(("name", "error_costs", "model.accuracy", "x")): label(rng)}),
            (0.3, "policy", self.policy()),
        ):
            if self.maybe(chance):
                tree[key] = self.slip(value)
        return tree

    def experiment(self) -> dict[str, Any]:
        """Write what an experiment found."""
        tree = {"measured_value_per_item": self.slip(amount(self.rng, -1))}
        if self.over_time and self.maybe():
            tree["model"] = {"launch_cost": self.slip(amount(self.rng))}
        return tree

    def economics(self) -> dict[str, Any]:
        """Write what is saved, what errors cost, and how good both systems are."""
        rng = self.rng
        tree: dict[str, Any] = {"error_costs": self.slip(self.costs())}
        if self.labels:
            tree["classes"] = self.slip(self.labels)
            tree["prevalence"] = self.slip(self.prevalence())
        by_class = isinstance(tree["error_costs"], dict) and not set(tree["error_costs"]) <= NUMBER_KEYS
        systems = {
            "baseline": self.system(("accuracy", "recall", "confusion", "always"), over_time=self.over_time),
            "model": self.system(
                ("recall", "confusion", *("accuracy",) * (not by_class)), over_time=self.over_time
            ),
        }
        if self.maybe():
            tree["savings_per_item"] = self.slip(amount(rng, -1))
        else:
            for system in systems.values():
                system["cost_per_item"] = self.slip(amount(rng))
        if self.maybe(0.2):
            systems["model"]["share"] = self.slip(rate(rng))
        if self.over_time and self.maybe(0.4):
            systems["model"]["launch_cost"] = self.slip(amount(rng))
        if self.maybe(0.2):
            tree["customer_impact"] = {"churn_per_error": rate(rng), "customer_value": amount(rng)}
        if self.over_time and self.maybe(0.4):
            tree |= self.decline(systems["model"], systems["baseline"])
        return tree | {name: self.slip(system) for name, system in systems.items()}

    def decline(self, model: dict[str, Any], baseline: dict[str, Any]) -> dict[str, Any]:
        """Write what happens over time, into both systems and beside them."""
        rng = self.rng
        found: dict[str, Any] = {"horizon": Raw(rng.choice(HORIZONS))}
        if self.maybe(0.4):
            found["ramp_up"] = self.slip(duration(rng))
        if self.maybe(0.3):
            found["error_capacity"] = {
                "errors": self.slip(per_period(rng)),
                "extra_cost": self.slip(amount(rng)),
            }
        if self.maybe():
            model["drift"] = {"accuracy_loss": self.slip(rate_per_period(rng))}
        if self.maybe(0.2):
            baseline["drift"] = {"accuracy_loss": self.slip(rate_per_period(rng))}
        if self.maybe(0.3):
            model["retraining"] = {"every": self.slip(duration(rng)), "cost": self.slip(amount(rng))}
        if self.maybe(0.7):
            model["failure"] = {
                "chance": self.slip(rate_per_period(rng)),
                "accuracy": self.slip(rate(rng)),
                "noticed_after": self.slip(duration(rng)),
                "repaired_after": self.slip(duration(rng)),
                "repair_cost": self.slip(amount(rng)),
            }
            if self.maybe(0.4):
                model["monitoring"] = {"noticed_after": Raw("1 day"), "running_cost": per_period(rng)}
            if self.maybe():
                found["plan_b"] = self.slip([self.plan(place) for place in range(rng.choice((1, 1, 2, 4)))])
        return found

    def plan(self, place: int) -> dict[str, Any]:
        """Write one plan B."""
        rng, kind = self.rng, self.rng.choice(("previous", "backup", "pause"))
        plan = {
            "name": self.slip(f"{label(rng)} {place}".strip()),
            "kind": self.slip(kind),
            "ready_in": self.slip(duration(rng)),
        }
        if kind == "backup":
            plan["accuracy"] = self.slip(rate(rng))
        if kind == "pause":
            plan["cost_per_unprocessed_item"] = self.slip(amount(rng))
        else:
            plan["cost_per_item"] = self.slip(amount(rng))
        for key, value in (
            ("standby_cost", per_period(rng)),
            ("rollback_cost", amount(rng)),
            ("build_cost", amount(rng)),
        ):
            if self.maybe(0.3):
                plan[key] = self.slip(value)
        if self.maybe(0.3):
            plan |= {"build_time": self.slip(duration(rng)), "follow_through": self.slip(rate(rng))}
        return plan

    def costs(self) -> Any:
        """Write error costs in any of their forms."""
        if not self.labels or self.maybe(0.3):
            return amount(self.rng)
        costs: dict[str, Any] = {}
        for each in self.labels:
            if self.maybe(0.6):
                costs[each] = self.slip(amount(self.rng))
            else:
                costs[each] = {
                    other: amount(self.rng) for other in self.labels if other != each and self.maybe()
                }
                costs[each]["any_other"] = self.slip(amount(self.rng))
        return costs

    def system(self, ways: tuple[str, ...], *, over_time: bool) -> dict[str, Any]:
        """Write how good a system is, and what it costs over time."""
        rng, system = self.rng, dict[str, Any]()
        way = rng.choice(ways) if self.labels else "accuracy"
        if way == "accuracy":
            system["accuracy"] = self.slip(rate(rng))
        elif way == "recall":
            system["recall"] = self.slip({each: rate(rng) for each in self.labels})
        elif way == "always":
            system["always"] = self.slip(rng.choice(self.labels))
        else:
            system["confusion"] = self.slip(self.confusion())
        exact = [each for each in system.values() if isinstance(each, str) and " to " not in each]
        if way == "accuracy" and exact and self.maybe():
            system["measured_on"] = self.slip(rng.choice((1, 40, 2000, 2**53)))
        if over_time and self.maybe(0.4):
            system["running_cost"] = self.slip(per_period(rng))
        return system

    def rows(self) -> list[list[Any]]:
        """Write a matrix of counts, or of rates."""
        size = len(self.labels)
        if self.maybe(0.7):
            return [[self.slip(count(self.rng)) for _ in range(size)] for _ in range(size)]
        right = self.rng.choice((0.5, 0.9, 0.25))
        rest = (1 - right) / max(1, size - 1)
        return [[self.slip(right if i == j else rest) for j in range(size)] for i in range(size)]

    def confusion(self) -> Any:
        """Write a matrix in any form that stands in a scenario."""
        rows = self.rows()
        return self.rng.choice(
            [
                rows,
                {"labels": self.labels, "rows": rows},
                {
                    each: dict(zip(self.labels, row, strict=True))
                    for each, row in zip(self.labels, rows, strict=True)
                },
            ]
        )

    def prevalence(self) -> dict[str, Any]:
        """Write a class mix."""
        if self.maybe(0.4):
            return {"counts": {each: count(self.rng) for each in self.labels}}
        shares = [self.rng.randint(1, 50) for _ in self.labels]
        return {each: share / sum(shares) for each, share in zip(self.labels, shares, strict=True)}

    def policy(self) -> dict[str, Any]:
        """Write decision rules."""
        rng, policy = self.rng, dict[str, Any]()
        if self.maybe():
            policy["confidence"] = self.slip(Raw(rng.choice(RATES[:-2])))
        if self.maybe():
            policy["min_value_per_item"] = self.slip(Raw(rng.choice(EDGES)))
        if self.maybe(0.3):
            policy["limits"] = (
                {}
                if not self.over_time
                else {"loss": {"amount": Raw(rng.choice(EDGES)), "chance": Raw(rng.choice(RATES))}}
            )
        if self.maybe(0.3):
            limit = {"above": Raw(rng.choice(RATES)), "chance": Raw(rng.choice(RATES))}
            policy.setdefault("limits", {})["error_rate"] = {
                each: limit for each in self.labels if self.maybe()
            }
        if self.maybe(0.3):
            policy["requires"] = [rng.choice(QUESTIONS) for _ in range(rng.randint(0, 3))]
        return policy

    def matrix_file(self) -> tuple[str, str]:
        """Write an evidence file: how its name ends, and its text."""
        rng, rows = self.rng, self.rows()
        if self.maybe(0.35):
            nested = {
                each: dict(zip(self.labels, row, strict=True))
                for each, row in zip(self.labels, rows, strict=True)
            }
            tree: Any = rng.choice([{"labels": self.labels, "rows": rows}, nested, nested, rows])
            text = json.dumps(tree, ensure_ascii=self.maybe())
            return "json", text.replace('"', "'", 1) if self.maybe(0.03) else text
        separator = rng.choice((",", ",", ";", "\t"))
        end = rng.choice(("\n", "\n", "\r\n", "\r"))

        def cell(value: Any) -> str:
            text = str(value)
            if separator == ";" and isinstance(value, float):
                text = text.replace(".", ",")
            return f'"{text}"' if self.maybe(0.1) or {separator, '"'} & set(text) else text

        header = [rng.choice(("", "actual", "Ist \\ Soll")), *self.labels]
        lines = [header, *([each, *row] for each, row in zip(self.labels, rows, strict=True))]
        if self.maybe(0.1):
            rng.choice(lines).append(rng.choice(("", "All", 3)))
        if self.maybe(0.05):
            lines.append(["All", *(1 for _ in self.labels)])
        text = end.join(separator.join(map(cell, line)) for line in lines)
        return "csv", rng.choice(("", "", "\ufeff", "\n")) + text + rng.choice(("", end, end * 3))

    def samples_file(self) -> str:
        """Write a file of samples."""
        count = self.rng.choice((0, 1, 5, 40))
        values = [str(self.slip(round(self.rng.uniform(0, 90), 2))) for _ in range(count)]
        return "\n".join([*self.rng.choice(([], ["cost"], ["nan"])), *values])
