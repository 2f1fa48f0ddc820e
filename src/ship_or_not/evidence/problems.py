"""What every reader of files needs to report its problems: dotted keys, and lists that stay readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import quoted
from ship_or_not.errors import InputError, Location, Problem
from ship_or_not.evidence.text import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_PROBLEMS = 20


def dotted(path: Sequence[str | int]) -> str:
    """Write a path as people do, and as ``--set`` takes it.

    Examples
    --------
    >>> dotted(("plan_b", 0, "name")), dotted(("error_costs", "comp.graphics"))
    ('plan_b[0].name', 'error_costs."comp.graphics"')
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{quoted(printable(part))}" for part in path)
    return "".join(parts).removeprefix(".")


def input_error(problems: Sequence[Problem]) -> InputError:
    """Build the error for at least one problem: the first 20, and how many more there are."""
    shown = tuple(problems[:_MOST_PROBLEMS])
    more = len(problems) - len(shown)
    if more:
        file = Location(file=problems[_MOST_PROBLEMS].location.file)
        rest = Problem(location=file, key="", found=f"… and {more} more")
        shown = (*shown, rest)
    return InputError(shown)


def refusal(location: Location, found: str, expected: str, *, key: str = "") -> InputError:
    """Build the error for one problem."""
    return InputError((Problem(location=location, key=key, found=found, expected=expected),))
