"""Runs generated inputs through `main`, in this process, and says what is wrong with what came out.

Starting Python for each would take a hundred times as long. So many scenarios share one command, as in
``ship-or-not evaluate *.yaml``, where options do not matter; one that goes wrong is then run alone.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import sys
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import typer.main

from fuzz.inputs import OUTPUTS, Input, data_files, draw
from ship_or_not import cli
from ship_or_not.__main__ import main
from ship_or_not.render.labels import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SHARED = 16
"""Inputs that are drawn together; those without a command line of their own share one command."""

TWICE = 32
"""Of so many blocks one is run twice: the same bytes have to come out."""

LONGEST_SECONDS = 5.0
"""CPU time of one command on one input; more is a fault."""

HANGS_SECONDS = 300
"""After so long it is stopped."""

LARGEST_OUTPUT = 2_000_000
"""Bytes; more is a fault."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
VERDICTS = {"GO": 0, "NO-GO": 1, "INCONCLUSIVE": 3}


class Hangs(BaseException):
    """A command that does not end; no handler of ours takes it for a fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What one command did."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    left: dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that was met wrongly, with all that is needed to see it again."""

    seed: int
    index: int
    faults: list[str]
    input: Input
    arguments: list[str]
    err: str

    def __str__(self) -> str:
        return (
            f"seed {self.seed}, index {self.index} ({self.input.kind}): {'; '.join(self.faults)}\n"
            f"  ship-or-not {' '.join(map(repr, self.arguments))}\n"
            f"  scenario: {self.input.scenario!r}\n  files: {self.input.files!r}\n  stderr: {self.err[-3000:]}"
        )


@dataclass(slots=True)
class Tally:
    """What became of the inputs.

    Parameters
    ----------
    codes
        (kind, exit code) → inputs.
    verdicts
        Inputs of every kind that were evaluated: what `check` finds valid is not among them.
    failures
        Those that were met wrongly.
    """

    codes: Counter[tuple[str, int]] = field(default_factory=Counter)
    verdicts: int = 0
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in what became of other inputs."""
        self.codes.update(other.codes)
        self.verdicts += other.verdicts
        self.failures += other.failures

    @property
    def inputs(self) -> int:
        """How many there were."""
        return sum(self.codes.values())

    def count(self, kind: str, command: str, code: int) -> None:
        """Count an input."""
        self.codes[kind, code] += 1
        self.verdicts += command == "evaluate" and code in VERDICTS.values()


class Runner:
    """A directory to work in, and the command in this process.

    Parameters
    ----------
    directory
        An empty one.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        (directory / "data").mkdir()
        for file in data_files():
            for place in (directory / "data", directory):
                shutil.copy(file, place / file.name)
        self.own = set(os.listdir(directory))
        self.streams = [os.memfd_create(name) for name in ("stdout", "stderr")]

    @contextlib.contextmanager
    def ready(self) -> Iterator[None]:
        """Stand in the directory; warnings are errors, and Typer builds its commands once."""
        here, get_command, columns = Path.cwd(), typer.main.get_command, os.environ.get("COLUMNS")
        os.chdir(self.directory)
        os.environ["COLUMNS"] = "80"
        cli.get_command = functools.cache(get_command)  # type: ignore[attr-defined]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                yield
        finally:
            os.chdir(here)
            os.environ.pop("COLUMNS")
            if columns is not None:
                os.environ["COLUMNS"] = columns
            cli.get_command = get_command  # type: ignore[attr-defined]

    def inputs(self, seed: int, start: int, stop: int) -> Tally:
        """Run the inputs of a range of indices."""
        tally = Tally()
        with self.ready():
            for first in range(start, stop, SHARED):
                tally.add(self._block(seed, range(first, min(stop, first + SHARED))))
        return tally

    def _block(self, seed: int, indices: range) -> Tally:
        tally = Tally()
        drawn = {index: draw(seed, index) for index in indices}
        for index, each in drawn.items():
            self._put(index, each)
        shared = [index for index, each in drawn.items() if each.arguments is None]
        command = shared_command(seed, indices.start)
        if shared:
            together = [command[0], *map(scenario_name, shared), *command[1:]]
            ran = self.run(together)
            codes = each_code(ran, shared)
            wrong = faults(together, ran) if codes is not None else ["the document lacks a scenario"]
            if indices.start % (TWICE * SHARED) == 0 and self.run(together).out != ran.out:
                wrong.append("a second run prints something else")
            if wrong or codes is None or ran.seconds > LONGEST_SECONDS:
                alone = {index: self._alone(seed, index, drawn[index], command) for index in shared}
                if wrong and not any(failed for _, failed in alone.values()):
                    text = ran.err.decode("utf-8", "replace")
                    tally.failures.append(
                        Failure(
                            seed=seed,
                            index=indices.start,
                            faults=[*wrong, "only together"],
                            input=drawn[shared[0]],
                            arguments=together,
                            err=text,
                        )
                    )
                tally.failures += [failed for _, failed in alone.values() if failed]
                codes = {index: code for index, (code, _) in alone.items()}
            for index, code in codes.items():
                tally.count(drawn[index].kind, command[0], code)
        for index in sorted(set(indices) - set(shared)):
            arguments = drawn[index].arguments or ()
            code, failed = self._alone(seed, index, drawn[index], arguments)
            tally.count(drawn[index].kind, arguments[0], code)
            tally.failures += [failed] if failed else []
        for name in set(os.listdir(self.directory)) - self.own:
            os.unlink(self.directory / name)
        return tally

    def _put(self, index: int, each: Input) -> None:
        for name, data in {scenario_name(index): each.scenario, **each.files}.items():
            with open(name, "wb") as file:  # noqa: PTH123 - a third of the time of a Path
                file.write(data)

    def _alone(
        self, seed: int, index: int, each: Input, command: tuple[str, ...]
    ) -> tuple[int, Failure | None]:
        arguments = [command[0], scenario_name(index), *command[1:]]
        os.environ["COLUMNS"] = str(40 + index % 120)
        ran = self.run(arguments)
        found = faults(arguments, ran)
        if ran.seconds > LONGEST_SECONDS:
            found.append(f"it took {ran.seconds:.1f} s")
        if not found:
            return ran.code, None
        text = ran.err.decode("utf-8", "replace")
        return ran.code, Failure(
            seed=seed, index=index, faults=found, input=each, arguments=arguments, err=text
        )

    def run(self, arguments: list[str]) -> Ran:
        """Run one command line to its end."""
        before = set(os.listdir(self.directory))
        for stream in self.streams:
            os.ftruncate(stream, 0)
            os.lseek(stream, 0, os.SEEK_SET)
        argv, out, err = sys.argv, sys.stdout, sys.stderr
        sys.argv = ["ship-or-not", *arguments]
        handler = signal.signal(signal.SIGALRM, _stop)
        signal.alarm(HANGS_SECONDS)
        started = time.process_time()
        try:
            with (
                open(self.streams[0], "w", closefd=False) as sys.stdout,  # noqa: PTH123 - a descriptor
                open(self.streams[1], "w", closefd=False) as sys.stderr,  # noqa: PTH123
            ):
                code = main()
        except Hangs:
            code = -1
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, handler)
            sys.argv, sys.stdout, sys.stderr = argv, out, err
        seconds = time.process_time() - started
        left = {}
        for name in set(os.listdir(self.directory)) - before:
            left[name] = (self.directory / name).read_bytes()
            (self.directory / name).unlink()
        written, said = (os.pread(stream, LARGEST_OUTPUT * 20, 0) for stream in self.streams)
        return Ran(code=code, out=written, err=said, seconds=seconds, left=left)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Hangs


def scenario_name(index: int) -> str:
    """Name the scenario file of an input."""
    return f"{index}.yaml"


def shared_command(seed: int, first: int) -> tuple[str, ...]:
    """Choose the command that a block's scenarios share."""
    rng = Random(f"{seed}/{first}")  # noqa: S311 - nothing is kept secret here
    if rng.random() < 0.2:
        return ("check", "--output", "json")
    text = ("--output", "text:out.txt") if rng.random() < 0.02 else ()
    return ("evaluate", "--draws", "1000", "--output", "json", *text)


def each_code(ran: Ran, indices: list[int]) -> dict[int, int] | None:
    """Return the exit code that each scenario of a shared command stands for; None if one is missing."""
    try:
        document = json.loads(ran.out)
        errors = {error["path"] for error in document["errors"]}
        found = {each["scenario"]["path"]: VERDICTS[each["verdict"]] for each in document.get("evaluations", ())}
    except (ValueError, KeyError, TypeError):
        return None
    codes = {}
    for index in indices:
        name = scenario_name(index)
        if name in errors:
            codes[index] = 2
        elif "evaluations" not in document:
            codes[index] = 0
        elif name in found:
            codes[index] = found[name]
        else:
            return None
    return codes


def faults(arguments: list[str], ran: Ran) -> list[str]:
    """Say all that is wrong with what a command did."""
    found = []
    if ran.code not in {0, 1, 2, 3}:
        found.append("it does not end" if ran.code < 0 else f"exit code {ran.code}")
    if b"Traceback" in ran.err:
        found.append("a traceback")
    outputs = {"standard output": ran.out, "standard error": ran.err, **ran.left}
    for name, data in outputs.items():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            found.append(f"{name} is not UTF-8")
            continue
        if "always" in arguments and name != "standard error":
            text = COLOUR.sub("", text)
        foreign = CONTROL.search(text.replace("\n", ""))
        if foreign:
            found.append(f"{foreign[0]!r} on {name}")
        if len(data) > LARGEST_OUTPUT:
            found.append(f"{len(data)} bytes on {name}")
        if text.startswith("{") and name != "standard error":
            found += not_json(text, name)
    found += [f"{name} is left behind" for name in set(ran.left) - set(OUTPUTS)]
    if ran.code == 2 and not ran.err.strip():
        found.append("exit code 2 without a word")
    several = sum(not word.startswith("--") for word in arguments) > 2 and "--output" not in arguments
    if ran.code == 2 and ran.out and not ran.out.startswith(b"{") and not several:
        found.append("exit code 2 and something other than a document on standard output")
    if ran.code in {0, 1, 3} and ran.err:
        found.append(f"exit code {ran.code} and something on standard error")
    return found


def not_json(text: str, name: str) -> list[str]:
    """Say what is wrong with a JSON document."""

    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError as error:
        return [f"{name} is not JSON: {error}"]
    return []
