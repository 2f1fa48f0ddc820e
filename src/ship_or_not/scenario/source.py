"""A scenario's text → a plain tree, and where each value stands in the text."""

from __future__ import annotations

import dataclasses
import pathlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ship_or_not.errors import InputError, Location
from ship_or_not.evidence.files import read_file
from ship_or_not.evidence.problems import dotted, input_error, refusal
from ship_or_not.evidence.text import Lines, printable, quoted
from ship_or_not.scenario.events import Mark, Path, parse_events
from ship_or_not.scenario.yaml_errors import foreign_line, odd_blank

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Path", "Source", "parse_source", "read_source"]

LIMIT_BYTES = 2**20

_LINES = "a scenario: lines of 'key: value', with a blank after the colon"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """A scenario as plain values, each with its place.

    Parameters
    ----------
    file
        What people know it by: its path, or "<text>" and the like.
    path, sha256
        Of the file; None for a scenario from text.
    tree
        Mappings, lists, text, numbers, booleans and None. Not to be changed: see `replace`.
    texts
        Path → the text of every scalar as it was written: labels are compared as text (``0`` is "0").
    lines
        The text that ``marks`` point into.
    marks
        Path → where the key and the value stand, for what comes from the text.
    moved
        Path → the place of what was put in by `replace`, and of everything under it.
    """

    file: str
    path: pathlib.Path | None
    sha256: str | None
    tree: dict[str, Any]
    texts: Mapping[Path, str]
    lines: Lines = field(repr=False)
    marks: Mapping[Path, Mark] = field(repr=False)
    moved: Mapping[Path, Location] = field(repr=False, default_factory=dict)

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """Say where a value stands, or its key.

        Where nothing stands at ``path``, it is the place of the key of the nearest mapping or list
        around it; for the whole file, that is its first line.
        """
        for length in range(len(path), -1, -1):
            around = path[:length]
            if around in self.moved:
                return self.moved[around]
            if around in self.marks:
                mark = self.marks[around]
                return self.lines.at(*(mark.key if key or around != path else mark.value))
        return Location(file=self.file)

    def texts_under(self, path: Path) -> dict[Path, str]:
        """Return the texts of the scalars under ``path``, by their path from there."""
        depth = len(path)
        return {key[depth:]: text for key, text in self.texts.items() if key[:depth] == path}

    def by_name(self, path: Path) -> Path:
        """Return a path with items of lists by their ``name``, where they have one, in place of a number."""
        node: Any = self.tree
        steps: Path = ()
        for step in path:
            inner = _at(node, step)
            named = isinstance(node, list) and isinstance(inner, dict) and isinstance(inner.get("name"), str)
            steps = (*steps, inner["name"] if named else step)
            node = inner
        return steps

    def key(self, path: Path) -> str:
        """Write a path as messages do."""
        return dotted(self.by_name(path))

    def replace(self, path: Path, value: object, text: str | None, location: Location) -> Source:
        """Put a value in place of what stands at ``path``, with everything under it.

        Parameters
        ----------
        path
            Keys, and in lists the names of their items, or where these have none positions (as a number
            or as text), from the top. Mappings that are missing on the way are made; an empty value
            counts as missing.
        value
            A plain value, as in ``tree``.
        text
            The text of a scalar value as it was written; None for a mapping or list.
        location
            What `locate` answers for ``path`` and everything under it, and for the mappings made.

        Raises
        ------
        InputError
            At ``location``: a value other than a mapping or list stands on the way, or a list has
            no such item.
        """
        if not path:
            raise refusal(location, "the whole scenario cannot be replaced", "the key of one value")
        tree, path, top = _with(self.tree, path, value, location)
        texts = _outside(self.texts, top)
        if text is not None:
            texts[path] = text
        moved = {**_outside(self.moved, top), top: location}
        return dataclasses.replace(self, tree=tree, texts=texts, marks=_outside(self.marks, top), moved=moved)

    def without(self, path: Path) -> Source:
        """Take out what stands at ``path``, keys of mappings; nothing happens where nothing does."""
        top = dict(self.tree)
        node: Any = top
        for key in path[:-1]:
            if not isinstance(node.get(key), dict):
                return self
            node[key] = dict(node[key])
            node = node[key]
        if path[-1] not in node:
            return self
        del node[path[-1]]
        return dataclasses.replace(
            self,
            tree=top,
            texts=_outside(self.texts, path),
            marks=_outside(self.marks, path),
            moved=_outside(self.moved, path),
        )


T = TypeVar("T")


def _at(node: Any, step: str | int) -> Any:  # noqa: ANN401 - any plain value
    """Return what stands at a step; None where nothing does."""
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None


def _outside(places: Mapping[Path, T], path: Path) -> dict[Path, T]:
    """Leave out what stands at a path and under it."""
    return {key: value for key, value in places.items() if key[: len(path)] != path}


class _Edit(NamedTuple):
    """An edited tree, the path of what was put in, and that of the topmost node that is new."""

    tree: dict[str, Any]
    path: Path
    top: Path


def read_source(path: pathlib.Path | str, *, shown_as: str | None = None) -> Source:
    """Read a scenario file of at most 1 MiB.

    Parameters
    ----------
    shown_as
        What messages call it; ``path`` where it is None.

    Raises
    ------
    InputError
        With everything that is wrong with the file as YAML.
    """
    file = read_file(path, limit_bytes=LIMIT_BYTES, shown_as=shown_as)
    return parse_source(file.text, file=file.path, path=pathlib.Path(path), sha256=file.sha256)


def parse_source(
    text: str, *, file: str, path: pathlib.Path | None = None, sha256: str | None = None
) -> Source:
    """Read a scenario from text.

    Parameters
    ----------
    text
        YAML: one mapping.
    file
        What messages call it.
    path, sha256
        Of the file that it comes from, if it does.

    Raises
    ------
    InputError
        With everything that is wrong with the text as YAML.
    """
    lines = Lines(text.removeprefix("\ufeff"), file=printable(file))
    unseen = lines.foreign_control() or odd_blank(lines)
    if unseen:
        raise InputError((unseen,))
    parsed = parse_events(lines)
    if parsed.problems:
        raise input_error(parsed.problems)
    if () not in parsed.marks:
        raise refusal(Location(file=lines.file), "it is empty", _LINES)
    if not isinstance(parsed.tree, dict):
        start, length = parsed.marks[()].value
        foreign = foreign_line(lines, start)
        if foreign:
            raise InputError((foreign,))
        raise refusal(lines.at(start, length), f"it is {_kind(parsed.tree)}, not a scenario", _LINES)
    return Source(
        file=lines.file,
        path=path,
        sha256=sha256,
        tree=parsed.tree,
        texts=parsed.texts,
        lines=lines,
        marks=parsed.marks,
    )


def _with(tree: dict[str, Any], path: Path, value: object, location: Location) -> _Edit:
    """Copy a tree along ``path`` and put a value there."""
    top = dict(tree)
    node: Any = top
    steps: Path = ()
    made: int | None = None
    for step in path[:-1]:
        steps = (*steps, _step(node, step, steps, location))
        child = node.get(steps[-1]) if isinstance(node, dict) else node[steps[-1]]
        if child is None:
            child = {}
            made = made or len(steps)
        elif not isinstance(child, dict | list):
            raise refusal(
                location,
                f"{dotted(steps)} is {_kind(child)}: nothing can be set inside it",
                "the key of a block, or a value for the whole",
                key=dotted(path),
            )
        node[steps[-1]] = child.copy()
        node = node[steps[-1]]
    steps = (*steps, _step(node, path[-1], steps, location))
    node[steps[-1]] = value
    return _Edit(top, steps, steps[:made])


def _step(node: dict[str, Any] | list[Any], step: str | int, around: Path, location: Location) -> str | int:
    """Turn a step into a key of a mapping, or into a position that a list has."""
    if isinstance(node, dict):
        return str(step)
    names = [item.get("name") if isinstance(item, dict) else None for item in node]
    places = {name: at for at, name in enumerate(names) if isinstance(name, str)}
    if str(step) in places:
        return places[str(step)]
    if places:
        raise refusal(
            location,
            f"{dotted(around)} has none with the name {quoted(str(step))}",
            f"one of {', '.join(map(quoted, places))}",
            key=dotted((*around, step)),
        )
    if str(step) in map(str, range(len(node))):
        return int(step)
    raise refusal(
        location,
        f"{dotted(around)} is a list of {len(node)} and has no item {quoted(str(step))}",
        f"a position from 0 to {len(node) - 1}" if node else "a list that has items",
        key=dotted((*around, step)),
    )


def _kind(value: object) -> str:
    """Name the kind of a plain value."""
    match value:
        case None:
            return "empty"
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "a block of keys"
