"""Scenarios that the benchmarks make, with their matrices."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def many_classes(folder: Path, classes: int, *, every_cost_its_own: bool) -> Path:
    """Write a scenario of so many classes and its matrix, and return the scenario's path.

    Parameters
    ----------
    every_cost_its_own
        Whether each cell has a cost of its own; else a row has two.
    """
    pick = random.Random(classes)  # noqa: S311 -- figures to compute with, no secret
    labels = [f"class-{i:04d}" for i in range(classes)]
    rows = [[pick.randint(20, 60) for _ in labels] for _ in labels]  # enough that every gamma is alike
    for i, row in enumerate(rows):
        row[i] = pick.randint(500, 1500)
    folder.mkdir(parents=True, exist_ok=True)
    table = [["actual", *labels], *([label, *map(str, row)] for label, row in zip(labels, rows, strict=True))]
    csv = "".join(f"{','.join(cells)}\n" for cells in table)
    (folder / "counts.csv").write_text(csv, encoding="utf-8")
    costs = []
    for i, label in enumerate(labels):
        own = {other: 1 + (i * classes + j) % 997 / 100 for j, other in enumerate(labels) if j != i}
        two = {labels[i - 1]: 5 + i % 7, "any_other": 1 + i % 3}
        written = ", ".join(f"{key}: {cost}" for key, cost in (own if every_cost_its_own else two).items())
        costs.append(f"  {label}: {{{written}}}")
    lines = [
        "name: Many classes",
        "savings_per_item: 0.30",
        f"classes: [{', '.join(labels)}]",
        "error_costs:",
        *costs,
        "baseline: {accuracy: 90%}",
        "model: {confusion: {file: counts.csv}}",
    ]
    path = folder / "scenario.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ten_strategies(folder: Path) -> Path:
    """Write a scenario of 24 months with decay, failures and eight plans, and return its path."""
    plans = [
        f"  - {{name: plan {k}, kind: backup, ready_in: {1 + 3 * k} days, cost_per_item: 0.0{1 + k},"
        f" recall: {{billing: {80 + k}%, fraud: 70%, other: {80 + k}%}}, rollback_cost: 100}}"
        for k in range(8)
    ]
    lines = [
        "name: Ten strategies",
        "classes: [billing, fraud, other]",
        "volume: {items: 40000, per: month}",
        "horizon: 24 months",
        "discount_rate: 8%",
        "ramp_up: 3 months",
        "prevalence: {billing: 30%, fraud: 1%, other: 69%}",
        "error_costs: {billing: 2, fraud: {other: 120, billing: 40}, other: 2}",
        "baseline: {cost_per_item: 0.35, confusion: [[980, 5, 15], [6, 88, 6], [30, 4, 966]]}",
        "model:",
        "  cost_per_item: 0.05",
        "  confusion: [[2890, 12, 98], [3, 81, 16], [120, 9, 6771]]",
        "  launch_cost: 15000",
        "  drift: {accuracy_loss: 0.1% to 0.5% per month}",
        "  retraining: {every: 3 months, cost: 2000}",
        "  failure: {chance: 2% per month, accuracy: 60%, noticed_after: 6 weeks, repaired_after: 3 weeks}",
        "plan_b:",
        *plans,
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ten-strategies.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
