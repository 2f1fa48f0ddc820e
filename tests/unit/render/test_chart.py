"""Drawings of a course over time: whole ones, and of whatever size the figures are."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ship_or_not.render.chart import LEVELS, LINE, MOST_ROWS, chart, course

AMOUNTS = st.floats(min_value=-1e15, max_value=1e15)
WIDTHS = (38, 58, 78, 118, 198)


def drawn(
    line: list[float], away: float = 0.0, *, width: int = 50, mark: tuple[int, str] | None = None
) -> str:
    """Draw a line, with a band that opens up to so much at its end."""
    low, high = (
        [value + sign * away * week / max(1, len(line) - 1) for week, value in enumerate(line)]
        for sign in (-1, 1)
    )
    return "\n".join(part.plain for part in chart(line, low, high, width=width, mark=mark))


def test_line_band_zero_and_axes_are_told_apart_without_colour() -> None:
    assert drawn([-20.0, -5.0, 12.0, 30.0, 42.0], 25.0, mark=(2, "pays back from week 2 on")) == (
        """\
       |                                        ..
+60.00 |                                   .......
       |                              ............
+40.00 |                         ...........******
       |                     .......********......
+20.00 |                 ......*****..............
       |            .....******...............
     0 |-----------******-------------------------
       |   .*******......
-20.00 |****..
       +----------+---------+----------+---------+
 weeks  0         1         2          3         4
   pays back from week 2 on ^"""
    )


def test_without_uncertainty_there_is_no_band() -> None:
    assert drawn([0.0, 400.0, 700.0, 900.0, 1000.0]) == (
        """\
+1,000 |                                    ******
       |                             *******
  +800 |                        *****
       |                   *****
  +600 |                ***
       |            ****
  +400 |         ***
       |       **
  +200 |    ***
       |  **
     0 |**----------------------------------------
       +----------+---------+----------+---------+
 weeks  0         1         2          3         4"""
    )


@pytest.mark.parametrize(
    ("weeks", "axis"),
    [
        (1, "weeks  0                                                   1"),
        (4, "weeks  0            1            2            3            4"),
        (26, "weeks  0         5         10       15        20        25"),
        (27, "months  0       1       2        3       4       5       6"),
        (52, "months  0        2       4        6       8        10"),
        (105, "months  0     3     6      9     12    15    18    21    24"),
        (160, "months  0       6       12      18       24      30      36"),
        (161, "years  0               1               2                3"),
        (522, "years  0         2         4         6         8        10"),
        (1200, "years  0          5          10         15         20"),
    ],
)
def test_time_is_in_weeks_months_or_years(weeks: int, axis: str) -> None:
    text = drawn([float(week) for week in range(weeks + 1)], width=60)
    assert text.splitlines()[-1].lstrip() == axis


@pytest.mark.parametrize("amount", [0.0, 7.5, -7.5, 1e-6, -1e-6, 3e12, -3e12])
def test_a_line_that_stays_where_it_is_is_drawn_there(amount: float) -> None:
    rows = drawn([amount] * 11).splitlines()[:-2]
    marked = [row for row in rows if LINE in row]
    assert [row.partition("|")[2] for row in marked] == [LINE * len(marked[0].partition("|")[2])]
    assert (marked == rows[:1]) == (amount >= 0)
    assert sum(row.lstrip().startswith("0 |") for row in rows) == 1


@pytest.mark.parametrize("power", range(-6, 13))
def test_the_line_stands_where_the_amounts_beside_it_say(power: int) -> None:
    end = 1.37 * 10.0**power
    rows = drawn([-end / 5, end], width=60).splitlines()[:-2]
    amounts = {
        row: float(label.replace(",", ""))
        for row, text in enumerate(rows)
        if (label := text.split("|")[0].strip())
    }
    (top, high), (below, low) = list(amounts.items())[:2]
    per_row = (high - low) / (below - top)
    ends_at = next(row for row, text in enumerate(rows) if text.endswith(LINE))
    starts_at = max(row for row, text in enumerate(rows) if text.partition("|")[2].startswith(LINE))
    for row, value in ((ends_at, end), (starts_at, -end / 5)):
        assert math.isclose(high - (row - top) * per_row, value, abs_tol=0.501 * per_row)


@given(st.lists(AMOUNTS, min_size=1, max_size=60), st.floats(min_value=0, max_value=1e12))
def test_any_course_fits_and_its_line_has_no_gap(line: list[float], away: float) -> None:
    for width in WIDTHS:
        rows = drawn(
            line, away, width=width, mark=(len(line) - 1, "pays back from week 1,200 on")
        ).splitlines()
        assert max(map(len, rows)) <= width
        assert "".join(rows).isascii()
        assert len(rows) <= MOST_ROWS + 4
        cells = [row.partition("|")[2] for row in rows if "|" in row]
        columns = [
            [row for row, text in enumerate(cells) if text[column : column + 1] == LINE]
            for column in range(max(map(len, cells)))
        ]
        assert all(columns)
        assert all(min(b) <= max(a) + 1 and min(a) <= max(b) + 1 for a, b in pairwise(columns))


def test_words_beside_a_pointer_stand_where_there_is_room() -> None:
    rising = [float(week) for week in range(-5, 6)]
    for week, last in ((1, f"{'':10}^ so"), (10, f"{'':36}so ^")):
        assert drawn(rising, width=40, mark=(week, "so")).splitlines()[-1] == last
    assert drawn(rising, width=40, mark=(5, "x" * 35)).splitlines()[-2:] == [
        " " * 23 + "^",
        " " * 5 + "x" * 35,
    ]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([0.0, 1.0], "__..--''"),
        ([1.0, 0.0], "''--..__"),
        ([0.0, 1.0, 0.0], "_.-''-._"),
        ([0.0, 0.0, 0.25], "_______."),
        ([1.0, 1.0], "''''''''"),
        ([0.4], "........"),
    ],
)
def test_a_course_in_a_line_rises_and_falls(values: list[float], said: str) -> None:
    assert course(values, 0.0, 1.0, columns=8) == said


@given(st.lists(AMOUNTS, min_size=1, max_size=60), st.integers(min_value=8, max_value=60))
def test_a_course_in_a_line_fills_it_whatever_the_figures(values: list[float], columns: int) -> None:
    found = course(values, min(values), max(values), columns=columns)
    assert len(found) == columns
    assert set(found) <= set(LEVELS)
