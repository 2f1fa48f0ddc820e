"""The distributions an uncertain number may have; each is drawn through its quantile function.

A distribution is frozen, knows its mean and its variance, and turns uniform numbers into draws of its
own. The same uniforms before and after a change to one parameter give draws that stay paired.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol, Self

import numpy as np

from ship_or_not.engine.normals import LogitNormal, Lognormal, Normal, require
from ship_or_not.engine.quantiles import beta_table, gamma_table, normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.quantiles import ScoreTable

__all__ = [
    "SMALLEST_SHAPE",
    "Beta",
    "Distribution",
    "Empirical",
    "Exact",
    "Gamma",
    "Known",
    "LogitNormal",
    "Lognormal",
    "Normal",
    "Pert",
    "Uniform",
]

SMALLEST_SHAPE: Final = 0.001
"""Of a beta or a gamma: below it, one draw in a thousand would carry the whole mean."""


class Distribution(Protocol):
    """What every distribution can do."""

    @property
    def name(self) -> str:
        """What the distribution is called in a report."""
        ...

    @property
    def mean(self) -> float:
        """The expectation, in the unit of the number."""
        ...

    @property
    def variance(self) -> float:
        """The squared standard deviation, in the squared unit of the number."""
        ...

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` of the distribution lies.

        Parameters
        ----------
        u
            Probabilities in the open (0, 1), at least one dimension; below 1.1e-19 a beta or gamma
            stays at its value there.
        """
        ...


@dataclass(frozen=True, slots=True)
class Exact:
    """A number known exactly."""

    name: ClassVar[str] = "exact"
    variance: ClassVar[float] = 0.0
    value: float

    def __post_init__(self) -> None:
        require(math.isfinite(self.value), "an exact number must be finite")

    @property
    def mean(self) -> float:
        """The value itself."""
        return self.value

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value for each `u`."""
        return np.full_like(u, self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A number that someone is thought to have found out: at one value, or at each of an array of them."""

    name: ClassVar[str] = "known"
    variance: ClassVar[float] = 0.0
    mean: Any

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value for each `u`."""
        return np.broadcast_to(self.mean, np.broadcast_shapes(np.shape(self.mean), u.shape))


@dataclass(frozen=True, slots=True)
class Uniform:
    """Every value from `low` to `high` alike."""

    name: ClassVar[str] = "uniform"
    low: float
    high: float

    def __post_init__(self) -> None:
        require(self.low < self.high and math.isfinite(self.high - self.low), "a uniform needs low < high")

    @property
    def mean(self) -> float:
        """The middle."""
        return self.low + (self.high - self.low) / 2

    @property
    def variance(self) -> float:
        """A twelfth of the squared width."""
        return (self.high - self.low) ** 2 / 12

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return np.clip(self.low + (self.high - self.low) * u, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Beta:
    """The beta distribution on (0, 1), both shapes at least `SMALLEST_SHAPE`.

    Examples
    --------
    >>> Beta(1, 1).quantile(np.array([0.25])).round(12).tolist()
    [0.25]
    """

    name: ClassVar[str] = "beta"
    alpha: float
    beta: float
    _table: ScoreTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        small, large = sorted((self.alpha, self.beta))
        require(
            small >= SMALLEST_SHAPE and large < math.inf, f"a beta needs shapes of {SMALLEST_SHAPE} or more"
        )
        object.__setattr__(self, "_table", beta_table(small, large))

    @classmethod
    def from_moments(cls, mean: float, sd: float) -> Self:
        """Return the beta with this mean and standard deviation, sd² < mean · (1 - mean)."""
        require(0 < mean < 1 and sd > 0, "a beta needs a mean between 0 and 1 and an sd above 0")
        total = mean * (1 - mean) / sd / sd - 1
        return cls(mean * total, (1 - mean) * total)

    @property
    def mean(self) -> float:
        """The share of `alpha` in both shapes."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def variance(self) -> float:
        """Mean times its complement, over the sum of both shapes and 1."""
        total = self.alpha + self.beta
        return self.mean * (self.beta / total) / (total + 1)

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        score = normal_quantile(u)
        mirrored = self.alpha > self.beta
        distance = self._table.at(-score if mirrored else score)
        total = self.alpha + self.beta
        p, q = min(self.alpha, self.beta) / total, max(self.alpha, self.beta) / total
        decay = np.exp(-np.abs(distance))
        # The odds of the table's variate are p/q · e^distance; neither term overflows or cancels.
        near = np.where(distance > 0, p, p * decay)
        far = np.where(distance > 0, q * decay, q)
        share: NDArray[np.float64] = (far if mirrored else near) / (near + far)
        return share


@dataclass(frozen=True, slots=True)
class Pert:
    """The beta on [low, high] with this mode and λ = 4 (Malcolm et al. 1959).

    Examples
    --------
    >>> Pert(1, 2, 9).mean
    3.0
    """

    name: ClassVar[str] = "PERT"
    low: float
    likely: float
    high: float
    _beta: Beta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        width = self.high - self.low
        require(self.low <= self.likely <= self.high, "a PERT needs low <= likely <= high")
        require(0 < width < math.inf, "a PERT needs low < high")
        shapes = (1 + 4 * (self.likely - self.low) / width, 1 + 4 * (self.high - self.likely) / width)
        object.__setattr__(self, "_beta", Beta(*shapes))

    @property
    def mean(self) -> float:
        """The bounds and four times the mode, over 6."""
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def variance(self) -> float:
        """The product of the mean's distances from both bounds, over 7."""
        return (self.mean - self.low) * (self.high - self.mean) / 7

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return np.clip(self.low + (self.high - self.low) * self._beta.quantile(u), self.low, self.high)


@dataclass(frozen=True, slots=True)
class Gamma:
    """The gamma distribution above 0, its shape at least `SMALLEST_SHAPE`; the scale is mean / shape.

    Examples
    --------
    >>> Gamma.from_moments(2, 0.5).shape
    16.0
    """

    name: ClassVar[str] = "gamma"
    mean: float
    shape: float
    _table: ScoreTable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        require(0 < self.mean < math.inf, "a gamma needs a mean above 0")
        require(SMALLEST_SHAPE <= self.shape < math.inf, f"a gamma needs a shape of {SMALLEST_SHAPE} or more")
        object.__setattr__(self, "_table", gamma_table(self.shape))

    @classmethod
    def from_moments(cls, mean: float, sd: float) -> Self:
        """Return the gamma with this mean and standard deviation, both above 0."""
        require(sd > 0, "a gamma needs an sd above 0")
        return cls(mean, (mean / sd) ** 2)

    @property
    def variance(self) -> float:
        """The squared mean over the shape."""
        return self.mean * self.mean / self.shape

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return self.mean * np.exp(self._table.at(normal_quantile(u)))


@dataclass(frozen=True, slots=True, eq=False)
class Empirical:
    """Values that were seen, each as likely as the other: drawn with replacement.

    Parameters
    ----------
    samples
        Shape (n,), at least one, finite; kept as a sorted, read-only copy.

    Examples
    --------
    >>> Empirical(np.array([3.0, 1.0])).quantile(np.array([0.49, 0.5])).tolist()
    [1.0, 3.0]
    """

    name: ClassVar[str] = "empirical"
    samples: NDArray[np.float64]
    mean: float = field(init=False)
    variance: float = field(init=False)

    def __post_init__(self) -> None:
        samples = np.sort(np.asarray(self.samples, dtype=np.float64))
        require(samples.ndim == 1 and samples.size > 0, "an empirical distribution needs a row of samples")
        require(bool(np.isfinite(samples).all()), "samples must be finite")
        samples.setflags(write=False)
        mean = math.fsum(samples) / samples.size
        object.__setattr__(self, "samples", samples)
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "variance", math.fsum((samples - mean) ** 2) / samples.size)

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the order statistic at floor(u · n), counted from 0."""
        size = self.samples.size
        return self.samples[np.minimum((u * size).astype(np.intp), size - 1)]
