"""Evaluations that were saved are read again whole; whatever else a file holds is refused in one sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ship_or_not.errors import InputError
from ship_or_not.evidence.saved import read_evaluations
from ship_or_not.render.json import plain, render
from ship_or_not.results import ConfusionSummary, ScenarioSummary
from support.results_factory import smallest, tickets

if TYPE_CHECKING:
    from pathlib import Path

MATRIX = ConfusionSummary(
    kind="counts",
    path="a.csv",
    sha256="0" * 64,
    actual=("a", "b"),
    predicted=("a", "b"),
    rows=((9, 1), (2, 8)),
)


def document() -> dict[str, Any]:
    """Return what was saved of two evaluations, one with everything that can be there."""
    whole: dict[str, Any] = json.loads(render([smallest(), tickets()], [], version="0", exit_code=3))
    whole["evaluations"][1]["scenario"]["confusion"] = {"model": plain(MATRIX)}
    return whole


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "saved.json"


def test_what_was_saved_is_read_as_it_was(file: Path) -> None:
    file.write_text(json.dumps(document()), encoding="utf-8")
    found = read_evaluations("saved.json")
    assert [each.name for each in found] == ["Automate item triage", "Support-ticket routing"]
    assert {each.path for each in found} == {"saved.json"}
    for read, saved in zip(found, document()["evaluations"], strict=True):
        again = plain(read)
        for key in ("scenario", "policy", "verdict", "strategy", "rule", "value_per_item", "total"):
            assert again[key] == saved[key], key
    assert isinstance(found[0].scenario, ScenarioSummary)
    assert found[1].scenario.confusion["model"].rows == ((9, 1), (2, 8))


def test_whatever_may_be_there_is_read(file: Path) -> None:
    whole = document()
    one, other = whole["evaluations"]
    other["policy"]["limits"] = {
        "drawdown": {"amount": 5, "chance": 0.25},
        "error_rate": {"a": {"above": 0.5, "chance": 0}},
    }
    other["policy"]["min_value_per_item"] = 0.125
    other["total"] |= {"drawdown": None, "payback_weeks": None}
    other["scenario"]["confusion"]["model"] |= {"kind": "rates", "rows": [[1, 0], [0.5, 0.5]]}
    one["total"] = other["total"] | {"drawdown": 3, "payback_weeks": 7}
    file.write_text(json.dumps(whole), encoding="utf-8")
    for read, saved in zip(read_evaluations("saved.json"), whole["evaluations"], strict=True):
        again = plain(read)
        assert [again[key] for key in ("scenario", "policy", "total")] == [
            saved[key] for key in ("scenario", "policy", "total")
        ]


def test_what_a_comparison_saved_has_the_names_of_its_variants(file: Path) -> None:
    file.write_text(json.dumps(document() | {"names": ["as written", "dear"]}), encoding="utf-8")
    assert [each.name for each in read_evaluations("saved.json")] == ["as written", "dear"]


def test_a_name_stands_for_each_evaluation_or_the_file_is_refused(file: Path) -> None:
    file.write_text(json.dumps(document() | {"names": ["as written"]}), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_evaluations("saved.json")
    assert str(error.value) == "saved.json: names: 1 for 2 evaluations\n  expected: a name for each"


def spoilt(path: str, value: object) -> str:
    """Return the document with another value at a path; without the key for None."""
    whole = document()
    *before, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    node: Any = whole
    for part in before:
        node = node[part]
    if value is None:
        del node[last]
    else:
        node[last] = value
    return json.dumps(whole)


HERE = "what `ship-or-not evaluate --output json` writes"
BOUNDS = "a number from -1e+100 to 1e+100"
INPUTS, MODEL = "evaluations/1/scenario/inputs", "evaluations/1/scenario/confusion/model"


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("null", "it is null", f"an object: {HERE}"),
        ('{"schema_version": {}}', "schema_version: it is an object", f"a number: {HERE}"),
        (
            '{"schema_version": 1, "evaluations": 3}',
            "evaluations: it is a number",
            f"an array: {HERE}",
        ),
        (
            spoilt("evaluations/0/rule", 1.5),
            "evaluations[0].rule: it is a number",
            f"a text: {HERE}",
        ),
        ("[]", "it is an array", f"an object: {HERE}"),
        ("{}", 'the key "schema_version" is missing', HERE),
        ('{"schema_version": 2}', "schema_version: it is 2", "1: a document of this version of ship-or-not"),
        (
            '{"schema_version": 1, "evaluations": []}',
            "evaluations: no scenario was evaluated",
            "an evaluation to compare with",
        ),
        (
            spoilt("evaluations/0/verdict", "MAYBE"),
            'evaluations[0].verdict: "MAYBE" is no verdict',
            "one of GO, NO-GO, INCONCLUSIVE",
        ),
        (
            spoilt("evaluations/1/total/expected", None),
            'evaluations[1].total: the key "expected" is missing',
            HERE,
        ),
        (
            spoilt("evaluations/0/value_per_item/low", "much"),
            "evaluations[0].value_per_item.low: it is a text",
            f"a number: {HERE}",
        ),
        (
            spoilt("evaluations/0/value_per_item/low", value=True),
            "evaluations[0].value_per_item.low: it is true or false",
            f"a number: {HERE}",
        ),
        (
            spoilt("evaluations/0/value_per_item/low", 10**101),
            f'evaluations[0].value_per_item.low: "1{"0" * 38}…" is out of bounds',
            BOUNDS,
        ),
        (
            spoilt(f"{INPUTS}/prior", {"mean": 0}),
            'evaluations[1].scenario.inputs.prior.mean: "0" is out of bounds',
            "a number from 0.1 to 1000",
        ),
        (
            spoilt(f"{MODEL}/rows/0", [1]),
            "evaluations[1].scenario.confusion.model.rows: they do not fit the labels",
            "a row for each actual, a figure for each predicted",
        ),
        (
            spoilt(f"{MODEL}/rows/0/1", -1),
            'evaluations[1].scenario.confusion.model.rows[0][1]: "-1" is out of bounds',
            "a number from 0 to 9.0072e+15",
        ),
        (
            spoilt("evaluations/0/value_per_item/chance_above_minimum", 1.25),
            'evaluations[0].value_per_item.chance_above_minimum: "1.25" is out of bounds',
            "a number from 0 to 1",
        ),
        (
            spoilt("evaluations/0/value_per_item/low", 0.5),
            "evaluations[0].value_per_item: low is 0.5, high is 0.286",
            "low not above high",
        ),
        (
            spoilt("evaluations/1/total/high", -1e6),
            "evaluations[1].total: low is -13338.1, high is -1e+06",
            "low not above high",
        ),
        (
            spoilt("evaluations/1/total/payback_weeks", 7.5),
            "evaluations[1].total.payback_weeks: it is 7.5",
            "a whole number of weeks, or null",
        ),
        (
            spoilt("evaluations/1/total/payback_weeks", -1),
            'evaluations[1].total.payback_weeks: "-1" is out of bounds',
            "a number from 0 to 1e+100",
        ),
        (
            spoilt("evaluations/1/total/chance_of_loss", -0.5),
            'evaluations[1].total.chance_of_loss: "-0.5" is out of bounds',
            "a number from 0 to 1",
        ),
        (
            spoilt("evaluations/0/value_per_item/monte_carlo_error", -1),
            'evaluations[0].value_per_item.monte_carlo_error: "-1" is out of bounds',
            "a number from 0 to 1e+100",
        ),
        (
            spoilt("evaluations/0/policy/confidence", 2),
            'evaluations[0].policy.confidence: "2" is out of bounds',
            "a number from 0 to 1",
        ),
        (
            spoilt("evaluations/0/policy/sha256", "0" * 63),
            f'evaluations[0].policy.sha256: "{"0" * 39}…" is no SHA-256',
            "64 hexadecimal digits, or null",
        ),
        (
            spoilt(f"{MODEL}/sha256", "A" * 64),
            f'evaluations[1].scenario.confusion.model.sha256: "{"A" * 39}…" is no SHA-256',
            "64 hexadecimal digits, or null",
        ),
        (
            spoilt("evaluations/0/verdict", "NO-GO"),
            'evaluations[0].strategy: "ship" beside NO-GO',
            "keep on NO-GO, and only then",
        ),
        (
            spoilt("evaluations/1/strategy", "keep"),
            'evaluations[1].strategy: "keep" beside INCONCLUSIVE',
            "keep on NO-GO, and only then",
        ),
        (
            spoilt(f"{MODEL}/actual", ["a", "a"]),
            "evaluations[1].scenario.confusion.model.actual: they are no labels of a matrix",
            "two or more, each once",
        ),
        (
            spoilt(f"{MODEL}/predicted", ["a"]),
            "evaluations[1].scenario.confusion.model.predicted: they are no labels of a matrix",
            "two or more, each once",
        ),
        (
            spoilt(f"{MODEL}/kind", "guesses"),
            'evaluations[1].scenario.confusion.model.kind: "guesses" is no kind of matrix',
            "counts or rates",
        ),
    ],
)
def test_what_was_not_saved_by_us_is_refused_in_one_sentence(
    file: Path, text: str, found: str, expected: str
) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_evaluations("saved.json")
    assert str(error.value) == f"saved.json: {found}\n  expected: {expected}"


def test_a_folder_and_what_is_no_json_are_refused(file: Path) -> None:
    with pytest.raises(InputError, match=r"it is a directory"):
        read_evaluations(file.parent)
    file.write_text("name: a scenario", encoding="utf-8")
    with pytest.raises(InputError, match=r"^saved\.json:1:1: it is not JSON: Expecting value"):
        read_evaluations("saved.json")


WRONG: dict[str, object] = {
    "scenario": [],
    "scenario/name": 1,
    "scenario/path": 1,
    "scenario/currency": None,
    "scenario/inputs": [1],
    "scenario/inputs/model.retraining.every": 3,
    "scenario/sources": "x",
    "scenario/confusion": [],
    "scenario/confusion/model/actual": "ab",
    "scenario/overrides": {"a": 1},
    "policy": 1,
    "policy/name": 1,
    "policy/limits": [1],
    "policy/limits/loss": 1,
    "policy/limits/error_rate": 1,
    "policy/requires": "x",
    "policy/confidence": "x",
    "strategy": 1,
    "rule": [],
    "value_per_item": 1,
    "total": 1,
    "total/drawdown": "x",
    "total/payback_weeks": "x",
}


@pytest.mark.parametrize("key", WRONG)
def test_a_value_of_another_kind_is_refused_where_it_stands(file: Path, key: str) -> None:
    file.write_text(spoilt(f"evaluations/1/{key}", WRONG[key]), encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_evaluations("saved.json")
    (problem,) = error.value.problems
    where = "scenario" if WRONG[key] is None else key.replace("/", ".")
    where = where.replace("inputs.model.retraining.every", 'inputs."model.retraining.every"')
    assert problem.key == f"evaluations[1].{where}"
