"""The tutorial's conversation, verdict and commands give what it shows."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from support.terminal import PROMPT, talk

if TYPE_CHECKING:
    from support.command import Command

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
LAST = 13
"""Lines of a verdict that it shows."""


def without_trailing_blanks(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))


def test_the_tutorial_shows_what_happens(command: Command) -> None:
    page = TUTORIAL.read_text(encoding="utf-8")
    conversation, verdict = re.findall(r"```text\n(.*?)```", page, flags=re.DOTALL)
    (asked_again,) = re.findall(r"```console\n(.*?)```", page, flags=re.DOTALL)
    answers = [
        line.removeprefix(PROMPT.strip()).strip() for line in conversation.split("\n") if line[:1] == ">"
    ]
    said = talk(command, "init", answers=answers, NO_COLOR="1")
    assert said.code == 0
    before, line, after = without_trailing_blanks(said.shown).partition("\n\nINCONCLUSIVE")
    shown_verdict = without_trailing_blanks(f"{line}{after}".rpartition("\n\nINCONCLUSIVE. ")[0])
    first_line, *rest = asked_again.rstrip("\n").split("\n")
    program, *arguments = shlex.split(first_line.removeprefix("$ "))
    ran = command(*arguments).stdout.rstrip("\n").split("\n")
    if os.environ.get("UPDATE_GOLDEN"):
        head = "\n".join(shown_verdict.split("\n")[:LAST])
        again = "\n".join([first_line, *ran[: len(rest)]])
        page = page.replace(conversation, f"{before}\n").replace(verdict, f"{head}\n")
        TUTORIAL.write_text(page.replace(asked_again, f"{again}\n"), encoding="utf-8")
        return
    assert program == "ship-or-not"
    assert before == conversation.rstrip("\n")
    assert shown_verdict.startswith(verdict.rstrip("\n"))
    assert "what would settle it" in verdict
    assert ran[: len(rest)] == rest
    assert rest[0].startswith("GO ")
    (block,) = re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)
    written = (command.directory / "scenario.yaml").read_text(encoding="utf-8")
    for each in block.replace("2500", "500").splitlines():
        assert each in [line.split("  # ")[0].rstrip() for line in written.splitlines()]
