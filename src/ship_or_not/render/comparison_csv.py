"""A comparison as a table: a row for each scenario, with its difference from what it is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.render.csv import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.render.csv import Cell
    from ship_or_not.results import Evaluation
    from ship_or_not.results.comparison import Comparison, Difference, Gain, Reference

OF_THE_SCENARIO = ("scenario", "path", "currency", "verdict", "strategy", "rule")
OF_ITS_WORTH = (
    "expected_per_item",
    "low_per_item",
    "high_per_item",
    "chance_above_minimum",
    "expected_total",
    "low_total",
    "high_total",
)
OF_THE_DIFFERENCE = (
    "from",
    "difference_per_item",
    "difference_low_per_item",
    "difference_high_per_item",
    "chance_above_0_per_item",
    "difference_total",
    "difference_low_total",
    "difference_high_total",
    "chance_above_0_total",
    "unpaired",
)
COLUMNS = (*OF_THE_SCENARIO, *OF_ITS_WORTH, *OF_THE_DIFFERENCE)
NO_DIFFERENCE = (None,) * len(OF_THE_DIFFERENCE)


def render(comparison: Comparison) -> str:
    """Write the table, each figure unrounded, and empty where it does not apply.

    What others are compared with has no difference.

    Raises
    ------
    ValueError
        If a figure is not finite: a bug, for no result may hold one.
    """
    return table(COLUMNS, _rows(comparison))


def _rows(comparison: Comparison) -> Iterator[tuple[Cell, ...]]:
    for reference in comparison.references:
        yield (*_scenario(reference.name, reference), *NO_DIFFERENCE)
    found = {difference.after: difference for difference in comparison.differences}
    for name, evaluation in zip(comparison.names, comparison.evaluations, strict=True):
        last = _difference(found[name]) if name in found else NO_DIFFERENCE
        yield (*_scenario(name, evaluation), *last)


def _scenario(name: str, found: Evaluation | Reference) -> tuple[Cell, ...]:
    value, total = found.value_per_item, found.total
    return (
        name,
        found.scenario.path,
        found.scenario.currency,
        found.verdict,
        found.strategy,
        found.rule,
        value.expected,
        value.low,
        value.high,
        value.chance_above_minimum,
        *((None,) * 3 if total is None else (total.expected, total.low, total.high)),
    )


def _difference(difference: Difference) -> tuple[Cell, ...]:
    return (
        difference.before,
        *_gain(difference.per_item),
        *_gain(difference.total),
        " ".join(difference.unpaired) or None,
    )


def _gain(gain: Gain | None) -> tuple[Cell, ...]:
    return (None,) * 4 if gain is None else (gain.expected, gain.low, gain.high, gain.chance_above_0)
