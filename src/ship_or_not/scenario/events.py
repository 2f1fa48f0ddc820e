"""YAML's events → a plain tree, in one pass and without YAML's composer and constructors.

What could surprise or harm is refused as its event comes by, before anything is built from it:
aliases, anchors, merge keys, tags, a second document, depth, and sheer number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import yaml

from ship_or_not.errors import Location, Problem
from ship_or_not.evidence.problems import dotted
from ship_or_not.evidence.text import code_point, foreign_control, quoted
from ship_or_not.scenario.scalars import ScalarError, resolve
from ship_or_not.scenario.yaml_errors import scanner_problem

if TYPE_CHECKING:
    from ship_or_not.evidence.text import Lines

Path = tuple[str | int, ...]

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Whose parser reads the events; libyaml's where PyYAML was built with it."""

_MOST_NODES = 100_000
_GREATEST_DEPTH = 32


class Span(NamedTuple):
    """Characters of the text, by their offset."""

    start: int
    length: int


class Mark(NamedTuple):
    """Where a node stands: its key (for a list item, the item) and its value."""

    key: Span
    value: Span


@dataclass(slots=True, kw_only=True)
class Parsed:
    """What a pass over the events found.

    Parameters
    ----------
    tree
        The top-level node; None for an empty document.
    texts
        Path → the text of each scalar as it was written, escapes resolved.
    marks
        Path → where each node stands.
    problems
        In the order in which they stand in the text; a tree with problems is not to be used.
    """

    tree: Any = None
    texts: dict[Path, str] = field(default_factory=dict)
    marks: dict[Path, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def parse_events(lines: Lines) -> Parsed:
    """Build the tree of a YAML text, collecting every problem that does not end the scan."""
    builder = _Builder(lines)
    try:
        for event in yaml.parse(lines.text, Loader=LOADER):
            builder.take(event)
    except _StopScanError:
        pass
    except yaml.YAMLError as error:
        builder.parsed.problems.append(scanner_problem(error, lines))
    except (ValueError, OverflowError):  # the pure scanner's, for \\UFFFFFFFF and %YAML 1.999…
        place, found = Location(file=lines.file), "an escape or a %YAML line holds too large a number"
        builder.parsed.problems.append(Problem(location=place, key="", found=found, expected="a smaller one"))
    return builder.parsed


class _StopScanError(Exception):
    """The problem just noted leaves nothing to go on with."""


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    path: Path
    value: dict[str, Any] | list[Any]
    key: tuple[str, Span] | None = None  # of a mapping: the key whose value comes next


class _Builder:
    def __init__(self, lines: Lines) -> None:
        self.parsed = Parsed()
        self._lines = lines
        self._stack: list[_Open] = []
        self._documents = 0
        self._nodes = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(event, "a second scenario starts here", "one scenario to a file")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            self._stop(event, "the file is too long to be a scenario", f"at most {_MOST_NODES:,} values")
        self._refuse_features(event)
        parent = self._stack[-1] if self._stack else None
        if parent and isinstance(parent.value, dict) and parent.key is None:
            self._key(event, parent)
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._place(None, _span(event))
        else:
            self._open(event)

    def _refuse_features(self, event: yaml.NodeEvent) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._note(
                event, "an alias stands here", "the value itself; a text that starts with '*' goes in quotes"
            )
        elif event.anchor is not None:
            self._note(
                event, "an anchor stands here", "the plain value; a text that starts with '&' goes in quotes"
            )
        if getattr(event, "tag", None) is not None:
            self._note(
                event, "a tag stands here", "the plain value; a text that starts with '!' goes in quotes"
            )

    def _key(self, event: yaml.NodeEvent, parent: _Open) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            start, _ = _span(event)
            if self._lines.text[max(0, start - 1) : start + 1] == "{{":
                self._stop(event, "a template was not filled in here", "the value itself, without braces")
            self._stop(event, "a brace or bracket stands where a key should", "a key: one short text")
        key = event.value
        if key == "<<" and not event.style:
            self._note(event, "a merge key stands here", "the keys themselves, written out")
        if key in parent.value:
            first = self._lines.at(self.parsed.marks[(*parent.path, key)].key.start)
            found = f"the key {quoted(key)} stands twice, first in line {first.line}"
            self._note(event, found, "each key once", key=dotted((*parent.path, key)))
        self._refuse_controls(event)
        parent.key = key, _span(event)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_controls(event)
        value: Any = event.value
        problem = None
        if not event.style:  # plain
            try:
                value = resolve(event.value)
            except ScalarError as error:
                problem = error
        path = self._place(value, _span(event))
        self.parsed.texts[path] = event.value
        if problem:
            self._note(event, problem.found, problem.expected, key=dotted(path))

    def _open(self, event: yaml.NodeEvent) -> None:
        if len(self._stack) == _GREATEST_DEPTH:
            self._stop(event, "the nesting is too deep", f"at most {_GREATEST_DEPTH} levels")
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._place(value, _span(event))
        self._stack.append(_Open(path, value))

    def _place(self, value: Any, span: Span) -> Path:  # noqa: ANN401 - any node of a YAML tree
        """Put a node where its parent waits for one, and remember where it stands."""
        if not self._stack:
            self.parsed.tree = value
            self.parsed.marks[()] = Mark(span, span)
            return ()
        parent = self._stack[-1]
        key: str | int
        if isinstance(parent.value, list):
            key, key_span = len(parent.value), span
            parent.value.append(value)
        else:
            key, key_span = parent.key or ("", span)
            parent.value[key] = value
            parent.key = None
        path = (*parent.path, key)
        self.parsed.marks[path] = Mark(key_span, span)
        return path

    def _refuse_controls(self, event: yaml.ScalarEvent) -> None:
        """Refuse what an escape in double quotes smuggled in."""
        offset = foreign_control(event.value)
        if offset is not None:
            char = code_point(event.value[offset])
            self._note(
                event, f"the text holds the control character {char}", "text without control characters"
            )

    def _note(self, event: yaml.Event, found: str, expected: str, *, key: str = "") -> None:
        location = self._lines.at(*_span(event))
        self.parsed.problems.append(Problem(location=location, key=key, found=found, expected=expected))

    def _stop(self, event: yaml.Event, found: str, expected: str) -> NoReturn:
        self._note(event, found, expected)
        raise _StopScanError


def _span(event: yaml.Event) -> Span:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # never so for events that were parsed
        return Span(0, 1)
    return Span(start.index, max(1, end.index - start.index))
