"""Break the code in small ways, one at a time, and see whether a test notices.

    python docs/mutation/run.py engine/decision.py scenario --results killed.jsonl --map reach.json

The changes are mutmut's, made to every function and also to properties, which mutmut itself leaves out.
The tests are collected once; then each mutant runs in a fork, in which its function has the changed code,
against the tests that reach this function, its layer's own first and the fastest first, until one fails.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import inspect
import json
import os
import random
import resource
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst as cst
import pytest
from hypothesis import settings
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation import file_mutation
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import get_ignored_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType, FrameType, FunctionType

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ship_or_not"
TESTS = ("tests/unit", "tests/oracle", "tests/laws")
LEFT_OUT = ("--ignore=tests/laws/test_reader_laws.py",)
"""Whether mangled scenarios are read or refused with help: says nothing about figures, takes long."""
STRICT = "strict=True"
"""Of zip: that two lengths agree is an assertion, which no input breaks; it is left as it is."""
ALREADY = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is imported here, before pytest
WRAPPED = {"property", "cached_property", "classmethod", "staticmethod", "contextmanager"}
EXAMPLES = 20
"""Of hypothesis, where the tests ask for 100."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One changed function; `change` says the line as it was and as it became."""

    module: str
    function: str
    number: int
    line: int
    change: str
    code: str
    status: str = ""
    killed_by: str = ""
    seconds: float = 0.0

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same when other functions of the module are edited."""
        return f"{self.module} {self.function} {self.number}", self.change


class Visitor(file_mutation.MutationVisitor):
    """mutmut's, which also goes into properties and the like."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return not all(
                isinstance(d.decorator, cst.Name) and d.decorator.value in WRAPPED for d in node.decorators
            )
        return super()._skip_node_and_children(node)


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    text = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(text))
    visitor = Visitor(mutation_operators, get_ignored_lines(str(path), text, wrapper, None))
    wrapper.visit(visitor)
    module = wrapper.module
    positions = wrapper.resolve(PositionProvider)
    names = dict(_functions(module))
    statements = [module.code_for_node(each) for each in module.body]
    head = "".join(module.code_for_node(line) for line in module.header)
    home = {function: i for i, each in enumerate(module.body) for function in names if _holds(each, function)}
    numbers: dict[str, int] = defaultdict(int)
    for each in visitor.mutations:
        function = each.contained_by_top_level_function
        if not isinstance(function, cst.FunctionDef):
            continue
        at = home[function]
        mutated = file_mutation.deep_replace(module.body[at], each.original_node, each.mutated_node)
        changed = module.code_for_node(cst.ensure_type(mutated, type(module.body[at])))
        if changed == statements[at]:
            continue
        numbers[names[function]] += 1
        if changed.count(STRICT) < statements[at].count(STRICT):
            continue
        yield Mutant(
            module=path.relative_to(SOURCE).as_posix(),
            function=names[function],
            number=numbers[names[function]],
            line=positions[each.original_node].start.line,
            change=difference(statements[at], changed),
            code=head + "".join([*statements[:at], changed, *statements[at + 1 :]]),
        )


def _functions(module: cst.Module) -> Iterator[tuple[cst.FunctionDef, str]]:
    for each in module.body:
        if isinstance(each, cst.FunctionDef):
            yield each, each.name.value
        elif isinstance(each, cst.ClassDef):
            for method in each.body.body:
                if isinstance(method, cst.FunctionDef):
                    yield method, f"{each.name.value}.{method.name.value}"


def _holds(statement: cst.CSTNode, function: cst.FunctionDef) -> bool:
    return statement is function or (isinstance(statement, cst.ClassDef) and function in statement.body.body)


def difference(before: str, after: str) -> str:
    """Return the changed lines: as they were → as they became."""
    lines = [
        line for line in difflib.ndiff(before.splitlines(), after.splitlines(), None, None) if line[0] in "-+"
    ]
    parts = (" ".join(line[2:].strip() for line in lines if line[0] == sign) for sign in "-+")
    return " → ".join(parts)


def function_of(namespace: dict[str, Any], name: str) -> FunctionType:
    """Return the plain function behind ``function`` or ``Class.method``, whatever wraps it."""
    first, _, method = name.partition(".")
    found = vars(namespace[first])[method] if method else namespace[first]
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, (classmethod, staticmethod)):
        found = found.__func__
    plain: FunctionType = inspect.unwrap(found)
    return plain


def put_in_place(mutant: Mutant) -> None:
    """Give the living function the mutant's code: whoever imported it, by whatever name, now calls that."""
    name = "ship_or_not." + mutant.module.removesuffix(".py").replace("/", ".")
    namespace = {"__name__": name, "__file__": mutant.module}
    exec(compile(mutant.code, mutant.module, "exec"), namespace)  # noqa: S102 - our own code, changed
    changed, living = (
        function_of(namespace, mutant.function),
        function_of(vars(sys.modules[name]), mutant.function),
    )
    living.__code__ = changed.__code__
    living.__defaults__, living.__kwdefaults__ = changed.__defaults__, changed.__kwdefaults__


class Runner:
    """A pytest plugin that runs mutants in place of tests."""

    def __init__(self, asked: argparse.Namespace, chosen: Sequence[Mutant]) -> None:
        self.asked, self.chosen = asked, chosen
        self.reach: dict[tuple[str, str], list[pytest.Item]] = defaultdict(list)
        self.seconds: dict[pytest.Item, float] = {}
        self.killers: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.failed: list[str] = []
        self.done: list[Mutant] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure, of set-up and tear-down too."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Map the tests, then keep so many forks going until every mutant has run."""
        self.map(session.items)
        for key, items in self.reach.items():
            own = f"tests/unit/{Path(key[0]).parent}/"
            self.reach[key] = sorted(items, key=lambda i: (not i.nodeid.startswith(own), self.seconds[i]))
        gc.freeze()  # the forks share this memory as long as nobody touches it
        running: dict[int, tuple[Mutant, int, float]] = {}
        for mutant in self.chosen:
            while len(running) >= self.asked.processes:
                self.collect(running)
            reader, writer = os.pipe()
            pid = os.fork()
            if not pid:
                os.close(reader)
                self.child(mutant, writer)
            os.close(writer)
            running[pid] = (mutant, reader, time.monotonic())
        while running:
            self.collect(running)
        return True

    def run(self, item: pytest.Item) -> bool:
        """Run a test; return whether it passed."""
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def map(self, items: Sequence[pytest.Item]) -> None:
        """See which functions each test reaches, on the code as it is; what is known of one is kept."""
        start = time.monotonic()
        known = json.loads(self.asked.map.read_text(encoding="utf-8")) if self.asked.map.exists() else {}
        for item in items:
            if item.nodeid not in known:
                known[item.nodeid] = self.measure(item)
            self.seconds[item], reached = known[item.nodeid]
            for file, function in reached:
                self.reach[file, function].append(item)
        self.asked.map.write_text(json.dumps(known), encoding="utf-8")
        print(f"{len(items)} tests mapped in {time.monotonic() - start:.0f} s", file=sys.stderr, flush=True)

    def measure(self, item: pytest.Item) -> tuple[float, list[tuple[str, str]]]:
        """Run a test; return its seconds and the functions it reaches."""
        reached: set[CodeType] = set()

        def seen(frame: FrameType, event: str, _: object) -> None:
            if event == "call":
                reached.add(frame.f_code)

        start = time.process_time()
        sys.setprofile(seen)
        passed = self.run(item)
        sys.setprofile(None)
        if not passed:
            pytest.exit(f"{item.nodeid} fails on the code as it is", 1)
        source = f"{SOURCE}/"
        keys = {
            (code.co_filename.removeprefix(source), code.co_qualname.partition(".<locals>")[0])
            for code in reached
            if code.co_filename.startswith(source)
        }
        return time.process_time() - start, sorted(keys)

    def tests(self, mutant: Mutant) -> list[int]:
        """Return which of the tests that reach it to run: what killed its neighbours, then the fastest."""
        key = (mutant.module, mutant.function)
        chosen, spent = [], 0.0
        for i, item in enumerate(self.reach[key]):
            spent += self.seconds[item]
            if spent > self.asked.budget:
                break
            chosen.append(i)
        first = [i for i in self.killers[key][::-1] if i in chosen]
        return [*dict.fromkeys([*first, *chosen])]

    def child(self, mutant: Mutant, writer: int) -> None:
        """Run the tests against a mutant, in a fork that ends here, and write down how it went."""
        status, killer = "survived", -1
        try:
            tests, items = self.tests(mutant), self.reach[mutant.module, mutant.function]
            limit = int(10 + 5 * sum(self.seconds[items[i]] for i in tests))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
            resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            if not tests:
                status = "no tests"
            else:
                put_in_place(mutant)
                killer = next((i for i in tests if not self.run(items[i])), -1)
                status = "survived" if killer < 0 else "killed"
        except BaseException as error:  # noqa: BLE001 - nothing may leave the fork
            status = f"not run: {error!r}"
        os.write(writer, json.dumps([status, killer]).encode())
        os._exit(0)

    def collect(self, running: dict[int, tuple[Mutant, int, float]]) -> None:
        """Wait for a fork to end and keep its result; one that was killed by a limit said nothing."""
        pid, _ = os.wait()
        mutant, reader, start = running.pop(pid)
        said = os.read(reader, 10_000)
        os.close(reader)
        status, killer = json.loads(said) if said else ("timeout", -1)
        key, by = (mutant.module, mutant.function), ""
        if killer >= 0:
            by = self.reach[key][killer].nodeid
            self.killers[key] = [i for i in self.killers[key] if i != killer] + [killer]
        mutant = replace(
            mutant, status=status, killed_by=by, seconds=round(time.monotonic() - start, 2), code=""
        )
        self.done.append(mutant)
        with self.asked.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(mutant), ensure_ascii=False) + "\n")
        if len(self.done) % 100 == 0:
            print(f"{len(self.done)} of {len(self.chosen)}", file=sys.stderr, flush=True)


def report(done: Sequence[Mutant]) -> None:
    """Print a line for each module, then what survived."""
    print("| module | mutants | killed | survived | timeouts | killed, % |\n|---|---|---|---|---|---|")
    for module in [*sorted({each.module for each in done}), ""]:
        of = [each for each in done if module in ("", each.module)]
        counts = [sum(each.status == status for each in of) for status in ("killed", "survived", "timeout")]
        counts[1] += sum(each.status == "no tests" for each in of)
        share = 100 * (counts[0] + counts[2]) / max(1, sum(counts))
        print(f"| {module or 'all'} | {len(of)} | {counts[0]} | {counts[1]} | {counts[2]} | {share:.1f} |")
    for each in sorted(done, key=lambda each: (each.module, each.line, each.number)):
        if each.status != "killed":
            print(f"{each.module}:{each.line} {each.function} {each.number}: {each.status}: {each.change}")


def results_of(path: Path) -> dict[tuple[str, str], Mutant]:
    """Return the last result of every mutant, by name and change; what was killed once stays so."""
    found: dict[tuple[str, str], Mutant] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        mutant = Mutant(**json.loads(line))
        if mutant.key not in found or found[mutant.key].status != "killed":
            found[mutant.key] = mutant
    return found


def main() -> None:
    """Mutate what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    option = parser.add_argument
    option("paths", nargs="+", help="files or folders below src/ship_or_not")
    option("--results", type=Path, required=True, help="a line of JSON a mutant; what was killed stays so")
    option("--map", type=Path, required=True, help="which test reaches what, kept for the next run")
    option("--sample", type=int, default=sys.maxsize, help="so many mutants of each module, at random")
    option("--again", action="store_true", help="only what stands in the results and was not killed")
    option("--budget", type=float, default=600.0, help="seconds of tests a mutant")
    option("--tests", nargs="+", default=TESTS, help="where to look for tests")
    option("--processes", type=int, default=2)
    asked = parser.parse_args()
    os.chdir(ROOT)
    files = [
        f
        for p in asked.paths
        for f in ([SOURCE / p] if p.endswith(".py") else sorted((SOURCE / p).glob("*.py")))
    ]
    known, everything, chosen = results_of(asked.results), list[Mutant](), list[Mutant]()
    for file in files:
        found = list(mutants(file))
        everything += found
        if not asked.again:
            found = random.Random(0).sample(found, min(asked.sample, len(found)))  # noqa: S311 - no secret
            chosen += [each for each in found if each.key not in known or known[each.key].status != "killed"]
        else:
            chosen += [each for each in found if each.key in known and known[each.key].status != "killed"]
    print(f"{len(chosen)} mutants to run", file=sys.stderr, flush=True)
    settings.register_profile(
        "mutants", max_examples=EXAMPLES, derandomize=True, database=None, deadline=None
    )
    settings.load_profile("mutants")
    runner = Runner(asked, chosen)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        code = pytest.main(
            ["-s", "-p", "no:cacheprovider", "-W", ALREADY, *asked.tests, *LEFT_OUT], plugins=[runner]
        )
    known = results_of(asked.results)
    report([replace(known[each.key], line=each.line) for each in everything if each.key in known])
    sys.exit(code)


if __name__ == "__main__":
    main()
