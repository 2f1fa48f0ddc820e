"""A comparison as text: verdicts side by side, then each difference and what it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.layout import Column
from ship_or_not.render.money_text import certain
from ship_or_not.render.numbers import aligned, chance, duration, interval, money, quantity, rate
from ship_or_not.render.outlook_text import OF_A_SAMPLE, of_a_sample
from ship_or_not.render.text import COLORS
from ship_or_not.render.timeline_text import best
from ship_or_not.results import Evaluation, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from ship_or_not.results import InputSummary, ScenarioSummary, ValuePerItem
    from ship_or_not.results.comparison import Change, Comparison, Difference, Gain, Reference

MOST_CHANGES = 12
"""Changed inputs shown of one difference."""

MOST_CLASSES = 6
"""Classes named that only one side has."""

EXPECTED = "expected"
"""The distribution of a mean that stands alone."""

CLASSES, HANDED_BACK = "classes.", "model.refer.label."
"""How the paths of changes begin: a class that only one side has, what the model hands back."""

CHANCE_NOTE = "chance: the chance of being worth more per item than the policy's minimum"
LIMIT = "limit"


def render(comparison: Comparison, *, width: int = 80, color: bool = False) -> str:
    """Write a comparison as text.

    Parameters
    ----------
    width
        Columns of the terminal; below 40, 40 are used.
    color
        Whether to emit ANSI colours. They repeat what words and signs say.
    """
    width = max(layout.NARROWEST, width)
    found: list[Evaluation | Reference] = [*comparison.references, *comparison.evaluations]
    names = [layout.say(name, "bold") for name in _names(comparison)]
    currency = found[0].scenario.currency
    parts: list[RenderableType] = [*_answers(names, found, width), *_worth(names, found, currency, width)]
    sides = dict(zip(comparison.names, comparison.evaluations, strict=True))
    saved = {each.name: each for each in comparison.references}
    for difference in comparison.differences:
        before = saved[difference.before] if difference.draws is None else sides[difference.before]
        scenarios = before.scenario, sides[difference.after].scenario
        parts += _difference(difference, scenarios, currency, width)
    return layout.draw(parts, width=width, color=color)


def _names(comparison: Comparison) -> list[str]:
    return [*(f"{each.name} (saved)" for each in comparison.references), *comparison.names]


def _answers(
    names: Sequence[Text], found: Sequence[Evaluation | Reference], width: int
) -> list[RenderableType]:
    """Set the verdicts side by side, with the strategy and the rule that decided, and which limits did."""
    verdicts = [Text(each.verdict.value, style=COLORS[each.verdict]) for each in found]
    figures = [
        Column(header="verdict", cells=verdicts, left=True),
        Column(header="rule", cells=[layout.say(each.rule) for each in found], left=True, optional=True),
        Column(
            header="strategy", cells=[layout.say(each.strategy) for each in found], left=True, optional=True
        ),
    ]
    return [
        Text("Side by side", style="bold"),
        layout.table(Column(header="scenario", cells=names), figures, width, fold=True),
        *(
            layout.paragraph(Text.assemble(name, ": ", layout.say(each.reason)))
            for name, each in zip(names, found, strict=True)
            if isinstance(each, Evaluation) and each.rule == LIMIT
        ),
    ]


def _worth(
    names: Sequence[Text], found: Sequence[Evaluation | Reference], currency: str, width: int
) -> list[RenderableType]:
    """Set side by side what the best strategy of each is worth."""
    values = [each.value_per_item for each in found]
    per_item = aligned([value.expected for value in values], signed=True)
    figures = [
        Column(header="per item", cells=[layout.signed(text) for text in per_item]),
        Column(
            header="90 % interval",
            cells=[Text("-" if certain(value) else interval(value.low, value.high)) for value in values],
            optional=True,
        ),
        Column(
            header="chance",
            cells=[Text(_chance(value)) for value in values],
        ),
    ]
    if any(each.total is not None for each in found):
        totals = ["-" if each.total is None else money(each.total.expected, signed=True) for each in found]
        figures.append(Column(header="total", cells=[layout.signed(text) for text in totals], optional=True))
    return [
        layout.heading("Worth against today's process", currency),
        layout.table(Column(header="scenario", cells=names), figures, width, fold=True),
        layout.paragraph(layout.say(CHANCE_NOTE, "dim")),
        *(layout.paragraph(layout.say(note, "dim")) for note in _no_go(names, found)),
    ]


def _no_go(names: Sequence[Text], found: Sequence[Evaluation | Reference]) -> list[str]:
    """Say whose value stands beside a NO-GO; a saved evaluation doesn't hold it."""
    if all(each.verdict is not Verdict.NO_GO for each in found):
        return []
    named = {
        name.plain: best(each.strategies).name
        for name, each in zip(names, found, strict=True)
        if isinstance(each, Evaluation) and each.verdict is Verdict.NO_GO
    }
    alike = len({*named.values()}) == 1
    whose = list(named.values())[:1] if alike else [f"{name}: {of}" for name, of in named.items()]
    which = f" ({'; '.join(whose)})" if whose else ""
    return [f"NO-GO: the figures are those of the best strategy{which}; keep, today's process, is worth 0"]


def _difference(
    difference: Difference, scenarios: tuple[ScenarioSummary, ScenarioSummary], currency: str, width: int
) -> list[RenderableType]:
    """Say what the second is worth more than the first, and what differs: classes first."""
    rows = [("per item", _gain(difference.per_item))]
    if difference.total is not None:
        rows.append(("total", _gain(difference.total)))
    for what, pair in (("verdict", difference.verdict), ("strategy", difference.strategy)):
        if pair.before != pair.after:
            rows.append((what, layout.say(f"{pair.after}, was {pair.before}")))
    before = f"{difference.before} (saved)" if difference.draws is None else difference.before
    parts: list[RenderableType] = [
        layout.heading(f"{difference.after}, against {before}", currency),
        layout.facts(rows),
    ]
    numbers = [change for change in difference.changed if not change.input.startswith(CLASSES)]
    notes = _other_classes(difference.changed)
    if difference.draws is None:
        notes.append("A saved evaluation holds no draws: the difference has no interval and no chance.")
    if difference.unpaired:
        paths = ", ".join(difference.unpaired)
        notes.append(f"Another measurement, so drawn independently of the first: {paths}.")
    if not difference.changed:
        notes.append("No figure differs.")
    shown = numbers[:MOST_CHANGES]
    if any(of_a_sample(*side) for change in shown for side in _expected(change, scenarios)):
        notes.append(OF_A_SAMPLE)
    if any(change.input.startswith(HANDED_BACK) for change in shown):
        notes.append("model.refer.label: the share of items handed back, expected.")
    parts += [layout.paragraph(layout.say(note, "dim")) for note in notes]
    return [*parts, *_changed(numbers, currency, width)]


def _other_classes(changes: Sequence[Change]) -> list[str]:
    """Say which classes only one side has."""
    labels: dict[str, list[str]] = {"without": [], "with": []}
    for change in changes:
        if change.input.startswith(CLASSES):
            labels["without" if change.after is None else "with"].append(change.input.removeprefix(CLASSES))
    found = [f"{how} {_some(named)}" for how, named in labels.items() if named]
    return [f"The classes differ: {'; '.join(found)}."] if found else []


def _some(labels: Sequence[str]) -> str:
    more = len(labels) - MOST_CLASSES
    return ", ".join(labels[:MOST_CLASSES]) + (f" and {more} more" if more > 0 else "")


def _expected(
    change: Change, scenarios: tuple[ScenarioSummary, ScenarioSummary]
) -> Iterator[tuple[ScenarioSummary, str]]:
    """Yield the scenarios of whose inputs it is told what is expected, with the path."""
    for scenario, found in zip(scenarios, (change.before, change.after), strict=True):
        if found is not None and found.distribution == EXPECTED:
            yield scenario, change.input


def _gain(gain: Gain) -> Text:
    expected = layout.signed(money(gain.expected, signed=True, against=0))
    expected.stylize("bold")
    if gain.low is None or gain.high is None or gain.chance_above_0 is None:
        return expected
    spread = "the same in every draw" if certain(gain) else f"90 % interval {interval(gain.low, gain.high)}"
    above = "" if certain(gain) else f", chance above 0 {chance(gain.chance_above_0)}"
    return Text.assemble(expected, ", ", layout.say(spread + above))


def _changed(changes: Sequence[Change], currency: str, width: int) -> list[RenderableType]:
    """List the inputs that differ, the first of many."""
    if not changes:
        return []
    shown, further = changes[:MOST_CHANGES], len(changes) - MOST_CHANGES
    figures = [
        Column(header="from", cells=[_value(c.before, c.after, currency) for c in shown], left=True),
        Column(header="to", cells=[_value(c.after, c.before, currency) for c in shown], left=True),
    ]
    label = Column(header="changed", cells=[layout.say(change.input) for change in shown])
    parts: list[RenderableType] = [layout.table(label, figures, width, fold=True)]
    if further > 0:
        parts.append(
            layout.paragraph(Text(f"{further} more inputs differ" if further > 1 else "1 more input differs"))
        )
    return parts


def _value(found: InputSummary | None, other: InputSummary | None, currency: str) -> Text:
    """Write an input: its mean, below it the central 90 %, and what it rests on where that differs."""
    if found is None:
        return Text("-")
    against = None if other is None else other.mean
    mean = quantity(found.mean, found.unit, currency, against=against)
    lines = [duration(found.mean) if found.unit == "days" else mean]
    if not found.low == found.high == found.mean:
        kind = found.unit.partition(" ")[0]
        lines.append(f"{quantity(found.low, kind)} to {quantity(found.high, kind)}")
        if other is not None and other.distribution != found.distribution:
            lines.append(found.distribution)
    return Text("\n").join(layout.say(line) for line in lines)


def _chance(value: ValuePerItem) -> str:
    return (rate if certain(value) else chance)(value.chance_above_minimum)
