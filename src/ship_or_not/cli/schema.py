"""``ship-or-not schema``: the JSON Schema of a scenario file, for editors."""

import json
from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.codes import GO
from ship_or_not.cli.output import deliver, plan

HELP = """\
Print the JSON Schema of a scenario file, for your editor.

With it an editor completes keys, explains each where the mouse rests on it, and underlines what is wrong
while you write. Save it beside the scenario, and make this the scenario's first line:

\b
# yaml-language-server: $schema=ship-or-not.schema.json
"""

EPILOG = """\
\b
Examples:
  ship-or-not schema --output json:ship-or-not.schema.json
  ship-or-not schema > ship-or-not.schema.json

\b
Exit codes:
    0  done
    2  usage, or an output could not be written
   70  a fault in ship-or-not
  130  interrupted
"""

_FORMAT = "json"

_Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar=f"{_FORMAT}[:PATH]",
        help="To a file or to standard output; repeatable. Default: json.",
    ),
]


def command(*, outputs: _Outputs = None, debug: options.Debug = False) -> int:
    """Write the schema, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    for value in outputs or ():
        name, *place = value.partition(":")
        if name != _FORMAT:
            meant = "".join([_FORMAT, *place])
            raise ship_or_not.UsageError(f"--output {value}: the schema is JSON; write --output {meant}")
    destinations = plan(outputs or (), (_FORMAT,), inputs=())
    document = schema_document()
    return deliver(destinations, lambda *_: document, code=GO)


def schema_document() -> str:
    """Return the schema as it stands in a file."""
    return f"{json.dumps(ship_or_not.scenario_schema(), indent=2)}\n"
