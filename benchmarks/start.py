"""How long a command takes from start to end, beside the imports that it cannot do without."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from timing import COMMAND, Row, command, held_against, in_turn

if TYPE_CHECKING:
    from pathlib import Path

FIVE = """\
import numpy.random
import typer
import yaml
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

app = typer.Typer(add_completion=False)


@app.command()
def first() -> None:
    pass


@app.command()
def second() -> None:
    pass


app(["first"])
"""
"""The five libraries, imported and not used, and an empty app of two commands."""

SMALL = """\
name: Automate item triage
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%, measured_on: 2000}
"""


def rows(folder: Path, rounds: int) -> list[Row]:
    """Time the starts."""
    five, small = folder / "five.py", folder / "small.yaml"
    five.write_text(FIVE, encoding="utf-8")
    small.write_text(SMALL, encoding="utf-8")
    version, help_, evaluate = "`--version`", "`--help`", "`evaluate`, small scenario"
    as_json, typer = "`evaluate`, small scenario, JSON", "`import typer`"
    imports, numpy = "the five imports and an empty app", "`import numpy.random`"
    seconds = in_turn(
        {
            typer: command(sys.executable, "-c", "import typer"),
            version: command(COMMAND, "--version"),
            help_: command(COMMAND, "--help"),
            numpy: command(sys.executable, "-c", "import numpy.random"),
            imports: command(sys.executable, str(five)),
            evaluate: command(COMMAND, "evaluate", str(small)),
            as_json: command(COMMAND, "evaluate", str(small), "--output", "json"),
        },
        rounds,
    )
    return [
        held_against(seconds, version, typer, 1.3),
        held_against(seconds, help_, typer, 1.3),
        held_against(seconds, evaluate, imports, 1.25),
        held_against(seconds, as_json, imports, 1.25),
        held_against(seconds, evaluate, numpy, 1.5),
    ]
