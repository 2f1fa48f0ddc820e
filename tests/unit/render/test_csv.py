"""The CSV table: one header, one kind of row, figures unrounded, no text that a spreadsheet works out."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from ship_or_not.render.csv import COLUMNS, render
from support.hostile import FORMULAS, LABELS, PAYLOADS
from support.results_factory import course, smallest, strategy, tickets

if TYPE_CHECKING:
    from ship_or_not.results import Evaluation


def rows(*evaluations: Evaluation) -> list[dict[str, str]]:
    """Render, and read the table again."""
    found = list(csv.reader(io.StringIO(render(evaluations), newline=""), strict=True))
    assert found[0] == list(COLUMNS)
    assert {len(row) for row in found} == {len(COLUMNS)}
    return [dict(zip(COLUMNS, row, strict=True)) for row in found[1:]]


def named(label: str) -> Evaluation:
    """Put a label wherever text from outside can stand."""
    usual = smallest()
    return replace(
        usual,
        scenario=replace(usual.scenario, name=label, path=label, currency=label),
        strategy=label,
        strategies=(strategy("keep"), strategy(label, excluded_by=label)),
        timeline=course(label, launch=-1.0, end=2.0, weeks=1),
    )


def test_the_table_of_a_week_is_as_reviewed() -> None:
    weeks = course("ship + rules", launch=-10.0, end=7.0, weeks=2)
    found = (
        strategy("keep"),
        strategy("ship", expected_per_item=-0.25, excluded_by="loss limit: 7.1 % chance, at most 5 %"),
        strategy(
            "ship + rules",
            expected_per_item=0.1,
            low=-1e-7,
            high=1 / 3,
            chance_above_minimum=0.93,
            expected_total=7.0,
            chance_of_loss=0.125,
            drawdown=1e22,
        ),
    )
    evaluation = smallest(strategies=found, timeline=weeks, strategy="ship + rules")
    assert render([evaluation]) == (
        "scenario,path,currency,verdict,verdict_strategy,strategy,expected_per_item,low_per_item,"
        "high_per_item,chance_above_minimum,expected_total,chance_of_loss,drawdown,excluded_by,"
        "week,expected,low,high,cumulative\n"
        "Automate item triage,triage.yaml,,GO,ship + rules,ship,-0.25,0.0,"
        '0.0,0.0,,,,"loss limit: 7.1 % chance, at most 5 %",,,,,\n'
        "Automate item triage,triage.yaml,,GO,ship + rules,ship + rules,0.1,-1e-07,"
        "0.3333333333333333,0.93,7.0,0.125,1e+22,,0,-10.0,-10.0,-10.0,-10.0\n"
        "Automate item triage,triage.yaml,,GO,ship + rules,ship + rules,0.1,-1e-07,"
        "0.3333333333333333,0.93,7.0,0.125,1e+22,,1,8.5,-10.850000000000001,7.850000000000001,-1.5\n"
        "Automate item triage,triage.yaml,,GO,ship + rules,ship + rules,0.1,-1e-07,"
        "0.3333333333333333,0.93,7.0,0.125,1e+22,,2,8.5,-11.700000000000003,25.700000000000003,7.0\n"
    )


def test_every_strategy_but_keep_has_its_weeks_in_order() -> None:
    evaluation = tickets()
    assert evaluation.timeline is not None
    found = rows(evaluation)
    assert [(row["strategy"], int(row["week"])) for row in found] == [
        (point.strategy, point.week) for point in evaluation.timeline
    ]
    for row, point in zip(found, evaluation.timeline, strict=True):
        figures = [float(row[name]) for name in ("expected", "low", "high", "cumulative")]
        assert figures == [point.expected, point.low, point.high, point.cumulative]


def test_a_scenario_in_which_no_week_differs_has_a_row_for_each_strategy() -> None:
    (row,) = rows(smallest())
    assert (row["strategy"], row["expected_per_item"], row["verdict"]) == ("ship", "0.286", "GO")
    assert [row[name] for name in COLUMNS[-5:]] == [""] * 5


def test_several_scenarios_are_one_table() -> None:
    found = rows(smallest(), tickets(), smallest())
    names = [row["scenario"] for row in found]
    assert names == ["Automate item triage", *["Support-ticket routing"] * 315, "Automate item triage"]


def test_no_scenario_is_a_header_alone() -> None:
    assert render([]) == ",".join(COLUMNS) + "\n"


@pytest.mark.threat("CSV formulas", len(FORMULAS))
def test_no_text_is_a_formula() -> None:
    assert len(set(FORMULAS)) == 100
    for label in FORMULAS:
        text = render([named(label)])
        for separator in ",;":
            cells = [cell for row in csv.reader(io.StringIO(text), delimiter=separator) for cell in row]
            formulas = [cell for cell in cells if cell.lstrip(' "')[:1] in set("=+@\uff1d\uff0b\uff0d\uff20")]
            assert formulas == []


def test_a_negative_number_stays_a_number_and_a_text_like_one_is_text() -> None:
    (first, second) = rows(named("-5"))
    assert (first["cumulative"], first["strategy"], first["scenario"]) == ("-1.0", "'-5", "'-5")
    assert (second["cumulative"], second["excluded_by"]) == ("2.0", "'-5")


@pytest.mark.parametrize("label", ["a; b", "a, -b", "ship + rules", 'the "old" way', "1-2", "票, é"])
def test_a_harmless_label_is_as_it_was(label: str) -> None:
    assert {row["strategy"] for row in rows(named(label))} == {label}


def test_hostile_labels_leave_one_line_a_row_and_no_control_bytes() -> None:
    for label in LABELS + PAYLOADS:
        text = render([named(label)])
        assert text.count("\n") == 3
        assert len(rows(named(label))) == 2
        assert not {character for character in text if ord(character) < 32} - {"\n"}
        assert not set(text) & set("\x7f\x9b\u2028\u202e\u2066\ud800")
        assert text.encode("utf-8").decode("utf-8") == text


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
def test_a_figure_that_is_not_finite_is_refused(figure: float) -> None:
    with pytest.raises(ValueError, match="not a finite figure: "):
        render([smallest(strategies=(strategy("ship", high=figure),))])
