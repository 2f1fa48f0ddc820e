"""The questions about what comes after the launch: decay, failures, plans, and what follows.

Each has a number at which the verdict flips even where the scenario says nothing of it: then the sentence
holds what was assumed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.asking import Answer, flips_if
from ship_or_not.engine.distributions import Exact
from ship_or_not.engine.inputs import Input, Inputs
from ship_or_not.engine.roots import roots
from ship_or_not.engine.sensitivity import REACH
from ship_or_not.engine.structure import Plan, Recalls
from ship_or_not.engine.timeline import DAYS_PER_YEAR, WEEKS_PER_MONTH, Horizon
from ship_or_not.engine.wording import money, percent

if TYPE_CHECKING:
    from ship_or_not.engine.asking import Asked
    from ship_or_not.results import FlipPoint

BROKEN = 0.6
"""The accuracy that a failure is assumed to leave, or half of the model's where that is lower."""

ONCE_A_YEAR = 1 / 12
"""The chance of a failure, per month, that is assumed."""

TRAINED_EVERY = 3
"""Months between trainings that are assumed."""

NEAR = 1e-13
"""How near a flip of something assumed is found, as a share of it."""

AWAY = 4
"""Weeks for which today's process is assumed to take over."""


def over_time_answers(asked: Asked) -> dict[str, Answer]:
    """Return the answers to the questions about time."""
    if asked.inputs.experiment:
        return {
            "downstream-capacity": Answer(status="open", detail="assumed to take any number"),
            "decay": Answer(status="open", detail="assumed to"),
            "sudden-failure": Answer(status="open", detail="assumed not to happen"),
            "retraining": _retraining(asked),
            "plan-b": Answer(status="open", detail="assumed never to break"),
            "way-back": Answer(status="open", detail="not costed"),
        }
    lasts = None if _has(asked, "model.failure") else _unnoticed(asked)
    return {
        "downstream-capacity": _downstream_capacity(asked),
        "decay": _decay(asked),
        "sudden-failure": _sudden_failure(asked, lasts),
        "retraining": _retraining(asked),
        "plan-b": _plan_b(asked, lasts),
        "way-back": _way_back(asked),
    }


def _has(asked: Asked, block: str) -> bool:
    return any(path.startswith(f"{block}.") for path in asked.inputs.numbers)


def _in_time(asked: Asked) -> tuple[Inputs, str]:
    """Return the inputs over a horizon, and what had to be assumed for it: a year, item by item."""
    inputs, said = asked.inputs, ""
    if inputs.horizon is None:
        inputs, said = inputs.lasting(Horizon(days=DAYS_PER_YEAR)), " (counted over one year)"
    if "volume.items" not in inputs.numbers:
        inputs = inputs.with_numbers(_exact("volume.items", 1.0, unit="items per week"))
    return inputs, said


def _exact(path: str, value: float, *, unit: str, factor: float = 1.0) -> Input:
    return Input(path=path, unit=unit, low=0.0, high=math.inf, distribution=Exact(value), factor=factor)


def _turning(asked: Asked, inputs: Inputs, path: str, end: float) -> float | None:
    """Return where the answer turns as a path goes from 0 to an end, further being worse; None if nowhere."""
    cleared = asked.clearing.mover(inputs, path, 0.0)
    ends = np.array([[0.0], [end]])
    heights = cleared(ends[:, 0])[:, np.newaxis]
    if (heights[0] > 0) == (heights[1] > 0) or heights[1] == 0:
        return None
    (turn,) = roots(lambda values, _: cleared(values), *ends, *heights, within=NEAR).tolist()
    return float(turn)


def _flipped(flip: FlipPoint | None) -> float | None:
    return None if flip is None else flip.flips_at


def _points(rate: float) -> str:
    """Write a share of accuracy in points."""
    return money(100 * rate)


def _decay(asked: Asked) -> Answer:
    path = "model.drift.accuracy_loss"
    if path in asked.inputs.numbers:
        unit = asked.inputs.numbers[path].unit.removeprefix("rate per ")
        flip, detail = asked.flip(path), "model.drift"
        if flip is not None and flip.flips_at is not None:
            side = "more" if flip.direction == "above" else "less"
            detail += f"; flips if accuracy falls by {side} than {_points(flip.flips_at)} points a {unit}"
        week = None if asked.over_time is None else asked.over_time.stops_paying_week
        if week is not None:
            detail += f"; never trained again, it is not worth running from week {week} on"
        return Answer(status="answered", detail=detail, flips_at=_flipped(flip))
    inputs, over = _in_time(asked)
    decaying = inputs.with_numbers(_exact(path, 0.0, unit="rate per month", factor=1 / WEEKS_PER_MONTH))
    at = _turning(asked, decaying, path, 1.0)
    if at is None:
        return Answer(status="open", detail="assumed to; no decay alone flips it")
    return Answer(
        status="open",
        detail=f"assumed to; flips if accuracy falls by more than {_points(at)} points a month{over}",
        flips_at=at,
    )


def _accuracy_left(asked: Asked) -> float:
    """Return the accuracy that a failure is assumed to leave."""
    expected = asked.expected
    share = _expected_share(asked.inputs)
    accuracy = 1 - expected.model_error_rate / share if share else 1.0
    return BROKEN if accuracy > BROKEN else accuracy / 2


def _expected_share(inputs: Inputs) -> float:
    """Return the mean share of the items that the model takes."""
    item = inputs.numbers.get("model.share")
    return 1.0 if item is None else item.distribution.mean


def _failing(inputs: Inputs, accuracy: float, *, lasts: float) -> Inputs:
    """Return the inputs with a failure once a year that is noticed at once, and repaired after some weeks."""
    failure = "model.failure"
    return inputs.with_numbers(
        _exact(f"{failure}.chance", ONCE_A_YEAR, unit="rate per month", factor=1 / WEEKS_PER_MONTH),
        _exact(f"{failure}.accuracy", accuracy, unit="rate"),
        _exact(f"{failure}.noticed_after", 0.0, unit="weeks"),
        _exact(f"{failure}.repaired_after", lasts, unit="weeks"),
    )


def _unnoticed(asked: Asked) -> float | None:
    """Return for how many weeks the assumed failure may last before the answer flips."""
    inputs, _ = _in_time(asked)
    assert inputs.horizon is not None  # noqa: S101 - just given
    failing = _failing(inputs, _accuracy_left(asked), lasts=0.0)
    return _turning(asked, failing, "model.failure.noticed_after", inputs.horizon.weeks)


def _sudden_failure(asked: Asked, lasts: float | None) -> Answer:
    if _has(asked, "model.failure"):
        watched = "model.monitoring.noticed_after" in asked.inputs.numbers
        block = "model.monitoring" if watched else "model.failure"
        flip = asked.flip(f"{block}.noticed_after")
        detail = (
            "model.failure and model.monitoring" if watched else "model.failure, without model.monitoring"
        )
        if flip is not None and flip.flips_at is not None and flip.direction == "above":
            detail += f"; flips if it stays unnoticed for more than {money(flip.flips_at)} {flip.unit}"
        return Answer(status="answered", detail=detail, flips_at=_flipped(flip))
    failure = f"a failure to {percent(_accuracy_left(asked))} accuracy, once a year,"
    over = _in_time(asked)[1]
    if lasts is None:
        detail = f"assumed not to happen; {failure} does not flip it even if nobody notices{over}"
        return Answer(status="open", detail=detail)
    detail = (
        f"assumed not to happen; flips if {failure} stays unnoticed for more than {money(lasts)} weeks{over}"
    )
    return Answer(status="open", detail=detail, flips_at=lasts)


def _plan_b(asked: Asked, lasts: float | None) -> Answer:
    plans = asked.inputs.plans
    if plans:
        named = ", ".join(plan.name for plan in plans)
        flips = [flip for plan in plans if (flip := asked.flip(f"{plan.path}.ready_in")) is not None]
        flip = min(flips, key=lambda each: each.flips_at or 0.0, default=None)
        detail = f"plan_b: {named}"
        slow = [plan.name for plan in plans if _too_slow(asked.inputs, plan)]
        if slow:
            detail += f"; {', '.join(slow)} would be ready only after the repair"
        assumed = [plan.name for plan in plans if _evenly_wrong(asked.inputs, plan)]
        if assumed:
            detail += f"; the accuracy of {', '.join(assumed)} is taken to be the same on every class"
        if flip is not None and flip.flips_at is not None and flip.direction == "above":
            detail += f"; flips if it takes more than {money(flip.flips_at)} {flip.unit} to be ready"
        return Answer(status="answered", detail=detail, flips_at=_flipped(flip))
    if _has(asked, "model.failure"):
        flip = asked.flip("model.failure.repaired_after")
        detail = "it goes on broken until it is repaired"
        if flip is not None and flip.flips_at is not None and flip.direction == "above":
            detail += f"; flips if a repair takes more than {money(flip.flips_at)} {flip.unit}"
        return Answer(status="open", detail=detail, flips_at=_flipped(flip))
    if lasts is None:
        return Answer(status="open", detail="assumed never to break")
    failure = f"a failure to {percent(_accuracy_left(asked))} accuracy, once a year,"
    tail = f"flips if {failure} lasts more than {money(lasts)} weeks with nothing in its place"
    return Answer(status="open", detail=f"assumed never to break; {tail}", flips_at=lasts)


def _too_slow(inputs: Inputs, plan: Plan) -> bool:
    """Whether a plan is never ready before the model is repaired."""
    ready, repaired = (
        inputs.numbers[path].distribution.mean * inputs.numbers[path].factor
        for path in (f"{plan.path}.ready_in", "model.failure.repaired_after")
    )
    return bool(ready >= repaired)


def _evenly_wrong(inputs: Inputs, plan: Plan) -> bool:
    """Whether only an accuracy is known of a backup although errors cost differently."""
    evidence = plan.evidence
    one_figure = isinstance(evidence, Recalls) and len(set(evidence.paths)) == 1
    return one_figure and inputs.named and "error_costs" not in inputs.numbers


def _most_money(asked: Asked) -> float:
    """Return how far a cost that is paid at once is searched."""
    return REACH * asked.expected.magnitude * asked.expected.items


def _retraining(asked: Asked) -> Answer:
    every, cost = "model.retraining.every", "model.retraining.cost"
    inputs, worth = asked.inputs, asked.over_time
    if every in inputs.numbers:
        flip, detail = asked.flip(cost), "model.retraining"
        if "model.drift.accuracy_loss" not in inputs.numbers:
            detail += "; without model.drift there is nothing that it restores"
        elif worth is not None and worth.best_retraining_weeks is not None:
            detail += f"; every {money(worth.best_retraining_weeks)} weeks would be worth most"
        elif worth is not None:
            detail += "; not training it at all would be worth most"
        return Answer(
            status="answered", detail=detail + flips_if(flip, "the cost of one"), flips_at=_flipped(flip)
        )
    months = TRAINED_EVERY * WEEKS_PER_MONTH
    if not inputs.over_time or inputs.horizon is None or inputs.horizon.weeks <= months:
        return Answer(status="open", detail="assumed to need none")
    trained = inputs.with_numbers(
        _exact(every, TRAINED_EVERY, unit="months", factor=WEEKS_PER_MONTH), _exact(cost, 0.0, unit="money")
    )
    at = _turning(asked, trained, cost, _most_money(asked))
    if at is None:
        return Answer(status="open", detail="assumed to need none")
    said, side = ("flips if", "more") if asked.clearing.now(inputs) > 0 else ("it would pay if", "less")
    tail = f"{said} training it every {TRAINED_EVERY} months costs {side} than {money(at)} a time"
    return Answer(status="open", detail=f"assumed to need none; {tail}", flips_at=at)


def _way_back(asked: Asked) -> Answer:
    inputs = asked.inputs
    back = [plan for plan in inputs.plans if plan.kind == "previous"]
    if back:
        flip = asked.flip(f"{back[0].path}.rollback_cost")
        slow = all(_too_slow(inputs, plan) for plan in back)
        detail = f"{back[0].path}{'; it would be ready only after the repair' * slow}"
        detail += flips_if(flip, "the cost of going back")
        status = "assumed" if slow else "answered"
        return Answer(status=status, detail=detail, flips_at=_flipped(flip))
    if not inputs.over_time:
        return Answer(status="open", detail="not costed")
    plan = Plan(name="", path='plan_b.""', kind="previous")
    cost, how = f"{plan.path}.rollback_cost", "whenever it breaks"
    if not _has(asked, "model.failure"):
        inputs, how = _failing(inputs, _accuracy_left(asked), lasts=AWAY), f"for {AWAY} weeks, once a year,"
    returning = inputs.with_plan(plan).with_numbers(
        _exact(f"{plan.path}.ready_in", 0.0, unit="weeks"), _exact(cost, 0.0, unit="money")
    )
    last = len(returning.plans) + sum(f"{p.path}.build_time" in inputs.numbers for p in inputs.plans)
    alone = replace(asked, clearing=replace(asked.clearing, candidates=(last,)))
    at = _turning(alone, returning, cost, _most_money(asked))
    if at is None:
        return Answer(status="open", detail="not costed")
    paid = alone.clearing.now(returning) > 0
    said, side = ("flips if", "more") if paid else ("it would pay if", "less")
    detail = f"not costed; {said} going back to today's process {how} costs {side} than {money(at)} a time"
    return Answer(status="open", detail=detail, flips_at=at)


def _downstream_capacity(asked: Asked) -> Answer:
    errors, cost = "error_capacity.errors", "error_capacity.extra_cost"
    if errors in asked.inputs.numbers:
        flip = asked.flip(cost)
        detail = f"error_capacity{flips_if(flip, 'the extra cost of each error above it')}"
        return Answer(status="answered", detail=detail, flips_at=_flipped(flip))
    expected = asked.expected
    more = expected.model_error_rate - expected.baseline_error_rate
    if more <= 0:
        return Answer(status="open", detail="assumed to take any number")
    detail = f"assumed to take {money(1000 * more)} more per 1,000 items"
    inputs, _ = _in_time(asked)
    volume = inputs.numbers["volume.items"]
    todays = volume.distribution.mean * volume.factor * expected.baseline_error_rate
    share = _expected_share(inputs)
    held = inputs.with_numbers(
        _exact(errors, todays / share if share else 0.0, unit="errors per week"),
        _exact(cost, 0.0, unit="money"),
    )
    at = _turning(asked, held, cost, REACH * expected.magnitude)
    if at is not None:
        detail += f"; flips if each costs more than {money(at)} extra"
    return Answer(status="open", detail=detail, flips_at=at)
