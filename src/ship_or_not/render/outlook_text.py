"""The outlook of the text report: alternatives, what would flip the answer, what nobody has asked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout, money_text
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, chance, interval, money, quantity
from ship_or_not.results import Evaluation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.console import RenderableType

    from ship_or_not.results import FlipPoint, Question, ScenarioSummary, StrategyResult
    from ship_or_not.results.sensitivity import Sensitivity

MOST_FLIPS = 8
"""Flip points shown, the nearest."""

LONGEST_ANSWER = 60
"""Columns of the constant answer's label."""

KEEP = "keep"

OF_A_SAMPLE = "Accuracy and recall: expected, a little nearer to 50 % than measured."
"""Said of what `of_a_sample` is true of."""


def constant_answer(evaluation: Evaluation) -> list[RenderableType]:
    """Say what the best single label for everything would be worth."""
    found = evaluation.constant_answer
    if found is None:
        return []
    worth = money(found.per_item, signed=True)
    label = layout.crop(found.label, LONGEST_ANSWER)
    return [
        layout.heading("Without a model"),
        layout.paragraph(layout.say(f'Always answering "{label}" would be worth {worth} per item.')),
    ]


def strategies(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Compare the strategies with keeping today's process, where there is more to say than the headline."""
    found = evaluation.strategies
    excluded = [strategy for strategy in found if strategy.excluded_by]
    candidates = [strategy for strategy in found if strategy.name != KEEP]
    if len(candidates) <= 1 and not excluded:
        return []
    names = Column(header="strategy", cells=[_name(each) for each in found])
    figures = layout.fitting(names, _of_strategies(found), width, fold=True)
    least = money(evaluation.policy.min_value_per_item)
    notes = {
        "chance": f"the chance of being worth more than {least} per item",
        "loss": "the chance of a loss over the horizon",
        "fall": "the largest fall on the way (at most 5 % chance of more)",
    }
    shown = [f"{each.header}: {notes[each.header]}" for each in figures if each.header in notes]
    parts: list[RenderableType] = [
        layout.heading("Strategies against today's process", evaluation.scenario.currency),
        layout.table(names, figures, width, fold=True),
        layout.paragraph(layout.say("; ".join(shown), "dim")),
    ]
    parts += [
        layout.paragraph(layout.say(f"out: {strategy.name}: {strategy.excluded_by}")) for strategy in excluded
    ]
    return parts


def flip_points(
    evaluation: Evaluation | Sensitivity, width: int, *, most: int = MOST_FLIPS
) -> list[RenderableType]:
    """Say what would change the answer, the nearest first, and ``most`` of them."""
    found = evaluation.flip_points
    if not found:
        return []
    nearest = sorted((point for point in found if point.flips_at is not None), key=_distance)
    shown, further = nearest[:most], len(nearest) - most
    currency = evaluation.scenario.currency
    parts: list[RenderableType] = [layout.heading("What would flip the answer, nearest first")]
    if shown and evaluation.policy.confidence > 0 and _uncertain(evaluation):
        least = money(evaluation.policy.min_value_per_item)
        note = f"Where the expected value crosses {least}; nearby it may be INCONCLUSIVE (see sweep)."
        parts.append(layout.paragraph(layout.say(note, "dim")))
    if any(of_a_sample(evaluation.scenario, point.input) for point in shown):
        parts.append(layout.paragraph(layout.say(OF_A_SAMPLE)))
    if shown:
        parts.append(
            layout.table(
                Column(header="input", cells=[layout.say(point.input) for point in shown]),
                [
                    Column(header="now", cells=[_now(point, currency) for point in shown]),
                    Column(header="flips", cells=[_flip(point, currency) for point in shown], left=True),
                ],
                width,
                fold=True,
            )
        )
    never = [point.input for point in found if point.flips_at is None]
    others = [f"{further} more, further away"] if further > 0 else []
    if len(never) > layout.MOST_NAMED:
        others.append(f"{len(never)} inputs never flip it ({layout.NAMED_IN_JSON})")
    elif never:
        others.append(f"{layout.listed(never)} never {'flip' if len(never) > 1 else 'flips'} it")
    if others:
        parts.append(layout.paragraph(layout.say("; ".join(others))))
    return parts


def _uncertain(found: Evaluation | Sensitivity) -> bool:
    """Tell whether anything is: an analysis has a bar then, an evaluation an interval."""
    if isinstance(found, Evaluation):
        return not money_text.certain(found.value_per_item)
    return bool(found.tornado)


def questions(evaluation: Evaluation) -> list[RenderableType]:
    """List the questions, the open ones first and in full."""
    parts: list[RenderableType] = []
    for status in ("open", "assumed", "answered"):
        found = [question for question in evaluation.questions if question.status == status]
        if found:
            parts.append(layout.heading(f"{status.capitalize()} questions ({len(found)})"))
            parts.append(layout.facts((each.id, _question(each)) for each in found))
    return parts


def of_a_sample(scenario: ScenarioSummary, path: str) -> bool:
    """Tell whether a quality comes from counts, so that the table of classes shows another figure."""
    system, _, quality = path.partition(".")
    counts = scenario.confusion.get(system)
    measured = counts is not None and counts.kind == "counts"
    return measured and quality.startswith(("accuracy", "recall."))


def _distance(point: FlipPoint) -> float:
    """Measure how far a flip point is, relative to the input."""
    away = abs((point.flips_at or 0.0) - point.now)
    return away / abs(point.now) if point.now else math.inf


def _now(point: FlipPoint, currency: str) -> Text:
    return layout.say(quantity(point.now, point.unit, currency, against=point.flips_at))


def _flip(point: FlipPoint, currency: str) -> Text:
    at = quantity(point.flips_at or 0.0, point.unit, currency, against=point.now)
    return layout.say(f"{point.direction} {at}" if point.direction else at)


def _name(strategy: StrategyResult) -> Text:
    return layout.say(f"{strategy.name} (out)" if strategy.excluded_by else strategy.name)


def _of_strategies(found: Sequence[StrategyResult]) -> list[Column]:
    """Make the columns of figures; *keep* has no chance and no risk."""

    def column(header: str, write: Callable[[StrategyResult], str], *, optional: bool = True) -> Column:
        cells = [Text("-" if strategy.name == KEEP else write(strategy)) for strategy in found]
        return Column(header=header, cells=cells, optional=optional)

    per_item = aligned([strategy.expected_per_item for strategy in found], signed=True)
    figures = [
        Column(header="per item", cells=[layout.signed(text) for text in per_item]),
        column("90 % interval", lambda each: interval(each.low, each.high)),
        column("chance", lambda each: chance(each.chance_above_minimum), optional=False),
    ]
    if all(strategy.expected_total is None for strategy in found):
        return figures
    return [
        *figures,
        Column(header="total", cells=[_total(strategy) for strategy in found], optional=True),
        column("loss", lambda each: "-" if each.chance_of_loss is None else chance(each.chance_of_loss)),
        column("fall", lambda each: "-" if each.drawdown is None else money(each.drawdown)),
    ]


def _total(strategy: StrategyResult) -> Text:
    if strategy.expected_total is None:
        return Text("-")
    return layout.signed(money(strategy.expected_total, signed=True))


def _question(question: Question) -> Text:
    """Say the question in full where it is open, and otherwise only how it is answered."""
    if question.status != "open":
        return layout.say(question.detail or question.question)
    detail = f" {question.detail[0].upper()}{question.detail[1:]}." if question.detail else ""
    return Text.assemble(layout.say(question.question), layout.say(detail, "dim"))
