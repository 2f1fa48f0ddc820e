"""Time spent in each state, over a horizon of weekly steps.

Everything converts through days: a week is 7, a year 365, a month 365/12.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.structure import Number

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How long is counted, from the decision.

    Parameters
    ----------
    days
        Greater than 0; the last weekly step may be a part of a week.
    """

    days: float

    def step_weeks(self) -> NDArray[np.float64]:
        """Return the length of each step in weeks, shape ``(steps,)``: ones, the last at most one.

        >>> Horizon(days=17.5).step_weeks().tolist()
        [1.0, 1.0, 0.5]
        """
        weeks = self.days / DAYS_PER_WEEK
        lengths = np.ones(int(np.ceil(weeks - 1e-9)))
        lengths[-1] = weeks - (len(lengths) - 1)
        return lengths

    def discounted_weeks(self, rate_per_year: Number) -> Number:
        """Return the weeks of the horizon, each discounted from its step's middle to the decision.

        The factor is ``(1 + rate)^(-t)``, t in years: a geometric series, and without a rate a plain sum.

        Parameters
        ----------
        rate_per_year
            A number or an array, at least 0.

        >>> float(Horizon(days=14).discounted_weeks(0.0))
        2.0
        """
        lengths = self.step_weeks()
        whole, part = len(lengths) - 1, float(lengths[-1])
        force = np.log1p(np.asarray(rate_per_year, dtype=float)) * (DAYS_PER_WEEK / DAYS_PER_YEAR)
        weekly = np.where(force > 0, force, 1.0)  # any positive number where it is not used
        series = np.where(force > 0, np.expm1(-whole * weekly) / np.expm1(-weekly), whole)
        return (np.exp(-force / 2) * series + part * np.exp(-force * (whole + part / 2)))[()]

    def cumulative_weeks(self, rate_per_year: Number) -> Number:
        """Return the discounted weeks up to the end of each step, shape ``(steps, ...)``."""
        lengths = self.step_weeks()
        starts = np.arange(len(lengths))
        middles = (starts + lengths / 2) * (DAYS_PER_WEEK / DAYS_PER_YEAR)
        rate: NDArray[Any] = np.asarray(rate_per_year)
        axes = (-1, *(1,) * rate.ndim)
        weights = lengths.reshape(axes) * (1 + rate) ** -middles.reshape(axes)
        return np.cumsum(weights, axis=0)
