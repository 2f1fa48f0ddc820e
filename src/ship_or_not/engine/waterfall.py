"""Where the value comes from: bars that add up to the expected value per item."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ship_or_not.engine.ties import margin
from ship_or_not.results import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.expectation import Expectation, Expecting
    from ship_or_not.engine.inputs import Inputs

DECAY = ("model.drift", "baseline.drift", "model.retraining")
FAILURE = ("model.failure", "model.monitoring")
CAPACITY = ("error_capacity",)

OVER_TIME = (
    ("ramp-up", "until the model has taken over", ("ramp_up",)),
    ("drift", "drift and retraining", DECAY),
    ("failure", "failures and plan B", FAILURE),
    ("capacity", "errors that what follows cannot take", CAPACITY),
)
"""Bars of what makes one week differ from another, in the order in which each is added, with its blocks."""


def waterfall(
    inputs: Inputs, one_item: Expectation, expected: Expectation, over_time: Sequence[float]
) -> tuple[Bar, ...]:
    """Return the bars, each the change in value per item when it is added.

    The change in error cost is split by c = error cost / error rate, relative to right answers: what
    more or fewer errors do at today's cost of an error, then what the model's kinds of error do.

    Parameters
    ----------
    one_item
        What an item is worth to a model that is healthy and has the whole traffic.
    expected
        Of the best strategy.
    over_time
        As `changes_over_time` returns it.
    """
    if inputs.experiment:
        bars = [Bar(id="measured-value", label="measured value", per_item=one_item.saving)]
    else:
        bars = [Bar(id="saving", label="saving", per_item=one_item.saving), *_errors(one_item)]
    optional = [
        ("customers", "what errors do to customers", one_item.customers, "customer_impact.churn_per_error"),
        ("referrals", "items handed back", one_item.referrals, None),
        *(
            (name, label, per_item, "")
            for (name, label, _), per_item in zip(OVER_TIME, over_time, strict=False)
        ),
        ("running", "running costs", -expected.running, "model.running_cost"),
        ("launch", "launch cost", -expected.launch, "model.launch_cost"),
    ]
    for name, label, per_item, path in optional:
        if per_item or path in inputs.numbers or (path is None and inputs.refers):
            bars.append(Bar(id=name, label=label, per_item=per_item))
    return tuple(bars)


def changes_over_time(
    inputs: Inputs, strategy: int, one_item: Expectation, expected: Expectation, expecting: Expecting
) -> tuple[float, ...]:
    """Return what each thing that makes one week differ from another does when it is added, per item.

    What plans cost comes with the failures; running and launch costs have bars of their own. Empty where
    no week differs from another.

    Parameters
    ----------
    strategy
        Its place among all strategies.
    """
    if not inputs.changes:
        return ()

    def worth(at: Expectation) -> float:
        return at.brought - at.other

    first, second, third = (
        expecting.expectation(inputs.without(*DECAY, *FAILURE, *CAPACITY))[strategy],
        expecting.expectation(inputs.without(*FAILURE, *CAPACITY))[strategy],
        expecting.expectation(inputs.without(*CAPACITY))[strategy],
    )
    plans = first.other
    steps = [worth(one_item), worth(first) + plans, worth(second) + plans, worth(third), worth(expected)]
    adds = [_has(inputs, blocks) for _, _, blocks in OVER_TIME]
    adds[2] = adds[2] or bool(inputs.plans)
    for k in (1, 2, 3):  # means over draws differ a little even where nothing was added
        steps[k] = steps[k] if adds[k - 1] else steps[k - 1]
    return tuple(after - before for before, after in pairwise(steps))


def _has(inputs: Inputs, blocks: Sequence[str]) -> bool:
    return any(path in blocks or path.startswith(tuple(f"{b}." for b in blocks)) for path in inputs.numbers)


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
