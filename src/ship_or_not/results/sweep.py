"""What a sweep found: the verdict at every point, and where it changes between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ship_or_not.results import Policy, ScenarioSummary, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class SweptInput:
    """An input that was moved.

    Parameters
    ----------
    values
        Those that it took, ascending, in ``unit``.
    in_place_of
        Paths of the scenario that one value stands for, such as each cost of a class.
    """

    path: str
    unit: str
    values: tuple[float, ...]
    in_place_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPoint:
    """What an evaluation with these values says; all None but ``at`` and ``invalid`` where there is none.

    Parameters
    ----------
    at
        A value for each input.
    candidate, expected
        The best strategy but *keep*, and its expected value, money per item.
    chance_above_minimum, chance_error
        The chance that it is worth more than the policy's minimum, and the chance's Monte Carlo standard
        error, 0 where nothing is uncertain.
    verdict, strategy, rule
        As an evaluation's: on NO-GO the strategy is *keep*.
    invalid
        Why the scenario can't have these values; None where it can.
    """

    at: tuple[float, ...]
    candidate: str | None = None
    expected: float | None = None
    chance_above_minimum: float | None = None
    chance_error: float | None = None
    verdict: Verdict | None = None
    strategy: str | None = None
    rule: str | None = None
    invalid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Where the verdict changes, between two neighbouring points.

    Parameters
    ----------
    input
        The path that is moved.
    at
        A value for each input.
    before, after
        The verdicts below and above, along ``input``.
    """

    input: str
    at: tuple[float, ...]
    before: Verdict = field(metadata={"json": "from"})
    after: Verdict = field(metadata={"json": "to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The verdict where one or two inputs are moved.

    Parameters
    ----------
    scenario, policy
        As they stand in the file, what is moved included.
    points
        Every value of the first input with every value of the second, which changes fastest.
    crossings
        Those along the first input first.
    seed, draws
        What reproduces it.
    """

    scenario: ScenarioSummary
    policy: Policy
    inputs: tuple[SweptInput, ...]
    points: tuple[SweepPoint, ...]
    crossings: tuple[Crossing, ...]
    seed: int
    draws: int
