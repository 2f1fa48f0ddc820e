"""What more information is worth: frozen, in the shape of the JSON document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.results import Policy, ScenarioSummary


CLEAR = 2.0
"""Monte Carlo standard errors above 0 from which a worth is one: a few draws make less."""


def clear(per_item: float, error: float) -> bool:
    """Whether a worth is clear of 0, given its Monte Carlo standard error."""
    return per_item > CLEAR * error


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """A strategy that is left out: ``excluded_by`` says which limit of the policy it breaks.

    ``expected_per_item`` is what it is worth, money per discounted item.
    """

    name: str
    expected_per_item: float
    excluded_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What it is worth to know something before deciding.

    Parameters
    ----------
    per_item, total
        Money per discounted item, and over the horizon; ``total`` is None without volume and horizon.
    monte_carlo_error
        Standard error of ``per_item``; 0 where it is not simulated.
    """

    per_item: float
    total: float | None
    monte_carlo_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class InputWorth:
    """What it is worth to know one input for certain (EVPPI).

    ``input`` is a dotted path; a confusion matrix is one input, ``model.confusion``, a counted class mix
    another, ``prevalence``. The rest is as in `Worth`.
    """

    input: str
    per_item: float
    total: float | None
    monte_carlo_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelsWorth:
    """What so many further labels are worth.

    Parameters
    ----------
    of
        ``"model"`` (its evaluation) or ``"baseline"`` (an audit of today's process).
    label
        The class they are all of; None where they come as items come.
    n
        How many; 0 where none are worth anything.
    evsi_per_item, evsi
        Expected value of the sample: money per discounted item, and over the horizon (None without volume
        and horizon).
    monte_carlo_error
        Standard error of ``evsi_per_item``.
    cost
        Of the labels, in money; None where it isn't known.
    waiting
        What is lost while they are gathered; None where ``evsi`` or the pace is not known.
    enbs
        ``evsi - cost - waiting``: expected net benefit of sampling; None where one of the first two is.
    best
        Whether no other number of the same labels, of those whose worth is `clear`, has a higher ``enbs``.
    """

    of: str
    label: str | None = field(metadata={"json": "class"})
    n: int
    evsi_per_item: float
    evsi: float | None
    monte_carlo_error: float
    cost: float | None
    waiting: float | None
    enbs: float | None
    best: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InformationValue:
    """What more information is worth, before deciding about one scenario.

    Parameters
    ----------
    strategy, expected_per_item
        What is best as things stand, "keep" where nothing is worth more than the policy's minimum, and
        its expected value.
    excluded
        The strategies that a limit of the policy excludes.
    evpi
        What it is worth to know everything.
    evppi
        For every uncertain input, the most valuable first.
    labels
        For every kind of labels, some numbers of them.
    label_cost
        Money for each label: of any class under "", of one class under its label.
    labels_per_week
        How fast they come; None where no time is counted.
    advice
        What to do about it, in one sentence.
    seed, draws
        What reproduces it.
    """

    scenario: ScenarioSummary
    policy: Policy
    strategy: str
    expected_per_item: float
    excluded: tuple[Excluded, ...]
    evpi: Worth
    evppi: tuple[InputWorth, ...]
    labels: tuple[LabelsWorth, ...]
    label_cost: Mapping[str, float]
    labels_per_week: float | None
    advice: str
    seed: int
    draws: int
