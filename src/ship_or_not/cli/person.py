"""The person at the terminal: texts go there at once, past what is held back, and answers come from there."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from dataclasses import dataclass

from ship_or_not.cli import terminal
from ship_or_not.errors import OutputError, UsageError

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def at_terminal() -> bool:
    """Tell whether somebody can be asked: whether questions would be seen, and answers come from a person."""
    streams = (sys.__stdin__, sys.__stdout__)
    return all(stream is not None and stream.isatty() for stream in streams)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalPerson:
    """Who answers at the terminal.

    Parameters
    ----------
    color
        Whether questions may be in bold.
    """

    color: bool

    def say(self, words: str, *, strong: bool = False, indent: int = 0) -> None:
        """Show a paragraph, as wide as the terminal, without anything that a terminal would obey."""
        lines = terminal.paragraph(words, indent=indent)
        if strong and self.color:
            lines = [f"{_BOLD}{line}{_PLAIN}" for line in lines]
        _show("".join(f"{line}\n" for line in lines or [""]))

    def ask(self) -> str:
        """Wait for a line.

        Raises
        ------
        UsageError
            If the input ends.
        """
        held, sys.stdout = sys.stdout, sys.__stdout__  # readline edits lines only where both are the terminal
        try:
            while True:
                try:
                    return input("> ")
                except UnicodeDecodeError:
                    self.say("that is not UTF-8 text", indent=2)
        except (EOFError, OSError):
            _show("\n")
            raise UsageError("the input ended before the last question; nothing is written") from None
        except KeyboardInterrupt:
            _show("\n")
            raise
        finally:
            sys.stdout = held


def edit_lines() -> None:
    """Let answers be edited and recalled, and file names be completed, where Python can do that."""
    for name in ("SIGTERM", "SIGHUP"):  # as Ctrl-C does: else the terminal would be left without echo
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)
    with contextlib.suppress(ImportError):
        import readline  # noqa: PLC0415 -- it changes what input() does, so not before somebody is asked

        readline.parse_and_bind("set enable-bracketed-paste off")
        readline.parse_and_bind("tab: complete")
        readline.set_auto_history(True)


def _show(text: str) -> None:
    """Write to the terminal at once, as UTF-8.

    Raises
    ------
    OutputError
        If it is gone.
    """
    stream = sys.__stdout__
    assert stream is not None  # noqa: S101 -- nobody is asked without one
    try:
        with os.fdopen(stream.fileno(), "wb", closefd=False) as binary:
            binary.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror}") from error
