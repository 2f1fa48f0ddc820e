"""What information is worth as text and as a table, from results made by hand."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from ship_or_not.render import voi_csv
from ship_or_not.render.voi_text import render
from ship_or_not.results.voi import Excluded, Worth
from support.hostile import FORMULAS, LABELS
from support.voi_factory import information, knowing, labels

if TYPE_CHECKING:
    from ship_or_not.results.voi import InformationValue

PRICED = (
    labels(100, 300.0, 50.0),
    labels(200, 400.0, 100.0, best=True),
    labels(500, 450.0, 250.0),
    labels(40, 240.0, 60.0, of="baseline", label="fraud", best=True),
    labels(0, 0.0, 0.0, of="baseline", label="bug", best=True),
)


def part(found: InformationValue, title: str) -> list[str]:
    """Return the lines of one part, below its title."""
    lines = render(found).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    return [*lines[start + 1 :], ""][: [*lines[start + 1 :], ""].index("")]


def test_the_advice_stands_first_and_every_kind_of_labels_has_its_best_number() -> None:
    assert render(information(labels=PRICED)).splitlines() == [
        "What more information is worth  Support-ticket routing",
        "  with model.accuracy=0.97",
        "  As things stand: ship, expected +0.25 EUR per item.",
        "  Find out more.",
        "  Expected values are weighed here, not the confidence that the policy asks for.",
        "",
        "Knowing everything (EVPI), at most, EUR",
        "  over the horizon   500.00",
        "  per item           0.50",
        "  Monte Carlo error  0.002 per item",
        "",
        "Knowing one input for certain (EVPPI), EUR",
        "  input             over the horizon",
        "  model.confusion             400.00",
        "  savings_per_item            100.00",
        "",
        "Further labels (EVSI), EUR",
        "  labels of                           labels   worth    cost     gain",
        "  the model's answers, as items come     200  400.00  100.00  +300.00",
        "  today's answers, fraud                  40  240.00   60.00  +180.00",
        "  what several kinds are worth does not add up",
        "  none are worth their cost: today's answers (bug)",
    ]


def test_on_a_narrow_terminal_what_adds_up_to_the_gain_is_left_out_and_no_figure_is_broken() -> None:
    waits = (labels(200, 400.0, 100.0, best=True, waiting=30.0),)
    found = information(labels=waits)
    assert part(found, "Further labels") == [
        "  labels of                           labels   worth    cost  waiting     gain",
        "  the model's answers, as items come     200  400.00  100.00    30.00  +270.00",
    ]
    lines = {width: render(found, width=width).splitlines() for width in (40, 60)}
    assert all(cell_len(line) <= width for width in lines for line in lines[width])
    assert lines[60][-2:] == [
        "  the model's answers, as      200  100.00    30.00  +270.00",
        "  items come",
    ]
    assert lines[40][-3:] == [
        "  labels of              labels     gain",
        "  the model's answers,      200  +270.00",
        "  as items come",
    ]


def test_without_a_cost_it_says_what_a_label_may_cost_where_half_is_told() -> None:
    rows = (
        labels(10, 20.0),
        labels(50, 120.0),
        labels(100, 200.0),
        labels(0, 0.0, label="fraud"),
        labels(0, 0.0, of="baseline"),
    )
    assert part(information(labels=rows), "Further labels") == [
        "  labels of                           labels   worth  one may cost",
        "  the model's answers, as items come      50  120.00          2.40",
        "  so many tell half of what any number would; add --label-cost 2, or what one",
        "  does cost, to see how many gain most",
        "  none are worth anything that can be told: the model's answers (fraud); today's",
        "  answers (as items come)",
    ]


def test_labels_that_have_no_cost_beside_others_that_have_one_are_named() -> None:
    rows = (PRICED[1], labels(10, 20.0, label="fraud"), labels(20, 20.0, label="bug"))
    assert part(information(labels=rows), "Further labels")[2:] == [
        "  without a cost, so not weighed: the model's answers (fraud, bug); --label-cost",
        "  2 is that of any item",
    ]


def test_without_a_cost_a_pace_makes_labels_worth_less() -> None:
    rows = (labels(50, 120.0, waiting=20.0), labels(10, 5.0, label="fraud", waiting=6.0))
    assert part(information(labels=rows, labels_per_week=100), "Further labels")[:3] == [
        "  labels of                           labels   worth  waiting  one may cost",
        "  the model's answers, as items come      50  120.00    20.00          2.00",
        "  the model's answers, fraud              10    5.00     6.00             0",
    ]


def test_labels_of_which_a_few_draws_make_a_worth_are_worth_nothing_that_can_be_told() -> None:
    rows = (labels(10, 2.0), labels(50, 3.0, monte_carlo_error=0.0015))
    assert part(information(labels=rows), "Further labels") == [
        "  none are worth anything that can be told: the model's answers (as items come)"
    ]


def test_less_than_a_cent_over_the_horizon_is_not_told_in_digits() -> None:
    rows = (labels(10, 0.009, 0.0001, best=True, monte_carlo_error=0.0),)
    found = information(
        evpi=Worth(per_item=0.000009, total=0.009, monte_carlo_error=0.0),
        evppi=(knowing("a", 0.000009), knowing("b", 0.0)),
        labels=rows,
    )
    text = render(found).splitlines()
    assert text[text.index("Knowing everything (EVPI), at most, EUR") + 1 :][:2] == [
        "  over the horizon  less than 0.01",
        "  per item          0.000009",
    ]
    assert part(found, "Knowing one input")[1:] == [
        "  a                < 0.01",
        "  one alone would change nothing",
    ]
    assert text[-1] == "  the model's answers, as items come      10  < 0.01  < 0.01  < 0.01"


def test_one_item_has_no_total_and_no_price() -> None:
    found = information(
        evpi=Worth(per_item=0.5, total=None, monte_carlo_error=0.0),
        evppi=(knowing("model.confusion", 0.4, total=False),),
        labels=(labels(10, 200.0, evsi=None),),
    )
    assert render(found).splitlines() == [
        "What more information is worth  Support-ticket routing",
        "  with model.accuracy=0.97",
        "  As things stand: ship, expected +0.25 EUR per item.",
        "  Find out more.",
        "  Expected values are weighed here, not the confidence that the policy asks for.",
        "",
        "Knowing everything (EVPI), at most, EUR",
        "  per item  0.50",
        "",
        "Knowing one input for certain (EVPPI), EUR",
        "  input            per item",
        "  model.confusion      0.40",
        "",
        "Further labels (EVSI), EUR",
        "  labels of                           labels  per item",
        "  the model's answers, as items come      10      0.20",
        "  so many tell half of what any number would",
    ]


def test_where_no_labels_are_worth_their_cost_there_is_no_table() -> None:
    rows = (labels(0, 0.0, 0.0, best=True), labels(0, 0.0, 0.0, label="fraud", best=True))
    assert part(information(labels=rows), "Further labels") == [
        "  none are worth their cost: the model's answers (as items come, fraud)",
    ]


def test_where_keeping_is_best_it_says_above_what_nothing_else_is() -> None:
    found = information(strategy="keep", expected_per_item=0.0, evppi=())
    found = replace(
        found,
        policy=replace(found.policy, min_value_per_item=0.05),
        scenario=replace(found.scenario, overrides=("model.accuracy=97%",)),
    )
    assert render(found).splitlines() == [
        "What more information is worth  Support-ticket routing",
        "  with model.accuracy=97%",
        "  As things stand: keep today's process; nothing else is worth more than 0.05",
        "  per item.",
        "  Find out more.",
        "  Expected values are weighed here, not the confidence that the policy asks for.",
        "",
        "Knowing everything (EVPI), at most, EUR",
        "  over the horizon   500.00",
        "  per item           0.50",
        "  Monte Carlo error  0.002 per item",
    ]


def test_a_strategy_that_breaks_a_limit_is_named_where_it_is_expected_to_bring_more() -> None:
    out = tuple(
        Excluded(name=name, expected_per_item=worth, excluded_by="a limit")
        for name, worth in (("ship", 0.0116), ("back", -0.2))
    )
    found = information(strategy="keep", expected_per_item=0.0, excluded=out)
    assert render(found).splitlines()[2:6] == [
        "  As things stand: keep today's process; nothing that the limits allow is worth",
        "  more than 0 per item. Left out, for it breaks a limit: ship, expected +0.0116",
        "  EUR per item.",
        "  Find out more.",
    ]
    found = information(strategy="back", expected_per_item=0.0116, excluded=out[:1])
    assert render(found).splitlines()[2] == "  As things stand: back, expected +0.0116 EUR per item."


@pytest.mark.parametrize(
    ("nothing", "said"),
    [(0, None), (1, "one alone would change nothing"), (3, "3 alone would change nothing")],
)
def test_inputs_that_change_nothing_are_counted_not_listed(nothing: int, said: str | None) -> None:
    found = information(evppi=(knowing("a", 0.2), *(knowing(f"b{i}", 0.0) for i in range(nothing))))
    assert part(found, "Knowing one input")[1:] == [
        "  a                200.00",
        *([] if said is None else [f"  {said}"]),
    ]


def test_only_inputs_that_change_nothing_make_no_table() -> None:
    found = information(evppi=(knowing("a", 0.0),))
    assert part(found, "Knowing one input") == ["  one alone would change nothing"]


def test_inputs_whose_worth_may_be_the_error_of_a_few_draws_are_counted_apart() -> None:
    unclear = replace(knowing("c", 0.2), monte_carlo_error=0.1)
    found = information(evppi=(replace(unclear, monte_carlo_error=0.09), unclear, knowing("b", 0.0)))
    assert part(found, "Knowing one input")[1:] == [
        "  c                200.00",
        "  one alone would change too little to tell; one alone would change nothing",
    ]


def test_of_many_inputs_the_first_twelve_are_listed() -> None:
    found = information(evppi=tuple(knowing(f"x{i}", (20 - i) / 100) for i in range(15)))
    lines = part(found, "Knowing one input")
    assert len(lines) == 1 + 12 + 1
    assert lines[-2:] == ["  x11               90.00", "  3 more, worth less"]


def test_colour_repeats_what_words_say() -> None:
    found = information(labels=PRICED)
    colored = render(found, color=True)
    assert "\x1b[" in colored
    assert "\x1b[" not in render(found)


@pytest.mark.threat("rich markup in labels", len(LABELS))
def test_no_label_moves_the_text() -> None:
    for label in LABELS:
        found = information(
            strategy=label,
            excluded=(Excluded(name=label, expected_per_item=1.0, excluded_by=label),),
            evppi=(knowing(label, 0.4), knowing("b", 0.1)),
            labels=(
                labels(10, 20.0, 1.0, label=label, best=True),
                labels(0, 0.0, 0.0, label=label, best=True),
            ),
            advice=f"label {label}",
        )
        scenario = replace(found.scenario, name=label, currency=label, overrides=(label,))
        text = render(replace(found, scenario=scenario), width=60)
        assert not set("\x1b\x9b\x00\x07\u202e\ue000") & set(text)
        assert max(map(cell_len, text.splitlines())) <= 60


def test_the_table_has_a_row_for_everything_each_input_and_labels() -> None:
    found = information(
        labels=(
            labels(50, 120.0),
            labels(40, 240.0, 60.0, of="baseline", label="fraud", waiting=1.5, best=True),
        )
    )
    whole = "Support-ticket routing,tickets.yaml,EUR,"
    assert voi_csv.render(found).splitlines() == [
        "scenario,path,currency,of,input,system,class,n,per_item,total,monte_carlo_error,cost,waiting,enbs,best",
        whole + "everything,,,,,0.5,500.0,0.00234,,,,",
        whole + "input,model.confusion,,,,0.4,400.0,0.0,,,,",
        whole + "input,savings_per_item,,,,0.1,100.0,0.0,,,,",
        whole + "labels,,model,,50,0.12,120.0,0.001,,,,",
        whole + "labels,,baseline,fraud,40,0.24,240.0,0.001,60.0,1.5,178.5,yes",
    ]


@pytest.mark.threat("CSV formulas", len(FORMULAS))
def test_no_label_is_a_formula_in_a_spreadsheet() -> None:
    for label in FORMULAS:
        found = information(evppi=(knowing(label, 0.4),), labels=(labels(10, 20.0, label=label),))
        _, _, one, other = csv.reader(io.StringIO(voi_csv.render(found), newline=""), strict=True)
        assert "'" in one[4]
        assert other[6] == one[4]
