"""Where the value comes from: bars that add up to the expected value per item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.sensitivity import margin
from ship_or_not.results import Bar

if TYPE_CHECKING:
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.simulate import Expectation


def waterfall(inputs: Inputs, expected: Expectation) -> tuple[Bar, ...]:
    """Return the bars, each the change in value per item when it is added.

    The change in error cost is split by c = error cost / error rate, relative to right answers: what
    more or fewer errors do at today's cost of an error, then what the model's kinds of error do.
    """
    if inputs.experiment:
        bars = [Bar(id="measured-value", label="measured value", per_item=expected.saving)]
    else:
        bars = [Bar(id="saving", label="saving", per_item=expected.saving), *_errors(expected)]
    optional = (
        ("customers", "what errors do to customers", expected.customers, "customer_impact.churn_per_error"),
        ("referrals", "items handed back", expected.referrals, None),
        ("running", "running costs", -expected.running, "model.running_cost"),
        ("launch", "launch cost", -expected.launch, "model.launch_cost"),
    )
    for name, label, per_item, path in optional:
        if per_item or path in inputs.numbers or (path is None and inputs.refers):
            bars.append(Bar(id=name, label=label, per_item=per_item))
    return tuple(bars)


def _errors(expected: Expectation) -> tuple[Bar, Bar]:
    change = expected.baseline_errors - expected.model_errors
    rates = expected.model_error_rate - expected.baseline_error_rate
    kinds = 0.0
    if expected.baseline_error_rate:
        at_todays_cost = -rates * expected.baseline_errors / expected.baseline_error_rate
        kinds = margin(change, at_todays_cost, abs(expected.baseline_errors) + abs(expected.model_errors))
    labels = ["more errors", "as many errors", "fewer errors"]
    of_kind = ["costlier kinds of error", "the same kinds of error", "cheaper kinds of error"]
    return (
        Bar(id="error-rate", label=labels[1 - sign(rates)], per_item=change - kinds),
        Bar(id="error-kinds", label=of_kind[1 + sign(kinds)], per_item=kinds),
    )


def sign(value: float) -> int:
    """Return -1, 0 or 1."""
    return (value > 0) - (value < 0)
