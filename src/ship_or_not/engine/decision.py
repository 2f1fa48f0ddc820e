"""The rules that turn figures into a verdict; the first that fires decides and is named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.questions import ANSWERED_BY
from ship_or_not.engine.risk import chance
from ship_or_not.engine.sensitivity import TOLERANCE, margin
from ship_or_not.engine.wording import money, percent, sampled, written
from ship_or_not.results import Policy, Question, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ship_or_not.engine.drivers import Driver
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.simulate import Expectation, Simulation

EDGE = 3.0
"""Monte Carlo standard errors within which a figure is at its threshold's edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the rules made of the figures."""

    verdict: Verdict
    rule: str
    reason: str
    excluded_by: str | None
    at_edge: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """What the rules look at: the model's strategy, *ship*."""

    inputs: Inputs
    policy: Policy
    measured: Expectation
    expected: Expectation
    simulation: Simulation

    @property
    def chance(self) -> float:
        """Chance that the value per item exceeds the policy's minimum."""
        return chance(self.above(self.simulation.value_per_item[1], self.policy.min_value_per_item))

    @property
    def chance_of_loss(self) -> float:
        """Chance that the total over the horizon is below 0."""
        return chance(self.above(-self.simulation.net_benefit[1], 0.0, self.expected.items))

    def above(self, draws: NDArray[np.float64], threshold: float, items: float = 1.0) -> NDArray[np.bool_]:
        """Return which draws of money lie above a threshold; a tie does not.

        Parameters
        ----------
        items
            How many items' money it is.
        """
        return draws > threshold + TOLERANCE * (self.expected.magnitude * items + abs(threshold))

    def clears(self, expectation: Expectation) -> bool:
        """Whether a value per item lies above the minimum; a tie does not."""
        return margin(expectation.value, self.policy.min_value_per_item, expectation.magnitude) > 0

    def limits(self) -> Iterator[tuple[str, float, float]]:
        """Yield each limit: what it says, the chance found, the chance allowed."""
        loss = self.policy.loss
        if loss is not None:
            lost = self.above(-self.simulation.net_benefit[1], loss.amount, self.expected.items)
            yield f"a loss above {money(loss.amount)}", chance(lost), loss.chance
        for label, limit in self.policy.error_rate.items():
            rates = self.simulation.model_error_rates[self.inputs.classes.index(label)]
            broken = chance(rates > limit.above + TOLERANCE)
            yield f"an error rate on {label} above {written(limit.above)}", broken, limit.chance


def decide(
    figures: Figures, questions: Sequence[Question], uncertainty: Callable[[], list[Driver]]
) -> Decision:
    """Run the rules in their order.

    Parameters
    ----------
    questions
        For the rule that asks which of them must be answered.
    uncertainty
        What the uncertainty comes from; asked only where the evidence does not settle the answer.
    """
    policy, expected, measured = figures.policy, figures.expected, figures.measured
    minimum, found = policy.min_value_per_item, figures.chance
    at_edge = not settled(figures)
    said = sampled if figures.inputs.uncertain else percent

    def decided(verdict: Verdict, rule: str, reason: str, excluded_by: str | None = None) -> Decision:
        return Decision(verdict=verdict, rule=rule, reason=reason, excluded_by=excluded_by, at_edge=at_edge)

    broken = [
        f"the chance of {what} is {said(chance)}, and {written(allowed)} is allowed"
        for what, chance, allowed in figures.limits()
        if chance > allowed
    ]
    if broken:
        reason = f"shipping breaks {'a limit' if len(broken) == 1 else 'limits'}: {'; '.join(broken)}"
        return decided(Verdict.NO_GO, "limit", reason, "; ".join(broken))
    if figures.inputs.sampled and figures.clears(measured) != figures.clears(expected):
        return decided(Verdict.INCONCLUSIVE, "prior-decides", _thin(figures))
    if not figures.clears(expected):
        chance_left = f"; the chance that it is worth more than {money(minimum)} is {said(found)}"
        reason = _negative(figures) + (chance_left if figures.inputs.uncertain else "")
        return decided(Verdict.NO_GO, "negative-value", reason)
    above = f"the chance that shipping is worth more than {money(minimum)} per item is {said(found)}"
    if found < policy.confidence:
        reason = f"{above}, below the {written(policy.confidence)} asked for{_would_settle(uncertainty())}"
        return decided(Verdict.INCONCLUSIVE, "not-sure", reason)
    missing = [each for each in questions if each.id in policy.requires and each.status != "answered"]
    if missing:
        named = "; ".join(f"{each.id} ({ANSWERED_BY[each.id]})" for each in missing)
        return decided(
            Verdict.INCONCLUSIVE, "open-question", f"it pays off, but the policy requires answers to: {named}"
        )
    reason = f"shipping is worth {money(expected.value)} per item more than today's process"
    if not figures.inputs.uncertain:
        reason += ", if every figure is exactly as written"
    elif policy.confidence > 0:
        reason += f"; the chance that it is worth more than {money(minimum)} is {said(found)}"
    return decided(Verdict.GO, "pays-off", reason)


def settled(figures: Figures) -> bool:
    """Whether every figure that decides lies 3 Monte Carlo standard errors from its threshold.

    A chance is held against its threshold by the error that it would have there, so that a handful of
    draws which happen to agree settle nothing.
    """
    if not figures.inputs.uncertain:
        return True
    policy, expected = figures.policy, figures.expected
    chances = [(found, allowed) for _, found, allowed in figures.limits()]
    if figures.clears(expected) and figures.clears(figures.measured):
        chances.append((figures.chance, policy.confidence))
    draws = figures.simulation.draws
    compared = [(found - asked, math.sqrt(asked * (1 - asked) / draws)) for found, asked in chances]
    compared.append((expected.value - policy.min_value_per_item, expected.error))
    return all(abs(distance) >= EDGE * error for distance, error in compared)


def _negative(figures: Figures) -> str:
    minimum, value = figures.policy.min_value_per_item, figures.expected.value
    if margin(value, minimum, figures.expected.magnitude) == 0:
        return (
            f"shipping is worth exactly {money(minimum)} per item: a tie, and a tie is not above the minimum"
        )
    if minimum:
        return f"shipping is worth {money(value)} per item, not more than the minimum of {money(minimum)}"
    return f"shipping costs {money(-value)} per item more than it saves"


def _thin(figures: Figures) -> str:
    measured, expected = figures.measured, figures.expected
    reason = (
        f"the data are too thin to decide: as measured shipping is worth {money(measured.value)} per item,"
        f" with what the thin classes may still hide {money(expected.value)}"
    )
    moved = [abs(a - b) for a, b in zip(measured.by_class, expected.by_class, strict=True)]
    ranked = sorted(range(len(moved)), key=lambda i: -moved[i])
    named = [figures.inputs.classes[i] for i in ranked[:3] if moved[i] > 0.1 * sum(moved)]
    return f"{reason}; moved most by {', '.join(named)}" if any(named) else reason


def _would_settle(found: Sequence[Driver]) -> str:
    """Say what to find out: the inputs behind most of the uncertainty."""
    named = []
    for driver in found[:2]:
        if driver.share < 0.1:  # noqa: PLR2004 - less than a tenth settles nothing
            continue
        share = f"{100 * driver.share:.0f} %"
        if driver.label:
            who = "the model's" if driver.system == "model" else "today's"
            named.append(
                f"more labelled items of {driver.label} for {who} errors ({share} of the uncertainty)"
            )
        elif driver.items is not None:
            named.append(f"more labelled items behind {driver.path} ({share} of the uncertainty)")
        else:
            named.append(f"a narrower range of {driver.path} ({share} of the uncertainty)")
    return f"; what would settle it: {', then '.join(named)}" if named else ""
