"""What can go wrong, read off the draws of net benefit.

Source: Rockafellar & Uryasev 2000 (CVaR).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORST = 0.05
"""The tail that CVaR averages."""

CENTRAL = (0.05, 0.95)
"""The central 90 %."""


def interval(draws: NDArray[np.float64]) -> tuple[float, float]:
    """Return the central 90 % of the draws.

    >>> interval(np.arange(101.0))
    (5.0, 95.0)
    """
    low, high = np.quantile(draws, CENTRAL)
    return float(low), float(high)


def chance(hits: NDArray[np.bool_]) -> float:
    """Return the share of draws that hit."""
    return int(np.count_nonzero(hits)) / hits.size


def cvar(draws: NDArray[np.float64]) -> float:
    """Return the mean of the worst 5 % of the draws, the draw at the edge counted in part.

    >>> cvar(np.arange(40.0))
    0.5
    """
    count = WORST * draws.size
    whole = math.floor(count + 1e-9)
    worst = np.sort(np.partition(draws, whole)[: whole + 1])
    tail = [*worst[:whole].tolist(), (count - whole) * float(worst[whole])]
    return math.fsum(tail) / count


def payback_weeks(cumulative: NDArray[np.float64]) -> int | None:
    """Return the first week from whose end the mean cumulative value stays at 0 or above.

    Parameters
    ----------
    cumulative
        Mean cumulative net benefit, present value: at the decision, then at the end of each week.

    Returns
    -------
    int or None
        0 where it is never below 0; None where it ends below.

    >>> payback_weeks(np.array([-3.0, -1.0, 1.0, 3.0]))
    2
    """
    below = np.flatnonzero(cumulative < 0)
    if not below.size:
        return 0
    first = int(below[-1]) + 1
    return first if first < cumulative.size else None
