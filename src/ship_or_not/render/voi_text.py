"""What information is worth as text, the advice first."""

from __future__ import annotations

from dataclasses import replace
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

CENT = 0.01
"""Of the money over a horizon: what is less is not told in digits."""

ADD_A_COST = "add --label-cost 2, or what one does cost, to see how many gain most"

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
    parts += [layout.paragraph(layout.say(now)), layout.paragraph(layout.say(f"{advice}.", "bold"))]
    if found.policy.confidence:
        note = "Expected values are weighed here, not the confidence that the policy asks for."
        parts.append(layout.paragraph(layout.say(note, "dim")))
    return parts


def _everything(found: InformationValue) -> list[RenderableType]:
    evpi = found.evpi
    rows = [("per item", Text(money(evpi.per_item)))]
    if evpi.total is not None:
        small = 0 < evpi.total < CENT
        total = f"less than {CENT}" if small else money(evpi.total)
        rows.insert(0, ("over the horizon", Text(total, style="bold")))
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
        amounts = _column([_amount(each) for each in shown], whole=found.evpi.total is not None)
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
    others = [_telling(rows) for rows in kinds.values() if not any(row.best for row in rows)]
    pays = [row for row in (best or others) if row.n]
    nothing = [row for row in (best or others) if not row.n]
    parts: list[RenderableType] = [layout.heading("Further labels (EVSI)", found.scenario.currency)]
    if pays:
        parts.append(_table(found, pays, width, priced=bool(best)))
    said = []
    if len(pays) > 1:
        said.append("what several kinds are worth does not add up")
    if pays and not best:
        half = "so many tell half of what any number would"
        said.append(half if found.evpi.total is None else f"{half}; {ADD_A_COST}")
    if nothing:
        what = "worth their cost" if best else "worth anything that can be told"
        said.append(f"none are {what}: {_kinds(nothing)}")
    if best and others:
        said.append(f"without a cost, so not weighed: {_kinds(others)}; --label-cost 2 is that of any item")
    return [*parts, *(layout.paragraph(layout.say(each)) for each in said)]


def _table(
    found: InformationValue, rows: Sequence[LabelsWorth], width: int, *, priced: bool
) -> RenderableType:
    amounts = [row.evsi_per_item if row.evsi is None else row.evsi for row in rows]
    whole = found.evpi.total is not None
    figures = [
        Column(header="labels", cells=[Text(count(row.n)) for row in rows]),
        Column(header="worth" if whole else "per item", cells=_column(amounts, whole=whole), optional=priced),
    ]  # of what has a price the worth is the sum of what follows
    if priced:
        figures.append(Column(header="cost", cells=_column([row.cost or 0.0 for row in rows]), optional=True))
    if any(row.waiting for row in rows):
        waiting = _column([row.waiting or 0.0 for row in rows])
        figures.append(Column(header="waiting", cells=waiting, optional=True))
    if priced:
        gained = _column([row.enbs or 0.0 for row in rows], signed=True)
        figures.append(Column(header="gain", cells=gained))
    elif whole:
        left = [amount - (row.waiting or 0.0) for amount, row in zip(amounts, rows, strict=True)]
        most = [max(each, 0.0) / row.n for each, row in zip(left, rows, strict=True)]
        figures.append(Column(header="one may cost", cells=_column(most, whole=False), optional=True))
    label = Column(header="labels of", cells=[layout.say(_kind(row)) for row in rows])
    return layout.table(label, figures, width, fold=True)


def _telling(rows: Sequence[LabelsWorth]) -> LabelsWorth:
    """Return the first number of labels that tells half of what the most of them do; 0 where none does."""
    half = max(row.evsi_per_item for row in rows) / 2
    found = next(row for row in rows if row.evsi_per_item >= half)
    return found if clear(found.evsi_per_item, found.monte_carlo_error) else replace(found, n=0)


def _kind(row: LabelsWorth) -> str:
    return f"{WHOSE[row.of]}, {_class(row)}"


def _kinds(rows: Sequence[LabelsWorth]) -> str:
    """Name several kinds: the model's answers (as items come, fraud); today's answers (ok)."""
    of = {row.of: [_class(each) for each in rows if each.of == row.of] for row in rows}
    return "; ".join(f"{WHOSE[system]} ({', '.join(named)})" for system, named in of.items())


def _class(row: LabelsWorth) -> str:
    return "as items come" if row.label is None else row.label


def _column(amounts: Sequence[float], *, signed: bool = False, whole: bool = True) -> list[Text]:
    """Write amounts; those of a whole horizon not below the cent."""
    least = CENT if whole else 0.0
    small = [0 < abs(amount) < least for amount in amounts]
    kept = [0.0 if tiny else amount for amount, tiny in zip(amounts, small, strict=True)]
    texts = zip(aligned(kept, signed=signed), small, strict=True)
    return [Text(f"< {CENT}" if tiny else text) for text, tiny in texts]


def _amount(each: InputWorth) -> float:
    return each.per_item if each.total is None else each.total


def _unit(found: InformationValue) -> str:
    return "per item" if found.evpi.total is None else "over the horizon"
