"""What each strategy is worth: net benefit over the horizon, against today's process.

    net_benefit = Σ_state (discounted items spent in the state) × (value per item in the state)
                  − one-off and running costs

Today's process, *keep*, is 0 by definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.strategies import Strategy, strategies
from ship_or_not.engine.terms import terms
from ship_or_not.engine.value import ItemValue, item_value
from ship_or_not.engine.weekly import chunks, follow_through, incidents_by_launch, takes_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.structure import Number
    from ship_or_not.engine.terms import Terms
    from ship_or_not.engine.timeline import Horizon, Incidents


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """One strategy from the decision to the horizon.

    Parameters
    ----------
    items
        Discounted items of the whole horizon; 1 where nothing is counted over time.
    value
        What an item is worth to a model that is healthy and has the whole traffic.
    brought
        Present value of what the items bring, before the costs below.
    running
        Present value of what running it costs, less today's running cost that it saves.
    launch
        Present value of what starting it costs.
    other
        Present value of what trainings, repairs and plans cost.
    baseline_running
        Present value of today's running cost.
    """

    items: Number
    value: ItemValue
    brought: Number
    running: Number = 0
    launch: Number = 0
    other: Number = 0
    baseline_running: Number = 0

    @property
    def net_benefit(self) -> Number:
        """Money over the horizon, present value, higher is better."""
        return self.brought - self.running - self.launch - self.other

    @property
    def magnitude(self) -> Number:
        """Sum of the sizes of the terms, in money over the horizon."""
        return self.items * self.value.magnitude + abs(self.running) + abs(self.launch) + abs(self.other)

    def total(self, part: str) -> Number:
        """Return one part of the value per item, over the items of the whole horizon."""
        return self.items * getattr(self.value, part)


def lifetimes(
    inputs: Inputs, point: Point, source: Source, only: frozenset[int] | None = None, *, todays: bool = True
) -> tuple[Lifetime, ...]:
    """Return what each strategy is worth, failures integrated over: one lifetime each.

    Without volume and horizon it is that of a single item.

    Parameters
    ----------
    only
        The places of the strategies that are asked for; None for all.
    todays
        Whether what today's process costs is added up too, which no net benefit takes.
    """
    if inputs.changes:
        point = point.in_floats()
    value = item_value(inputs, point)
    if not inputs.over_time or inputs.horizon is None:
        return (Lifetime(items=1, value=value, brought=value.total),)
    if not inputs.changes:
        return (_steady(inputs, point, source, inputs.horizon, value),)
    asked = [each for row, each in enumerate(strategies(inputs)) if only is None or row in only]
    return _added_up(inputs, terms(inputs, point, value), asked, value, todays=todays)


def ship(inputs: Inputs, point: Point, source: Source) -> Lifetime:
    """Return the lifetime of the model put in production at time 0, with no plan B."""
    return lifetimes(inputs, point, source)[0]


def _steady(inputs: Inputs, point: Point, source: Source, horizon: Horizon, value: ItemValue) -> Lifetime:
    """Return the lifetime where no week differs from another: the weeks are added up first.

    Today's running cost is saved once the model has taken over: not while it takes only a share of the
    items or hands some back.
    """
    numbers = point.numbers
    weeks = source.exact(horizon.discounted_weeks(numbers.get("discount_rate", 0.0)))
    per_week = {
        path: numbers[path] * source.exact(inputs.numbers[path].factor)
        for path in ("volume.items", "model.running_cost", "baseline.running_cost")
        if path in numbers
    }
    today = per_week.get("baseline.running_cost", 0)
    items = per_week["volume.items"] * weeks
    running = (per_week.get("model.running_cost", 0) - today * takes_over(inputs, numbers)) * weeks
    launch = numbers.get("model.launch_cost", 0)
    return Lifetime(
        items=items,
        value=value,
        brought=items * value.total,
        running=running,
        launch=launch,
        baseline_running=today * weeks,
    )


def _added_up(
    inputs: Inputs, terms: Terms, asked: Sequence[Strategy], value: ItemValue, *, todays: bool
) -> tuple[Lifetime, ...]:
    assert inputs.horizon is not None  # noqa: S101 - who adds up weeks has them
    found: list[list[dict[str, Number]]] = [[] for _ in asked]
    draws = terms.shape[-1] if terms.shape else 1
    known: dict[float, Incidents] = {}
    for _, weekly in chunks(inputs, terms, inputs.horizon, draws):
        incidents = incidents_by_launch(weekly.strike_chances(), known)
        for strategy, parts in zip(asked, found, strict=True):
            flows = weekly.flows(strategy, incidents, follow_through(weekly.terms, strategy))
            parts.append(
                {
                    "items": weekly.items,
                    "brought": flows.brought,
                    "running": np.sum(flows.running, axis=0),
                    "launch": flows.total("launch"),
                    "other": flows.total("other") + np.sum(flows.standby, axis=0),
                    "baseline_running": weekly.course(strategy).todays_running if todays else 0.0,
                }
            )
    return tuple(
        Lifetime(
            value=value, **{name: _joined([part[name] for part in parts], terms.shape) for name in parts[0]}
        )
        for parts in found
    )


def by_week(inputs: Inputs, point: Point) -> NDArray[np.float64]:
    """Return what each strategy brings at the decision and in each week, averaged over the draws.

    Returns
    -------
    array
        Shape ``(strategies, 1 + steps)``: money, present value.
    """
    assert inputs.horizon is not None  # noqa: S101 - who asks for weeks has them
    at = terms(inputs, point, item_value(inputs, point))
    draws = at.shape[-1] if at.shape else 1
    sums = np.zeros((len(strategies(inputs)), 1 + len(inputs.horizon.step_weeks())))
    known: dict[float, Incidents] = {}
    for place, weekly in chunks(inputs, at, inputs.horizon, draws):
        incidents = incidents_by_launch(weekly.strike_chances(), known)
        for row, strategy in enumerate(strategies(inputs)):
            weeks = weekly.flows(strategy, incidents, follow_through(weekly.terms, strategy)).by_week()
            sums[row] += np.mean(weeks, axis=-1) * (place.stop - place.start) / draws
    return sums


def _joined(parts: list[Number], shape: tuple[int, ...]) -> Number:
    """Put the chunks of one figure together along the draws; one that is the same in all stays as it is."""
    first = parts[0]
    if np.ndim(first) == 0:
        return first
    if not shape:
        return float(first[0])
    return first if len(parts) == 1 or first.shape[-1] == 1 else np.concatenate(parts, axis=-1)
