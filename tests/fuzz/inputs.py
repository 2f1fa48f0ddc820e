"""Generated inputs of many kinds: what a user might give the command, drawn from a seed and an index."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

from fuzz import grammar
from fuzz.trees import Raw, change, places, written
from ship_or_not.errors import InputError
from ship_or_not.scenario.source import parse_source
from support.cases import INVALID, SCENARIOS, VALID
from support.mutations import SCALARS, TEXTS
from support.scenarios import Wanted, random_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLES = SCENARIOS.parents[1] / "examples"
QUALITY = ("accuracy", "recall", "confusion", "measured_on", "always")
LARGEST = 30_000
"""Bytes: what is cut at random is not the few large files that test a limit."""

OUTPUTS = ("out.json", "out.txt", "out.csv")
"""The files that a command may leave behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input.

    Parameters
    ----------
    kind
        Which of the `KINDS`.
    scenario
        What the scenario file holds.
    files
        Name → what other files hold.
    arguments
        The command line without the scenario's name; None where any will do, so that many scenarios
        can share one command.
    """

    kind: str
    scenario: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    arguments: tuple[str, ...] | None = None


def draw(seed: int, index: int) -> Input:
    """Draw an input: the same one for the same seed and index."""
    rng = Random(f"{seed}:{index}")  # noqa: S311 - nothing is kept secret here
    kind = rng.choices(list(KINDS), weights())[0]
    return KINDS[kind][1](kind, rng, str(index))


@cache
def weights() -> tuple[int, ...]:
    """Return the weights of the kinds."""
    return tuple(weight for weight, _ in KINDS.values())


@cache
def corpus() -> tuple[bytes, ...]:
    """Return every scenario of the tests and examples as it stands in its file."""
    files = [*VALID, *INVALID, *examples()]
    return tuple(text for text in (path.read_bytes() for path in files) if len(text) < LARGEST)


def examples() -> list[Path]:
    """List the examples' scenarios."""
    return sorted(EXAMPLES.glob("**/*.yaml"))


def data_files() -> list[Path]:
    """List the files that scenarios of the corpus name."""
    return sorted([*SCENARIOS.glob("*/data/*"), *EXAMPLES.glob("*/*.csv")])


@cache
def texts() -> tuple[str, ...]:
    """Return those scenarios of the corpus that are text."""
    return tuple(text.decode("utf-8-sig", "replace") for text in corpus())


@cache
def trees(*, valid: bool) -> tuple[dict[str, Any], ...]:
    """Return the trees of the valid scenarios, or of all that are YAML."""
    files = [*VALID, *examples(), *([] if valid else INVALID)]
    found = []
    for path in files:
        try:
            found.append(parse_source(path.read_text(encoding="utf-8-sig", errors="replace"), file="x").tree)
        except InputError:
            continue
    return tuple(tree for tree in found if len(str(tree)) < LARGEST // 10)


def a_tree(rng: Random, *, valid: bool = False) -> dict[str, Any]:
    """Draw a tree of the corpus, to be changed."""
    return copy.deepcopy(rng.choice(trees(valid=valid)))


def a_random_tree(rng: Random) -> dict[str, Any]:
    """Draw a valid scenario: mostly a small one, which takes little time."""
    per_class = rng.random() < 0.35
    wanted = Wanted(
        uncertain=rng.random() < (0.2 if per_class else 0.5),
        discount=True,
        over_time=rng.random() < 0.15,
        per_class=per_class,
        largest_amount=10.0 ** rng.randint(0, 8),
        largest_count=rng.choice((9, 2000, 10**9)),
    )
    return random_tree(rng, wanted)


def bytes_changed(kind: str, rng: Random, _: str) -> Input:
    """A file of the corpus with bytes flipped, inserted, cut out, repeated, or cut off."""
    data = bytearray(rng.choice(corpus()))
    for _time in range(rng.choice((1, 1, 1, 2, 3, 8))):
        at, length = rng.randint(0, len(data)), rng.choice((1, 1, 2, 5, 30))
        match rng.randrange(6):
            case 0:
                data[at : at + 1] = bytes(each ^ 1 << rng.randrange(8) for each in data[at : at + 1])
            case 1:
                data[at:at] = rng.randbytes(length)
            case 2:
                del data[at : at + length]
            case 3:
                data[at:at] = data[at : at + length]
            case 4:
                data[at : at + 1] = rng.choice(
                    (b" ", b"\n", b"\t", b":", b"-", b"0", b"%", b"\xc2\xa0", b"\x00")
                )
            case _ if rng.random() < 0.2:
                del data[at:]
    return Input(kind=kind, scenario=bytes(data))


def tokens_inserted(kind: str, rng: Random, _: str) -> Input:
    """A text of the corpus with pieces of YAML put in, or in place of something."""
    text = rng.choice(texts())
    for _time in range(rng.choice((1, 1, 2, 3))):
        at, length = rng.randint(0, len(text)), rng.choice((0, 0, 1, 4, 12))
        piece = rng.choice((*TEXTS, *SCALARS, *SCALARS, text[at : at + 40]))
        text = text[:at] + piece + text[at + length :]
    return Input(kind=kind, scenario=text.encode("utf-8", "surrogatepass"))


def tree_changed(kind: str, rng: Random, _: str) -> Input:
    """A tree of the corpus with a key or value or two deleted, renamed, moved or replaced."""
    tree = a_tree(rng, valid=rng.random() < 0.6)
    for _time in range(rng.choice((1, 1, 1, 2, 3))):
        change(tree, rng)
    return of_tree(kind, tree, rng)


def random_valid(kind: str, rng: Random, _: str) -> Input:
    """A random scenario that is valid."""
    return of_tree(kind, a_random_tree(rng), rng)


def random_changed(kind: str, rng: Random, _: str) -> Input:
    """A random scenario with a key or value changed."""
    tree = a_random_tree(rng)
    change(tree, rng)
    return of_tree(kind, tree, rng)


def by_the_rules(kind: str, rng: Random, _: str) -> Input:
    """A scenario written by the rules of the format, with slips."""
    return of_tree(kind, grammar.Writer(rng).scenario(), rng)


def spliced(kind: str, rng: Random, _: str) -> Input:
    """The start of one file of the corpus and the end of another, or blocks of one in another."""
    if rng.random() < 0.5:
        first, second = (rng.choice(texts()).splitlines(keepends=True) for _ in range(2))
        text = "".join(first[: rng.randint(0, len(first))] + second[rng.randint(0, len(second)) :])
        return Input(kind=kind, scenario=text.encode("utf-8", "surrogatepass"))
    tree, other = a_tree(rng, valid=True), a_tree(rng)
    for key in rng.sample(sorted(other), min(len(other), rng.choice((1, 1, 2)))):
        tree[key] = other[key]
    return of_tree(kind, tree, rng)


def hostile_texts(kind: str, rng: Random, _: str) -> Input:
    """A valid tree whose texts and labels, everywhere alike, are replaced by hostile ones."""
    tree = a_tree(rng, valid=True) if rng.random() < 0.5 else a_random_tree(rng)
    labels = [str(label) for label in tree.get("classes", ()) if label]
    text = written(tree, rng)
    for old in rng.sample(labels, min(len(labels), rng.choice((1, 2)))) or [str(tree.get("name", "x"))]:
        new = grammar.label(rng) if rng.random() < 0.2 else rng.choice(grammar.HOSTILE)
        quoted = written([new], rng)[1:-1].replace("\\", r"\\")
        text = re.sub(rf'(?<![\w"\\]){re.escape(old)}(?![\w"])|"{re.escape(old)}"', quoted, text)
    return Input(kind=kind, scenario=text.encode("utf-8", "surrogatepass"))


def edge_numbers(kind: str, rng: Random, _: str) -> Input:
    """A valid tree with numbers where arithmetic, or a bound, ends."""
    tree = a_random_tree(rng) if rng.random() < 0.7 else a_tree(rng, valid=True)
    numbers = [
        (box, key) for box, key in places(tree) if isinstance(box[key], int | float | str) and key != "name"
    ]
    for box, key in rng.sample(numbers, min(len(numbers), rng.choice((1, 2, 2, 4)))):
        rate = isinstance(box[key], str) and box[key].endswith("%")
        box[key] = Raw(rng.choice(grammar.RATES if rate else grammar.EDGES))
    return of_tree(kind, tree, rng)


def evidence_file(kind: str, rng: Random, name: str) -> Input:
    """A scenario that names a random matrix or samples file."""
    writer = grammar.Writer(rng)
    writer.labels, writer.over_time = writer.labels or ["a", "b"], False
    tree = writer.economics()
    if rng.random() < 0.2:
        end, text = "csv", writer.samples_file()
        tree["error_costs"] = {"samples": f"{name}.csv"}
    else:
        end, text = writer.matrix_file()
        old = tree.get("model")
        kept = {key: each for key, each in old.items() if key not in QUALITY} if isinstance(old, dict) else {}
        tree["model"] = kept | {"confusion": {"file": f"{name}.{end}"}}
    data = torn(text, rng)
    return of_tree(kind, tree, rng, files={f"{name}.{end}": data})


def option_evidence(kind: str, rng: Random, name: str) -> Input:
    """A random evidence file through --model or --baseline."""
    writer = grammar.Writer(rng)
    writer.labels, writer.over_time = writer.labels or ["a", "b"], False
    end, text = writer.matrix_file()
    system = rng.choice(("--model", "--baseline"))
    file = (
        f"{name}.{end}"
        if rng.random() < 0.9
        else rng.choice((*data_names(), "none.csv", "/dev/zero", ".", ""))
    )
    tree = writer.economics() if rng.random() < 0.8 else a_tree(rng, valid=True)
    arguments = (*command(rng), system, file)
    return of_tree(kind, tree, rng, files={f"{name}.{end}": torn(text, rng)}, arguments=arguments)


@cache
def data_names() -> tuple[str, ...]:
    """Return the names of the corpus' data files, as scenarios write them."""
    return tuple(f"data/{path.name}" for path in data_files())


def option_set(kind: str, rng: Random, _: str) -> Input:
    """A valid scenario with random --set options."""
    tree = a_tree(rng, valid=True) if rng.random() < 0.6 else a_random_tree(rng)
    arguments = command(rng)
    for _time in range(rng.choice((1, 1, 2, 3))):
        arguments += ("--set", setting(tree, rng))
    return of_tree(kind, tree, rng, arguments=arguments)


def setting(tree: dict[str, Any], rng: Random) -> str:
    """Draw KEY=VALUE, the key mostly one that there is."""
    path: list[str] = []
    node: Any = tree
    while isinstance(node, dict | list) and node and rng.random() < 0.9:
        key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
        path.append(f'"{key}"' if "." in str(key) else str(key))
        node = node[key]
    known = ".".join(path)
    if rng.random() < 0.5:  # a value like the one that is there
        return f"{known}={like(node, rng)}"
    derived = rng.choice(
        ("model.accuracy", "baseline.accuracy", "error_costs", "model.recall.a", "volume.items")
    )
    key = rng.choice(
        (known, known, known, derived, f"{known}.x", known[:-1], "", ".", '"', "model..accuracy")
    )
    value = rng.choice((*SCALARS, *grammar.EDGES, *grammar.RATES, *TEXTS))
    return rng.choice((f"{key}={value}",) * 9 + (key,))


def like(value: Any, rng: Random) -> str:
    """Draw a value of the same kind as one."""
    if isinstance(value, dict | list):
        return written(value, rng).strip()
    if isinstance(value, str) and value.endswith("%"):
        return rng.choice(grammar.RATES)
    return str(grammar.amount(rng)) if isinstance(value, int | float) else str(value)


def option_policy(kind: str, rng: Random, name: str) -> Input:
    """A random policy file, or a policy's name."""
    writer = grammar.Writer(rng)
    tree = a_random_tree(rng) if rng.random() < 0.6 else a_tree(rng, valid=True)
    writer.labels = [label for label in tree.get("classes", ()) if isinstance(label, str)]
    policy = writer.policy()
    if rng.random() < 0.3:
        change(policy, rng)
    names = (
        "bold",
        "cautious",
        "balanced",
        "no-worse",
        "blod",
        "none.yaml",
        "/dev/zero",
        "",
        "a/b",
        "x" * 300,
    )
    given = f"{name}.policy.yaml" if rng.random() < 0.8 else rng.choice(names)
    files = {f"{name}.policy.yaml": torn(written(policy, rng), rng)}
    return of_tree(kind, tree, rng, files=files, arguments=(*command(rng), "--policy", given))


WORDS = (
    "--output", "json", "text", "json:out.json", "text:out.txt", "json:", "json:no/where.json",
    "json:/dev/null", "--seed", "0", "1", "-1", "18446744073709551617", "--draws", "1000", "1001",
    "999", "1e3", "--fail-on", "no-go", "never", "no-go,inconclusive", "go", "--color", "always",
    "never", "red", "--debug", "--model", "--baseline", "--policy", "cautious", "--set",
    "model.accuracy=0.97", "name=\x1b[31m", "=", "--help", "--version", "--", "-", "", "none.yaml",
    "\x1b[31m", "\udcff", "--outptu", "--set=error_costs=3", "票", "-h",
)  # fmt: skip


def command_line(kind: str, rng: Random, _: str) -> Input:
    """A valid scenario under random words of the command line."""
    start = rng.choice(("evaluate", "evaluate", "evaluate", "check", "evalute", "", "--version", "--debug"))
    words = tuple(rng.choice(WORDS) for _ in range(rng.randint(0, 5)))
    draws = () if "--draws" in words else ("--draws", "1000")
    arguments = (start, *draws * (start == "evaluate"), *words)
    return of_tree(kind, a_random_tree(rng), rng, arguments=arguments)


def as_text(kind: str, rng: Random, _: str) -> Input:
    """A random scenario, shown as text."""
    tree = a_random_tree(rng) if rng.random() < 0.5 else grammar.Writer(rng).scenario()
    draws = ("--draws", "1000") if rng.random() < 0.9 else ()  # else as many as the verdict needs
    arguments = ("evaluate", *draws, "--color", rng.choice(("always", "never")))
    return of_tree(kind, tree, rng, arguments=arguments)


def command(rng: Random) -> tuple[str, ...]:
    """Draw what to do with a scenario."""
    return ("check",) if rng.random() < 0.5 else ("evaluate", "--draws", "1000", "--output", "json")


def of_tree(
    kind: str,
    tree: dict[str, Any],
    rng: Random,
    *,
    files: dict[str, bytes] | None = None,
    arguments: tuple[str, ...] | None = None,
) -> Input:
    """Write a tree as the scenario of an input."""
    text = written(tree, rng)
    return Input(
        kind=kind, scenario=text.encode("utf-8", "surrogatepass"), files=files or {}, arguments=arguments
    )


def torn(text: str, rng: Random) -> bytes:
    """Write a text as bytes, now and then with a few of them changed."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if rng.random() < 0.15:
        at = rng.randint(0, len(data))
        data[at : at + rng.choice((0, 1, 9))] = rng.choice(
            (b"", b"\xff", b"\x00", b'"', b",", b"\n", b"-1", b"1e999")
        )
    return bytes(data)


KINDS: dict[str, tuple[int, Callable[[str, Random, str], Input]]] = {
    "bytes changed": (15, bytes_changed),
    "tokens inserted": (15, tokens_inserted),
    "tree changed": (21, tree_changed),
    "random, valid": (3, random_valid),
    "random, changed": (10, random_changed),
    "by the rules": (8, by_the_rules),
    "spliced": (5, spliced),
    "hostile texts": (4, hostile_texts),
    "edge numbers": (4, edge_numbers),
    "evidence file": (6, evidence_file),
    "--model, --baseline": (2, option_evidence),
    "--set": (3, option_set),
    "--policy": (2, option_policy),
    "command line": (1, command_line),
    "as text": (1, as_text),
}
"""Kind → how many of a hundred inputs are of it, and what draws one."""
