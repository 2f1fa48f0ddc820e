"""The file that a draft makes: what is known, and every other key as a remark with an example.

A key that is off has its # right before it, a remark has a blank between.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ship_or_not.scenario.catalogue import CATALOGUE, LABELS, Entry
from ship_or_not.scenario.draft import TODO
from ship_or_not.scenario.writing import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ship_or_not.scenario.draft import Draft
    from ship_or_not.scenario.writing import Node

SCHEMA_FILE = "ship-or-not.schema.json"
"""The schema's file, beside the scenario."""

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


def file_text(draft: Draft, *, examples: bool = False) -> str:
    """Write the file.

    Parameters
    ----------
    examples
        Whether the figures in it are examples, which the file then says.
    """
    written = [_HEADER, _EXAMPLES * examples, _TO_DO * bool(draft.to_do)]
    around: tuple[str, ...] = ()
    for entry in CATALOGUE:
        block = list(_block(draft, entry))
        if entry.heading:
            written.append(f"\n# {entry.heading}\n")
        if not block:
            continue
        parents = [entry.path[:depth] for depth in range(1, len(entry.path))]
        new = (parent for parent in parents if around[: len(parent)] != parent)
        written += [
            _indented(draft, parent, [f"{parent[-1]}:"], active=draft.get(parent) is not None)
            for parent in new
        ]
        written.append(_indented(draft, entry.path, block, active=_active(draft, entry)))
        around = entry.path[:-1]
    return "".join(written)


def _active(draft: Draft, entry: Entry) -> bool:
    """Tell whether a draft has this key in this form."""
    node = draft.get(entry.path)
    forms = [other for other in CATALOGUE if other.path == entry.path]
    return node is not None and (len(forms) == 1 or _by_class(draft, node) is entry.by_class)


def _by_class(draft: Draft, node: Node | None) -> bool:
    return isinstance(node, dict) and node.keys() <= {*draft.classes}


def _block(draft: Draft, entry: Entry) -> Iterator[str]:
    """Write one key, with a remark; nothing where its example would need too many lines."""
    active = _active(draft, entry)
    node = draft.get(entry.path) if active else None
    if node is None:
        if _impossible(draft, entry):
            return
        labels = draft.classes or LABELS
        if entry.by_class and len(labels) > MOST_EXAMPLE_LABELS:
            return
        node = entry.example(labels)
    first, *rest = lines(entry.path[-1], node, by_line=entry.by_class)
    remark = _remark(draft, entry, active=active)
    column = _COLUMN - 2 * len(entry.path) + active
    widest = _WIDEST - 2 * len(entry.path)
    if max(len(first), column) + len("# # ") + len(remark) > widest + 1:
        yield from (f"# {line}" for line in wrap(remark, widest))
        yield first
    else:
        yield f"{first:<{column}}  # {remark}"
    yield from rest


def _impossible(draft: Draft, entry: Entry) -> bool:
    """Tell whether nothing could make a key go with what is known.

    An accuracy of the model is refused where costs differ by class; and where the counts hold what is
    handed back, a share says nothing.
    """
    if entry.path == ("model", "accuracy"):
        alone: Node = {"accuracy": entry.example(draft.classes)}
        return bool(draft.put(("model",), alone).problems(entry.path))
    return entry.path == ("model", "share") and bool(draft.refer)


def _remark(draft: Draft, entry: Entry, *, active: bool) -> str:
    """Say what a key holds and, where it is off, what has to go or come with it."""
    is_open = entry.path in draft.left_open and (active or draft.get(entry.path) is None)
    remark = f"OPEN: {entry.says}" if is_open else entry.says
    if active:
        return remark
    here = [_near(name, entry) for name in entry.instead if _has(draft, name)]
    if entry.by_class and draft.get(entry.path) is not None:
        here.append(f"the one {entry.path[-1]} above")
    if here:
        remark += f"; in place of {_listed(here)}"
    needs = [need.split("|") for need in entry.needs]
    needed = [
        _near(names[0], entry)
        for names in needs
        if not any(_has(draft, name) and name not in entry.instead for name in names)
    ]
    return f"{remark}; needs {_listed(needed)}" if needed else remark


def _has(draft: Draft, name: str) -> bool:
    return draft.get(tuple(name.split("."))) is not None


def _near(name: str, entry: Entry) -> str:
    """Name a key as seen from another: without the block that both stand in."""
    return name.removeprefix(f"{entry.path[0]}.")


def _indented(draft: Draft, path: tuple[str, ...], block: Iterable[str], *, active: bool) -> str:
    """Indent lines as deep as a path; what is off has its # as deep as what is on around it."""
    depth = len(path) - 1
    on = next((n for n in range(depth, 0, -1) if draft.get(path[:n]) is not None), 0)
    outer, inner = "  " * on, "  " * (depth - on)
    before = {False: f"{outer}#{inner}", True: outer}
    return "".join(f"{before[active or (not inner and line.startswith('# '))]}{line}\n" for line in block)


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
