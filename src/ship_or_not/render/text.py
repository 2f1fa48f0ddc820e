"""An evaluation as text for a terminal or a log, top-down for someone in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout, money_text, outlook_text, timeline_text
from ship_or_not.render.labels import clean
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import chance, money
from ship_or_not.results import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ship_or_not.results import Evaluation

COLORS = {Verdict.GO: "bold green", Verdict.NO_GO: "bold red", Verdict.INCONCLUSIVE: "bold yellow"}

LONGEST_CURRENCY = 4
"""Characters of a currency that the summary has room for."""

AT_EDGE = "At the edge: the simulation's own error, not the evidence, might decide. More draws would tell."


def render(evaluations: Sequence[Evaluation], *, width: int = 80, color: bool = False) -> str:
    """Write evaluations as text: several get a summary first, then each follows in full.

    Parameters
    ----------
    width
        Columns of the terminal; below 40, 40 are used.
    color
        Whether to emit ANSI colours. They repeat what words and signs say.
    """
    width = max(layout.NARROWEST, width)
    parts: list[RenderableType] = []
    if len(evaluations) > 1:
        parts.append(_summary(evaluations, width))
    for evaluation in evaluations:
        if parts:
            parts.append(Text(f"\n{'─' * width}\n", style="dim"))
        parts.extend(compose(evaluation, width))
    return layout.draw(parts, width=width, color=color)


def compose(evaluation: Evaluation, width: int) -> list[RenderableType]:
    """Lay out one evaluation, as parts for a rich console."""
    return [
        *_headline(evaluation),
        *money_text.value(evaluation),
        *money_text.total(evaluation),
        *timeline_text.weeks(evaluation, width),
        *money_text.costs(evaluation),
        *money_text.waterfall(evaluation, width),
        *money_text.classes(evaluation, width),
        *money_text.metrics(evaluation, width),
        *outlook_text.constant_answer(evaluation),
        *outlook_text.strategies(evaluation, width),
        *timeline_text.measures(evaluation),
        *outlook_text.flip_points(evaluation, width),
        *outlook_text.questions(evaluation),
    ]


def _summary(evaluations: Sequence[Evaluation], width: int) -> RenderableType:
    """Compare the verdicts at a glance; currencies may differ."""
    names = [layout.say(each.scenario.name) for each in evaluations]
    chances = [Text(chance(each.value_per_item.chance_above_minimum)) for each in evaluations]
    return layout.table(
        Column(header="scenario", cells=names),
        [
            Column(header="verdict", cells=[_verdict(each) for each in evaluations], left=True),
            Column(header="per item", cells=[_per_item(each) for each in evaluations]),
            Column(header="chance", cells=chances, optional=True),
        ],
        width,
    )


def _per_item(evaluation: Evaluation) -> Text:
    """Write the expected value with its currency, or without where that is a long one."""
    least = evaluation.policy.min_value_per_item
    currency = evaluation.scenario.currency
    shown = currency if len(currency) <= LONGEST_CURRENCY else ""
    text = money(evaluation.value_per_item.expected, clean(shown), signed=True, against=least)
    return layout.signed(text)


def _headline(evaluation: Evaluation) -> list[RenderableType]:
    """Say the verdict, why, by which rules, and how much nobody has asked yet."""
    scenario, policy = evaluation.scenario, evaluation.policy
    unanswered = sum(question.status == "open" for question in evaluation.questions)
    title = Text.assemble(_verdict(evaluation), "  ", layout.say(scenario.name, "bold"))
    where = f" ({policy.path})" if policy.path else ""
    rules = f"Rule {evaluation.rule}, policy {policy.name}{where}."
    if evaluation.questions:
        rules += f" {unanswered} of {len(evaluation.questions)} questions open."
    parts: list[RenderableType] = [title]
    parts += [layout.paragraph(layout.say(f"with {override}")) for override in scenario.overrides]
    parts.append(layout.paragraph(layout.say(evaluation.reason)))
    parts.append(layout.paragraph(layout.say(rules, "dim")))
    if evaluation.at_edge:
        parts.append(layout.paragraph(Text(AT_EDGE, style="yellow")))
    return parts


def _verdict(evaluation: Evaluation) -> Text:
    return Text(evaluation.verdict.value, style=COLORS[evaluation.verdict])
