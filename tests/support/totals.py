"""What the engine expects of each strategy, without all that an evaluation says beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.strategies import strategies

if TYPE_CHECKING:
    from ship_or_not.engine.expectation import Expectation
    from ship_or_not.engine.inputs import Inputs


def expectations(inputs: Inputs) -> dict[str, Expectation]:
    """Return what is expected of each strategy beside keeping today's process."""
    names = [each.name for each in strategies(inputs)]
    return dict(zip(names, Expecting(seed=0, draws=64).expectation(inputs), strict=True))


def totals(inputs: Inputs) -> dict[str, float]:
    """Return the expected net benefit of each strategy beside keeping today's process."""
    return {name: each.net_benefit for name, each in expectations(inputs).items()}
