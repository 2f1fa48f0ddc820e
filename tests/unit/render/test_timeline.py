"""Time in the text report: the best strategy's chart, every strategy's course, what measures are worth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from ship_or_not.render import html
from ship_or_not.render.text import render
from ship_or_not.results import Evaluation, InputSummary, OverTime, TimelinePoint
from support.hostile import LABELS
from support.results_factory import course, smallest, strategy, tickets

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
    assert section(
        alone(*course("ship", launch=-10.0, end=25.0, weeks=10, spread=0.4)), "Value up to each week", 60
    ) == ([])


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
    assert section(replace(found, timeline=(*extra, *weeks)), "Value up to each week")[-4:] == []


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


def test_the_measures_are_said_with_what_each_is_worth() -> None:
    assert section(tickets(), "What is done about decay and failure") == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [],
)
def test_each_measure_has_its_sentence(changes: dict[str, float], sentence: str) -> None:
    inputs = tickets().scenario.inputs
    del inputs
    assert section(tickets(over_time=replace(NONE, **changes)), "What is done about decay and failure") == [
        sentence
    ]
