"""What ``--set`` takes: the next key of a dotted path, and behind the equals sign its value."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ship_or_not.cli.completion.offer import Candidate, Offer, beginning
from ship_or_not.scenario.paths import join_path, split_path, split_setting
from ship_or_not.scenario.settable import settable_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.scenario.settable import Settable


def offer(word: str, words: Sequence[str]) -> Offer:
    """Offer what may follow in a ``KEY=VALUE``.

    Parameters
    ----------
    word
        As far as it is typed.
    words
        The others on the line; the first that is a file is taken for the scenario.
    """
    places = (os.path.expandvars(os.path.expanduser(each)) for each in words)  # noqa: PTH111 - keeps "./"
    paths = settable_paths(next((each for each in places if os.path.isfile(each)), None))  # noqa: PTH113 - as above
    setting = split_setting(word)
    return Offer(candidates=_keys(word, paths) if setting is None else _values(*setting, paths))


def _keys(word: str, paths: Sequence[Settable]) -> tuple[Candidate, ...]:
    """Offer one key more than is typed: behind it comes another, or a value.

    A label may be typed without the quotes that it takes.
    """
    found: dict[str, Candidate] = {}
    for path in paths:
        depth = _depth(word, path.segments)
        if depth is None:
            continue
        whole = depth == len(path.segments)
        value = join_path(path.segments[:depth]) + ("=" if whole else ".")
        found.setdefault(value, Candidate(value=value, about=_about(path) if whole else ""))
    return tuple(found.values())


def _depth(word: str, segments: Sequence[str]) -> int | None:
    """Return how many segments are typed, the one that is begun included; None for another path."""
    for depth, segment in enumerate(segments):
        around = join_path(segments[:depth]) + "." * bool(depth)
        if not word.startswith(around):
            return None
        begun = word[len(around) :]
        if join_path([segment]).startswith(begun) or segment.startswith(begun):
            return depth + 1
    return None


def _values(key: str, typed: str, paths: Sequence[Settable]) -> tuple[Candidate, ...]:
    """Offer the values that can be listed, or the one that the scenario has."""
    segments = split_path(key)
    path = next((each for each in paths if each.segments == segments), None)
    if path is None:
        return ()
    known = dict.fromkeys(path.choices, "")
    if path.now is not None:
        known[path.now] = "as in the scenario"
    return Offer(candidates=beginning(typed, known)).behind(f"{key}=").candidates


def _about(path: Settable) -> str:
    return "; ".join(filter(None, [f"now {path.now}" if path.now is not None else "", path.about]))
