"""``ship-or-not compare``: scenarios, or variants of one, side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

import ship_or_not
from ship_or_not.cli import options
from ship_or_not.cli.batch import Batch, Edits, each
from ship_or_not.cli.help import Command
from ship_or_not.cli.one import write_up
from ship_or_not.cli.output import plan, spare
from ship_or_not.cli.terminal import Color
from ship_or_not.cli.variants import read_variants, refuse_variants

HELP = """\
Set scenarios, or variants of one, side by side.

Each is compared with the first: what it is worth more, on the same random draws, and which inputs differ.

A variant of one scenario is what stands before its --as: --set, --model and --baseline. The scenario as
written comes first. What is left at the end is a variant too, and a second --model or --baseline begins the
next one. With several scenarios, --set is for all of them.
"""

EPILOG = """\
\b
Examples:
  ship-or-not compare scenarios/*.yaml
  ship-or-not compare scenario.yaml --set volume.items=1000
  ship-or-not compare scenario.yaml --set error_costs=9 --as dear
  ship-or-not compare scenario.yaml --model counts.json
  ship-or-not compare scenario.yaml --compare-to before.json
  ship-or-not compare scenarios/*.yaml --output csv:figures.csv

\b
Exit codes:
    0  compared, whatever the verdicts
    2  could not compare: usage, scenario, data, output
   70  a fault in ship-or-not
  130  interrupted
"""

NOTHING = (
    "there is nothing to compare with: name a second scenario, what is to differ"
    " (--set model.accuracy=0.97), or a saved evaluation (--compare-to before.json)"
)

ORDER = "ship_or_not.order"
"""Where the order of the options is kept."""

_Scenarios = Annotated[
    list[str],
    typer.Argument(metavar="SCENARIO", help="Scenario files (YAML), or one whose variants are compared."),
]
_Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        metavar="FILE",
        help="A variant whose model is as good as this file of counts says. Repeatable.",
    ),
]
_Baselines = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        metavar="FILE",
        help="A variant in which today's process is as good as this file says. Repeatable.",
    ),
]
_Names = Annotated[
    list[str] | None,
    typer.Option(
        "--as", metavar="NAME", help="Call what stands before it a variant of that name. Repeatable."
    ),
]
_CompareTo = Annotated[
    str | None,
    typer.Option(
        "--compare-to", metavar="FILE", help="Compare all with an evaluation that --output json saved."
    ),
]


class Parsed(Command):
    """A command that knows in which order its options stand, those of different names too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - click's, of either package
        """Parse, and keep the order beside the values."""
        given = list(args)
        rest: list[str] = super().parse_args(ctx, args)
        _, _, order = self.make_parser(ctx).parse_args(args=given)
        ctx.meta[ORDER] = [each.name for each in order]
        return rest


def command(  # noqa: PLR0913 -- a parameter per flag
    *,
    context: typer.Context,
    scenarios: _Scenarios,
    overrides: options.Overrides = None,
    model: _Models = None,
    baseline: _Baselines = None,
    names: _Names = None,
    compare_to: _CompareTo = None,
    policy: options.Policy = None,
    outputs: options.Outputs = None,
    seed: options.Seed = 0,
    draws: options.Draws = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Compare scenarios, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    given = {"overrides": overrides, "model": model, "baseline": baseline, "names": names}
    plain = Edits(overrides=(), model=None, baseline=None, policy=policy)
    if len(scenarios) == 1:
        variants = read_variants(context.meta[ORDER], given, policy=policy)
        sides = [(scenarios[0], edits) for edits in (plain, *variants.values())]
    else:
        refuse_variants(given, len(scenarios))
        variants = {}
        sides = [(path, replace(plain, overrides=overrides or ())) for path in scenarios]
    if len(sides) == 1 and compare_to is None:
        raise ship_or_not.UsageError(NOTHING)
    files = [file for _, edits in sides for file in edits.files]
    inputs = (*scenarios, *files, *([] if compare_to is None else [compare_to]))
    destinations = plan(outputs or (), options.FORMATS, inputs=inputs)
    pending = iter(sides)  # a failure is reported by its path, which all variants share

    def load(_: str) -> "ship_or_not.Scenario":
        path, edits = next(pending)
        scenario = edits.load(path)
        spare(destinations, scenario.files)
        return scenario

    loaded = each([path for path, _ in sides], load)

    def work(_: str) -> "ship_or_not.Comparison":
        found = _called(loaded.results, variants) if variants else loaded.results
        return ship_or_not.compare(found, compare_to=compare_to, seed=seed, draws=draws)

    batch: Batch[ship_or_not.Comparison] = Batch(failures=loaded.failures, bugs=loaded.bugs)
    if not loaded.failures:
        batch = each(scenarios[:1], work)
    return write_up(batch, {"text": "comparison_text", "csv": "comparison_csv"}, destinations, color=color)


def _called(
    loaded: "Sequence[ship_or_not.Scenario]", variants: Iterable[str]
) -> "dict[str, ship_or_not.Scenario]":
    """Return the scenario as written, and its variants, by their names.

    Raises
    ------
    UsageError
        If a variant is called what the scenario is called.
    """
    own = loaded[0].summary.name
    if own in variants:
        raise ship_or_not.UsageError(f"--as {own}: the scenario itself is called that")
    return dict(zip((own, *variants), loaded, strict=True))
