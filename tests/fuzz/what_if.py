"""Generated what-ifs: scenarios compared, swept, and asked what they hang on and what more is worth."""

from __future__ import annotations

import copy
import json
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import ship_or_not
from fuzz import grammar
from fuzz.inputs import Input, a_random_tree, a_tree, like, of_tree, setting, torn
from fuzz.trees import Raw, change, places, written
from ship_or_not.render.json import render
from support.scenarios import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

SAVED = 24
"""Scenarios of which an evaluation is saved."""

ODD: tuple[Any, ...] = (
    None, True, "", "x", "\x1b[31m", "\ud800", [], {}, [1], {"a": 1}, 0, -1, -0.0, 0.5, 1.5, 2, 1e-300, 1e99,
    1e100, 1e300, 2**53, 10**400, float("nan"), float("-inf"), "GO", "NO-GO", "keep", "counts", "rates",
)  # fmt: skip
"""Values that stand where another is expected."""

ODD_COSTS = (*grammar.EDGES, "1 to 3", "x", "", "=", "a=2")


def draw(seed: int, index: int) -> Input:
    """Draw an input: the same one for the same seed and index."""
    rng = Random(f"what if {seed}:{index}")  # noqa: S311 - nothing is kept secret here
    kind = rng.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    return KINDS[kind][1](kind, rng, str(index))


def any_tree(rng: Random) -> dict[str, Any]:
    """Draw a scenario that is mostly valid."""
    way = rng.random()
    if way < 0.2:
        return a_tree(rng, valid=True)
    return grammar.Writer(rng).scenario() if way < 0.4 else a_random_tree(rng)


def two_scenarios(kind: str, rng: Random, name: str) -> Input:
    """A scenario, and another one, or the same with a value or two changed."""
    tree = any_tree(rng)
    other = any_tree(rng) if rng.random() < 0.3 else copy.deepcopy(tree)
    for _time in range(rng.choice((0, 1, 1, 2))):
        alter(other, rng)
    for key in ("currency", "policy"):
        if rng.random() < 0.8 and key in tree:
            other[key] = tree[key]
    files = {f"{name}.other.yaml": written(other, rng).encode("utf-8", "surrogatepass")}
    arguments = ("compare", f"{name}.other.yaml", *options(rng))
    return of_tree(kind, tree, rng, files=files, arguments=arguments)


def alter(tree: dict[str, Any], rng: Random) -> None:
    """Put another figure in a tree, or change it in any way."""
    figures = [(box, key) for box, key in places(tree) if is_figure(box[key])]
    if not figures or rng.random() < 0.2:
        change(tree, rng)
        return
    box, key = rng.choice(figures)
    box[key] = Raw(like(box[key], rng))


def is_figure(value: Any) -> bool:
    """Tell whether a value is a number, or a text that begins with one: ``98%``, ``3 weeks``."""
    return isinstance(value, int | float) or (isinstance(value, str) and value[:1].isdigit())


def a_setting(tree: dict[str, Any], rng: Random) -> tuple[str, Any]:
    """Draw a key and what stands there, mostly a figure."""
    for _time in range(20):
        path, node = [], tree
        while isinstance(node, dict | list) and node:
            key = rng.choice(list(node) if isinstance(node, dict) else range(len(node)))
            path.append(f'"{key}"' if "." in str(key) else str(key))
            node = node[key]
        if is_figure(node):
            return ".".join(path), node
    key, _, value = setting(tree, rng).partition("=")
    return key, value


def variants(kind: str, rng: Random, name: str) -> Input:
    """A scenario with random --set, --model, --baseline and --as."""
    tree, writer = any_tree(rng), grammar.Writer(rng)
    writer.labels = [each for each in tree.get("classes") or () if isinstance(each, str)] or ["a", "b"]
    end, text = writer.matrix_file()
    words: tuple[str, ...] = ()
    for _time in range(rng.choice((1, 2, 3))):
        way = rng.random()
        if way < 0.2:
            words += (rng.choice(("--model", "--baseline")), f"{name}.{end}")
        elif way < 0.3:
            words += ("--set", setting(tree, rng))
        else:
            key, value = a_setting(tree, rng)
            words += ("--set", f"{key}={like(value, rng)}")
        if rng.random() < 0.5:
            words += ("--as", rng.choice((*grammar.NAMES, *grammar.HOSTILE)))
    files = {f"{name}.{end}": torn(text, rng)}
    return of_tree(kind, tree, rng, files=files, arguments=("compare", *words, *options(rng)))


@cache
def saved() -> tuple[tuple[dict[str, Any], str], ...]:
    """Return random scenarios, and what was saved of each."""
    rng, found = Random("saved"), []  # noqa: S311 - nothing is kept secret here
    for _time in range(SAVED):
        tree = a_random_tree(rng)
        evaluation = ship_or_not.evaluate(ship_or_not.load_scenario(text=text_of(tree)), draws=1000)
        found.append((tree, render([evaluation], [], version="0", exit_code=0)))
    return tuple(found)


def saved_evaluation(kind: str, rng: Random, name: str) -> Input:
    """A scenario beside what was saved of it, with values of what was saved changed, or bytes."""
    tree, text = rng.choice(saved())
    tree, document = copy.deepcopy(tree), json.loads(text)
    if rng.random() < 0.5:
        change(tree, rng)
    for _time in range(rng.choice((0, 1, 1, 2))):
        box, key = rng.choice(places(document))
        match rng.randrange(3):
            case 0:
                del box[key]
            case 1:
                box[key] = like_number(box[key], rng)
            case _:
                box[key] = rng.choice(ODD)
    files = {f"{name}.json": torn(json.dumps(document), rng)}
    arguments = ("compare", "--compare-to", f"{name}.json", *options(rng))
    return of_tree(kind, tree, rng, files=files, arguments=arguments)


def like_number(value: Any, rng: Random) -> Any:
    """Draw a value of the same kind: another figure, another text, half a list."""
    if isinstance(value, int | float):
        return value * rng.choice((-1, 0, 0.5, 2, 1e6)) + rng.choice((0, 1))
    if isinstance(value, list):
        return rng.choice((value[:1], value * 2))
    return rng.choice(grammar.HOSTILE) if isinstance(value, str) else value


def sweep(kind: str, rng: Random, _: str) -> Input:
    """A scenario swept over one or two of its keys."""
    tree = any_tree(rng)
    axes = {axis(tree, rng) for _time in range(rng.choice((1, 1, 1, 2, 2, 2, 3)))}
    return of_tree(kind, tree, rng, arguments=("sweep", *sorted(axes), *options(rng)))


def axis(tree: dict[str, Any], rng: Random) -> str:
    """Draw KEY=VALUES, the values mostly of the kind that stands there."""
    key, value = a_setting(tree, rng)
    if rng.random() < 0.1:
        key = rng.choice(("model.accuracy", "error_costs", "horizon", "policy.confidence", "x", ""))
    values = sorted(near(value, rng) for _time in range(rng.choice((2, 2, 2, 3))))
    if rng.random() < 0.1:
        odd = (*grammar.EDGES, *grammar.RATES, "1 week", "3 months", "2 per month", "", "x", str(value))
        values[rng.randrange(2)] = rng.choice(odd)
    if rng.random() < 0.3:
        return f"{key}={','.join(values)}"
    steps = rng.choice(((), ("2",), ("5",), ("5",), ("13",)))
    if rng.random() < 0.1:
        steps = (rng.choice(("0", "1", "-3", "1e9", "x", "", "5:log", "5:lin", "5:")),)
    return f"{key}={':'.join((*values[:2], *steps))}"


def near(value: Any, rng: Random) -> str:
    """Draw an exact figure of the same kind: a number, ``98%``, ``3 weeks``."""
    if isinstance(value, int | float):
        return f"{value * rng.uniform(0, 2):.4f}"
    text = str(value)
    unit = text.lstrip("0123456789.")
    return f"{rng.uniform(1, 99):.2f}{unit}" if unit[:1] in {" ", "%"} and " to " not in unit else text


def sensitivity(kind: str, rng: Random, _: str) -> Input:
    """What a scenario hangs on."""
    react = rng.choice(("1 week", "0 days", "30 years", "-1 day", "x", "", "1", "2 per month"))
    words = ("--react-within", react) if rng.random() < 0.3 else ()
    rules = ("--output", "prometheus:out.txt") if rng.random() < 0.3 else ()
    return of_tree(kind, any_tree(rng), rng, arguments=("sensitivity", *words, *rules, *options(rng)))


def information(kind: str, rng: Random, _: str) -> Input:
    """What more information is worth."""
    tree = any_tree(rng)
    words: tuple[str, ...] = ()
    for _time in range(rng.choice((0, 0, 1, 1, 1, 2))):
        cost = rng.choice(ODD_COSTS) if rng.random() < 0.3 else f"{10.0 ** rng.uniform(-3, 6):.4f}"
        of = f"{rng.choice(tree['classes'])}=" if tree.get("classes") and rng.random() < 0.4 else ""
        words += ("--label-cost", of + cost)
    if rng.random() < 0.3:
        words += ("--labels-per-week", rng.choice((*grammar.EDGES, "100", "100", "100", "x")))
    return of_tree(kind, tree, rng, arguments=("voi", *words, *options(rng)))


def options(rng: Random) -> tuple[str, ...]:
    """Draw options that every one of these commands takes."""
    words: tuple[str, ...] = ("--draws", "1000", "--output", "json")
    if rng.random() < 0.3:
        words += ("--output", "text:out.txt")
    if rng.random() < 0.2:
        words += ("--output", "csv:out.csv")
    return words


KINDS: dict[str, tuple[int, Callable[[str, Random, str], Input]]] = {
    "compare, two": (20, two_scenarios),
    "compare, variants": (20, variants),
    "compare, saved": (30, saved_evaluation),
    "sweep": (20, sweep),
    "sensitivity": (10, sensitivity),
    "voi": (10, information),
}
"""Kind → its weight, and what draws one."""
