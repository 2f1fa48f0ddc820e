"""What a model is worth over time, by walking through every path that failures can take.

At the start of each step a healthy model breaks or doesn't, so there are at most 2^W paths through W
steps. Each is walked with its events at their own moments (`support.life`), and weighted with its
probability. How the engine finds the chance of being in some state plays no part. All numbers of the scenario
must be exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from support.life import Life
from support.worlds import World, worlds

if TYPE_CHECKING:
    from support.exact import Tree


@dataclass(frozen=True, kw_only=True)
class Lifetime:
    """What one strategy may come to.

    Parameters
    ----------
    paths
        How likely each path is, and its cumulative value: at the decision, then at the end of each week.
    items
        Discounted items of the horizon.
    """

    paths: tuple[tuple[float, tuple[float, ...]], ...]
    items: float

    @property
    def cumulative(self) -> list[float]:
        """The expected cumulative value, at the decision and at each week's end."""
        weeks = zip(*([chance * value for value in path] for chance, path in self.paths), strict=True)
        return [math.fsum(week) for week in weeks]

    @property
    def expected(self) -> float:
        """The expected net benefit."""
        return self.cumulative[-1]

    @property
    def totals(self) -> list[tuple[float, float]]:
        """Each path's net benefit and how likely it is, the worst first."""
        return sorted((path[-1], chance) for chance, path in self.paths)

    @property
    def falls(self) -> list[tuple[float, float]]:
        """Each path's largest fall from its highest value so far, 0 included, and how likely it is."""
        return sorted((fall(path), chance) for chance, path in self.paths)

    @property
    def cvar(self) -> float:
        """The mean of the worst 5 %; a path at the edge counts in part."""
        left, parts = 0.05, []
        for value, chance in self.totals:
            parts.append(min(left, chance) * value)
            left -= min(left, chance)
        return math.fsum(parts) / 0.05


def fall(path: tuple[float, ...]) -> float:
    """Return how far a path falls at most from its highest value so far, 0 included."""
    highest = accumulate((0.0, *path), max)
    return max(top - value for top, value in zip(highest, (0.0, *path), strict=True))


def net_benefit(tree: Tree, strategy: str) -> Lifetime:
    """Walk through all paths of a strategy."""
    if strategy == "keep":
        life = Life(tree, World())
        return Lifetime(paths=((1.0, (0.0,) * (life.steps + 1)),), items=life.items)
    lives = [Life(tree, world) for world in worlds(tree, strategy)]
    paths = [
        (float(life.world.chance) * chance, life.walk(starts))
        for life in lives
        for chance, starts in life.paths()
    ]
    return Lifetime(paths=tuple(paths), items=lives[0].items)
