"""A comparison as text and as a table: whole documents, narrow ones, and hostile labels."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from ship_or_not.render import comparison_csv, comparison_text
from ship_or_not.render.json import document, plain
from ship_or_not.render.labels import CONTROL
from ship_or_not.results import ConfusionSummary, Evaluation, InputSummary, Verdict
from ship_or_not.results.comparison import Change, Comparison, Difference, FromTo, Gain, Reference
from support.hostile import LABELS
from support.results_factory import smallest, tickets
from support.schemas import problems

GOLDEN = Path(__file__).parents[2] / "golden" / "render"


def number(mean: float, low: float, high: float, unit: str, distribution: str) -> InputSummary:
    return InputSummary(unit=unit, distribution=distribution, mean=mean, low=low, high=high)


def difference(**changes: Any) -> Difference:
    usual = Difference(
        before="Support-ticket routing",
        after="dear fraud",
        verdict=FromTo(before="INCONCLUSIVE", after="NO-GO"),
        strategy=FromTo(before="ship", after="keep"),
        per_item=Gain(expected=-0.1312, low=-0.2401, high=-0.0407, chance_above_0=0.0041),
        total=Gain(expected=-123456.0, low=-220000.0, high=-40000.0, chance_above_0=0.0041),
        draws=16384,
        unpaired=("model.confusion", "prevalence"),
        changed=(
            Change(
                input="error_costs.fraud",
                before=number(60, 60, 60, "money", "exact"),
                after=number(90, 50, 150, "money", "lognormal"),
            ),
            Change(
                input="model.confusion.fraud",
                before=number(0.81, 0.739, 0.868, "rate", "counted on 100 items"),
                after=number(0.811, 0.75, 0.869, "rate", "counted on 110 items"),
            ),
            Change(
                input="model.drift.accuracy_loss",
                before=number(0.0026, 0.001, 0.005, "rate per month", "range"),
                after=None,
            ),
            Change(
                input="policy.limits.loss.amount", before=None, after=number(5e4, 5e4, 5e4, "money", "exact")
            ),
        ),
    )
    return replace(usual, **changes)


def compared(*differences: Difference, first: Evaluation | None = None) -> Comparison:
    first = first or tickets()
    named = {"Support-ticket routing": first}
    why = "shipping breaks a limit: the chance of a loss above 50,000 is 12 %, and 10 % is allowed"
    named |= {
        each.after: replace(first, verdict=Verdict.NO_GO, rule="limit", strategy="keep", reason=why)
        for each in differences
    }
    return Comparison(
        references=(),
        names=tuple(named),
        evaluations=tuple(named.values()),
        differences=differences,
        seed=0,
    )


def saved(label: str = "Support-ticket routing") -> Comparison:
    found = tickets()
    reference = Reference(
        name=label,
        path="before.json",
        sha256="3" * 64,
        scenario=found.scenario,
        policy=found.policy,
        verdict=found.verdict,
        strategy=found.strategy,
        rule=found.rule,
        value_per_item=found.value_per_item,
        total=found.total,
    )
    gain = Gain(expected=0.0, low=None, high=None, chance_above_0=None)
    same = FromTo(before="INCONCLUSIVE", after="INCONCLUSIVE")
    alike = difference(before=label, after=label, verdict=same, strategy=same, per_item=gain, total=None)
    return Comparison(
        references=(reference,),
        names=(label,),
        evaluations=(found,),
        differences=(replace(alike, draws=None, unpaired=(), changed=()),),
        seed=0,
    )


def many() -> Comparison:
    """Return a comparison in which more inputs differ than are shown."""
    exact = number(1, 1, 1, "money", "exact")
    changes = tuple(
        Change(input=f"error_costs.class-{i}", before=exact, after=number(2, 2, 2, "money", "exact"))
        for i in range(14)
    )
    gain = Gain(expected=0.1, low=0.1, high=0.1, chance_above_0=1.0)
    return compared(difference(changed=changes, per_item=gain, total=None, unpaired=()), first=smallest())


CASES = {"two": lambda: compared(difference()), "saved": saved, "many": many}


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", CASES)
def test_the_text_is_as_reviewed(name: str, width: int) -> None:
    golden = GOLDEN / f"comparison-{name}-{width}.txt"
    text = comparison_text.render(CASES[name](), width=width)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert max(map(cell_len, text.splitlines())) <= width


def test_what_is_the_same_in_nine_draws_of_ten_is_not_certain() -> None:
    """What is rare lies outside of the central 90 %: both ends are one figure, and not the expected one."""
    rare = replace(smallest().value_per_item, expected=0.25, low=0.5, high=0.5, chance_above_minimum=0.97)
    gain = Gain(expected=-0.25, low=-0.125, high=-0.125, chance_above_0=0.0)
    cost = number(10, 1, 1, "money", "samples")
    change = Change(input="error_costs", before=cost, after=number(2, 2, 2, "money", "exact"))
    one = difference(per_item=gain, total=None, unpaired=(), changed=(change,))
    text = comparison_text.render(compared(one, first=replace(smallest(), value_per_item=rare)))
    assert "+0.25  +0.50 to +0.50  97.0 %\n" in text
    assert "  per item  -0.25, 90 % interval -0.125 to -0.125, chance above 0 < 0.1 %\n" in text
    assert text.endswith(
        "error_costs  10.00         2.00\n               1.00 to 1.00\n               samples\n"
    )


def test_whose_value_stands_beside_a_no_go_is_told_for_each_where_it_differs() -> None:
    usual = compared(difference(), difference(after="cheap"))
    strategies = usual.evaluations[1].strategies
    other = replace(strategies[0], name="ship, then rules", expected_per_item=9.0, excluded_by=None)
    keep = replace(strategies[0], name="keep", expected_per_item=99.0, excluded_by=None)
    last = replace(usual.evaluations[2], strategies=(keep, other))
    found = comparison_text.render(replace(usual, evaluations=(*usual.evaluations[:2], last)), width=200)
    assert (
        "  NO-GO: the figures are those of the best strategy (dear fraud: ship + back to the team;"
        " cheap: ship, then rules); keep, today's process, is worth 0\n"
    ) in found


def test_a_saved_no_go_does_not_say_whose_value_it_is() -> None:
    found = saved()
    no_go = replace(found.references[0], verdict=Verdict.NO_GO, strategy="keep", rule="limit")
    text = comparison_text.render(replace(found, references=(no_go,)), width=120)
    assert "  NO-GO: the figures are those of the best strategy; keep, today's process, is worth 0\n" in text


def test_classes_that_differ_are_told_first_and_not_among_the_inputs() -> None:
    one = number(1, 1, 1, "classes", "exact")
    changed = [Change(input=f"classes.{label}", before=one, after=None) for label in ("a", '"b c"')]
    changed += [Change(input=f"classes.c{i}", before=None, after=one) for i in range(8)]
    cost = Change(input="error_costs.a", before=number(2, 2, 2, "money", "exact"), after=None)
    found = compared(difference(changed=(*changed, cost), total=None))
    assert (
        comparison_text.render(found, width=200).partition("  strategy  keep, was ship\n")[2]
        == """\
  The classes differ: without a, "b c"; with c0, c1, c2, c3, c4, c5 and 2 more.
  Another measurement, so drawn independently of the first: model.confusion, prevalence.
  changed        from      to
  error_costs.a  2.00 EUR  -
"""
    )


def test_how_long_something_takes_is_written_in_the_unit_in_which_it_is_whole() -> None:
    def days(n: float) -> InputSummary:
        return number(n, n, n, "days", "exact")

    horizon = Change(input="horizon", before=days(547.5), after=days(45))
    text = comparison_text.render(compared(difference(changed=(horizon,))))
    assert text.endswith("  changed  from       to\n  horizon  18 months  45 days\n")


EXPECTED = "  Accuracy and recall: expected, a little nearer to 50 % than measured.\n"


@pytest.mark.parametrize(
    ("path", "kind", "times"),
    [
        ("model.accuracy", "counts", 1),
        ("model.recall.fraud", "counts", 1),
        ("prevalence.fraud", "counts", 0),
        ("baseline.accuracy", "counts", 0),
        ("model.accuracy", "rates", 0),
    ],
)
def test_what_is_expected_of_counts_is_told_from_what_was_measured(path: str, kind: str, times: int) -> None:
    labels = ("fraud", "other")
    matrix = ConfusionSummary(
        kind=kind, path=None, sha256=None, actual=labels, predicted=labels, rows=((1, 0), (0, 1))
    )
    first = replace(tickets(), scenario=replace(tickets().scenario, confusion={"model": matrix}))
    expected = number(0.965, 0.965, 0.965, "rate", "expected")
    moved = number(0.97, 0.97, 0.97, "rate", "moved")
    for before, after, said in ((expected, moved, times), (moved, expected, times), (moved, moved, 0)):
        change = Change(input=path, before=before, after=after)
        text = comparison_text.render(compared(difference(changed=(change,)), first=first))
        assert text.count(EXPECTED) == said


def test_nothing_is_said_of_changes_that_are_not_shown() -> None:
    exact = number(1, 1, 1, "money", "exact")
    changes = [Change(input=f"error_costs.c{i}", before=exact, after=None) for i in range(12)]
    share = number(0.25, 0.25, 0.25, "rate", "expected")
    changes.append(Change(input="model.refer.label.person", before=None, after=share))
    text = comparison_text.render(compared(difference(changed=tuple(changes), unpaired=())))
    assert text.endswith("\n  1 more input differs\n")
    assert "handed back" not in text


def test_a_saved_side_of_the_same_name_is_the_saved_one() -> None:
    """What was counted in the file and is moved from there is told from what was measured."""
    found = saved()
    labels = ("fraud", "other")
    matrix = ConfusionSummary(
        kind="counts", path=None, sha256=None, actual=labels, predicted=labels, rows=((1, 0), (0, 1))
    )
    scenario = replace(found.references[0].scenario, confusion={"model": matrix})
    expected = number(0.965, 0.965, 0.965, "rate", "expected")
    change = Change(input="model.accuracy", before=expected, after=replace(expected, distribution="moved"))
    noted = replace(
        found,
        references=(replace(found.references[0], scenario=scenario),),
        differences=(replace(found.differences[0], changed=(change,)),),
    )
    assert EXPECTED in comparison_text.render(noted)
    assert EXPECTED not in comparison_text.render(replace(noted, references=found.references))


def test_what_a_share_of_a_label_means_is_said() -> None:
    share = number(0.25, 0.25, 0.25, "rate", "expected")
    change = Change(input="model.refer.label.person", before=None, after=share)
    text = comparison_text.render(compared(difference(changed=(change,), unpaired=())))
    assert text.endswith(
        "  model.refer.label: the share of items handed back, expected.\n"
        "  changed                   from  to\n"
        "  model.refer.label.person  -     25.0 %\n"
    )


@pytest.mark.parametrize("name", CASES)
def test_colour_says_nothing_that_words_do_not(name: str) -> None:
    plainly = comparison_text.render(CASES[name]())
    colored = comparison_text.render(CASES[name](), color=True)
    assert "\x1b[" in colored
    bare = "\n".join(line.rstrip() for line in strip(colored).split("\n"))
    assert bare == plainly


def strip(text: str) -> str:
    return "".join(part.partition("m")[2] if i else part for i, part in enumerate(text.split("\x1b[")))


@pytest.mark.parametrize("name", CASES)
def test_the_json_is_as_its_schema_says(name: str) -> None:
    text = document({"exit_code": 0, **plain(CASES[name]())}, [], version="0")
    assert problems("compare", json.loads(text)) == []


def test_the_table_is_as_reviewed() -> None:
    one = replace(
        difference(), total=None, per_item=Gain(expected=-0.5, low=-1 / 3, high=1e-9, chance_above_0=0.25)
    )
    assert comparison_csv.render(compared(one, first=smallest())) == (
        "scenario,path,currency,verdict,strategy,rule,expected_per_item,low_per_item,high_per_item,"
        "chance_above_minimum,expected_total,low_total,high_total,from,difference_per_item,"
        "difference_low_per_item,difference_high_per_item,chance_above_0_per_item,difference_total,"
        "difference_low_total,difference_high_total,chance_above_0_total,unpaired\n"
        "Support-ticket routing,triage.yaml,,GO,ship,pays-off,0.286,0.286,0.286,1.0,,,,,,,,,,,,,\n"
        "dear fraud,triage.yaml,,NO-GO,keep,limit,0.286,0.286,0.286,1.0,,,,Support-ticket routing,-0.5,"
        "-0.3333333333333333,1e-09,0.25,,,,,model.confusion prevalence\n"
    )
    rows = list(csv.DictReader(io.StringIO(comparison_csv.render(saved()))))
    assert [row["difference_per_item"] for row in rows] == ["", "0.0"]
    assert [row["difference_low_per_item"] for row in rows] == ["", ""]
    assert rows[1]["expected_total"] == "110382.4"


@pytest.mark.parametrize("label", LABELS)
def test_no_label_breaks_out_of_text_or_table(label: str) -> None:
    usual = smallest()
    first = replace(
        usual,
        scenario=replace(usual.scenario, name=label, path=label, currency=label),
        strategy=label,
        rule=label,
    )
    known = number(1, 0, 2, label, label)
    change = Change(input=label, before=known, after=replace(known, distribution="other"))
    pair = FromTo(before=label, after="other")
    one = difference(before=label, after=label, strategy=pair, unpaired=(label,), changed=(change,))
    for found in (compared(one, first=first), saved(label)):
        for width in (40, 80):
            text = comparison_text.render(found, width=width)
            assert not CONTROL.search(text.replace("\n", ""))
        rows = list(csv.reader(io.StringIO(comparison_csv.render(found), newline=""), strict=True))
        assert {len(row) for row in rows} == {len(comparison_csv.COLUMNS)}
        assert not any(cell.startswith(("=", "@", "\t", "\r")) for row in rows for cell in row)
