"""What information is worth by formula and by counting every outcome, and nothing of the engine.

Keeping is worth 0, and shipping something that is not known for sure. To know more is worth what the
better choice then brings, less what the choice made now brings.

Source: Raiffa & Schlaifer 1961, chapters 5 (linear losses) and 9 (beta-binomial).
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import integrate, stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Weights = Sequence[Fraction]
    Line = tuple[float, float]

NODES = 50
"""Of a quadrature over the quantiles."""

FAR = 40.0
"""Standard deviations beyond which a normal number does not lie."""

# Perfect information


def unit_normal_loss(z: float) -> float:
    """Return E[max(0, Z - z)] of a standard normal Z."""
    return float(stats.norm.pdf(z) - z * stats.norm.sf(z))


def of_a_normal(mean: float, sd: float) -> float:
    """Return what it is worth to learn a value that is normal."""
    return sd * unit_normal_loss(abs(mean) / sd)


def of_a_number(distribution: Any, constant: float, slope: float) -> float:
    """Return what it is worth to learn a number, where shipping is worth ``constant + slope * number``.

    Parameters
    ----------
    distribution
        A frozen one of scipy's: with its cumulative distribution the mean of what lies beyond the
        number at which both choices are worth the same.
    """
    even, mean = -constant / slope, distribution.mean()
    ships = constant + slope * mean > 0
    low, high = distribution.support()
    if ships == (slope > 0):  # what may lie below would have changed the choice
        beyond, start, end = distribution.cdf, max(low, even - 60 * distribution.std()), min(high, even)
    else:
        beyond, start, end = distribution.sf, max(low, even), min(high, even + 60 * distribution.std())
    if start >= end:
        return 0.0
    inside = [x for x in distribution.ppf([0.001, 0.1, 0.5, 0.9, 0.999]).tolist() if start < x < end]
    missed = integrate.quad(beyond, start, end, points=inside or None, epsabs=0, epsrel=1e-11, limit=400)[0]
    return abs(slope) * float(missed)


def of_two_numbers(first: Any, second: Any, constant: float, slopes: tuple[float, float]) -> float:
    """Return what it is worth to learn two independent numbers in which the value is linear."""

    def better(x: float) -> float:
        worth = constant + slopes[0] * x
        return of_a_number(second, worth, slopes[1]) + max(0.0, worth + rest)

    rest = slopes[1] * float(second.mean())
    now = constant + slopes[0] * float(first.mean()) + rest
    return _mean(better, first) - max(0.0, now)


def of_lines(lines: Sequence[Line], mean: float, sd: float) -> float:
    """Return what it is worth to learn a normal number in which every choice is worth a line.

    Parameters
    ----------
    lines
        (constant, slope) of each choice: (0, 0) for keeping.
    """
    even = {((a - c) / (d - b) - mean) / sd for a, b in lines for c, d in lines if b != d}
    ends = [-FAR, *sorted(z for z in even if abs(z) < FAR), FAR]
    better = 0.0
    for low, high in pairwise(ends):
        middle = mean + sd * (low + high) / 2
        a, b = max(lines, key=lambda line: line[0] + line[1] * middle)
        inside = stats.norm.cdf(high) - stats.norm.cdf(low)
        better += (a + b * mean) * inside + b * sd * (stats.norm.pdf(low) - stats.norm.pdf(high))
    return float(better - max(a + b * mean for a, b in lines))


def of_planes(planes: Sequence[tuple[float, float, float]], first: Line, second: Line) -> float:
    """Return what it is worth to learn two independent normal numbers, by quadrature over the first.

    Parameters
    ----------
    planes
        (constant, slope, slope) of each choice.
    first, second
        (mean, sd) of each number.
    """

    def better(x: float) -> float:
        lines = [(a + b * x, c) for a, b, c in planes]
        return of_lines(lines, *second) + max(a + c * second[0] for a, c in lines)

    now = max(a + b * first[0] + c * second[0] for a, b, c in planes)
    return _mean(better, stats.norm(*first)) - now


def _mean(of: Callable[[float], float], distribution: Any) -> float:
    """Average over the quantiles of a distribution, finest where it ends."""
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    ends, half = nodes / 2 + 0.5, weights / 2
    share = ends * ends * (3 - 2 * ends)  # a change of variable that is flat at both ends
    found = [of(x) for x in distribution.ppf(share).tolist()]
    return float(np.sum(half * 6 * ends * (1 - ends) * found))


# Labels


def of_labels_of_one_rate(right: float, wrong: float, constant: float, slope: float, n: int) -> float:
    """Return what n more labels are worth where shipping is worth ``constant + slope * rate``.

    Parameters
    ----------
    right, wrong
        The two weights of the rate's beta.
    """
    found = np.arange(n + 1)
    after = constant + slope * (right + found) / (right + wrong + n)
    chances = stats.betabinom.pmf(found, n, right, wrong)
    now = constant + slope * right / (right + wrong)
    return float(np.sum(chances * np.maximum(after, 0)) - max(now, 0))


def of_labels_of_a_bent_rate(
    right: float, wrong: float, constant: float, slope: float, bend: tuple[float, float], n: int
) -> float:
    """Return what n more labels are worth where a rate that is too low costs more.

    Parameters
    ----------
    bend
        (limit, more): shipping is worth ``constant + slope * rate - more * max(0, limit - rate)``.
    """
    limit, more = bend

    def brings(right: Any, wrong: Any) -> Floats:
        mean = right / (right + wrong)
        below = limit * stats.beta.cdf(limit, right, wrong) - mean * stats.beta.cdf(limit, right + 1, wrong)
        return np.asarray(constant + slope * mean - more * below)

    found = np.arange(n + 1.0)
    chances = stats.betabinom.pmf(found, n, right, wrong)
    after = brings(right + found, wrong + n - found)
    now = brings(np.array([right]), np.array([wrong]))
    return float(np.sum(chances * np.maximum(after, 0)) - max(now[0], 0))


def of_labels(
    answers: Sequence[Weights],
    worth: Sequence[Weights],
    mix: Weights,
    n: int,
    *,
    learnt: bool = False,
    only: int | None = None,
) -> Fraction:
    """Return exactly what n more labels are worth, over everything that they may show.

    Parameters
    ----------
    answers
        Actual class → weights of the Dirichlet over a system's answers.
    worth
        Actual class → what an item brings by its answer, more than keeping does.
    mix
        The classes' shares; where they are ``learnt``, the weights of their Dirichlet.
    only
        The class that every label is of; None where labels come as items come.
    """
    now = sum(share * _mean_worth(*row) for share, *row in zip(_shares(mix), answers, worth, strict=True))
    better = Fraction(0)
    for labels, chance in _classes_of(mix, n, learnt=learnt, only=only):
        learn = learnt and only is None
        shares = _shares([w + k for w, k in zip(mix, labels, strict=True)] if learn else mix)
        sums = {Fraction(0): chance}
        for share, row, brings, k in zip(shares, answers, worth, labels, strict=True):
            added: dict[Fraction, Fraction] = {}
            for seen, likely in _dirichlet_multinomial(row, k):
                after = share * _mean_worth([w + s for w, s in zip(row, seen, strict=True)], brings)
                for total, before in sums.items():
                    added[total + after] = added.get(total + after, Fraction(0)) + before * likely
            sums = added
        better += sum(likely * max(total, Fraction(0)) for total, likely in sums.items())
    return better - max(now, Fraction(0))


def _classes_of(
    mix: Weights, n: int, *, learnt: bool, only: int | None
) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    """Yield how many of n labels may be of each class, and how likely that is."""
    if only is not None:
        yield tuple(n if i == only else 0 for i in range(len(mix))), Fraction(1)
    elif learnt:
        yield from _dirichlet_multinomial(mix, n)
    else:
        for counts in _parts(n, len(mix)):
            powers = (share**k for share, k in zip(_shares(mix), counts, strict=True))
            yield counts, _ways(counts) * math.prod(powers, start=Fraction(1))


def _dirichlet_multinomial(weights: Weights, n: int) -> Iterator[tuple[tuple[int, ...], Fraction]]:
    for counts in _parts(n, len(weights)):
        rising = (_rising(w, k) for w, k in zip(weights, counts, strict=True))
        yield (
            counts,
            _ways(counts)
            * math.prod(rising, start=Fraction(1))
            / _rising(sum(weights, start=Fraction(0)), n),
        )


def _parts(n: int, size: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to share n among so many."""
    if size == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _parts(n - first, size - 1):
            yield first, *rest


def _ways(counts: tuple[int, ...]) -> Fraction:
    return Fraction(math.factorial(sum(counts)), math.prod(map(math.factorial, counts)))


def _rising(x: Fraction, n: int) -> Fraction:
    return math.prod((x + k for k in range(n)), start=Fraction(1))


def _shares(weights: Weights) -> list[Fraction]:
    return [weight / sum(weights) for weight in weights]


def _mean_worth(weights: Weights, worth: Weights) -> Fraction:
    return sum((share * each for share, each in zip(_shares(weights), worth, strict=True)), start=Fraction(0))
