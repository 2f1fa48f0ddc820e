"""What one scenario is worth more than another, on the same random draws.

An input that both have is drawn alike for both, so that what is not known of it does not blur what
differs. Only what was *measured* anew (other counts, another accuracy on so many items, another experiment)
is drawn independently: two samples say nothing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.changes import changes
from ship_or_not.engine.draws import block_size
from ship_or_not.engine.evaluation import conclude, gather, strict
from ship_or_not.engine.risk import chance, interval
from ship_or_not.engine.simulate import simulate
from ship_or_not.engine.structure import Counts, Group, Recalls
from ship_or_not.engine.ties import margin, tie
from ship_or_not.results.comparison import Difference, FromTo, Gain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ship_or_not.engine.decision import Figures
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.simulate import Simulation
    from ship_or_not.results import Evaluation, Policy, ScenarioSummary
    from ship_or_not.results.comparison import Reference

EXPERIMENT = "measured_value_per_item"


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A scenario that was evaluated, with the draws behind it."""

    name: str
    figures: Figures
    evaluation: Evaluation


def see(
    name: str, inputs: Inputs, policy: Policy, scenario: ScenarioSummary, *, seed: int, draws: int | None
) -> Seen:
    """Evaluate a scenario, as `evaluation.evaluate` does, and keep the draws."""
    figures = gather(inputs, policy, seed=seed, draws=draws)
    return Seen(name=name, figures=figures, evaluation=conclude(figures, scenario, seed=seed))


def alike(found: Sequence[Seen]) -> list[Seen]:
    """Return the same with one number of draws, the largest, wherever what is expected depends on it.

    Over time it is a mean over draws too: with other ones, two scenarios would differ by more than what
    differs between them.
    """
    most = max(each.figures.simulation.draws for each in found)

    def drawn(each: Seen) -> Seen:
        figures, evaluation = each.figures, each.evaluation
        if figures.simulation.draws == most or not any(expected.error for expected in figures.expected):
            return each
        scenario, seed = evaluation.scenario, evaluation.seed
        return see(each.name, figures.inputs, figures.policy, scenario, seed=seed, draws=most)

    return list(map(drawn, found))


@strict()
def difference(first: Seen, second: Seen) -> Difference:
    """Return what the second scenario is worth more than the first: the best candidate of each.

    Both are simulated with as many draws as the one that needed more of them, in blocks of one size.
    """
    one, other, seed = first.figures, second.figures, first.evaluation.seed
    before, after = in_step(one.inputs, other.inputs)
    apart = unpaired(one.inputs, other.inputs)
    draws = max(one.simulation.draws, other.simulation.draws)
    block = min(block_size(before), block_size(after))
    was = _drawn(one, before, seed=seed, draws=draws, block=block)
    comes = _drawn(other, after, seed=seed, draws=draws, block=block, apart=apart)
    row, other_row = 1 + one.best, 1 + other.best
    mean, other_mean = one.expected[one.best], other.expected[other.best]
    certain = not (one.inputs.uncertain or other.inputs.uncertain)
    total = None
    if one.inputs.over_time and other.inputs.over_time:
        total = _gain(
            other_mean.net_benefit - mean.net_benefit,
            comes.net_benefit[other_row] - was.net_benefit[row],
            size=mean.magnitude * mean.items + other_mean.magnitude * other_mean.items,
            certain=certain,
        )
    return Difference(
        before=first.name,
        after=second.name,
        verdict=FromTo(before=first.evaluation.verdict, after=second.evaluation.verdict),
        strategy=FromTo(before=first.evaluation.strategy, after=second.evaluation.strategy),
        per_item=_gain(
            other_mean.value - mean.value,
            comes.value_per_item[other_row] - was.value_per_item[row],
            size=mean.magnitude + other_mean.magnitude,
            certain=certain,
        ),
        total=total,
        draws=draws,
        unpaired=apart,
        changed=changes(first.evaluation, second.evaluation, (one.inputs, other.inputs)),
    )


def difference_from(reference: Reference, second: Seen) -> Difference:
    """Return what a scenario is worth more than a saved evaluation says: the expected values alone."""
    found = second.evaluation
    mean = second.figures.expected[second.figures.best]

    def gain(expected: float, before: float, size: float) -> Gain:
        more = margin(expected, before, size)
        return Gain(expected=more, low=None, high=None, chance_above_0=None)

    total = None
    if found.total is not None and reference.total is not None:
        total = gain(found.total.expected, reference.total.expected, mean.magnitude * mean.items)
    return Difference(
        before=reference.name,
        after=second.name,
        verdict=FromTo(before=reference.verdict, after=found.verdict),
        strategy=FromTo(before=reference.strategy, after=found.strategy),
        per_item=gain(found.value_per_item.expected, reference.value_per_item.expected, mean.magnitude),
        total=total,
        draws=None,
        unpaired=(),
        changed=changes(reference, found, (None, second.figures.inputs)),
    )


def unpaired(one: Inputs, other: Inputs) -> tuple[str, ...]:
    """Return the paths of what was measured for both, and is not the same measurement."""
    found = []
    for system in other.systems:
        was = _measured(one, system) if system in one.systems else None
        comes = _measured(other, system)
        if was is not None and comes is not None and was != comes:
            found.append(_place(other, system))
    mixes = [(each.classes, each.mix.counts) for each in (one, other) if each.mix and each.mix.counts]
    if len(mixes) == 2 and mixes[0] != mixes[1]:  # noqa: PLR2004 - both
        found.append("prevalence")
    if one.experiment and other.experiment:
        known = [each.numbers[EXPERIMENT].distribution for each in (one, other)]
        means, variances = ([getattr(each, of) for each in known] for of in ("mean", "variance"))
        if all(variances) and (means[0], variances[0]) != (means[1], variances[1]):
            found.append(EXPERIMENT)
    return tuple(found)


def in_step(one: Inputs, other: Inputs) -> tuple[Inputs, Inputs]:
    """Return both with the same cells added up: none that cost alike in one scenario, but not in the other.

    What is drawn for a class is then drawn alike for both.
    """
    if one.classes != other.classes or not one.costs or not other.costs or _cells(one) == _cells(other):
        return one, other
    rows = [_parted(*groups) for groups in zip(one.groups, other.groups, strict=True)]
    return one.adding_up(tuple(row[0] for row in rows)), other.adding_up(tuple(row[1] for row in rows))


def _drawn(
    figures: Figures, inputs: Inputs, *, seed: int, draws: int, block: int, apart: tuple[str, ...] = ()
) -> Simulation:
    """Return draws of a scenario: those that its verdict rests on where they serve, and more of them."""
    made = None
    if inputs is figures.inputs and block == block_size(inputs) and not apart:
        made = figures.simulation
        if made.draws == draws:
            return made
    return simulate(inputs, seed=seed, draws=draws, after=made, block=block, apart=apart)


def _gain(expected: float, draws: NDArray[np.float64], *, size: float, certain: bool) -> Gain:
    """Return a difference; what lies within rounding of 0, or of the expected value, is that.

    Parameters
    ----------
    size
        Sum of the sizes of the terms on both sides.
    """
    expected = margin(expected, 0.0, size)
    if certain:
        return Gain(expected=expected, low=expected, high=expected, chance_above_0=float(expected > 0))
    low, high = (end if margin(end, expected, size) else expected for end in interval(draws))
    return Gain(expected=expected, low=low, high=high, chance_above_0=chance(draws > tie(0.0, size)))


def _measured(inputs: Inputs, system: str) -> object:
    """Return what was measured of a system: the same for two scenarios if it is the same sample."""
    evidence = inputs.evidence(system)
    if isinstance(evidence, Counts):
        learning = bool(inputs.peers[system])
        return inputs.classes, evidence.rows, inputs.prior, learning
    paths = dict.fromkeys(evidence.paths) if isinstance(evidence, Recalls) else ()
    found = [inputs.numbers[path] for path in paths if inputs.numbers[path].sample_size is not None]
    return [(each.path, each.distribution.mean, each.sample_size, inputs.prior) for each in found] or None


def _place(inputs: Inputs, system: str) -> str:
    """Return the path of a system's evidence: ``model.confusion``, ``model.recall``."""
    evidence = inputs.evidence(system)
    if not isinstance(evidence, Recalls):
        return f"{system}.confusion"
    return f"{system}.{evidence.paths[0].removeprefix(f'{system}.').partition('.')[0]}"


def _cells(inputs: Inputs) -> list[list[tuple[int, ...]]]:
    return [[group.cells for group in groups] for groups in inputs.groups]


def _parted(one: Sequence[Group], other: Sequence[Group]) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """Part the cells of one class into those that are in one group on both sides, the right answer first."""
    parts = [(a, b, cells) for a in one for b in other if (cells := tuple(sorted({*a.cells} & {*b.cells})))]
    right, *wrong = parts
    ordered = (right, *sorted(wrong, key=lambda part: part[2]))
    return (
        tuple(Group(cost=a.cost, cells=cells) for a, _, cells in ordered),
        tuple(Group(cost=b.cost, cells=cells) for _, b, cells in ordered),
    )
