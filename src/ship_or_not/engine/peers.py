"""What thin classes say of one another: a prior for recalls that many classes with few items share.

With a few items a class, the simple prior (½ right, ½ wrong) is nearly all that is known of it. For one
class that is a width; over many of them it adds up to a bias. So, where many classes are thin:

    with chance LIKE a class is like the other thin ones: recall ~ Beta(m·s, (1 − m)·s)
    else nothing is known of it:                          recall ~ Beta(½, ½)
    m ~ Beta(½, ½);  the spread between classes, √(m(1 − m)/(1 + s)), is uniform given m

All of it is integrated over a grid of (m, s). That a class may be unlike the others keeps a rare class
that the model fails on from being taken for a good one.

Sources: Gelman 2006 (the uniform spread); Neuenschwander, Wandel, Roychoudhury & Bailey 2016
(exchangeable or not).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

THIN = 100
"""A class with fewer items is thin: from here on the simple prior moves its error rate by under ½ %."""

FEWEST = 8
"""With fewer thin classes than these there is little to learn from, and no bias to mend."""

LIKE = 0.25
"""Chance, before the counts, that a thin class is like the others: see decision 12 for what it trades."""

_HALF = 0.5
_LEVELS, _SPREADS = 64, 20


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """What thin classes have in common: a grid of the beta that those are drawn from which are alike.

    Parameters
    ----------
    path
        Of their evidence, ``"model.confusion"``: the stream that chooses a node.
    chances
        Posterior chance of each node, shape ``(nodes,)``.
    alpha, beta
        The beta's two weights at each node, same shape.
    """

    path: str
    chances: NDArray[np.float64]
    alpha: NDArray[np.float64]
    beta: NDArray[np.float64]

    def choose(self, uniform: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the node of each uniform number."""
        bounds = np.cumsum(self.chances)
        nodes: NDArray[np.intp] = np.searchsorted(bounds, bounds[-1] * uniform, side="right")
        return nodes.clip(max=bounds.size - 1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Peer:
    """One thin class among the others.

    Parameters
    ----------
    group
        What it has in common with the others.
    right, wrong
        Its items, by whether they were answered rightly.
    like
        Posterior chance, at each node of the group, that the class is like the others.
    """

    group: Group
    right: int
    wrong: int
    like: NDArray[np.float64]

    @cached_property
    def mean(self) -> float:
        """Posterior mean of the share of right answers."""
        return self._moment(lambda a, b: a / (a + b))

    @cached_property
    def concentration(self) -> float:
        """Items that a beta with this mean and variance would rest on, its prior's included."""
        mean = self.mean
        square = self._moment(lambda a, b: a * (a + 1) / ((a + b) * (a + b + 1)))
        return mean * (1 - mean) / (square - mean**2) - 1

    def draw(self, nodes: NDArray[np.intp], generator: np.random.Generator) -> NDArray[np.float64]:
        """Return draws of the share of right answers.

        Parameters
        ----------
        nodes
            As the group chose them, shape ``(draws,)``: the same for all peers.
        """
        like = generator.random(nodes.size) < self.like[nodes]
        share: NDArray[np.float64] = generator.beta(
            self.right + np.where(like, self.group.alpha[nodes], _HALF),
            self.wrong + np.where(like, self.group.beta[nodes], _HALF),
        )
        return share

    def _moment(self, of: Callable[[Any, Any], Any]) -> float:
        """Average a moment of the beta over what is not known of its weights."""
        alone = of(self.right + _HALF, self.wrong + _HALF)
        among = of(self.right + self.group.alpha, self.wrong + self.group.beta)
        return float(np.sum(self.group.chances * (self.like * among + (1 - self.like) * alone)))


def peers(path: str, counts: Mapping[int, tuple[int, int]]) -> dict[int, Peer]:
    """Return what each thin class learns from the others; nothing where there are too few.

    Parameters
    ----------
    path
        Of their evidence: ``"model.confusion"``.
    counts
        Class index → its items answered rightly and wrongly.

    Examples
    --------
    >>> found = peers("model.confusion", {i: (9, 1) for i in range(7)} | {7: (0, 0), 8: (900, 100)})
    >>> sorted(found), round(found[7].mean, 2)
    ([0, 1, 2, 3, 4, 5, 6, 7], 0.58)
    """
    thin = {i: each for i, each in counts.items() if sum(each) < THIN}
    if len(thin) < FEWEST:
        return {}
    level = np.sin(np.pi / 2 * (np.arange(_LEVELS) + _HALF) / _LEVELS) ** 2  # quantiles of Beta(½, ½)
    weight = ((np.arange(_SPREADS) + _HALF) / _SPREADS) ** -2.0 - 1
    alpha, beta = np.outer(level, weight).ravel(), np.outer(1 - level, weight).ravel()
    among, alone = _Evidence(alpha, beta), _Evidence(np.array([_HALF]), np.array([_HALF]))
    log, like = np.zeros(alpha.size), {}
    for i, (right, wrong) in thin.items():
        odds = LIKE / (1 - LIKE) * np.exp(among.log(right, wrong) - alone.log(right, wrong))
        like[i] = odds / (1 + odds)
        log += np.log1p(odds)  # of its evidence, but for what is the same at every node
    chances = np.exp(log - log.max())
    group = Group(path=path, chances=chances / chances.sum(), alpha=alpha, beta=beta)
    return {
        i: Peer(group=group, right=right, wrong=wrong, like=like[i]) for i, (right, wrong) in thin.items()
    }


class _Evidence:
    """How likely right and wrong answers are under a beta: its normalising constants' ratio.

    B(a + k, b + l) / B(a, b) as rising factorials, which fewer than `THIN` items keep short.
    """

    def __init__(self, alpha: NDArray[np.float64], beta: NDArray[np.float64]) -> None:
        self._right, self._wrong, self._all = (_log_rising(x) for x in (alpha, beta, alpha + beta))

    def log(self, right: int, wrong: int) -> NDArray[np.float64]:
        """Return the logarithm, shape ``(nodes,)``."""
        log: NDArray[np.float64] = self._right[right] + self._wrong[wrong] - self._all[right + wrong]
        return log


def _log_rising(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(x (x + 1) … (x + n − 1)) for n from 0 to `THIN` − 1, shape ``(THIN, nodes)``."""
    logs = np.log(x + np.arange(THIN - 1)[:, np.newaxis])
    rising: NDArray[np.float64] = np.concatenate([np.zeros((1, x.size)), np.cumsum(logs, axis=0)])
    return rising
