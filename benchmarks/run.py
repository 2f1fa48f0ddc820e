"""Run every benchmark, keep the figures in results/speed.json, and write the table of docs/speed.md.

``python benchmarks/run.py`` takes some minutes. Every figure is a ratio of two sides that were timed in
turn; the file is pyperf's, so that ``python -m pyperf stats benchmarks/results/speed.json`` reads it too.
"""

from __future__ import annotations

import argparse
import compileall
import datetime as dt
import importlib.metadata
import os
import platform
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyperf

import information
import lifetime
import rates
import ship_or_not
import start
import sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timing import Row

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "speed.md"
RESULTS = ROOT / "benchmarks" / "results" / "speed.json"
START, END = "<!-- table: python benchmarks/run.py -->\n", "<!-- end of table -->\n"
LIBRARIES = ("numpy", "pydantic", "pyyaml", "rich", "typer")
PEERS = ("voiage", "empulse")
ROUNDS = 21


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and write both files, or with ``--once`` only see that everything runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--once", action="store_true", help="one round, nothing written")
    once = parser.parse_args(arguments).once
    rows = measured(1 if once else ROUNDS)
    table = "".join(_table(rows))
    sys.stdout.write(table)
    if not once:
        _save(rows)
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        after = rest.split(END)[1]
        PAGE.write_text(f"{before}{START}{table}{END}{after}", encoding="utf-8")


def measured(rounds: int) -> list[Row]:
    """Run every benchmark, with all code compiled: else the first start would time the compiler."""
    for place in (sysconfig.get_path("purelib"), Path(ship_or_not.__file__).parent):
        compileall.compile_dir(place, quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        parts = (start, rates, lifetime, sweep, information)
        return [row for part in parts for row in part.rows(Path(folder), rounds)]


def _table(rows: Sequence[Row]) -> list[str]:
    """Write the rows, and below them on what they were measured."""
    lines = ["| work | held against | goal | measured | |\n", "|---|---|---|---|---|\n"]
    for row in rows:
        met = "met" if row.met else "**missed**"
        goal, measured = (f"{figure:.3g} {row.unit}" for figure in (row.goal, row.measured))
        lines.append(f"| {row.work} | {row.peer or 'a limit'} | ≤ {goal} | {measured} | {met} |\n")
    return [*lines, f"\n{_machine()}\n"]


def _machine() -> str:
    installed = {each.name for each in importlib.metadata.distributions()}
    named = [*LIBRARIES, *(name for name in PEERS if name in installed)]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in named)
    today = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"Measured on {today}: {os.cpu_count()} cores, {_processor()}, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    """Name the processor, where the system says."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _save(rows: Sequence[Row]) -> None:
    """Write each side's figures as a benchmark of pyperf's, without what would name the machine."""
    found = []
    for row in rows:
        for side, seconds in row.seconds.items():
            found.append(_benchmark(f"{row.work} / {row.peer}: {side}", "second", seconds))
        if not row.seconds:
            found.append(_benchmark(row.work, "byte", [round(row.measured * 2**20)]))
    RESULTS.parent.mkdir(exist_ok=True)
    pyperf.BenchmarkSuite(found).dump(str(RESULTS), replace=True)


def _benchmark(name: str, unit: str, values: Sequence[float]) -> pyperf.Benchmark:
    metadata = {"name": name, "unit": unit}
    return pyperf.Benchmark(
        [pyperf.Run([value], metadata=metadata, collect_metadata=False) for value in values]
    )


if __name__ == "__main__":
    main()
