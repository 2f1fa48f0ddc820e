"""A scenario that is being written: what is known so far, what is open, and what is wrong with an answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not.errors import InputError
from ship_or_not.evidence.problems import dotted
from ship_or_not.scenario.build import build
from ship_or_not.scenario.source import parse_source
from ship_or_not.scenario.writing import lines, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ship_or_not.errors import Problem
    from ship_or_not.scenario.writing import Node

    Keys = tuple[str, ...]

TODO = "TODO"
"""Stands for a figure without which there is no verdict: the reader refuses it, and says what to write."""

_FILE = "answer"
"""What problems call the draft, which is in no file yet."""

_ODD = ".618033988749"
"""After the point of a cost that stands in for a missing one: nobody has the same."""


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
        kept = (
            {key: node for key, node in model.items() if key != "refer"} if isinstance(model, dict) else model
        )
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

        The whole file is read as it stands so far, so that what depends on other keys is found too; but for
        counts in files, which may be large and were read when they were put in. What is still missing
        elsewhere is no problem here; but costs by class that are missing are taken to differ from the others,
        as they may.
        """
        known = self.tree
        for number, path in enumerate(self.to_do):
            one_of_many = path[0] == "error_costs" and len(path) > 1
            known = _with(known, path, f"{number}{_ODD}") if one_of_many else _without(known, path)
        for system in ("baseline", "model"):
            if (system, "confusion") not in paths:
                known = _without(known, (system, "confusion"))
        written = "\n".join(line for key, node in known.items() for line in lines(key, node))
        names = [dotted(path) for path in paths]
        try:
            source = parse_source(written, file=_FILE, path=self.folder / "scenario.yaml")
        except InputError as error:
            return error.problems
        try:
            build(source)
        except InputError as error:
            return tuple(problem for problem in error.problems if _concerns(problem, names))
        return ()


def _with(tree: dict[str, Node], path: tuple[str, ...], node: Node) -> dict[str, Node]:
    """Copy a tree along a path, and put a node there."""
    first, *rest = path
    if rest:
        inner = tree.get(first)
        node = _with(inner if isinstance(inner, dict) else {}, tuple(rest), node)
    return {**tree, first: node}


def _without(tree: dict[str, Node], path: tuple[str, ...]) -> dict[str, Node]:
    """Copy a tree without what stands at a path, and without the blocks that this empties."""
    first, *rest = path
    if rest:
        inner = tree.get(first)
        if not isinstance(inner, dict):
            return tree
        left = _without(inner, tuple(rest))
        if left:
            return {**tree, first: left}
    return {key: node for key, node in tree.items() if key != first}


def _concerns(problem: Problem, names: list[str]) -> bool:
    """Tell whether a problem is at or below paths, or in a file: those named before were right."""
    key = problem.key
    return problem.location.file != _FILE or any(
        key == name or key.startswith((f"{name}.", f"{name}[")) for name in names
    )
