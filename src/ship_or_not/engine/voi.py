"""What more information is worth before deciding: everything, each input, further labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.advice import advise
from ship_or_not.engine.draws import Draws, block_size
from ship_or_not.engine.drivers import drivers
from ship_or_not.engine.evaluation import KEEP, MOST_DRAWS, gather, strict
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.labels import counted, of_one_class, subjects
from ship_or_not.engine.sampling import Sampling
from ship_or_not.engine.simulate import blocks
from ship_or_not.engine.stakes import Evidence, Stakes
from ship_or_not.results.voi import Excluded, InformationValue, InputWorth, Worth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ship_or_not.engine.information import Estimate
    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.engine.labels import Subject
    from ship_or_not.engine.sampling import Price
    from ship_or_not.results import Policy, ScenarioSummary

PRECISE = 0.01
"""Monte Carlo error of the EVPI at which drawing ends, as a share of it."""

MOST_WALKED = 2**17
"""Draws times strategies, where each goes through the weeks."""

MOST_CLASSES = 20
"""Classes whose labels are asked about one by one: those that most of the uncertainty comes from."""


@strict()
def voi(
    inputs: Inputs, policy: Policy, scenario: ScenarioSummary, price: Price, *, seed: int, draws: int | None
) -> InformationValue:
    """Return what more information is worth.

    Parameters
    ----------
    inputs, policy, scenario, seed
        As for `evaluation.evaluate`.
    price
        What labels take.
    draws
        Exactly so many; None doubles them until the EVPI's error is a hundredth of it, at most 2**20, and
        fewer where each is a walk through the weeks.
    """
    figures = gather(inputs, policy, seed=seed, draws=draws)
    stakes = Stakes(figures=figures, expecting=Expecting(seed=seed, draws=figures.simulation.draws))
    each = dict(_inputs(stakes))
    everything, drawn = _everything(stakes, exactly=draws is not None)
    if len(each) == 1:  # knowing it is knowing everything
        (everything,) = each.values()

    def said(found: Estimate) -> Worth:
        value, items = min(found.value, everything.value), stakes.items
        total = value if inputs.over_time else None
        return Worth(per_item=value / items, total=total, monte_carlo_error=found.error / items)

    evpi = said(everything)
    evppi = sorted(
        (_of_input(path, said(found)) for path, found in each.items()), key=lambda each: -each.per_item
    )
    kinds = (
        Sampling(stakes=stakes, subject=kind, price=price, most=_at_most(kind, each, everything))
        for kind in subjects(inputs, _asked(stakes))
    )
    labels = tuple(row for kind in kinds for row in kind.rows())
    best = stakes.best
    return InformationValue(
        scenario=scenario,
        policy=policy,
        strategy=KEEP if best is None else figures.names[best],
        expected_per_item=0.0 if best is None else figures.expected[best].value,
        excluded=tuple(
            Excluded(name=figures.names[row], expected_per_item=figures.expected[row].value, excluded_by=why)
            for row, why in figures.excluded.items()
        ),
        evpi=evpi,
        evppi=tuple(evppi),
        labels=labels,
        label_cost=price.costs,
        labels_per_week=price.per_week,
        advice=advise(stakes, evpi, evppi, labels, scenario.currency),
        seed=seed,
        draws=drawn,
    )


def _of_input(path: str, worth: Worth) -> InputWorth:
    return InputWorth(
        input=path, per_item=worth.per_item, total=worth.total, monte_carlo_error=worth.monte_carlo_error
    )


def _everything(stakes: Stakes, *, exactly: bool) -> tuple[Estimate, int]:
    """Return the EVPI, and over how many draws."""
    inputs, seed = stakes.inputs, stakes.expecting.seed
    drawn = stakes.drawn(stakes.figures.simulation)
    walked = len(stakes.figures.names) if inputs.changes else 0
    while True:
        found, draws = stakes.worth(drawn), drawn.shape[1]
        precise = found.error <= PRECISE * found.value
        if exactly or precise or 2 * draws > MOST_DRAWS or 2 * draws * walked > MOST_WALKED:
            return found, draws
        more = [
            Draws(seed=seed, block=number, size=count, prior=inputs.prior)
            for number, count in blocks(block_size(inputs), draws, 2 * draws)
        ]
        drawn = np.concatenate([drawn, *(stakes.brings(source, source.size) for source in more)], axis=1)


def _inputs(stakes: Stakes) -> Iterator[tuple[str, Estimate]]:
    """Yield what is worth knowing for certain, by its path: each number, each matrix, the class mix."""
    inputs = stakes.inputs
    for path, item in inputs.numbers.items():
        if item.uncertain and path not in inputs.replaced:
            yield path, stakes.one_input(item)
    for path in inputs.counted:
        yield path, Evidence(stakes=stakes, subject=counted(inputs, path)).known


def _at_most(kind: Subject, each: Mapping[str, Estimate], everything: Estimate) -> float:
    """Return what is worth knowing for certain of what labels tell: of one input, else of everything."""
    matrix = f"{kind.system}.confusion"
    paths = [matrix] if matrix in each else list(kind.rates)
    if kind.mix or len(paths) > 1:
        return everything.value
    return min(each[paths[0]].value, everything.value)


def _asked(stakes: Stakes) -> list[int]:
    """Return the classes that are asked about one by one, those first that the uncertainty comes from."""
    inputs = stakes.inputs
    ranked = drivers(inputs, min(stakes.rows, default=0))
    classes = of_one_class(inputs)
    found = [classes[each.path] for each in ranked if each.path in classes]
    return list(dict.fromkeys(found))[:MOST_CLASSES]
