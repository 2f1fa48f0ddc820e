"""What a model is worth over time where a formula says it: for horizons too long to walk every path."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from support.life import Life, overlap
from support.worlds import worlds

if TYPE_CHECKING:
    from support.exact import Tree


def by_induction(tree: Tree, strategy: str) -> float:
    """Return the expected net benefit by stepping back from the end of the horizon.

    What is still to come for a model that is healthy at the start of a step is V[w]:

        V[w] = (1 - q) V[w + 1] + q (what an incident changes + V[first step after it])

    so it costs no more to look a thousand weeks ahead than a thousand incidents. Any horizon will do.
    """
    if strategy == "keep":
        return 0.0
    return math.fsum(float(world.chance) * _one_world(Life(tree, world)) for world in worlds(tree, strategy))


def _one_world(life: Life) -> float:
    to_come = [0.0] * (life.steps + 1)
    for w in reversed(range(life.steps)):
        strikes = life.strikes(w)
        to_come[w] = (1 - strikes) * to_come[w + 1]
        if strikes:
            after = max(w + 1, math.ceil(w + life.repair))
            to_come[w] += strikes * (changed(life, w) + to_come[min(after, life.steps)])
    return life.walk(())[-1] + to_come[0]


def changed(life: Life, start: int) -> float:
    """Return what an incident that begins at a step changes, against a model that stays healthy."""
    phases, paid = life.incident(start)
    change = -math.fsum(float(amount) * life.discount(when) for when, amount in paid if when < life.end)
    for w in range(start, min(life.steps, math.ceil(start + life.repair))):
        for phase in phases:
            lasts = float(overlap(life.step(w), (phase.begins, phase.ends)))
            change += lasts * (life.worth_per_week(w, phase.what) - life.worth_per_week(w, "healthy"))
    return change


def in_the_long_run(life: Life) -> float:
    """Return what a week is worth on average, forever: the reward of a cycle over its length.

    From one incident to the next it takes the steps that pass until the first one that a failure can strike
    again, and 1 / q - 1 more: failures strike like tails of a coin (renewal theorem; e.g. Ross, Stochastic
    Processes, 1996, theorem 3.6.1). For a life without drift, ramp-up, discount and trainings.
    """
    strikes = life.strikes(0)
    healthy = life.worth_per_week(0, "healthy") - life.running(0)
    if not strikes:
        return healthy
    phases, paid = life.incident(0)
    reward = -float(sum(amount for _, amount in paid))
    for phase in phases:
        more = life.worth_per_week(0, phase.what) - life.worth_per_week(0, "healthy")
        reward += float(phase.ends - phase.begins) * more
    return healthy + reward / (max(1, math.ceil(life.repair)) + 1 / strikes - 1)


def geometric(first: float, factor: float, count: int) -> float:
    """Return first + first · factor + … with so many terms."""
    return first * count if factor == 1 else first * (1 - factor**count) / (1 - factor)
