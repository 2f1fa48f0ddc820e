"""The answer to a shell that asks, through the environment, what may follow."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from ship_or_not.cli.completion import VARIABLE
from ship_or_not.cli.completion.commands import offer
from ship_or_not.cli.completion.install import script
from ship_or_not.cli.completion.shells import SHELLS, lines, words_of
from ship_or_not.errors import UsageError


def answer(asked: str, group: Any) -> int:  # noqa: ANN401 - click's, of either package
    """Print what a shell's script asks for, or the script, and return the exit code.

    Whatever goes wrong while the user types, the answer is no words.

    Raises
    ------
    UsageError
        If it is asked for something else.
    """
    action, _, shell = asked.partition("_")
    if action == "source":
        sys.stdout.write(script(shell))
    elif action == "complete" and shell in SHELLS:
        with contextlib.suppress(Exception):
            sys.stdout.write("".join(f"{line}\n" for line in _answer(shell, group)))
    else:
        known = ", ".join(f"{what}_{name}" for what in ("complete", "source") for name in SHELLS)
        raise UsageError(f"{VARIABLE}={asked}: expected one of {known}")
    return 0


def _answer(shell: str, group: Any) -> list[str]:  # noqa: ANN401 - click's
    before, word, after = words_of(shell, os.environ)
    return lines(shell, offer(group, before, word.value, after), word)
