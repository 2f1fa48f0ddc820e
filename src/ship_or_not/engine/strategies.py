"""Where value per item and time spent meet: net benefit over the horizon, against today's process.

    net_benefit = Σ_state (discounted items spent in the state) × (value per item in the state)
                  − one-off and running costs

Today's process, *keep*, is 0 by definition; *ship* puts the model in its place at time 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.value import ItemValue, item_value

if TYPE_CHECKING:
    from ship_or_not.engine.draws import Source
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.structure import Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """Time spent in one state, in discounted items, and what an item is worth there."""

    items: Number
    value: ItemValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """One strategy from the decision to the horizon.

    Parameters
    ----------
    stays
        The states and the discounted items spent in each.
    running
        Present value of what running it costs, less today's running cost that it saves.
    launch
        Present value of what starting it costs.
    baseline_running
        Present value of today's running cost.
    """

    stays: tuple[Stay, ...]
    running: Number = 0
    launch: Number = 0
    baseline_running: Number = 0

    @property
    def items(self) -> Number:
        """Discounted items of the whole horizon; 1 where nothing is counted over time."""
        return sum(stay.items for stay in self.stays)

    @property
    def net_benefit(self) -> Number:
        """Money over the horizon, present value, higher is better."""
        return self.total("total") - self.running - self.launch

    @property
    def magnitude(self) -> Number:
        """Sum of the sizes of the terms, in money over the horizon."""
        return self.total("magnitude") + abs(self.running) + abs(self.launch)

    def total(self, part: str) -> Number:
        """Return one part of the value per item, over the items of the whole horizon."""
        return sum(stay.items * getattr(stay.value, part) for stay in self.stays)


def ship(inputs: Inputs, point: Point, source: Source) -> Lifetime:
    """Return the lifetime of the model put in production at time 0.

    Without volume and horizon it is that of a single item. Today's running cost is saved once the
    model has taken over: not while it takes only a share of the items or hands some back.
    """
    value = item_value(inputs, point)
    if not inputs.over_time or inputs.horizon is None:
        return Lifetime(stays=(Stay(items=1, value=value),))
    numbers = point.numbers
    weeks = source.exact(inputs.horizon.discounted_weeks(numbers.get("discount_rate", 0.0)))
    per_week = {
        path: numbers[path] * source.exact(inputs.numbers[path].factor)
        for path in ("volume.items", "model.running_cost", "baseline.running_cost")
        if path in numbers
    }
    today = per_week.get("baseline.running_cost", 0)
    takes_over = 0 if inputs.refers else numbers.get("model.share", 1) == 1
    return Lifetime(
        stays=(Stay(items=per_week["volume.items"] * weeks, value=value),),
        running=(per_week.get("model.running_cost", 0) - today * takes_over) * weeks,
        launch=numbers.get("model.launch_cost", 0),
        baseline_running=today * weeks,
    )
