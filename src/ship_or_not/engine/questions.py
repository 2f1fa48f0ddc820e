"""The twelve questions behind a verdict: answered, assumed or open, and where each would flip it.

None is a score; they are what a good reviewer would ask.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.asking import Answer, Asked, flips_if
from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.expectation import Expecting, one_item
from ship_or_not.engine.inputs import Input, Inputs, quoted
from ship_or_not.engine.questions_over_time import over_time_answers
from ship_or_not.engine.sensitivity import REACH, Clearing, Movable, flips_of
from ship_or_not.engine.structure import Counts, Evidence, Recalls
from ship_or_not.engine.wording import money, percent
from ship_or_not.results import FlipPoint, Question

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import NDArray

    from ship_or_not.engine.expectation import Expectation
    from ship_or_not.results import OverTime

QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "error-costs": "What does each kind of error cost, not just the average one?",
        "evidence-size": "How many labelled items, per class, is the model's figure based on?",
        "baseline-errors": "Which errors does today's process make?",
        "class-mix": "Is production's class mix that of the evaluation set?",
        "downstream-capacity": "Can what follows handle the extra errors?",
        "customer-impact": "What do errors do to customers beyond their direct cost?",
        "decay": "Will the model stay as good as it is?",
        "sudden-failure": "What if it suddenly gets worse, and who notices, when?",
        "retraining": "What keeps it fresh, at what cost?",
        "plan-b": "What happens while it is broken?",
        "way-back": "What does going back cost, and are the people still there?",
        "partial-rollout": "Could part of the traffic take most of the gain?",
    }
)

ANSWERED_BY: Mapping[str, str] = MappingProxyType(
    {
        "error-costs": "per-class or per-cell error_costs",
        "evidence-size": "counts in model.confusion, or model.measured_on",
        "baseline-errors": "baseline.confusion",
        "class-mix": "prevalence",
        "downstream-capacity": "error_capacity",
        "customer-impact": "customer_impact",
        "decay": "model.drift",
        "sudden-failure": "model.failure and model.monitoring",
        "retraining": "model.retraining",
        "plan-b": "plan_b",
        "way-back": "plan_b",
        "partial-rollout": "partial_rollout",
    }
)


def ask(
    inputs: Inputs,
    clearing: Clearing,
    expected: Expectation,
    flips: tuple[FlipPoint, ...],
    over_time: OverTime | None,
) -> tuple[Question, ...]:
    """Walk the twelve questions.

    Parameters
    ----------
    clearing
        What tells where the expected value crosses the policy's minimum.
    expected
        Of an item, while the model is healthy and has the whole traffic.
    flips
        The flip points already found.
    over_time
        What the measures against decay and failure are worth, None where nothing changes over time.
    """
    asked = Asked(inputs=inputs, clearing=clearing, expected=expected, flips=flips, over_time=over_time)
    answers = {
        "error-costs": _error_costs(asked),
        "evidence-size": _evidence_size(asked),
        "baseline-errors": _baseline_errors(asked),
        "class-mix": _class_mix(asked),
        "customer-impact": _customer_impact(asked),
        **over_time_answers(asked),
        "partial-rollout": Answer(status="open", detail="only all of it is weighed"),
    }
    return tuple(
        Question(
            id=key,
            question=text,
            status=answers[key].status,
            detail=answers[key].detail,
            flips_at=answers[key].flips_at,
        )
        for key, text in QUESTIONS.items()
    )


class _Unmoved(Clearing):
    """Nothing flips: for who asks whether a question is answered, and not where it would flip."""

    __slots__ = ()

    def now(self, inputs: Inputs) -> float:
        """Return a tie."""
        del inputs
        return 0.0

    def mover(
        self, inputs: Inputs, path: str, now: float
    ) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
        """Return a function that is a tie everywhere."""
        del inputs, path, now
        return lambda values: np.zeros(values.size)


def unanswered(inputs: Inputs, required: Collection[str]) -> tuple[str, ...]:
    """Return those of some questions that are not answered."""
    if not required:
        return ()
    nowhere = _Unmoved(minimum=0.0, candidates=(0,), expecting=Expecting(seed=0, draws=1))
    found = ask(inputs, nowhere, one_item(inputs), (), None)
    return tuple(each.id for each in found if each.id in required and each.status != "answered")


def _experiment(asked: Asked) -> Answer | None:
    if asked.inputs.experiment:
        return Answer(status="answered", detail="within measured_value_per_item")
    return None


def _error_costs(asked: Asked) -> Answer:
    flip = asked.flip("error_costs")
    at = None if flip is None else flip.flips_at
    if "error_costs" in asked.inputs.numbers:
        detail = f"every error is taken to cost the same{flips_if(flip, 'that cost')}"
        return Answer(status="assumed", detail=detail, flips_at=at)
    detail = "error_costs"
    if flip is not None and at is not None:
        side = "more" if flip.direction == "above" else "less"
        detail += f"; flips if all of them are {side} than {money(at)} times what is written"
    return _experiment(asked) or Answer(status="answered", detail=detail, flips_at=at)


def _evidence_size(asked: Asked) -> Answer:  # noqa: PLR0911 - one return an answer
    inputs = asked.inputs
    if inputs.experiment:
        if inputs.numbers["measured_value_per_item"].uncertain:
            return Answer(status="answered", detail="by the spread of measured_value_per_item")
        return Answer(status="open", detail="measured_value_per_item has no spread: it is taken as exact")
    evidence = inputs.evidence("model")
    if isinstance(evidence, Counts):
        totals = [sum(row) for row in evidence.rows]
        fewest = min(range(len(totals)), key=totals.__getitem__)
        detail = f"{sum(totals):,} labelled items"
        thin = len(inputs.peers["model"])
        if thin:
            detail += f"; what is not known of the {thin} thin classes is learnt from them together"
        empty = [label for label, total in zip(inputs.classes, totals, strict=True) if not total]
        if empty:
            return Answer(status="answered", detail=f"{detail}; none at all of {', '.join(empty)}")
        return Answer(
            status="answered", detail=f"{detail}; fewest of {inputs.classes[fewest]}: {totals[fewest]:,}"
        )
    if isinstance(evidence, Recalls):
        sizes = {path: inputs.numbers[path].sample_size for path in evidence.paths}
        if all(size is not None for size in sizes.values()):
            total = sum(size or 0 for size in sizes.values())
            return Answer(status="answered", detail=f"model.measured_on: {total:,.15g} items")
        if any(inputs.numbers[path].uncertain for path in evidence.paths):
            return Answer(status="assumed", detail="the range written stands for the size of the evidence")
    return Answer(status="open", detail="not given: taken as exact")


def _baseline_errors(asked: Asked) -> Answer:
    inputs, flip = asked.inputs, asked.flip("baseline.accuracy")
    answered = _experiment(asked)
    if answered is not None:
        return answered
    at = None if flip is None else flip.flips_at
    tail = flips_if(flip, "today's accuracy")
    evidence: Evidence = inputs.evidence("baseline")
    if not isinstance(evidence, Recalls):
        return Answer(status="answered", detail=f"baseline, by class{tail}", flips_at=at)
    if len(set(evidence.paths)) > 1:
        detail = f"recall by class is known, its errors are spread evenly{tail}"
        return Answer(status="assumed", detail=detail, flips_at=at)
    if "error_costs" in inputs.numbers or not inputs.named:
        return Answer(status="open", detail=f"an accuracy does not say{tail}", flips_at=at)
    each = [
        f"{percent(found.flips_at)} on {label}"
        for label in inputs.classes
        if (found := asked.flip(f"baseline.recall.{quoted(label)}")) is not None
        and found.flips_at is not None
    ]
    detail = "today's accuracy is taken to be the same on every class, its errors spread evenly"
    if each:
        detail += f"; flips if today's recall reaches {_any_of(each)}"
    else:
        detail += tail or "; no recall of one class alone flips it"
    return Answer(status="assumed", detail=detail, flips_at=at)


def _any_of(found: list[str], most: int = 5) -> str:
    """List alternatives, the first of them where there are many."""
    rest = f", or one of {len(found) - most} more" if len(found) > most else ""
    return f"{', or '.join(found[:most])}{rest}"


def _class_mix(asked: Asked) -> Answer:
    answered = _experiment(asked)
    if answered is not None:
        return answered
    mix = asked.inputs.mix
    if mix is None:
        return Answer(status="open", detail="no classes given")
    shares = [
        each for each in asked.flips if each.input.startswith("prevalence.") and each.flips_at is not None
    ]
    # Of two classes both shares are as near: the first, whatever the last digits say.
    flip = min(shares, key=lambda each: float(f"{abs((each.flips_at or 0) - each.now):.9g}"), default=None)
    label = "" if flip is None else asked.inputs.classes[asked.inputs.derived[flip.input].index]
    tail = flips_if(flip, f"the share of {label}")
    at = None if flip is None else flip.flips_at
    if mix.source == "prevalence":
        return Answer(status="answered", detail=f"prevalence{tail}", flips_at=at)
    whose = "the model's evaluation set" if mix.source == "model" else "the audit of today's process"
    return Answer(status="assumed", detail=f"taken from {whose}{tail}", flips_at=at)


def _customer_impact(asked: Asked) -> Answer:
    if asked.inputs.experiment:
        return Answer(status="assumed", detail="as far as the experiment ran long enough to show it")
    if "customer_impact.churn_per_error" in asked.inputs.numbers:
        flip = asked.flip("customer_impact.churn_per_error")
        tail = flips_if(flip, "the chance that an error loses a customer")
        at = None if flip is None else flip.flips_at
        return Answer(status="answered", detail=f"customer_impact{tail}", flips_at=at)

    churn, value = "customer_impact.churn_per_error", "customer_impact.customer_value"
    impact = asked.inputs.with_numbers(
        Input(path=churn, unit="rate", low=0.0, high=1.0, distribution=Exact(1.0)),
        Input(path=value, unit="money", low=0.0, high=math.inf, distribution=Exact(0.0)),
    )
    scale = REACH * asked.expected.magnitude
    cost = Movable(path=value, unit="money", now=0.0, low=0.0, high=math.inf, scale=scale)
    flips = flips_of(cost, asked.clearing.mover(impact, value, 0.0))
    detail = "assumed nothing"
    if not flips:
        return Answer(status="open", detail=detail)
    return Answer(
        status="open",
        detail=f"{detail}; flips if an error costs {money(flips[0][1])} more than its direct cost",
        flips_at=flips[0][1],
    )
