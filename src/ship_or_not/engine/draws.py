"""From what is known of each input to points at which the model can be computed.

A *point* gives every number a value: as measured (what a spreadsheet gives), at the posterior
means, or one value per draw. The same arithmetic then runs on all three: exact decimals where a
point is one number per input, arrays where it is a block of draws.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.inputs import Input, Inputs, quoted
from ship_or_not.engine.point import Anew, Point, Row, move, with_shares
from ship_or_not.engine.structure import Number, Rates, Recalls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.peers import Peer

BLOCK = 16_384
BLOCK_BYTES = 32 * 2**20
PARTS_OF_A_BLOCK = 40
"""Arrays of a block beside the class mix and a row."""

MOST_KEPT_BYTES = 2**24
"""Of posteriors that a source keeps, for a value that is asked for again."""

SMALLEST_UNIFORM = 2.0**-54


class Source(Protocol):
    """Where a point's values come from.

    ``center`` is the source of the means that its values are spread around, None where each input
    has one value.
    """

    @property
    def center(self) -> Source | None:
        """Return the source of the means."""

    def number(self, item: Input, value: Number | None) -> Number:
        """Return a value for one input, ``value`` being what replaces it, if anything."""

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return shares that sum to 1 for cells with these counts and prior weights."""

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return the share of right answers of a thin class; None where its own counts say it."""

    def rows(self, row: Callable[[int], Row], count: int) -> Sequence[Row]:
        """Return a row for each class, all of them made or each when it is looked at."""

    def exact(self, value: Number) -> Number:
        """Return a written number in the source's own arithmetic."""


class Measured:
    """What a spreadsheet gives: observed rates and the distributions' means, in exact decimals.

    A row without counts takes its prior mean, which is then its posterior mean.
    """

    @property
    def center(self) -> Source | None:
        """Each input has one value."""
        return None

    def number(self, item: Input, value: Number | None) -> Number:
        """Return the mean as written."""
        return self.exact(item.distribution.mean if value is None else value)

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return n / Σn."""
        del path
        weights = counts if sum(counts) else prior
        total = sum(self.exact(weight) for weight in weights)
        return tuple(self.exact(weight) / total for weight in weights)

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return the posterior mean of a class without counts."""
        del path
        return None if peer.right + peer.wrong else self.exact(peer.mean)

    def rows(self, row: Callable[[int], Row], count: int) -> Sequence[Row]:
        """Return all rows."""
        return tuple(map(row, range(count)))

    def exact(self, value: Number) -> Number:
        """Return the decimal number that the float was written as."""
        if isinstance(value, Fraction):
            return Decimal(value.numerator) / Decimal(value.denominator)
        return Decimal(repr(float(value)))


class FloatMeasured(Measured):
    """The same in floats, and in arrays of them: what moves an input along a grid."""

    def exact(self, value: Number) -> Number:
        """Return the number, or the array, as it is."""
        return float(value) if isinstance(value, Fraction) else value


class Means(Measured):
    """Every input at its posterior mean: the model's expectation, since it is linear in each."""

    def __init__(self, prior: float) -> None:
        self.prior = prior

    def number(self, item: Input, value: Number | None) -> Number:
        """Return the posterior mean."""
        mean = self.exact(item.distribution.mean) if value is None else self.exact(value)
        if item.sample_size is None:
            return mean
        size, prior = self.exact(item.sample_size), self.exact(self.prior)
        return (mean * size + prior / 2) / (size + prior)

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return (n + α) / Σ(n + α)."""
        del path
        weights = [self.exact(n) + self.exact(a) for n, a in zip(counts, prior, strict=True)]
        total = sum(weights)
        return tuple(weight / total for weight in weights)

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return the posterior mean."""
        del path
        return self.exact(peer.mean)


class FloatMeans(Means):
    """Posterior means in floats, and arrays of them: what moves an input along a grid."""

    def exact(self, value: Number) -> Number:
        """Return the number, or the array, as it is."""
        return float(value) if isinstance(value, Fraction) else value


class Draws(FloatMeans):
    """One block of random draws, each input from a stream of its own.

    A stream is keyed by (seed, path, block): adding or reordering inputs leaves the draws of the
    others as they were. Uncertain numbers are drawn through their quantile function, so that a
    moved distribution stays paired with where it came from.

    Parameters
    ----------
    apart
        Paths whose streams, and those below, are other ones than usual: of what has nothing to do with
        what the usual streams are drawn for.
    """

    def __init__(
        self, *, seed: int, block: int, size: int, prior: float, apart: tuple[str, ...] = ()
    ) -> None:
        super().__init__(prior)
        self._nodes: dict[str, NDArray[np.intp]] = {}
        self._posteriors: dict[tuple[str, float], NDArray[np.float64]] = {}
        self.size = size
        self._apart = apart
        width = 4 * max(1, -(-seed.bit_length() // 32))
        self._words = np.frombuffer(seed.to_bytes(width, "little") + block.to_bytes(4, "little"), dtype="<u4")

    @property
    def center(self) -> Source | None:
        """Return the source of the means that the draws spread around."""
        return FloatMeans(self.prior)

    def number(self, item: Input, value: Number | None) -> Number:
        """Return draws, shape ``(size,)``; a plain number where there is nothing to draw."""
        if item.sample_size is not None:
            return self._posterior(item, item.distribution.mean if value is None else value)
        if value is not None or not item.uncertain:
            return item.distribution.mean if value is None else value
        return item.distribution.quantile(self._uniform(item.path))

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return Dirichlet draws: independent gammas over their sum."""
        generator = self._generator(path)
        gammas = np.empty((len(counts), self.size))
        for row, n, a in zip(gammas, counts, prior, strict=True):
            generator.standard_gamma(n + a, out=row)
        gammas /= gammas.sum(axis=0)
        return tuple(gammas)

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return draws, those of all peers with what they have in common."""
        group = peer.group
        if group.path not in self._nodes:
            self._nodes[group.path] = group.choose(self._uniform(group.path))
        return peer.draw(self._nodes[group.path], self._generator(f"{path}.right"))

    def rows(self, row: Callable[[int], Row], count: int) -> Sequence[Row]:
        """Return rows that are drawn when they are looked at."""
        return Anew(row, count)

    def luck(self, what: str) -> np.random.Generator:
        """Return the stream of what chance decides, not knowledge: when a model fails, say."""
        return self._generator(f"luck: {what}")

    def _posterior(self, item: Input, value: Number) -> NDArray[np.float64]:
        """Return draws around what was measured, or around each of several values: one row each."""
        measured = np.ravel(value).tolist()
        wanted = set(measured)
        if 8 * self.size * (len(self._posteriors) + len(wanted)) > MOST_KEPT_BYTES:
            self._posteriors.clear()
        kept, uniform = self._posteriors, None
        for each in wanted:
            if (item.path, each) not in kept:
                uniform = self._uniform(item.path) if uniform is None else uniform
                known = replace(item, distribution=Exact(each)).posterior(self.prior)
                kept[item.path, each] = known.quantile(uniform)
        draws = [kept[item.path, each] for each in measured]
        return draws[0] if np.ndim(value) == 0 else np.stack(draws)

    def _uniform(self, path: str) -> NDArray[np.float64]:
        return np.maximum(self._generator(path).random(self.size), SMALLEST_UNIFORM)

    def _generator(self, path: str) -> np.random.Generator:
        digest = hashlib.sha256(path.encode()).digest()
        # An array of words starts the sequence five times faster than a list of the same numbers.
        words = np.concatenate((self._words, np.frombuffer(digest, dtype=">u4")))
        if any(path == each or path.startswith(f"{each}.") for each in self._apart):
            words = np.append(words, np.uint32(1))
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


def block_size(inputs: Inputs) -> int:
    """Return how many draws are made at a time: a power of two within the memory of a block.

    That holds the class mix, one class's rows and what is added up. It depends on the cells of the
    matrices only, so that moving or adding a number leaves the draws of
    the others as they were.
    """
    cells = PARTS_OF_A_BLOCK + len(inputs.groups) + 3 * max(map(len, inputs.groups), default=0)
    fitting = BLOCK_BYTES // (8 * cells)
    return int(min(BLOCK, max(128, 2 ** (fitting.bit_length() - 1))))


def point(inputs: Inputs, source: Source) -> Point:
    """Give every input a value from ``source``, then move the derived paths, one after the other."""
    first, then = inputs.in_order()
    numbers = {path: source.number(item, first.get(path)) for path, item in inputs.numbers.items()}
    if inputs.experiment:
        return Point(numbers=numbers)
    result = Point(
        numbers=numbers,
        mix=_mix(inputs, source, numbers),
        baseline=_rows(inputs, source, numbers, "baseline"),
        model=_rows(inputs, source, numbers, "model"),
        backups={system: _rows(inputs, source, numbers, system) for system in inputs.systems[2:]},
    )
    if not then:
        return result
    spread = source.center
    center = result if spread is None else point(inputs.with_moves(*first.items()), spread)
    mix, middle, shares = result.mix, center.mix, dict[int, Number]()
    for each, value in then:
        if each.kind == "prevalence":  # shares that were moved before stay where they are
            shares[each.index] = source.exact(value)
            result, center = with_shares(result, mix, shares), with_shares(center, middle, shares)
        else:
            step = partial(move, inputs, center=center, derived=each, value=source.exact(value))
            result, center = step(point=result), step(point=center)
    return result


def _mix(inputs: Inputs, source: Source, numbers: Mapping[str, Number]) -> tuple[Number, ...]:
    if inputs.mix is None:
        return (source.exact(1.0),)
    if inputs.mix.counts is not None:
        size = len(inputs.mix.counts)
        return source.shares("prevalence", inputs.mix.counts, [1 / size] * size)
    shares = [numbers[path] for path in inputs.mix.paths or ()]
    total = sum(shares)
    return tuple(share / total for share in shares)


def _rows(inputs: Inputs, source: Source, numbers: Mapping[str, Number], system: str) -> Sequence[Row]:
    evidence, refers = inputs.evidence(system), inputs.refers and system == "model"

    def row(i: int) -> Row:
        groups = inputs.groups[i]
        if isinstance(evidence, Recalls):
            recall, others = numbers[evidence.paths[i]], len(inputs.costs[i]) - 1
            wrong = tuple((1 - recall) * len(group.cells) / others for group in groups[1:])
            return Row(right=recall, wrong=wrong)
        if isinstance(evidence, Rates):
            shares = tuple(source.exact(cell) for cell in inputs.cells[system][i])
        else:
            shares = _counted(inputs, source, system, i)
        return Row(right=shares[0], wrong=shares[1 : len(groups)], referred=shares[-1] if refers else 0)

    return source.rows(row, len(inputs.classes))


def _counted(inputs: Inputs, source: Source, system: str, i: int) -> tuple[Number, ...]:
    """Return what the counts of one class say: the right answer's share, then the others'."""
    path, cells = f"{system}.confusion.{quoted(inputs.classes[i])}", inputs.cells[system][i]
    sizes = [len(group.cells) for group in inputs.groups[i][1:]]
    sizes += [1] * (len(cells) - 1 - len(sizes))  # items handed back
    half = inputs.prior / 2
    prior = [half, *(half * size / sum(sizes) for size in sizes)]
    peer = inputs.peers[system].get(i)
    right = None if peer is None else source.peer(path, peer)
    if right is None:
        return source.shares(path, cells, prior)
    return (right, *((1 - right) * share for share in source.shares(path, cells[1:], prior[1:])))
