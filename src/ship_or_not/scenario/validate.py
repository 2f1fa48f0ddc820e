"""A plain tree against the schema: the block that is left when what is wrong is taken out, and the problems.

Everything wrong is reported at once, so that what is right must still be read: a value that is wrong
is cut out with the nearest block that cannot do without it, and the rest is validated again.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from ship_or_not.errors import Problem
from ship_or_not.evidence.problems import dotted
from ship_or_not.evidence.text import printable
from ship_or_not.scenario.blocks import Block, Lazy, flow, shown
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.schema import LATER
from ship_or_not.scenario.unwritten import unwritten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

    from ship_or_not.scenario.source import Path, Source

TOP = "the file itself"

B = TypeVar("B", bound=Block)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validated(Generic[B]):
    """What was read.

    Parameters
    ----------
    block
        The part of the scenario that is right.
    problems
        What is wrong, in no particular order.
    bad
        Paths that were cut out, and those that a misspelt key was probably meant to be.
    """

    block: B
    problems: list[Problem] = field(default_factory=list)
    bad: frozenset[Path] = frozenset()

    def is_bad(self, *path: str | int) -> bool:
        """Whether something at, above or below a path was wrong, so that no more need be said of it."""
        return any(bad[: len(path)] == path[: len(bad)] for bad in self.bad)


def validate(source: Source, schema: type[B]) -> Validated[B]:
    """Read a tree by a schema in which every key at the top is optional."""
    tree = _labels_as_text(source)
    empty = unwritten(source)
    problems = [
        Problem(
            location=source.locate(each.path, key=True),
            key=source.key(each.path),
            found=each.found,
            expected=each.expected,
        )
        for each in empty
    ]
    bad: set[Path] = {path for each in empty for path in (each.path, each.meant)}
    for path in bad:
        if path[:1] != ("plan_b",) or len(path) > 2:  # noqa: PLR2004 - an empty plan is as good as cut out
            _cut(tree, path)
    first = True
    while True:
        try:
            block = schema.model_validate(tree)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=True)
            cut = {_cut_at(each) for each in details}
            meant = {known for each in details if (known := _meant(schema, each))}
            bad |= cut | meant
            if first:
                problems.extend(
                    _problem(source, schema, each) for each in details if each["loc"] not in meant
                )
            for path in cut:
                _cut(tree, path)
            first = False
        else:
            return Validated(block=block, problems=problems, bad=frozenset(bad))


def _labels_as_text(source: Source) -> dict[str, Any]:
    """Copy the tree with the labels in it as they were written: ``0`` is "0"."""
    tree = copy.deepcopy(source.tree)
    places: list[Path] = [("baseline", "always"), ("model", "refer", "label")]
    classes = tree.get("classes")
    if isinstance(classes, list):
        places += [("classes", i) for i in range(len(classes))]
    for path in places:
        node = _at(tree, path[:-1])
        if path in source.texts and isinstance(node, dict | list) and _at(tree, path) is not None:
            node[path[-1]] = source.texts[path]  # type: ignore[index]
    return tree


def _at(tree: Any, path: Path) -> Any:  # noqa: ANN401 - any plain value
    for key in path:
        try:
            tree = tree[key]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def inner_path(source: Source, path: Path) -> Path:
    """Return a path with positions in lists as numbers, as a `Source` has them."""
    steps: Path = ()
    for step in path:
        in_list = isinstance(_at(source.tree, steps), list)
        steps = (*steps, int(step) if in_list else step)
    return steps


def _meant(schema: type[Block], details: ErrorDetails) -> Path | None:
    """Return the key that an unknown one was probably meant to be: nothing more is to be said of it."""
    if details["type"] != "extra_forbidden":
        return None
    owners = _owners(schema, tuple(details["loc"]))
    if owners:
        name = str(details["loc"][-1])
        if len(owners) > 1:
            return None
        return (name,) if owners == (TOP,) else (owners[0], name)
    *around, key = details["loc"]
    known = nearest(str(key), _fields(schema, tuple(around)))
    return (*around, known) if known else None


def _cut_at(details: ErrorDetails) -> Path:
    """Return what to cut out for an error: the value, or what lacks a value."""
    path = tuple(details["loc"])
    return path[:-1] if details["type"] == "missing" else path


def _cut(tree: Any, path: Path) -> None:  # noqa: ANN401 - any plain value
    """Remove what stands at a path; of a list, the item is emptied, or the whole list goes if it was."""
    parent = _at(tree, path[:-1])
    if isinstance(parent, list) and _at(parent, path[-1:]) is not None:
        parent[int(path[-1])] = None
    elif isinstance(parent, list):
        _cut(tree, path[:-1])
    elif isinstance(parent, dict):
        parent.pop(path[-1], None)
    elif len(path) > 1:
        _cut(tree, path[:-1])


def _problem(source: Source, schema: type[Block], details: ErrorDetails) -> Problem:
    path: Path = tuple(details["loc"])
    context: Mapping[str, Any] = details.get("ctx", {})
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_key(source, schema, path)
    if kind == "missing":
        return Problem(
            location=source.locate(path[:-1], key=True),
            key=source.key(path),
            found=f"{path[-1]} is missing",
            expected=_example(schema, path),
        )
    if kind == "input":
        place = inner_path(source, (*path, *context["at"]))
        expected = context["expected"]
        if place == ("policy",) and isinstance(details["input"], str):
            expected += "; rules that have a name go with the command: --policy cautious"
        return Problem(
            location=source.locate(place),
            key=source.key(place),
            found=printable(context["found"]),
            expected=expected,
        )
    if kind == "literal_error":
        known = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return Problem(
            location=source.locate(path),
            key=source.key(path),
            found=f"{shown(details['input'])} is not known here",
            expected=f"one of {', '.join(known)}",
            suggestion=nearest(details["input"], known) if isinstance(details["input"], str) else "",
        )
    return Problem(
        location=source.locate(path),
        key=source.key(path),
        found=f"{shown(details['input'])} is not {'a list' if kind == 'list_type' else 'a block of keys'}",
        expected=_example(schema, path),
    )


def _example(schema: type[Block], path: Path) -> str:
    examples = _fields(schema, path[:-1])[str(path[-1])].examples or []
    return f"{path[-1]}: {flow(examples[0])}"


def _unknown_key(source: Source, schema: type[Block], path: Path) -> Problem:
    location, key = source.locate(path, key=True), source.key(path)
    if dotted(path) in LATER:
        return Problem(
            location=location,
            key=key,
            found=f"this version cannot compute {path[-1]} yet",
            expected="no such key: without it the answer leaves it out, and its question stays open",
        )
    known = _fields(schema, path[:-1])
    owners = _owners(schema, path)
    if owners:
        found, expected = f"{path[-1]} is a key of {' and '.join(owners)}", f"one of {', '.join(known)}"
        if not path[1:]:
            found, expected = f"{found}, and stands outside", f"{path[-1]} below {owners[0]}, indented"
        elif owners == (TOP,):
            found, expected = f"{found}, not of {path[0]}", f"{path[-1]} at the start of a line of its own"
        else:
            found = f"{found}, not of {path[0]}"
        return Problem(location=location, key=key, found=found, expected=expected)
    return Problem(
        location=location,
        key=key,
        found=f"{printable(str(path[-1]))} is not a known key",
        expected=f"one of {', '.join(known)}",
        suggestion=nearest(str(path[-1]), known),
    )


def _owners(schema: type[Block], path: Path) -> tuple[str, ...]:
    """Name the blocks that have a key which stands in another one; none for a key that none has."""
    key = str(path[-1])
    around = {name: _fields(schema, (name,)) for name in schema.model_fields}
    blocks = {name: fields for name, fields in around.items() if fields is not schema.model_fields}
    if len(path) == 1:
        owners = tuple(name for name, fields in blocks.items() if key in fields)
        return tuple(name for name in owners if name != "plan_b") or owners
    if len(path) > 2 or str(path[0]) not in blocks:  # noqa: PLR2004 - block, key
        return ()
    other = {"baseline": "model", "model": "baseline"}.get(str(path[0]), "")
    if key in blocks.get(other, {}):
        return (other,)
    return (TOP,) if key in schema.model_fields else ()


def _fields(schema: type[Block], path: Path) -> dict[str, FieldInfo]:
    """Return the keys of the block at a path."""
    block: type[Block] = schema
    for key in path:
        info = block.model_fields.get(str(key))
        if info is None:
            continue  # a label
        block = block_of(info) or block
    return block.model_fields


def block_of(info: FieldInfo) -> type[Block] | None:
    """Return the block that a key holds, itself or by label; None where it holds something else."""
    lazy = [each for each in (*info.metadata, *_inner(info.annotation)) if isinstance(each, Lazy)]
    return lazy[0].block if lazy else None


def _inner(annotation: Any) -> list[Any]:  # noqa: ANN401 - a type
    """Return the metadata found anywhere inside an annotation."""
    found = list(getattr(annotation, "__metadata__", ()))
    for argument in getattr(annotation, "__args__", ()):
        found += _inner(argument)
    return found
