"""``--help`` of every command: it fits, its examples run, and the README says the same."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.main import get_command

from ship_or_not import cli
from ship_or_not.render.json import render
from support.results_factory import smallest

if TYPE_CHECKING:
    from support.command import Command

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
APP: Any = get_command(cli.app)
CONTEXT = typer.Context(APP, info_name=cli.NAME)
COMMANDS = {
    name: found
    for name in APP.list_commands(CONTEXT)
    if (found := APP.get_command(CONTEXT, name)) and not found.hidden
}
HELPS = [(), *((name,) for name in COMMANDS)]

BEGIN = "<!-- as --help says it; UPDATE_GOLDEN=1 pytest tests/cli/test_help.py writes it anew -->\n"
END = "<!-- end -->\n"

COUNTS = ",billing,fraud,other\nbilling,290,1,9\nfraud,1,85,14\nother,12,3,585\n"
JSON = (
    '{"billing": {"billing": 290, "other": 10}, "fraud": {"fraud": 90, "other": 10}, "other": {"other": 600}}'
)
RULES = "confidence: 80%\n"
SAVED = render([smallest()], [], version="0", exit_code=0)


def blocks(language: str) -> list[str]:
    """Return the README's blocks of a language."""
    text = README.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def grown_scenario() -> str:
    """Return the README's first scenario after its next step: lines of the same name replaced."""
    first, more = blocks("yaml")[:2]
    parts = [re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:] for text in (first, more)]
    keys = {part.partition(":")[0]: part for each in parts for part in each}
    return "".join(part if part.endswith("\n") else f"{part}\n" for part in keys.values())


@pytest.fixture
def desk(command: Command) -> Command:
    """The command in a directory with everything that the examples name, as the README has it."""
    furnish(command.directory)
    return command


def furnish(directory: Path) -> None:
    """Make a directory anew, with everything that the examples name."""
    shutil.rmtree(directory)
    (directory / "scenarios").mkdir(parents=True)
    for name in ("scenario.yaml", "scenarios/today.yaml", "scenarios/next-year.yaml"):
        (directory / name).write_text(grown_scenario(), encoding="utf-8")
    for name in ("counts.csv", "scenarios/counts.csv"):
        (directory / name).write_text(COUNTS, encoding="utf-8")
    (directory / "counts.json").write_text(JSON, encoding="utf-8")
    (directory / "rules.yaml").write_text(RULES, encoding="utf-8")
    (directory / "before.json").write_text(SAVED, encoding="utf-8")


def examples_of(arguments: tuple[str, ...]) -> list[str]:
    """Return the examples of a help text."""
    epilog = (COMMANDS[arguments[0]] if arguments else APP).epilog or ""
    return [line.strip() for line in epilog.splitlines() if line.startswith(f"  {cli.NAME} ")]


@pytest.mark.parametrize("arguments", HELPS)
def test_help_fits_the_terminal(command: Command, arguments: tuple[str, ...]) -> None:
    for columns in (60, 80, 200):
        ran = command(*arguments, "--help", COLUMNS=str(columns))
        assert (ran.returncode, ran.stderr) == (0, "")
        wide = {line for line in ran.stdout.splitlines() if len(line) > min(columns, 80)}
        verbatim = ran.stdout.partition("Examples:")[2].splitlines() if columns == 60 else []
        assert wide - {line for line in verbatim if len(line) <= 68} == set()


@pytest.mark.parametrize("arguments", HELPS)
def test_help_has_its_parts_in_order_and_says_nothing_of_types(
    command: Command, arguments: tuple[str, ...]
) -> None:
    text = command(*arguments, "--help", COLUMNS="80").stdout
    parts = [
        "Usage: ship-or-not",
        "\nOptions:\n",
        "  Examples:\n    ship-or-not ",
        "  Exit codes:\n      0  ",
    ]
    places = [text.find(part) for part in parts]
    assert places == sorted(places)
    assert -1 not in places
    assert not re.search(r"\\|<\w|\[(?:required|default)|list\[|INTEGER|TEXT", text)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_explained_in_one_paragraph(name: str) -> None:
    command = COMMANDS[name]
    for each in command.get_params(typer.Context(command)):
        assert each.help, each.name
        assert each.help.endswith("."), each.help
        assert getattr(each, "is_flag", False) or each.metavar, f"{each.name}: what does it take?"


@pytest.mark.parametrize("arguments", HELPS)
def test_every_example_of_a_help_runs(desk: Command, arguments: tuple[str, ...]) -> None:
    examples = examples_of(arguments)
    for example in examples:
        run(desk, example)
    sys.stdout.write(f"{len(examples)} examples\n")
    assert examples


def run(desk: Command, line: str) -> None:
    """Run a line of shell with the command in it: any verdict will do, but no problem."""
    furnish(desk.directory)
    if line.startswith(f"{cli.NAME} init"):  # which overwrites nothing
        (desk.directory / "scenario.yaml").unlink()
    ran = desk.shell(re.sub(rf"(?:\.venv/bin/)?\b{cli.NAME}(?= )", '"$0"', line))
    assert ran.returncode in {0, 1, 3}, f"{line}\n{ran.stderr}"


def test_every_command_line_of_the_readme_runs(desk: Command) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    lines = [line for line in lines if not line.startswith("python3 -m venv")]  # run by .ci/run
    text = re.sub(r"```.*?```", "", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines += re.findall(rf"`({cli.NAME} [^`]+)`", text)
    for line in lines:
        if "completion" not in line:
            run(desk, line)
    sys.stdout.write(f"{len(lines)} lines\n")
    assert len(lines) >= 3


def test_every_option_that_the_readme_mentions_is_taken(desk: Command) -> None:
    text = README.read_text(encoding="utf-8").replace(readme_tables(), "")
    options = {option for option in re.findall(r"`(--[^`]+)`", text) if "completion" not in option}
    for option in options:
        if " " in option:
            run(desk, f"{cli.NAME} evaluate scenario.yaml {option}")
        else:
            assert option in {name for each in COMMANDS["evaluate"].params for name in each.opts}
    assert {"--fail-on no-go", "--fail-on never", "--set error_costs.fraud=60"} <= options


def readme_tables() -> str:
    """Return the tables of commands and options, as the command itself has them."""
    rows = ["\n| command | what it does |\n|---|---|\n"]
    rows += [f"| `{name}` | {paragraph(each.help)} |\n" for name, each in COMMANDS.items()]
    rows.append("\n| option | of | what it does |\n|---|---|---|\n")
    owners: dict[tuple[str, str], list[str]] = {}
    for name, each in [("", APP), *COMMANDS.items()]:
        for option in each.get_params(typer.Context(each)):
            if option.param_type_name == "option" and not option.hidden and option.name != "help":
                written = ", ".join(option.opts) + (f" {option.metavar}" if option.metavar else "")
                owners.setdefault((written, option.help), []).append(f"`{name or cli.NAME}`")
    for (written, text), names in owners.items():
        cells = (f"`{written}`", ", ".join(names), text)
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n")
    return BEGIN + "".join(rows) + "\n" + END


def paragraph(text: str) -> str:
    """Return the first paragraph on one line."""
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())


def test_the_readme_lists_commands_and_options_as_help_does() -> None:
    text = README.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin, "README.md lacks its list of commands"
    assert end, "README.md lacks the end of its list of commands"
    if os.environ.get("UPDATE_GOLDEN"):
        README.write_text(before + readme_tables() + after, encoding="utf-8")
    else:
        assert text == before + readme_tables() + after


def test_the_readme_s_grown_scenario_is_what_its_words_say(desk: Command) -> None:
    assert grown_scenario().startswith("name: Automate item triage\nsavings_per_item: 0.20 to 0.40")
    ran = desk("check", "scenario.yaml")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_examples_are_quoted_as_a_shell_takes_them() -> None:
    for arguments in HELPS:
        for example in examples_of(arguments):
            assert shlex.split(example)[0] == cli.NAME
