"""Scenarios written in a few lines, and what is decided about them."""

from __future__ import annotations

from textwrap import dedent

import ship_or_not
from ship_or_not import Evaluation

HEAD = """
savings_per_item: 0.3
error_costs: 2
baseline: {accuracy: 98%}
"""


def decided(text: str, policy: str = "", *, draws: int | None = None) -> Evaluation:
    """Evaluate a scenario under a policy."""
    text = dedent(text)
    scenario = ship_or_not.load_scenario(text=f"{text}\npolicy: {{{policy}}}" if policy else text)
    return ship_or_not.evaluate(scenario, draws=draws)


def told(found: Evaluation) -> tuple[str, str, str]:
    """Return verdict, rule and reason."""
    return found.verdict.value, found.rule, found.reason
