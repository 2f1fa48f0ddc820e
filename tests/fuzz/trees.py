"""Scenarios as plain trees: written in several styles, and changed at random."""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from support.mutations import KEYS, SCALARS

if TYPE_CHECKING:
    from random import Random

PLAIN = re.compile(
    r"[A-Za-z][A-Za-z0-9_]*(?: [A-Za-z0-9_%.]+)*|[0-9.]+%|[0-9.]+(?: [a-z]+ [a-z0-9.%]+| [a-z]+)"
)
"""Texts that may stand without quotes: a word, ``98%``, ``1 to 5``, ``3 weeks``."""


class Raw(str):
    """A piece of YAML that is written as it stands."""

    __slots__ = ()


def raws(rng: Random) -> Raw:
    """Draw a value that is right somewhere and wrong elsewhere."""
    return Raw(rng.choice(SCALARS))


def written(tree: Any, rng: Random) -> str:
    """Write a tree as YAML: in lines or in braces, texts with or without quotes."""
    quotes = rng.random() < 0.5
    if isinstance(tree, dict) and rng.random() < 0.7:
        return "".join(_lines(tree, "", quotes=quotes))
    return _flow(tree, quotes=quotes)


def _flow(tree: Any, *, quotes: bool) -> str:
    if isinstance(tree, dict):
        entries = (f"{_flow(key, quotes=quotes)}: {_flow(each, quotes=quotes)}" for key, each in tree.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(tree, list):
        return f"[{', '.join([_flow(each, quotes=quotes) for each in tree])}]"
    if isinstance(tree, Raw):
        return tree
    if isinstance(tree, str) and not quotes and PLAIN.fullmatch(tree):
        return tree
    return encode_basestring(tree) if isinstance(tree, str) else json.dumps(tree)


def _lines(tree: dict[Any, Any], indent: str, *, quotes: bool) -> list[str]:
    lines = []
    for key, each in tree.items():
        start = f"{indent}{_flow(key, quotes=quotes)}:"
        if isinstance(each, dict) and each:
            lines += [f"{start}\n", *_lines(each, f"{indent}  ", quotes=quotes)]
        else:
            lines.append(f"{start} {_flow(each, quotes=quotes)}\n")
    return lines


def places(tree: Any) -> list[tuple[Any, Any]]:
    """List every value of a tree as the container that holds it and its key there."""
    found: list[tuple[Any, Any]] = []
    containers = [tree]
    while containers:
        container = containers.pop()
        for key in container if isinstance(container, dict) else range(len(container)):
            found.append((container, key))
            if isinstance(container[key], dict | list):
                containers.append(container[key])
    return found


def change(tree: Any, rng: Random) -> None:  # noqa: C901 - a case for each change
    """Change one value or key: deleted, replaced, renamed, copied, moved, wrapped, mistyped."""
    everywhere = places(tree)
    if not everywhere:
        return
    container, key = rng.choice(everywhere)
    value = container[key]
    match rng.randrange(9):
        case 0:
            del container[key]
        case 1:
            container[key] = raws(rng)
        case 2 if isinstance(container, dict):
            _rename(container, key, rng.choice([str(key)[1:], str(key).upper(), f"{key}s", *KEYS]))
        case 3:
            _insert(*rng.choice(everywhere), value, rng)
        case 4:
            other, there = rng.choice(everywhere)
            if _holds(value, other) or _holds(other[there], container):
                return
            container[key], other[there] = other[there], value
        case 5:
            container[key] = rng.choice([[value], {"file": value}, {"x": value}, [value, value]])
        case 6 if isinstance(value, str):
            container[key] = type(value)(mistyped(value, rng))
        case 7 if isinstance(container, dict):
            _rename(container, key, mistyped(str(key), rng))
        case _:
            _insert(container, key, raws(rng), rng)


def mistyped(text: str, rng: Random) -> str:
    """Change one character."""
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(["", "e", " ", "%", ",", "0", "-", text[at : at + 1] * 2]) + text[at + 1 :]


def _holds(value: Any, container: Any) -> bool:
    """Tell whether a container is, or stands in, a value: a tree must not hold itself."""
    return value is container or any(here is container for here, _ in _inside(value))


def _inside(value: Any) -> list[tuple[Any, Any]]:
    return places([value]) if isinstance(value, dict | list) else []


def _insert(container: Any, key: Any, value: Any, rng: Random) -> None:
    if _holds(value, container):
        return
    if isinstance(container, list):
        container.insert(key, value)
    else:
        container[rng.choice(KEYS)] = value


def _rename(container: dict[Any, Any], key: Any, name: str) -> None:
    """Give a key another name, in its place."""
    entries = [(name if each == key else each, value) for each, value in container.items()]
    container.clear()
    container.update(entries)
