"""Production's class mix: as given, from counts, or by default the evaluation set's."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.structure import ClassMix, Counts, Evidence
from ship_or_not.scenario.blocks import shown
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.numbers import RATE, Quantity
from ship_or_not.scenario.quality import sized

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.quality import Rated

COUNT = Quantity(noun="a whole number of items", example="300", low=0, high=2.0**53)
SUM_TOLERANCE = 1e-6
LOWEST = np.array([2.0**-54])
"""The least that is ever drawn, as a probability."""

_PATH = ("prevalence",)


def build_mix(
    gathered: Gathered, classes: tuple[str, ...], systems: Sequence[tuple[Rated, Evidence | None]]
) -> ClassMix | None:
    """Return the class mix, None where something is wrong, and reported.

    Parameters
    ----------
    systems
        What is known of each.
    """
    known = {system.name: evidence for system, evidence in systems}
    model, baseline = known.get("model"), known.get("baseline")
    raw = gathered.document.prevalence
    if raw is not None:
        mix = _given(gathered, classes, raw)
    elif gathered.bad("prevalence"):
        mix = None
    elif isinstance(model, Counts):
        mix = ClassMix(counts=tuple(sum(row) for row in model.rows), source="model")
    elif isinstance(baseline, Counts):
        mix = ClassMix(counts=tuple(sum(row) for row in baseline.rows), source="baseline")
    else:
        mix = None
        if (model is not None and baseline is not None) or not gathered.problems:
            gathered.report(
                (),
                "prevalence is missing: nothing says how often each class occurs",
                f"prevalence: {{{some(classes[:1])}: 30%, …}}",
            )
    if mix is not None:
        shares = _means(gathered, classes, mix)
        for system, evidence in systems:
            sized(gathered, system, evidence, shares)
    return mix


def _given(gathered: Gathered, classes: tuple[str, ...], raw: dict[str, Any]) -> ClassMix | None:
    counts = raw.get("counts")
    if counts is None or ("counts" in classes and (len(raw) > 1 or not isinstance(counts, dict))):
        return _shares(gathered, classes, raw)
    if not isinstance(counts, dict):
        example = f"counts: {{{some(classes[:1])}: 300, …}}"
        gathered.report((*_PATH, "counts"), f"{shown(counts)} is not a block of keys", example, key=False)
        return None
    shares = [label for label in raw if label != "counts"]
    if shares:
        gathered.report(
            (*_PATH, shares[0]), f"{some(shares)} stands beside counts", "counts alone, or shares alone"
        )
        return None
    return _counts(gathered, classes, counts)


def _counts(gathered: Gathered, classes: tuple[str, ...], raw: dict[str, object]) -> ClassMix | None:
    path, before = (*_PATH, "counts"), len(gathered.problems)
    found: dict[str, int] = {}
    for label, value in raw.items():
        if label not in classes:
            gathered.unknown_label((*path, label), label, classes)
            continue
        number = gathered.read_number((*path, label), value, COUNT)
        if number is None:
            continue
        if isinstance(number.distribution, Exact) and number.distribution.value.is_integer():
            found[label] = int(number.distribution.value)
        else:
            gathered.report(
                (*path, label),
                f"{shown(value)} is not a whole number of items",
                "a count, such as 300",
                key=False,
            )
    _missing(gathered, path, classes, raw, "count")
    if not any(found.values()) and len(gathered.problems) == before:
        gathered.report(path, "every count is 0", "how many items of each class were counted")
    if len(gathered.problems) > before or gathered.bad(*path):
        return None
    return ClassMix(counts=tuple(found[label] for label in classes))


def _shares(gathered: Gathered, classes: tuple[str, ...], raw: dict[str, object]) -> ClassMix | None:
    before, names = len(gathered.problems), {}
    for label, value in raw.items():
        if label not in classes:
            gathered.unknown_label((*_PATH, label), label, classes)
            continue
        number = gathered.read_number((*_PATH, label), value, RATE)
        if number is not None:
            names[label] = gathered.add((*_PATH, label), number, RATE, unit="rate")
    _missing(gathered, _PATH, classes, raw, "share")
    if len(gathered.problems) > before or gathered.bad(*_PATH):
        return None
    numbers = [gathered.numbers[names[label]] for label in classes]
    total = math.fsum(each.distribution.mean for each in numbers)
    uncertain = any(each.uncertain for each in numbers)
    ends = [math.fsum(each.central()[end] for each in numbers) for end in (0, 1)]
    fits = ends[0] <= 1 <= ends[1] if uncertain else abs(total - 1) <= SUM_TOLERANCE
    if not fits:
        found = (
            f"the shares sum to {total:.9g}"
            if not uncertain
            else f"the shares sum to {ends[0]:.4g} to {ends[1]:.4g}"
        )
        gathered.report(_PATH, found, "shares that sum to 1 (100%)")
        return None
    if not any(each.distribution.quantile(LOWEST)[0] for each in numbers):
        gathered.report(_PATH, "all shares can be 0 at once", "one share at least that is always above 0")
        return None
    return ClassMix(paths=tuple(names[label] for label in classes))


def _missing(
    gathered: Gathered, path: tuple[str, ...], classes: tuple[str, ...], raw: dict[str, object], what: str
) -> None:
    missing = [label for label in classes if label not in raw and not gathered.bad(*path, label)]
    if missing:
        gathered.report(path, f"there is no {what} for {some(missing)}", "one for every class")


def _means(gathered: Gathered, classes: tuple[str, ...], mix: ClassMix) -> dict[str, float]:
    weights: list[float] = [float(n) for n in mix.counts or ()]
    if mix.paths is not None:
        weights = [gathered.numbers[path].distribution.mean for path in mix.paths]
    total = math.fsum(weights)
    return {label: weight / total for label, weight in zip(classes, weights, strict=True)}
