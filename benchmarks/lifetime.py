"""Two years week by week for ten strategies: expected, sampled, and how much memory it takes."""

from __future__ import annotations

import statistics
import time
import tracemalloc
from typing import TYPE_CHECKING

import ship_or_not
from scenarios import ten_strategies
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.simulate import simulate
from timing import Row, in_turn

if TYPE_CHECKING:
    from pathlib import Path

    from ship_or_not.engine.inputs import Inputs

DRAWS = 10_000
WORK = "10,000 draws, 24 months, ten strategies"


def rows(folder: Path, rounds: int) -> list[Row]:
    """Time the draws with their paths and the expectation, and measure the memory they take."""
    inputs = ship_or_not.load_scenario(ten_strategies(folder)).inputs

    def work() -> None:
        simulate(inputs, seed=0, draws=DRAWS, classes=frozenset())
        Expecting(seed=0, draws=DRAWS).expectation(inputs)

    seconds = in_turn({WORK: work}, rounds, clock=time.perf_counter)
    more = _peak(inputs, 4 * DRAWS) - _peak(inputs, DRAWS)
    return [
        Row(
            work=WORK,
            peer="",
            goal=0.5,
            measured=statistics.median(seconds[WORK]),
            seconds=seconds,
            unit="s",
        ),
        Row(
            work="memory beside the result that four times the draws take more, ten strategies",
            peer="",
            goal=32,
            measured=more,
            seconds={},
            unit="MiB",
        ),
    ]


def _peak(inputs: Inputs, draws: int) -> float:
    """Return the most memory that a simulation holds, less what it returns, in mebibytes."""
    tracemalloc.start()
    simulation = simulate(inputs, seed=0, draws=draws, classes=frozenset())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    arrays = (simulation.net_benefit, simulation.value_per_item, simulation.realised, simulation.drawdown)
    return float(peak - sum(array.nbytes for array in arrays)) / 2**20
