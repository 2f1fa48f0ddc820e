"""The flags that commands share: their names, types, bounds and help."""

from typing import Annotated

import typer

from ship_or_not.cli.terminal import Color

Scenarios = Annotated[
    list[str],
    typer.Argument(metavar="SCENARIO", help="One or more scenario files (YAML)."),
]
OneScenario = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A scenario file (YAML)."),
]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Put another value in the scenario: model.accuracy=0.97. Repeatable.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="FILE", help="Take how good the model is from this file of counts."),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline", metavar="FILE", help="Take how good today's process is from this file of counts."
    ),
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--policy",
        metavar="FILE|NAME",
        help="Decide by these rules: a file, or balanced, cautious, bold or no-worse.",
    ),
]
FORMATS = ("text", "json", "csv")
"""What `Outputs` takes, the default first."""

Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar=f"{'|'.join(FORMATS)}[:PATH]",
        help="Write text, JSON or a table; with a path, to that file. Repeatable. Default: text.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", metavar="NUMBER", min=0, help="Start of the random numbers, 0 or more. Default: 0."
    ),
]
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="NUMBER",
        min=1000,
        max=2**24,
        help="How many random draws, 1000 to 16777216. Default: as many as it takes.",
    ),
]
FailOn = Annotated[
    str,
    typer.Option(
        "--fail-on",
        metavar="VERDICTS",
        help="Which verdicts fail: no-go,inconclusive (the default), no-go, or never.",
    ),
]
Colors = Annotated[
    Color,
    typer.Option(
        "--color",
        metavar="WHEN",
        help="Colour in text: auto, always or never. Default: auto, on a terminal unless NO_COLOR is set.",
    ),
]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault in ship-or-not.")]
