"""Broken pipes, full disks, closed streams, interrupts and our own faults: none reads as a verdict."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.command import COMMAND

if TYPE_CHECKING:
    from support.command import Command

VERDICTS = [("go.yaml", 0), ("no-go.yaml", 1), ("inconclusive.yaml", 3)]

CRASH = r"""
def patch(api):
    evaluate = api.evaluate

    def crash(scenario, **options):
        if scenario.summary.path.endswith("no-go.yaml"):
            raise ValueError("a\x1b[31m b\nc \u202e d")
        return evaluate(scenario, **options)

    api.evaluate = crash
"""

WAIT = """
import pathlib
import signal
import time

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's is ignored


def wait():
    pathlib.Path("started").touch()
    time.sleep(60)
"""

COMPUTE = """
import pathlib
import signal

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job's is ignored


def patch(api):
    evaluate = api.evaluate

    def announce(scenario, **options):
        pathlib.Path("started").touch()
        while True:
            evaluate(scenario, **options)

    api.evaluate = announce
"""


def interrupted(command: Command, *arguments: str) -> tuple[int, bytes, bytes]:
    """Send an interrupt once the command has said that it has started."""
    process = command.start(*arguments)
    deadline = time.monotonic() + 30
    while not (command.directory / "started").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


@pytest.mark.parametrize(("scenario", "code"), VERDICTS)
@pytest.mark.threat("pipes, full disk, kill")
def test_a_reader_that_has_gone_leaves_the_verdict(command: Command, scenario: str, code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = command.start("evaluate", scenario, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (code, b"")


@pytest.mark.threat("pipes, full disk, kill")
def test_a_reader_that_goes_while_it_reads_leaves_the_verdict(command: Command) -> None:
    process = command.start("evaluate", *["no-go.yaml"] * 60, "--draws", "1000", "--output", "json")
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(1) == b"{"
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), err) == (1, b"")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["evaluate", "--help"]])
@pytest.mark.threat("pipes, full disk, kill")
def test_help_for_a_reader_that_has_gone_is_0(command: Command, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = command.start(*arguments, stdout=writer)
    os.close(writer)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


@pytest.mark.parametrize("arguments", [["evaluate", "go.yaml"], ["evaluate", "no-go.yaml"], ["--help"]])
@pytest.mark.threat("pipes, full disk, kill")
def test_a_full_disk_on_stdout_is_2(command: Command, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = command.start(*arguments, stdout=full.fileno())
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (2, b"standard output: No space left on device\n")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.threat("pipes, full disk, kill")
def test_a_full_disk_is_seen_however_python_buffers(command: Command, unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        process = command.start("--version", stdout=full.fileno(), PYTHONUNBUFFERED=unbuffered)
        process.communicate(timeout=60)
    assert process.returncode == 2


@pytest.mark.threat("pipes, full disk, kill")
def test_a_closed_stdout_is_2(command: Command) -> None:
    ran = command.shell('"$0" evaluate go.yaml >&-')
    assert (ran.returncode, ran.stderr) == (2, "standard output: it is closed\n")


@pytest.mark.threat("pipes, full disk, kill")
def test_a_closed_stdout_is_no_matter_where_nothing_goes_there(command: Command) -> None:
    ran = command.shell('"$0" evaluate no-go.yaml --output json:verdict.json >&-')
    assert (ran.returncode, ran.stderr) == (1, "")
    assert (command.directory / "verdict.json").read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('"$0" evaluate bad.yaml 2>&-', 2),
        ('"$0" evaluate bad.yaml >&- 2>&-', 2),
        ('"$0" evaluate bad.yaml 2>/dev/full', 2),
        ('"$0" evaluate no-go.yaml bad.yaml --fail-on never 2>&-', 2),
        ('"$0" evaluate no-go.yaml 2>&- <&-', 1),
        ('"$0" evalute 2>&-', 2),
    ],
)
@pytest.mark.threat("pipes, full disk, kill")
def test_a_closed_stderr_changes_no_code(command: Command, line: str, code: int) -> None:
    assert command.shell(line).returncode == code


@pytest.mark.threat("pipes, full disk, kill")
def test_an_interrupt_while_it_computes_is_130(command: Command) -> None:
    arguments = ["evaluate", "inconclusive.yaml", "--draws", "16777216", "--output", "json:out.json"]
    assert interrupted(command.patched(COMPUTE), *arguments) == (130, b"", b"interrupted\n")
    assert not (command.directory / "out.json").exists()


@pytest.mark.threat("pipes, full disk, kill")
def test_an_interrupt_while_it_imports_is_130(command: Command) -> None:
    patch = "def patch(api):\n    wait()\n"
    assert interrupted(command.patched(WAIT + patch), "evaluate", "go.yaml") == (130, b"", b"interrupted\n")


@pytest.mark.threat("pipes, full disk, kill")
def test_a_fault_of_ours_is_70_and_says_how_to_report_it(command: Command) -> None:
    ran = command.patched(CRASH)("evaluate", "no-go.yaml")
    assert (ran.returncode, ran.stdout) == (70, "")
    lines = ran.stderr.splitlines()
    assert lines[0] == "no-go.yaml: stopped by a fault in ship-or-not (ValueError)"
    assert (
        lines[1] == "ship-or-not: ValueError: a\N{REPLACEMENT CHARACTER}[31m b c \N{REPLACEMENT CHARACTER} d"
    )
    assert lines[2].startswith("This is a fault in ship-or-not 0.")
    assert lines[3].startswith("Please report it to the ship-or-not developers")
    assert lines[4:] == ["Run again with --debug for the traceback."]


@pytest.mark.threat("pipes, full disk, kill")
def test_a_fault_of_ours_shows_its_traceback_under_debug(command: Command) -> None:
    ran = command.patched(CRASH)("evaluate", "no-go.yaml", "--debug")
    assert ran.returncode == 70
    assert "\nTraceback (most recent call last):\n" in ran.stderr
    assert "--debug for" not in ran.stderr
    assert "\x1b" not in ran.stderr


@pytest.mark.parametrize("fail_on", ["no-go,inconclusive", "never"])
@pytest.mark.threat("pipes, full disk, kill")
def test_a_fault_in_one_scenario_costs_the_others_nothing(command: Command, fail_on: str) -> None:
    ran = command.patched(CRASH)("evaluate", "no-go.yaml", "bad.yaml", "go.yaml", "--fail-on", fail_on)
    assert ran.returncode == 70
    assert "GO" in ran.stdout
    assert "bad.yaml:2:1: saving_per_item: " in ran.stderr
    assert "ship-or-not: ValueError: " in ran.stderr


@pytest.mark.threat("pipes, full disk, kill")
def test_a_fault_of_ours_stays_70_where_the_document_cannot_be_written(command: Command) -> None:
    with Path("/dev/full").open("wb") as full:
        process = command.patched(CRASH).start("evaluate", "no-go.yaml", "go.yaml", stdout=full.fileno())
        _, err = process.communicate(timeout=60)
    assert process.returncode == 70
    assert b"standard output: No space left on device\n" in err


@pytest.mark.parametrize(
    "error",
    ["BrokenPipeError(32, 'gone')", "EOFError()", "SystemExit(0)", "RecursionError()", "MemoryError()"],
)
@pytest.mark.threat("pipes, full disk, kill")
def test_no_exception_of_a_command_passes_for_a_verdict(command: Command, error: str) -> None:
    patch = f"def patch(api):\n    def crash(*_, **__):\n        raise {error}\n    api.evaluate = crash\n"
    ran = command.patched(patch)("evaluate", "go.yaml")
    assert ran.returncode == 70
    assert f"ship-or-not: {error.partition('(')[0]}" in ran.stderr


@pytest.mark.threat("pipes, full disk, kill")
def test_a_failing_import_is_70(command: Command) -> None:
    ran = command.patched("def patch(api):\n    raise ImportError('no such wheel')\n")("evaluate", "go.yaml")
    assert ran.returncode == 70
    assert "ship-or-not: ImportError: no such wheel\n" in ran.stderr


@pytest.mark.threat("terminal escapes")
def test_a_name_with_control_characters_reaches_no_terminal(command: Command) -> None:
    ran = command("evaluate", "\x1b[31m\u202e.yaml", "--output", "json")
    assert ran.returncode == 2
    assert not set("\x1b\u202e") & set(ran.stdout + ran.stderr)
    ran = command("evaluate", "go.yaml", "--\x1b[31m")
    assert ran.returncode == 2
    assert "\x1b" not in ran.stderr


def run_as_bytes(command: Command, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    """Run the command with arguments that no text can hold."""
    return subprocess.run(
        [COMMAND, *arguments],
        cwd=command.directory,
        env=command.environment,
        capture_output=True,
        check=False,
        timeout=60,
    )


@pytest.mark.threat("pipes, full disk, kill")
def test_a_name_that_is_not_utf8_is_reported(command: Command) -> None:
    process = run_as_bytes(command, "check", b"\xff.yaml")
    assert (process.returncode, process.stdout) == (2, b"")
    assert "\N{REPLACEMENT CHARACTER}.yaml" in process.stderr.decode("utf-8")


@pytest.mark.threat("files", 4)
@pytest.mark.parametrize(
    "arguments",
    [
        ["init", "a.yaml"],
        ["schema", "--output", "json:a.json"],
        ["evaluate", "go.yaml"],
        ["check", "go.yaml"],
    ],
)
def test_a_working_directory_that_is_gone_is_2(command: Command, arguments: list[str]) -> None:
    line = " ".join(f"'{each}'" for each in arguments)
    ran = command.shell(f'mkdir gone && cd gone && rmdir ../gone && "$0" {line}')
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ": No such file or directory\n" in ran.stderr or ": there is no such file\n" in ran.stderr


@pytest.mark.threat("files", 4)
@pytest.mark.parametrize("path", ["a" * 300, "a/" * 3000])
@pytest.mark.parametrize("arguments", [["init"], ["schema", "--output"]])
def test_a_path_that_is_too_long_is_2(command: Command, arguments: list[str], path: str) -> None:
    ran = command(*arguments, path if len(arguments) == 1 else f"json:{path}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.endswith(": File name too long\n")


def test_a_value_that_is_not_utf8_is_named(command: Command) -> None:
    process = run_as_bytes(command, "check", "go.yaml", "--set", b"name=\xff")
    assert (process.returncode, process.stdout) == (2, b"")
    assert b"the control character U+DCFF stands here" in process.stderr
