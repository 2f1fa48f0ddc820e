"""The threats that are tested, and the count of the cases each was tested with."""

from __future__ import annotations

from collections.abc import Callable

Cases = Callable[[str, int], None]
"""The fixture `cases`: called with a threat and how many cases of it have just passed."""

THREATS = (
    "alias and merge bombs",
    "deep nesting",
    "size",
    "tags",
    "duplicate keys",
    "YAML 1.1 scalars",
    "coercion",
    "overflow",
    "summation",
    "rounding",
    "determinism",
    "rich markup in labels",
    "terminal escapes",
    "HTML",
    "files",
    "encoding, locale",
    "pipes, full disk, kill",
    "messages",
    "random input",
)
