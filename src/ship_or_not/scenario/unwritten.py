"""Keys with nothing written after them, and why: a blank that is missing, a comma in place of a point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from ship_or_not.evidence.text import printable

if TYPE_CHECKING:
    from ship_or_not.scenario.source import Path, Source

_DIGITS = re.compile(r"[0-9]+%?")


class Unwritten(NamedTuple):
    """A place where nothing is written.

    Parameters
    ----------
    path
        Where.
    meant
        What was probably meant, so that no more need be said of it; ``path`` itself where unclear.
    found, expected
        What is wrong, and what to write.
    """

    path: Path
    meant: Path
    found: str
    expected: str


def unwritten(source: Source) -> list[Unwritten]:
    """List every place where nothing is written."""
    return [_why(source, path) for path in _nothing(source.tree)]


def _nothing(tree: Any, at: Path = ()) -> list[Path]:  # noqa: ANN401 - any plain value
    if tree is None:
        return [at]
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [found for key, value in items for found in _nothing(value, (*at, key))]


def _why(source: Source, path: Path) -> Unwritten:
    """Say why nothing is written: within braces a key may hold its value, or the rest of a number."""
    *around, last = path
    name, colon, value = str(last).partition(":")
    if colon and value.strip():
        found = "a blank is missing after the colon"
        return Unwritten(path, (*around, name), found, printable(f"{name}: {value}"))
    before = _key_before(source.tree, path)
    written = source.texts.get((*around, before), "") if before is not None else ""
    if before is not None and _DIGITS.fullmatch(written) and _DIGITS.fullmatch(str(last)):
        found = f"the comma parts {written} from {last}"
        return Unwritten(path, (*around, before), found, f"{printable(before)}: {written}.{last}")
    return Unwritten(path, path, "nothing is written here", "a value, or no such line")


def _key_before(tree: Any, path: Path) -> str | None:  # noqa: ANN401 - any plain value
    """Return the key that stands before another in its mapping."""
    for key in path[:-1]:
        tree = tree[key]
    keys = list(tree) if isinstance(tree, dict) else []
    at = keys.index(path[-1]) if keys else 0
    return keys[at - 1] if at else None
