"""A scenario as large as one may be, of one thing only: read or refused, in a time its length explains."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError
from support.command import GO

LENGTH = 10**6
MOST_SECONDS = 10.0
"""A search that takes the square of the length would take an hour."""

TEXTS = {
    "blanks": " " * LENGTH + "x\n" + GO,
    "dashes": "- " * (LENGTH // 2),
    "a word": "a" * LENGTH,
    "a key": "a" * LENGTH + ": 1\n",
    "blanks in a number": GO.replace("0.30", f"1{' ' * LENGTH}x"),
    "blanks in a rate": GO.replace("98%", f"'98{' ' * LENGTH}x'"),
    "blanks in a duration": f"{GO}horizon: 1{' ' * LENGTH}x\n",
    "blanks in a path": GO.replace("costs: 2", f"costs: {{samples: 'a{' ' * LENGTH}b'}}"),
    "blanks in a cost per month": GO.replace("98%}", f"98%, running_cost: {{samples: 'a{' ' * LENGTH}b'}}}}"),
    "digits": GO.replace("0.30", "1" * LENGTH),
    "digits apart": GO.replace("0.30", f"'{'1 ' * (LENGTH // 2)}'"),
    "points": GO.replace("0.30", f"'{'1.' * (LENGTH // 2)}'"),
    "a path for a matrix": f"model: {{confusion: {'a.b' * (LENGTH // 3)}}}\n",
    "equals signs": "a = " * (LENGTH // 4),
    "blank lines": "\n".join([" " * 50] * (LENGTH // 51)) + "\n\u00a0x: 1",
    "quotes": f"name: '{chr(39) * 2 * (LENGTH // 4)}'\n{GO.partition(chr(10))[2]}",
}


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.threat("size")
def test_a_large_scenario_takes_no_more_than_its_length_explains(kind: str) -> None:
    started = time.process_time()
    with suppress(InputError):
        load_scenario(text=TEXTS[kind])
    assert time.process_time() - started <= MOST_SECONDS
