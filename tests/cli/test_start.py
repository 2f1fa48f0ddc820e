"""A start that nobody waits for, and the public names."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from support.command import GO

if TYPE_CHECKING:
    from support.command import Command

HEAVY = {"numpy", "pydantic", "yaml", "rich", "ship_or_not.api", "ship_or_not.results"}


def modules_after(source: str, **environment: str) -> set[str]:
    """Run Python source in a new process, and return the modules it leaves loaded."""
    listing = "import sys; sys.stderr.write(' '.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{source}; {listing}"],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(ran.stderr.split())


COMPLETION = {"shellingham", *(f"ship_or_not.cli.completion.{part}" for part in (
    "answer", "commands", "install", "offer", "settings", "shells", "words"))}  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["evaluate", "--help"], ["evaluate", "none"]]
)
def test_nothing_of_completion_is_loaded_but_for_completing(arguments: list[str]) -> None:
    run = f"import sys; sys.argv[1:] = {arguments}; from ship_or_not.__main__ import main; main()"
    assert not COMPLETION & (modules_after(run) - modules_after("import typer"))


@pytest.mark.parametrize(
    "word", ["ev", "evaluate ", "evaluate --", "evaluate --policy ", "evaluate --output "]
)
def test_only_keys_take_what_reads_scenarios_to_be_completed(word: str) -> None:
    asked = {"_SHIP_OR_NOT_COMPLETE": "complete_bash", "COMP_LINE": f"ship-or-not {word}"}
    run = f"import os; os.environ.update({asked}); from ship_or_not.__main__ import main; main()"
    assert not HEAVY & (modules_after(run) - modules_after("import typer"))


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_help_and_version_load_nothing_heavy(flag: str) -> None:
    run = f"import sys; sys.argv[1:] = ['{flag}']; from ship_or_not.__main__ import main; main()"
    assert not HEAVY & (modules_after(run) - modules_after("import typer"))


def test_an_evaluation_builds_no_schema_for_editors(command: Command) -> None:
    code = "import os, ship_or_not as s; s.evaluate(s.load_scenario(os.environ['SCENARIO']), draws=1)"
    loaded = modules_after(code, SCENARIO=str(command.directory / "go.yaml"))
    assert "ship_or_not.scenario.schema" in loaded
    assert not [name for name in loaded if name.startswith("ship_or_not.scenario.json_")]


def test_the_package_loads_nothing_until_a_name_is_used() -> None:
    assert not HEAVY & modules_after("import ship_or_not")


def test_the_version_is_the_project_s(command: Command) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert ship_or_not.__version__ == project["project"]["version"]
    assert command("--version").stdout == f"ship-or-not {ship_or_not.__version__}\n"


def test_python_m_is_the_same_command(command: Command) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ship_or_not", "evaluate"],
        env=command.environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (2, command("evaluate").stderr)


def test_every_public_name_can_be_had_and_is_listed() -> None:
    assert sorted(ship_or_not.__all__) == dir(ship_or_not)
    for name in ship_or_not.__all__:
        assert getattr(ship_or_not, name) is not None
    with pytest.raises(AttributeError, match=r"^module 'ship_or_not' has no attribute 'verdict'$"):
        ship_or_not.verdict  # type: ignore[attr-defined]  # noqa: B018


KEPT_OFF = {
    "altair",
    "duckdb",
    "ibis",
    "jinja2",
    "jsonschema",
    "markdown_it",
    "matplotlib",
    "multiprocessing",
    "numpy.ma",
    "numpy.testing",
    "pandas",
    "polars",
    "pygments",
    "pydantic.v1",
    "rich.markdown",
    "rich.syntax",
    "scipy",
    "shellingham",
    "typer.completion",
    "typer.rich_utils",
}
"""What would make every evaluation wait and none needs."""


@pytest.mark.parametrize(
    ("output", "also"),
    [
        ("text", set[str]()),
        ("json", {"rich", "ship_or_not.render.text"}),
        ("csv", {"rich", "ship_or_not.render.text"}),
    ],
)
def test_an_evaluation_loads_nothing_it_does_not_need(command: Command, output: str, also: set[str]) -> None:
    scenario = command.directory / "drawn.yaml"
    scenario.write_text(GO.replace("98%}", "98%, measured_on: 2000}"), encoding="utf-8")
    run = (
        f"import sys; sys.argv[1:] = ['evaluate', {str(scenario)!r}, '--output', {output!r}]; "
        "from ship_or_not.__main__ import main; assert main() == 0"
    )
    loaded = modules_after(run)
    assert "numpy.random" in loaded
    assert (KEPT_OFF | also) & (loaded - modules_after("import typer, numpy.random")) == set()
