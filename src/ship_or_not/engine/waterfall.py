"""Where the value comes from: bars that add up to the expected value per item."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    more = change
    if expected.baseline_error_rate:
        more = -rates * expected.baseline_errors / expected.baseline_error_rate
    kinds = change - more
    return (
        Bar(id="error-rate", label="more errors" if rates > 0 else "fewer errors", per_item=more),
        Bar(
            id="error-kinds",
            label="costlier kinds of error" if kinds < 0 else "cheaper kinds of error",
            per_item=kinds,
        ),
    )
