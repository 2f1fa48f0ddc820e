"""Every file under ``tests/scenarios`` is a case: what is understood of it, or the whole of what it is told.

``UPDATE_GOLDEN=1 pytest tests/unit/scenario/test_cases.py`` writes the messages anew; read each as a
user would before it is committed.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError
from support.cases import INVALID, SCENARIOS, VALID, expectations, understood

if TYPE_CHECKING:
    from pathlib import Path

JARGON = re.compile(
    r"pydantic|traceback|exception|\bvalid(ation)?\b|\bNone\b|\bTrue\b|\bFalse\b|\bdict|\bstr\b|\bint\b|\bfloat\b"
    r"|\btuple|\bobject\b|\bschema\b|\bparse|\bNaN\b|\w+Error\b|<class|literal|\bforbidden|\{'|\['|\(\)"
)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_scenario_is_understood_as_its_comments_say(path: Path) -> None:
    expected = expectations(path)
    said = understood(load_scenario(path))
    assert expected
    for key, value in expected.items():
        figure = said.get(key, "nothing of the kind")
        if isinstance(figure, float):
            assert figure == pytest.approx(float(value), rel=1e-12, abs=1e-14), key
        else:
            assert figure == value, key


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
@pytest.mark.threat("messages")
def test_an_invalid_scenario_is_told_exactly_this(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(InputError) as caught:
        load_scenario(path.name)
    message, golden = f"{caught.value}\n", path.with_suffix(".txt")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(message, encoding="utf-8")
    assert message == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_problem_has_a_place_says_what_to_write_and_shows_no_python(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)  # so that no word of the folder's own name is taken for ours
    with pytest.raises(InputError) as caught:
        load_scenario(path.name)
    for problem in caught.value.problems:
        assert problem.location.line or not problem.key
        assert problem.expected or problem.found.startswith("… and ")
        assert not JARGON.search(f"{problem.found}; {problem.expected}")


def test_there_are_enough_cases_and_each_message_has_its_scenario() -> None:
    assert (len(VALID) >= 40, len(INVALID) >= 120) == (True, True)
    texts = {path.stem for path in (SCENARIOS / "invalid").glob("*.txt")}
    assert texts == {path.stem for path in INVALID}
