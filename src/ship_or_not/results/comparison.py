"""What a comparison found: scenarios side by side, and what each is worth more than the first.

The shape is that of the JSON document, as in :mod:`ship_or_not.results`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ship_or_not.results import (
        Evaluation,
        InputSummary,
        Policy,
        ScenarioSummary,
        Total,
        ValuePerItem,
        Verdict,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An evaluation that was saved: as much of it as others are compared with.

    Parameters
    ----------
    name
        Of the scenario or variant that it is of.
    path, sha256
        Of the file that holds it.
    """

    name: str
    path: str
    sha256: str
    scenario: ScenarioSummary
    policy: Policy
    verdict: Verdict
    strategy: str
    rule: str
    value_per_item: ValuePerItem
    total: Total | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What the second is worth more than the first, in money.

    Parameters
    ----------
    low, high, chance_above_0
        Central 90 % over what is not known, and the chance that it is above 0; None where the first is a
        saved evaluation, which holds no draws.
    """

    expected: float
    low: float | None
    high: float | None
    chance_above_0: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One input that differs; None where one side has none of that name."""

    input: str
    before: InputSummary | None = field(metadata={"json": "from"})
    after: InputSummary | None = field(metadata={"json": "to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FromTo:
    """A word for each of the two."""

    before: str = field(metadata={"json": "from"})
    after: str = field(metadata={"json": "to"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two scenarios held against each other, the best candidate of each.

    Parameters
    ----------
    before, after
        Their names.
    verdict, strategy
        Of both, whether they differ or not.
    per_item, total
        What the second is worth more; total is None unless both have volume and horizon.
    draws
        On which the interval rests, the same for both; None where there is none.
    unpaired
        What was measured anew, and is therefore drawn independently: paths.
    changed
        The inputs that differ.
    """

    before: str = field(metadata={"json": "from"})
    after: str = field(metadata={"json": "to"})
    verdict: FromTo
    strategy: FromTo
    per_item: Gain
    total: Gain | None
    draws: int | None
    unpaired: tuple[str, ...]
    changed: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Scenarios side by side.

    Parameters
    ----------
    references
        The saved evaluations that others are compared with; none where the first scenario is that.
    names, evaluations
        What each scenario is called in the differences, and what was found about it.
    differences
        Of each scenario from the first, or of every one from its reference.
    seed
        What reproduces it.
    """

    references: tuple[Reference, ...]
    names: tuple[str, ...]
    evaluations: tuple[Evaluation, ...]
    differences: tuple[Difference, ...]
    seed: int
