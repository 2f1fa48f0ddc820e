"""Documents in files: whole or not at all, and nothing lost."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import Command

KILLS = 50

KILLED_WRITERS = """
import os, random, signal, sys, time
from ship_or_not.cli.output import write

path, kills = sys.argv[1], int(sys.argv[2])
documents = [letter * 500_000 for letter in "ab"]
moments = random.Random(1)
write(path, documents[0])
for _ in range(kills):
    child = os.fork()
    while child == 0:
        for document in documents:
            write(path, document)
    time.sleep(moments.uniform(0.001, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(path) as file:
        print(documents.index(file.read()))
"""


def test_json_goes_to_a_file_and_text_to_stdout(command: Command) -> None:
    alone = command("evaluate", "go.yaml")
    both = command("evaluate", "go.yaml", "--output", "text", "--output", "json:verdict.json")
    assert (both.returncode, both.stdout, both.stderr) == (0, alone.stdout, "")
    document = json.loads((command.directory / "verdict.json").read_text(encoding="utf-8"))
    assert document["evaluations"][0]["verdict"] == "GO"


def test_a_file_that_cannot_be_written_is_2_before_any_work(command: Command) -> None:
    ran = command("evaluate", "go.yaml", "--output", "json:nowhere/verdict.json")
    where = command.directory.resolve() / "nowhere"
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"nowhere/verdict.json: there is no directory {where}\n"


@pytest.mark.threat("pipes, full disk, kill")
def test_a_file_that_fails_after_the_verdict_leaves_the_rest_and_is_2(command: Command) -> None:
    lost = "def patch(api):\n    import shutil\n    shutil.rmtree('out')\n"
    (command.directory / "out").mkdir()
    outputs = ["--output", "json", "--output", "json:out/a.json", "--output", "json:b.json"]
    ran = command.patched(lost)("evaluate", "no-go.yaml", *outputs)
    assert ran.returncode == 2
    assert ran.stderr.startswith("out/a.json: there is no directory ")
    assert json.loads(ran.stdout)["exit_code"] == 2
    assert json.loads((command.directory / "b.json").read_text(encoding="utf-8"))["verdict"] == "NO-GO"


@pytest.mark.parametrize("name", ["/dev/null", "/dev/full", "/dev/stdout", "."])
@pytest.mark.threat("pipes, full disk, kill")
def test_what_is_no_file_is_not_replaced(command: Command, name: str) -> None:
    ran = command("evaluate", "go.yaml", "--output", f"json:{name}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{name}: not a regular file\n"


@pytest.mark.parametrize("flag", ["", "--model", "--baseline", "--policy"])
@pytest.mark.parametrize("alias", ["name", "symlink", "hardlink"])
@pytest.mark.threat("pipes, full disk, kill")
def test_an_input_is_not_replaced(command: Command, flag: str, alias: str) -> None:
    kept = command.directory / "kept"
    kept.write_text("precious", encoding="utf-8")
    output = command.directory / "output"
    if alias == "symlink":
        output.symlink_to(kept)
    elif alias == "hardlink":
        output.hardlink_to(kept)
    name = "kept" if alias == "name" else "output"
    ran = command("evaluate", *(["go.yaml", flag, "kept"] if flag else ["kept"]), "--output", f"json:{name}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{name}: it is an input, which is not overwritten\n"
    assert kept.read_text(encoding="utf-8") == "precious"


@pytest.mark.threat("pipes, full disk, kill")
def test_an_old_verdict_does_not_outlive_a_bad_scenario(command: Command) -> None:
    outputs = ["--output", "text:verdict.txt", "--output", "json:verdict.json"]
    command("evaluate", "go.yaml", *outputs)
    assert "GO" in (command.directory / "verdict.txt").read_text(encoding="utf-8")
    assert command("evaluate", "bad.yaml", *outputs).returncode == 2
    assert (command.directory / "verdict.txt").read_text(encoding="utf-8") == ""
    document = json.loads((command.directory / "verdict.json").read_text(encoding="utf-8"))
    assert document["verdict"] is None


def test_the_mode_is_the_umask_s_or_the_replaced_file_s(command: Command) -> None:
    new = command.shell('umask 027; "$0" check go.yaml --output text:new.txt')
    assert new.returncode == 0
    assert stat.S_IMODE((command.directory / "new.txt").stat().st_mode) == 0o640
    old = command.directory / "old.txt"
    old.touch()
    old.chmod(0o604)
    assert command("check", "go.yaml", "--output", "text:old.txt").returncode == 0
    assert stat.S_IMODE(old.stat().st_mode) == 0o604


@pytest.mark.threat("pipes, full disk, kill", KILLS)
def test_a_file_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "document"
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_WRITERS, os.fspath(path), str(KILLS)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) == KILLS
    halves = [name for name in tmp_path.iterdir() if name != path]
    assert halves, "no writer was killed while it wrote: the test shows nothing"
