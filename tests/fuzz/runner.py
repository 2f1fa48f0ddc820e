"""Runs generated inputs through `main`, in this process, and says what is wrong with what came out.

Starting Python for each would take a hundred times as long. So many scenarios share one command, as in
``ship-or-not evaluate *.yaml``, where options do not matter; one that goes wrong is then run alone.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import io
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
from support.schemas import problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import FrameType

SHARED = 16
"""Inputs that are drawn together; those without a command line of their own share one command."""

TWICE = 32
"""Of so many blocks one is run twice: the same bytes have to come out."""

LONGEST_SECONDS = 5.0
"""CPU time of one command on one input; more is a fault."""

LONGEST_WHAT_IF_SECONDS = 60.0
"""The same of commands that compute a scenario many times; NumPy's threads wait in it on a busy machine."""

HANGS_SECONDS = 300
"""After so long it is stopped."""

LARGEST_OUTPUT = 2_000_000
"""Bytes; more is a fault."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
VERDICTS = {"GO": 0, "NO-GO": 1, "INCONCLUSIVE": 3}

WHAT_IFS = ("compare", "sweep", "sensitivity", "voi")
"""Commands that end with 0 or 2, and whose documents are held to their schemas."""


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
            f"  scenario: {self.input.scenario!r}\n  files: {self.input.files!r}\n"
            f"  standard error: {self.err[-3000:]}"
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
    draw
        Draws an input from a seed and an index.
    """

    def __init__(self, directory: Path, draw: Callable[[int, int], Input] = draw) -> None:
        self.directory = directory
        self.draw = draw
        (directory / "data").mkdir()
        for file in data_files():
            for place in (directory / "data", directory):
                shutil.copy(file, place / file.name)
        self.own = self._names()
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
        drawn = {index: self.draw(seed, index) for index in indices}
        for index, each in drawn.items():
            self._put(index, each)
        shared = {index: each for index, each in drawn.items() if each.arguments is None}
        tally = self._together(seed, shared, shared_command(seed, indices.start)) if shared else Tally()
        for index, each in drawn.items():
            if each.arguments is not None:
                tally.add(self._alone(seed, index, each, each.arguments))
        for name in self._names() - self.own:
            (self.directory / name).unlink()
        return tally

    def _put(self, index: int, each: Input) -> None:
        for name, data in {scenario_name(index): each.scenario, **each.files}.items():
            (self.directory / name).write_bytes(data)

    def _names(self) -> set[str]:
        return set(os.listdir(self.directory))  # noqa: PTH208 - names, ten times for each input

    def _together(self, seed: int, inputs: dict[int, Input], command: tuple[str, ...]) -> Tally:
        """Run one command on many scenarios; on each alone where anything is wrong."""
        first, tally = min(inputs), Tally()
        arguments = [command[0], *map(scenario_name, inputs), *command[1:]]
        ran = self.run(arguments)
        codes, wrong = each_code(ran, inputs), faults(arguments, ran)
        if len(codes) < len(inputs):
            wrong.append("the document lacks a scenario")
        if first // SHARED % TWICE == 0 and self.run(arguments).out != ran.out:
            wrong.append("a second run prints something else")
        if not wrong and ran.seconds <= LONGEST_SECONDS:
            for index, each in inputs.items():
                tally.count(each.kind, command[0], codes[index])
            return tally
        for index, each in inputs.items():
            tally.add(self._alone(seed, index, each, command))
        if wrong and not tally.failures:
            wrong.append("only together")
            tally.failures.append(failure(seed, first, wrong, inputs[first], arguments, ran))
        return tally

    def _alone(self, seed: int, index: int, each: Input, command: tuple[str, ...]) -> Tally:
        """Run one command on one scenario."""
        arguments = [command[0], scenario_name(index), *command[1:]]
        os.environ["COLUMNS"] = str(40 + index % 120)
        ran = self.run(arguments)
        wrong = faults(arguments, ran)
        if ran.seconds > (
            LONGEST_SECONDS if command[0] in ("check", "evaluate") else LONGEST_WHAT_IF_SECONDS
        ):
            wrong.append(f"it took {ran.seconds:.1f} s")
        tally = Tally(failures=[failure(seed, index, wrong, each, arguments, ran)] if wrong else [])
        tally.count(each.kind, command[0], ran.code)
        return tally

    def run(self, arguments: list[str]) -> Ran:
        """Run one command line to its end."""
        before = self._names()
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
                open(self.streams[0], "w", closefd=False) as sys.stdout,
                open(self.streams[1], "w", closefd=False) as sys.stderr,
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
        for name in self._names() - before:
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
    if rng.random() < 0.25:
        return ("check", "--output", "json")
    text = ("--output", "text:out.txt", "--output", "csv:out.csv") if rng.random() < 0.02 else ()
    return ("evaluate", "--draws", "1000", "--output", "json", *text)


def each_code(ran: Ran, indices: Iterable[int]) -> dict[int, int]:
    """Return the exit code that each scenario of a shared command stands for, where its document says so."""
    try:
        document = json.loads(ran.out)
    except ValueError:
        return {}
    codes = {error["path"]: 2 for error in document["errors"]}
    if "evaluations" in document:
        codes |= {each["scenario"]["path"]: VERDICTS[each["verdict"]] for each in document["evaluations"]}
    else:
        codes = {scenario_name(index): 0 for index in indices} | codes
    return {index: codes[scenario_name(index)] for index in indices if scenario_name(index) in codes}


def failure(seed: int, index: int, wrong: list[str], each: Input, arguments: list[str], ran: Ran) -> Failure:
    """Gather what is needed to see a failure again."""
    return Failure(
        seed=seed,
        index=index,
        faults=wrong,
        input=each,
        arguments=arguments,
        err=ran.err.decode("utf-8", "replace"),
    )


def faults(arguments: list[str], ran: Ran) -> list[str]:
    """Say all that is wrong with what a command did."""
    found = []
    if ran.code not in ({0, 2} if arguments[0] in WHAT_IFS else {0, 1, 2, 3}):
        found.append("it does not end" if ran.code < 0 else f"exit code {ran.code}")
    if b"Traceback" in ran.err:
        found.append("a traceback")
    colour = "always" in arguments
    for name, data in {"standard output": ran.out, **ran.left}.items():
        found += wrong_text(name, data, colour=colour)
        if data.startswith(b"{"):
            found += not_json(data, name, arguments[0])
        if data.startswith(b"scenario,path,") or name.endswith(".csv"):
            found += not_a_table(data, name)
    found += wrong_text("standard error", ran.err, colour=False)
    found += [f"{name} is left behind" for name in set(ran.left) - set(OUTPUTS)]
    if ran.code == 2:
        found += undecided(arguments, ran)
    elif ran.code in {0, 1, 3} and ran.err:
        found.append(f"exit code {ran.code} and something on standard error")
    return found


def undecided(arguments: list[str], ran: Ran) -> list[str]:
    """Say what is wrong with exit code 2: it takes words, and leaves standard output to documents."""
    found = [] if ran.err.strip() else ["exit code 2 without a word"]
    end = arguments.index("--") if "--" in arguments else len(arguments)  # behind it there are only names
    options, names = arguments[:end], arguments[end + 1 :]
    words = sum(not word.startswith("--") for word in options) + len(names)
    several = words > 2 and "--output" not in options
    if ran.out and not ran.out.startswith((b"{", b"scenario,path,")) and not several:
        found.append("exit code 2 and something other than a document on standard output")
    return found


def wrong_text(name: str, data: bytes, *, colour: bool) -> list[str]:
    """Say what is wrong with an output as text."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return [f"{name} is not UTF-8"]
    foreign = CONTROL.search((COLOUR.sub("", text) if colour else text).replace("\n", ""))
    found = [f"{foreign[0]!r} on {name}"] if foreign else []
    return [*found, *([f"{len(data)} bytes on {name}"] if len(data) > LARGEST_OUTPUT else [])]


def not_json(text: bytes, name: str, command: str) -> list[str]:
    """Say what is wrong with a JSON document; of a what-if, by its schema too."""

    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    try:
        document = json.loads(text, parse_constant=refuse)
    except ValueError as error:
        return [f"{name} is not JSON: {error}"]
    return problems(command, document) if command in WHAT_IFS else []


def not_a_table(text: bytes, name: str) -> list[str]:
    """Say what is wrong with a CSV document."""
    rows = list(csv.reader(io.StringIO(text.decode("utf-8"), newline="")))
    found = [] if len({len(row) for row in rows}) <= 1 else [f"{name} has rows of several lengths"]
    return found + [f"{cell!r} on {name}" for row in rows for cell in row if cell[:1] in {"=", "@", "+"}]
