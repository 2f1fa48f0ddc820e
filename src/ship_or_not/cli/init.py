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
from ship_or_not.cli.schema import schema_document
from ship_or_not.cli.terminal import Color, evaluate_line
from ship_or_not.render.labels import clean

HELP = """\
Write a first scenario.

In a terminal it asks seven questions, writes the file, and evaluates it; what you don't know stays in the
file as an open question. Without a terminal it writes a template with a remark on every key. The schema for
your editor is put beside it. No scenario is overwritten.

On standard output, a template names the file of counts as seen from the folder that you are in.
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
    2  it is not: usage, the counts, a file that is there already;
       or it is, but the schema beside it is not
   70  a fault in ship-or-not
  130  interrupted; before the last answer nothing is written
"""

STDOUT, DEFAULT = "-", "scenario.yaml"
_LARGEST_SCHEMA = 2**20
"""Bytes: many times ours."""

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
        if counts is not None:  # nobody tells where standard output leads
            seen = "is named as seen from this folder: elsewhere, change model.confusion"
            sys.stderr.write(f"{clean(counts)} {seen}\n")
        return GO
    if not at_terminal():
        _write(path, template(draft))
        sys.stdout.write(_written(path, "fill it in"))
        return _put_schema(path)
    from ship_or_not.cli.conversation import converse  # noqa: PLC0415 -- a template does without it
    from ship_or_not.scenario.file_text import file_text  # noqa: PLC0415

    edit_lines()
    person = TerminalPerson(color=terminal.colored(color))
    draft = converse(person, draft, counts=counts)
    _write(path, file_text(draft))
    code = _put_schema(path)
    from ship_or_not.cli.conclusion import conclusion  # noqa: PLC0415 -- the questions do without it

    try:
        sys.stdout.write(conclusion(path, draft, color=terminal.colored(color)))
    except ship_or_not.InputError as error:  # such as counts that went away while questions were answered
        sys.stdout.write(_written(path, "put right what is wrong with it"))
        sys.stderr.write(f"{error}\n")
    return code


def _redirected() -> bool:
    """Tell whether standard output goes to a file, where the template is then expected."""
    stream = sys.__stdout__
    return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)


def _written(path: str, what: str) -> str:
    return f"{clean(path)} is written; {what}, then: {clean(evaluate_line(path))}\n"


def _write(path: str, document: str) -> None:
    """Write the scenario.

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


def _put_schema(path: str) -> int:
    """Write the schema beside a scenario, and return the exit code.

    One of another version is replaced; whatever else has its name stays.
    """
    from ship_or_not.scenario.file_text import SCHEMA_FILE  # noqa: PLC0415 -- --help does without it

    schema, document = str(Path(path).with_name(SCHEMA_FILE)), schema_document()
    try:
        there = _schema_there(schema) if os.path.lexists(schema) else ""
        if there != document:
            write(schema, document)
    except ship_or_not.OutputError as error:
        sys.stderr.write(f"{error}\n")
        return COULD_NOT_DECIDE
    return GO


def _schema_there(schema: str) -> str:
    """Read a schema of ours.

    Raises
    ------
    OutputError
        If it is none.
    """
    from ship_or_not.evidence.files import read_file  # noqa: PLC0415 -- --help does without it

    try:
        text = read_file(schema, limit_bytes=_LARGEST_SCHEMA).text
        there = json.loads(text)
    except (ship_or_not.InputError, ValueError, RecursionError):
        there = None
    if not isinstance(there, dict) or there.get("title") != ship_or_not.scenario_schema()["title"]:
        raise ship_or_not.OutputError(f"{schema}: it is no schema of ship-or-not, and is left as it is")
    return text
