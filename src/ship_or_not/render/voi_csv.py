"""What information is worth as one table: a row for everything, for each input, for some labels of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.render.csv import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.render.csv import Cell
    from ship_or_not.results.voi import InformationValue

COLUMNS = (
    "scenario",
    "path",
    "currency",
    "of",
    "input",
    "system",
    "class",
    "n",
    "per_item",
    "total",
    "monte_carlo_error",
    "cost",
    "waiting",
    "enbs",
    "best",
)


def render(found: InformationValue) -> str:
    """Write the table, each figure unrounded, and empty where it does not apply."""
    return table(COLUMNS, _rows(found))


def _rows(found: InformationValue) -> Iterator[tuple[Cell, ...]]:
    none, scenario, evpi = (None,) * 4, found.scenario, found.evpi
    whole = (scenario.name, scenario.path, scenario.currency)
    yield (*whole, "everything", *none, evpi.per_item, evpi.total, evpi.monte_carlo_error, *none)
    for each in found.evppi:
        worth = (each.per_item, each.total, each.monte_carlo_error)
        yield (*whole, "input", each.input, *none[:3], *worth, *none)
    for row in found.labels:
        told = (row.evsi_per_item, row.evsi, row.monte_carlo_error, row.cost, row.waiting, row.enbs)
        yield (*whole, "labels", None, row.of, row.label, row.n, *told, "yes" if row.best else None)
