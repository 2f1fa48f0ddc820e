"""JSON, strictly: no key twice, no NaN, no nesting without end, no number without bounds."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from ship_or_not.errors import Location, Problem
from ship_or_not.evidence.problems import input_error, refusal
from ship_or_not.evidence.text import Lines, quoted

_GREATEST_DEPTH = 32
_MOST_DIGITS = 400
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}]', re.DOTALL)


def parse_json(lines: Lines) -> object:
    """Parse JSON; `json` calls itself for each level, so levels are counted before.

    Raises
    ------
    InputError
        With what is wrong with it.
    """
    _check_depth(lines)
    strict = _Strict()
    try:
        tree = json.loads(
            lines.text,
            object_pairs_hook=strict.mapping,
            parse_constant=strict.constant,
            parse_int=strict.integer,
            parse_float=strict.decimal,
        )
    except json.JSONDecodeError as error:
        raise refusal(lines.at(error.pos), f"it is not JSON: {error.msg}", "a JSON document") from None
    if strict.faults:
        place = Location(file=lines.file)
        raise input_error(
            [
                Problem(location=place, key="", found=found, expected=expected)
                for found, expected in strict.faults
            ]
        )
    return tree


def _check_depth(lines: Lines) -> None:
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(lines.text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > _GREATEST_DEPTH:
            found, expected = "the nesting is too deep", f"at most {_GREATEST_DEPTH} levels"
            raise refusal(lines.at(match.start()), found, expected)


class _Strict:
    """Hooks for `json.loads` that note what it would let pass, with 0 in its place."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, str]] = []

    def mapping(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, value in pairs:
            if key in mapping:
                self.faults.append((f"the key {quoted(key)} stands twice in one object", "each key once"))
            mapping[key] = value
        return mapping

    def constant(self, name: str) -> int:
        self.faults.append((f"{name} is not a number to compute with", "a finite number"))
        return 0

    def integer(self, text: str) -> int:
        return int(text) if len(text) <= _MOST_DIGITS else self._too_large(text)

    def decimal(self, text: str) -> float:
        number = float(text)
        return number if math.isfinite(number) else self._too_large(text)

    def _too_large(self, text: str) -> int:
        self.faults.append((f"{quoted(text)} is too large to compute with", "a smaller number"))
        return 0
