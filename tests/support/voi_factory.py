"""Values of information made by hand, for the tests of the renderers: plausible, not computed."""

from __future__ import annotations

from typing import Any

from ship_or_not.results.voi import InformationValue, InputWorth, LabelsWorth, Worth
from support.results_factory import tickets

ITEMS = 1000.0


def knowing(path: str, per_item: float, *, total: bool = True) -> InputWorth:
    """Make the worth of an input: over the horizon that of 1,000 items, unless nothing is counted."""
    return InputWorth(
        input=path,
        per_item=per_item,
        total=ITEMS * per_item if total else None,
        monte_carlo_error=0.0,
    )


def labels(n: int, evsi: float, cost: float | None = None, /, **others: Any) -> LabelsWorth:
    """Make the worth of labels of the model's answers, as items come, unless ``others`` say otherwise."""
    figures: dict[str, Any] = {
        "of": "model",
        "label": None,
        "n": n,
        "evsi_per_item": evsi / ITEMS,
        "evsi": evsi,
        "monte_carlo_error": 0.001,
        "cost": cost,
        "waiting": None,
        "enbs": None if cost is None else evsi - cost - (others.get("waiting") or 0.0),
        "best": False,
        **others,
    }
    return LabelsWorth(**figures)


def information(**others: Any) -> InformationValue:
    """Make one of a scenario counted over time whose best strategy is to ship."""
    usual = tickets()
    figures: dict[str, Any] = {
        "scenario": usual.scenario,
        "policy": usual.policy,
        "strategy": "ship",
        "expected_per_item": 0.25,
        "excluded": (),
        "evpi": Worth(per_item=0.5, total=500.0, monte_carlo_error=0.00234),
        "evppi": (knowing("model.confusion", 0.4), knowing("savings_per_item", 0.1)),
        "labels": (),
        "label_cost": {},
        "labels_per_week": None,
        "advice": "find out more",
        "seed": 0,
        "draws": 16_384,
        **others,
    }
    return InformationValue(**figures)
