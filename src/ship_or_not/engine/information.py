"""What information is worth, read off arrays of net benefit.

    what it is worth to know X = E[max over strategies of E[net benefit | X]] - max of E[net benefit]

which is the opportunity loss that knowing X is expected to spare.

Sources: Raiffa & Schlaifer 1961, ch. 4 and 5; Strong, Oakley & Brennan 2014 (the regression).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DEGREE = 3
"""Of the polynomial that is fitted."""

BREAKS = 6
"""Of the broken line that is fitted: net benefit has a corner where errors pass a capacity."""

ALIKE = 1e-11
"""Parameters that tell themselves apart by less, as a share of their variance, are taken as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value, at least 0, with its Monte Carlo standard error, in the unit of the net benefit."""

    value: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """What every strategy is expected to bring, known better than from the draws at hand.

    Parameters
    ----------
    means
        Shape ``(strategies,)``, in the unit of the net benefit.
    unsure
        The covariance of their errors, shape ``(strategies, strategies)``; zeros where they are exact.
    """

    means: NDArray[np.float64]
    unsure: NDArray[np.float64]

    def error(self, slopes: NDArray[np.float64]) -> float:
        """Return the standard error of what rises by these slopes with each of the means."""
        return math.sqrt(max(float(slopes @ self.unsure @ slopes), 0.0))


def worth(net_benefit: NDArray[np.float64], level: Level | None = None) -> Estimate:
    """Return what it is worth to know which column is true: the mean of what the best choice then misses.

    Over draws of everything that is not known it is the EVPI; over draws of what is expected once
    something is known, the EVPPI or EVSI of that.

    Parameters
    ----------
    net_benefit
        Shape ``(strategies, draws)``, every strategy a row, also that of doing nothing.
    level
        What the rows are expected to be, where that is known: the choice is then made by it, and what the
        draws' own means are off is taken out (a control variate). What the level is off adds to the error.

    Examples
    --------
    >>> worth(np.array([[0.0, 0.0], [3.0, -1.0]])).value
    0.5
    """
    means = net_benefit.mean(axis=1)
    best = int(np.argmax(means if level is None else level.means))
    missed = net_benefit.max(axis=0) - net_benefit[best]
    value, size = float(missed.mean()), missed.size
    if level is None:
        variance = max(float(np.einsum("i,i->", missed, missed)) / size - value * value, 0.0)
        return Estimate(value=value, error=math.sqrt(variance / size))
    around = net_benefit - means[:, np.newaxis]
    slopes = np.linalg.lstsq(around @ around.T + size**2 * level.unsure, around @ missed, rcond=None)[0]
    left = missed - value - slopes @ around
    value -= float(slopes @ (means - level.means))
    error = math.hypot(float(left.std()) / math.sqrt(size), level.error(slopes))
    return Estimate(value=max(value, 0.0), error=error)


def at_level(
    parts: NDArray[np.float64], level: Level, weights: NDArray[np.float64] | None = None
) -> Estimate:
    """Return what it is worth to know which column is true, the rows moved to where they are expected to be.

    That is for what only tells how columns differ: averages over points, and what is fitted to such.

    Parameters
    ----------
    parts
        What independent parts of the points say, whose mean holds: shape ``(parts, strategies, columns)``.
        How far they are apart adds to the error.
    level
        What the rows are expected to be.
    weights
        Of the columns, where they are points of a quadrature: they sum to 1, shape ``(columns,)``. None
        for draws, which make a Monte Carlo error.
    """
    count, _, columns = parts.shape
    shares = np.full(columns, 1 / columns) if weights is None else weights
    moved = parts + (level.means - parts @ shares)[:, :, np.newaxis]
    net_benefit = moved.mean(axis=0)
    chosen, best = net_benefit.argmax(axis=0), int(np.argmax(level.means))
    slopes: NDArray[np.float64] = np.bincount(chosen, shares, minlength=level.means.size).astype(float)
    slopes[best] -= 1  # as a row's level rises
    missed = moved[:, chosen, np.arange(columns)] - moved[:, best]
    values = missed @ shares
    noise = 0.0
    if weights is None:
        noise = float(np.std(missed.mean(axis=0) - slopes @ net_benefit)) / math.sqrt(columns)
    apart = float(np.std(values)) / math.sqrt(max(count - 1, 1))
    return Estimate(value=max(float(values.mean()), 0.0), error=math.hypot(noise, apart, level.error(slopes)))


def growing(found: Sequence[Estimate]) -> list[Estimate]:
    """Return estimates of what never falls from one to the next: where they do, their mean takes their place.

    The error of such a mean is at most the largest of theirs, which is told.

    Examples
    --------
    >>> [each.value for each in growing([Estimate(value=value, error=0.0) for value in (1, 4, 2, 5)])]
    [1.0, 3.0, 3.0, 5.0]

    Source: Barlow, Bartholomew, Bremner & Brunk 1972, ch. 1 (pool adjacent violators).
    """
    pools: list[list[Estimate]] = []
    for each in found:
        pool = [each]
        while pools and _mean(pools[-1]) > _mean(pool):
            pool = pools.pop() + pool
        pools.append(pool)
    return [
        Estimate(value=_mean(pool), error=max(each.error for each in pool)) for pool in pools for _ in pool
    ]


def _mean(pool: Sequence[Estimate]) -> float:
    return math.fsum(each.value for each in pool) / len(pool)


def evppi(net_benefit: NDArray[np.float64], *parameters: NDArray[np.float64]) -> Estimate:
    """Return what it is worth to know some parameters, by regression.

    Parameters
    ----------
    net_benefit
        Shape ``(strategies, draws)``, every strategy a row.
    parameters
        Each of shape ``(draws,)``: the values that the draws were made with.

    Examples
    --------
    >>> x = np.linspace(-1, 1, 1001)
    >>> round(evppi(np.stack([0 * x, x]), x).value, 3)
    0.25
    """
    known = np.stack(parameters)
    return worth(Fit(net_benefit, known, breaks=0)(known))


def learnt(
    values: NDArray[np.float64], truths: NDArray[np.float64], known: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return what is expected of values once something is known of what they depend on.

    A line in the truths is expected to be the line in what is expected of them; only what bends is fitted.

    Parameters
    ----------
    values
        Shape ``(strategies, draws)``.
    truths
        What they depend on, shape ``(parameters, draws)``.
    known
        What is expected of the truths in each draw once more is known of it, same shape.

    Source: Strong, Oakley, Brennan & Breeze 2015 (regression on a summary of what is learnt).
    """
    line = Fit(values, truths, degree=1, breaks=0)
    found: NDArray[np.float64] = line(known) + Fit(values - line(truths), known)(known)
    return found


class Fit:
    """What is expected of values given some parameters, by least squares.

    It is a polynomial in them, and a broken line in the last.

    Parameters
    ----------
    values
        Shape ``(strategies, draws)``.
    parameters
        Shape ``(parameters, draws)``.
    degree
        Of the polynomial.
    breaks
        Of the line: at evenly spread quantiles.

    Its mean over these draws is that of the values.
    """

    def __init__(
        self,
        values: NDArray[np.float64],
        parameters: NDArray[np.float64],
        *,
        degree: int = DEGREE,
        breaks: int = BREAKS,
    ) -> None:
        self._degree = degree
        self._middle = parameters.mean(axis=1, keepdims=True)
        spread = parameters.std(axis=1, keepdims=True)
        self._spread = np.where(spread > 0, spread, 1.0)
        inside = np.linspace(0, 1, breaks + 2)[1:-1]
        self._breaks = np.quantile(self._scaled(parameters)[-1], inside)
        basis = self._basis(parameters)
        self._weights = np.linalg.lstsq(basis @ basis.T, basis @ values.T, rcond=ALIKE)[0]

    def __call__(self, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the fit at some parameters, shape ``(strategies, draws)``."""
        found: NDArray[np.float64] = self._weights.T @ self._basis(parameters)
        return found

    def _scaled(self, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        scaled: NDArray[np.float64] = (parameters - self._middle) / self._spread
        return scaled

    def _basis(self, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        one, scaled = np.ones(parameters.shape[1]), self._scaled(parameters)
        powers = [
            math.prod(factors, start=one)
            for degree in range(self._degree + 1)
            for factors in combinations_with_replacement(scaled, degree)
        ]
        return np.stack([*powers, *(np.maximum(scaled[-1] - each, 0) for each in self._breaks)])
