"""The flags that commands share: their names, types, bounds and help."""

from typing import Annotated

import typer

from ship_or_not.cli.terminal import Color

Scenarios = Annotated[
    list[str],
    typer.Argument(metavar="SCENARIO", show_default=False, help="One or more scenario files (YAML)."),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Put a value in place of the file's, as in model.accuracy=0.97; repeatable.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="FILE", help="Take the model's quality from this evidence file."),
]
Baseline = Annotated[
    str | None,
    typer.Option("--baseline", metavar="FILE", help="Take the baseline's quality from this evidence file."),
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="FILE|NAME",
        help="Decide by these rules: a file, or balanced, cautious, bold or no-worse.",
    ),
]
Seed = Annotated[int, typer.Option("--seed", metavar="INT", min=0, help="Start of the random numbers.")]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="INT",
        min=1000,
        max=2**24,
        help="Take exactly this many draws; by default as many as the verdict needs.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar="FORMAT[:PATH]",
        help="text or json, to a file or to standard output; repeatable. Default: text.",
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="VERDICTS",
        show_default=False,
        help="What exits 1 or 3: no-go,inconclusive (default), only no-go, or never.",
    ),
]
Colors = Annotated[
    Color,
    typer.Option("--color", help="Colour in text; auto: on a terminal, unless NO_COLOR is set."),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault in ship-or-not.")]
