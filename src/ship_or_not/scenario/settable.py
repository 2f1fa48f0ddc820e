"""Which paths ``--set`` takes for a scenario: its own values, and the keys of the format that it lacks.

Nothing is validated and nothing is built, so that a scenario that is not finished yet has its paths too.
A path that holds no number but means one (``model.recall.fraud`` on a confusion matrix) is a key of the
format all the same, so it is among them.
"""

from __future__ import annotations

import pathlib
import typing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from ship_or_not.errors import InputError
from ship_or_not.evidence.text import Lines
from ship_or_not.scenario.blocks import RESERVED
from ship_or_not.scenario.events import parse_events
from ship_or_not.scenario.plans import KINDS
from ship_or_not.scenario.schema import Document
from ship_or_not.scenario.schema_systems import PlanB
from ship_or_not.scenario.source import read_source
from ship_or_not.scenario.validate import block_of

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Mapping

    from ship_or_not.scenario.blocks import Block
    from ship_or_not.scenario.source import Path, Source

Segments = tuple[str, ...]

LARGEST_BYTES: Final = 2**16
"""Of a scenario that is read while someone waits at the cursor."""

_PLANS: Final = "plan_b"

MOST_PAIRED: Final = 100
"""Classes whose every pair is listed under ``error_costs``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settable:
    """A path that ``--set`` takes.

    Parameters
    ----------
    segments
        Its keys and labels, as they are: see `ship_or_not.scenario.paths.join_path`.
    about
        What the value is, as the format says; "" where it does not.
    now
        The value as the scenario has it; None where it has none, or none that fits on one line.
    choices
        The values that it may have, where they can be listed.
    """

    segments: Segments
    about: str = ""
    now: str | None = None
    choices: tuple[str, ...] = ()


def settable_paths(path: str | os.PathLike[str] | None = None) -> tuple[Settable, ...]:
    """Return every path that can be set in a scenario file.

    Parameters
    ----------
    path
        Of the scenario; of one that is large or cannot be read, or None, the paths are those of the
        format.

    Examples
    --------
    >>> [each.segments[-1] for each in settable_paths() if each.segments[0] == "volume"]
    ['items', 'per']
    >>> next(each.choices for each in settable_paths() if each.segments == ("volume", "per"))
    ('day', 'week', 'month', 'year')
    """
    source = _read(path)
    found: dict[Segments, Settable] = {}
    for key in _of_the_format(_labels(source), _plans(source)):
        found[key.segments] = key
    if source is not None:
        for place, value in _scalars(source):
            segments = tuple(str(step) for step in source.by_name(place))
            known = found.get(segments, Settable(segments=segments))
            now = _as_written(source, place, value)
            found[segments] = Settable(segments=segments, about=known.about, now=now, choices=known.choices)
    return tuple(found.values())


def _read(path: str | os.PathLike[str] | None) -> Source | None:
    try:
        if path is None or pathlib.Path(path).stat().st_size > LARGEST_BYTES:
            return None
        return read_source(str(path))
    except (InputError, OSError, ValueError):
        return None


def _labels(source: Source | None) -> Segments:
    """Return the labels of the classes, as text; none where they cannot be told."""
    classes = None if source is None else source.tree.get("classes")
    if source is None or not isinstance(classes, list):
        return ()
    texts = (source.texts.get(("classes", place), "") for place in range(len(classes)))
    return tuple(text for text in dict.fromkeys(texts) if text)


def _plans(source: Source | None) -> dict[str, str]:
    """Return the names of the plans, each with its kind as written."""
    listed = None if source is None else source.tree.get("plan_b")
    plans = [plan for plan in listed if isinstance(plan, dict)] if isinstance(listed, list) else []
    return {plan["name"]: str(plan.get("kind")) for plan in plans if isinstance(plan.get("name"), str)}


def _of_the_format(labels: Segments, plans: Mapping[str, str]) -> Iterator[Settable]:
    """Return the keys of the format; where a key is per class, for each of the labels, or per plan."""
    yield from _of_a_block(Document, (), labels)
    yield Settable(segments=(_PLANS,), about=_sentence(Document.model_fields[_PLANS].description))
    for name, kind in plans.items():
        for each in _of_a_block(PlanB, (_PLANS, name), labels):
            key = each.segments[2]
            if kind in KINDS.get(key, kind):
                yield replace(each, choices=tuple(plans)) if key == "until_built" else each
    costs = _sentence(Document.model_fields["error_costs"].description)
    for actual in labels:
        yield Settable(segments=("error_costs", actual), about=costs)
        for predicted in (*(labels if len(labels) <= MOST_PAIRED else ()), RESERVED):
            yield Settable(segments=("error_costs", actual, predicted), about=costs)
        yield Settable(segments=("prevalence", "counts", actual), about="Items of this class.")
    for system in ("baseline", "model"):
        yield Settable(segments=(system, "confusion", "file"), about="A CSV or JSON file of counts.")


def _of_a_block(block: type[Block], around: Segments, labels: Segments) -> Iterator[Settable]:
    for name, field in block.model_fields.items():
        here, inner, per_label = (*around, name), block_of(field), _per_label(field.annotation)
        places = [(*here, label) for label in labels] if per_label and name != "sources" else []
        if here == (_PLANS,):
            continue
        if inner is not None:
            for place in places if per_label else [here]:
                yield from _of_a_block(inner, place, labels)
            continue
        choices = labels if here == ("baseline", "always") else _choices(field.annotation)
        for place in (here, *places):
            yield Settable(segments=place, about=_sentence(field.description), choices=choices)


def _sentence(text: str | None) -> str:
    """Return the first sentence."""
    first, dot, _ = (text or "").partition(". ")
    return first + dot.rstrip()


def _per_label(annotation: Any) -> bool:  # noqa: ANN401 - a type
    """Tell whether a key may hold a mapping by label."""
    return typing.get_origin(annotation) is dict or any(map(_per_label, typing.get_args(annotation)))


def _choices(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type
    """Return the words that a key may hold; of a list of words, each as a list of one."""
    if typing.get_origin(annotation) is Literal:
        return typing.get_args(annotation)
    words = tuple(word for inner in typing.get_args(annotation) for word in _choices(inner))
    return tuple(f"[{word}]" for word in words) if typing.get_origin(annotation) is list else words


def _scalars(source: Source) -> Iterator[tuple[Path, object]]:
    """Return the values of the scenario, without keys that the format does not have."""
    for key, value in source.tree.items():
        if key in Document.model_fields:
            yield from _under((key,), value)


def _under(place: Path, value: object) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict | list):
        steps: Iterable[tuple[str | int, object]] = (
            value.items() if isinstance(value, dict) else enumerate(value)
        )
        for step, inner in steps:
            yield from _under((*place, step), inner)
    else:
        yield place, value


def _as_written(source: Source, place: Path, value: object) -> str | None:
    """Return a value as ``--set`` would have it; None where the same text would be read otherwise."""
    text = source.texts.get(place, "")
    if not isinstance(value, str):
        return text or None
    parsed = parse_events(Lines(text, file=""))
    return text if text and not parsed.problems and parsed.tree == value else None
