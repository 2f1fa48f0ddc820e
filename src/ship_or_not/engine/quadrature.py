"""The points over which expectations are taken, where net benefit is not linear in all that is uncertain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ship_or_not.engine.distributions import SMALLEST_SHAPE, Beta
from ship_or_not.engine.draws import SMALLEST_UNIFORM, Draws, FloatMeans

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.inputs import Input, Inputs
    from ship_or_not.engine.peers import Peer
    from ship_or_not.engine.point import Row
    from ship_or_not.engine.structure import Number

HYPERCUBES = 8
"""Independent ones, whose means tell the error of their mean."""


class Some(Protocol):
    """Some of the inputs, by their paths."""

    def __contains__(self, path: str, /) -> bool:
        """Whether an input is among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bends:
    """The uncertain inputs in which net benefit is not linear: its mean needs their draws.

    Parameters
    ----------
    numbers
        Paths of numbers.
    rows
        Of what was counted: systems' confusion matrices and the class mix.
    """

    numbers: frozenset[str]
    rows: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.numbers)

    def __contains__(self, path: str) -> bool:
        return path in self.numbers or any(path == each or path.startswith(f"{each}.") for each in self.rows)


def nonlinear(inputs: Inputs) -> Bends:
    """Return the uncertain inputs in which net benefit is not linear.

    Where no week differs from another these are the discount rate, and a class mix of uncertain shares
    (which are made to sum to 1). A model that decays or fails, and a capacity, bend it in everything but
    money.
    """
    uncertain = {path for path, item in inputs.numbers.items() if item.uncertain}
    if inputs.changes:
        bent = {path for path in uncertain if not inputs.numbers[path].unit.startswith("money")}
        drawn = {path for path in bent if path not in inputs.replaced or inputs.numbers[path].sample_size}
        return Bends(numbers=frozenset(drawn), rows=inputs.counted)
    shares = inputs.mix.paths if inputs.mix is not None and inputs.mix.paths is not None else ()
    rate = ("discount_rate",) if "discount_rate" not in inputs.replaced else ()
    return Bends(numbers=frozenset(uncertain.intersection((*shares, *rate))))


class DrawsOf(Draws):
    """Draws of some inputs, the others at their means.

    Parameters
    ----------
    drawn
        The paths of those that are drawn.
    """

    def __init__(self, drawn: Some, *, seed: int, block: int, size: int, prior: float) -> None:
        super().__init__(seed=seed, block=block, size=size, prior=prior)
        self.drawn = drawn

    def number(self, item: Input, value: Number | None) -> Number:
        """Draw it, or return its mean."""
        drawn = item.path in self.drawn
        return super().number(item, value) if drawn else FloatMeans.number(self, item, value)

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Draw them, or return the posterior mean."""
        if path in self.drawn:
            return super().shares(path, counts, prior)
        return FloatMeans.shares(self, path, counts, prior)

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Draw it, or return the posterior mean."""
        return super().peer(path, peer) if path in self.drawn else FloatMeans.peer(self, path, peer)

    def rows(self, row: Callable[[int], Row], count: int) -> Sequence[Row]:
        """Return all rows."""
        return FloatMeans.rows(self, row, count)


class Midpoints(DrawsOf):
    """Evenly spread quantiles in place of random ones: for a single number, a quadrature without noise."""

    def _uniform(self, path: str) -> NDArray[np.float64]:
        del path
        return midpoints(self.size)


class Hypercubes(DrawsOf):
    """Latin hypercubes: every input is spread evenly over its quantiles, in an order of its own.

    What each input does alone is then nearly without noise; what is left comes from what they do
    together. Several hypercubes tell how much that is.

    Source: McKay, Beckman & Conover 1979; Owen 1992 (its variance).
    """

    def __init__(self, drawn: Some, *, seed: int, size: int, prior: float) -> None:
        super().__init__(drawn, seed=seed, block=0, size=size, prior=prior)
        self._kept: dict[tuple[str, tuple[int, ...]], tuple[Number, ...]] = {}
        self._numbers: dict[str, Number] = {}

    def number(self, item: Input, value: Number | None) -> Number:
        """Draw it, or return its mean."""
        if value is not None or item.path not in self.drawn:
            return super().number(item, value)
        if item.path not in self._numbers:
            self._numbers[item.path] = super().number(item, None)
        return self._numbers[item.path]

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return Dirichlet shares: each one's beta part of what the ones before it leave."""
        if path not in self.drawn:
            return FloatMeans.shares(self, path, counts, prior)
        key = path, tuple(counts)
        if key not in self._kept:
            self._kept[key] = tuple(self._broken_off(path, counts, prior))
        return self._kept[key]

    def _broken_off(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> Iterator[Number]:
        weights = [n + a for n, a in zip(counts, prior, strict=True)]
        left: Number = np.ones(self.size)
        for place, weight in enumerate(weights[:-1]):
            rest = sum(weights[place + 1 :])
            part: Number
            if min(weight, rest) < SMALLEST_SHAPE:  # one of a thousand labels, never seen: its mean will do
                part = weight / (weight + rest)
            else:
                part = Beta(weight, rest).quantile(self._uniform(f"{path}#{place}"))
            yield left * part
            left = left * (1 - part)
        yield left

    def _uniform(self, path: str) -> NDArray[np.float64]:
        generator, strata = self._generator(path), self.size // HYPERCUBES
        places = generator.permuted(np.tile(np.arange(strata), (HYPERCUBES, 1)), axis=1)
        uniform: NDArray[np.float64] = (places + generator.random(places.shape)).ravel() / strata
        return np.maximum(uniform, SMALLEST_UNIFORM)


class Crossed(FloatMeans):
    """Every draw of one source with every point of another, the points of each draw side by side.

    Parameters
    ----------
    known
        Draws of some inputs.
    others
        Points of all else.
    """

    def __init__(self, known: DrawsOf, others: Draws) -> None:
        super().__init__(known.prior)
        self.known, self.others, self.size = known, others, known.size * others.size

    @property
    def center(self) -> Source | None:
        """Return the source of the means that both spread around."""
        return self.known.center

    def number(self, item: Input, value: Number | None) -> Number:
        """Return a number at each."""
        return self._crossed(item.path, self._of(item.path).number(item, value))

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return shares at each."""
        return tuple(self._crossed(path, share) for share in self._of(path).shares(path, counts, prior))

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return the share of right answers of a thin class at each."""
        share = self._of(path).peer(path, peer)
        return None if share is None else self._crossed(path, share)

    def _of(self, path: str) -> Draws:
        return self.known if path in self.known.drawn else self.others

    def _crossed(self, path: str, value: Number) -> Number:
        if np.ndim(value) == 0:
            return value
        if path in self.known.drawn:
            return np.repeat(value, self.others.size)
        return np.tile(value, self.known.size)


def midpoints(size: int) -> NDArray[np.float64]:
    """Return evenly spread probabilities, each in the middle of its share.

    >>> midpoints(4).tolist()
    [0.125, 0.375, 0.625, 0.875]
    """
    return (np.arange(size) + 0.5) / size
