"""What was understood of each input: mean and central 90 %, for people and for comparing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.distributions import SMALLEST_SHAPE, Beta
from ship_or_not.engine.draws import FloatMeans, point
from ship_or_not.engine.inputs import quoted
from ship_or_not.engine.sensitivity import now_at
from ship_or_not.engine.structure import Rates
from ship_or_not.results import InputSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import ConfusionSummary

PRIOR = "prior"
"""Path of the weight of not knowing; 1 where a scenario says nothing."""

HANDED_BACK = "model.refer.label."
"""Before the label that hands an item back: path of the share of items that get it."""

EXPECTED, MOVED = "expected", "moved"
"""What a mean is that stands alone: where something is expected, and where it was moved to."""


def understood(inputs: Inputs, confusion: Mapping[str, ConfusionSummary]) -> dict[str, InputSummary]:
    """Return what was understood, by path.

    Beside the registry's numbers that is the horizon, the prior, a class mix that was counted, the one
    label that today's process gives to everything, and the share of items that the model hands back.

    Parameters
    ----------
    confusion
        The systems' matrices as they were written; they are not repeated here.
    """
    found = _unregistered(inputs, confusion)
    for path, item in inputs.numbers.items():
        low, high = item.central(inputs.prior)
        name = (
            item.distribution.name
            if item.sample_size is None
            else f"measured on {item.sample_size:.15g} items"
        )
        found[path] = InputSummary(
            unit=item.unit, distribution=name, mean=item.distribution.mean, low=low, high=high
        )
    for path, value in inputs.replaced.items():
        unit = "factor" if inputs.derived[path].kind == "error_costs" else "rate"
        found[path] = exact(value, unit, MOVED)
    if inputs.refers:
        means = point(inputs, FloatMeans(inputs.prior))
        share = sum(float(p * row.referred) for p, row in zip(means.mix, means.model, strict=True))
        found[HANDED_BACK + quoted(confusion["model"].predicted[-1])] = exact(share, "rate", EXPECTED)
    return found


def unmoved(inputs: Inputs, paths: Iterable[str]) -> dict[str, InputSummary]:
    """Return where derived paths are that were not moved, as flip points have it; those that there are.

    That is what is expected of an accuracy, a recall or a share, and 1 for the factor on all error costs.
    """
    means = point(inputs, FloatMeans(inputs.prior))
    derived = inputs.derived
    return {
        path: exact(1.0, "factor")
        if derived[path].kind == "error_costs"
        else exact(now_at(means, derived[path]), "rate", EXPECTED)
        for path in paths
        if path in derived
    }


def exact(value: float, unit: str, distribution: str = "exact") -> InputSummary:
    """Return what was understood of a number that is known."""
    return InputSummary(unit=unit, distribution=distribution, mean=value, low=value, high=value)


def counted(right: float, wrong: float, weights: tuple[float, float], items: float) -> InputSummary:
    """Return what was understood of a share that was counted.

    Parameters
    ----------
    right, wrong
        Items that are of the share, and that are not.
    weights
        The beta prior's two, in items.
    items
        All that were counted; more than the two together where some are neither.
    """
    shapes = [max(SMALLEST_SHAPE, n + a) for n, a in zip((right, wrong), weights, strict=True)]
    posterior = Beta(*shapes)
    low, high = posterior.quantile(np.array([0.05, 0.95])).tolist()
    mean = right / (right + wrong) if right + wrong else posterior.mean
    name = f"counted on {items:.15g} items"
    return InputSummary(unit="rate", distribution=name, mean=mean, low=low, high=high)


def _unregistered(inputs: Inputs, confusion: Mapping[str, ConfusionSummary]) -> dict[str, InputSummary]:
    found = {}
    if inputs.horizon is not None:
        found["horizon"] = exact(inputs.horizon.days, "days")
    if inputs.sampled:
        found[PRIOR] = exact(inputs.prior, "items")
    labels = [quoted(label) for label in inputs.classes]
    if inputs.mix is not None and inputs.mix.source == "prevalence" and inputs.mix.counts is not None:
        total, part = sum(inputs.mix.counts), 1 / len(labels)
        for label, n in zip(labels, inputs.mix.counts, strict=True):
            found[f"prevalence.{label}"] = counted(n, total - n, (part, 1 - part), total)
    if isinstance(inputs.baseline, Rates) and "baseline" not in confusion:
        always = inputs.classes[inputs.baseline.rows[0].index(1.0)]
        for label, name in zip(labels, inputs.classes, strict=True):
            found[f"baseline.recall.{label}"] = exact(float(name == always), "rate", f"always {always}")
    return found
