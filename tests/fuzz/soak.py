"""Many generated inputs on several processors, and the log of what they met.

``python -m fuzz.soak SEED START STOP`` in ``tests/`` runs a range of indices and says how it went: what a
failure's seed and index are good for.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import platform
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

import ship_or_not
from fuzz.inputs import KINDS
from fuzz.runner import SHARED, Runner, Tally

CHUNK = 250 * SHARED
LIBRARIES = ("numpy", "pydantic", "PyYAML", "rich", "typer")
CODES = (0, 1, 2, 3)


def run(seed: int, start: int, stop: int) -> Tally:
    """Run a range of inputs in a directory that is thrown away."""
    with tempfile.TemporaryDirectory() as directory:
        return Runner(Path(directory)).inputs(seed, start, stop)


def soak(seed: int, start: int, stop: int, *, workers: int, path: Path | None = None) -> Tally:
    """Run a range of inputs side by side.

    Parameters
    ----------
    path
        Where the log goes, written anew whenever a part is done; None shows it on standard output.
    """
    began, ran, tally = time.monotonic(), sources(), Tally()
    starts = range(start, stop, CHUNK)
    ends = [min(stop, first + CHUNK) for first in starts]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        for end, part in zip(ends, pool.map(run, [seed] * len(starts), starts, ends), strict=True):
            tally.add(part)
            text = log(seed, start, end, tally, ran, seconds=time.monotonic() - began, workers=workers)
            if path is not None:
                path.write_text(text, encoding="utf-8")
    if path is None:
        sys.stdout.write(text)
    return tally


def log(seed: int, start: int, stop: int, tally: Tally, ran: str, *, seconds: float, workers: int) -> str:
    """Write down what ran on what."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        f"seed {seed}, indices {start} to {stop - 1}",
        f"{tally.inputs:,} inputs, {len(tally.failures)} failures",
        f"{tally.verdicts:,} got to a verdict, {tally.verdicts / tally.inputs:.1%}",
        f"{seconds:.0f} s with {workers} processes, {seconds / tally.inputs * 1000:.2f} ms an input",
        f"Python {platform.python_version()}, {libraries}",
        f"ship-or-not {ship_or_not.__version__}, sources {ran}",
        "",
        f"{'kind':22}{'inputs':>10}" + "".join(f"{f'exit {code}':>10}" for code in CODES) + f"{'other':>10}",
    ]
    kinds = {kind: [tally.codes[kind, code] for code in CODES] for kind in KINDS}
    totals = {kind: sum(count for (name, _), count in tally.codes.items() if name == kind) for kind in KINDS}
    for kind, counts in [
        *kinds.items(),
        ("all", [sum(column) for column in zip(*kinds.values(), strict=True)]),
    ]:
        total = totals.get(kind, tally.inputs)
        row = [total, *counts, total - sum(counts)]
        lines.append(f"{kind:22}" + "".join(f"{count:>10}" for count in row))
    lines += ["", *map(str, tally.failures)]
    return "\n".join(lines).rstrip() + "\n"


def sources() -> str:
    """Name the sources that ran: the SHA-256 over all of their files, in the order of their names."""
    package = Path(ship_or_not.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    soak(*map(int, sys.argv[1:4]), workers=1)
