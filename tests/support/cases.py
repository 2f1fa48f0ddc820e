"""The scenarios under ``tests/scenarios``: a file is a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ship_or_not.api import evaluate
from ship_or_not.engine.inputs import UNNAMED

if TYPE_CHECKING:
    from ship_or_not.api import Scenario

SCENARIOS = Path(__file__).parents[1] / "scenarios"
VALID = sorted((SCENARIOS / "valid").glob("*.yaml"))
INVALID = sorted((SCENARIOS / "invalid").glob("*.yaml"))

NO_TREE = (
    *("alias", "brace-open", "colon-in-text", "colon-missing", "control-character", "empty"),
    *("escaped-control-character", "indentation", "key-merged", "key-twice", "latin-1", "leading-zero"),
    *("list-at-the-top", "not-a-number", "number-of-5000-digits", "number-too-large", "quote-open"),
    *("second-document", "tab", "tag", "utf-16"),
    *("byte-order-mark-inside", "colon-without-blank", "comment-of-another-kind", "csv-for-a-scenario"),
    *("equals-for-colon", "git-conflict", "html-page", "indentation-of-a-matrix", "indentation-too-deep"),
    *("json-trailing-comma", "json-unclosed", "markdown-fence", "matrix-backslash", "matrix-numpy-bare"),
    *("non-breaking-blank", "non-breaking-indent", "question-marks", "quote-in-a-text", "rate-at-least"),
    *("quote-open-after-a-text", "template-braces", "toml"),
)
"""Refused as YAML: no tree comes of them that a validator could see."""

NOT_STRUCTURE = {
    "accuracy-measured-by-class": "measured_on takes both forms; which one fits hangs on another key",
    "accuracy-sd-too-wide": "how wide is too wide is computed from the mean",
    "accuracy-where-costs-differ": "whether costs differ is computed",
    "classes-missing": "labels stand elsewhere",
    "classes-missing-for-always": "labels stand elsewhere",
    "classes-missing-for-costs": "labels stand elsewhere",
    "classes-yes-no": "labels",
    "costs-of-fn-and-fp": "labels stand elsewhere",
    "duration-too-long": "how long it is takes its unit",
    "duration-too-short": "how long it is takes its unit",
    "failure-chance-of-two-periods": "periods are compared",
    "horizon-of-500-years": "how long it is takes its unit",
    "label-mistyped": "labels",
    "label-of-a-count": "labels",
    "label-of-a-file": "labels",
    "label-of-a-matrix": "labels",
    "labels-missing": "labels",
    "likely-outside": "numbers are compared",
    "low-above-high": "numbers are compared",
    "matrix-backslash-plain": "another file",
    "matrix-columns-swapped": "another file",
    "matrix-counts-and-halves": "sums",
    "matrix-csv-bad": "another file",
    "matrix-csv-latin": "another file",
    "matrix-csv-margins": "another file",
    "matrix-csv-negative": "another file",
    "matrix-decimal-commas": "another file",
    "matrix-excel": "another file",
    "matrix-file-missing": "another file",
    "matrix-json-bad": "another file",
    "matrix-label-with-blanks": "labels",
    "matrix-labels-shape": "as many rows as labels: lengths are compared",
    "matrix-parquet": "another file",
    "matrix-percent-of-100": "sums",
    "matrix-predictions": "another file",
    "matrix-rates-do-not-sum": "sums",
    "matrix-rates-row-missing": "labels, and sums",
    "matrix-report": "another file",
    "matrix-shape": "as many rows as classes: lengths are compared",
    "matrix-too-many": "2^53 + 1 is 2^53 to what reads numbers as floats",
    "matrix-transposed": "another file",
    "matrix-zero": "sums",
    "measured-on-a-range": "whether another key is a range",
    "monitoring-later": "durations are compared",
    "plan-recall-without-classes": "labels stand elsewhere",
    "plan-until-built-alone": "names are compared",
    "policy-class-unknown": "labels",
    "policy-class-without-classes": "labels",
    "policy-drawdown-without-volume": "needs other keys, unless --policy replaces it",
    "policy-loss-without-volume": "needs other keys, unless --policy replaces it",
    "prevalence-all-zero": "sums",
    "prevalence-counts-zero": "sums",
    "prevalence-missing": "hangs on whether the matrices are counts",
    "prevalence-sum": "sums",
    "prevalence-uncertain-sum": "sums",
    "range-downwards": "numbers are compared",
    "range-of-one-number": "numbers are compared",
    "rates-that-sum-to-99": "sums",
    "refer-is-a-class": "labels",
    "refer-row": "labels",
    "refer-unnamed": "labels",
    "refer-without-column": "labels",
    "retraining-every-hour": "how long it is takes its unit",
    "samples-files": "another file",
    "samples-percent": "another file",
    "sd-zero": "mean and sd could be the names of classes",
    "sources-of-a-plan": "keys stand elsewhere",
    "uncertain-unknown-key": "min and high could be the names of classes",
    "volume-sd-too-wide": "how wide is too wide is computed from the mean",
    "wide-characters": "labels",
}
"""Wrong, but not to be seen in one place of the file."""

_EXPECT = "# expect: "


def as_floats(value: Any) -> Any:
    """Return a tree as an editor reads it, whose every number is a float: 2^53 + 1 is 2^53."""
    if isinstance(value, dict):
        return {key: as_floats(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_floats(each) for each in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def expectations(path: Path) -> dict[str, str]:
    """Read what a valid scenario's comments say should be understood: ``# expect: path = value``."""
    expected = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line.startswith(_EXPECT):
            key, _, value = line.removeprefix(_EXPECT).partition(" =")
            expected[key] = value.partition("   # ")[0].strip()
    return expected


def understood(scenario: Scenario) -> dict[str, str | float]:
    """Say what was understood of a scenario, in the words of those comments."""
    inputs, summary, policy = scenario.inputs, scenario.summary, scenario.policy
    said: dict[str, str | float] = {
        "as_measured": evaluate(scenario, draws=1).value_per_item.as_measured,
        "name": summary.name,
        "currency": summary.currency,
        "classes": ", ".join(label for label in inputs.classes if label != UNNAMED),
        "refers": "yes" if inputs.refers else "no",
        "prior": inputs.prior,
        "policy": policy.name,
        "policy.min_value_per_item": policy.min_value_per_item,
        "policy.confidence": policy.confidence,
        "policy.requires": ", ".join(policy.requires),
    }
    for path, item in summary.inputs.items():
        said |= {path: item.mean, f"{path} is": item.distribution, f"{path} unit": item.unit}
        said |= {f"{path} low": item.low, f"{path} high": item.high}
    for system, matrix in summary.confusion.items():
        rows = "; ".join(" ".join(f"{cell:.15g}" for cell in row) for row in matrix.rows)
        said |= {f"{system} kind": matrix.kind, f"{system} path": matrix.path or "", f"{system} rows": rows}
    said |= {f"sources.{path}": text for path, text in summary.sources.items()}
    said |= {
        f"policy.error_rate.{label}": f"{limit.above:g} at {limit.chance:g}"
        for label, limit in policy.error_rate.items()
    }
    if policy.loss is not None:
        said["policy.loss"] = f"{policy.loss.amount:g} at {policy.loss.chance:g}"
    if policy.drawdown is not None:
        said["policy.drawdown"] = f"{policy.drawdown.amount:g} at {policy.drawdown.chance:g}"
    said["plans"] = "; ".join(
        f"{plan.path.removeprefix('plan_b.')}: {plan.kind}"
        + (f" (until built: {plan.until_built})" if plan.until_built else "")
        for plan in inputs.plans
    )
    if inputs.horizon is not None:
        said["horizon days"] = inputs.horizon.days
    if inputs.mix is not None:
        said["mix"] = " ".join([inputs.mix.source, *map(str, inputs.mix.counts or ())])
    return said
