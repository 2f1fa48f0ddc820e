"""Points that are computed at a time, and what need not be computed in each of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.sensitivity import in_money

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import Policy

    Array = NDArray[np.float64]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Points that differ only in what is moved as arrays.

    Parameters
    ----------
    places
        Which of the points they are.
    inputs
        With everything else in its place.
    missing
        Whether a question that the policy requires is not answered.
    values
        Of ``paths``, shape ``(points, paths)``.
    """

    places: Places
    inputs: Inputs
    policy: Policy
    missing: bool
    paths: tuple[str, ...]
    values: Array

    def some(self, which: Places) -> Part:
        """Return some of the points."""
        return replace(self, places=self.places[which], values=self.values[which])

    def moved(self, values: Array) -> Inputs:
        """Return the inputs with arrays of values in place, a row a point."""
        inputs = self.inputs
        for path, column in zip(self.paths, values.T, strict=True):
            inputs = inputs.replace(path, column[:, np.newaxis])
        return inputs


def along(part: Part, figures: Callable[[Array], Array]) -> Array:
    """Return figures of all points of a part.

    Net benefit is linear in an amount of money: two values of it, the others as they are, tell all.

    Parameters
    ----------
    figures
        From values of the paths, a row a point, to an array whose first axis is that of the points.
    """
    place, which = unlike(part)
    if place is None:
        return figures(part.values)
    amounts = part.values[:, place]
    least, most = amounts.min(), amounts.max()
    low = part.values[np.unique(which, return_index=True)[1]]
    high = low.copy()
    low[:, place], high[:, place] = least, most
    at_low, at_high = figures(low), figures(high)
    steps = ((amounts - least) / (most - least)).reshape(-1, *(1,) * (at_low.ndim - 1))
    along: Array = at_low[which] + steps * (at_high - at_low)[which]
    return along


def unlike(part: Part) -> tuple[int | None, Places]:
    """Return which path is an amount of money, if any, and which points differ in more than that.

    Returns
    -------
    place, which
        None where there is no such path, or few points differ in it alone; then every point differs.
    """
    for place, path in enumerate(part.paths if part.inputs.changes else ()):
        others, which = np.unique(np.delete(part.values, place, axis=1), axis=0, return_inverse=True)
        if in_money(part.inputs, path) and 2 * len(others) < len(part.values):
            return place, which.ravel()
    return None, np.arange(len(part.values))


def alike(points: Array, axes: Sequence[int]) -> Iterator[tuple[tuple[float, ...], Places]]:
    """Yield the values that there are on some axes, each with the places of its points."""
    found: dict[tuple[float, ...], list[int]] = {}
    for place, row in enumerate(points[:, list(axes)].tolist()):
        found.setdefault(tuple(row), []).append(place)
    for key, places in found.items():
        yield key, np.array(places)
