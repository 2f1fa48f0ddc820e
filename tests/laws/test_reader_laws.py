"""Laws of the scenario reader: a slip of the finger gives a scenario, or problems that help."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from ship_or_not.api import evaluate, load_scenario
from ship_or_not.errors import InputError
from ship_or_not.scenario.source import parse_source
from support.cases import SCENARIOS, VALID
from support.mutations import mutated_texts, mutated_trees

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = [path.read_text(encoding="utf-8-sig") for path in VALID]
SOURCES = [parse_source(text, file="s.yaml") for text in TEXTS]
RAN = {"read": 0, "refused": 0}


@pytest.fixture(scope="module", autouse=True)
def _beside_the_data() -> Iterator[None]:
    here = Path.cwd()
    os.chdir(SCENARIOS / "valid")
    yield
    os.chdir(here)


def obey(text: str) -> None:
    """Read a text: it can be evaluated, or every problem has a place in a file and says what to write."""
    try:
        scenario = load_scenario(text=text)
    except InputError as error:
        problems = error.problems
    else:
        RAN["read"] += 1
        evaluate(scenario, draws=2)
        return
    RAN["refused"] += 1
    assert 1 <= len(problems) <= 21
    for problem in problems:
        place = problem.location
        assert place.line or (place.file, problem.found) == ("<text>", "it is empty")
        assert problem.expected or problem.found.startswith("… and ")
        assert not set("\n\r\x1b") & set(problem.key + problem.found + problem.expected + problem.suggestion)
        assert len(problem.found) < 1000


@settings(max_examples=400, deadline=None)
@given(mutated_trees(SOURCES))
def test_a_key_deleted_renamed_added_or_of_another_type_is_read_or_refused_with_help(text: str) -> None:
    obey(text)


@settings(max_examples=200, deadline=None)
@given(mutated_texts(TEXTS))
def test_a_text_with_something_inserted_or_cut_out_is_read_or_refused_with_help(text: str) -> None:
    obey(text)


def test_both_ends_were_reached_often_enough() -> None:
    if not sum(RAN.values()):
        pytest.skip("the laws ran in another process, or were not asked for")
    print(f"{RAN['read']} mutated scenarios were read and evaluated, {RAN['refused']} refused")  # noqa: T201
    assert RAN["read"] >= 20
    assert RAN["refused"] >= 100
