"""The rules over many points at a time: each point's verdict, and how far the next one is.

The rules are those of `decision`; here they meet arrays.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.decision import ruling
from ship_or_not.engine.evaluation import KEEP
from ship_or_not.engine.risk import chance
from ship_or_not.engine.ties import margin, tie
from ship_or_not.results import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.results import Policy

    Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Heights:
    """What is found in some points: an entry for each.

    Parameters
    ----------
    expected, chance
        Of the best candidate, whose name is in ``candidates``.
    to_inconclusive, to_go
        Above 0 where the verdict is at least that, in money per item; without a jump where no figure jumps.
    """

    expected: Array
    chance: Array
    candidates: list[str]
    strategies: list[str]
    verdicts: list[Verdict]
    rules: list[str]
    to_inconclusive: Array
    to_go: Array

    @classmethod
    def of_size(cls, size: int) -> Heights:
        """Return room for so many points."""
        expected, chances, to_inconclusive, to_go = np.zeros((4, size))
        return cls(
            expected=expected,
            chance=chances,
            candidates=[KEEP] * size,
            strategies=[KEEP] * size,
            verdicts=[Verdict.NO_GO] * size,
            rules=[""] * size,
            to_inconclusive=to_inconclusive,
            to_go=to_go,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What was seen of the best strategy in some points, in money per item.

    Parameters
    ----------
    names
        Of the best strategies.
    out
        Whether a limit excludes every strategy.
    missing
        Whether a question that the policy requires is not answered.
    expected, measured
        A row a point: the value, and the sum of the sizes of its terms; as measured the same where no prior
        has a part in it.
    draws
        Shape ``(points, draws)``.
    """

    names: tuple[str, ...]
    out: bool
    missing: bool
    expected: Array
    measured: Array
    draws: Array


def judge(found: Heights, places: NDArray[np.intp], policy: Policy, seen: Seen) -> None:
    """Run the rules on what was seen, and put what they say at these places."""
    minimum, size = policy.min_value_per_item, seen.expected[:, 1]
    clears, measured = (margin(each[:, 0], minimum, each[:, 1]) for each in (seen.expected, seen.measured))
    above = seen.draws - (minimum + tie(minimum, size))[:, np.newaxis]
    sure = _sure(policy.confidence, above)
    never = -np.maximum(size, np.finfo(float).tiny)
    found.expected[places] = seen.expected[:, 0]
    found.chance[places] = [chance(each) for each in above > 0]
    found.to_inconclusive[places] = never if seen.out else np.maximum(clears, measured)
    found.to_go[places] = never if seen.out or seen.missing else np.min([clears, measured, sure], axis=0)
    for row, place in enumerate(places.tolist()):
        verdict, rule = ruling(
            out=seen.out,
            thin=bool((measured[row] > 0) != (clears[row] > 0)),
            clears=bool(clears[row] > 0),
            sure=bool(sure[row] > 0),
            missing=seen.missing,
        )
        found.verdicts[place], found.rules[place] = verdict, rule
        found.candidates[place] = seen.names[row]
        found.strategies[place] = KEEP if verdict is Verdict.NO_GO else seen.names[row]


def _sure(confidence: float, above: Array) -> Array:
    """Return by how much money the chance suffices: above 0 where it is as large as the policy asks for.

    Of so many draws a share of at least the confidence lies above the minimum exactly where a certain one
    does, counted from the highest. That one moves without jumps as inputs do, and a share doesn't.

    Parameters
    ----------
    above
        By how much draws exceed the minimum, shape ``(points, draws)``.
    """
    draws = above.shape[1]
    needed = math.ceil(confidence * draws)
    if needed and (needed - 1) / draws >= confidence:  # rounded up for a last digit
        needed -= 1
    if not needed:
        return np.ones(len(above))
    place = draws - needed
    sure: Array = np.partition(above, place, axis=1)[:, place]
    return sure
