"""A comparison as text: verdicts side by side, then each difference and what it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, chance, interval, money, quantity, rate
from ship_or_not.render.text import COLORS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ship_or_not.results import Evaluation, InputSummary, ValuePerItem
    from ship_or_not.results.comparison import Change, Comparison, Difference, Gain, Reference

MOST_CHANGES = 12
"""Changed inputs shown of one difference."""

CHANCE_NOTE = "chance: the chance of being worth more per item than the policy's minimum"


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
    for difference in comparison.differences:
        parts += _difference(difference, currency, width)
    return layout.draw(parts, width=width, color=color)


def _names(comparison: Comparison) -> list[str]:
    return [*(f"{each.name} (saved)" for each in comparison.references), *comparison.names]


def _answers(
    names: Sequence[Text], found: Sequence[Evaluation | Reference], width: int
) -> list[RenderableType]:
    """Set the verdicts side by side, with the strategy and the rule that decided."""
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
            cells=[Text("-" if _certain(value) else interval(value.low, value.high)) for value in values],
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
    ]


def _difference(difference: Difference, currency: str, width: int) -> list[RenderableType]:
    """Say what the second is worth more than the first, and what differs."""
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
    notes = []
    if difference.draws is None:
        notes.append("A saved evaluation holds no draws: the difference has no interval and no chance.")
    if difference.unpaired:
        paths = ", ".join(difference.unpaired)
        notes.append(f"Another measurement, so drawn independently of the first: {paths}.")
    if not difference.changed:
        notes.append("No figure differs.")
    parts += [layout.paragraph(layout.say(note, "dim")) for note in notes]
    return [*parts, *_changed(difference.changed, currency, width)]


def _gain(gain: Gain) -> Text:
    expected = layout.signed(money(gain.expected, signed=True, against=0))
    expected.stylize("bold")
    if gain.low is None or gain.high is None or gain.chance_above_0 is None:
        return expected
    certain = gain.low == gain.high == gain.expected
    spread = "the same in every draw" if certain else f"90 % interval {interval(gain.low, gain.high)}"
    above = "" if certain else f", chance above 0 {chance(gain.chance_above_0)}"
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
    lines = [quantity(found.mean, found.unit, currency, against=against)]
    if not found.low == found.high == found.mean:
        kind = found.unit.partition(" ")[0]
        lines.append(f"{quantity(found.low, kind)} to {quantity(found.high, kind)}")
        if other is not None and other.distribution != found.distribution:
            lines.append(found.distribution)
    return Text("\n").join(layout.say(line) for line in lines)


def _certain(value: ValuePerItem) -> bool:
    return value.low == value.high == value.expected


def _chance(value: ValuePerItem) -> str:
    return (rate if _certain(value) else chance)(value.chance_above_minimum)
