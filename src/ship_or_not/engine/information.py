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
    from numpy.typing import NDArray

DEGREE = 3
"""Of the polynomial that is fitted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value, at least 0, with its Monte Carlo standard error, in the unit of the net benefit."""

    value: float
    error: float


def worth(
    net_benefit: NDArray[np.float64],
    expected: NDArray[np.float64] | None = None,
    weights: NDArray[np.float64] | None = None,
) -> Estimate:
    """Return what it is worth to know which column is true: the mean of what the best choice then misses.

    Over draws of everything that is not known it is the EVPI; over draws of what is expected once
    something is known, the EVPPI or EVSI of that.

    Parameters
    ----------
    net_benefit
        Shape ``(strategies, draws)``, every strategy a row, also that of doing nothing.
    expected
        The true means of the rows, shape ``(strategies,)``, where they are known: the choice is then
        made by them, and what the draws' own means are off is taken out (a control variate).
    weights
        Of the columns, where they are no draws but the points of a quadrature: they sum to 1, shape
        ``(draws,)``. There is no Monte Carlo error then.

    Examples
    --------
    >>> worth(np.array([[0.0, 0.0], [3.0, -1.0]])).value
    0.5
    """
    means = net_benefit.mean(axis=1) if weights is None else net_benefit @ weights
    best = int(np.argmax(means if expected is None else expected))
    missed = net_benefit.max(axis=0) - net_benefit[best]
    if weights is not None:
        return Estimate(value=float(missed @ weights), error=0.0)
    value, size = float(missed.mean()), missed.size
    if expected is None:
        variance = max(float(np.einsum("i,i->", missed, missed)) / size - value * value, 0.0)
        return Estimate(value=value, error=math.sqrt(variance / size))
    around = net_benefit - means[:, np.newaxis]
    slopes = np.linalg.lstsq(around @ around.T, around @ missed, rcond=None)[0]
    left = missed - value - slopes @ around
    value -= float(slopes @ (means - expected))
    return Estimate(value=max(value, 0.0), error=float(left.std()) / math.sqrt(size))


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
    return worth(Fit(net_benefit, known)(known))


class Fit:
    """What is expected of the net benefit given some parameters: a cubic polynomial in them.

    Parameters
    ----------
    net_benefit
        Shape ``(strategies, draws)``.
    parameters
        Shape ``(parameters, draws)``.

    Its mean over these draws is that of the net benefit.
    """

    def __init__(self, net_benefit: NDArray[np.float64], parameters: NDArray[np.float64]) -> None:
        self._middle = parameters.mean(axis=1, keepdims=True)
        spread = parameters.std(axis=1, keepdims=True)
        self._spread = np.where(spread > 0, spread, 1.0)
        basis = self._basis(parameters)
        self._weights = np.linalg.lstsq(basis @ basis.T, basis @ net_benefit.T, rcond=None)[0]

    def __call__(self, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the fit at other values, shape ``(strategies, draws)``."""
        found: NDArray[np.float64] = self._weights.T @ self._basis(parameters)
        return found

    def around(self, parameters: NDArray[np.float64], unknown: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the fit averaged over what is still not known around other values.

        Parameters
        ----------
        unknown
            The covariance of that, shape ``(parameters, parameters)``: it is represented by two points a
            dimension, which have its mean and covariance (Julier & Uhlmann 1997).
        """
        sizes, directions = np.linalg.eigh(unknown)
        steps = directions * np.sqrt(np.maximum(sizes, 0) * len(sizes))
        points = [parameters + sign * step[:, np.newaxis] for step in steps.T for sign in (1, -1)]
        found: NDArray[np.float64] = np.mean([self(each) for each in points], axis=0)
        return found

    def _basis(self, parameters: NDArray[np.float64]) -> NDArray[np.float64]:
        one, scaled = np.ones(parameters.shape[1]), (parameters - self._middle) / self._spread
        return np.stack(
            [
                math.prod(factors, start=one)
                for degree in range(DEGREE + 1)
                for factors in combinations_with_replacement(scaled, degree)
            ]
        )
