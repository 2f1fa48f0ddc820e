"""A map of a hundred by a hundred points over two years, against a limit, and as many evaluations."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import ship_or_not
from ship_or_not.engine.evaluation import gather
from timing import Row, held_against, in_turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STEPS = 100
"""Values of each input."""

ROUNDS = 5
"""At most: each takes seconds."""

SCENARIO = """
volume: {items: 1000, per: week}
horizon: 24 months
discount_rate: 5%
savings_per_item: 0.2 to 0.3
error_costs: 2 to 4
baseline: {accuracy: 99%, measured_on: 500}
model:
  accuracy: 98%
  measured_on: 400
  drift: {accuracy_loss: 0.2% to 1% per month}
  retraining: {every: 6 weeks, cost: 100}
"""

OTHERS = {"error_costs": "1:5", "model.drift.accuracy_loss": "0:2% per month"}
"""What is moved with the accuracy: an amount of money, in which net benefit is linear, and what it is not."""


def rows(folder: Path, rounds: int) -> list[Row]:
    """Time a map of each two inputs."""
    del folder
    return [row for path in OTHERS for row in _map(path, min(rounds, ROUNDS))]


def _map(path: str, rounds: int) -> Iterator[Row]:
    scenario = ship_or_not.load_scenario(text=SCENARIO)
    moved = {"model.accuracy": f"90%:99%:{STEPS}", path: f"{OTHERS[path]}:{STEPS}"}
    points, draws = STEPS * STEPS, ship_or_not.sweep(scenario, moved).draws
    work, peer = f"sweep of {STEPS} × {STEPS} points, 24 months, accuracy and `{path}`", "as many evaluations"

    def evaluated() -> None:  # what decides, with as many draws; an evaluation says more
        gather(scenario.inputs, scenario.policy, seed=0, draws=draws)

    sides = {work: lambda: ship_or_not.sweep(scenario, moved), peer: evaluated}
    seconds = in_turn(sides, rounds)
    seconds[peer] = [each * points for each in seconds[peer]]
    measured = statistics.median(seconds[work])
    yield Row(work=work, peer="", goal=10, measured=measured, seconds={work: seconds[work]}, unit="s")
    yield held_against(seconds, work, peer, goal=1 / 10)
