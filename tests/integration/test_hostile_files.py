"""Files that are none, lead nowhere, have no end, or change while they are read: one sentence, at once."""

from __future__ import annotations

import hashlib
import os
import socket
import time
from typing import TYPE_CHECKING

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError
from ship_or_not.evidence import files
from support.command import GO, Command

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMED = """\
classes: [a, b]
savings_per_item: 1
error_costs: 2
baseline: {always: a}
model: {confusion: {file: FILE}}
"""
MOST_SECONDS = 1.0

FILES = {
    "pipe.csv": "it is a named pipe",
    "to-pipe.csv": "it is a named pipe",
    "socket.csv": "it is a socket",
    "directory.csv": "it is a directory",
    "loop.csv": "its symbolic links lead in a circle",
    "dangling.csv": "there is no such file",
    "missing.csv": "there is no such file",
    "huge.csv/below.csv": "a part of this path is not a directory",
    "../" * 40 + "dev/zero": "it is a device",
    "/dev/zero": "it is a device",
    "/dev/random": "it is a device",
    "/dev/full": "it is a device",
    "/proc/self/mem": "it cannot be read: ",
    "huge.csv": "it is larger than ",
    "binary.csv": "is not UTF-8",
    "x" * 5000 + ".csv": "the path is too long",
}

PLACES: dict[str, Callable[[str], object]] = {
    "the scenario": load_scenario,
    "confusion: {file: …}": lambda file: load_scenario(text=NAMED.replace("FILE", file)),
    "samples: …": lambda file: load_scenario(text=GO.replace("costs: 2", f"costs: {{samples: {file}}}")),
    "--model": lambda file: load_scenario(text=NAMED.replace("FILE", "good.csv"), model=file),
    "--policy": lambda file: load_scenario(text=GO, policy=file),
}
"""Where a user can name a file."""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with one of each."""
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.csv")
    (tmp_path / "to-pipe.csv").symlink_to("pipe.csv")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.csv")
    (tmp_path / "directory.csv").mkdir()
    (tmp_path / "loop.csv").symlink_to("around.csv")
    (tmp_path / "around.csv").symlink_to("loop.csv")
    (tmp_path / "dangling.csv").symlink_to("nowhere.csv")
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(2**40)  # a tebibyte that takes no room on the disk
    (tmp_path / "binary.csv").write_bytes(bytes(range(0x80, 0x100)))
    (tmp_path / "good.csv").write_text(",a,b\na,9,1\nb,1,9\n")
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file[:20])
@pytest.mark.threat("files")
def test_what_is_no_file_to_read_is_refused_at_once(file: str, place: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputError) as caught:
        PLACES[place](file)
    assert time.monotonic() - started <= MOST_SECONDS
    (problem,) = caught.value.problems
    assert FILES[file] in problem.found
    assert problem.expected


@pytest.mark.threat("files", len(FILES) - 1)
def test_the_command_says_so_of_each_and_exits_2(here: Path) -> None:
    names = [name for name in FILES if len(name) < 255]
    ran = Command(directory=here)("check", *names)
    assert (ran.returncode, ran.stdout) == (2, "")
    for name in names:
        place = ":1:1: the byte 0x80 " if name == "binary.csv" else ": "
        assert f"{name}{place}{FILES[name]}" in ran.stderr


OLD, NEW = b"name: old\n", b"name: new, and longer\n"


def replaced(path: Path) -> None:
    path.rename(path.with_suffix(".old"))
    path.write_bytes(NEW)


def by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def grown(path: Path) -> None:
    path.write_bytes(OLD * 100)


@pytest.mark.parametrize(
    ("change", "read"),
    [
        (replaced, OLD),
        (by_a_pipe, OLD),
        (lambda path: path.unlink(), OLD),
        (lambda path: path.chmod(0), OLD),
        (lambda path: path.write_bytes(b""), b""),
        (lambda path: path.write_bytes(NEW), NEW),
        (grown, None),
    ],
    ids=["replaced", "by a pipe", "deleted", "closed", "emptied", "rewritten", "grown"],
)
@pytest.mark.threat("files")
def test_a_file_that_changes_while_it_is_read_is_what_was_read_and_hashed(
    change: Callable[[Path], object], read: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, fstat = tmp_path / "s.yaml", os.fstat
    path.write_bytes(OLD)

    def changing(descriptor: int) -> os.stat_result:
        monkeypatch.setattr(os, "fstat", fstat)  # once, between looking at the file and reading it
        found = fstat(descriptor)
        change(path)
        return found

    monkeypatch.setattr(os, "fstat", changing)
    if read is None:
        with pytest.raises(InputError, match="it is larger than 64 bytes"):
            files.read_file(path, limit_bytes=64)
    else:
        file = files.read_file(path, limit_bytes=64)
        assert (file.text.encode(), file.sha256) == (read, hashlib.sha256(read).hexdigest())
