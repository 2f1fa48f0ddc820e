"""Time in the text report: the best strategy's chart, every strategy's course, what measures are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not.render.text import render
from ship_or_not.results import OverTime, TimelinePoint
from support.results_factory import course, smallest, strategy, tickets

if TYPE_CHECKING:
    from pathlib import Path

    from ship_or_not.results import Evaluation

WIDTHS = (40, 60, 80, 120, 200)
NONE = OverTime(
    plan=None, monitoring=None, retraining=None, stops_paying_week=None, best_retraining_weeks=None
)


def section(evaluation: Evaluation, title: str, width: int = 80) -> list[str]:
    """Return the lines of a section of the report."""
    lines = render([evaluation], width=width).splitlines()
    if title not in lines:
        return []
    found = lines[lines.index(title) + 1 :]
    end = next((row for row, line in enumerate(found) if line and not line.startswith(" ")), len(found))
    return found[: end - 1]


def alone(*weeks: TimelinePoint) -> Evaluation:
    """Make an evaluation with shipping as its only strategy."""
    return smallest(timeline=weeks, over_time=NONE)


def of(number: int, name: str = "ship + plan {}") -> Evaluation:
    """Make an evaluation with so many strategies."""
    names = [name.format(each) for each in range(number)]
    worth = [1000.0 * each for each in range(number)]
    return smallest(
        strategies=(
            strategy("keep"),
            *(
                strategy(each, expected_per_item=end, expected_total=end)
                for each, end in zip(names, worth, strict=True)
            ),
        ),
        timeline=tuple(
            point
            for each, end in zip(names, worth, strict=True)
            for point in course(each, launch=-3000.0, end=end, drift=0.9)
        ),
        over_time=NONE,
    )


def test_where_no_week_differs_from_another_there_is_no_chart() -> None:
    assert section(smallest(), "Value up to each week") == []
    assert section(smallest(), "What is done about decay and failure") == []


def test_one_strategy_has_a_chart_and_no_list() -> None:
    weeks = course("ship", launch=-10.0, end=25.0, weeks=10, spread=0.4)
    assert "\n".join(section(alone(*weeks), "Value up to each week", 60)) == (
        """\
  +40.00 |                                                ..
         |                                           .......
  +30.00 |                                      ............
         |                                 .............****
  +20.00 |                            ...........*******....
         |                       .........*******...........
  +10.00 |                  .......*******..................
         |             .....*******................
       0 |-----------*******--------------------------------
         |   .*******.......
  -10.00 |****..
         +----------+---------+--------+---------+---------+
   weeks  0         2         4        6         8        10
                         ^ pays back from week 3 on
  * expected   . 90 % interval   - zero"""
    )


def test_the_chart_is_of_the_best_strategy_that_no_limit_excludes() -> None:
    assert section(tickets(), "Value up to each week, EUR")[0] == "  ship + back to the team"
    found = tuple(
        replace(each, excluded_by="a limit") if each.name == "ship + back to the team" else each
        for each in tickets().strategies
    )
    assert (
        section(tickets(strategies=found), "Value up to each week, EUR")[0] == "  ship, build rules meanwhile"
    )
    every = tuple(replace(each, excluded_by="a limit") for each in found)
    assert section(tickets(strategies=every), "Value up to each week, EUR")[0] == "  ship + back to the team"


def test_each_strategy_says_how_low_it_goes_where_it_ends_and_when_it_pays_back() -> None:
    found = of(3)
    extra = (
        TimelinePoint(week=week, strategy="ship + plan 0", expected=0.0, low=0.0, high=0.0, cumulative=0.0)
        for week in range(105)
    )
    weeks = [point for point in found.timeline or () if point.strategy != "ship + plan 0"]
    assert section(replace(found, timeline=(*extra, *weeks)), "Value up to each week")[-4:] == [
        "  strategy       lowest  at the end  pays back  course",
        "  ship + plan 0       0           0    at once  --------------------------------",
        "  ship + plan 1  -3,000      +1,000    week 55  ______.......------------'''''''",
        "  ship + plan 2  -3,000      +2,000    week 41  _____.....-------'''''''''''''''",
    ]


def test_where_nothing_is_uncertain_the_legend_names_no_interval() -> None:
    assert section(alone(*course("ship", launch=-1.0, end=2.0, spread=0.0)), "Value up to each week")[-1] == (
        "  * expected   - zero"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_ten_strategies_stay_readable(width: int) -> None:
    lines = section(of(10), "Value up to each week", width)
    assert max(map(len, lines)) <= width
    named = [line for line in lines if line.startswith("  ship + plan ")]
    assert len(named) == 11
    assert all("+" in line or "0  " in line for line in named[1:])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("weeks", [1, 12, 104, 1200])
@pytest.mark.parametrize("end", [-1e12, -1e-6, 0.0, 1e-6, 1.0, 1e12])
def test_figures_and_horizons_of_any_size_fit(end: float, weeks: int, width: int) -> None:
    points = [*course("ship", launch=-abs(end) / 9, end=end, weeks=weeks, drift=0.9)]
    points += course("ship + " + "x" * 50, launch=-abs(end) / 3, end=end, weeks=weeks)
    strategies = [strategy(name) for name in ("keep", "ship", "ship + " + "x" * 50)]
    text = render([smallest(timeline=tuple(points), strategies=tuple(strategies))], width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.isascii()


def test_what_the_measures_are_worth_is_said_in_a_sentence_each() -> None:
    assert section(tickets(), "What is done about decay and failure") == [
        '  Plan B is worth +16,080 EUR: "ship + back to the team" would bring +110,382',
        "  EUR, shipping without a plan +94,302 EUR.",
        "  Monitoring is worth +21,035 EUR: what noticing failures sooner saves, less",
        "  what it costs.",
        "  Retraining is worth -1,240 EUR: what staying accurate brings, less what",
        "  training costs.",
        "  Never retrained, the model would cost more than it brings from week 61 on.",
        "  Retraining about every 17 weeks would be worth most; now it is every 3 months.",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"monitoring": 0.0}, "Monitoring is worth 0 EUR: "),
        ({"monitoring": -0.004}, "Monitoring is worth -0.004 EUR: "),
        ({"retraining": 8e9}, "Retraining is worth +8,000,000,000 EUR: "),
        ({"stops_paying_week": 1}, "brings from week 1 on."),
        ({"stops_paying_week": 1044}, "from week 1,044 on."),
        ({}, "Never retrained, the model would still bring more than it costs at the end of the horizon."),
        ({}, "No retraining at all would be worth most; now it is every 3 months."),
        ({"best_retraining_weeks": 1.2}, "Retraining about every week would be worth most; "),
    ],
)
def test_every_figure_of_a_measure_can_be_said(changes: dict[str, Any], said: str) -> None:
    found = section(tickets(over_time=replace(NONE, **changes)), "What is done about decay and failure", 120)
    assert sum(said in line for line in found) == 1


def test_of_a_model_that_does_not_decay_no_training_is_spoken_of() -> None:
    found = tickets(over_time=replace(NONE, monitoring=5.0))
    found = replace(found, scenario=replace(found.scenario, inputs={}))
    assert section(found, "What is done about decay and failure") == [
        "  Monitoring is worth +5.00 EUR: what noticing failures sooner saves, less what",
        "  it costs.",
    ]
    bare = replace(found, over_time=NONE)
    assert section(bare, "What is done about decay and failure") == []


SCENARIO = """\
savings_per_item: 0.1
error_costs: 2
volume: {items: 100, per: day}
horizon: 18 months
baseline: {accuracy: 99%}
model:
  accuracy: 98.5%
  launch_cost: 2500
  failure: {chance: 3% to 8% per month, accuracy: 60%, noticed_after: 2 weeks, repaired_after: 4 weeks}
plan_b: [{name: people, kind: previous, ready_in: 1 week, standby_cost: 20 per month}]
"""


def test_the_chart_points_at_the_week_that_the_total_names(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    evaluation = ship_or_not.evaluate(ship_or_not.load_scenario(tmp_path / "scenario.yaml"), draws=1000)
    assert evaluation.total is not None
    week = evaluation.total.payback_weeks
    assert week is not None
    lines = section(evaluation, "Value up to each week")
    assert sum(f"pays back from week {week} on" in line for line in lines) == 1
    best = next(line for line in lines[1:] if line.startswith(f"{lines[0]} "))
    assert f" week {week} " in best
