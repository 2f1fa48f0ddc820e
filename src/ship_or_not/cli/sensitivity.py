"""``ship-or-not sensitivity``: what the answer hangs on, and what to watch once the model runs."""

from functools import partial
from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.batch import Edits
from ship_or_not.cli.one import look_at
from ship_or_not.cli.terminal import Color

HELP = """\
Show what the answer hangs on, one input at a time.

How far each uncertain input moves the value per item, where each input would flip the answer, and at which
accuracy, recall and class share a monitor should page somebody before the running model stops paying.
"""

EPILOG = """\
\b
Examples:
  ship-or-not sensitivity scenario.yaml
  ship-or-not sensitivity scenario.yaml --react-within "2 weeks"
  ship-or-not sensitivity scenario.yaml --output csv:tornado.csv
  ship-or-not sensitivity scenario.yaml --output prometheus

\b
Exit codes:
    0  done, whatever the verdict
    2  usage, scenario, data, output
   70  a fault in ship-or-not
  130  interrupted
"""

_Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        metavar="text|json|csv|prometheus[:PATH]",
        help="Write text, JSON, the tornado as a table, or alerting rules; with a path, to that file. "
        "Repeatable. Default: text.",
    ),
]


def duration(written: str | None) -> str | None:
    """Pass a duration on.

    Raises
    ------
    typer.BadParameter
        If it is none: told under the option's name.
    """
    from ship_or_not.scenario.durations import parse_duration  # noqa: PLC0415 -- --help does without it
    from ship_or_not.scenario.quantities import NumberError  # noqa: PLC0415

    if written is not None:
        try:
            parse_duration(written, shortest=0.0)
        except NumberError as error:
            raise typer.BadParameter(f"{error.found}; write {error.expected}") from None
    return written


_ReactWithin = Annotated[
    str | None,
    typer.Option(
        "--react-within",
        metavar="DURATION",
        callback=duration,
        help="How long it takes to react to an alert. Default: as long as a failure lasts in the scenario, "
        "or 4 weeks.",
    ),
]


def command(  # noqa: PLR0913 -- a parameter per flag
    *,
    scenario: options.OneScenario,
    overrides: options.Overrides = None,
    model: options.Model = None,
    baseline: options.Baseline = None,
    policy: options.Policy = None,
    react_within: _ReactWithin = None,
    outputs: _Outputs = None,
    seed: options.Seed = 0,
    draws: options.Draws = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Look at what the answer hangs on, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    return look_at(
        scenario,
        Edits(overrides=overrides or (), model=model, baseline=baseline, policy=policy),
        partial(ship_or_not.sensitivity, react_within=react_within, seed=seed, draws=draws),
        {"text": "sensitivity_text", "csv": "sensitivity_csv", "prometheus": "prometheus"},
        outputs=outputs or (),
        color=color,
    )
