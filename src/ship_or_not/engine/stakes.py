"""What is at stake in a decision, and what knowing more before it is worth.

Where net benefit is linear in each input (no week differs from another), what is expected once something
is known is net benefit at the means of all else, and the only error is that of the simulation. Where it is
not, an input's conditional mean is taken over the same points as every expectation. A confusion matrix
enters through what its errors cost and how many there are: the expectation with the matrix known is taken at
some draws of it, and fitted by these (Strong, Oakley & Brennan 2014). What labels tell of the matrix is then
a regression of that fit on what they make of its arguments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, block_size, point
from ship_or_not.engine.expectation import DRAWS_A_POINT, Expecting
from ship_or_not.engine.fading import fading
from ship_or_not.engine.information import Estimate, Fit, Level, at_level, learnt, worth
from ship_or_not.engine.labels import Learning
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.quadrature import HYPERCUBES, Crossed, DrawsOf, Hypercubes, nonlinear
from ship_or_not.engine.sensitivity import in_money
from ship_or_not.engine.simulate import blocks
from ship_or_not.engine.value import item_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.inputs import Input, Inputs
    from ship_or_not.engine.labels import Subject
    from ship_or_not.engine.simulate import Simulation

LABEL_DRAWS = 16_384
"""Ways that labels may turn out."""

KNOWN, POINTS = 128, 128
"""Where a fit is made: draws of the evidence, and the points of all else that each is averaged over."""

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
    def level(self) -> Level:
        """What each is expected to bring, money over the horizon, and how sure that is."""
        points = Expecting(seed=self.expecting.seed, draws=DRAWS_A_POINT * block_size(self.inputs))
        source = points.source(self.inputs)
        if isinstance(source, Hypercubes):
            cubes = self.brings(source, source.size).reshape(1 + len(self.rows), HYPERCUBES, -1).mean(axis=2)
            return Level(means=cubes.mean(axis=1), unsure=np.atleast_2d(np.cov(cubes)) / HYPERCUBES)
        found = [self.figures.expected[row] for row in sorted(self.rows)]
        means = np.array([0.0, *(each.net_benefit - self.minimum * each.items for each in found)])
        return Level(means=means, unsure=np.zeros((means.size, means.size)))

    @property
    def expected(self) -> NDArray[np.float64]:
        """What each is expected to bring, shape ``(1 + strategies,)``."""
        return self.level.means

    @cached_property
    def best(self) -> int | None:
        """The place of the best strategy as `evaluate` has it; None where that is to keep today's process."""
        found = self.figures.expected
        best = max(sorted(self.rows), key=lambda row: found[row].value, default=None)
        return best if best is not None and found[best].value > self.minimum else None

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

    def brings(self, source: FloatMeans, size: int) -> NDArray[np.float64]:
        """Return what each brings at some points, shape ``(1 + strategies, size)``."""
        found = lifetimes(self.inputs, point(self.inputs, source), source, self.rows, todays=False)
        zero = np.zeros(size)
        found = found if self.rows else ()
        return np.stack([zero, *(each.net_benefit - self.minimum * each.items + zero for each in found)])

    def one_input(self, item: Input) -> Estimate:
        """Return what it is worth to know one number: its EVPPI, integrated over its quantiles."""
        if not self.rows:
            return Estimate(value=0.0, error=0.0)
        known = self.inputs.known(item.path, item.distribution.mean)
        posterior = item.posterior(self.inputs.prior)
        probabilities, weights = _quantiles()
        values = grid = posterior.quantile(probabilities)
        averaged = bool(nonlinear(known))
        if averaged:
            straight = in_money(self.inputs, item.path)  # net benefit is linear in it: two values tell all
            grid = np.unique(values[:: (QUANTILES - 1) // (1 if straight else NODES - 1)])
        net_benefit, items = self.expecting.parts(known, item.path, grid, self.rows)
        brings = (net_benefit - self.minimum * items)[: len(self.rows)]
        found = np.zeros((brings.shape[2], 1 + len(brings), values.size))
        for row, part in np.ndindex(brings.shape[::2]):
            told = brings[row, :, part]
            found[part, 1 + row] = np.interp(values, grid, told) if averaged else told
        return self.cleared(at_level(found, self.level, weights))

    def worth(self, brings: NDArray[np.float64]) -> Estimate:
        """Return what it is worth to know which column is true.

        Parameters
        ----------
        brings
            What is expected of each strategy once more is known, shape ``(1 + strategies, draws)``.
        """
        return self.cleared(worth(brings, self.level))

    def cleared(self, found: Estimate) -> Estimate:
        """Return 0 for what is but rounding."""
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

    @cached_property
    def known(self) -> Estimate:
        """What it is worth to know it for certain: its EVPPI."""
        return self._worth(None)

    def labelled(self, n: int) -> Estimate:
        """Return what so many labels are worth: their EVSI, at most what knowing it for certain is."""
        found = self._worth(n)
        return replace(found, value=min(found.value, self.known.value))

    def _worth(self, n: int | None) -> Estimate:
        if not self.stakes.inputs.changes:
            return self.stakes.worth(self._linear(n))
        return self.stakes.cleared(at_level(self._parts(n), self.stakes.level))

    def _sources(self, n: int | None) -> Iterator[DrawsOf]:
        """Yield blocks of what may be known: for certain, or after so many labels of the same truth."""
        inputs, size, subject = self.stakes.inputs, block_size(self.stakes.inputs), self.subject
        seed = self.stakes.expecting.seed
        for number, count in blocks(size, 0, LABEL_DRAWS):
            if n is None:
                yield DrawsOf(subject, seed=seed, block=number, size=count, prior=inputs.prior)
            else:
                yield Learning(inputs, subject, n, seed=seed, block=number, size=count)

    # Where no week differs from another

    def _linear(self, n: int | None) -> NDArray[np.float64]:
        """Return what each brings at the posterior means, shape ``(1 + strategies, draws)``."""
        found = [self.stakes.brings(source, source.size) for source in self._sources(n)]
        off = self.stakes.expected[:, np.newaxis] - self.stakes.brings(
            FloatMeans(self.stakes.inputs.prior), 1
        )
        return np.concatenate(found, axis=1) + off

    # Where weeks differ

    def _parts(self, n: int | None) -> NDArray[np.float64]:
        """Return what each is expected to bring by the fit, shape ``(parts, 1 + strategies, draws)``."""
        found = self._fit(self._truths)
        if n is not None:
            found = learnt(found, self._truths, self._features(n))
        return found.reshape(HYPERCUBES, -1, LABEL_DRAWS)

    @cached_property
    def _fit(self) -> Fit:
        """What each is expected to bring by the features: some draws of the evidence, each with all else.

        It has a row for each of the hypercubes of all else, and each strategy.
        """
        inputs, seed = self.stakes.inputs, self.stakes.expecting.seed
        known = DrawsOf(self.subject, seed=seed, block=0, size=KNOWN, prior=inputs.prior)
        others = Hypercubes(nonlinear(inputs), seed=seed, size=POINTS, prior=inputs.prior)
        brings = self.stakes.brings(Crossed(known, others), KNOWN * POINTS)
        parts = brings.reshape(-1, KNOWN, HYPERCUBES, POINTS // HYPERCUBES).mean(axis=3)
        return Fit(np.moveaxis(parts, 2, 0).reshape(-1, KNOWN), self._seen(known))

    @cached_property
    def _truths(self) -> NDArray[np.float64]:
        return self._features(None)

    def _features(self, n: int | None) -> NDArray[np.float64]:
        """Return what net benefit depends on the evidence by, shape ``(features, draws)``."""
        return np.concatenate([self._seen(source) for source in self._sources(n)], axis=1)

    def _seen(self, source: DrawsOf) -> NDArray[np.float64]:
        inputs, at, zero = self.stakes.inputs, point(self.stakes.inputs, source), np.zeros(source.size)
        seen = [item_value(inputs, at).total] if self.subject.mix else []
        if self.subject.system:
            errors = fading(inputs, at, at.rows(self.subject.system), at.mix)
            seen += [errors.cost(), errors.error_rate()]
        return np.stack([zero + each for each in seen])
