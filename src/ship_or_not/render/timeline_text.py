"""Time in the text report: the value week by week, and what is worth doing about decay and failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.chart import BAND, LINE, ZERO, chart, course
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, count, money, quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from ship_or_not.results import Evaluation, StrategyResult, TimelinePoint

KEEP, SHIP = "keep", "ship"

LONGEST_NAME = 60
"""Columns of a strategy's name in a sentence."""

NAME_ROOM = 30
"""Columns that a strategy's name leaves to its course where it is longer, and takes several lines."""

SHORTEST_COURSE, LONGEST_COURSE = 8, 40
"""Columns of a course: left out below the first, never wider than the second."""

DRIFT, EVERY = "model.drift.accuracy_loss", "model.retraining.every"


def weeks(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Draw what the best strategy is worth up to each week, and every strategy's course in a line."""
    if not evaluation.timeline:
        return []
    found: dict[str, list[TimelinePoint]] = {}
    for point in evaluation.timeline:
        found.setdefault(point.strategy, []).append(point)
    name = best(evaluation.strategies).name
    points = found[name]
    payback = _payback(points)
    drawn = chart(
        [point.cumulative for point in points],
        [point.low for point in points],
        [point.high for point in points],
        width=width - layout.INDENT,
        mark=(payback, f"pays back from week {count(payback)} on") if payback else None,
    )
    parts: list[RenderableType] = [layout.heading("Value up to each week", evaluation.scenario.currency)]
    if len(found) > 1:
        parts.append(layout.paragraph(layout.say(name)))
    parts += [Padding(line, (0, 0, 0, layout.INDENT)) for line in drawn]
    uncertain = any(point.low < point.high for point in points)
    legend = [f"{LINE} expected", *([f"{BAND} 90 % interval"] if uncertain else []), f"{ZERO} zero"]
    parts.append(layout.paragraph(layout.say("   ".join(legend), "dim")))
    if len(found) > 1:
        parts += [Text(), _courses(found, width)]
    return parts


def measures(evaluation: Evaluation) -> list[RenderableType]:
    """Say what plan, monitoring and retraining are worth, and how long the model lasts without."""
    sentences = list(_sentences(evaluation))
    if not sentences:
        return []
    title = layout.heading("What is done about decay and failure")
    return [title, *(layout.paragraph(layout.say(sentence)) for sentence in sentences)]


def _sentences(evaluation: Evaluation) -> Iterable[str]:
    found, inputs = evaluation.over_time, evaluation.scenario.inputs
    currency = evaluation.scenario.currency
    if found is None:
        return
    if found.plan is not None:
        ship = next(strategy for strategy in evaluation.strategies if strategy.name == SHIP)
        planned = best(strategy for strategy in evaluation.strategies if strategy.name != SHIP)
        yield (
            f"Plan B is worth {money(found.plan, currency, signed=True)}: "
            f'"{layout.crop(planned.name, LONGEST_NAME)}" would bring {_total(planned, currency)}, '
            f"shipping without a plan {_total(ship, currency)}."
        )
    if found.monitoring is not None:
        worth = money(found.monitoring, currency, signed=True)
        yield f"Monitoring is worth {worth}: what noticing failures sooner saves, less what it costs."
    if found.retraining is not None:
        worth = money(found.retraining, currency, signed=True)
        yield f"Retraining is worth {worth}: what staying accurate brings, less what training costs."
    if DRIFT in inputs:
        yield _without_retraining(found.stops_paying_week)
    if DRIFT in inputs and EVERY in inputs:
        now = quantity(inputs[EVERY].mean, inputs[EVERY].unit)
        yield f"{_interval(found.best_retraining_weeks)} would be worth most; now it is every {now}."


def _without_retraining(week: int | None) -> str:
    if week is None:
        return "Never retrained, the model would still bring more than it costs at the end of the horizon."
    return f"Never retrained, the model would cost more than it brings from week {count(week)} on."


def _interval(best: float | None) -> str:
    """Write the best interval in round weeks: it was found on paper, not by the calendar."""
    if best is None:
        return "No retraining at all"
    weeks = round(best)
    return f"Retraining about every {'week' if weeks <= 1 else f'{count(weeks)} weeks'}"


def best(strategies: Iterable[StrategyResult]) -> StrategyResult:
    """Pick what the verdict is about: the most valuable strategy that no limit excludes, if there is one."""
    candidates = [strategy for strategy in strategies if strategy.name != KEEP]
    return max(candidates, key=lambda each: (each.excluded_by is None, each.expected_per_item))


def _total(strategy: StrategyResult, currency: str) -> str:
    return money(strategy.expected_total or 0.0, currency, signed=True)


def _payback(points: Sequence[TimelinePoint]) -> int | None:
    """Find the first week from whose end the cumulative value stays at 0 or above."""
    below = [point.week for point in points if point.cumulative < 0]
    if not below:
        return 0
    return below[-1] + 1 if below[-1] < points[-1].week else None


def _courses(found: dict[str, list[TimelinePoint]], width: int) -> RenderableType:
    """Set beside each strategy its lowest and last value, when it pays back and, on one scale, its course."""
    values = [[point.cumulative for point in points] for points in found.values()]
    names = Column(header="strategy", cells=[layout.say(name) for name in found])
    figures = [
        _amounts("lowest", [min(each) for each in values], optional=True),
        _amounts("at the end", [each[-1] for each in values]),
        Column(header="pays back", cells=[_week(_payback(points)) for points in found.values()]),
    ]
    used = layout.room(figures, width) - min(NAME_ROOM, max(cell.cell_len for cell in names.cells))
    length = min(used - layout.GAP, LONGEST_COURSE)
    if length >= SHORTEST_COURSE:
        ends = min(map(min, values)), max(map(max, values))
        drawn = [Text(course(each, *ends, columns=length)) for each in values]
        figures.append(Column(header="course", cells=drawn, left=True))
    return layout.table(names, figures, width, fold=True)


def _amounts(header: str, values: Sequence[float], *, optional: bool = False) -> Column:
    cells = [layout.signed(text) for text in aligned(values, signed=True)]
    return Column(header=header, cells=cells, optional=optional)


def _week(payback: int | None) -> Text:
    if payback is None:
        return Text("no")
    return Text(f"week {count(payback)}" if payback else "at once")
