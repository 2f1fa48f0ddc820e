"""``error_costs`` in every form → which input holds the cost of which cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ship_or_not.scenario.blocks import RESERVED, by_amount, shown
from ship_or_not.scenario.forms import BY_KEYS, OTHER_NAMES
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.numbers import AMOUNT, COST, NumberError, Quantity

if TYPE_CHECKING:
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.source import Path

Costs = tuple[tuple[str | None, ...], ...]

ERROR_COST = Quantity(
    noun="the cost of an error", example="2.50", spread=COST.spread, low=COST.low, high=COST.high
)
NUMBER_KEYS = {key for keys in BY_KEYS for key in keys} | {"samples"}
"""What may stand in a mapping that is one number."""
_LIKE_NUMBER_KEYS = NUMBER_KEYS | OTHER_NAMES.keys()
_TOP: Path = ("error_costs",)


def is_number(raw: object, labels: tuple[str, ...]) -> bool:
    """Whether this is one number, of whatever form, and no mapping by label."""
    if not isinstance(raw, dict):
        return True
    keys, named = set(raw), {*labels, RESERVED}
    return not keys <= named and (keys <= _LIKE_NUMBER_KEYS or bool(keys & NUMBER_KEYS and not keys & named))


def build_costs(gathered: Gathered, classes: tuple[str, ...]) -> Costs | None:
    """Register every cost, and return the path of each cell's: None where it costs nothing.

    Parameters
    ----------
    classes
        The labels; empty when nothing is per class, then there is one row of (right, wrong).

    Returns
    -------
    tuple or None
        None where something is wrong, and reported.
    """
    raw = gathered.document.error_costs
    before = len(gathered.problems)
    if is_number(raw, classes):
        path = _cost(gathered, _TOP, raw, ERROR_COST)
        if not classes:
            return ((None, path),) if path else None
        size = len(classes)
        return (
            tuple(tuple(None if i == j else path for j in range(size)) for i in range(size)) if path else None
        )
    if not classes:
        return None
    for label in raw:
        if label not in classes:
            gathered.unknown_label((*_TOP, label), label, classes)
    missing = [label for label in classes if label not in raw and not gathered.bad(*_TOP, label)]
    if missing:
        gathered.report(_TOP, f"there is no cost for {some(missing)}", "a cost for every class")
    rows = [_row(gathered, classes, label, raw[label]) for label in classes if label in raw]
    return tuple(rows) if len(gathered.problems) == before and not gathered.bad(*_TOP) else None


def _row(gathered: Gathered, classes: tuple[str, ...], actual: str, raw: Any) -> tuple[str | None, ...]:  # noqa: ANN401
    top = (*_TOP, actual)
    if is_number(raw, classes):
        path = _cost(gathered, top, raw, ERROR_COST)
        return tuple(None if label == actual else path for label in classes)
    paths: dict[str, str | None] = {}
    for label, cost in raw.items():
        if label not in (*classes, RESERVED):
            gathered.unknown_label((*top, label), label, (*classes, RESERVED))
        else:
            paths[label] = _cost(gathered, (*top, label), cost, AMOUNT if label == actual else ERROR_COST)
    named = {*classes} if RESERVED in paths else {*paths, actual}
    missing = [label for label in classes if label not in named and not gathered.bad(*top, label)]
    if missing:
        gathered.report(
            top,
            f"there is no cost for predicting {some(missing, 6)} when {some([actual])} is true",
            f"a cost for each, or {RESERVED}: for all that are not named",
        )
    return tuple(paths.get(label, None if label == actual else paths.get(RESERVED)) for label in classes)


def _cost(gathered: Gathered, path: Path, raw: object, quantity: Quantity) -> str | None:
    wrong = by_amount(raw)
    if isinstance(raw, list):
        wrong = NumberError(
            "a list is not a cost", "a cost, or {label: cost}, such as {billing: 2, fraud: 60}"
        )
    elif isinstance(raw, int | float) and raw < 0 and quantity is ERROR_COST:
        benefit = (
            "0 or more; a benefit is a negative cost of the right answer: {fraud: {fraud: -3, any_other: 2}}"
        )
        wrong = NumberError(f"{shown(raw)} is below 0", benefit)
    if wrong is not None:
        gathered.report(path, wrong.found, wrong.expected, key=False)
        return None
    number = gathered.read_number(path, raw, quantity)
    return None if number is None else gathered.add(path, number, quantity)
