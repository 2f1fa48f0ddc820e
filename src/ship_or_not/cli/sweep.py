"""``ship-or-not sweep``: where the verdict changes as one or two inputs move."""

from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.batch import Edits
from ship_or_not.cli.one import look_at
from ship_or_not.cli.progress import progress
from ship_or_not.cli.terminal import Color

HELP = """\
Move one or two inputs, and show where the verdict changes.

Each takes values from one to another, KEY=FROM:TO or KEY=FROM:TO:STEPS, with :log behind it for values that
are multiples of one another; or those listed, KEY=VALUE,VALUE. They are written as in the scenario.
"""

EPILOG = """\
\b
Examples:
  ship-or-not sweep scenario.yaml model.accuracy=90%:99%
  ship-or-not sweep scenario.yaml error_costs=1:1000:7:log
  ship-or-not sweep scenario.yaml horizon="6,12,24 months"
  ship-or-not sweep scenario.yaml error_costs=1:5 --output csv

\b
Exit codes:
    0  done
    2  could not be done: usage, scenario, data, output
   70  a fault in ship-or-not
  130  interrupted
"""

_Inputs = Annotated[
    list[str],
    typer.Argument(metavar="KEY=VALUES", help="One or two inputs, each with the values that it takes."),
]
_Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        metavar="NUMBER",
        min=1000,
        max=2**24,
        help="How many random draws at each point, 1000 to 16777216. Default: as many as there is time for.",
    ),
]


def command(  # noqa: PLR0913 -- a parameter per flag
    *,
    scenario: options.OneScenario,
    inputs: _Inputs,
    overrides: options.Overrides = None,
    model: options.Model = None,
    baseline: options.Baseline = None,
    policy: options.Policy = None,
    outputs: options.Outputs = None,
    seed: options.Seed = 0,
    draws: _Draws = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Sweep over one scenario, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    moved = split(inputs)

    def work(loaded: ship_or_not.Scenario) -> "ship_or_not.Sweep":
        with progress("sweeping") as told:
            return ship_or_not.sweep(loaded, moved, seed=seed, draws=draws, progress=told)

    return look_at(
        scenario,
        Edits(overrides=overrides or (), model=model, baseline=baseline, policy=policy),
        work,
        {"text": "sweep_text", "csv": "sweep_csv"},
        outputs=outputs or (),
        color=color,
    )


def split(inputs: list[str]) -> dict[str, str]:
    """Split each ``KEY=VALUES`` at its equals sign.

    Raises
    ------
    UsageError
        If one has none, or a key stands twice.
    """
    from ship_or_not.scenario.paths import split_setting  # noqa: PLC0415 -- --help does without it

    moved: dict[str, str] = {}
    for each in inputs:
        key, values = split_setting(each) or (each, None)
        if values is None or key in moved:
            found = "it has no equals sign" if values is None else "that key stands twice"
            expected = "KEY=FROM:TO for each input once, such as model.accuracy=0.9:0.99"
            raise ship_or_not.UsageError(f"{each}: {found}; expected {expected}")
        moved[key] = values
    return moved
