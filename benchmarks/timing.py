"""What every benchmark does: time its sides in turn, so that a busy moment hits both, and compare them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COMMAND = str(Path(sys.executable).with_name("ship-or-not"))

SLOWING = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "PYTHONDEVMODE", "PYTHONTRACEMALLOC")
"""Variables under which a start takes longer than it does for a user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One goal and what was measured.

    Parameters
    ----------
    work, peer
        What is timed, and what it is held against.
    goal
        The most that ``measured`` may be.
    measured
        A ratio of times, or mebibytes where that is the ``unit``.
    seconds
        The sides' times, one each round; empty for what is not timed.
    """

    work: str
    peer: str
    goal: float
    measured: float
    seconds: Mapping[str, Sequence[float]]
    unit: str = "×"

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.measured <= self.goal


def in_turn(
    sides: Mapping[str, Callable[[], object]], rounds: int, *, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Time each side once a round, in seconds, after one round that does not count.

    Parameters
    ----------
    clock
        What computes in this process alone is timed by `time.process_time`: others don't disturb that.
    """
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds + 1):
        for name, side in sides.items():
            start = clock()
            side()
            if number:
                seconds[name].append(clock() - start)
    return seconds


def ratio(seconds: Mapping[str, Sequence[float]], work: str, peer: str) -> float:
    """Return the median over rounds of work / peer, both of the same round."""
    return statistics.median(a / b for a, b in zip(seconds[work], seconds[peer], strict=True))


def held_against(
    seconds: Mapping[str, Sequence[float]], work: str, peer: str, goal: float, *, said: str = ""
) -> Row:
    """Return the row of two sides that were timed in turn."""
    return Row(
        work=said or work,
        peer=peer,
        goal=goal,
        measured=ratio(seconds, work, peer),
        seconds={name: seconds[name] for name in (work, peer)},
    )


def command(*arguments: str) -> Callable[[], object]:
    """Return a side that runs a command from start to end, what it prints thrown away."""
    environment = {name: value for name, value in os.environ.items() if name not in SLOWING}

    def run() -> None:
        subprocess.run(arguments, env=environment, stdout=subprocess.DEVNULL, check=True)

    return run
