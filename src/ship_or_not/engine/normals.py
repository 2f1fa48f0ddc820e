"""The normal distribution, and the two made of it: on a log scale, and on a logit scale."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Final, Self

import numpy as np

from ship_or_not.engine.quantiles import normal_quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SCORE_95: Final = float(normal_quantile(np.array([0.95]))[0])


@dataclass(frozen=True, slots=True)
class Normal:
    """The normal distribution.

    Examples
    --------
    >>> Normal.from_range(1, 5).mean
    3.0
    """

    name: ClassVar[str] = "normal"
    mean: float
    sd: float

    def __post_init__(self) -> None:
        require(
            math.isfinite(self.mean) and 0 < self.sd < math.inf,
            "a normal needs a finite mean and an sd above 0",
        )

    @classmethod
    def from_range(cls, low: float, high: float) -> Self:
        """Return the normal with these 5 % and 95 % quantiles."""
        return cls(*_location_and_scale(low, high))

    @property
    def variance(self) -> float:
        """The squared standard deviation."""
        return self.sd * self.sd

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return self.mean + self.sd * normal_quantile(u)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """The distribution whose logarithm is normal, with this mean and standard deviation."""

    name: ClassVar[str] = "lognormal"
    log_mean: float
    log_sd: float
    mean: float = field(init=False)
    variance: float = field(init=False)

    def __post_init__(self) -> None:
        require(self.log_sd > 0, "a lognormal needs a log_sd above 0")
        try:
            mean = math.exp(self.log_mean + self.log_sd * self.log_sd / 2)
            variance = math.expm1(self.log_sd * self.log_sd) * mean * mean
        except OverflowError:
            variance = math.inf
        require(math.isfinite(variance), "the lognormal is too wide to compute with")
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "variance", variance)

    @classmethod
    def from_range(cls, low: float, high: float) -> Self:
        """Return the lognormal with these 5 % and 95 % quantiles, 0 < `low` < `high`."""
        require(low > 0, "a lognormal lies above 0")
        return cls(*_location_and_scale(math.log(low), math.log(high)))

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return np.exp(self.log_mean + self.log_sd * normal_quantile(u))


@dataclass(frozen=True, slots=True)
class LogitNormal:
    """The distribution on (0, 1) whose log-odds are normal, with this mean and standard deviation.

    Its moments have no closed form. They are sums over evenly spaced normal scores, which for a
    function as smooth as this one converge faster than any power of the spacing (Trefethen and
    Weideman 2014, The exponentially convergent trapezoidal rule).
    """

    name: ClassVar[str] = "logit-normal"
    logit_mean: float
    logit_sd: float
    mean: float = field(init=False)
    variance: float = field(init=False)

    def __post_init__(self) -> None:
        require(0 < self.logit_sd < math.inf, "a logit-normal needs a logit_sd above 0")
        spacing = 0.4 / max(1.0, self.logit_sd)
        farthest = math.ceil((9 + self.logit_sd) / spacing)
        scores = spacing * np.arange(-farthest, farthest + 1, dtype=np.float64)
        weights = np.exp(-scores * scores / 2) * (spacing / math.sqrt(2 * math.pi))
        values = _expit(self.logit_mean + self.logit_sd * scores)
        mean = math.fsum(weights * values)
        object.__setattr__(self, "mean", mean)
        object.__setattr__(self, "variance", math.fsum(weights * (values - mean) ** 2))

    @classmethod
    def from_range(cls, low: float, high: float) -> Self:
        """Return the logit-normal with these 5 % and 95 % quantiles, 0 < `low` < `high` < 1."""
        require(0 < low < high < 1, "a logit-normal lies between 0 and 1")
        return cls(*_location_and_scale(*(math.log(p) - math.log1p(-p) for p in (low, high))))

    def quantile(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the value below which each share `u` lies."""
        return _expit(self.logit_mean + self.logit_sd * normal_quantile(u))


def require(condition: bool, message: str) -> None:  # noqa: FBT001 - the sentence that is checked
    """Raise a ValueError unless the condition holds; nan fails every comparison."""
    if not condition:
        raise ValueError(message)


def _location_and_scale(low: float, high: float) -> tuple[float, float]:
    """Return the mean and the sd of the normal with these 5 % and 95 % quantiles."""
    require(low < high, "a range needs low < high")
    return low + (high - low) / 2, (high - low) / (2 * _SCORE_95)


def _expit(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 1 / (1 + e^-x), with full relative precision near 0, without overflow."""
    decay: NDArray[np.float64] = np.exp(-np.abs(log_odds))
    return np.where(log_odds > 0, 1.0, decay) / (1.0 + decay)
