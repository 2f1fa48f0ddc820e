"""Time spent in each state, over a horizon of weekly steps.

Everything converts through days: a week is 7, a year 365, a month 365/12.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.structure import Number

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365
WEEKS_PER_MONTH = 365 / 12 / DAYS_PER_WEEK

TIE = 1e-9
"""Weeks within which two moments are one."""


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
        lengths = np.ones(max(1, int(np.ceil(weeks - 1e-9))))
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

    @property
    def weeks(self) -> float:
        """Its length in weeks."""
        return self.days / DAYS_PER_WEEK

    def share_taken(self, launch: float, ramp_up: float) -> NDArray[np.float64]:
        """Return the share of the items that the model takes, averaged over each step, shape ``(steps,)``.

        Parameters
        ----------
        launch, ramp_up
            Weeks: 0 before the launch, then growing linearly to 1.

        >>> Horizon(days=28).share_taken(0.5, 2.0).tolist()
        [0.0625, 0.5, 0.9375, 1.0]
        """

        def taken(until: Number) -> Number:
            since = np.maximum(until - launch, 0)
            growing = np.minimum(since, ramp_up)
            return growing**2 / (2 * ramp_up) + since - growing if ramp_up else since

        lengths = self.step_weeks()
        starts = np.arange(len(lengths))
        shares: NDArray[np.float64] = (taken(starts + lengths) - taken(starts + 0.0)) / lengths
        return shares

    def trainings(self, launch: float, every: float) -> NDArray[np.float64]:
        """Return when the model is trained again, in weeks: at multiples after its launch, before the end.

        >>> Horizon(days=28).trainings(1.0, 1.5).tolist()
        [2.5]
        """
        count = max(0, int(np.ceil((self.weeks - launch - TIE) / every)) - 1)
        return launch + every * np.arange(1.0, count + 1)

    def weeks_since(self, start: float, every: float | None = None) -> NDArray[np.float64]:
        """Return the weeks from the last training to each step's middle, shape ``(steps,)``.

        Parameters
        ----------
        start
            When the first one was, in weeks; before it, 0.
        every
            Weeks from one to the next; None for no further one.
        """
        lengths = self.step_weeks()
        since: NDArray[np.float64] = np.maximum(np.arange(len(lengths)) + lengths / 2 - start, 0)
        return since if every is None else since - every * np.floor((since + TIE) / every)


def discount(rate_per_year: Number, weeks: Number) -> Number:
    """Return what an amount at each moment is worth at the decision: ``(1 + rate)^(-t)``, t in years."""
    return (1 + rate_per_year) ** (-weeks * (DAYS_PER_WEEK / DAYS_PER_YEAR))


def beginnings(strikes: NDArray[np.float64], first: int, lasts: float) -> NDArray[np.float64]:
    """Return how likely an incident begins at the start of each step, shape ``(steps, ...)``.

    A failure strikes only a model that is not in an incident already:

        begins[w] = strikes[w] (1 - sum of begins[u] still open at w)

    Parameters
    ----------
    strikes
        The chance that a healthy model fails at the start of each step, shape ``(steps, ...)``; of a
        path that was drawn, 0 or 1.
    first
        The first step at whose start there is a model.
    lasts
        Weeks from the beginning of an incident to the repair.

    >>> beginnings(np.array([0.5, 0.5, 0.5, 0.5]), 0, 1.5).tolist()
    [0.5, 0.25, 0.375, 0.3125]
    """
    steps = whole_steps(lasts)
    begins: list[Number] = []
    still_open: Number = 0.0
    for w, strike in enumerate(strikes.ravel().tolist() if strikes.size == len(strikes) else strikes):
        if w - steps >= first:
            still_open = still_open - begins[w - steps]
        begins.append(strike * (1 - still_open) if w >= first else 0.0 * strike)
        still_open = still_open + begins[w]
    return np.array(begins).reshape(strikes.shape)


def sampled_beginnings(strikes: NDArray[np.bool_], first: int, lasts: float) -> NDArray[np.float64]:
    """Return where incidents begin on paths with these strikes: 1 there, else 0, shape ``(steps, draws)``.

    The same as `beginnings` of zeros and ones, an incident of all draws at a time.

    >>> sampled_beginnings(np.array([[True], [True], [True], [False]]), 0, 1.5).ravel().tolist()
    [1.0, 0.0, 1.0, 0.0]
    """
    steps, draws = strikes.shape
    places = np.where(strikes, np.arange(steps)[:, np.newaxis], steps)
    following = np.minimum.accumulate(places[::-1], axis=0)[::-1]  # the first strike at a step or after it
    begins = np.zeros(strikes.shape)
    open_draws, at = np.arange(draws), np.full(draws, first)
    while open_draws.size:
        within = at < steps
        open_draws, at = open_draws[within], at[within]
        at = following[at, open_draws]
        struck = at < steps
        open_draws, at = open_draws[struck], at[struck]
        begins[at, open_draws] = 1
        at = at + whole_steps(lasts)
    return begins


def whole_steps(weeks: float) -> int:
    """Return the first step at whose start so many weeks have gone by, at least 1."""
    return max(1, int(np.ceil(weeks - TIE)))


class Incidents:
    """When incidents begin, and how long they have been going on.

    Parameters
    ----------
    begins
        As `beginnings` returns it, shape ``(steps, ...)``.
    lengths
        Weeks of each step, shape ``(steps,)``.
    """

    def __init__(self, begins: NDArray[np.float64], lengths: NDArray[np.float64]) -> None:
        self.begins, self._lengths = begins, lengths
        self._parts: dict[tuple[float, float], Incidents] = {}
        self._beyond: dict[float, NDArray[np.float64]] = {}

    def within(self, first: float, until: float) -> Incidents:
        """Return those that begin at ``first`` or later, and before ``until``, in weeks."""
        steps = np.arange(len(self.begins))
        inside = (steps >= first - TIE) & (steps < until - TIE)
        if inside.all():
            return self
        if (first, until) not in self._parts:
            begins = self.begins * inside.reshape(-1, *(1,) * (self.begins.ndim - 1))
            self._parts[first, until] = Incidents(begins, self._lengths)
        return self._parts[first, until]

    def spent(self, start: float, end: float) -> Number:
        """Return the weeks of each step that they spend from one age to another, shape ``(steps, ...)``.

        >>> begins = np.array([1.0, 0.0, 0.0])
        >>> Incidents(begins, np.ones(3)).spent(0.25, 2.5).tolist()
        [0.75, 1.0, 0.5]
        """
        return self._older(start) - self._older(end)

    def _older(self, age: float) -> NDArray[np.float64]:
        """Return the weeks of each step that they would spend beyond an age, had none of them an end."""
        if age not in self._beyond:
            bounds = np.append(
                np.arange(float(len(self._lengths))), len(self._lengths) - 1 + self._lengths[-1]
            )
            self._beyond[age] = np.diff(self._until(bounds - age), axis=0)
        return self._beyond[age]

    def _until(self, moments: Number) -> NDArray[np.float64]:
        """Return the weeks from the beginnings to each moment, added up: linear from step to step."""
        begun, weeks = self._sums
        places = np.clip(np.floor(moments), 0, len(begun) - 1).astype(np.intp)
        parts = np.maximum(moments - places, 0).reshape(-1, *(1,) * (begun.ndim - 1))
        reached: NDArray[np.float64] = weeks[places]
        reached += parts * begun[places]
        reached[moments <= 0] = 0
        return reached

    @cached_property
    def _sums(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How many have begun by each step; the weeks from their beginnings to its start, added up."""
        begun, weeks = np.cumsum(self.begins, axis=0), np.zeros_like(self.begins)
        np.cumsum(begun[:-1], axis=0, out=weeks[1:])
        return begun, weeks
