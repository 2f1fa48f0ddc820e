"""A scenario that is being written: what is known so far, what is open, and the file that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from ship_or_not.errors import InputError
from ship_or_not.evidence.problems import dotted
from ship_or_not.scenario.build import build
from ship_or_not.scenario.catalogue import CATALOGUE, LABELS, Entry
from ship_or_not.scenario.source import parse_source
from ship_or_not.scenario.writing import lines, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ship_or_not.errors import Problem
    from ship_or_not.scenario.writing import Node

    Keys = tuple[str, ...]

SCHEMA_FILE = "ship-or-not.schema.json"
"""The schema's file, beside the scenario."""

TODO = "TODO"
"""Stands for a figure without which there is no verdict: the reader refuses it, and says what to write."""

MOST_EXAMPLE_LABELS = 20
"""Classes up to which an example by class is written out."""

_COLUMN, _WIDEST = 38, 100
"""Where remarks start, and how wide a line with one may be."""

_HEADER = f"""\
# yaml-language-server: $schema={SCHEMA_FILE}
#
# A scenario for ship-or-not. A figure may be a range that you are 90 % sure of: 1 to 5.
# A key right behind a # is off: take the # away to use it.
"""
_TO_DO = f"# {TODO} stands where a figure is still to be found out: without it there is no verdict.\n"
_EXAMPLES = "# ALL FIGURES HERE ARE EXAMPLES: put yours in their place, and a name of your own.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of a scenario.

    Parameters
    ----------
    tree
        Keys, as in the file, with what is known of them.
    left_open
        Keys that were asked for, and are not known.
    classes
        The labels as they are, where there are any; ``tree`` holds them as YAML.
    refer
        The predicted label that hands items back, "" where there is none.
    counted
        Whether there are counts, which say how often each class occurs.
    folder
        Where the file will lie: paths in it are relative to that.
    """

    tree: dict[str, Node] = field(default_factory=dict)
    left_open: tuple[Keys, ...] = ()
    classes: tuple[str, ...] = ()
    refer: str = ""
    counted: bool = False
    folder: Path = Path()

    def put(self, path: Keys, node: Node) -> Draft:
        """Say what stands at a path."""
        return replace(self, tree=_with(self.tree, path, node))

    def put_classes(self, labels: Iterable[str]) -> Draft:
        """Say which classes there are."""
        labels = tuple(labels)
        return replace(self.put(("classes",), [text(label) for label in labels]), classes=labels)

    def put_refer(self, label: str) -> Draft:
        """Say which predicted label hands items back."""
        return replace(self.put(("model", "refer", "label"), text(label)), refer=label)

    def without_refer(self) -> Draft:
        """Take the label that hands items back for a class instead."""
        model = self.tree["model"]
        kept = {key: node for key, node in model.items() if key != "refer"} if isinstance(model, dict) else model
        draft = replace(self, tree={**self.tree, "model": kept}, refer="")
        return draft.put_classes((*self.classes, self.refer))

    def leave_open(self, path: Keys, *, needed: bool = False) -> Draft:
        """Say that something is not known; with ``needed`` the file cannot be evaluated before it is."""
        draft = self.put(path, TODO) if needed else self
        return replace(draft, left_open=(*draft.left_open, path))

    @property
    def to_do(self) -> tuple[Keys, ...]:
        """The paths of what is needed, and is not known."""
        return tuple(path for path in self.left_open if self.get(path) == TODO)

    def get(self, path: Keys) -> Node | None:
        """Return what stands at a path; None where nothing does."""
        node: Node | None = self.tree
        for key in path:
            node = node.get(key) if isinstance(node, dict) else None
        return node

    def problems(self, *paths: Keys) -> tuple[Problem, ...]:
        """Return what the reader of scenarios finds wrong at or below paths.

        The whole file is read as it stands so far, so that what depends on other keys is found too. What
        is still missing elsewhere is no problem here.
        """
        known = _without_to_do(self.tree)
        written = "\n".join(line for key, node in known.items() for line in lines(key, node))
        names = [dotted(path) for path in paths]
        try:
            source = parse_source(written, file="answer", path=self.folder / "scenario.yaml")
        except InputError as error:
            return error.problems
        try:
            build(source)
        except InputError as error:
            return tuple(problem for problem in error.problems if _concerns(problem.key, names))
        return ()

    def text(self, *, examples: bool = False) -> str:
        """Write the file: what is known, and every other key as a remark with an example.

        Parameters
        ----------
        examples
            Whether the figures in it are examples, which the file then says.
        """
        written = [_HEADER]
        if examples:
            written.append(_EXAMPLES)
        if self.to_do:
            written.append(_TO_DO)
        around: Keys = ()
        for entry in CATALOGUE:
            block = list(self._entry(entry))
            if not block:
                continue
            if entry.heading:
                written.append(f"\n# {entry.heading}\n")
            shared = next((n for n, key in enumerate(entry.path[:-1]) if around[n : n + 1] != (key,)), None)
            if shared is not None:
                for depth in range(shared, len(entry.path) - 1):
                    written.append(self._indented(entry.path[: depth + 1], [f"{entry.path[depth]}:"]))
            around = entry.path[:-1]
            written.append(self._indented(entry.path, block, active=self._active(entry)))
        return "".join(written)

    def _active(self, entry: Entry) -> bool:
        node = self.get(entry.path)
        forms = [other for other in CATALOGUE if other.path == entry.path]
        return node is not None and (len(forms) == 1 or isinstance(node, dict) is entry.by_class)

    def _entry(self, entry: Entry) -> Iterator[str]:
        """Write one key, with a remark; nothing where its example would need too many lines."""
        active = self._active(entry)
        node = self.get(entry.path) if active else None
        if node is None:
            labels = self.classes or LABELS
            if entry.by_class and len(labels) > MOST_EXAMPLE_LABELS:
                return
            node = entry.example(labels)
        first, *rest = lines(entry.path[-1], node, by_line=entry.by_class)
        remark = self._remark(entry, active=active)
        column = _COLUMN - 2 * len(entry.path) + active
        if max(len(first), column) + len(remark) > _WIDEST - 2 * len(entry.path):
            yield from (f"# {line}" for line in wrap(remark, _WIDEST - 2 * len(entry.path)))
            yield first
        else:
            yield f"{first:<{column}}  # {remark}"
        yield from rest

    def _remark(self, entry: Entry, *, active: bool) -> str:
        remark = entry.says
        if entry.path in self.left_open:
            remark = f"OPEN: {remark}"
        if active:
            return remark
        here = [self._short(name, entry) for name in entry.instead if self.get(tuple(name.split(".")))]
        if entry.by_class and self.get(entry.path) is not None:
            here.append(f"the one {entry.path[-1]} above")
        if here:
            remark += f"; in place of {_listed(here)}"
        needed = [
            self._short(need.split("|")[0], entry)
            for need in entry.needs
            if not any(self.get(tuple(name.split("."))) for name in need.split("|"))
        ]
        return f"{remark}; needs {_listed(needed)}" if needed else remark

    @staticmethod
    def _short(name: str, entry: Entry) -> str:
        """Name a key as seen from another: without the block that both stand in."""
        return name.removeprefix(f"{entry.path[0]}.")

    def _indented(self, path: Keys, block: list[str], *, active: bool | None = None) -> str:
        """Indent lines as deep as a path; what is off has its # at the depth of what is on around it."""
        depth = len(path) - 1
        on = next((n for n in range(depth, 0, -1) if self.get(path[:n]) is not None), 0)
        outer, inner = "  " * on, "  " * (depth - on)
        if active is None:
            active = self.get(path) is not None
        off = [f"{outer}#{inner}" if inner or not line.startswith("# ") else outer for line in block]
        return "".join(f"{outer if active else before}{line}\n" for before, line in zip(off, block, strict=True))


def _with(tree: dict[str, Node], path: tuple[str, ...], node: Node) -> dict[str, Node]:
    """Copy a tree along a path, and put a node there."""
    first, *rest = path
    if rest:
        inner = tree.get(first)
        node = _with(inner if isinstance(inner, dict) else {}, tuple(rest), node)
    return {**tree, first: node}


def _without_to_do(tree: dict[str, Node]) -> dict[str, Node]:
    """Leave out what is still to be found out."""
    kept: dict[str, Node] = {}
    for key, node in tree.items():
        left = _without_to_do(node) if isinstance(node, dict) else node
        if left not in (TODO, {}):
            kept[key] = left
    return kept


def _concerns(key: str, names: list[str]) -> bool:
    return any(key == name or key.startswith((f"{name}.", f"{name}[")) for name in names)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
