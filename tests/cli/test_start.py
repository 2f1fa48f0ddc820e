"""A start that nobody waits for, and the public names."""

from __future__ import annotations

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


def modules_after(source: str) -> set[str]:
    """Run Python source in a new process, and return the modules it leaves loaded."""
    listing = "import sys; sys.stderr.write(' '.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{source}; {listing}"], capture_output=True, encoding="utf-8", check=True
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_help_and_version_load_nothing_heavy(flag: str) -> None:
    run = f"import sys; sys.argv[1:] = ['{flag}']; from ship_or_not.__main__ import main; main()"
    assert not HEAVY & (modules_after(run) - modules_after("import typer"))


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
    ("output", "also"), [("text", set[str]()), ("json", {"rich", "ship_or_not.render.text"})]
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
    assert (KEPT_OFF | also) & (loaded - modules_after("import typer")) == set()
