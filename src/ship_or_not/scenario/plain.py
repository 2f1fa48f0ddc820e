"""The numbers that stand for themselves: which quantity each is, and its unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ship_or_not.scenario.blocks import VOLUME
from ship_or_not.scenario.numbers import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    DURATION,
    ERRORS_PER_PERIOD,
    RATE,
    RATE_PER_PERIOD,
    YEARLY_RATE,
    Quantity,
)
from ship_or_not.scenario.quantities import PERIODS

if TYPE_CHECKING:
    from ship_or_not.scenario.blocks import Block
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.source import Path

_AMOUNT: Final = (AMOUNT, "money")
_COST: Final = (COST, "money")
_COST_PER_PERIOD: Final = (COST_PER_PERIOD, "money")
_RATE: Final = (RATE, "rate")
_RATE_PER_PERIOD: Final = (RATE_PER_PERIOD, "rate")
_DURATION: Final = (DURATION, "")

_PLAIN: Final[dict[Path, tuple[Quantity, str]]] = {
    ("savings_per_item",): _AMOUNT,
    ("measured_value_per_item",): _AMOUNT,
    ("discount_rate",): (YEARLY_RATE, "rate per year"),
    ("ramp_up",): _DURATION,
    ("baseline", "cost_per_item"): _COST,
    ("baseline", "running_cost"): _COST_PER_PERIOD,
    ("baseline", "drift", "accuracy_loss"): _RATE_PER_PERIOD,
    ("model", "cost_per_item"): _COST,
    ("model", "running_cost"): _COST_PER_PERIOD,
    ("model", "launch_cost"): _COST,
    ("model", "share"): _RATE,
    ("model", "refer", "extra_cost"): _COST,
    ("model", "drift", "accuracy_loss"): _RATE_PER_PERIOD,
    ("model", "retraining", "every"): _DURATION,
    ("model", "retraining", "cost"): _COST,
    ("model", "failure", "chance"): _RATE_PER_PERIOD,
    ("model", "failure", "accuracy"): _RATE,
    ("model", "failure", "noticed_after"): _DURATION,
    ("model", "failure", "repaired_after"): _DURATION,
    ("model", "failure", "repair_cost"): _COST,
    ("model", "monitoring", "noticed_after"): _DURATION,
    ("model", "monitoring", "running_cost"): _COST_PER_PERIOD,
    ("error_capacity", "errors"): (ERRORS_PER_PERIOD, "errors"),
    ("error_capacity", "extra_cost"): _COST,
    ("customer_impact", "churn_per_error"): _RATE,
    ("customer_impact", "customer_value"): _COST,
}
_OF_A_PLAN: Final[dict[Path, tuple[Quantity, str]]] = {
    ("ready_in",): _DURATION,
    ("cost_per_item",): _COST,
    ("cost_per_unprocessed_item",): _COST,
    ("rollback_cost",): _COST,
    ("standby_cost",): _COST_PER_PERIOD,
    ("build_cost",): _COST,
    ("build_time",): _DURATION,
    ("follow_through",): _RATE,
    ("drift", "accuracy_loss"): _RATE_PER_PERIOD,
}


def plain_numbers(gathered: Gathered) -> None:
    """Register the numbers that stand for themselves."""
    document = gathered.document
    for path, (quantity, unit) in _PLAIN.items():
        _add(gathered, document, (), path, quantity, unit)
    for place, plan in enumerate(document.plan_b or ()):
        for path, (quantity, unit) in _OF_A_PLAN.items():
            _add(gathered, plan, ("plan_b", place), path, quantity, unit)
    volume = document.volume
    if volume is not None:
        gathered.add(
            ("volume", "items"),
            volume.items,
            VOLUME,
            unit=f"items per {volume.per}",
            factor=PERIODS["week"] / PERIODS[volume.per],
        )


def _add(
    gathered: Gathered, block: Block | None, around: Path, path: Path, quantity: Quantity, unit: str
) -> None:
    """Register what a block holds at a path, if anything."""
    found: Any = block
    for key in path:
        found = getattr(found, str(key), None)
    if found is not None:
        gathered.add((*around, *path), found, quantity, unit=unit)
