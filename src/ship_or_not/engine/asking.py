"""What the answers to the questions are made of, and what they are read from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.wording import money, percent

if TYPE_CHECKING:
    from ship_or_not.engine.expectation import Expectation
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.sensitivity import Clearing
    from ship_or_not.results import FlipPoint, OverTime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: its status, a few words, and the number at which the verdict flips."""

    status: str
    detail: str
    flips_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the answers are read from."""

    inputs: Inputs
    clearing: Clearing
    expected: Expectation
    flips: tuple[FlipPoint, ...]
    over_time: OverTime | None

    def flip(self, path: str) -> FlipPoint | None:
        """Return the nearest flip point of a path."""
        found = [each for each in self.flips if each.input == path and each.flips_at is not None]
        return min(found, key=lambda each: abs((each.flips_at or 0) - each.now), default=None)


def flips_if(flip: FlipPoint | None, what: str) -> str:
    """Say where the answer flips, as the end of a sentence; nothing where it does not."""
    if flip is None or flip.flips_at is None:
        return ""
    at = percent(flip.flips_at) if flip.unit == "rate" else money(flip.flips_at)
    return f"; flips if {what} {'rises above' if flip.direction == 'above' else 'falls below'} {at}"
