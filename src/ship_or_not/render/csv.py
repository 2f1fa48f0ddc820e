"""Tables for a spreadsheet or pandas; of evaluations, a row for every scenario, strategy and week."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING

from ship_or_not.render.labels import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ship_or_not.results import Evaluation, StrategyResult, TimelinePoint

    Cell = str | float | None

OF_THE_SCENARIO = ("scenario", "path", "currency", "verdict", "verdict_strategy")
OF_THE_STRATEGY = (
    "strategy",
    "expected_per_item",
    "low_per_item",
    "high_per_item",
    "chance_above_minimum",
    "expected_total",
    "chance_of_loss",
    "drawdown",
    "excluded_by",
)
OF_THE_WEEK = ("week", "expected", "low", "high", "cumulative")
COLUMNS = (*OF_THE_SCENARIO, *OF_THE_STRATEGY, *OF_THE_WEEK)
NO_WEEK = (None,) * len(OF_THE_WEEK)

KEEP = "keep"

FORMULA = re.compile(r'(^|;)(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])')
"""Where a cell would be a formula, or one behind a semicolon: where some spreadsheets start a cell."""


def render(evaluations: Sequence[Evaluation]) -> str:
    r"""Write the table, each figure unrounded, and empty where it does not apply.

    A week's figures are empty where no week differs from another. *keep*, which is 0 in every week, has
    no rows. Lines end with ``\n``, as in the other documents.

    Raises
    ------
    ValueError
        If a figure is not finite: a bug, for no result may hold one.
    """
    return table(COLUMNS, (row for evaluation in evaluations for row in _rows(evaluation)))


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    r"""Write a table: lines end with ``\n``, no text is a formula, a figure is unrounded.

    Raises
    ------
    ValueError
        If a figure is not finite.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in ([*columns], *rows):
        writer.writerow(map(_cell, row))
    return stream.getvalue()


def _rows(evaluation: Evaluation) -> Iterator[tuple[Cell, ...]]:
    weeks: dict[str, list[tuple[Cell, ...]]] = {}
    for point in evaluation.timeline or ():
        weeks.setdefault(point.strategy, []).append(_week(point))
    scenario = evaluation.scenario
    whole = (scenario.name, scenario.path, scenario.currency, evaluation.verdict, evaluation.strategy)
    for strategy in evaluation.strategies:
        if strategy.name != KEEP:
            for week in weeks.get(strategy.name, [NO_WEEK]):
                yield (*whole, *_strategy(strategy), *week)


def _strategy(strategy: StrategyResult) -> tuple[Cell, ...]:
    return (
        strategy.name,
        strategy.expected_per_item,
        strategy.low,
        strategy.high,
        strategy.chance_above_minimum,
        strategy.expected_total,
        strategy.chance_of_loss,
        strategy.drawdown,
        strategy.excluded_by,
    )


def _week(point: TimelinePoint) -> tuple[Cell, ...]:
    return point.week, point.expected, point.low, point.high, point.cumulative


def _cell(value: Cell) -> Cell:
    """Make a text harmless; a number stays a number."""
    if isinstance(value, str):
        return FORMULA.sub(r"\1'", clean(value))
    if value is not None and not math.isfinite(value):
        raise ValueError(f"not a finite figure: {value}")
    return value
