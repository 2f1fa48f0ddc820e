"""Every strategy week by week: where the time in each state meets what it is worth, and what is paid when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ship_or_not.engine.course import Course, Cover
from ship_or_not.engine.strategies import Strategy
from ship_or_not.engine.timeline import TIE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.structure import Number, Plan
    from ship_or_not.engine.terms import Terms
    from ship_or_not.engine.timeline import Horizon, Incidents

CHUNK = 2**17
"""Steps times draws that are computed at a time: arrays of that size stay in the processor's cache."""


class Weekly:
    """Every strategy week by week, for some draws.

    Parameters
    ----------
    inputs, terms
        The terms hold no more draws than `chunks` cuts.
    """

    def __init__(self, inputs: Inputs, terms: Terms, horizon: Horizon) -> None:
        self.inputs, self.terms, self.horizon = inputs, terms, horizon
        self._courses: dict[float, Course] = {}

    def course(self, strategy: Strategy) -> Course:
        """Return the weeks from a strategy's launch on."""
        launch = self._built(strategy.plan) if strategy.waits else 0.0
        if launch not in self._courses:
            self._courses[launch] = Course(self.terms, self.horizon, launch)
        return self._courses[launch]

    @property
    def items(self) -> Number:
        """The discounted items of the whole horizon."""
        return self.course(Strategy(name="ship")).items

    def strike_chances(self) -> NDArray[np.float64] | None:
        """Return the chance that a healthy model fails at the start of each step, shape ``(steps, ...)``."""
        item = self.inputs.numbers.get("model.failure.chance")
        if item is None:  # it never fails
            return None
        return self.course(Strategy(name="ship")).strike_chances(item.factor)

    def flows(
        self, strategy: Strategy, incidents: Callable[[Course], Incidents | None], built: Number
    ) -> Flows:
        """Return what a strategy brings, week by week.

        Parameters
        ----------
        incidents
            From a course to its incidents; None where there never are any.
        built
            The chance that what is to be built after the launch is; of a path that was drawn, 0 or 1.
        """
        course = self.course(strategy)
        found, covers = incidents(course), self._covers(strategy, built)
        flows = Flows(stays=tuple(course.stays(covers, found)), running=self._running(course))
        number, launched = course.number, np.array([course.launch])
        if course.launch < self.horizon.weeks - TIE:
            flows.pay("launch", launched, number("model.launch_cost") * course.discount(launched))
        every = number("model.retraining.every", None)
        if every is not None:
            times = self.horizon.trainings(course.launch, every)
            flows.pay("other", times, number("model.retraining.cost") * course.discount(times))
        if found is not None:
            for times, paid in course.incident_costs(covers, found):
                flows.pay("other", times, paid)
        self._pay_for_plans(flows, strategy, course, built)
        return flows

    def _built(self, plan: Plan | None) -> float:
        return 0.0 if plan is None else float(self.terms.numbers.get(f"{plan.path}.build_time", 0.0))

    def _covers(self, strategy: Strategy, built: Number) -> list[Cover]:
        ready = self._built(strategy.plan)
        if strategy.waits or not ready:
            return [Cover(plan=strategy.plan)]
        return [
            Cover(plan=strategy.meanwhile, until=ready),
            Cover(plan=strategy.plan, first=ready, weight=built),
            Cover(plan=strategy.meanwhile, first=ready, weight=1 - built),
        ]

    def _running(self, course: Course) -> Number:
        """Return the present value of running costs, less today's that are saved, week by week."""
        number, started = course.number, course.running_weeks(course.launch)
        costs = number("model.running_cost") + number("model.monitoring.running_cost")
        alone = course.running_weeks(course.launch + number("ramp_up"))
        saved = number("baseline.running_cost") * takes_over(self.inputs, self.terms.numbers)
        return costs * started - saved * alone

    def _pay_for_plans(self, flows: Flows, strategy: Strategy, course: Course, built: Number) -> None:
        """Pay for building and standby; what stands in is kept ready until the plan is built."""
        plan, now = strategy.plan, np.zeros(1)
        if plan is None:
            return
        number, chance = course.number, 1 if strategy.waits or not self._built(plan) else built
        flows.pay("other", now, chance * number(f"{plan.path}.build_cost") * course.discount(now))
        since_launch = course.running_weeks(course.launch)
        flows.standby = chance * number(f"{plan.path}.standby_cost") * since_launch
        if strategy.meanwhile is not None:
            other = strategy.meanwhile.path
            flows.pay("other", now, number(f"{other}.build_cost") * course.discount(now))
            stands_in = since_launch - chance * course.running_weeks(self._built(plan))
            flows.standby = flows.standby + number(f"{other}.standby_cost") * stands_in


class Flows:
    """What one strategy brings, week by week, in present value.

    Parameters
    ----------
    stays
        For each state the discounted weeks of each step spent there, and the money per week.
    running
        Running costs in each step, less today's that are saved.
    """

    def __init__(self, *, stays: tuple[tuple[Number, Number], ...], running: Number) -> None:
        self.stays, self.running = stays, running
        self.standby: Number = np.zeros_like(running)
        self.paid: dict[str, list[tuple[NDArray[np.intp], Number]]] = {"launch": [], "other": []}

    def pay(self, kind: str, moments: NDArray[np.float64], amounts: Number) -> None:
        """Pay amounts at some moments: shape ``(moments,)`` and ``(moments, ...)``."""
        if moments.size and np.any(amounts != 0):
            steps = np.floor(moments + TIE).astype(np.intp)
            self.paid[kind].append((np.where(moments > 0, steps + 1, 0), amounts))

    def total(self, kind: str) -> Number:
        """Return the present value of everything of a kind that is paid."""
        return sum(np.sum(amounts, axis=0) for _, amounts in self.paid[kind])

    @property
    def brought(self) -> Number:
        """The present value of what the items bring, before all other costs, shape ``(...)``."""
        return sum(_over_steps(weeks, worth) for weeks, worth in self.stays)

    @property
    def net_benefit(self) -> Number:
        """The present value of all of it, shape ``(...)``."""
        costs = np.sum(self.running, axis=0) + np.sum(self.standby, axis=0)
        return self.brought - costs - self.total("launch") - self.total("other")

    def by_week(self) -> NDArray[np.float64]:
        """Return what comes in at the decision, then in each step, shape ``(1 + steps, ...)``."""
        parts = [amounts for payments in self.paid.values() for _, amounts in payments]
        arrays = [*(array for stay in self.stays for array in stay), self.running, self.standby, *parts]
        shape = np.broadcast_shapes(*(np.shape(each)[1:] for each in arrays))
        found = np.zeros((1 + len(self.running), *shape))
        found[1:] -= self.running + self.standby
        for weeks, worth in self.stays:
            found[1:] += weeks * worth
        for payments in self.paid.values():
            for places, amounts in payments:
                if len(np.unique(places)) == len(places):
                    found[places] -= amounts
                else:
                    np.subtract.at(found, places, amounts)
        return found


def _over_steps(weeks: Number, worth: Number) -> Number:
    """Return the sum over steps of weeks × worth."""
    if np.size(weeks) == len(weeks):  # the same weeks in every draw
        return np.tensordot(weeks.ravel(), worth, axes=1)
    if np.size(worth) == len(worth):
        return np.tensordot(worth.ravel(), weeks, axes=1)
    return np.einsum("w...,w...->...", weeks, worth)


def chunks(inputs: Inputs, terms: Terms, horizon: Horizon, draws: int) -> Iterator[tuple[slice, Weekly]]:
    """Cut the draws so that the weeks of each part stay in the processor's cache."""
    rows = int(np.prod(terms.shape[:-1])) * len(horizon.step_weeks())
    size = max(1, CHUNK // max(1, rows))
    for start in range(0, draws, size):
        place = slice(start, min(start + size, draws))
        part = terms if size >= draws else terms.part(place)
        yield place, Weekly(inputs, part, horizon)


def incidents_by_launch(
    strikes: NDArray[Any] | None, known: dict[float, Incidents] | None = None
) -> Callable[[Course], Incidents | None]:
    """Return, for every launch, the incidents; None where failures never strike.

    Parameters
    ----------
    strikes
        How likely a healthy model fails at the start of each step, shape ``(steps, ...)``; of paths, whether
        it does.
    known
        What was found for other draws: kept, and used, where the chances are the same in every draw.
    """
    same = known is not None and strikes is not None and strikes.size == len(strikes)
    found: dict[float, Incidents] = known if same and known is not None else {}

    def incidents(course: Course) -> Incidents | None:
        if strikes is not None and course.launch not in found:
            found[course.launch] = course.incidents(strikes)
        return found.get(course.launch)

    return incidents


def follow_through(terms: Terms, strategy: Strategy) -> Number:
    """Return the chance that what is to be built after the launch really is."""
    if strategy.plan is None:
        return 1.0
    return terms.numbers.get(f"{strategy.plan.path}.follow_through", 1.0)


def takes_over(inputs: Inputs, numbers: Any) -> Number:  # noqa: ANN401 - a mapping of numbers
    """Return 1 where the model is to take all items, so that today's running cost is saved, else 0."""
    return 0 if inputs.refers else numbers.get("model.share", 1) == 1
