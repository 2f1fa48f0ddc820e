"""The same bytes on one installation, and the same figures on the lowest and the highest versions.

Each run of the tests holds the figures against one committed file, so runs on different versions agree.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not.render.json import render
from support.cases import SCENARIOS, VALID

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = SCENARIOS.parents[1]
FILES = [*VALID, *sorted((ROOT / "examples").rglob("*.yaml"))]
GOLDEN = ROOT / "tests" / "golden" / "figures.json"
WITHIN = 1e-10
OTHER_SEEDS = ("1", "4711")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def document(path: Path) -> str:
    evaluation = ship_or_not.evaluate(ship_or_not.load_scenario(path), draws=4096)
    return render([evaluation], [], version="0", exit_code=evaluation.verdict.exit_code)


def figures(tree: Any, path: str = "") -> Iterator[tuple[str, float]]:
    """List every number of a document with the path to it."""
    if isinstance(tree, dict | list):
        for key, each in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from figures(each, f"{path}.{key}" if path else str(key))
    elif isinstance(tree, int | float) and not isinstance(tree, bool):
        yield path, tree


def found(path: Path) -> dict[str, float]:
    """Return the figures that a scenario leads to, without those it only repeats."""
    evaluation = json.loads(document(path))["evaluations"][0]
    del evaluation["scenario"], evaluation["policy"]
    return dict(figures(evaluation))


@cache
def golden() -> dict[str, dict[str, float]]:
    """Return the committed figures; written anew where that is asked for."""
    if os.environ.get("UPDATE_GOLDEN"):
        text = json.dumps({named(path): found(path) for path in FILES}, indent=1)
        GOLDEN.write_text(f"{text}\n", encoding="utf-8")
    committed: dict[str, dict[str, float]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return committed


@pytest.mark.parametrize("path", FILES, ids=named)
@pytest.mark.threat("determinism")
def test_the_figures_are_the_committed_ones_on_any_version(path: Path) -> None:
    expected, said = golden()[named(path)], found(path)
    assert said.keys() == expected.keys()
    apart = {
        key: (said[key], figure)
        for key, figure in expected.items()
        if not math.isclose(said[key], figure, rel_tol=WITHIN, abs_tol=1e-14)
    }
    assert not apart


def test_no_scenario_is_without_figures() -> None:
    assert golden().keys() == {named(path) for path in FILES}
    assert sum(map(len, golden().values())) > 2_500


@pytest.mark.threat("determinism", len(FILES) * len(OTHER_SEEDS))
def test_another_process_writes_the_same_bytes() -> None:
    """Python orders sets of text by a seed of its own in each process: no byte may follow from it."""
    expected = "".join(map(document, FILES))
    tests = Path(__file__).parents[1]
    script = "from integration.test_same_figures import *; sys.stdout.write(''.join(map(document, FILES)))"
    for seed in OTHER_SEEDS:
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.fspath(tests),
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert ran.stdout == expected
