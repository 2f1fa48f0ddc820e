"""What information is worth, and what many rows cost, beside packages that do the same.

The packages are compared with and nothing else: they are in none of the project's extras, and their rows
are left out where they are not installed, see docs/speed.md.
"""

from __future__ import annotations

import dataclasses
import importlib
import statistics
import sys
import time
import warnings
from typing import TYPE_CHECKING

import numpy as np

import ship_or_not
from ship_or_not.engine.expectation import as_measured
from ship_or_not.engine.information import evppi, worth
from ship_or_not.engine.structure import ClassMix, Counts
from timing import Row, held_against, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

DRAWS, LABELLED = 100_000, 1_000_000
WORK = "EVPI to 1 %, with the EVPPI of two inputs"
VOIAGE, EMPULSE = "voiage.methods.basic", "empulse.metrics"

PRECISE = 0.01
"""Monte Carlo error of the EVPI, as a share of it."""

UNCERTAIN = """
savings_per_item: {mean: 0.30, sd: 0.15}
error_costs: {mean: 2, sd: 0.5}
baseline: {accuracy: 98.7%}
model: {accuracy: 94%}
"""

LABELS = """
classes: [fraud, fine]
savings_per_item: 0
error_costs: {fraud: 5, fine: 1}
baseline: {always: fine}
model: {confusion: [[1, 1], [1, 1]]}
"""


def rows(folder: Path, rounds: int) -> list[Row]:
    """Time what needs no peer, then each peer that is installed beside ours."""
    del folder
    found = [_precise(rounds)]
    peers: dict[str, Callable[[ModuleType, int], list[Row]]] = {
        VOIAGE: _beside_voiage,
        EMPULSE: _beside_empulse,
    }
    for module, beside in peers.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            peer = _installed(module)
            if peer is not None:
                found += beside(peer, rounds)
    return found


def _installed(module: str) -> ModuleType | None:
    """Import a peer; None, and a line on stderr, where it is not installed."""
    try:
        return importlib.import_module(module)
    except ImportError:
        sys.stderr.write(f"{module.partition('.')[0]} is not installed: its rows are left out\n")
        return None


def _precise(rounds: int) -> Row:
    scenario = ship_or_not.load_scenario(text=UNCERTAIN)
    evpi = ship_or_not.voi(scenario).evpi
    assert evpi.monte_carlo_error <= PRECISE * evpi.per_item
    seconds = in_turn({WORK: lambda: ship_or_not.voi(scenario)}, rounds, clock=time.process_time)
    return Row(
        work=WORK, peer="", goal=0.25, measured=statistics.median(seconds[WORK]), seconds=seconds, unit="s"
    )


def _beside_voiage(voiage: ModuleType, rounds: int) -> list[Row]:
    """Time arrays of three strategies, each side's in the order that it takes them."""
    x, *noise = np.random.default_rng(0).standard_normal((3, DRAWS))
    ours = np.stack([np.zeros(DRAWS), x + noise[0], 0.3 + 0.5 * x + noise[1]])
    theirs, parameters = np.ascontiguousarray(ours.T), {"x": x}
    assert abs(worth(ours).value - voiage.evpi(theirs)) <= 1e-9 * voiage.evpi(theirs)
    straight = voiage.evppi(theirs, parameters, ["x"])  # a line; ours is a cubic
    assert abs(evppi(ours, x).value - straight) <= PRECISE * straight
    return [
        *_against(
            "EVPPI, one input, 100,000 × 3",
            lambda: evppi(ours, x),
            "voiage (a straight line)",
            lambda: voiage.evppi(theirs, parameters, ["x"]),
            goal=1,
            rounds=rounds,
        ),
        *_against(
            "EVPI, 100,000 × 3",
            lambda: worth(ours),
            "voiage",
            lambda: voiage.evpi(theirs),
            goal=1 / 20,
            rounds=rounds,
        ),
    ]


def _beside_empulse(empulse: ModuleType, rounds: int) -> list[Row]:
    """Time what labelled rows cost: ours are counted by NumPy, and the engine works on the counts."""
    rng = np.random.default_rng(0)
    fraud, flagged = rng.random((2, LABELLED)) < 0.3  # noqa: PLR2004 - any share does
    as_floats = fraud.astype(float), flagged.astype(float)  # each side has what it is fastest with
    inputs = ship_or_not.load_scenario(text=LABELS).inputs

    def ours() -> float:
        frauds, flags, caught = (int(np.count_nonzero(each)) for each in (fraud, flagged, fraud & flagged))
        rows = ((caught, frauds - caught), (flags - caught, LABELLED - frauds - flags + caught))
        mix = ClassMix(source="model", counts=(frauds, LABELLED - frauds))
        counted = Counts(rows=rows)
        return as_measured(dataclasses.replace(inputs, model=counted, mix=mix))[0].model_errors

    def theirs() -> float:
        return float(empulse.cost_loss(*as_floats, fn_cost=5.0, fp_cost=1.0, normalize=True))

    assert abs(ours() - theirs()) <= 1e-9 * theirs()
    work = "expected cost of 1,000,000 rows"
    return [*_against(work, ours, "empulse `cost_loss`", theirs, goal=1 / 5, rounds=rounds)]


def _against(
    work: str,
    ours: Callable[[], object],
    peer: str,
    theirs: Callable[[], object],
    *,
    goal: float,
    rounds: int,
) -> Iterator[Row]:
    seconds = in_turn({work: ours, peer: theirs}, rounds, clock=time.process_time)
    yield held_against(seconds, work, peer, goal)
