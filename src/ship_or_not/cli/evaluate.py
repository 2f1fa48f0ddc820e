"""``ship-or-not evaluate``: the verdict."""

from functools import partial

import ship_or_not
from ship_or_not.cli import options, terminal
from ship_or_not.cli.batch import Batch, Edits, each
from ship_or_not.cli.codes import GO, worst
from ship_or_not.cli.output import Destination, deliver, plan, spare
from ship_or_not.cli.terminal import Color

HELP = """\
Say whether a model is worth putting in production.

GO, NO-GO or INCONCLUSIVE, how much is at stake, what would flip the answer, and what nobody has asked yet.
"""

EPILOG = """\
\b
Examples:
  ship-or-not evaluate scenario.yaml
  ship-or-not evaluate scenario.yaml --set error_costs=3
  ship-or-not evaluate scenario.yaml --model counts.json
  ship-or-not evaluate scenario.yaml --policy cautious
  ship-or-not evaluate scenario.yaml --output json
  ship-or-not evaluate scenarios/*.yaml --output csv:figures.csv
  ship-or-not evaluate scenarios/*.yaml --fail-on no-go

\b
Exit codes:
    0  GO
    1  NO-GO: computed, and a rule said no
    2  could not decide: usage, scenario, data, output
    3  INCONCLUSIVE: computed, not settled by the evidence
   70  a fault in ship-or-not
  130  interrupted
  Of several scenarios the worst counts: 70, 2, 1, 3, 0.
"""

FAIL_ON = "no-go,inconclusive"

_FAIL_ON = {
    frozenset({"no-go", "inconclusive"}): frozenset({"NO-GO", "INCONCLUSIVE"}),
    frozenset({"no-go"}): frozenset({"NO-GO"}),
    frozenset({"never"}): frozenset[str](),
}


def command(  # noqa: PLR0913 -- a parameter per flag
    *,
    scenarios: options.Scenarios,
    overrides: options.Overrides = None,
    model: options.Model = None,
    baseline: options.Baseline = None,
    policy: options.Policy = None,
    outputs: options.Outputs = None,
    fail_on: options.FailOn = FAIL_ON,
    seed: options.Seed = 0,
    draws: options.Draws = None,
    color: options.Colors = Color.AUTO,
    debug: options.Debug = False,
) -> int:
    """Evaluate scenarios, and return the exit code."""
    del debug  # read by __main__, which also meets what goes wrong before this runs
    failing = parse_fail_on(fail_on)
    edits = Edits(overrides=overrides or (), model=model, baseline=baseline, policy=policy)
    edits.check(scenarios)
    destinations = plan(outputs or (), options.FORMATS, inputs=(*scenarios, *edits.files))

    def work(path: str) -> ship_or_not.Evaluation:
        scenario = edits.load(path)
        spare(destinations, scenario.files)
        return ship_or_not.evaluate(scenario, seed=seed, draws=draws)

    batch = each(scenarios, work)
    verdicts = [evaluation.verdict for evaluation in batch.results]
    code = worst(batch.code, *[verdict.exit_code if verdict in failing else GO for verdict in verdicts])
    code = deliver(destinations, partial(_document, batch, color=color), code=code)
    batch.report()
    return code


def parse_fail_on(words: str) -> frozenset[str]:
    """Read ``--fail-on``: the verdicts that keep their exit code.

    Raises
    ------
    UsageError
        If it is not one of the three choices.

    Examples
    --------
    >>> parse_fail_on("no-go")
    frozenset({'NO-GO'})
    """
    chosen = frozenset(word.strip() for word in words.split(","))
    if chosen not in _FAIL_ON:
        raise ship_or_not.UsageError(f"--fail-on {words}: neither {FAIL_ON} nor no-go nor never")
    return _FAIL_ON[chosen]


def _document(
    batch: "Batch[ship_or_not.Evaluation]", destination: Destination, code: int, *, color: Color
) -> str:
    """Render what was found; a format is imported when it is asked for."""
    if destination.format == "json":
        from ship_or_not.render import json  # noqa: PLC0415 -- text does without it, --help without both

        version = ship_or_not.__version__
        return json.render(batch.results, batch.failures, version=version, exit_code=code)
    if destination.format == "csv":
        from ship_or_not.render import csv  # noqa: PLC0415 -- as above

        return csv.render(batch.results)
    if not batch.results:
        return ""
    from ship_or_not.render import text  # noqa: PLC0415 -- JSON does without it, and without rich

    if destination.path is not None:
        return text.render(batch.results, color=color == Color.ALWAYS)
    return text.render(batch.results, width=terminal.width(), color=terminal.colored(color))
