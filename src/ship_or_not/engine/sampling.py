"""How many further labels are worth their cost: the expected net benefit of sampling.

enbs(n) = evsi(n) - cost(n) - what is lost while they are gathered
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.stakes import Evidence
from ship_or_not.engine.timeline import DAYS_PER_WEEK, Horizon
from ship_or_not.results.voi import LabelsWorth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.labels import Subject
    from ship_or_not.engine.stakes import Stakes

FIRST, LAST = 10, 10_000_000
"""Labels: the fewest and the most that are tried, unless one alone is too dear."""

ENOUGH = 0.99
"""Labels that tell so much of what knowing for certain would are enough: more are not tried."""

NARROWINGS = 6
"""Steps from the best of the round numbers to the best number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What labels take.

    Parameters
    ----------
    costs
        Money a label: ``""`` for any that comes, a class's label for one of that class, which else costs
        what any does divided by the class's share. Empty where it isn't known.
    per_week
        How many come a week; None where no time is counted.
    """

    costs: Mapping[str, float] = field(default_factory=dict)
    per_week: float | None = None

    def of(self, inputs: Inputs, subject: Subject) -> float | None:
        """Return what one label costs, in money; None where that isn't known."""
        if subject.label is None:
            return self.costs.get("")
        label = inputs.classes[subject.label]
        if label in self.costs or "" not in self.costs:
            return self.costs.get(label)
        share = float(point(inputs, FloatMeans(inputs.prior)).mix[subject.label])
        return self.costs[""] / share if share > 0 else None


@dataclass(frozen=True, kw_only=True, eq=False)
class Sampling:
    """Labels of one kind."""

    stakes: Stakes
    subject: Subject
    price: Price

    @cached_property
    def evidence(self) -> Evidence:
        """What they tell."""
        return Evidence(stakes=self.stakes, subject=self.subject)

    @cached_property
    def each(self) -> float | None:
        """What one costs."""
        return self.price.of(self.stakes.inputs, self.subject)

    def rows(self) -> list[LabelsWorth]:
        """Return what some numbers of them are worth, and the best; none at all where they tell nothing."""
        rows = {n: self.row(n) for n in self._round_numbers()}
        if self.each is None or not self.stakes.inputs.over_time:
            return [rows[n] for n in sorted(rows)] or [self.row(0)]
        rows[0] = self.row(0)
        best = max(rows, key=lambda n: (_enbs(rows[n]), -n))
        if best:
            self._narrow(rows, best)
            best = max(rows, key=lambda n: (_enbs(rows[n]), -n))
        rows[best] = replace(rows[best], best=True)
        return [rows[n] for n in sorted(rows) if n or not best]

    def row(self, n: int) -> LabelsWorth:
        """Return what so many are worth."""
        inputs, stakes = self.stakes.inputs, self.stakes
        told = self.evidence.labelled(n).value if n else 0.0
        cost = None if self.each is None else n * self.each
        evsi = told if inputs.over_time else None
        waiting = None
        if evsi is not None and self.price.per_week is not None:
            waiting = self._share_gone(n / self.price.per_week) * (evsi + float(stakes.expected.max()))
        return LabelsWorth(
            of=self.subject.system,
            label=None if self.subject.label is None else inputs.classes[self.subject.label],
            n=n,
            evsi_per_item=told / stakes.items,
            evsi=evsi,
            cost=cost,
            waiting=waiting,
            enbs=None if evsi is None or cost is None else evsi - cost - (waiting or 0.0),
            best=False,
        )

    def _round_numbers(self) -> list[int]:
        """Return 10, 20, 50, 100 and so on, until more cannot be worth it."""
        most = self.evidence.known.value
        found: list[int] = []
        if most <= 0:
            return []
        afford = most / self.each if self.each else math.inf
        first = FIRST if afford > FIRST else 1
        for power in range(round(math.log10(first)), round(math.log10(LAST)) + 1):
            for digit in (1, 2, 5):
                n = digit * 10**power
                if n > min(afford, LAST):
                    return found
                found.append(n)
                if self.evidence.labelled(n).value >= ENOUGH * most:
                    return found
        return found

    def _narrow(self, rows: dict[int, LabelsWorth], best: int) -> None:
        """Try numbers between the best round number and its neighbours, two digits each."""
        tried = sorted(rows)
        place = tried.index(best)
        low, high = max(tried[place - 1], 1), tried[min(place + 1, len(tried) - 1)]
        for _ in range(NARROWINGS):
            for n in {_two_digits(math.sqrt(low * best)), _two_digits(math.sqrt(best * high))} - set(rows):
                rows[n] = self.row(n)
            within = sorted(n for n in rows if low <= n <= high)
            best = max(within, key=lambda n: _enbs(rows[n]))
            place = within.index(best)
            low, high = within[max(place - 1, 0)], within[min(place + 1, len(within) - 1)]

    def _share_gone(self, weeks: float) -> float:
        """Return the share of the horizon's discounted items that come within some weeks."""
        horizon = self.stakes.inputs.horizon
        assert horizon is not None  # noqa: S101 - who counts over time has one
        days = min(weeks * DAYS_PER_WEEK, horizon.days)
        rate = self.stakes.inputs.numbers.get("discount_rate")
        rate_per_year = 0.0 if rate is None else rate.distribution.mean
        gone = Horizon(days=days).discounted_weeks(rate_per_year) if days else 0.0
        return float(gone / horizon.discounted_weeks(rate_per_year))


def _enbs(row: LabelsWorth) -> float:
    return -math.inf if row.enbs is None else row.enbs


def _two_digits(n: float) -> int:
    unit = int(10 ** max(0, math.floor(math.log10(n)) - 1))
    return max(1, round(n / unit) * unit)
