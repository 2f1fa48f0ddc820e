"""A sweep as a table for a spreadsheet or pandas: a row for every point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.render.csv import table

if TYPE_CHECKING:
    from ship_or_not.results.sweep import Sweep

COLUMNS = (
    "candidate",
    "expected",
    "chance_above_minimum",
    "chance_error",
    "verdict",
    "strategy",
    "rule",
    "invalid",
)


def render(sweep: Sweep) -> str:
    """Write every point: a column for each input, then what was found there.

    Raises
    ------
    ValueError
        If a figure is not finite: a bug, for no result may hold one.
    """
    return table(
        (*(each.path for each in sweep.inputs), *COLUMNS),
        ((*point.at, *(getattr(point, name) for name in COLUMNS)) for point in sweep.points),
    )
