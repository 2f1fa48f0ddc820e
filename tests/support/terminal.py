"""The installed command at a terminal of its own, with somebody who answers."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, NamedTuple

from support.command import COMMAND

if TYPE_CHECKING:
    from collections.abc import Iterable

    from support.command import Command

PROMPT = "> "
PATIENCE = 60
"""Seconds to wait for the command to say something."""

CTRL_C, CTRL_D = "\x03", "\x04"

OWN_TERMINAL = """\
import fcntl, os, signal, sys, termios
signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background job's is ignored
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes standard input the terminal whose Ctrl-C reaches the command."""


class Talk(NamedTuple):
    """What the terminal showed, and how the command ended."""

    code: int
    shown: str


def talk(
    command: Command,
    *arguments: str,
    answers: Iterable[str],
    columns: int = 80,
    **environment: str,
) -> Talk:
    """Run the command at a terminal, typing an answer at each prompt; a control character needs no Enter."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, COMMAND, *arguments],
        cwd=command.directory,
        env=command.environment | {"TERM": "xterm"} | environment,
        stdin=its,
        stdout=its,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    shown, typed = b"", ""
    try:
        for typed in answers:
            shown += _until_prompt(ours)
            os.write(ours, typed.encode() if typed in (CTRL_C, CTRL_D) else f"{typed}\r".encode())
        shown += _to_the_end(ours, again=typed == CTRL_C)
    except TimeoutError:
        process.kill()
        raise
    finally:
        os.close(ours)
    return Talk(process.wait(timeout=60), shown.decode().replace("\r\n", "\n"))


def _to_the_end(terminal: int, *, again: bool) -> bytes:
    """Read all that comes.

    Parameters
    ----------
    again
        Whether to press Ctrl-C once more if nothing happens, as a person would: Python misses a signal
        that comes between its own last look and the start of readline's wait.
    """
    shown = b""
    while True:
        try:
            part = _read(terminal, PATIENCE / 20 if again else PATIENCE)
        except TimeoutError:
            if not again:
                raise
            os.write(terminal, CTRL_C.encode())
            again = False
            continue
        if not part:
            return shown
        shown += part


def _until_prompt(terminal: int) -> bytes:
    shown = b""
    while not shown.endswith(PROMPT.encode()):
        part = _read(terminal)
        if not part:
            break
        shown += part
    return shown


def _read(terminal: int, patience: float = PATIENCE) -> bytes:
    """Read what there is; b"" at the end.

    Raises
    ------
    TimeoutError
        If nothing comes: it waits for an answer that the test does not give.
    """
    if not select.select([terminal], [], [], patience)[0]:
        raise TimeoutError
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other side is closed
        return b""
