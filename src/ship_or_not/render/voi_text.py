"""What information is worth as text, the advice first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout
from ship_or_not.render.labels import clean
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, count, money
from ship_or_not.results.voi import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ship_or_not.results.voi import InformationValue, InputWorth, LabelsWorth

MOST_INPUTS = 12
"""Inputs shown one by one."""

WHOSE = {"model": "the model's answers", "baseline": "today's answers"}


def render(found: InformationValue, *, width: int = 80, color: bool = False) -> str:
    """Write what information is worth.

    Parameters
    ----------
    width
        Columns of the terminal; below 40, 40 are used.
    color
        Whether to emit ANSI colours. They repeat what words and signs say.
    """
    width = max(layout.NARROWEST, width)
    parts = [*_headline(found), *_everything(found), *_inputs(found, width), *_labels(found, width)]
    return layout.draw(parts, width=width, color=color)


def _headline(found: InformationValue) -> list[RenderableType]:
    scenario = found.scenario
    title = Text.assemble(("What more information is worth", "bold"), "  ", layout.say(scenario.name, "bold"))
    advice = found.advice[:1].upper() + found.advice[1:]
    least = money(found.policy.min_value_per_item)
    worth = money(found.expected_per_item, clean(scenario.currency), signed=True)
    now = f"As things stand: {found.strategy}, expected {worth} per item."
    if found.strategy == "keep":
        other = "nothing that the limits allow" if found.excluded else "nothing else"
        now = f"As things stand: keep today's process; {other} is worth more than {least} per item."
    out = max(found.excluded, key=lambda each: each.expected_per_item, default=None)
    if out is not None and out.expected_per_item > found.expected_per_item:
        worth = money(out.expected_per_item, clean(scenario.currency), signed=True)
        now += f" Left out, for it breaks a limit: {out.name}, expected {worth} per item."
    parts: list[RenderableType] = [title]
    parts += [layout.paragraph(layout.say(f"with {override}")) for override in scenario.overrides]
    return [*parts, layout.paragraph(layout.say(now)), layout.paragraph(layout.say(f"{advice}.", "bold"))]


def _everything(found: InformationValue) -> list[RenderableType]:
    evpi = found.evpi
    rows = [("per item", Text(money(evpi.per_item)))]
    if evpi.total is not None:
        rows.insert(0, ("over the horizon", Text(money(evpi.total), style="bold")))
    if evpi.monte_carlo_error > 0:
        rows.append(("Monte Carlo error", Text(f"{evpi.monte_carlo_error:.1g} per item")))
    title = layout.heading("Knowing everything (EVPI), at most", found.scenario.currency)
    return [title, layout.facts(rows)]


def _inputs(found: InformationValue, width: int) -> list[RenderableType]:
    """Rank the inputs by what it is worth to know each for certain."""
    if not found.evppi:
        return []
    worth = [each for each in found.evppi if clear(each.per_item, each.monte_carlo_error)]
    shown, rest = worth[:MOST_INPUTS], worth[MOST_INPUTS:]
    parts: list[RenderableType] = [
        layout.heading("Knowing one input for certain (EVPPI)", found.scenario.currency)
    ]
    if shown:
        label = Column(header="input", cells=[layout.say(each.input) for each in shown])
        amounts = [Text(text) for text in aligned([_amount(each) for each in shown])]
        figures = [Column(header=_unit(found), cells=amounts)]
        parts.append(layout.table(label, figures, width, fold=True))
    nothing = sum(not each.per_item for each in found.evppi)
    unclear = len(found.evppi) - len(worth) - nothing
    others = [f"{len(rest)} more, worth less"] if rest else []
    if unclear:
        others.append(f"{_alone(unclear)} would change too little to tell")
    if nothing:
        others.append(f"{_alone(nothing)} would change nothing")
    return [*parts, layout.paragraph(Text("; ".join(others)))] if others else parts


def _alone(count: int) -> str:
    return "one alone" if count == 1 else f"{count} alone"


def _labels(found: InformationValue, width: int) -> list[RenderableType]:
    """Say for every kind of labels what the best number is worth, or where the cost isn't known, some."""
    if not found.labels:
        return []
    kinds: dict[tuple[str, str | None], list[LabelsWorth]] = {}
    for row in found.labels:
        kinds.setdefault((row.of, row.label), []).append(row)
    best = [row for row in found.labels if row.best]
    chosen = best or [_telling(rows) for rows in kinds.values()]
    pays = [row for row in chosen if row.n]
    parts: list[RenderableType] = [layout.heading("Further labels (EVSI)", found.scenario.currency)]
    if pays:
        parts.append(_table(found, pays, width, priced=bool(best)))
    if not best and pays:
        parts.append(layout.paragraph(Text("so many tell half of what any number would", style="dim")))
    nothing = len(chosen) - len(pays)
    if nothing:
        what = "worth their cost" if best else "worth anything"
        named = "; ".join(_kind(row) for row in chosen if not row.n)
        parts.append(layout.paragraph(layout.say(f"none are {what}: {named}")))
    return parts


def _table(
    found: InformationValue, rows: Sequence[LabelsWorth], width: int, *, priced: bool
) -> RenderableType:
    amounts = [row.evsi_per_item if row.evsi is None else row.evsi for row in rows]
    worth = "worth" if found.evpi.total is not None else "per item"
    figures = [
        Column(header="labels", cells=[Text(count(row.n)) for row in rows]),
        Column(header=worth, cells=_column(amounts), optional=priced),  # the sum of what follows
    ]
    if priced:
        figures.append(Column(header="cost", cells=_column([row.cost or 0.0 for row in rows]), optional=True))
        if any(row.waiting for row in rows):
            waiting = _column([row.waiting or 0.0 for row in rows])
            figures.append(Column(header="waiting", cells=waiting, optional=True))
        gained = _column([row.enbs or 0.0 for row in rows], signed=True)
        figures.append(Column(header="gain", cells=gained))
    elif found.evpi.total is not None:
        most = [amount / row.n for amount, row in zip(amounts, rows, strict=True)]
        figures.append(Column(header="a label", cells=_column(most), optional=True))
    label = Column(header="labels of", cells=[layout.say(_kind(row)) for row in rows])
    return layout.table(label, figures, width, fold=True)


def _telling(rows: Sequence[LabelsWorth]) -> LabelsWorth:
    """Return the first number of labels that tells half of what the most of them do."""
    half = max(row.evsi_per_item for row in rows) / 2
    return next(row for row in rows if row.evsi_per_item >= half)


def _kind(row: LabelsWorth) -> str:
    return f"{WHOSE[row.of]}, {'as items come' if row.label is None else row.label}"


def _column(amounts: Sequence[float], *, signed: bool = False) -> list[Text]:
    return [Text(text) for text in aligned(amounts, signed=signed)]


def _amount(each: InputWorth) -> float:
    return each.per_item if each.total is None else each.total


def _unit(found: InformationValue) -> str:
    return "per item" if found.evpi.total is None else "over the horizon"
