"""Dotted paths as people write them: ``error_costs."comp.graphics"``, ``plan_b.rules.cost_per_item``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_SETTING = re.compile(r'((?:"(?:[^"\\]|\\.)*"|[^"=])*)=(.*)', re.DOTALL)
_SEGMENT = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."]+)')


def split_path(text: str) -> tuple[str, ...] | None:
    r"""Split a dotted path into its segments; None where it is none.

    Examples
    --------
    >>> split_path('error_costs."comp.graphics"')
    ('error_costs', 'comp.graphics')
    >>> split_path("model..accuracy") is None
    True
    """
    segments: list[str] = []
    end = -1
    for match in _SEGMENT.finditer(text):
        if match.start() != end + 1 or (segments and text[end] != "."):
            return None
        quoted, plain = match.groups()
        segments.append(plain if quoted is None else re.sub(r"\\(.)", r"\1", quoted))
        end = match.end()
    return tuple(segments) if segments and end == len(text) else None


def split_setting(text: str) -> tuple[str, str] | None:
    """Split ``key=value`` at the first equals sign that is not within quotes; None where there is none.

    Examples
    --------
    >>> split_setting('error_costs."a=b"=5')
    ('error_costs."a=b"', '5')
    """
    match = _SETTING.fullmatch(text)
    return None if match is None else (match[1], match[2])


def join_path(segments: Sequence[str | int]) -> str:
    """Write segments as a dotted path, quoted where it takes quotes.

    Examples
    --------
    >>> join_path(("error_costs", "comp.graphics"))
    'error_costs."comp.graphics"'
    """
    return ".".join(quoted(str(segment)) for segment in segments)
