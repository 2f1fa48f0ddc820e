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
