"""How many further labels are worth their cost: the expected net benefit of sampling.

enbs(n) = evsi(n) - cost(n) - what is lost while they are gathered
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.information import Estimate, growing
from ship_or_not.engine.stakes import Evidence
from ship_or_not.engine.timeline import DAYS_PER_WEEK, Horizon
from ship_or_not.results.voi import LabelsWorth, clear

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
    """Labels of one kind.

    Parameters
    ----------
    most
        What they are worth at most, in money: what knowing for certain what they tell of is.
    """

    stakes: Stakes
    subject: Subject
    price: Price
    most: float
    _tried: dict[int, Estimate] = field(
        default_factory=lambda: {0: Estimate(value=0.0, error=0.0)}, init=False
    )

    @cached_property
    def evidence(self) -> Evidence:
        """What they tell."""
        return Evidence(stakes=self.stakes, subject=self.subject)

    @cached_property
    def each(self) -> float | None:
        """What one costs."""
        return self.price.of(self.stakes.inputs, self.subject)

    def rows(self) -> list[LabelsWorth]:
        """Return what some numbers of them are worth, among them the best where their cost is known."""
        self._try_round_numbers()
        if self._priced:
            self._try_around_the_best()
        rows = self._rows()
        if self._priced:
            best = _best(rows)
            rows[best] = replace(rows[best], best=True)
        return [row for n, row in rows.items() if n or row.best or len(rows) == 1]

    def _rows(self) -> dict[int, LabelsWorth]:
        """Return what the numbers that were tried are worth, the smallest first: no more labels tell less."""
        tried = sorted(self._tried)
        grown = growing([self._tried[n] for n in tried])
        return {n: self._row(n, found) for n, found in zip(tried, grown, strict=True)}

    def _row(self, n: int, found: Estimate) -> LabelsWorth:
        inputs, stakes = self.stakes.inputs, self.stakes
        told = found.value
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
            monte_carlo_error=found.error / stakes.items,
            cost=cost,
            waiting=waiting,
            enbs=None if evsi is None or cost is None else evsi - cost - (waiting or 0.0),
            best=False,
        )

    @property
    def _priced(self) -> bool:
        """Whether cost and worth can be held against each other."""
        return self.each is not None and self.stakes.inputs.over_time

    def _try(self, n: int) -> float:
        """Return what so many are worth, and keep it."""
        found = self.evidence.labelled(n)
        self._tried[n] = replace(found, value=min(found.value, self.most))
        return self._tried[n].value

    def _try_round_numbers(self) -> None:
        """Try 10, 20, 50, 100 and so on, until more cannot be worth it."""
        most = min(self.evidence.known.value, self.most)
        afford = most / self.each if self._priced and self.each else math.inf
        power = 1 if afford > FIRST else 0
        while most > 0:
            for n in (10**power, 2 * 10**power, 5 * 10**power):
                if n > min(afford, LAST) or self._try(n) >= ENOUGH * most:
                    return
            power += 1

    def _try_around_the_best(self) -> None:
        """Try numbers between the best and its neighbours, two digits each."""
        for _ in range(NARROWINGS):
            best, tried = _best(self._rows()), sorted(self._tried)
            place = tried.index(best)
            for other in tried[max(place - 1, 0) : place + 2]:
                between = _two_digits(math.sqrt(other * best))
                if between not in self._tried:
                    self._try(between)

    def _share_gone(self, weeks: float) -> float:
        """Return the share of the horizon's discounted items that come within some weeks."""
        horizon = self.stakes.inputs.horizon
        assert horizon is not None  # noqa: S101 - who counts over time has one
        days = min(weeks * DAYS_PER_WEEK, horizon.days)
        rate = self.stakes.inputs.numbers.get("discount_rate")
        rate_per_year = 0.0 if rate is None else rate.distribution.mean
        gone = Horizon(days=days).discounted_weeks(rate_per_year) if days else 0.0
        return float(gone / horizon.discounted_weeks(rate_per_year))


def _best(rows: Mapping[int, LabelsWorth]) -> int:
    """Return the number of labels that gains most, the smaller of two as good; 0 where none surely tells."""
    telling = [n for n, row in rows.items() if not n or clear(row.evsi_per_item, row.monte_carlo_error)]
    return max(telling, key=lambda n: rows[n].enbs or 0.0)


def _two_digits(n: float) -> int:
    if n < 1:
        return 0
    unit = int(10 ** max(0, math.floor(math.log10(n)) - 1))
    return max(1, round(n / unit) * unit)
