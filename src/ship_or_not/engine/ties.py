"""What is a tie: two figures that are as near as written numbers can tell. A tie is never above."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Figure = TypeVar("Figure", float, NDArray[np.float64])
    """One figure, or many."""

TOLERANCE = 1e-12
"""A value within this share of the size of its terms is a tie."""


def tie(threshold: float, magnitude: Figure) -> Figure:
    """Return how far from a threshold a value still ties with it.

    Parameters
    ----------
    magnitude
        Sum of the sizes of the terms that the value is made of, in the threshold's unit.
    """
    return TOLERANCE * (magnitude + abs(threshold))


def margin(value: Figure, minimum: float, magnitude: Figure) -> Figure:
    """Return value - minimum, 0.0 where the two are a tie.

    Parameters
    ----------
    magnitude
        As of `tie`.

    >>> margin(4.163336342344337e-17, 0.0, 0.2), margin(0.25, 0.125, 1.0)
    (0.0, 0.125)
    """
    difference = value - minimum
    return difference * (abs(difference) > tie(minimum, magnitude)) + 0.0  # and never -0.0
