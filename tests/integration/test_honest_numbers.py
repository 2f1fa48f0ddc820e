"""The simulation of `docs/honest-numbers.md`: its table is what was found, and is found again."""

from __future__ import annotations

import importlib.util
import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]

TRUTHS = 250


def simulation() -> Any:
    """Load the script."""
    if "honesty" not in sys.modules:
        spec = importlib.util.spec_from_file_location("honesty", ROOT / "simulations" / "honesty.py")
        assert spec
        assert spec.loader
        sys.modules["honesty"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["honesty"])
    return sys.modules["honesty"]


def committed() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        (ROOT / "simulations" / "honesty.json").read_text(encoding="utf-8")
    )
    return rows


def test_the_page_shows_what_was_found() -> None:
    honesty, page = simulation(), (ROOT / "docs" / "honest-numbers.md").read_text(encoding="utf-8")
    assert honesty.table([honesty.Row(**row) for row in committed()]) in page


def test_every_generator_and_size_is_there_with_2000_truths() -> None:
    rows = committed()
    print(f"{len(rows)} rows, {sum(row['truths'] for row in rows):,} evaluations")  # noqa: T201 - for the log
    assert {row["truths"] for row in rows} == {2000}
    assert {row["generator"] for row in rows} == set(simulation().GENERATORS)
    assert sorted({row["items"] for row in rows}) == [200, 2_000, 20_000]


def test_a_truth_is_worth_what_the_engine_makes_of_it_with_all_the_evidence_there_is() -> None:
    """With ten million labelled items nothing is left to be unsure of."""
    honesty = simulation()
    for name, number in (("5 classes, the rarest dear and hard", 1), ("20 classes, two rare ones dear", 2)):
        assert abs(honesty.outcome(name, 10_000_000, number, pooled=True).error) < 0.02


@pytest.mark.slow
@pytest.mark.parametrize(
    ("generator", "items", "pooled"),
    [
        ("2 classes, the rare one dear and hard", 2_000, False),
        ("5 classes, the rarest dear and hard", 20_000, False),
        ("20 classes, none dear", 200, True),
        ("20 classes, none dear", 200, False),
        ("20 classes, two rare ones dear and hard", 2_000, True),
    ],
)
def test_the_first_truths_of_a_row_are_covered_as_all_of_them_were(
    generator: str, items: int, *, pooled: bool
) -> None:
    key = (generator, items, pooled)
    whole = next(row for row in committed() if (row["generator"], row["items"], row["pooled"]) == key)
    part = simulation().row(generator, items, TRUTHS, pooled=pooled)
    for name in ("covered", "too_good", "class_worse", "go", "prior_decides"):
        share = whole[name]
        error = math.sqrt(max(share * (1 - share), 1 / TRUTHS) / TRUTHS)
        assert getattr(part, name) == pytest.approx(share, abs=4 * error), name
