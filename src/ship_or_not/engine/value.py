"""Money per item: what the model is worth on one item, in one state, against today's process.

    net value = saving + error_cost(baseline) - error_cost(model)

Sources: Elkan 2001 (cost matrices); Provost & Fawcett 2013, ch. 7 (expected value).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.point import Anew, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.point import Point, Row
    from ship_or_not.engine.structure import Group, Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassValue:
    """One actual class, per item of that class; costs are relative to its right answer's.

    Parameters
    ----------
    baseline_errors, model_errors
        Cost of the errors each system makes, without what they do to customers.
    baseline_error_rate, model_error_rate
        Share of wrong answers.
    right_cost
        What a right answer costs (a benefit is negative).
    referred
        Share that the model hands back to today's process.
    """

    baseline_errors: Number
    model_errors: Number
    baseline_error_rate: Number
    model_error_rate: Number
    right_cost: Number
    referred: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemValue:
    """Value per item of production, by where it comes from; everything scales with the share taken.

    Parameters
    ----------
    saving
        What a right answer by the model saves against today's process (or, under an experiment,
        all that was measured).
    baseline_errors, model_errors
        Cost of errors per item, relative to right answers.
    baseline_error_rate, model_error_rate
        Wrong answers per item.
    customers, referrals
        What the change in errors does to customers; what handing back costs.
    by_class
        What each class adds beside the saving: errors, customers, referrals; made when looked at.
    baseline_cost
        What today's process costs per item, operation and errors; None where it isn't known.
    """

    saving: Number
    baseline_errors: Number = 0
    model_errors: Number = 0
    baseline_error_rate: Number = 0
    model_error_rate: Number = 0
    customers: Number = 0
    referrals: Number = 0
    by_class: Sequence[Number] = ()
    baseline_cost: Number | None = None

    @property
    def total(self) -> Number:
        """Net value per item, before running and launch costs."""
        return self.saving + self.baseline_errors - self.model_errors + self.customers + self.referrals

    @property
    def magnitude(self) -> Number:
        """Sum of the sizes of the terms: what a rounding error is relative to."""
        parts = (self.saving, self.baseline_errors, self.model_errors, self.customers, self.referrals)
        return sum(abs(part) for part in parts)


def saving(inputs: Inputs, point: Point) -> Number:
    """Return what automating one item saves: the written saving, or the two costs' difference."""
    if "savings_per_item" in inputs.numbers:
        return point.numbers["savings_per_item"]
    return point.numbers["baseline.cost_per_item"] - point.numbers["model.cost_per_item"]


def churn_cost(point: Point) -> Number:
    """Return what an error does to a customer, in money per error."""
    numbers = point.numbers
    return numbers.get("customer_impact.churn_per_error", 0) * numbers.get(
        "customer_impact.customer_value", 0
    )


def item_value(inputs: Inputs, point: Point) -> ItemValue:
    """Return the model's net value per item against today's process.

    Parameters
    ----------
    inputs
        The structure: which cost applies where.
    point
        Numbers, or arrays of one value per draw; the result has their shape.
    """
    numbers = point.numbers
    if inputs.experiment:
        return ItemValue(saving=numbers["measured_value_per_item"])
    saved, churn = saving(inputs, point), churn_cost(point)
    extra, share = numbers.get("model.refer.extra_cost", 0), numbers.get("model.share", 1)

    def handed_back(one: ClassValue) -> Number:
        if not inputs.refers:
            return 0
        return -one.referred * (saved + extra + one.baseline_errors + churn * one.baseline_error_rate)

    def added(i: int) -> Number:
        one = class_value(point, inputs.groups[i], point.baseline[i], point.model[i])
        fewer = one.baseline_error_rate - one.model_error_rate
        errors = one.baseline_errors - one.model_errors + churn * fewer
        return share * point.mix[i] * (errors + handed_back(one))

    sums: list[Number] = [0, 0, 0, 0, 0, 0]
    rows = zip(point.mix, inputs.groups, point.baseline, point.model, strict=True)
    for weight, groups, baseline, model in rows:
        one = class_value(point, groups, baseline, model)
        parts = (
            one.baseline_errors,
            one.model_errors,
            one.baseline_error_rate,
            one.model_error_rate,
            handed_back(one),
            one.right_cost,
        )
        sums = [_plus(total, weight, part) for total, part in zip(sums, parts, strict=True)]
    baseline_errors, model_errors, baseline_rate, model_rate, referrals, right_cost = sums
    cost = numbers.get("baseline.cost_per_item")
    return ItemValue(
        saving=share * saved,
        baseline_errors=share * baseline_errors,
        model_errors=share * model_errors,
        baseline_error_rate=share * baseline_rate,
        model_error_rate=share * model_rate,
        customers=share * churn * (baseline_rate - model_rate),
        referrals=share * referrals,
        by_class=Anew(added, len(inputs.classes)),
        baseline_cost=None if cost is None else cost + right_cost + baseline_errors + churn * baseline_rate,
    )


def _plus(total: Number, weight: Number, part: Number) -> Number:
    """Return total + weight × part; an array of the same shape is added to where it stands."""
    if not isinstance(part, np.ndarray) and not part:
        return total
    more = weight * part
    if isinstance(total, np.ndarray) and total.shape == np.shape(more):
        total += more
        return total
    return total + more


def class_value(point: Point, groups: tuple[Group, ...], baseline: Row, model: Row) -> ClassValue:
    """Return what both systems' answers cost on an item of one class."""
    costs = [0 if group.cost is None else point.numbers[group.cost] for group in groups]
    right_cost, wrong = costs[0], [cost - costs[0] for cost in costs[1:]]
    return ClassValue(
        baseline_errors=sum(rate * cost for rate, cost in zip(baseline.wrong, wrong, strict=True)),
        model_errors=sum(rate * cost for rate, cost in zip(model.wrong, wrong, strict=True)),
        baseline_error_rate=baseline.error_rate,
        model_error_rate=model.error_rate,
        right_cost=right_cost,
        referred=model.referred,
    )


def error_cost(point: Point, groups: tuple[Group, ...], row: Row) -> Number:
    """Return what an error on one class costs on average, relative to a right answer, in money.

    In the proportions of the row's errors; evenly over the other labels where it makes none.
    """
    costs = [0 if group.cost is None else point.numbers[group.cost] for group in groups]
    wrong, sizes = [cost - costs[0] for cost in costs[1:]], [len(group.cells) for group in groups[1:]]
    evenly = sum(cost * size for cost, size in zip(wrong, sizes, strict=True)) / sum(sizes)
    made = sum(rate * cost for rate, cost in zip(row.wrong, wrong, strict=True))
    return np.where(row.error_rate > 0, ratio(made, row.error_rate), evenly)[()]


def constant_values(inputs: Inputs, point: Point) -> list[float]:
    """Return, for each label, what giving it to every item is worth with the model's saving.

    Parameters
    ----------
    point
        One number per input.
    """
    churn = churn_cost(point)
    gained, lost = saving(inputs, point), [0.0] * len(inputs.classes)
    rows = zip(point.mix, inputs.groups, point.baseline, point.model, strict=True)
    for weight, groups, baseline, model in rows:
        one = class_value(point, groups, baseline, model)
        gained += weight * (one.baseline_errors + churn * one.baseline_error_rate)
        for group in groups[1:]:
            cost = 0 if group.cost is None else point.numbers[group.cost]
            for label in group.cells:
                lost[label] += weight * (cost - one.right_cost + churn)
    return [float(gained - each) for each in lost]
