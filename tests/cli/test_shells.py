"""Completion as people see it: keys typed in bash, zsh and fish, and what then stands on the line.

A shell that is not installed is skipped. What is asked of the command itself, without a shell, is at the
end.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ship_or_not.cli.completion.install import script
from ship_or_not.cli.completion.shells import SHELLS
from ship_or_not.engine.inputs import quoted
from support.scenarios import text_of
from support.shells import Terminal, missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from support.command import Command

EXAMPLE = Path(__file__).parents[2] / "examples" / "newsgroups" / "scenario.yaml"

EVERYTHING = (
    """$(touch pwned);`touch pwned`|touch pwned & 'a' "b" \\ \\\\ * ? [x] ~ {a,b} <c> (touch pwned) # é票 ^"""
)

HOSTILE = (EVERYTHING, "!!", "-x", "~", "a=b:c", "%F{red}%n", "$HOME", "a ", "\\", "'", '"', "*", "${(e)x}")
"""Labels that a shell would obey, expand or take apart."""


@pytest.fixture(params=SHELLS)
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """Each shell, in a directory with an example and some other files."""
    if missing(request.param):
        pytest.skip(missing(request.param))
    shutil.copy(EXAMPLE, tmp_path / "s.yaml")
    (tmp_path / "my team").mkdir()
    (tmp_path / "my team" / "b c.yml").touch()
    (tmp_path / "my team" / "d.csv").touch()
    (tmp_path / "notes.txt").touch()
    with Terminal.start(request.param, tmp_path, script(request.param)) as terminal:
        yield terminal


PLAIN = [
    ("ship-or-not ev", ["evaluate"]),
    ("ship-or-not evaluate --mod", ["evaluate", "--model"]),
    ("ship-or-not evaluate s", ["evaluate", "s.yaml"]),
    ("ship-or-not evaluate my", ["evaluate", "my team/"]),
    ("ship-or-not evaluate my\\ team/", ["evaluate", "my team/b c.yml"]),
    ("ship-or-not evaluate 'my team/", ["evaluate", "my team/b c.yml"]),
    ("ship-or-not evaluate s.yaml --model n", ["evaluate", "s.yaml", "--model", "notes.txt"]),
    ("ship-or-not evaluate s.yaml --output json:n", ["evaluate", "s.yaml", "--output", "json:notes.txt"]),
    ("ship-or-not evaluate s.yaml --output=json:n", ["evaluate", "s.yaml", "--output=json:notes.txt"]),
    ("ship-or-not evaluate s.yaml --policy c", ["evaluate", "s.yaml", "--policy", "cautious"]),
    ("ship-or-not evaluate s.yaml --color al", ["evaluate", "s.yaml", "--color", "always"]),
    ("ship-or-not evaluate s.yaml --fail-on ne", ["evaluate", "s.yaml", "--fail-on", "never"]),
    ("ship-or-not evaluate s.yaml --seed ", ["evaluate", "s.yaml", "--seed"]),
    (
        "ship-or-not check --policy bold s.yaml --set vol",
        ["check", "--policy", "bold", "s.yaml", "--set", "volume."],
    ),
]


def test_commands_options_files_and_values_are_completed(terminal: Terminal) -> None:
    for line, arguments in PLAIN:
        assert terminal.arguments(terminal.complete(line)) == arguments, line
    sys.stdout.write(f"{len(PLAIN)} lines in {terminal.shell}\n")


PATHS = [
    ("--set volume.i", ["--set", "volume.items="]),
    ("--set=volume.items=", ["--set=volume.items=50000"]),
    ("--set volume.per=w", ["--set", "volume.per=week"]),
    ("--set savings_per_item.lik", ["--set", "savings_per_item.likely="]),
    ('--set error_costs.\\"rec.autos\\".\\"sci.m', ["--set", 'error_costs."rec.autos"."sci.med"=']),
    ('--set \'error_costs."rec.autos"."sci.m', ["--set", 'error_costs."rec.autos"."sci.med"=']),
    ('--set "error_costs.\\"rec.autos\\".\\"sci.m', ["--set", 'error_costs."rec.autos"."sci.med"=']),
    ('--set \'error_costs."comp.graphics".any_other=', ["--set", 'error_costs."comp.graphics".any_other=4']),
    ("--set=prevalence.rec.au", ['--set=prevalence."rec.autos"=']),
    ("--set nonsense.", ["--set", "nonsense."]),
]
"""What is typed, and what the program then gets."""


def test_paths_are_completed_however_they_are_quoted(terminal: Terminal) -> None:
    for typed, arguments in PATHS:
        completed = terminal.complete(f"ship-or-not check s.yaml {typed}")
        assert terminal.arguments(completed)[2:] == arguments, typed
    sys.stdout.write(f"{len(PATHS)} lines in {terminal.shell}\n")


def test_no_label_is_executed_and_each_arrives_as_it_is(terminal: Terminal, tmp_path: Path) -> None:
    lines = 0
    for label in HOSTILE:
        (tmp_path / "h.yaml").write_text(text_of({"classes": [label, "other"]}), encoding="utf-8")
        starts = (
            ['prevalence.\\"', "'prevalence.\"", '"prevalence.\\"']
            if label == EVERYTHING
            else ['prevalence.\\"']
        )
        for start in starts if quoted(label).startswith('"') else ["prevalence." + label]:
            completed = terminal.complete(f"ship-or-not check h.yaml --set {start}")
            assert terminal.arguments(completed) == [
                "check",
                "h.yaml",
                "--set",
                f"prevalence.{quoted(label)}=",
            ]
            lines += 1
    sys.stdout.write(f"{lines} lines in {terminal.shell}\n")
    assert not (tmp_path / "pwned").exists()


def test_a_broken_scenario_leaves_the_prompt_alone(terminal: Terminal, tmp_path: Path) -> None:
    for text in ("classes: [a", 'classes: ["\\x1b[31m", b]', "\x1b[31m", "- a", ""):
        (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
        assert terminal.complete("ship-or-not check b.yaml --set vol").endswith(" --set volume.")
    assert terminal.complete("ship-or-not check none.yaml --set vol").endswith(" --set volume.")


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_is_installed_once_and_the_rest_of_a_start_file_kept(command: Command, shell: str) -> None:
    home = command.directory / "o'b home"
    home.mkdir()
    start = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[shell]
    (home / start).parent.mkdir(parents=True, exist_ok=True)
    (home / start).write_bytes(b"# m\xff mine")
    place = {"bash": ".bash_completions/ship-or-not.sh", "zsh": ".zfunc/_ship-or-not",
             "fish": ".config/fish/completions/ship-or-not.fish"}[shell]  # fmt: skip
    for _ in range(2):
        ran = in_shell(command, shell, "--install-completion", HOME=os.fspath(home))
        assert ran == f"installed in {home / place}; open a new terminal to use it\n"
    assert (home / place).read_text(encoding="utf-8") == script(shell)
    assert (home / start).read_bytes() == b"# m\xff mine" + {
        "bash": f"\nsource {shlex.quote(os.fspath(home / place))}\n".encode(),
        "zsh": b"\nfpath+=~/.zfunc; autoload -Uz compinit; compinit\n",
        "fish": b"",
    }[shell]
    assert sorted(each.name for each in home.rglob("*") if each.is_file()) == sorted(
        [Path(start).name, Path(place).name]
    )


@pytest.mark.parametrize("home", ["", "nowhere"])
def test_without_a_home_nothing_is_installed(command: Command, home: str) -> None:
    where = os.fspath(command.directory / home) if home else ""
    ran = command("--install-completion", HOME=where, SHELL="/bin/bash")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "completion is installed in the home directory, and HOME names none" in ran.stderr
    assert not (command.directory / "nowhere").exists()


def test_the_line_in_bashrc_is_one_that_bash_reads(command: Command) -> None:
    home = command.directory / "o'b $(touch pwned)"
    home.mkdir()
    in_shell(command, "bash", "--install-completion", HOME=os.fspath(home))
    ran = subprocess.run(
        ["/bin/bash", "-c", "source ./.bashrc && complete -p ship-or-not"],
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.stdout, ran.stderr) == (
        "complete -o default -F _ship_or_not_completion ship-or-not\n",
        "",
    )
    assert not (home / "pwned").exists()


def in_shell(command: Command, shell: str, *arguments: str, **environment: str) -> str:
    """Run the command where its shell cannot be told but by ``SHELL``, and return what it prints."""
    hidden = command.directory / "hidden"
    hidden.mkdir(exist_ok=True)
    (hidden / "shellingham.py").write_text("def detect_shell():\n    raise RuntimeError\n", encoding="utf-8")
    environment |= {
        "SHELL": f"/bin/{shell}",
        "PYTHONPATH": os.fspath(hidden),
        "XDG_CONFIG_HOME": "",
        "ZDOTDIR": "",
    }
    ran = command(*arguments, **environment)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_a_place_that_cannot_be_written_is_2_and_is_named(command: Command) -> None:
    (command.directory / ".config").touch()
    home = os.fspath(command.directory)
    (command.directory / "shellingham.py").write_text("def detect_shell():\n    return 'fish', ''\n")
    ran = command("--install-completion", HOME=home, PYTHONPATH=home, XDG_CONFIG_HOME="")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"{home}/.config/fish/completions: Not a directory\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_shown_and_can_be_asked_for_by_name(command: Command, shell: str) -> None:
    assert in_shell(command, shell, "--show-completion") == script(shell)
    assert command(_SHIP_OR_NOT_COMPLETE=f"source_{shell}").stdout == script(shell)


def test_the_shell_that_runs_the_command_is_found_by_its_process(command: Command) -> None:
    line = 'SHELL=/bin/tcsh "$0" --show-completion; :'
    ran = command.shell(f"bash -c '{line}' \"$0\"")
    assert (ran.stdout, ran.stderr) == (script("bash"), "")


@pytest.mark.parametrize("flag", ["--install-completion", "--show-completion"])
def test_a_shell_that_has_no_script_is_2(command: Command, flag: str) -> None:
    (command.directory / "shellingham.py").write_text(
        "def detect_shell():\n    return 'tcsh', ''\n", encoding="utf-8"
    )
    ran = command(flag, PYTHONPATH=os.fspath(command.directory))
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "there is no completion for tcsh, only for bash, zsh, fish\n"


@pytest.mark.parametrize("asked", ["complete_tcsh", "source_", "complete", "x_bash"])
def test_an_unknown_request_is_2_and_names_those_that_are_known(command: Command, asked: str) -> None:
    ran = command(_SHIP_OR_NOT_COMPLETE=asked)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("shell", SHELLS)
def test_whatever_is_asked_nothing_goes_to_the_prompt(command: Command, shell: str) -> None:
    lines = [
        "ship-or-not check bad.yaml --set ",
        "ship-or-not --version ",
        "",
        "x 'a",
        "x \\",
        "x check --set a=b=",
    ]
    asked = [*((line, "") for line in lines), *((lines[0], point) for point in ("9", "-3", "x", "9999"))]
    for line, point in asked:
        ran = command(_SHIP_OR_NOT_COMPLETE=f"complete_{shell}", COMP_LINE=line, COMP_POINT=point)
        assert (ran.returncode, ran.stderr) == (0, "")


def test_an_empty_request_is_none(command: Command) -> None:
    assert command("--version", _SHIP_OR_NOT_COMPLETE="").stdout.startswith("ship-or-not 0.")
