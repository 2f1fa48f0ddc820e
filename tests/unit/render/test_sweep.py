"""A sweep as text and as a table, from results made by hand: lines, maps, and what is invalid."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from ship_or_not.render import sweep_csv, sweep_text
from ship_or_not.results import Verdict
from support.hostile import LABELS
from support.sweep_factory import crossing, invalid, moved, point, sweep

if TYPE_CHECKING:
    from ship_or_not.results.sweep import Sweep

GO, UNSURE, NO_GO = Verdict.GO, Verdict.INCONCLUSIVE, Verdict.NO_GO
WHY = "1.2 is not a rate: 1.2%?; expected 1.2% or 0.012"


def line() -> Sweep:
    """Return a line of four values: each verdict once, and one that is invalid."""
    path = "model.accuracy"
    return sweep(
        [moved(path, [0.9, 0.95, 1.0, 1.2], "rate")],
        [
            point(0.9, expected=-0.1, chance=0.0),
            point(0.95, expected=0.05, chance=0.7),
            point(1.0, expected=0.2, chance=0.995),
            invalid(1.2, why=WHY),
        ],
        [
            crossing(path, 0.93, since=NO_GO, to=UNSURE),
            crossing(path, 0.97, since=UNSURE, to=GO),
        ],
        overrides=("--set volume.items=5",),
    )


def plane(across: list[float], up: list[float]) -> Sweep:
    """Return a map that pays where the first input exceeds the second, surely where it does by 1."""
    a, b = "savings_per_item", "error_costs"
    return sweep(
        [moved(a, across), moved(b, up)],
        [point(x, y, expected=x - y, chance=0.95 if x - y >= 1 else 0.6) for x in across for y in up],
        [crossing(a, y, y, since=NO_GO, to=UNSURE) for y in up if across[0] < y < across[-1]],
    )


def test_a_line_shows_each_verdict_and_where_it_changes() -> None:
    assert sweep_text.render(line(), width=60) == (
        """\
Tickets
  with --set volume.items=5
  model.accuracy: 90.0 % to 120.0 %, 4 values
  Policy balanced: more than 0 EUR per item, with a chance
  of 90.0 %. 1,024 draws at each point.

Value per item, EUR, along model.accuracy
  +0.20 |                *
        |               *
  +0.15 |              *
        |            **
  +0.10 |           *
        |          *
  +0.05 |        **
        |       *
      0 |-----**--------------------------------------------
        |    *
  -0.05 |   *
        | **
  -0.10 |*
        +--------+--------+--------------------------------+
         -       ?        +                                x
         90%     95%      100%                          120%
  * expected   - the minimum   below: + GO   ? INCONCLUSIVE
  - NO-GO   x invalid

Where the verdict changes
  NO-GO up to 93.0 %, INCONCLUSIVE up to 97.0 %, then GO

  model.accuracy  verdict       per item   chance  candidate
  90.0 %          NO-GO            -0.10  < 0.1 %  ship
  95.0 %          INCONCLUSIVE     +0.05   70.0 %  ship
  100 %           GO               +0.20   99.5 %  ship
  120.0 %         invalid              -        -  -

Invalid values
  model.accuracy 120.0 %: 1.2 is not a rate: 1.2%?; expected
  1.2% or 0.012
"""
    )


def test_a_map_shows_each_verdict_and_how_far_it_is_one() -> None:
    assert sweep_text.render(plane([1, 2, 3, 4], [1, 2.5, 9]), width=60) == (
        """\
Tickets
  savings_per_item: 1.00 EUR to 4.00 EUR, 4 values
  error_costs: 1.00 EUR to 9.00 EUR, 3 values
  Policy balanced: more than 0 EUR per item, with a chance
  of 90.0 %. 1,024 draws at each point.

The verdict, and how far the value per item lies from the
minimum
  up: error_costs, across: savings_per_item
  9.00 EUR | -9 -9 -9 -9
  2.50 EUR | -3 -1 ?1 +3
  1.00 EUR | -0 +2 +5 +7
           +------------
              1  2  3  4
  + GO   ? INCONCLUSIVE   - NO-GO   each level is 0.40 EUR
  per item away from the minimum, 9 all that is further

Where the verdict changes
  along savings_per_item, for values of error_costs
  1.00 EUR  NO-GO, GO
  2.50 EUR  NO-GO up to 2.50 EUR, then INCONCLUSIVE
  9.00 EUR  NO-GO throughout
"""
    )


def test_invalid_points_of_a_map_are_crossed_out_and_told_once_for_each_reason() -> None:
    a, b = "savings_per_item", "model.accuracy"
    found = sweep(
        [moved(a, [1, 2]), moved(b, [0.9, 1.2, 1.3], "rate")],
        [
            point(1, 0.9, expected=1, chance=1),
            invalid(1, 1.2, why=WHY),
            invalid(1, 1.3, why="other"),
            point(2, 0.9, expected=2, chance=1),
            invalid(2, 1.2, why=WHY),
            invalid(2, 1.3, why="other"),
        ],
    )
    text = sweep_text.render(found, width=60)
    assert text[text.index("  130.0 %") :] == (
        """\
  130.0 % |  x  x
  120.0 % |  x  x
   90.0 % | +2 +5
          +------
             1  2
  + GO   x invalid   each level is 0.40 EUR per item away
  from the minimum, 9 all that is further

Where the verdict changes
  along savings_per_item, for values of model.accuracy
  90.0 %   GO throughout
  120.0 %  never valid
  130.0 %  never valid

Invalid values
  savings_per_item 1.00 EUR, model.accuracy 120.0 % and 1
  more: 1.2 is not a rate: 1.2%?; expected 1.2% or 0.012
  savings_per_item 1.00 EUR, model.accuracy 130.0 % and 1
  more: other
"""
    )


def test_a_value_at_the_minimum_throughout_has_no_levels() -> None:
    found = sweep([moved("a", [1, 2]), moved("b", [1])], [point(x, 1, expected=0, chance=0) for x in (1, 2)])
    assert "  1.00 EUR | -0 -0\n" in sweep_text.render(found)


def test_of_many_points_evenly_spread_ones_are_shown_and_the_table_says_how_many() -> None:
    values = [float(i) for i in range(1, 102)]
    text = sweep_text.render(sweep([moved("a", values)], [point(x, expected=x, chance=1) for x in values]))
    rows = [row.split() for row in text.splitlines() if row.endswith("  ship")]
    assert [row[0] for row in rows] == [f"{x:.2f}" for x in (1, 11, 21, 31, 41, 51, 61, 71, 81, 91, 101)]
    assert "  11 of 101 points; all are in --output csv.\n" in text
    mapped = sweep_text.render(plane(values, values), width=80)
    drawn = [row for row in mapped.splitlines() if " | " in row]
    assert len(drawn) == 25
    assert max(map(len, mapped.splitlines())) <= 80


def test_one_value_has_no_range() -> None:
    text = sweep_text.render(sweep([moved("a", [2])], [point(2, expected=1, chance=1)]))
    assert text.splitlines()[1] == "  a: 2.00 EUR"
    assert "  GO throughout\n" in text


def test_without_a_confidence_none_is_said() -> None:
    text = sweep_text.render(sweep([moved("a", [2])], [point(2, expected=1, chance=1)], confidence=0))
    assert "  Policy balanced: more than 0 EUR per item. 1,024 draws at each point.\n" in text


def test_values_that_are_multiples_stand_evenly_below_the_line() -> None:
    """The marks lie at the ends and at halves, as do powers on paper for logarithms."""
    values = [1.0, 10.0, 100.0]
    text = sweep_text.render(sweep([moved("a", values)], [point(x, expected=1, chance=1) for x in values]))
    axis = next(row for row in text.splitlines() if row.lstrip().startswith("+--"))
    first, *_, middle, last = (place for place, sign in enumerate(axis) if sign == "+")
    assert middle - first == pytest.approx((last - first) / 2, abs=1)


def test_verdicts_that_change_only_across_what_is_invalid_are_named() -> None:
    """Between a point and an invalid one there is no crossing to tell."""
    points = [point(1, expected=-1, chance=0), invalid(2, why="no"), point(3, expected=1, chance=1)]
    text = sweep_text.render(sweep([moved("a", [1, 2, 3])], points))
    assert "Where the verdict changes\n  NO-GO, GO\n" in text


def test_a_row_of_a_map_that_is_nowhere_valid_is_said_to_be() -> None:
    points = [point(1, 1, expected=1, chance=1), invalid(1, 2, why="no")]
    text = sweep_text.render(sweep([moved("a", [1]), moved("b", [1, 2])], points))
    assert "  1.00 EUR  GO throughout\n  2.00 EUR  never valid\n" in text


def test_colour_repeats_what_signs_say() -> None:
    for found in (line(), plane([1, 2, 3], [1, 2])):
        plain, colored = (sweep_text.render(found, color=color) for color in (False, True))
        assert "\x1b[" in colored
        assert "\x1b[" not in plain


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for found in (line(), plane([1, 2, 3, 4] * 1, [1, 1000, 1_000_000])):
        assert max(map(cell_len, sweep_text.render(found, width=width).splitlines())) <= max(width, 40)


@pytest.mark.threat("rich markup in labels", len(LABELS))
def test_no_label_moves_the_text() -> None:
    for label in LABELS:
        of_two = [
            replace(point(1, y, expected=y, chance=1), strategy=label) if y > 1 else invalid(1, y, why=label)
            for y in (1, 2)
        ]
        whole = sweep([moved(label, [1], "per " + label), moved(label, [1, 2])], of_two, overrides=(label,))
        of_one = replace(
            whole, inputs=whole.inputs[1:], points=tuple(replace(each, at=each.at[1:]) for each in of_two)
        )
        for found in (whole, of_one):
            scenario = replace(found.scenario, name=label, currency=label)
            text = sweep_text.render(replace(found, scenario=scenario), width=60)
            assert not set("\x1b\x9b\x00\x07\u202e\ue000") & set(text)
            assert max(map(cell_len, text.splitlines())) <= 60


def test_the_table_has_a_row_for_each_point_unrounded() -> None:
    assert sweep_csv.render(line()) == (
        """\
model.accuracy,candidate,expected,chance_above_minimum,chance_error,verdict,strategy,rule,invalid
0.9,ship,-0.1,0.0,0.01,NO-GO,keep,negative-value,
0.95,ship,0.05,0.7,0.01,INCONCLUSIVE,ship,not-sure,
1.0,ship,0.2,0.995,0.01,GO,ship,pays-off,
1.2,,,,,,,,1.2 is not a rate: 1.2%?; expected 1.2% or 0.012
"""
    )
    assert (
        sweep_csv.render(plane([1], [2]))
        .splitlines()[0]
        .startswith("savings_per_item,error_costs,candidate,")
    )


def test_the_minimum_is_drawn_where_it_is_moved_to() -> None:
    """The line crosses it where the value per item does: at 0, in the middle."""
    points = [point(x, expected=0, chance=float(x < 0)) for x in (-1, 0, 1)]
    text = sweep_text.render(sweep([moved("policy.min_value_per_item", [-1, 0, 1])], points), width=45)
    assert text[text.index("  Policy") : text.index("  *")] == (
        """\
  Policy balanced: more than
  policy.min_value_per_item per item, with a
  chance of 90.0 %. 1,024 draws at each
  point.

Value per item, EUR, along
policy.min_value_per_item
        |                                  --
  +0.80 |                              ----
        |                           ---
  +0.40 |                       ----
        |                    ---
      0 |************************************
        |             ---
  -0.40 |         ----
        |      ---
  -0.80 |  ----
        |--
        +------------------+----------------+
         -                 -                -
         -1                0                1
"""
    )


def test_a_confidence_that_is_moved_is_told_by_its_key() -> None:
    found = sweep(
        [moved("policy.confidence", [0.5, 0.9], "rate")],
        [point(x, expected=1, chance=1) for x in (0.5, 0.9)],
    )
    told = "  Policy balanced: more than 0 EUR per item, with a chance of policy.confidence.\n"
    assert told in sweep_text.render(found)


def test_levels_of_a_map_count_from_the_minimum_at_each_point() -> None:
    up = [moved("a", [0, 1]), moved("policy.min_value_per_item", [-1, 1])]
    found = sweep(up, [point(x, y, expected=x, chance=1) for x in (0, 1) for y in (-1, 1)])
    rows = [row for row in sweep_text.render(found).splitlines() if " EUR | " in row]
    assert [re.findall(r"[-+]\d", row.partition("|")[2]) for row in rows] == [["-5", "+0"], ["-5", "+9"]]


def test_one_point_that_lies_far_away_does_not_make_the_others_alike() -> None:
    values = [1.0, 2.0, 3.0, 4.0, 1e6]
    text = sweep_text.render(
        sweep([moved("a", values), moved("b", [1])], [point(x, 1, expected=x, chance=1) for x in values])
    )
    assert "| +1 +3 +5 +6 +9\n" in text
    assert "each level is 0.60 EUR per item" in text


def test_the_first_and_the_last_column_of_a_map_are_labelled_and_what_is_left_out_is_counted() -> None:
    across, up = [float(x) for x in range(1, 102)], [float(x) for x in range(1, 31)]
    text = sweep_text.render(plane(across, up), width=80)
    axis = next(row for row in text.splitlines() if row.startswith("               1 "))
    assert (axis.split()[0], axis.split()[-1]) == ("1", "101")
    assert max(map(len, text.splitlines())) <= 80
    assert "  22 of 101 values across, 25 of 30 up; all are in --output csv.\n" in text
    assert "  along savings_per_item, for 11 of 30 values of error_costs\n" in text
    assert "  --output json has all of them.\n" in text


def test_two_long_labels_of_few_columns_stand_beside_each_other() -> None:
    text = sweep_text.render(plane([123_456, 1_234_567], [1]))
    assert "\n           +------\n            123,456 to 1,234,567\n" in text


def test_what_one_value_stands_for_is_named() -> None:
    below = tuple(f"error_costs.fraud.{label}" for label in "abcde")
    for paths, said in (
        (below[:1], "error_costs.fraud.a"),
        (below, "error_costs.fraud.a, error_costs.fraud.b, error_costs.fraud.c and 2 more"),
    ):
        one = replace(moved("error_costs.fraud", [2]), in_place_of=paths)
        text = sweep_text.render(sweep([one], [point(2, expected=1, chance=1)]), width=200)
        assert text.splitlines()[1] == f"  error_costs.fraud: 2.00 EUR, in place of {said}"


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([float(x) for x in range(21)], "0 2 4 6 8 10 12 14 16 18 20"),
        ([10_000.0 + x for x in range(21)], "10,000 10,010 10,020"),
        ([1.0, 2.0, 3.0, 1000.0], "1 1,000"),
        ([1.0, 400.0, 410.0, 1000.0], "1 400 1,000"),
        ([5.0], "5"),
    ],
)
def test_values_of_the_table_stand_below_the_line_the_first_and_the_last_among_them(
    values: list[float], labels: str
) -> None:
    text = sweep_text.render(
        sweep([moved("a", values)], [point(x, expected=1, chance=1) for x in values]), width=70
    )
    lines = text.splitlines()
    axis = next(row for row, line in enumerate(lines) if line.startswith("  * expected")) - 1
    assert lines[axis].split() == labels.split()


def test_a_path_that_is_too_long_is_folded_before_a_dot() -> None:
    path = "error_costs.talk_religion_misc.any_other"
    text = sweep_text.render(sweep([moved(path, [2])], [point(2, expected=1, chance=1)]), width=60)
    assert "\n  error_costs\n  .talk_religion_misc.any_other  verdict " in text


@pytest.mark.parametrize(
    ("along", "said"),
    [
        (
            "a",
            (
                "  along a, for values of b\n"
                "  1.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
                "  2.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
            ),
        ),
        (
            "b",
            (
                "  along b, for values of a\n"
                "  1.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
                "  2.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
            ),
        ),
        (
            "ab",
            (
                "  along a, for values of b\n"
                "  1.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
                "  2.00 EUR  NO-GO up to 1.50 EUR, then GO\n"
                "  --output json has all of them, those along b too.\n"
            ),
        ),
    ],
)
def test_of_two_inputs_that_one_is_told_along_which_the_verdict_changes(along: str, said: str) -> None:
    """Where it changes along both, the first."""
    points = [
        point(x, y, expected=(x if "a" in along else y) - 1.5, chance=1) for x in (1, 2) for y in (1, 2)
    ]
    crossings = [crossing("a", 1.5, y, since=NO_GO, to=GO) for y in (1, 2) if "a" in along]
    crossings += [crossing("b", x, 1.5, since=NO_GO, to=GO) for x in (1, 2) if "b" in along]
    text = sweep_text.render(sweep([moved("a", [1, 2]), moved("b", [1, 2])], points, crossings))
    assert text.partition("Where the verdict changes\n")[2] == said
