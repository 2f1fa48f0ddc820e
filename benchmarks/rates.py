"""Sampling rates and contracting them with costs, beside the bare gamma draws that it takes."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np

import ship_or_not
from scenarios import many_classes
from ship_or_not.engine.simulate import simulate
from timing import Row, held_against, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ship_or_not.engine.inputs import Inputs

BLOCK = 16_384
DRAWS = 2 * BLOCK
CASES = (("50 classes, every cost its own", 50, True), ("50 classes, two costs a row", 50, False))
MANY = ("1,000 classes, two costs a row", 1000, False)


def rows(folder: Path, rounds: int) -> list[Row]:
    """Time the draws, and measure the memory they take."""
    found = []
    sampled = {
        name: _inputs(folder / name.replace(" ", "-"), classes, every_cost_its_own=own)
        for name, classes, own in (*CASES, MANY)
    }
    for name, _, _ in CASES:
        work, peer = f"sampling and costs, {name}", "raw `standard_gamma`, `out=`"
        seconds = in_turn(
            {peer: _raw(sampled[name]), work: _ours(sampled[name])}, rounds, clock=time.process_time
        )
        found.append(held_against(seconds, work, peer, 1 / 0.9))
    work, peer = (f"sampling and costs, {name}" for name in (MANY[0], CASES[0][0]))
    seconds = in_turn(
        {work: _ours(sampled[MANY[0]]), peer: _ours(sampled[CASES[0][0]])},
        max(1, rounds // 3),
        clock=time.process_time,
    )
    found.append(held_against(seconds, work, peer, 3))
    found.append(
        Row(
            work=f"memory beside the result, {MANY[0]}",
            peer="",
            goal=32,
            measured=_peak(sampled[MANY[0]]),
            seconds={},
            unit="MiB",
        )
    )
    return found


def _inputs(folder: Path, classes: int, *, every_cost_its_own: bool) -> Inputs:
    scenario = ship_or_not.load_scenario(many_classes(folder, classes, every_cost_its_own=every_cost_its_own))
    inputs = scenario.inputs
    assert inputs.cells  # what is worked out once is worked out before anything is timed
    return inputs


def _ours(inputs: Inputs) -> Callable[[], object]:
    return lambda: simulate(inputs, seed=0, draws=DRAWS, classes=frozenset())


def _raw(inputs: Inputs) -> Callable[[], object]:
    """Draw as many gammas of the same shapes, and nothing else."""
    mix = inputs.mix.counts if inputs.mix is not None and inputs.mix.counts is not None else ()
    shapes = [*(float(cell) for rows in inputs.cells.values() for row in rows for cell in row), *mix]
    generator, out = np.random.Generator(np.random.PCG64(0)), np.empty(BLOCK)

    def draw() -> None:
        for shape in shapes:
            for _ in range(DRAWS // BLOCK):
                generator.standard_gamma(shape, out=out)

    return draw


def _peak(inputs: Inputs) -> float:
    """Return the most memory that a simulation holds, less what it returns, in mebibytes."""
    tracemalloc.start()
    simulation = simulate(inputs, seed=0, draws=BLOCK, classes=frozenset())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(peak - simulation.net_benefit.nbytes - simulation.value_per_item.nbytes) / 2**20
