"""The rules that turn figures into a verdict; the first that fires decides and is named."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ship_or_not.engine.expectation import one_item
from ship_or_not.engine.questions import ANSWERED_BY
from ship_or_not.engine.risk import chance
from ship_or_not.engine.sensitivity import Clearing
from ship_or_not.engine.ties import TOLERANCE, margin, tie
from ship_or_not.engine.wording import money, percent, sampled, written
from ship_or_not.results import Policy, Question, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ship_or_not.engine.expectation import Expectation, Expecting
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.simulate import Simulation

EDGE = 3.0
"""Monte Carlo standard errors within which a figure is at its threshold's edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the rules made of the figures."""

    verdict: Verdict
    rule: str
    reason: str
    at_edge: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Figures:
    """What the rules look at: every strategy but *keep*, in the order of `strategies`.

    Parameters
    ----------
    measured, expected
        One for each strategy.
    """

    inputs: Inputs
    policy: Policy
    names: tuple[str, ...]
    measured: tuple[Expectation, ...]
    expected: tuple[Expectation, ...]
    simulation: Simulation

    @cached_property
    def excluded(self) -> Mapping[int, str]:
        """Strategy → the limits that it breaks, with what was found."""
        said = sampled if self.inputs.uncertain or self.inputs.lucky else percent
        found = {}
        for row in range(len(self.names)):
            broken = [
                f"the chance of {what} is {said(chance)}, and {written(allowed)} is allowed"
                for what, chance, allowed in self.limits(row)
                if chance > allowed
            ]
            if broken:
                found[row] = "; ".join(broken)
        return found

    @cached_property
    def candidates(self) -> tuple[int, ...]:
        """The strategies that no limit excludes; all where it excludes every one."""
        rows = range(len(self.names))
        return tuple(row for row in rows if row not in self.excluded) or tuple(rows)

    @cached_property
    def best(self) -> int:
        """The candidate with the highest expected value; of two as good, the first."""
        return max(self.candidates, key=lambda row: self.expected[row].value)

    @cached_property
    def healthy(self) -> Expectation:
        """What the best candidate is worth where no week differs from another, else what *ship* would be."""
        return one_item(self.inputs) if self.inputs.changes else self.expected[self.best]

    @cached_property
    def ranked(self) -> tuple[int, ...]:
        """The classes, those that weigh most in the value per item first."""
        by_class = self.healthy.by_class
        return tuple(sorted(range(len(by_class)), key=lambda i: -abs(by_class[i])))

    def clearing(self, expecting: Expecting) -> Clearing:
        """Return by how much the best of the candidates clears the minimum, wherever an input is moved to."""
        minimum = self.policy.min_value_per_item
        return Clearing(minimum=minimum, candidates=self.candidates, expecting=expecting)

    def chance(self, row: int) -> float:
        """Return the chance that a strategy's value per item exceeds the policy's minimum."""
        draws = self.simulation.value_per_item[1 + row]
        return chance(self.above(row, draws, self.policy.min_value_per_item))

    def chance_of_loss(self, row: int) -> float:
        """Return the chance that a strategy's total over the horizon turns out below 0."""
        return chance(self.above(row, -self.simulation.realised[1 + row], 0.0, self.expected[row].items))

    def above(
        self, row: int, draws: NDArray[np.float64], threshold: float, items: float = 1.0
    ) -> NDArray[np.bool_]:
        """Return which draws of money lie above a threshold; a tie does not.

        Parameters
        ----------
        items
            How many items' money it is.
        """
        return draws > threshold + tie(threshold, self.expected[row].magnitude * items)

    def clears(self, expectation: Expectation) -> bool:
        """Whether a value per item lies above the minimum; a tie does not."""
        return margin(expectation.value, self.policy.min_value_per_item, expectation.magnitude) > 0

    @property
    def thin(self) -> bool:
        """Whether only the prior puts the expected value on its side of the minimum."""
        sides = self.clears(self.measured[self.best]), self.clears(self.expected[self.best])
        return self.inputs.sampled and sides[0] != sides[1]

    def ruling(self, *, missing: bool) -> tuple[Verdict, str]:
        """Return the verdict, and the first rule that fires; ``missing`` as in `ruling`."""
        return ruling(
            out=len(self.excluded) == len(self.names),
            thin=self.thin,
            clears=self.clears(self.expected[self.best]),
            sure=self.chance(self.best) >= self.policy.confidence,
            missing=missing,
        )

    def limits(self, row: int) -> Iterator[tuple[str, float, float]]:
        """Yield each limit: what it says, the chance found for a strategy, the chance allowed."""
        falls = (
            ("a loss", self.policy.loss, -self.simulation.realised[1 + row]),
            ("a drawdown", self.policy.drawdown, self.simulation.drawdown[1 + row]),
        )
        for what, limit, draws in falls:
            if limit is not None:
                broken = chance(self.above(row, draws, limit.amount, self.expected[row].items))
                yield f"{what} above {money(limit.amount)}", broken, limit.chance
        for label, allowed in self.policy.error_rate.items():
            rates = self.simulation.model_error_rates[self.inputs.classes.index(label)]
            broken = chance(rates > allowed.above + TOLERANCE)
            yield f"an error rate on {label} above {written(allowed.above)}", broken, allowed.chance


def decide(figures: Figures, questions: Sequence[Question], finding_out: Callable[[], str]) -> Decision:
    """Run the rules in their order.

    Parameters
    ----------
    questions
        For the rule that asks which of them must be answered.
    finding_out
        Says what would settle it, and what that is worth; asked only where the evidence does not.
    """
    policy, best = figures.policy, figures.best
    expected, name = figures.expected[best], figures.names[best]
    minimum, found = policy.min_value_per_item, figures.chance(best)
    missing = [each for each in questions if each.id in policy.requires and each.status != "answered"]
    verdict, rule = figures.ruling(missing=bool(missing))
    said = sampled if figures.inputs.uncertain else percent
    above = f"the chance that {_doing(name)} is worth more than {money(minimum)} per item is {said(found)}"
    if rule == "limit":
        reason = _all_out(figures)
    elif rule == "prior-decides":
        reason = _thin(figures) + finding_out()
    elif rule == "negative-value":
        chance_left = f"; the chance that it is worth more than {money(minimum)} is {said(found)}"
        reason = _negative(figures) + (chance_left if figures.inputs.uncertain else "")
    elif rule == "not-sure":
        reason = f"{above}, below the {written(policy.confidence)} asked for{finding_out()}"
    elif rule == "open-question":
        named = "; ".join(f"{each.id} ({ANSWERED_BY[each.id]})" for each in missing)
        reason = f"it pays off, but the policy requires answers to: {named}"
    else:
        reason = f"{_doing(name)} is worth {money(expected.value)} per item more than today's process"
        if not figures.inputs.uncertain:
            reason += ", if every figure is exactly as written"
        elif policy.confidence > 0:
            reason += f"; the chance that it is worth more than {money(minimum)} is {said(found)}"
    return Decision(verdict=verdict, rule=rule, reason=reason, at_edge=not settled(figures))


def ruling(*, out: bool, thin: bool, clears: bool, sure: bool, missing: bool) -> tuple[Verdict, str]:
    """Return the verdict, and the first rule that fires.

    Parameters
    ----------
    out
        Whether a limit excludes every strategy.
    thin
        Whether what was measured and what is expected lie on different sides of the minimum.
    clears
        Whether the best strategy's expected value lies above the minimum.
    sure
        Whether the chance that it does is as large as the policy asks for.
    missing
        Whether a question that the policy requires is not answered.

    >>> ruling(out=False, thin=False, clears=True, sure=True, missing=False)
    (<Verdict.GO: 'GO'>, 'pays-off')
    """
    rules = (
        (out, Verdict.NO_GO, "limit"),
        (thin, Verdict.INCONCLUSIVE, "prior-decides"),
        (not clears, Verdict.NO_GO, "negative-value"),
        (not sure, Verdict.INCONCLUSIVE, "not-sure"),
        (missing, Verdict.INCONCLUSIVE, "open-question"),
        (True, Verdict.GO, "pays-off"),
    )
    return next((verdict, rule) for fires, verdict, rule in rules if fires)


def _doing(name: str) -> str:
    """Say a strategy as the subject of a sentence."""
    return "shipping" if name == "ship" else f'"{name}"'


def _all_out(figures: Figures) -> str:
    """Say which limits every strategy breaks; why, for each where there are several."""
    if len(figures.names) > 1:
        each = "; ".join(f"{figures.names[row]}: {why}" for row, why in figures.excluded.items())
        return f"every strategy breaks a limit: {each}"
    why = figures.excluded[0]
    return f"shipping breaks {'limits' if '; ' in why else 'a limit'}: {why}"


def settled(figures: Figures) -> bool:
    """Whether every figure that decides lies 3 Monte Carlo standard errors from its threshold.

    A chance is held against its threshold by the error that it would have there, so that a handful of
    draws which happen to agree settle nothing.
    """
    if not (figures.inputs.uncertain or figures.inputs.lucky):
        return True
    policy, best, rows = figures.policy, figures.best, range(len(figures.names))
    expected = figures.expected[best]
    chances = [(found, allowed) for row in rows for _, found, allowed in figures.limits(row)]
    if figures.clears(expected) and figures.clears(figures.measured[best]):
        chances.append((figures.chance(best), policy.confidence))
    draws = figures.simulation.draws
    compared = [(found - asked, math.sqrt(asked * (1 - asked) / draws)) for found, asked in chances]
    compared.append((expected.value - policy.min_value_per_item, expected.error))
    return all(abs(distance) >= EDGE * error for distance, error in compared)


def _negative(figures: Figures) -> str:
    minimum, expected = figures.policy.min_value_per_item, figures.expected[figures.best]
    value, doing = expected.value, _doing(figures.names[figures.best])
    if margin(value, minimum, expected.magnitude) == 0:
        return (
            f"{doing} is worth exactly {money(minimum)} per item: a tie, and a tie is not above the minimum"
        )
    if minimum:
        return f"{doing} is worth {money(value)} per item, not more than the minimum of {money(minimum)}"
    return f"{doing} costs {money(-value)} per item more than it saves"


def _thin(figures: Figures) -> str:
    measured, expected = figures.measured[figures.best], figures.expected[figures.best]
    doing = _doing(figures.names[figures.best])
    reason = (
        f"the data are too thin to decide: as measured {doing} is worth {money(measured.value)} per item,"
        f" with what the thin classes may still hide {money(expected.value)}"
    )
    moved = [abs(a - b) for a, b in zip(measured.by_class, expected.by_class, strict=True)]
    ranked = sorted(range(len(moved)), key=lambda i: -moved[i])
    named = [figures.inputs.classes[i] for i in ranked[:3] if moved[i] > 0.1 * sum(moved)]
    return f"{reason}; moved most by {', '.join(named)}" if any(named) else reason
