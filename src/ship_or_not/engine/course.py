"""What every week is worth, from one launch on: money per week by state, and time by state.

    value of a step = discount · Σ_state (weeks spent in the state) × (money per week in the state)

Steps stand along the first axis; draws, where there are any, along the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ship_or_not.engine.terms import REFERRED
from ship_or_not.engine.timeline import TIE, Incidents, beginnings, discount, sampled_beginnings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.structure import Number, Plan
    from ship_or_not.engine.terms import Terms
    from ship_or_not.engine.timeline import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Which plan takes over, in the incidents that begin within a span.

    Parameters
    ----------
    plan
        None where nothing does, until the model is repaired.
    first, until
        Weeks from the decision: incidents that begin at ``first`` or later, and before ``until``.
    weight
        Share of the worlds in which it is so.
    """

    plan: Plan | None
    first: float = 0.0
    until: float = np.inf
    weight: Number = 1


class Course:
    """The weeks of a model launched at one moment, at one point.

    Parameters
    ----------
    launch
        Weeks from the decision.
    """

    def __init__(self, terms: Terms, horizon: Horizon, launch: float) -> None:
        self.terms, self.horizon, self.launch = terms, horizon, launch
        self._axes = (-1, *(1,) * max(1, terms.axes))
        self._lengths = self._column(horizon.step_weeks())
        middles = np.arange(len(self._lengths)) + horizon.step_weeks() / 2
        self._discount = self.discount(middles)
        self._fallbacks: dict[str, Number] = {}

    def _column(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        return steps.reshape(self._axes)

    def number(self, path: str, default: Number = 0.0) -> Number:
        """Return a number of the scenario in items and weeks, or a default."""
        return self.terms.numbers.get(path, default)

    def discount(self, weeks: Number) -> Number:
        """Return the discount factors at some moments, shape ``(moments, ...)``."""
        return discount(self.number("discount_rate"), self._column(weeks))

    # What a week is worth in each state

    @cached_property
    def _taken(self) -> NDArray[np.float64]:
        """The share of what the model is to take that it takes at each step."""
        return self._column(self.horizon.share_taken(self.launch, self.number("ramp_up")))

    @cached_property
    def _volume(self) -> Number:
        """The items that the model is to take, per week."""
        return self.number("volume.items") * self.terms.share

    def _lost(self, system: str, since: float, every: float | None = None) -> Number:
        """Return the accuracy that a system has lost at each step; plain 0 where it loses none."""
        loss = self.terms.numbers.get(f"{system}.drift.accuracy_loss")
        return 0.0 if loss is None else loss * self._column(self.horizon.weeks_since(since, every))

    @cached_property
    def _model_lost(self) -> Number:
        return self._lost("model", self.launch, self.number("model.retraining.every", None))

    @cached_property
    def _today_lost(self) -> Number:
        return self._lost("baseline", 0.0)

    @cached_property
    def _kept(self) -> Number:
        """The share of right answers that a broken model still gives: at most 1."""
        model = self.terms.errors["model"]
        allowed = self.number("model.failure.accuracy") * model.wrong_rate
        return allowed / np.maximum(self._right, np.maximum(allowed, np.finfo(float).tiny))

    @cached_property
    def _right(self) -> Number:
        """The right answers of a healthy model, per item that it is to take."""
        return self.terms.errors["model"].right(self._model_lost)

    @cached_property
    def _avoided(self) -> Number:
        """What they avoid, in money per week once the model has taken over."""
        return self._volume * self.terms.errors["model"].avoided(self._model_lost)

    @cached_property
    def _unavoided(self) -> Number:
        """What the model is worth in a week without a single right answer, in money."""
        errors = self.terms.errors
        fewer = errors["baseline"].cost(self._today_lost) - errors["baseline"].cost()
        if REFERRED in errors:
            fewer = fewer - errors[REFERRED].cost(self._today_lost) + errors[REFERRED].cost()
        lost = errors["model"].avoided(0)
        return self.number("volume.items") * self.terms.healthy + self._volume * (fewer - lost)

    @cached_property
    def healthy(self) -> Number:
        """Money per week while the model is healthy, against today's process, shape ``(steps, ...)``."""
        if not self.terms.errors:
            return self.number("volume.items") * self.terms.healthy * self._taken
        return self._worth(self._unavoided + self._avoided, lambda: self._wrong(1.0))

    @cached_property
    def broken(self) -> Number:
        """The same while it is broken and nothing has taken over."""
        return self._worth(self._unavoided + self._kept * self._avoided, lambda: self._wrong(self._kept))

    def _wrong(self, kept: Number) -> Number:
        """Return the wrong answers per item, ``kept`` of the model's right ones being left."""
        return self.terms.errors["model"].wrong_rate - kept * self._right

    def fallback(self, plan: Plan) -> Number:
        """Return the money per week while a plan has taken over, shape ``(steps, ...)``."""
        errors, path, today = self.terms.errors, plan.path, self.number("baseline.cost_per_item")
        todays = errors["baseline"].cost(self._today_lost)
        if plan.kind == "pause":
            saved = self.terms.today + todays - errors["baseline"].cost()
            saved = saved - self.number(f"{path}.cost_per_unprocessed_item")
            return self._worth(self._volume * saved, lambda: 0.0)
        saved = today - self.number(f"{path}.cost_per_item", today)
        if plan.kind == "previous":
            return self._worth(self._volume * saved, lambda: self._todays_rate)
        lost = self._lost(path, float(self.number(f"{path}.build_time")))
        saved = saved + todays - errors[path].cost(lost)
        return self._worth(self._volume * saved, lambda: errors[path].error_rate(lost))

    def _worth(self, per_week: Number, error_rate: Callable[[], Number]) -> Number:
        """Return the money per week, less what errors above the capacity of what follows cost.

        Parameters
        ----------
        per_week
            Money at each step, once the model is to take all that it ever does.
        error_rate
            Returns that of the items that the model or its plan takes.
        """
        worth = self._taken * per_week
        if not self._capacity:
            return worth
        more = self._volume * (error_rate() - self._todays_rate)
        return worth - self._extra_cost(self._taken * more) + self._extra_cost(0.0)

    @property
    def _capacity(self) -> bool:
        return "error_capacity.errors" in self.terms.numbers

    @cached_property
    def _todays_rate(self) -> Number:
        return self.terms.errors["baseline"].error_rate(self._today_lost)

    def _extra_cost(self, more: Number) -> Number:
        """Return what errors above the capacity of what follows cost, in money per week.

        Parameters
        ----------
        more
            Errors per week beside today's.
        """
        todays = self.number("volume.items") * self._todays_rate - self.number("error_capacity.errors")
        return self.number("error_capacity.extra_cost") * np.maximum(more + todays, 0)

    # How long it is in each state, and what is paid when

    @cached_property
    def lasts(self) -> float:
        """Weeks from the beginning of an incident to the repair."""
        return self._unnoticed + float(self.number("model.failure.repaired_after"))

    @cached_property
    def _unnoticed(self) -> float:
        later = self.number("model.failure.noticed_after")
        return float(self.number("model.monitoring.noticed_after", later))

    def strike_chances(self, per_week: float) -> NDArray[np.float64]:
        """Return the chance that a healthy model fails at the start of each step.

        Parameters
        ----------
        per_week
            The periods of the written chance in a week.
        """
        survives = 1 - np.asarray(self.number("model.failure.chance"), dtype=float)
        chances: NDArray[np.float64] = 1 - survives ** (self._lengths * per_week)
        return chances

    def incidents(self, strikes: NDArray[Any]) -> Incidents:
        """Return when incidents begin, given how likely a failure strikes each step, or whether it does."""
        first = max(0, int(np.ceil(self.launch - TIE)))
        begin = sampled_beginnings if strikes.dtype == bool else beginnings
        return Incidents(begin(strikes, first, self.lasts), self._lengths.ravel())

    def stays(self, covers: Sequence[Cover], incidents: Incidents | None) -> Iterator[tuple[Number, Number]]:
        """Yield the states: discounted weeks of each step spent there, and the money per week that it brings.

        A state that is not healthy brings what it adds to the healthy one's, for that stands first with all
        weeks. Both have shape ``(steps, ...)``.
        """
        yield self._lengths * self._discount, self.healthy
        if incidents is None:
            return
        for cover in covers:
            part, switched = incidents.within(cover.first, cover.until), self._switched(cover.plan)
            weight = cover.weight * self._discount
            yield weight * part.spent(0.0, switched), self._added_when_broken
            if cover.plan is not None and switched < self.lasts:
                yield weight * part.spent(switched, self.lasts), self._added_by(cover.plan)

    @cached_property
    def _added_when_broken(self) -> Number:
        return self.broken - self.healthy

    def _added_by(self, plan: Plan) -> Number:
        if plan.path not in self._fallbacks:
            self._fallbacks[plan.path] = self.fallback(plan) - self.healthy
        return self._fallbacks[plan.path]

    def _switched(self, plan: Plan | None) -> float:
        """Return the weeks from the beginning of an incident until a plan takes over, or the repair."""
        if plan is None:
            return self.lasts
        return min(self.lasts, self._unnoticed + float(self.number(f"{plan.path}.ready_in")))

    def incident_costs(
        self, covers: Sequence[Cover], incidents: Incidents
    ) -> Iterator[tuple[Number, Number]]:
        """Yield what incidents cost at once, with when: repairs at the notice, rollbacks at the switch.

        Yields
        ------
        (weeks, amount)
            Moments, shape ``(moments,)``, and the present value paid at each, shape ``(moments, ...)``.
        """
        steps = np.arange(len(incidents.begins)) + 0.0
        repair = self.number("model.failure.repair_cost")
        due = [(incidents, 1, self._unnoticed, repair)]
        for cover in covers:
            switched = self._switched(cover.plan)
            if cover.plan is not None and switched < self.lasts:
                part = incidents.within(cover.first, cover.until)
                rollback = self.number(f"{cover.plan.path}.rollback_cost")
                due.append((part, cover.weight, switched, rollback))
        for part, weight, after, amount in due:
            moments = steps + after
            before = moments < self.horizon.weeks - TIE
            if np.any(amount != 0) and before.any():
                factors = weight * amount * self.discount(moments[before])
                yield moments[before], part.begins[: np.count_nonzero(before)] * factors

    def running_weeks(self, start: float) -> Number:
        """Return the discounted weeks of each step from a moment on, shape ``(steps, ...)``."""
        starts = np.arange(len(self._lengths)) + 0.0
        ends = starts + self._lengths.ravel()
        weeks: NDArray[np.float64] = (
            self._column(np.maximum(ends - np.maximum(starts, start), 0)) * self._discount
        )
        return weeks

    @cached_property
    def todays_running(self) -> Number:
        """Present value of today's running cost, and of what today's process loses as it gets worse."""
        running = self.number("baseline.running_cost") * np.sum(self.running_weeks(0.0), axis=0)
        if not self.terms.errors:
            return running
        errors = self.terms.errors["baseline"]
        lost = self.number("volume.items") * (errors.cost(self._today_lost) - errors.cost())
        if self._capacity:
            lost = lost + self._extra_cost(0.0)
        return running + np.sum(lost * self._lengths * self._discount, axis=0)

    @cached_property
    def items(self) -> Number:
        """The discounted items of the whole horizon."""
        return self.number("volume.items") * np.sum(self._lengths * self._discount, axis=0)
