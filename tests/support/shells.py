"""Shells as people use them: a terminal in which keys are typed, and what then stands on the line."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from support.command import COMMAND

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

TAB, SHOW = "\t", "\x14"

START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
"""Without the user's own settings."""

SETTINGS = {
    "bash": "PS1=; HISTFILE=; bind 'set bell-style none'; bind 'set enable-bracketed-paste off';"
    """ bind -x '"\\C-t": printf "<<%s>>" "$READLINE_LINE"'""",
    "zsh": "PS1= RPS1= HISTFILE=; unset zle_bracketed_paste; unsetopt beep;"
    " autoload -Uz compinit; compinit -u -D;"
    ' show() { printf "<<%s>>" "$BUFFER" }; zle -N show; bindkey "^T" show; bindkey "^I" expand-or-complete',
    "fish": "function fish_prompt; end; set -g fish_autosuggestion_enabled 0;"
    " bind \\ct 'printf \"<<%s>>\" (commandline | string collect)'",
}
"""Nothing but what is typed on the line, and a key that shows it."""

SHELLS = tuple(START)

LEADER = """\
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
"""Makes the terminal that of the shell, without which fish does not start."""


def missing(shell: str) -> str:
    """Say why a shell cannot be tested; "" where it can."""
    return "" if shutil.which(shell) else f"{shell} is not installed: apt-get install {shell}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A shell in a terminal.

    Parameters
    ----------
    shell
        Its name.
    process
        The shell.
    keys
        The terminal's other side.
    """

    shell: str
    process: subprocess.Popen[bytes]
    keys: int

    @classmethod
    def start(cls, shell: str, directory: Path, script: str) -> Terminal:
        """Start a shell in a directory, completion switched on by its script."""
        keys, terminal = pty.openpty()
        home = directory / "home"
        home.mkdir(exist_ok=True)
        (home / "script").write_text(script, encoding="utf-8")
        environment = {
            "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
            "HOME": os.fspath(home),
            "TERM": "xterm",
            "COLUMNS": "500",
            "LC_ALL": "C.UTF-8",
        }
        process = subprocess.Popen(
            [sys.executable, "-c", LEADER, *START[shell]],
            cwd=directory,
            env=environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        started = cls(shell=shell, process=process, keys=keys)
        started.type(f"{SETTINGS[shell]}; source {home}/script; echo rea''dy\n")
        started.wait_for("ready")
        return started

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: object, __: TracebackType | None) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.keys)

    def type(self, text: str) -> None:
        """Type."""
        os.write(self.keys, text.encode())

    def wait_for(self, pattern: str, *, seconds: float = 20) -> re.Match[str]:
        """Read what the terminal shows until it shows a pattern."""
        shown, deadline = "", time.monotonic() + seconds
        while time.monotonic() < deadline:
            if select.select([self.keys], [], [], 0.1)[0]:
                shown += os.read(self.keys, 65536).decode("utf-8", "replace")
                found = re.search(pattern, shown, re.DOTALL)
                if found:
                    return found
        raise AssertionError(f"{self.shell} did not show {pattern!r} in {seconds} s, but {shown!r}")

    def complete(self, line: str, *, tabs: int = 1) -> str:
        """Type a line and press tab, and return what then stands there."""
        self.type("\x15" + line + TAB * tabs)
        time.sleep(0.2)
        self.type(SHOW)
        return self.wait_for("<<(.*?)>>")[1]

    def arguments(self, line: str) -> list[str]:
        """Return the arguments that the shell makes of a line, without the program's name.

        A quote that is open is closed.
        """
        told = line.partition(" ")[2]
        for closed in (told, f"{told}'", f'{told}"'):
            ran = subprocess.run(
                [self.shell, "-c", f"printf '%s\\0' {closed}"],
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            if ran.returncode == 0 and ran.stdout:  # fish exits 0 where it cannot read a line
                return ran.stdout.split("\0")[:-1]
        raise AssertionError(f"{self.shell} makes nothing of {line!r}")
