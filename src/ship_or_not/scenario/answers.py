"""What was typed for a key → YAML for the file."""

from __future__ import annotations

import csv
import os
import re
import shlex
from typing import TYPE_CHECKING, Any

from ship_or_not.errors import Location
from ship_or_not.evidence.problems import refusal
from ship_or_not.evidence.text import Lines, quoted
from ship_or_not.scenario.events import parse_events
from ship_or_not.scenario.numbers import RATE, NumberError, parse_exact
from ship_or_not.scenario.writing import figure, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.scenario.events import Path
    from ship_or_not.scenario.writing import Node


_PER = re.compile(r"(.+?)\s+per\s+(\S+)")
_PARTS = re.compile(r"[0-9]+\s*/\s*[0-9]+")
_ENDING = re.compile(r".+\.(?!e[0-9])[a-z][a-z0-9]*")
"""Of a file's name, and of no number: .csv, .xlsx, but not .5 or .e5."""

_FORM = "a number, a range such as 1 to 5, or {low: 1, high: 5}"


def read_answer(answer: str) -> Node:
    """Read a number in any of its forms, as it would be typed into the file.

    Raises
    ------
    InputError
        If it begins like a mapping and is none.

    Examples
    --------
    >>> read_answer("1 to 5"), read_answer("{low: 1, high: 5}")
    ('1 to 5', {'low': '1', 'high': '5'})
    """
    if not answer.startswith("{"):
        return figure(answer)
    parsed = parse_events(Lines(answer, file="answer"))
    if parsed.problems:
        raise refusal(Location(file="answer"), parsed.problems[0].found, _FORM)
    return _node(parsed.tree, parsed.texts)


def read_labels(answer: str) -> list[str]:
    """Read labels with commas between them; one that holds a comma stands in double quotes.

    Examples
    --------
    >>> read_labels('travel, "IT, software", other')
    ['travel', 'IT, software', 'other']
    """
    return [label.strip() for label in next(csv.reader([answer], skipinitialspace=True), [])]


def read_file_name(answer: str) -> str:
    r"""Read a file's name as shells and terminals write it: in quotes, or a backslash before each blank.

    Examples
    --------
    >>> read_file_name("'my counts.csv'"), read_file_name("my\\ counts.csv"), read_file_name("90% to 95%")
    ('my counts.csv', 'my counts.csv', '90% to 95%')
    """
    try:
        (name,) = shlex.split(answer)
    except ValueError:
        return answer
    return os.path.expanduser(name)  # noqa: PTH111 -- pathlib's fails where there is no such user


def read_volume(answer: str) -> Node:
    """Read how many items there are, and per which period.

    Raises
    ------
    InputError
        If there is no period.

    Examples
    --------
    >>> read_volume("40000 per month")
    {'items': '40000', 'per': 'month'}
    """
    match = _PER.fullmatch(answer)
    if match is None:
        expected = "40000 per day, week, month or year"
        raise refusal(Location(file="answer"), f"{quoted(answer)} has no period", expected)
    return {"items": read_answer(match[1]), "per": text(match[2])}


def names_file(answer: str) -> bool:
    """Tell whether an answer to how good a system is names a file, rather than a rate.

    Examples
    --------
    >>> [names_file(answer) for answer in ("./counts", "counts.xlsx", "0.95", "95/100")]
    [True, True, False, False]
    """
    if is_exact_rate(answer) or _PARTS.fullmatch(answer):
        return False
    there = os.path.exists(answer)  # noqa: PTH110 - Path.exists raises for what no file can be called
    return there or "/" in answer or os.sep in answer or bool(_ENDING.fullmatch(answer.lower()))


def is_exact_rate(node: object) -> bool:
    """Tell whether a node is one rate, that is neither a range nor anything else uncertain."""
    try:
        parse_exact(node, RATE)
    except NumberError:
        return False
    return True


def _node(value: Any, texts: Mapping[Path, str], at: Path = ()) -> Node:  # noqa: ANN401 - any plain value
    if isinstance(value, dict):
        return {key: _node(each, texts, (*at, key)) for key, each in value.items()}
    if isinstance(value, list):
        return [_node(each, texts, (*at, place)) for place, each in enumerate(value)]
    return figure(texts[at])
