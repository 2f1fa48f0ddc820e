"""The scripts that make a shell complete, and where each shell looks for its own."""

from __future__ import annotations

import os
import shlex
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Final

from ship_or_not.cli.completion.shells import SHELLS
from ship_or_not.cli.output import write
from ship_or_not.errors import OutputError, UsageError

_ZSH_START: Final = "fpath+=~/.zfunc; autoload -Uz compinit; compinit"


def script(shell: str) -> str:
    """Return the script of a shell.

    Raises
    ------
    UsageError
        If there is none for it.
    """
    if shell not in SHELLS:
        raise UsageError(f"there is no completion for {shell or 'this shell'}, only for {', '.join(SHELLS)}")
    return (files(__package__ or "") / f"ship-or-not.{shell}").read_text(encoding="utf-8")


def running_shell() -> str:
    """Return the name of the shell that started us: by its process, else by ``SHELL``; "" for none."""
    try:
        return str(import_module("shellingham").detect_shell()[0])  # comes with Typer
    except Exception:  # noqa: BLE001 - it fails in ways of its own on systems that it does not know
        return Path(os.environ.get("SHELL", "")).name


def install(shell: str) -> Path:
    """Put a shell's script where the shell finds it, and return that place.

    In bash and zsh, that takes a line in the shell's own start file: it is added behind what is there.

    Raises
    ------
    UsageError
        If there is no script for the shell.
    OutputError
        If a file cannot be written.
    """
    text, home = script(shell), Path.home() if os.environ.get("HOME", "~") else Path()
    if not home.is_absolute() or not home.is_dir():
        raise UsageError("completion is installed in the home directory, and HOME names none")
    places = {
        "bash": home / ".bash_completions" / "ship-or-not.sh",
        "zsh": home / ".zfunc" / "_ship-or-not",
        "fish": _config(home) / "fish" / "completions" / "ship-or-not.fish",
    }
    place = places[shell]
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write(os.fspath(place), text)
        if shell == "bash":
            _add_line(home / ".bashrc", f"source {shlex.quote(os.fspath(place))}")
        elif shell == "zsh":
            _add_line(Path(os.environ.get("ZDOTDIR") or home) / ".zshrc", _ZSH_START)
    except OSError as error:
        raise OutputError(f"{error.filename}: {error.strerror}") from error
    return place


def _config(home: Path) -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")


def _add_line(path: Path, line: str) -> None:
    """Add a line to a file that does not have it yet."""
    before = path.read_bytes() if path.exists() else b""
    if os.fsencode(line) not in before.splitlines():
        with path.open("ab") as stream:
            stream.write(b"\n" * (bool(before) and not before.endswith(b"\n")) + os.fsencode(line) + b"\n")
