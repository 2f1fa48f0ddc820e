"""One scenario in one world: what happens when, and what each stretch of time is worth.

Written from the definitions alone; it shares nothing with the engine. Moments and rates are fractions, so
that two moments are either the same or not; money is a float.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from support.exact import DAYS, Calculator, number, per_week
from support.worlds import money, money_per_week, weeks

if TYPE_CHECKING:
    from support.exact import Tree
    from support.worlds import World

    Row = dict[str, Fraction]  # predicted → share


@dataclass(frozen=True, kw_only=True)
class Phase:
    """What happens in a stretch of time: the model is healthy, broken, or something stands in for it."""

    begins: Fraction
    ends: Fraction
    what: str  # "healthy", "broken", or the name of the plan


class Life:
    """One scenario in one world.

    Parameters
    ----------
    tree, world
        The scenario, and what becomes of its plan.
    """

    def __init__(self, tree: Tree, world: World) -> None:
        tree = {"baseline": {}, **tree}  # an experiment may do without one
        self.tree, self.world, self.calculator = tree, world, Calculator(tree)
        self.model, self.baseline, self.mix = tree["model"], tree["baseline"], self.calculator.mix()
        self.end = weeks(tree["horizon"])
        self.steps = math.ceil(self.end)
        self.volume = number(tree["volume"]["items"]) * 7 / DAYS[tree["volume"]["per"]]
        self.ramped = world.launch + weeks(tree.get("ramp_up", "0 weeks"))
        self.share = number(self.model.get("share", 1))
        self.failure: Tree = self.model.get("failure", {})
        if self.failure:
            self.notice = weeks(self.model.get("monitoring", self.failure)["noticed_after"])
            self.repair = self.notice + weeks(self.failure["repaired_after"])
        self.worth_per_week = cache(self._worth_per_week)
        self.running = cache(self._running)

    # Time

    def step(self, w: int) -> tuple[Fraction, Fraction]:
        """Return when a step begins and ends."""
        return Fraction(w), min(Fraction(w + 1), self.end)

    def middle(self, w: int) -> Fraction:
        """Return the middle of a step."""
        return sum(self.step(w), Fraction(0)) / 2

    def discount(self, moment: Fraction) -> float:
        """Return what 1 at a moment is worth at the decision."""
        rate = float(number(self.tree.get("discount_rate", 0)))
        return float((1 + rate) ** float(-moment * 7 / 365))

    @property
    def items(self) -> float:
        """Discounted items of the horizon."""
        return math.fsum(
            float(self.volume * length(*self.step(w))) * self.discount(self.middle(w))
            for w in range(self.steps)
        )

    def taken(self, w: int) -> Fraction:
        """Return the share of a step's items that the model takes: the area under the ramp."""
        begins, ends = self.step(w)
        first, last = max(begins, self.world.launch), min(ends, self.ramped)
        area = overlap((begins, ends), (self.ramped, self.end))
        if first < last:  # a part of the ramp: its mean height times its length
            grown = first - self.world.launch + last - self.world.launch
            area += (last - first) * grown / 2 / (self.ramped - self.world.launch)
        return area / length(begins, ends) * self.share

    def trainings(self) -> list[Fraction]:
        """Return when the model is trained again: at multiples after its launch, before the end."""
        if "retraining" not in self.model:
            return []
        every, found = weeks(self.model["retraining"]["every"]), list[Fraction]()
        while self.world.launch + every * (len(found) + 1) < self.end:
            found.append(self.world.launch + every * (len(found) + 1))
        return found

    def strikes(self, w: int) -> float:
        """Return how likely a healthy model breaks at the start of a step."""
        if not self.failure or w < self.world.launch:
            return 0.0
        chance, _, period = self.failure["chance"].partition(" per ")
        periods = length(*self.step(w)) * 7 / DAYS[period]
        return float(1 - (1 - float(number(chance))) ** float(periods))

    # Systems

    def lost(self, system: Tree, since: Fraction, w: int) -> Fraction:
        """Return the accuracy that a system has lost by the middle of a step."""
        loss = per_week(system.get("drift", {}).get("accuracy_loss", "0 per week"))
        return loss * max(Fraction(0), self.middle(w) - since)

    def drifted(self, system: Tree, since: Fraction, w: int) -> dict[str, Row]:
        """Return a system's answers by actual class, every recall lower by what was lost."""
        loss = self.lost(system, since, w)
        rows = {actual: self.calculator.rates(system, actual) for actual in self.calculator.labels}
        return {
            actual: self.with_right(row, actual, max(Fraction(0), row[actual] - loss * self.answered(row)))
            for actual, row in rows.items()
        }

    def with_right(self, row: Row, actual: str, right: Fraction) -> Row:
        """Return a class's answers with another share of right ones; as many are handed back.

        The errors keep their proportions; where there are none they are spread evenly.
        """
        others = [label for label in row if label not in (actual, self.calculator.refer)]
        errors = sum(row[label] for label in others)
        more = row[actual] - right
        parts = {label: row[label] / errors if errors else Fraction(1, len(others)) for label in others}
        return {**row, actual: right, **{label: row[label] + more * parts[label] for label in others}}

    def answered(self, row: Row) -> Fraction:
        """Return the share of a class's items that are not handed back."""
        return 1 - row.get(self.calculator.refer or "", Fraction(0))

    def healthy(self, w: int) -> dict[str, Row]:
        """Return the healthy model's answers."""
        trained = [self.world.launch, *self.trainings()]
        last = max((each for each in trained if each <= self.middle(w)), default=self.world.launch)
        return self.drifted(self.model, last, w)

    def broken(self, w: int) -> dict[str, Row]:
        """Return the broken model's answers: recalls scaled down to the accuracy of a failure."""
        rows = self.healthy(w)
        right = sum(self.mix[actual] * row[actual] for actual, row in rows.items())
        answered = sum(self.mix[actual] * self.answered(row) for actual, row in rows.items())
        scale = number(self.failure["accuracy"]) * answered / right if right else Fraction(1)
        return {
            actual: self.with_right(row, actual, row[actual] * min(Fraction(1), scale))
            for actual, row in rows.items()
        }

    def plan(self, name: str) -> tuple[Fraction, Tree]:
        """Return since when a plan is there, and the plan."""
        return next((since, plan) for since, plan in self.world.plans if plan["name"] == name)

    # Money

    def error_cost(self, rows: dict[str, Row]) -> Fraction:
        """Return what a system's answers cost per item."""
        return sum(
            (self.mix[actual] * self.calculator.error_cost(row, actual) for actual, row in rows.items()),
            Fraction(0),
        )

    def error_rate(self, rows: dict[str, Row]) -> Fraction:
        """Return the share of wrong answers; what is handed back is none."""
        return sum(
            (self.mix[actual] * (self.answered(row) - row[actual]) for actual, row in rows.items()),
            Fraction(0),
        )

    def by_model(self, rows: dict[str, Row], today: dict[str, Row]) -> Fraction:
        """Return what an item is worth that the model takes, against today's process."""
        extra = money(self.model.get("refer", {}), "extra_cost")
        value = self.error_cost(today) - self.error_cost(rows)
        for actual, row in rows.items():
            back = 1 - self.answered(row)
            today_again = self.calculator.error_cost(today[actual], actual)
            saved = (1 - back) * self.calculator.saving() - back * (extra + today_again)
            value += self.mix[actual] * saved
        return value

    def by_plan(
        self, since: Fraction, plan: Tree, w: int, today: dict[str, Row]
    ) -> tuple[Fraction, Fraction]:
        """Return what an item is worth that a plan takes, and how often its answer is wrong."""
        cost = money(self.baseline, "cost_per_item")
        saved = cost - number(plan.get("cost_per_item", cost))
        if plan["kind"] == "previous":
            return saved, self.error_rate(today)
        if plan["kind"] == "pause":
            left = money(plan, "cost_per_unprocessed_item")
            return cost + self.error_cost(today) - left, Fraction(0)
        rows = self.drifted(plan, since, w)
        return saved + self.error_cost(today) - self.error_cost(rows), self.error_rate(rows)

    def item(self, w: int, what: str) -> tuple[Fraction, Fraction, Fraction]:
        """Return an item's worth, how often its answer is wrong, and how often today's is."""
        if "measured_value_per_item" in self.tree:
            return number(self.tree["measured_value_per_item"]), Fraction(0), Fraction(0)
        today = self.drifted(self.baseline, Fraction(0), w)
        now = self.error_rate(today)
        if what in ("healthy", "broken"):
            rows = self.healthy(w) if what == "healthy" else self.broken(w)
            return self.by_model(rows, today), self.error_rate(rows), now
        return *self.by_plan(*self.plan(what), w, today), now

    def _worth_per_week(self, w: int, what: str) -> float:
        """Return what a week is worth, present value, in a step and in what happens there."""
        taken = self.taken(w)
        value, wrong, now = self.item(w, what)
        worth = self.volume * taken * value
        if "error_capacity" in self.tree:
            block = self.tree["error_capacity"]
            capacity, extra = per_week(block["errors"]), number(block["extra_cost"])
            errors = self.volume * (taken * wrong + (1 - taken) * now)
            worth -= extra * (
                max(Fraction(0), errors - capacity) - max(Fraction(0), self.volume * now - capacity)
            )
        return float(worth) * self.discount(self.middle(w))

    def _running(self, w: int) -> float:
        """Return what a step costs to run, less what today's process no longer does."""
        step, launch = self.step(w), self.world.launch
        costs = overlap(step, (launch, self.end)) * (
            money_per_week(self.model, "running_cost")
            + money_per_week(self.model.get("monitoring", {}), "running_cost")
        )
        for plan, until in self.world.standby:
            costs += overlap(step, (launch, until)) * money_per_week(plan, "standby_cost")
        if self.share == 1 and self.calculator.refer is None:
            costs -= overlap(step, (self.ramped, self.end)) * money_per_week(self.baseline, "running_cost")
        return float(costs) * self.discount(self.middle(w))

    # Paths

    def paths(self, w: int = 0) -> list[tuple[float, tuple[int, ...]]]:
        """Return how likely each path from a step on is, and the steps at whose start the model breaks."""
        if w >= self.steps:
            return [(1.0, ())]
        strikes = self.strikes(w)
        found: list[tuple[float, tuple[int, ...]]] = []
        if strikes < 1:
            found += [((1 - strikes) * chance, starts) for chance, starts in self.paths(w + 1)]
        if strikes > 0:
            after = max(w + 1, math.ceil(w + self.repair))  # the first step at or after the repair
            found += [(strikes * chance, (w, *starts)) for chance, starts in self.paths(after)]
        return found

    def incident(self, start: int) -> tuple[list[Phase], list[tuple[Fraction, Fraction]]]:
        """Return the phases of an incident, and what is paid when."""
        begins = Fraction(start)
        noticed, repaired = begins + self.notice, begins + self.repair
        paid = [(noticed, money(self.failure, "repair_cost"))]
        there = [plan for since, plan in self.world.plans if since <= begins]
        if not there or noticed + weeks(there[-1]["ready_in"]) >= repaired:
            return [Phase(begins=begins, ends=repaired, what="broken")], paid
        switched = noticed + weeks(there[-1]["ready_in"])
        paid.append((switched, money(there[-1], "rollback_cost")))
        return [
            Phase(begins=begins, ends=switched, what="broken"),
            Phase(begins=switched, ends=repaired, what=there[-1]["name"]),
        ], paid

    def walk(self, starts: tuple[int, ...]) -> tuple[float, ...]:
        """Return the cumulative value of a path, at the decision and at the end of each step."""
        phases, paid = list[Phase](), list[tuple[Fraction, Fraction]]()
        healthy_since = Fraction(0)
        for start in starts:
            phases.append(Phase(begins=healthy_since, ends=Fraction(start), what="healthy"))
            happens, costs = self.incident(start)
            phases += happens
            paid += costs
            healthy_since = happens[-1].ends
        phases.append(Phase(begins=healthy_since, ends=max(healthy_since, self.end), what="healthy"))
        training = money(self.model.get("retraining", {}), "cost")
        paid += [(moment, training) for moment in self.trainings()]
        paid.append((self.world.launch, money(self.model, "launch_cost")))
        values = [-float(self.world.paid), *(-self.running(w) for w in range(self.steps))]
        for phase in phases:
            for w in range(math.floor(phase.begins), min(self.steps, math.ceil(phase.ends))):
                lasts = overlap(self.step(w), (phase.begins, phase.ends))
                values[w + 1] += float(lasts) * self.worth_per_week(w, phase.what)
        for moment, amount in paid:
            if moment < self.end:
                week = 0 if moment == 0 else math.floor(moment) + 1
                values[week] -= float(amount) * self.discount(moment)
        return tuple(accumulate(values))


def length(begins: Fraction, ends: Fraction) -> Fraction:
    """Return how long a stretch of time lasts."""
    return ends - begins


def overlap(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> Fraction:
    """Return how long two stretches of time have in common."""
    return max(Fraction(0), min(one[1], other[1]) - max(one[0], other[0]))
