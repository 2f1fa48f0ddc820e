"""The benchmarks run; what they measure is for `python benchmarks/run.py` alone."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import one of the benchmarks by its name."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))

    def imported(name: str) -> ModuleType:
        return importlib.import_module(name)

    return imported


def test_what_is_measured_is_the_median_of_the_ratios_of_each_round(benchmark: Any) -> None:
    timing = benchmark("timing")
    seconds = {"ours": [2.0, 3.0, 90.0], "theirs": [1.0, 3.0, 30.0]}
    row = timing.held_against(seconds, "ours", "theirs", 2.0)
    assert (row.measured, row.met, row.seconds) == (2.0, True, seconds)
    assert not timing.held_against(seconds, "ours", "theirs", 1.9).met


def test_the_sides_are_timed_in_turn_after_a_round_that_does_not_count(benchmark: Any) -> None:
    ran: list[str] = []
    sides = {"a": lambda: ran.append("a"), "b": lambda: ran.append("b")}
    seconds = benchmark("timing").in_turn(sides, 2)
    assert ran == ["a", "b"] * 3
    assert {name: len(each) for name, each in seconds.items()} == {"a": 2, "b": 2}


def test_every_start_is_timed(benchmark: Any, tmp_path: Path) -> None:
    rows = benchmark("start").rows(tmp_path, 1)
    assert [row.goal for row in rows] == [1.3, 1.3, 1.25, 1.25, 1.5]
    assert all(row.measured > 0 for row in rows)


def test_drawing_is_timed_on_matrices_of_any_size(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = benchmark("rates")
    monkeypatch.setattr(rates, "CASES", (("a few", 3, True),))
    monkeypatch.setattr(rates, "MANY", ("a few more", 4, False))
    rows = rates.rows(tmp_path, 1)
    assert [row.unit for row in rows] == ["×", "×", "MiB"]
    assert all(row.measured > 0 for row in rows)


def test_sweeps_are_timed_beside_as_many_evaluations(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = benchmark("sweep")
    monkeypatch.setattr(sweep, "STEPS", 3)
    rows = sweep.rows(tmp_path, 1)
    assert [(row.goal, row.unit) for row in rows] == [(10, "s"), (0.1, "×"), (10, "s"), (0.1, "×")]
    for limit, beside in zip(rows[::2], rows[1::2], strict=True):
        (swept,), (evaluated,) = beside.seconds.values()
        assert limit.measured == swept
        assert beside.measured == swept / evaluated > 0


def test_information_is_timed_alone_where_no_peer_is_installed(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    information = benchmark("information")
    monkeypatch.setattr(information, "VOIAGE", "no_such_package.methods")
    monkeypatch.setattr(information, "EMPULSE", "nor_this_one")
    rows = information.rows(tmp_path, 1)
    assert [(row.peer, row.goal, row.unit) for row in rows] == [("", 0.25, "s")]
    assert capsys.readouterr().err == (
        "no_such_package is not installed: its rows are left out\n"
        "nor_this_one is not installed: its rows are left out\n"
    )


def test_information_is_timed_beside_the_peers_that_are_installed(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    information = benchmark("information")
    monkeypatch.setattr(information, "DRAWS", 1000)
    monkeypatch.setattr(information, "LABELLED", 1000)

    def cost_loss(fraud: Any, flagged: Any, *, fn_cost: float, fp_cost: float, normalize: bool) -> float:
        cost = fn_cost * fraud * (1 - flagged) + fp_cost * (1 - fraud) * flagged
        return float(cost.mean() if normalize else cost.sum())

    peers = {
        information.VOIAGE: SimpleNamespace(
            evpi=lambda rows: information.worth(rows.T).value,
            evppi=lambda rows, known, names: (
                information.evppi(rows.T, *(known[name] for name in names)).value
            ),
        ),
        information.EMPULSE: SimpleNamespace(cost_loss=cost_loss),
    }
    monkeypatch.setattr(information, "_installed", peers.__getitem__)
    rows = information.rows(tmp_path, 1)
    assert [row.goal for row in rows] == [0.25, 1, 1 / 20, 1 / 5]
    assert all(row.measured > 0 for row in rows)


def test_a_run_keeps_its_figures_and_writes_the_page_s_table(
    benchmark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pyperf", reason="pyperf comes with the extra `bench`")
    run, timing = benchmark("run"), benchmark("timing")
    seconds = {"ours": [2.0], "theirs": [1.0], "others": [0.5]}
    rows = [
        timing.held_against(seconds, "ours", "theirs", 2.5),
        timing.held_against(seconds, "ours", "others", 2.5),
        timing.Row(work="memory", peer="", goal=32, measured=16, seconds={}, unit="MiB"),
    ]
    page, results = tmp_path / "speed.md", tmp_path / "results" / "speed.json"
    page.write_text(f"Before\n{run.START}old\n{run.END}After\n", encoding="utf-8")
    monkeypatch.setattr(run, "measured", lambda rounds: rows * bool(rounds))
    monkeypatch.setattr(run, "PAGE", page)
    monkeypatch.setattr(run, "RESULTS", results)
    monkeypatch.setattr(run, "_machine", lambda: "A machine.")
    run.main([])
    assert page.read_text(encoding="utf-8") == (
        f"Before\n{run.START}"
        "| work | held against | goal | measured | |\n"
        "|---|---|---|---|---|\n"
        "| ours | theirs | ≤ 2.5 × | 2 × | met |\n"
        "| ours | others | ≤ 2.5 × | 4 × | **missed** |\n"
        "| memory | a limit | ≤ 32 MiB | 16 MiB | met |\n"
        "\n"
        "A machine.\n"
        f"{run.END}After\n"
    )
    found = json.loads(results.read_text(encoding="utf-8"))["benchmarks"]
    assert [each["metadata"]["name"] for each in found] == [
        "ours / theirs: ours",
        "ours / theirs: theirs",
        "ours / others: ours",
        "ours / others: others",
        "memory",
    ]
