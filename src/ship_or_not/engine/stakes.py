"""What is at stake in a decision, and what knowing more before it is worth.

Where net benefit is linear in each input (no week differs from another), what is expected once something
is known is net benefit at the means of all else, and the only error is that of the simulation. Where it is
not, an input's conditional mean is taken over the same points as every expectation; a confusion matrix
enters through a cubic fit to what its errors cost and how many there are (Strong, Oakley & Brennan 2014),
and further labels through the same fit, taken at the posterior means that they lead to and averaged over
what they leave unknown.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, block_size, point
from ship_or_not.engine.fading import fading
from ship_or_not.engine.information import Estimate, Fit, worth
from ship_or_not.engine.labels import Learning
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.quadrature import nonlinear
from ship_or_not.engine.sensitivity import in_money
from ship_or_not.engine.value import item_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.expectation import Expecting
    from ship_or_not.engine.inputs import Input, Inputs
    from ship_or_not.engine.labels import Subject
    from ship_or_not.engine.simulate import Simulation

LABEL_DRAWS = 16_384
"""Ways that labels may turn out."""

QUANTILES = 2**14 + 1
"""Values of an input that its worth is integrated over."""

NODES = 2**6 + 1
"""The same where each value takes an average over points: straight lines between them."""

REACH = 6.0
"""Standard scores from which to which is integrated: beyond lies a billionth on either side."""

NOTHING = 1e-12
"""As a share of the size of the terms: what is less is the error of the arithmetic."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Stakes:
    """What there is to choose from, and what each is expected to bring: money over the horizon.

    Everything is net benefit less the policy's minimum on every item; *keep* stands first, at 0, and
    strategies that a limit excludes are left out.
    """

    figures: Figures
    expecting: Expecting

    @property
    def inputs(self) -> Inputs:
        """What is known."""
        return self.figures.inputs

    @cached_property
    def rows(self) -> frozenset[int]:
        """The places of the strategies that no limit excludes."""
        return frozenset(range(len(self.figures.names))) - frozenset(self.figures.excluded)

    @cached_property
    def expected(self) -> NDArray[np.float64]:
        """What each is expected to bring, shape ``(1 + strategies,)``."""
        found = [self.figures.expected[row] for row in sorted(self.rows)]
        return np.array([0.0, *(each.net_benefit - self.minimum * each.items for each in found)])

    @cached_property
    def best(self) -> int | None:
        """The place of the best strategy as things stand; None where that is to keep today's process."""
        place = int(np.argmax(self.expected))
        return sorted(self.rows)[place - 1] if place else None

    @property
    def minimum(self) -> float:
        """What an item must be worth at least, in money."""
        return self.figures.policy.min_value_per_item

    @property
    def items(self) -> float:
        """The discounted items that are expected; 1 where nothing is counted over time."""
        return self.figures.expected[0].items

    def everything(self, simulation: Simulation) -> Estimate:
        """Return what it is worth to know everything: the EVPI."""
        return self.worth(self.drawn(simulation))

    def drawn(self, simulation: Simulation) -> NDArray[np.float64]:
        """Return what each brings in each draw, shape ``(1 + strategies, draws)``."""
        drawn: NDArray[np.float64] = simulation.net_benefit[[0, *(1 + row for row in sorted(self.rows))]]
        drawn[1:] -= self.minimum * simulation.items
        return drawn

    def one_input(self, item: Input) -> Estimate:
        """Return what it is worth to know one number: its EVPPI, integrated over its quantiles."""
        known = self.inputs.known(item.path, item.distribution.mean)
        posterior = item.posterior(self.inputs.prior)
        probabilities, weights = _quantiles()
        values = grid = posterior.quantile(probabilities)
        averaged = bool(nonlinear(known))
        if averaged:
            straight = in_money(self.inputs, item.path)  # net benefit is linear in it: two values tell all
            grid = np.unique(values[:: (QUANTILES - 1) // (1 if straight else NODES - 1)])
        net_benefit, items, _ = self.expecting.totals(known, item.path, grid, self.rows)
        brings = (net_benefit - self.minimum * items)[: len(self.rows)]
        if averaged:
            brings = np.stack([np.interp(values, grid, row) for row in brings])
        return self.worth(np.concatenate([np.zeros((1, values.size)), brings]), weights)

    def worth(self, brings: NDArray[np.float64], weights: NDArray[np.float64] | None = None) -> Estimate:
        """Return what it is worth to know which column is true, 0 where that is but rounding.

        Parameters
        ----------
        brings
            What is expected of each strategy once more is known, shape ``(1 + strategies, draws)``.
        weights
            Of the columns, where they are no draws; what is expected of each is then their mean.
        """
        found = worth(brings, self.expected if weights is None else None, weights)
        size = max((self.figures.expected[row].magnitude for row in self.rows), default=0.0) * self.items
        return found if found.value > NOTHING * size else Estimate(value=0.0, error=0.0)


@cache
def _quantiles() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return probabilities that stand closer the nearer they are to 0 or 1, and the weight of each.

    They are those of evenly spread standard scores, where the trapezoidal rule is at its best.
    """
    scores = np.linspace(-REACH, REACH, QUANTILES)
    probabilities = np.array([math.erfc(-score / math.sqrt(2)) / 2 for score in scores.tolist()])
    weights = np.exp(-(scores**2) / 2)
    return probabilities, weights / weights.sum()


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """What is worth knowing about some evidence: for certain, or what further labels tell."""

    stakes: Stakes
    subject: Subject
    _labelled: dict[int, Estimate] = field(default_factory=dict, init=False)

    @cached_property
    def known(self) -> Estimate:
        """What it is worth to know it for certain: its EVPPI."""
        return self._worth(None)

    def labelled(self, n: int) -> Estimate:
        """Return what so many labels are worth: their EVSI, at most what knowing it for certain is."""
        if n not in self._labelled:
            found = self._worth(n)
            self._labelled[n] = replace(found, value=min(found.value, self.known.value))
        return self._labelled[n]

    def _worth(self, n: int | None) -> Estimate:
        brings = self._fitted(n) if self.stakes.inputs.changes else self._linear(n)
        return self.stakes.worth(brings)

    def _learning(self, n: int | None, draws: int) -> Iterator[Learning]:
        """Yield blocks of ways that labels may turn out; where all is known, those of the simulation."""
        inputs, size, seed = self.stakes.inputs, block_size(self.stakes.inputs), self.stakes.expecting.seed
        for block, start in enumerate(range(0, draws, size)):
            count = min(size, draws - start)
            yield Learning(inputs, self.subject, n, seed=seed, block=block, size=count)

    # Where no week differs from another

    def _linear(self, n: int | None) -> NDArray[np.float64]:
        """Return what each brings at the posterior means, shape ``(1 + strategies, draws)``."""
        found = [self._at(source, source.size) for source in self._learning(n, LABEL_DRAWS)]
        off = self.stakes.expected[:, np.newaxis] - self._at(FloatMeans(self.stakes.inputs.prior), 1)
        return np.concatenate(found, axis=1) + off

    def _at(self, source: FloatMeans, size: int) -> NDArray[np.float64]:
        stakes, zero = self.stakes, np.zeros(size)
        found = lifetimes(stakes.inputs, point(stakes.inputs, source), source) if stakes.rows else ()
        return np.stack([zero, *(each.net_benefit - stakes.minimum * each.items + zero for each in found)])

    # Where weeks differ

    def _fitted(self, n: int | None) -> NDArray[np.float64]:
        """Return what each is expected to bring by the fit, shape ``(1 + strategies, draws)``."""
        if n is None:
            found = self._fit(self._certain)
        else:
            known = self._features(n, LABEL_DRAWS)
            left = np.cov(self._certain) - np.cov(known)  # what the labels leave unknown
            found = self._fit.around(known, np.atleast_2d(left))
        off: NDArray[np.float64] = self.stakes.expected - found.mean(axis=1)
        return found + off[:, np.newaxis]

    @cached_property
    def _fit(self) -> Fit:
        return Fit(self.stakes.drawn(self.stakes.figures.simulation), self._certain)

    @cached_property
    def _certain(self) -> NDArray[np.float64]:
        """The features in the simulation's own draws."""
        return self._features(None, self.stakes.figures.simulation.draws)

    def _features(self, n: int | None, draws: int) -> NDArray[np.float64]:
        """Return what net benefit depends on the evidence by, shape ``(features, draws)``."""
        return np.concatenate([self._seen(source) for source in self._learning(n, draws)], axis=1)

    def _seen(self, source: Learning) -> NDArray[np.float64]:
        inputs, at, zero = self.stakes.inputs, point(self.stakes.inputs, source), np.zeros(source.size)
        seen = [item_value(inputs, at).total] if self.subject.mix else []
        if self.subject.system:
            errors = fading(inputs, at, at.rows(self.subject.system), at.mix)
            seen += [errors.cost(), errors.error_rate()]
        return np.stack([zero + each for each in seen])
