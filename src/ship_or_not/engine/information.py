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


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value, at least 0, with its Monte Carlo standard error, in the unit of the net benefit."""

    value: float
    error: float


def worth(net_benefit: NDArray[np.float64], expected: NDArray[np.float64] | None = None) -> Estimate:
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

    Examples
    --------
    >>> worth(np.array([[0.0, 0.0], [3.0, -1.0]])).value
    0.5
    """
    means = net_benefit.mean(axis=1)
    best = int(np.argmax(means if expected is None else expected))
    missed = net_benefit.max(axis=0) - net_benefit[best]
    value, size = float(missed.mean()), missed.size
    if expected is None:
        return Estimate(value=value, error=float(missed.std()) / math.sqrt(size))
    around = net_benefit - means[:, np.newaxis]
    slopes = np.linalg.lstsq(around @ around.T, around @ missed)[0]
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
    return worth(fitted(net_benefit, parameters))


def fitted(
    net_benefit: NDArray[np.float64], parameters: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return what is expected of each draw given some parameters: a cubic fit, shape of ``net_benefit``.

    Its mean over the draws is that of the net benefit.
    """
    one, scaled = np.ones(net_benefit.shape[1]), [_scaled(each) for each in parameters]
    powers = [
        math.prod(factors, start=one)
        for degree in range(DEGREE + 1)
        for factors in combinations_with_replacement(scaled, degree)
    ]
    basis = np.stack(powers)
    weights = np.linalg.lstsq(basis @ basis.T, basis @ net_benefit.T)[0]
    found: NDArray[np.float64] = weights.T @ basis
    return found


def _scaled(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values around 0 with an sd of 1; all 0 where they are all the same."""
    spread = float(values.std())
    centred: NDArray[np.float64] = values - values.mean()
    return centred / spread if spread > 0 else centred
