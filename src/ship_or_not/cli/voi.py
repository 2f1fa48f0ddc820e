"""``ship-or-not voi``: what more information is worth before deciding."""

from typing import Annotated

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.batch import Edits
from ship_or_not.cli.one import look_at
from ship_or_not.cli.terminal import Color
from ship_or_not.scenario.quantities import MOST, read_decimal

HELP = """\
Say what it is worth to find out more before deciding.

What knowing everything would be worth (EVPI), each input (EVPPI), and further labels (EVSI): of the model's
evaluation, of today's process, of one class at a time; how many of them are worth their cost, and which.
"""

EPILOG = """\
\b
Examples:
  ship-or-not voi scenario.yaml
  ship-or-not voi scenario.yaml --label-cost 2
  ship-or-not voi scenario.yaml --label-cost fraud=15
  ship-or-not voi scenario.yaml --labels-per-week 500
  ship-or-not voi scenario.yaml --label-cost 2 --output json

\b
Exit codes:
    0  done
    2  usage, scenario, data, output
   70  a fault in ship-or-not
  130  interrupted
"""

_LabelCosts = Annotated[
    list[str] | None,
    typer.Option(
        "--label-cost",
        metavar="[CLASS=]COST",
        help="What a label costs, of any item or of one class: 2, fraud=15. Repeatable. A class costs that of"
        " any item divided by its share unless given.",
    ),
]
_Pace = Annotated[
    str | None,
    typer.Option(
        "--labels-per-week",
        metavar="NUMBER",
        help="How many labels come a week: waiting for them then costs what is lost meanwhile.",
    ),
]


def command(  # noqa: PLR0913 -- a parameter per flag
    *,
    scenario: options.OneScenario,
    label_costs: _LabelCosts = None,
    labels_per_week: _Pace = None,
    overrides: options.Overrides = None,
    model: options.Model = None,
    baseline: options.Baseline = None,
    policy: options.Policy = None,
    outputs: options.Outputs = None,
    seed: options.Seed = 0,
    draws: options.Draws = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Say what information is worth, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    edits = Edits(overrides=overrides or (), model=model, baseline=baseline, policy=policy)
    costs = parse_label_costs(label_costs or ())
    pace = None if labels_per_week is None else _above_0(labels_per_week)
    if labels_per_week is not None and pace is None:
        expected = "expected a number above 0, at most 1e15, such as 500"
        raise ship_or_not.UsageError(f"--labels-per-week {labels_per_week}: {expected}")

    def work(loaded: ship_or_not.Scenario) -> "ship_or_not.InformationValue":
        return ship_or_not.voi(loaded, label_cost=costs, labels_per_week=pace, seed=seed, draws=draws)

    return look_at(
        scenario, edits, work, {"text": "voi_text", "csv": "voi_csv"}, outputs=outputs or (), color=color
    )


def parse_label_costs(options: "list[str] | tuple[()]") -> dict[str, float]:
    """Read every ``--label-cost``: class → money a label, ``""`` for any item.

    Raises
    ------
    UsageError
        If one is no cost, or a class has two.

    Examples
    --------
    >>> parse_label_costs(["2", "fraud=15"])
    {'': 2.0, 'fraud': 15.0}
    """
    costs: dict[str, float] = {}
    for option in options:
        label, equals, written = option.rpartition("=")
        cost = _above_0(written)
        if cost is None or (equals and not label):
            expected = "a number above 0, at most 1e15, such as 2, or that of a class, such as fraud=15"
            raise ship_or_not.UsageError(f"--label-cost {option}: expected {expected}")
        if label in costs:
            of = f"a label of {label}" if label else "a label"
            raise ship_or_not.UsageError(f"--label-cost {option}: {of} costs {costs[label]:g} already")
        costs[label] = cost
    return costs


def _above_0(text: str) -> float | None:
    """Read a number above 0 as a scenario's are written and bounded; None where it is none."""
    number = read_decimal(text.strip())
    return number if number is not None and 0 < number <= MOST else None
