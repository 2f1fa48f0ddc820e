"""The tornado as a table for a spreadsheet or pandas: a row for every uncertain input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.render.csv import table

if TYPE_CHECKING:
    from ship_or_not.results.sensitivity import Sensitivity

OF_THE_SCENARIO = ("scenario", "path", "currency", "strategy", "expected")
OF_THE_INPUT = ("input", "unit", "low", "high", "value_low", "value_high")


def render(found: Sensitivity) -> str:
    """Write the table, each figure unrounded, the widest bar first."""
    scenario = found.scenario
    whole = (scenario.name, scenario.path, scenario.currency, found.strategy, found.expected)
    rows = ((*whole, *(getattr(swing, name) for name in OF_THE_INPUT)) for swing in found.tornado)
    return table((*OF_THE_SCENARIO, *OF_THE_INPUT), rows)
