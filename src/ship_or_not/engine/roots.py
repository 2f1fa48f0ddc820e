"""Where functions cross 0: many at a time, each between two ends of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WITHIN = 4 * np.finfo(float).eps
"""As near as a root can be found, as a share of it."""

MOST_STEPS = 100


def roots(
    f: Callable[[Array, NDArray[np.intp]], Array],
    low: Array,
    high: Array,
    f_low: Array,
    f_high: Array,
    *,
    within: float = WITHIN,
) -> Array:
    """Return a place between each two ends at which the function goes from above 0 to 0 or below.

    A jump across 0 is found as well.

    Parameters
    ----------
    f
        From values, and which of the functions each is for, to the functions' values there.
    low, high
        The ends, shape ``(functions,)``.
    f_low, f_high
        The values there, of which exactly one is above 0.
    within
        How near a root is found, as a share of it.

    Source: Chandrupatla 1997, *A new hybrid quadratic/bisection algorithm*; the first step is a secant's.

    >>> ends = np.array([0.0, 0.0]), np.array([2.0, 3.0])
    >>> roots(lambda x, which: x - np.array([1.0, 2.5])[which], *ends, *(e - [1, 2.5] for e in ends)).tolist()
    [1.0, 2.5]
    """
    found = np.where(f_low == 0, low, high)
    which = np.flatnonzero((f_low != 0) & (f_high != 0))
    a, b, f_a, f_b = low[which], high[which], f_low[which], f_high[which]
    t = f_a / (f_a - f_b)  # where a straight line crosses, and most functions here are one
    for _ in range(MOST_STEPS):
        if not which.size:
            break
        x = a + t * (b - a)
        f_x = f(x, which)
        same = (f_x > 0) == (f_a > 0)
        c, f_c = np.where(same, a, b), np.where(same, f_a, f_b)
        b, f_b = np.where(same, b, a), np.where(same, f_b, f_a)
        a, f_a = x, f_x
        nearer = np.abs(f_a) < np.abs(f_b)
        found[which] = np.where(nearer, a, b)
        nearest = within * np.abs(found[which])
        left = (np.abs(b - a) > nearest) & (np.where(nearer, f_a, f_b) != 0)
        which, a, b, c, f_a, f_b, f_c, nearest = (
            each[left] for each in (which, a, b, c, f_a, f_b, f_c, nearest)
        )
        t = _step(a, b, c, f_a, f_b, f_c, nearest) if which.size else t
    return found


def _step(a: Array, b: Array, c: Array, f_a: Array, f_b: Array, f_c: Array, nearest: Array) -> Array:
    """Return where to look next, as a share of the way from a to b: on a parabola, or half way."""
    with np.errstate(all="ignore"):  # a step that can't be computed is a bisection
        least = 0.5 * nearest / np.abs(b - a)
        xi, phi = (a - b) / (c - b), (f_a - f_b) / (f_c - f_b)
        bent = f_a / (f_b - f_a) * f_c / (f_b - f_c)
        bent = bent + (c - a) / (b - a) * f_a / (f_c - f_a) * f_b / (f_c - f_b)
        smooth = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi) & np.isfinite(bent)
        return np.clip(np.where(smooth, bent, 0.5), least, 1 - least)
