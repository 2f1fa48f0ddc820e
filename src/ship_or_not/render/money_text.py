"""The money side of the text report: what it is worth, and where that comes from."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, chance, count, figure, interval, money, rate

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ship_or_not.results import ClassResult, Evaluation, SystemCost, Total, ValuePerItem
    from ship_or_not.results.comparison import Gain

MOST_CLASSES = 12
"""Classes shown one by one; the others are added up in a line."""

LONGEST_LABEL = 36
"""Columns of a waterfall label, so that room is left for its bar."""

SHORTEST_BAR, LONGEST_BAR = 8, 40
"""Columns of the waterfall's bars: left out below the first, never wider than the second."""

METRICS_NOTE = "How often each is right, not what mistakes cost: alone they do not decide."


def value(evaluation: Evaluation) -> list[RenderableType]:
    """Say the net value per item, and how sure that is."""
    found, policy = evaluation.value_per_item, evaluation.policy
    least = policy.min_value_per_item
    expected = money(found.expected, signed=True, against=least)
    say_chance = rate if certain(found) else chance
    certainty = say_chance(found.chance_above_minimum, against=policy.confidence)
    rows = [
        ("expected", _headline_figure(expected)),
        ("90 % interval", _interval(found)),
        (
            f"chance above {money(least)}",
            layout.say(f"{certainty} (asked: {figure(100 * policy.confidence)} %)"),
        ),
        ("as measured", Text(money(found.as_measured, signed=True, against=least))),
    ]
    if found.monte_carlo_error > 0:
        rows.append(("Monte Carlo error", Text(f"{found.monte_carlo_error:.1g}")))
    return [
        layout.heading("Net value per item", evaluation.scenario.currency),
        layout.facts(rows),
    ]


def total(evaluation: Evaluation) -> list[RenderableType]:
    """Say the total over the horizon and its risks."""
    found = evaluation.total
    if found is None:
        return []
    rows = [
        ("expected", _headline_figure(money(found.expected, signed=True, against=0))),
        ("90 % interval", _interval(found)),
        ("chance of a loss", Text(chance(found.chance_of_loss))),
        ("mean of worst 5 %", Text(money(found.cvar, signed=True))),
    ]
    if found.drawdown is not None:
        rows.append(("largest fall", layout.say(f"{money(found.drawdown)} (at most 5 % chance of more)")))
    rows.append(("pays back", Text(_payback(found.payback_weeks))))
    return [
        layout.heading("Total over the horizon", evaluation.scenario.currency),
        layout.facts(rows),
    ]


def costs(evaluation: Evaluation) -> list[RenderableType]:
    """Say what both systems cost, operation and errors."""
    found = evaluation.costs
    title = layout.heading("What it costs, operation and errors", evaluation.scenario.currency)
    if found.baseline.per_item is None and found.model.per_item is None:
        return [title, layout.paragraph(Text("not known: only the difference is given"))]
    rows = [("today", _cost(found.baseline)), ("model", _cost(found.model))]
    return [title, layout.facts(rows)]


def waterfall(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Show how the expected value per item is made up, each bar starting where the last one ended."""
    bars = evaluation.waterfall
    if not bars:
        return []
    steps = [bar.per_item for bar in bars]
    ends = list(accumulate(steps))
    expected = evaluation.value_per_item.expected
    spans = [*zip([0.0, *ends[:-1]], ends, strict=True), (0.0, expected)]
    labels = [layout.say(layout.crop(bar.label, LONGEST_LABEL)) for bar in bars]
    label = Column(header="", cells=[*labels, Text("expected", style="bold")])
    figures = [
        Column(header="", cells=[layout.signed(text) for text in aligned([*steps, expected], signed=True)])
    ]
    used = sum(max(cell.cell_len for cell in column.cells) + layout.GAP for column in (label, *figures))
    length = min(width - layout.INDENT - used, LONGEST_BAR)
    if length >= SHORTEST_BAR:
        marks = ["+" if step > 0 else "-" for step in steps]
        drawn = _bars(spans, [*marks, "="], length)
        figures.append(Column(header="", cells=drawn, left=True))
    return [
        layout.heading("Where it comes from, per item", evaluation.scenario.currency),
        layout.table(label, figures, width),
    ]


def classes(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Show the classes that move the value most, with both systems' recall."""
    ranked = sorted(evaluation.classes, key=lambda each: -abs(each.per_item))
    if not ranked:
        return []
    shown, rest = ranked[:MOST_CLASSES], ranked[MOST_CLASSES:]
    figures = [Column(header="share", cells=[Text(rate(each.share)) for each in shown], optional=True)]
    if any(each.actual_items is not None for each in shown):
        figures.append(Column(header="items", cells=[_items(each) for each in shown], optional=True))
    figures += [
        Column(header="today", cells=[_recall(each, each.recall_baseline) for each in shown]),
        Column(header="model", cells=[_recall(each, each.recall_model) for each in shown]),
        Column(
            header="per item",
            cells=[layout.signed(text) for text in aligned([each.per_item for each in shown], signed=True)],
        ),
    ]
    label = Column(header="class", cells=[layout.say(each.label) for each in shown])
    parts: list[RenderableType] = [
        layout.heading("Classes that drive it, with the recall of both systems"),
        layout.table(label, figures, width),
    ]
    if rest:
        together = money(math.fsum(each.per_item for each in rest), signed=True)
        noun = "class" if len(rest) == 1 else "classes"
        parts.append(layout.paragraph(Text(f"{len(rest)} more {noun}: {together} together")))
    return parts


def metrics(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Set the data-science metrics beside the money."""
    today, model = evaluation.metrics.baseline, evaluation.metrics.model
    rows = [
        ("accuracy", today.accuracy, model.accuracy),
        ("balanced accuracy", today.balanced_accuracy, model.balanced_accuracy),
        ("macro F1", today.macro_f1, model.macro_f1),
    ]
    rows = [row for row in rows if row[1:] != (None, None)]
    if not rows:
        return []
    label = Column(header="", cells=[Text(name) for name, _, _ in rows])
    figures = [
        Column(header="today", cells=[_metric(before, after) for _, before, after in rows]),
        Column(header="model", cells=[_metric(after, before) for _, before, after in rows]),
    ]
    return [
        layout.heading("Metrics"),
        layout.paragraph(Text(METRICS_NOTE)),
        layout.table(label, figures, width),
    ]


def _headline_figure(words: str) -> Text:
    text = layout.signed(words)
    text.stylize("bold")
    return text


def certain(found: ValuePerItem | Total | Gain) -> bool:
    """Tell whether every draw is what is expected."""
    return found.low == found.high == found.expected


def _interval(found: ValuePerItem | Total) -> Text:
    return Text("none: no input is uncertain" if certain(found) else interval(found.low, found.high))


def _payback(weeks: int | None) -> str:
    if weeks is None:
        return "not within the horizon"
    return f"from week {count(weeks)} on" if weeks else "from the start"


def _cost(cost: SystemCost) -> Text:
    if cost.per_item is None:
        return Text("not known")
    whole = "" if cost.total is None else f", {money(cost.total)} over the horizon"
    return Text(f"{money(cost.per_item)} per item{whole}")


def _items(each: ClassResult) -> Text:
    if each.actual_items == 0:
        return Text("no data", style="yellow")
    return Text("-" if each.actual_items is None else count(each.actual_items))


def _recall(each: ClassResult, recall: float | None) -> Text:
    if recall is None:
        return Text("-")
    other = each.recall_model if recall == each.recall_baseline else each.recall_baseline
    return Text(rate(recall, against=other))


def _metric(found: float | None, other: float | None) -> Text:
    return Text("-" if found is None else rate(found, against=other))


def _bars(spans: list[tuple[float, float]], marks: list[str], length: int) -> list[Text]:
    """Draw each span as marks on a common axis, with ``|`` where 0 is."""
    lowest = min(min(span) for span in spans)
    scale = max(max(span) for span in spans) - lowest
    cells = length - 1

    def place(amount: float) -> int:
        return round((amount - lowest) / scale * cells) if scale else 0

    zero = place(0.0)
    drawn = []
    for span, mark in zip(spans, marks, strict=True):
        start, end = place(min(span)), place(max(span))
        if start == end and span[0] != span[1]:
            start, end = (start - 1, end) if end == cells else (start, end + 1)
        line = (" " * start + mark * (end - start)).ljust(cells)
        style = {"+": "green", "-": "red"}.get(mark, "bold")
        drawn.append(Text.assemble((line[:zero], style), "|", (line[zero:].rstrip(), style)))
    return drawn
