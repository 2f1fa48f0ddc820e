"""A sensitivity analysis as text: the tornado, the nearest flips, and what to watch once the model runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from ship_or_not.render import layout, outlook_text
from ship_or_not.render.layout import Column
from ship_or_not.render.numbers import aligned, chance, figure, money, quantity, rate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from ship_or_not.results.sensitivity import Alert, Reaction, Sensitivity, Swing

MOST_SWINGS, MOST_FLIPS, MOST_ALERTS = 20, 20, 20
"""How many of each are shown, the widest or the nearest; JSON holds all."""

LONGEST_INPUT = 32
"""Columns of an input's path before it is folded, so that room is left for its bar."""

SHORTEST_BAR, LONGEST_BAR = 8, 40

LEFT_OUT = {
    "ramp_up": "the ramp-up",
    "model.drift": "drift",
    "baseline.drift": "drift",
    "model.failure": "failures",
    "plan_b": "plans B",
    "model.launch_cost": "the launch, which is paid by then",
}
"""What a running model is looked at without, and how it is called."""

EXPERIMENT = "measured_value_per_item"


def render(found: Sensitivity, *, width: int = 80, color: bool = False) -> str:
    """Write a sensitivity analysis as text.

    Parameters
    ----------
    width
        Columns of the terminal; below 40, 40 are used.
    color
        Whether to emit ANSI colours. They repeat what signs say.
    """
    width = max(layout.NARROWEST, width)
    parts = [
        *_headline(found),
        *_tornado(found, width),
        *outlook_text.flip_points(found, width, most=MOST_FLIPS),
        *_alerts(found),
    ]
    return layout.draw(parts, width=width, color=color)


def _headline(found: Sensitivity) -> list[RenderableType]:
    least = found.policy.min_value_per_item
    expected = money(found.expected, found.scenario.currency, signed=True, against=least)
    pays = f"it pays above {money(least)}"
    if found.tornado:
        confidence = found.policy.confidence
        asked = f" (asked: {figure(100 * confidence)} %)" if confidence else ""
        pays += f", with a chance of {chance(found.chance_above_minimum, against=confidence)}{asked}"
    words = f"{found.verdict}, rule {found.rule}. {found.strategy}: expected {expected} per item; {pays}."
    parts: list[RenderableType]
    title = Text.assemble(("What the answer hangs on", "bold"), "  ", layout.say(found.scenario.name, "bold"))
    overrides = [layout.paragraph(layout.say(f"with {each}")) for each in found.scenario.overrides]
    parts = [title, *overrides, layout.paragraph(layout.say(words))]
    if found.classes_left_out:
        left = f"Of {found.classes_left_out} classes that weigh least, no cost, recall or share was moved."
        parts.append(layout.paragraph(Text(left)))
    return parts


def _tornado(found: Sensitivity, width: int) -> list[RenderableType]:
    """Draw a bar for each input, from the value where it is low to the value where it is high."""
    title = layout.heading(
        "What is not known, and what it does to the value per item", found.scenario.currency
    )
    shown, rest = found.tornado[:MOST_SWINGS], len(found.tornado) - MOST_SWINGS
    if not shown:
        return [title, layout.paragraph(Text("Nothing is uncertain: every input is one figure."))]
    ends = aligned([end for each in shown for end in (each.value_low, each.value_high)], signed=True)
    figures = [
        Column(header="at 5 %", cells=[layout.signed(text) for text in ends[::2]]),
        Column(header="at 95 %", cells=[layout.signed(text) for text in ends[1::2]]),
    ]
    label = Column(header="input", cells=[layout.say(each.input) for each in shown])
    used = min(LONGEST_INPUT, layout.wide(label)) + sum(
        layout.GAP + layout.wide(column) for column in figures
    )
    length = min(LONGEST_BAR, width - layout.INDENT - used - layout.GAP)
    notes = ["At 5 % (95 %): were the input known to be at its 5 % (95 %) quantile."]
    if length >= SHORTEST_BAR:
        figures.append(Column(header="", cells=_bars(shown, found.expected, length), left=True))
        notes.append("- input low, + input high, | expected.")
    if any(each.input.endswith(".confusion") or each.input == "prevalence" for each in shown):
        notes.append("Of a confusion matrix: what its errors cost; of the class mix: what its classes save.")
    parts: list[RenderableType] = [
        title,
        layout.table(label, figures, width, fold=True),
        layout.paragraph(layout.say(" ".join(notes), "dim")),
    ]
    if rest > 0:
        parts.append(layout.paragraph(Text(f"{rest} more, which move it less")))
    return parts


def _bars(shown: Sequence[Swing], expected: float, length: int) -> list[Text]:
    """Draw each bar on a common axis; what lies below the expected value is red, what lies above green."""
    reached = [expected, *(end for each in shown for end in (each.value_low, each.value_high))]
    lowest, cells = min(reached), length - 1
    span = max(reached) - lowest

    def place(value: float) -> int:
        return round((value - lowest) / span * cells) if span else 0

    middle = place(expected)
    drawn = []
    for each in shown:
        line = [" "] * length
        ends = [(place(each.value_low), "-"), (place(each.value_high), "+")]
        for end, mark in sorted(ends, key=lambda one: -abs(one[0] - middle)):  # the shorter one on top
            for cell in range(min(end, middle), max(end, middle) + 1):
                line[cell] = mark
        below, above = "".join(line[:middle]), "".join(line[middle + 1 :]).rstrip()
        drawn.append(Text.assemble((below, "red"), "|", (above, "green")))
    return drawn


def _alerts(found: Sensitivity) -> list[RenderableType]:
    parts: list[RenderableType] = [layout.heading("What to watch once it runs")]
    if not found.alerts:
        words = f"{EXPERIMENT} says nothing of accuracy or recall: watch the value itself."
        return [*parts, layout.paragraph(Text(words))]
    if any(each.state == "stopped" for each in found.alerts):
        words = "A running model does not pay as things stand: there is no alert to set."
        return [*parts, layout.paragraph(Text(words))]
    set_ = sorted((each for each in found.alerts if each.state != "never"), key=_distance)
    if set_:
        parts.append(layout.paragraph(layout.say(_margin(found.react_within))))
        parts += [layout.paragraph(layout.say(words)) for words in _left_out(found)]
    parts += [layout.paragraph(_alert(each)) for each in set_[:MOST_ALERTS]]
    never = [_name(each) for each in found.alerts if each.state == "never"]
    others = [f"{len(set_) - MOST_ALERTS} more, further away"] if len(set_) > MOST_ALERTS else []
    if never:
        many = len(never) > layout.MOST_NAMED
        named = f"{len(never)} metrics" if many else layout.listed(never)
        where = f" ({layout.NAMED_IN_JSON})" if many else ""
        others.append(f"{named} can be anything, and it pays all the same{where}")
    if others:
        parts.append(layout.paragraph(layout.say("; ".join(others))))
    return parts


def _left_out(found: Sensitivity) -> list[str]:
    """Say what the flips count and an alert does not, where there is any."""
    left = [
        words
        for path, words in LEFT_OUT.items()
        if any(
            f"{each}.".startswith(f"{path}.") and item.mean for each, item in found.scenario.inputs.items()
        )
    ]
    names = layout.listed(list(dict.fromkeys(left)))
    return [f"An alert asks whether to go on. Unlike the flips above it leaves out {names}."] if left else []


def _name(alert: Alert) -> str:
    return alert.metric if alert.label is None else f"{alert.metric} of {alert.label}"


def _margin(reaction: Reaction) -> str:
    """Say how much time the alerts leave, and where that is from."""
    source = {
        "asked": "as asked",
        "failure": "as long as a failure lasts",
        "assumed": "assumed: say yours with --react-within",
    }[reaction.source]
    time = f"{quantity(reaction.weeks, 'weeks')} ({source})"
    if not reaction.accuracy_lost:
        return f"Time to react: {time}. No margin: model.drift would say what is lost meanwhile."
    lost = f"{rate(reaction.accuracy_lost)[:-2]} points of accuracy and recall"
    return f"Time to react: {time}. Drift takes {lost} meanwhile: the alerts come so much earlier."


def _alert(alert: Alert) -> Text:
    """Say where to page, as one sentence."""
    side, at = ("below", alert.alert_below) if alert.alert_below is not None else ("above", alert.alert_above)
    now, stops = alert.now, alert.stops_paying_at
    words = f": page {side} {rate(at or 0.0, against=now)}; now {rate(now, against=at)}"
    if stops != at:
        words += f", and it stops paying at {rate(stops or 0.0, against=at)}"
    if alert.state == "alerting":
        words += ". It pages from the start: there would be too little time to react"
    return Text.assemble(layout.say(_name(alert), "bold"), layout.say(f"{words}."))


def _distance(alert: Alert) -> float:
    """Measure how far an alert is from now, those that page from the start first."""
    if alert.alert_below is not None:
        return alert.now - alert.alert_below
    return (alert.alert_above or 0.0) - alert.now
