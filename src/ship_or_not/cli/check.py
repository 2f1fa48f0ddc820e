"""``ship-or-not check``: scenarios are valid, or what is wrong with them."""

import json
from functools import partial
from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.batch import Batch, Edits, each
from ship_or_not.cli.output import Destination, deliver, plan, spare
from ship_or_not.render.labels import clean

HELP = """\
Check that scenarios are valid, without evaluating them.

A line for each valid file on standard output, the problems of the others on standard error.
"""

EPILOG = """\
\b
Examples:
  ship-or-not check scenario.yaml
  ship-or-not check scenarios/*.yaml --policy rules.yaml
  ship-or-not check scenario.yaml --output json

\b
Exit codes:
    0  all are valid
    2  some are not, or an output could not be written
   70  a fault in ship-or-not
  130  interrupted
"""

FORMATS = ("text", "json")

_Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar=f"{'|'.join(FORMATS)}[:PATH]",
        help="Write text or JSON; with a path, to that file. Repeatable. Default: text.",
    ),
]


def command(
    *,
    scenarios: options.Scenarios,
    overrides: options.Overrides = None,
    model: options.Model = None,
    baseline: options.Baseline = None,
    policy: options.Policy = None,
    outputs: _Outputs = None,
    debug: options.Debug = False,
) -> int:
    """Check scenarios, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    edits = Edits(overrides=overrides or (), model=model, baseline=baseline, policy=policy)
    edits.check(scenarios)
    destinations = plan(outputs or (), FORMATS, inputs=(*scenarios, *edits.files))

    def work(path: str) -> str:
        scenario = edits.load(path)
        spare(destinations, scenario.files)
        return _line(path, scenario.summary)

    batch = each(scenarios, work)
    code = deliver(destinations, partial(_document, batch), code=batch.code)
    batch.report()
    return code


def _line(path: str, summary: "ship_or_not.ScenarioSummary") -> str:
    """Say of a valid scenario what was understood."""
    parts = [f"{len(summary.inputs)} inputs"]
    confusion = summary.confusion.get("model") or summary.confusion.get("baseline")
    if confusion:
        parts.append(f"{len(confusion.actual)} classes")
    return f"{clean(path)}: ok, {', '.join(parts)}\n"


def _document(batch: Batch[str], destination: Destination, code: int) -> str:
    """Write the lines, or the JSON: the errors of ``evaluate``'s document, and whether there are none."""
    if destination.format == "text":
        return "".join(batch.results)
    from ship_or_not.render.json import render  # noqa: PLC0415 -- text and --help do without it

    whole = json.loads(render([], batch.failures, version=ship_or_not.__version__, exit_code=code))
    document = {
        "schema_version": whole["schema_version"],
        "ship_or_not": whole["ship_or_not"],
        "ok": not batch.failures,
        "errors": whole["errors"],
    }
    return f"{json.dumps(document, indent=2)}\n"
