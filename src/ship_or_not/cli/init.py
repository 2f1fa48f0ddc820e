"""``ship-or-not init``: from nothing to a scenario, and to a verdict."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options, terminal
from ship_or_not.cli.codes import COULD_NOT_DECIDE, GO
from ship_or_not.cli.output import check_new, write
from ship_or_not.cli.person import TerminalPerson, at_terminal, edit_lines
from ship_or_not.cli.terminal import Color, evaluate_line
from ship_or_not.render.labels import clean

HELP = """\
Write a first scenario.

In a terminal it asks seven questions, writes the file, and evaluates it; what you don't know stays in the
file as an open question. Without a terminal it writes a template with a remark on every key. The schema for
your editor is put beside it. No scenario is overwritten.
"""

EPILOG = """\
\b
Examples:
  ship-or-not init
  ship-or-not init triage.yaml --from counts.csv
  ship-or-not init - > scenario.yaml

\b
Exit codes:
    0  the file is written, whatever the verdict
    2  it is not: usage, the counts, a file that is there already
   70  a fault in ship-or-not
  130  interrupted; nothing is written
"""

STDOUT, DEFAULT = "-", "scenario.yaml"

_Path = Annotated[
    str | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="The file to write; - puts the template on standard output. Default: scenario.yaml, or -"
        " where standard output goes to a file.",
    ),
]
_Counts = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="COUNTS",
        help="Take classes and the model's quality from a confusion matrix (CSV or JSON).",
    ),
]


def command(
    *,
    path: _Path = None,
    counts: _Counts = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Write a scenario, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    if path is None:
        path = STDOUT if _redirected() else DEFAULT
    if path != STDOUT:
        check_new(path)
    from ship_or_not.scenario.start import start, template  # noqa: PLC0415 -- --help does without it

    folder = Path() if path == STDOUT else Path(os.path.realpath(path)).parent
    draft = start(counts, folder=folder)
    if path == STDOUT:
        sys.stdout.write(template(draft))
        return GO
    if not at_terminal():
        code = _write(path, template(draft))
        sys.stdout.write(f"{clean(path)} is written; fill it in, then: {clean(evaluate_line(path))}\n")
        return code
    from ship_or_not.cli.conversation import converse  # noqa: PLC0415 -- a template does without it
    from ship_or_not.scenario.file_text import file_text  # noqa: PLC0415

    edit_lines()
    person = TerminalPerson(color=terminal.colored(color))
    draft = converse(person, draft, counts=counts)
    code = _write(path, file_text(draft))
    from ship_or_not.cli.conclusion import conclusion  # noqa: PLC0415 -- the questions do without it

    sys.stdout.write(conclusion(path, draft, color=terminal.colored(color)))
    return code


def _redirected() -> bool:
    """Tell whether standard output goes to a file, where the template is then expected."""
    stream = sys.__stdout__
    return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


def _write(path: str, document: str) -> int:
    """Write the scenario, and the schema beside it.

    Raises
    ------
    OutputError
        If the scenario cannot be written; it is printed then, so that no answer is lost.
    """
    try:
        write(path, document, new=True)
    except ship_or_not.OutputError:
        sys.stdout.write(document)
        raise
    from ship_or_not.scenario.file_text import SCHEMA_FILE  # noqa: PLC0415 -- --help does without it

    schema = Path(path).with_name(SCHEMA_FILE)
    try:
        _put_schema(schema)
    except ship_or_not.OutputError as error:
        sys.stderr.write(f"{error}\n")
        return COULD_NOT_DECIDE
    return GO


def _put_schema(schema: Path) -> None:
    """Write the schema, in place of one of another version too; whatever else has its name stays.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    document = f"{json.dumps(ship_or_not.scenario_schema(), indent=2)}\n"
    if os.path.lexists(schema):
        try:
            there = schema.read_text(encoding="utf-8")
            title = json.loads(there).get("title")
        except (OSError, ValueError, AttributeError):
            there, title = "", None
        if title != json.loads(document)["title"]:
            raise ship_or_not.OutputError(f"{schema}: it is no schema of ship-or-not, and is left as it is")
        if there == document:
            return
    write(str(schema), document)
