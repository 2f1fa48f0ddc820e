"""Colours, widths and bytes: what a terminal, a pipe, a file and a locale get."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from support.command import Command

ESCAPE = "\x1b["


def on_terminal(command: Command, *arguments: str, columns: int, **environment: str) -> str:
    """Run the command with a terminal as its standard output, and return what the terminal got."""
    environment = {"TERM": "xterm"} | environment
    shown, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = command.start(*arguments, stdout=terminal, **environment)
    os.close(terminal)
    parts = []
    while True:
        try:
            part = os.read(shown, 65536)
        except OSError:  # Linux's way to say that the other side is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(shown)
    process.communicate(timeout=60)
    return b"".join(parts).decode("utf-8").replace("\r\n", "\n")


def widest(text: str) -> int:
    """Count the columns of the widest line."""
    return max(len(line) for line in text.splitlines())


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        (["--color", "never"], {}, False),
        (["--color", "always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
        (["--output", "json"], {}, False),
    ],
)
def test_a_terminal_gets_colour_unless_its_user_wants_none(
    command: Command, arguments: list[str], environment: dict[str, str], *, colored: bool
) -> None:
    shown = on_terminal(command, "evaluate", "go.yaml", *arguments, columns=100, **environment)
    assert "GO" in shown
    assert (ESCAPE in shown) is colored


def test_a_pipe_gets_colour_only_where_it_is_asked_for(command: Command) -> None:
    plain = command("evaluate", "go.yaml", TERM="xterm").stdout
    assert ESCAPE not in plain
    assert command("evaluate", "go.yaml", "--color", "never").stdout == plain
    assert ESCAPE in command("evaluate", "go.yaml", "--color", "always").stdout


def test_a_file_gets_colour_only_where_it_is_asked_for(command: Command) -> None:
    file = command.directory / "verdict.txt"
    on_terminal(command, "evaluate", "go.yaml", "--output", "text:verdict.txt", columns=100)
    assert ESCAPE not in file.read_text(encoding="utf-8")
    command("evaluate", "go.yaml", "--color", "always", "--output", "text:verdict.txt")
    assert ESCAPE in file.read_text(encoding="utf-8")


def test_lines_are_as_wide_as_the_terminal_and_80_elsewhere(command: Command) -> None:
    pair = ["evaluate", "go.yaml", "no-go.yaml", "--color", "never"]
    piped = command(*pair).stdout
    assert widest(piped) == 80
    assert widest(on_terminal(command, *pair, columns=100)) == 100
    assert widest(command(*pair, COLUMNS="60").stdout) == 60
    assert widest(command(*pair, COLUMNS="7").stdout) == 40
    assert widest(command(*pair, COLUMNS="9999").stdout) == 200
    for nonsense in ("", "0", "-3", "wide"):
        assert command(*pair, COLUMNS=nonsense).stdout == piped


@pytest.mark.parametrize("output", ["text", "json", "csv"])
@pytest.mark.threat("encoding, locale", 5)
def test_the_locale_changes_no_byte(command: Command, output: str) -> None:
    scenario = (command.directory / "go.yaml").read_text(encoding="utf-8")
    named = scenario.replace("Automate item triage", "Prüfung für İzmir ✓")
    (command.directory / "go.yaml").write_text(named, encoding="utf-8")
    line = ["evaluate", "go.yaml", "--output", output]
    expected = command(*line)
    assert "Prüfung für İzmir ✓" in expected.stdout
    for locale in ("C", "de_DE.UTF-8", "tr_TR.UTF-8", "C.UTF-8"):
        assert command(*line, LC_ALL=locale, LANGUAGE=locale[:2]).stdout == expected.stdout
    latin = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "latin-1"}
    assert command(*line, **latin).stdout == expected.stdout
