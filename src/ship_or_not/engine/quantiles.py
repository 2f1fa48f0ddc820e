"""Quantile functions that have no closed form: the normal, the beta and the gamma.

The normal's is a published rational approximation. A beta is drawn on the logit scale and a gamma on
the log scale: there both densities are smooth and log-concave, whatever their shape. The density is
integrated once, panel by panel, and the variate is kept as a piecewise polynomial of the normal score
of its probability. That function is close to a straight line for large shapes and smooth for small
ones, it keeps both tails, and to evaluate it takes no iteration.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

_PANELS_A_SIDE: Final = 200
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)  # on [-1, 1]
_LOG_CUT: Final = 75.0  # panels end where the density is e^-75 of its peak
_FARTHEST_SCORE: Final = 9.0  # and are used up to here: a tail of 1.1e-19, with 14 digits
_REACHES: Final = np.geomspace(0.1, 1e4, 121)  # in curvature radii: 1e4 covers shapes from 0.001
_LARGEST_EXPONENT: Final = 700.0  # e^709 is the largest double
_EXPM1_SERIES: Final = [1 / math.factorial(k + 2) for k in range(15)]
_ATANH_SERIES: Final = [2 / (2 * k + 3) for k in range(18)]

# Wichura (1988), AS 241, PPND16: numerator and denominator, constant term first.
_CENTRE: Final = (
    (
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
    ),
    (
        1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3,
    ),
)  # fmt: skip
_TAIL: Final = (
    (
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)  # fmt: skip
_FAR_TAIL: Final = (
    (
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)  # fmt: skip


def normal_quantile(u: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the standard normal quantile of each probability, to about 16 digits.

    Parameters
    ----------
    u
        Probabilities in the open (0, 1); at least one dimension.

    Returns
    -------
    NDArray[float64]
        Normal scores, in the shape of `u`.

    Notes
    -----
    Wichura, M. J. (1988). Algorithm AS 241: the percentage points of the normal distribution.
    Applied Statistics 37(3), 477-484; routine PPND16.

    Examples
    --------
    >>> normal_quantile(np.array([0.05, 0.5, 0.975])).round(6).tolist()
    [-1.644854, 0.0, 1.959964]
    """
    centred = u - 0.5
    score = centred * _ratio(_CENTRE, np.maximum(0.180625 - centred * centred, 0.0))
    outside = np.abs(centred) > 0.425  # noqa: PLR2004 - the split of the published algorithm
    tail = u[outside]
    radius = np.sqrt(-np.log(np.minimum(tail, 1.0 - tail)))
    size = _ratio(_TAIL, radius - 1.6)
    far = radius > 5.0  # noqa: PLR2004 - likewise
    if far.any():
        size[far] = _ratio(_FAR_TAIL, radius[far] - 5.0)
    score[outside] = np.copysign(size, tail - 0.5)
    return score


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """A variate as a piecewise quintic of the normal score of its probability.

    Parameters
    ----------
    scores
        Shape (panels,), increasing: where each piece starts.
    widths
        Shape (panels,): how far it reaches, in normal scores.
    coefficients
        Six rows of shape (panels,), constant term first, of the polynomial on [0, 1].
    """

    scores: NDArray[np.float64]
    widths: NDArray[np.float64]
    coefficients: NDArray[np.float64]

    def at(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the variate at each normal score; what lies beyond ±9 is taken as ±9."""
        score = np.clip(score, -_FARTHEST_SCORE, _FARTHEST_SCORE)
        panel = np.searchsorted(self.scores, score, side="right") - 1
        within = (score - self.scores[panel]) / self.widths[panel]
        value: NDArray[np.float64] = self.coefficients[5][panel]
        for row in self.coefficients[4::-1]:
            value *= within
            value += row[panel]
        return value


def beta_table(small: float, large: float) -> ScoreTable:
    """Tabulate how far the logit of a beta variate lies from its mode, `small` ≤ `large`.

    With p = small / (small + large) and d that distance, the density of d is
    exp(-(small + large) · (log(1 - p + p·e^d) - p·d)) up to a constant: no term of it cancels.

    Parameters
    ----------
    small, large
        The shape parameters; 0.001 ≤ small ≤ large.
    """
    total = small + large
    p, q = small / total, large / total
    curvature = small * q

    def log_density(d: NDArray[np.float64]) -> NDArray[np.float64]:
        odds = p * np.expm1(np.minimum(d, _LARGEST_EXPONENT))
        near = _log1p_less(np.minimum(odds, 0.5)) + p * _expm1_less(np.minimum(d, _LARGEST_EXPONENT))
        far = np.logaddexp(math.log(q), math.log(p) + d) - p * d
        return -total * np.where(odds < 0.5, near, far)  # noqa: PLR2004 - where the series ends

    def slope(d: NDArray[np.float64]) -> NDArray[np.float64]:
        decay = np.exp(-np.abs(d))
        return curvature * np.where(d > 0, (decay - 1) / (p + q * decay), (1 - decay) / (q + p * decay))

    return _tabulate(log_density, slope, curvature)


def gamma_table(shape: float) -> ScoreTable:
    """Tabulate the log of a gamma variate divided by its mean.

    Parameters
    ----------
    shape
        At least 0.001. The density of that log, d, is exp(-shape · (e^d - 1 - d)) up to a constant.
    """
    return _tabulate(
        lambda d: -shape * _expm1_less(np.minimum(d, _LARGEST_EXPONENT)),
        lambda d: -shape * np.expm1(d),
        shape,
    )


def _tabulate(
    log_density: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    slope: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    curvature: float,
) -> ScoreTable:
    """Integrate a log-concave density with its mode at 0, and turn it into a table of its variate.

    `log_density` is 0 at the mode, `slope` its derivative and `curvature` minus its second derivative
    there. Knots lie evenly on a sinh scale: dense around the mode, sparse in tails that have become
    exponential.
    """
    radius = 1 / math.sqrt(curvature)
    unit = min(radius, 1.0)
    reach = radius * _REACHES
    below, above = (reach[np.argmax(log_density(side * reach) < -_LOG_CUT)] for side in (-1, 1))
    left = np.linspace(-math.asinh(below / unit), 0, _PANELS_A_SIDE, endpoint=False)
    right = np.linspace(0, math.asinh(above / unit), _PANELS_A_SIDE + 1)
    knots = unit * np.sinh(np.concatenate((left, right)))

    half = np.diff(knots) / 2
    points = (knots[:-1] + half)[:, np.newaxis] + half[:, np.newaxis] * _NODES
    masses = half * (np.exp(log_density(points)) @ _WEIGHTS)
    density, slopes = np.exp(log_density(knots)), slope(knots)
    # What lies beyond the first and the last knot: as if the tail were exponential from there.
    from_left = np.cumsum(np.concatenate(([density[0] / slopes[0]], masses)))
    from_right = np.cumsum(np.concatenate(([-density[-1] / slopes[-1]], masses[::-1])))[::-1]
    total = from_left[-1] + from_right[-1]

    lower = from_left < from_right
    tail = normal_quantile(np.where(lower, from_left, from_right) / total)
    scores = np.where(lower, tail, -tail)
    first = np.exp(-scores * scores / 2) / math.sqrt(2 * math.pi) * total / density
    second = -first * (scores + slopes * first)
    return _quintic(scores, knots, first, second)


def _quintic(
    x: NDArray[np.float64], y: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64]
) -> ScoreTable:
    """Join the points (x, y) by the quintics that also have these two derivatives there."""
    width = np.diff(x)
    rise = np.diff(y)
    start, end = width * first[:-1], width * first[1:]
    bend, last = width**2 * second[:-1] / 2, width**2 * second[1:] / 2
    coefficients = [
        y[:-1],
        start,
        bend,
        10 * rise - 6 * start - 4 * end - 3 * bend + last,
        -15 * rise + 8 * start + 7 * end + 3 * bend - 2 * last,
        6 * rise - 3 * start - 3 * end - bend + last,
    ]
    return ScoreTable(x[:-1], width, np.array(coefficients))


def _expm1_less(d: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return e^d - 1 - d, without cancellation around 0."""
    near = np.clip(d, -0.5, 0.5)
    return np.where(near == d, near * near * _polynomial(_EXPM1_SERIES, near), np.expm1(d) - d)


def _log1p_less(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(1 + t) - t for |t| ≤ 1/2, by log(1 + t) = 2 atanh(t / (2 + t))."""
    s = t / (2 + t)
    return s * (s * s * _polynomial(_ATANH_SERIES, s * s) - t)


def _ratio(
    coefficients: tuple[Sequence[float], Sequence[float]], x: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return one polynomial over another."""
    value = _polynomial(coefficients[0], x)
    value /= _polynomial(coefficients[1], x)
    return value


def _polynomial(coefficients: Sequence[float], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate a polynomial by Horner's rule, in place; constant term first."""
    value = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        value *= x
        value += coefficient
    return value
