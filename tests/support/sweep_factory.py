"""Sweeps made by hand, for the tests of the renderers: plausible, not computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ship_or_not.results import Verdict
from ship_or_not.results.sweep import Crossing, Sweep, SweepPoint, SweptInput
from support.results_factory import tickets

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 0.9
"""The chance that a GO takes."""


def moved(path: str, values: Sequence[float], unit: str = "money") -> SweptInput:
    return SweptInput(path=path, unit=unit, values=tuple(values))


def point(*at: float, expected: float, chance: float) -> SweepPoint:
    """Make a point whose verdict is what its figures say."""
    verdict = Verdict.NO_GO if expected <= 0 else Verdict.GO if chance >= SURE else Verdict.INCONCLUSIVE
    rules = {Verdict.NO_GO: "negative-value", Verdict.INCONCLUSIVE: "not-sure", Verdict.GO: "pays-off"}
    return SweepPoint(
        at=at,
        candidate="ship",
        expected=expected,
        chance_above_minimum=chance,
        chance_error=0.01,
        verdict=verdict,
        strategy="keep" if verdict is Verdict.NO_GO else "ship",
        rule=rules[verdict],
    )


def invalid(*at: float, why: str) -> SweepPoint:
    return SweepPoint(at=at, invalid=why)


def crossing(path: str, *at: float, to: Verdict, since: Verdict) -> Crossing:
    return Crossing(input=path, at=at, before=since, after=to)


def sweep(
    inputs: Sequence[SweptInput],
    points: Sequence[SweepPoint],
    crossings: Sequence[Crossing] = (),
    *,
    confidence: float = SURE,
    overrides: tuple[str, ...] = (),
) -> Sweep:
    """Make one of a scenario in euros, named Tickets."""
    usual = tickets()
    return Sweep(
        scenario=replace(usual.scenario, name="Tickets", currency="EUR", overrides=overrides),
        policy=replace(usual.policy, name="balanced", min_value_per_item=0.0, confidence=confidence),
        inputs=tuple(inputs),
        points=tuple(points),
        crossings=tuple(crossings),
        seed=0,
        draws=1024,
    )
