"""What is typed at a question: what it is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ship_or_not.scenario.answers import names_file, read_file_name, read_labels

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("answer", "is_file"),
    [
        ("counts.csv", True),
        ("COUNTS.XLSX", True),
        ("here/counts", True),
        ("~nosuchuser/counts", True),
        ("counts", True),  # it is there
        ("1", False),  # it is there too, but is a rate
        ("audit", False),
        ("x" * 5000, False),
        ("0.95", False),
        ("9.5e-1", False),
        ("1.e5", False),
        (".nan", False),
        ("98.7%", False),
        ("90% to 97.5%", False),
        ("95/100", False),
        ("95 / 100", False),
    ],
)
def test_an_answer_is_a_file_if_it_is_there_or_written_like_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, *, is_file: bool
) -> None:
    for name in ("counts", "1"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert names_file(answer) is is_file


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ('utilities, "IT, software", other', ["utilities", "IT, software", "other"]),
        ('"c d", e', ["c d", "e"]),
        ("it's, so", ["it's", "so"]),
        ("one", ["one"]),
    ],
)
def test_labels_have_commas_between_and_quotes_around_one_within(typed: str, labels: list[str]) -> None:
    assert read_labels(typed) == labels


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ('"../c.csv"', "../c.csv"),
        ("'my counts.csv'", "my counts.csv"),
        ("my\\ counts.csv", "my counts.csv"),
        ("counts.csv", "counts.csv"),
        ("it's.csv", "it's.csv"),
        ("95% to 97%", "95% to 97%"),
    ],
)
def test_a_file_is_named_as_shells_and_terminals_write_it(typed: str, name: str) -> None:
    assert read_file_name(typed) == name
