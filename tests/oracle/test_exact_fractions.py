"""What a spreadsheet gives, against exact fractions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest

from ship_or_not.engine.expectation import as_measured
from support.exact import Calculator
from support.scenarios import Tree, load, random_tree, randomness, text_of

CASES = 1000


def forms(tree: Tree) -> set[str]:
    """Name what a scenario holds, to show that every form was met."""
    found = {key for key in tree if key not in ("name", "classes", "baseline", "model", "error_costs")}
    found |= {f"{system}.{key}" for system in ("baseline", "model") for key in tree[system]}
    costs = tree["error_costs"]
    if not isinstance(costs, dict):
        return found | {"one cost"}
    for label, row in costs.items():
        found |= {"cost per class"} if not isinstance(row, dict) else {"cost per cell"}
        found |= {"diagonal"} if isinstance(row, dict) and label in row else set()
        found |= {"any_other"} if isinstance(row, dict) and "any_other" in row else set()
    return found


@pytest.mark.threat("summation", CASES)
def test_as_measured_agrees_with_exact_fractions_to_12_digits() -> None:
    met = Counter[str]()
    for case in range(CASES):
        tree = random_tree(randomness(case))
        exact = Calculator(tree).as_measured()
        found = as_measured(load(tree).inputs)[0]
        error = abs(Fraction(found.value) - exact)
        relative = float(error / abs(exact)) if exact else float(error > 0)
        assert relative <= 1e-12, text_of(tree)
        met.update(forms(tree))
    every = {"one cost", "cost per class", "cost per cell", "any_other", "diagonal", "model.refer"}
    every |= {"model.share", "customer_impact", "savings_per_item", "model.cost_per_item"}
    every |= {"model.confusion", "model.recall", "model.accuracy", "baseline.always", "baseline.accuracy"}
    every |= {"prevalence", "volume", "model.running_cost", "baseline.running_cost", "model.launch_cost"}
    assert every <= met.keys()
    assert min(met[form] for form in every) >= CASES / 50
