"""What is expected once some evidence is in: posterior means, drawn as further labels may turn out.

A label says whether one more answer is right, or which wrong answer it is. Before they are seen, the
labels of a class are Dirichlet-multinomial (of a recall, beta-binomial), and afterwards the class's rates
have the posterior mean

    (counts + prior + labels) / (all of them)

so that net benefit, which is linear in the rates, is expected to be what it is at those means.

Source: Raiffa & Schlaifer 1961, ch. 3 and 11 (preposterior analysis).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.inputs import PREVALENCE, quoted
from ship_or_not.engine.quadrature import DrawsOf
from ship_or_not.engine.structure import Counts, Recalls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Input, Inputs
    from ship_or_not.engine.peers import Peer
    from ship_or_not.engine.structure import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is learnt about: the rates of some classes, numbers that stand for them, the class mix.

    Parameters
    ----------
    system
        Whose answers are labelled; "" where it is only the mix.
    label
        Index of the one class that the labels are of; None for all, as items come.
    rates
        Path of a class's counts, or of its recall → index of the class; None for all classes alike.
    mix
        Whether the class mix is learnt too.
    """

    system: str
    label: int | None = None
    rates: Mapping[str, int | None]
    mix: bool = False

    def __contains__(self, path: str) -> bool:
        return path in self.rates or (self.mix and path == PREVALENCE)


def counted(inputs: Inputs, path: str) -> Subject:
    """Return one of `Inputs.counted`, a confusion matrix or the class mix, as one thing to know."""
    if path == PREVALENCE:
        return Subject(system="", rates={}, mix=True)
    system = path.removesuffix(".confusion")
    return Subject(system=system, rates=_rates(inputs, system))


def subjects(inputs: Inputs, classes: Sequence[int]) -> Iterator[Subject]:
    """Yield what further labels can be of: for the model, then for today's process, all and class by class.

    Parameters
    ----------
    classes
        Indices of the classes that are asked about one by one.
    """
    for system in ("model", "baseline"):
        rates = _rates(inputs, system)
        if not rates:
            continue
        yield Subject(system=system, rates=rates, mix=PREVALENCE in inputs.counted)
        for i in classes if inputs.named else ():
            own = {path: index for path, index in rates.items() if index == i}
            if own:
                yield Subject(system=system, label=i, rates=own)


def of_one_class(inputs: Inputs) -> dict[str, int]:
    """Return the paths of what is not known of one class's answers, each with the class's index."""
    found = {**_rates(inputs, "model"), **_rates(inputs, "baseline")}
    return {path: index for path, index in found.items() if index is not None}


def _rates(inputs: Inputs, system: str) -> dict[str, int | None]:
    """Return the paths of what is not known of a system's answers, each with its class."""
    if inputs.experiment:
        return {}
    evidence = inputs.evidence(system)
    if isinstance(evidence, Counts):
        return {f"{system}.confusion.{quoted(label)}": i for i, label in enumerate(inputs.classes)}
    if not isinstance(evidence, Recalls):
        return {}
    uncertain = {path for path in evidence.paths if inputs.numbers[path].uncertain}
    if len(set(evidence.paths)) == 1:
        return dict.fromkeys(uncertain)
    return {path: i for i, path in enumerate(evidence.paths) if path in uncertain}


class Learning(DrawsOf):
    """A point for each way that further labels may turn out: posterior means, and means of all else.

    The truth that the labels tell of is drawn as by `quadrature.DrawsOf` of the same subject, to the draw.

    Parameters
    ----------
    n
        How many labels.

    A class that learns from other thin classes is updated as the beta with its mean and variance, and so is
    a rate that is written as a range.
    """

    def __init__(self, inputs: Inputs, subject: Subject, n: int, *, seed: int, block: int, size: int) -> None:
        super().__init__(subject, seed=seed, block=block, size=size, prior=inputs.prior)
        self.inputs, self.subject, self.n = inputs, subject, n
        self._errors: dict[str, NDArray[np.int64]] = {}

    def number(self, item: Input, value: Number | None) -> Number:
        """Return the mean of a number, of a recall that is labelled what it may become."""
        drawn = super().number(item, value)
        if item.path not in self.subject or not item.uncertain:
            return drawn
        posterior = item.posterior(self.prior)
        mean = FloatMeans.number(self, item, value)
        behind = mean * (1 - mean) / posterior.variance - 1
        right, _ = self._labels(item.path, self._of(item.path), (drawn, 1 - drawn))
        return (behind * mean + right) / (behind + self._of(item.path))

    def shares(self, path: str, counts: Sequence[int], prior: Sequence[float]) -> tuple[Number, ...]:
        """Return posterior means of a row of rates or of the class mix."""
        drawn = super().shares(path, counts, prior)
        if path not in self.subject:
            return drawn
        size: Number = self.n
        if path == PREVALENCE:
            labels = self._come
        else:
            size = self._errors.pop(path) if path in self._errors else self._of(path)
            labels = self._labels(path, size, drawn)
        total = sum(counts) + sum(prior) + size
        return tuple((n + a + more) / total for n, a, more in zip(counts, prior, labels, strict=True))

    def peer(self, path: str, peer: Peer) -> Number | None:
        """Return what the share of right answers of a thin class may become."""
        drawn = super().peer(path, peer)
        if path not in self.subject or drawn is None:
            return drawn
        size = self._of(path)
        right, self._errors[path] = self._labels(f"{path}.right", size, (drawn, 1 - drawn))
        return (peer.concentration * peer.mean + right) / (peer.concentration + size)

    def _of(self, path: str) -> Number:
        """Return how many of the labels say something of a path: a number, or one for each draw."""
        index = self.subject.rates[path]
        if self.subject.label is not None or index is None or not self.inputs.named:
            return self.n
        return self._come[index]

    @cached_property
    def _come(self) -> tuple[NDArray[np.int64], ...]:
        """The labels of each class, where they come as items come."""
        mix = self.inputs.mix
        if self.subject.mix and mix is not None and mix.counts is not None:
            size = len(mix.counts)
            shares = super().shares(PREVALENCE, mix.counts, [1 / size] * size)
        else:
            means = point(self.inputs, FloatMeans(self.prior)).mix
            shares = tuple(np.broadcast_to(share, (self.size,)) for share in means)
        return self._labels(PREVALENCE, self.n, shares)

    def _labels(self, path: str, size: Number, shares: Sequence[Number]) -> tuple[NDArray[np.int64], ...]:
        """Draw how many labels say each thing, shape ``(draws,)`` each."""
        chances = np.stack(shares, axis=-1)
        chances /= chances.sum(axis=-1, keepdims=True)
        drawn = self._generator(f"labels: {path}").multinomial(size, chances)
        return tuple(np.moveaxis(drawn, -1, 0))
