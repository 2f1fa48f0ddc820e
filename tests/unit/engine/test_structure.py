"""Cells added up by the input that holds their cost, and labels as segments of a path."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ship_or_not.engine.inputs import quoted
from ship_or_not.engine.structure import Group, added_up

GROUPS = (Group(cost=None, cells=(1,)), Group(cost="x", cells=(0, 2)))


def test_counts_are_added_up_as_they_are() -> None:
    found = added_up((2, 5, 3), GROUPS, refers=False, rates=False)
    assert found == (5, 5)
    assert all(isinstance(each, int) for each in found)
    assert added_up((2, 5, 3, 7), GROUPS, refers=True, rates=False) == (5, 5, 7)


def test_rates_are_shares_of_their_row_as_exact_as_they_were_written() -> None:
    found = added_up((0.2, 0.5, 0.2), GROUPS, refers=False, rates=True)
    assert found == (Fraction(5, 9), Fraction(4, 9))
    found = added_up((0.1, 0.5, 0.1, 0.1), GROUPS, refers=True, rates=True)
    assert found == (Fraction(5, 8), Fraction(2, 8), Fraction(1, 8))


@pytest.mark.parametrize(
    ("label", "segment"),
    [
        ("fraud", "fraud"),
        ("b-2_c", "b-2_c"),
        ("Ärger", "Ärger"),
        ("", '""'),
        ("c d", '"c d"'),
        ("e.f", '"e.f"'),
        ('say "x"', r'"say \"x\""'),
        ("a\\b", r'"a\\b"'),
    ],
)
def test_a_label_is_quoted_where_a_path_could_be_misread(label: str, segment: str) -> None:
    assert quoted(label) == segment
