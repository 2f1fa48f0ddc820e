"""What the weeks of a lifetime are computed from: per draw, nothing that a week or a strategy changes.

Here a point's classes are added up, and every number gets the engine's units: items and weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ship_or_not.engine.fading import Fading, fading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point
    from ship_or_not.engine.structure import Number
    from ship_or_not.engine.value import ItemValue

REFERRED = "referred"
"""What today's process costs on the items that the model hands back."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """One point, its classes added up.

    Parameters
    ----------
    numbers
        Dotted path → value, per item and per week; durations in weeks.
    healthy
        What the model is worth per item while it is healthy and has lost nothing.
    share
        Of the items, that the model takes.
    today
        What an item costs today, answers included; 0 where it isn't known.
    errors
        System (baseline, model, a backup's path) or `REFERRED` → what its errors cost.
    """

    numbers: Mapping[str, Number]
    healthy: Number
    share: Number
    today: Number
    errors: Mapping[str, Fading]

    @cached_property
    def axes(self) -> int:
        """How many axes there are: that of the draws last."""
        return len(self.shape)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Of what is computed: a last axis of draws, or none where everything is one number."""
        return np.broadcast_shapes(*(np.shape(each) for each in _leaves(self)))

    def part(self, draws: slice | NDArray[np.intp]) -> Terms:
        """Return the terms of some of the draws."""
        part: Terms = _cut(self, draws)
        vars(part)["axes"] = self.axes
        return part


def terms(inputs: Inputs, point: Point, value: ItemValue) -> Terms:
    """Add up a point.

    Parameters
    ----------
    point
        In floats.
    value
        `value.item_value` of the same point.
    """
    numbers = {
        path: number if _kept_as_written(path) else number * inputs.numbers[path].factor
        for path, number in point.numbers.items()
    }
    share = numbers.get("model.share", 1.0)
    healthy = value.total
    if inputs.experiment:
        return Terms(numbers=numbers, healthy=healthy, share=share, today=0.0, errors={})
    lost = {system: _most_lost(inputs, numbers, system) for system in inputs.systems}
    errors = {
        system: fading(inputs, point, point.rows(system), point.mix, lost[system])
        for system in inputs.systems
    }
    if inputs.refers:
        weights = [weight * row.referred for weight, row in zip(point.mix, point.model, strict=True)]
        errors[REFERRED] = fading(inputs, point, point.baseline, weights, lost["baseline"])
    return Terms(
        numbers=numbers,
        healthy=healthy,
        share=share,
        today=0.0 if value.baseline_cost is None else value.baseline_cost,
        errors=errors,
    )


def _kept_as_written(path: str) -> bool:
    """Whether a number is no amount per week: a chance is per its own period, for it compounds."""
    return path == "model.failure.chance"


def _most_lost(inputs: Inputs, numbers: Mapping[str, Number], system: str) -> Number:
    """Return the most accuracy that a system can lose within the horizon."""
    assert inputs.horizon is not None  # noqa: S101 - who adds up weeks has them
    return numbers.get(f"{system}.drift.accuracy_loss", 0.0) * inputs.horizon.weeks


def _leaves(value: Any) -> list[Number]:  # noqa: ANN401 - a part of the terms
    if is_dataclass(value):
        return [leaf for each in fields(value) for leaf in _leaves(getattr(value, each.name))]
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, tuple):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def _cut(value: Any, draws: slice | NDArray[np.intp]) -> Any:  # noqa: ANN401 - a part of the terms
    """Return the same structure with every array cut along its last axis, that of the draws."""
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{each.name: _cut(getattr(value, each.name), draws) for each in fields(value)})
    if isinstance(value, dict):
        return {key: _cut(each, draws) for key, each in value.items()}
    if isinstance(value, tuple):
        return tuple(_cut(each, draws) for each in value)
    return value[..., draws] if np.ndim(value) and np.shape(value)[-1] > 1 else value
