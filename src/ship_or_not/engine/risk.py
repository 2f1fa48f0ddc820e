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
    low, high = (quantile(draws, share) for share in CENTRAL)
    return low, high


def quantile(draws: NDArray[np.float64], share: float) -> float:
    """Return the value below which a share of the draws lies, between two of them by linear interpolation.

    The same to the byte as `numpy.quantile`, which loads `numpy.ma`: a twentieth of a small run.

    >>> quantile(np.array([3.0, 1.0, 2.0]), 0.25)
    1.5
    """
    place = share * (draws.size - 1)
    below = math.floor(place)
    above = min(below + 1, draws.size - 1)
    part, ordered = place - below, np.partition(draws, (below, above))
    low, high = float(ordered[below]), float(ordered[above])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)  # noqa: PLR2004 - half


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
