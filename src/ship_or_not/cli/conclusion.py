"""How a conversation ends: with the verdict on what was written, or with what is missing for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ship_or_not
from ship_or_not.cli import terminal
from ship_or_not.cli.terminal import evaluate_line
from ship_or_not.render import text
from ship_or_not.render.labels import clean
from ship_or_not.render.numbers import quantity
from ship_or_not.scenario.paths import join_path

if TYPE_CHECKING:
    from ship_or_not.results import FlipPoint
    from ship_or_not.scenario.draft import Draft

_STAND_INS = {
    "savings_per_item": ("1", "1000", "1e6"),
    "error_costs": ("1", "1000", "1e6"),
    "accuracy": ("90%",),
    "recall": ("90%",),
}
"""What a figure is taken to be while the one at which the answer flips is looked for."""


def conclusion(path: str, draft: Draft, *, color: bool) -> str:
    """Evaluate what was written to a file, and say what to do next."""
    if draft.to_do:
        result, verdict = _paragraphs(*_without_verdict(path, draft)), "No verdict yet"
    else:
        evaluation = ship_or_not.evaluate(ship_or_not.load_scenario(path))
        result, verdict = text.render([evaluation], width=terminal.width(), color=color), evaluation.verdict
    following = _paragraphs(f"{verdict}. The scenario is in {path}, yours to edit. To evaluate it again:")
    following += f"  {clean(evaluate_line(path))}\n"
    if draft.left_open:
        following += _paragraphs(f"Open in it: {', '.join(join_path(each) for each in draft.left_open)}")
    return f"\n{result}\n{following}"


def _paragraphs(*paragraphs: str) -> str:
    return "".join(f"{line}\n" for words in paragraphs for line in terminal.paragraph(words))


def _without_verdict(path: str, draft: Draft) -> list[str]:
    """Say what is missing and, if that is one figure, at which the answer flips."""
    paths = draft.to_do
    names = [join_path(path) for path in paths]
    if len(names) > 1:
        return [
            f"{len(names)} figures are still to be found out before there is a verdict: {', '.join(names)}."
        ]
    missing = f"{names[0]} is still to be found out before there is a verdict."
    stand_ins = next((found for key, found in _STAND_INS.items() if key in paths[0]), ())
    return [missing, _decided_by(path, names[0], stand_ins)] if stand_ins else [missing]


def _decided_by(path: str, name: str, stand_ins: tuple[str, ...]) -> str:
    """Say on which side of which figure shipping is worth it, everything else as answered."""
    for stand_in in stand_ins:
        scenario = ship_or_not.load_scenario(path, overrides=[f"{name}={stand_in}"])
        evaluation = ship_or_not.evaluate(scenario)
        better = evaluation.value_per_item.expected > evaluation.policy.min_value_per_item
        for point in evaluation.flip_points:
            if point.input == name and point.flips_at is not None:
                return _said(point, evaluation.scenario.currency, better=better)
    worth = "more" if better else "no more"
    return f"On average shipping is worth {worth} than today's process whatever it is, as far as was tried."


def _said(point: FlipPoint, currency: str, *, better: bool) -> str:
    at = quantity(point.flips_at or 0.0, point.unit, currency)
    side = "below" if better is (point.direction == "above") else "above"
    return (
        f"With your other answers, shipping is worth more than today's process, on average, where"
        f" {point.input} is {side} {at}. You may not need the figure, only its side."
    )
