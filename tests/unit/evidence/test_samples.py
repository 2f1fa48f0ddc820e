"""A file of samples: one number a line, and what is said of a line that holds none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ship_or_not.errors import InputError
from ship_or_not.evidence.samples import read_samples
from ship_or_not.evidence.text import Lines

if TYPE_CHECKING:
    from pathlib import Path


def test_a_line_may_end_in_a_separator_and_the_first_may_be_a_heading(tmp_path: Path) -> None:
    (tmp_path / "spent.csv").write_text("spent,\n1.5,\n\n2;\n 3,;\n")
    assert read_samples(tmp_path / "spent.csv", shown_as="spent.csv", percent=False) == [1.5, 2, 3]


@pytest.mark.parametrize(
    ("percent", "said"),
    [
        (
            False,
            [
                ('"3%" is not a number', "one number a line: 12 or 0.5"),
                ('",5" is not a number', "one number a line: 12 or 0.5"),
            ],
        ),
        (True, [('",5" is not a number', "one number a line: 0.5 or 98.7%")]),
    ],
)
def test_a_line_without_a_number_says_what_a_line_may_hold(
    tmp_path: Path, said: list[tuple[str, str]], *, percent: bool
) -> None:
    (tmp_path / "s.csv").write_text("1\n3%\n,5\n")
    with pytest.raises(InputError) as caught:
        read_samples(tmp_path / "s.csv", shown_as="s.csv", percent=percent)
    assert [(each.found, each.expected) for each in caught.value.problems] == said


def test_a_line_is_shown_whole_where_it_is_short_enough() -> None:
    place = Lines("x" * 60, file="s").at(55)
    assert (place.column, place.source, place.source_column) == (56, "x" * 60, 0)
