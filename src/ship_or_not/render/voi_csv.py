"""What information is worth as one table: a row for everything, for each input, for some labels of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.render.csv import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.render.csv import Cell
    from ship_or_not.results.voi import InformationValue

COLUMNS = (
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
    none = (None,) * 4
    evpi = found.evpi
    yield ("everything", *none, evpi.per_item, evpi.total, evpi.monte_carlo_error, *none)
    for each in found.evppi:
        yield ("input", each.input, *none[:3], each.per_item, each.total, each.monte_carlo_error, *none)
    for row in found.labels:
        worth = (row.evsi_per_item, row.evsi, row.monte_carlo_error, row.cost, row.waiting, row.enbs)
        yield ("labels", None, row.of, row.label, row.n, *worth, "yes" if row.best else None)
