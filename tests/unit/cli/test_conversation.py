"""What is asked, in which order, and what the draft holds in the end; no terminal is needed for that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not.cli.conclusion import conclusion
from ship_or_not.cli.conversation import converse
from ship_or_not.scenario.file_text import file_text
from ship_or_not.scenario.start import start
from support.wrong_answers import WRONG, WRONG_BY_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.scenario.draft import Draft

COUNTS = ",billing,fraud,other\nbilling,2890,12,98\nfraud,3,81,16\nother,120,9,6771\n"
RATES = ",billing,fraud,other\nbilling,0.9,0.05,0.05\nfraud,0.1,0.8,0.1\nother,0.01,0.01,0.98\n"
HANDING_BACK = ",billing,fraud,manual\nbilling,2890,12,98\nfraud,3,81,16\n"


class Script:
    """Somebody who answers from a list, and remembers what was said."""

    def __init__(self, answers: list[str]) -> None:
        self.answers: Iterator[str] = iter(answers)
        self.said: list[str] = []
        self.questions: list[str] = []

    def say(self, words: str, *, strong: bool = False, indent: int = 0) -> None:
        del indent
        self.said.append(words)
        if strong:
            self.questions.append(words)

    def ask(self) -> str:
        return next(self.answers)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of counts."""
    for name, text in (("counts.csv", COUNTS), ("rates.csv", RATES), ("handing-back.csv", HANDING_BACK)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def held(answers: list[str], counts: str | None = None) -> tuple[Draft, Script]:
    """Hold a conversation that needs exactly these answers."""
    script = Script(answers)
    draft = converse(script, start(counts, folder=Path()), counts=counts)
    assert list(script.answers) == []
    return draft, script


def known(draft: Draft) -> dict[str, Any]:
    """Return the draft's tree without the version."""
    return {key: node for key, node in draft.tree.items() if key != "version"}


def test_the_questions_stand_in_this_order() -> None:
    answers = ["a", "EUR", "1", "", "2", "95%", "97%", "200", "9 per day", "1 years", "1", "1 per day"]
    assert held(answers)[1].questions == [
        "1 of 7  What is to be automated?",
        "In which currency are the amounts?",
        "2 of 7  What does automating one item save?",
        "3 of 7  Do some errors cost more than others?",
        "4 of 7  What does an error cost?",
        "5 of 7  How good is today's process?",
        "6 of 7  How good is the model?",
        "On how many labelled items was that measured?",
        "7 of 7  How many items are there?",
        "Over how long is it counted?",
        "What does the launch cost, once?",
        "What does it cost to run the model?",
    ]


def test_answers_stay_as_they_were_typed() -> None:
    answers = [
        "T: #1",
        "€",
        "0.30",
        "",
        "{low: 1, high: 5}",
        "90% to 97%",
        "9.7e-1",
        "",
        "",
        "1 to 2 per day",
    ]
    draft, _ = held([*answers[:8], "1 to 2 per day", ""])
    assert known(draft) == {
        "name": '"T: #1"',
        "currency": '"€"',
        "savings_per_item": "0.30",
        "error_costs": {"low": "1", "high": "5"},
        "baseline": {"accuracy": "90% to 97%"},
        "model": {"accuracy": "9.7e-1"},
        "volume": {"items": "1 to 2", "per": "day"},
    }
    assert draft.left_open == (("model", "measured_on"), ("horizon",))
    assert "\nerror_costs: {low: 1, high: 5}" in file_text(draft)


def test_a_range_says_already_how_sure_it_is() -> None:
    _, script = held(["", "", "1", "", "2", "95%", "90% to 97%", ""])
    assert "On how many labelled items was that measured?" not in script.questions


def test_a_file_of_counts_can_be_the_answer_and_says_the_classes() -> None:
    draft, _ = held(["", "", "1", "", "2", "counts.csv", "", *["?"] * 3, ""])
    assert draft.classes == ("billing", "fraud", "other")
    assert draft.tree["baseline"] == {"confusion": {"file": "counts.csv"}}
    assert [".".join(path) for path in draft.to_do] == [
        "model.recall.billing",
        "model.recall.fraud",
        "model.recall.other",
    ]


def test_where_nothing_is_done_today_a_class_is_the_answer() -> None:
    draft, _ = held(["", "", "1", "a, b", "1", "2", "b", "", "90%", "80%", "", "70%", ""])
    assert draft.tree["baseline"] == {"always": "b"}
    assert draft.tree["prevalence"] == {"a": "70%", "b": "30%"}


def test_rates_do_not_say_how_often_each_class_occurs() -> None:
    draft, script = held(["", "", "1", "1", "1", "1", "95%", "30%", "?", ""], counts="rates.csv")
    assert "How often does each class occur?" in script.questions
    assert draft.tree["prevalence"] == {"billing": "30%", "fraud": "TODO", "other": "TODO"}
    assert draft.to_do == (("prevalence", "fraud"), ("prevalence", "other"))


@pytest.mark.parametrize(
    ("answers", "classes", "model"),
    [
        (["y", "3", "1", "1"], ("billing", "fraud"), {"label": "manual", "extra_cost": "3"}),
        (["?", "1", "1"], ("billing", "fraud"), {"label": "manual"}),
        (["no", "1", "1", "1"], ("billing", "fraud", "manual"), None),
    ],
)
def test_a_label_that_is_never_actual_hands_back_or_is_a_class(
    answers: list[str], classes: tuple[str, ...], model: object
) -> None:
    draft, _ = held(["", "", "1", *answers, "95%", ""], counts="handing-back.csv")
    assert draft.classes == classes
    assert draft.get(("model", "refer")) == model


def test_a_file_that_is_an_answer_can_hand_back_too() -> None:
    draft, script = held(["", "", "1", "", "2", "95%", "handing-back.csv", "no", ""])
    assert script.questions[-2] == 'Does "manual" hand an item back to today\'s process?'
    assert draft.classes == ("billing", "fraud", "manual")
    assert draft.get(("model", "refer")) is None


def test_of_many_classes_none_is_asked_for_by_itself(folder: Path) -> None:
    labels = [f"c{n}" for n in range(9)]
    draft, script = held(["", "", "1", ", ".join(labels), "2", "95%", "", ""])
    assert draft.tree["error_costs"] == "2"
    assert draft.to_do == (("model", "confusion"), ("prevalence",))
    assert any("Each of the 9 classes" in words for words in script.said)
    (folder / "scenario.yaml").write_text(file_text(draft), encoding="utf-8")
    said = conclusion("scenario.yaml", draft, color=False)
    assert "2 figures are still to be found out" in said


@pytest.mark.parametrize(
    ("answers", "counts", "missing"),
    [
        (["", "", "1", ", ".join("abcdefghi"), "2", "audit.json", "", ""], None, "model.confusion"),
        (["", "", "1", "2", "95%", ""], "rates.json", "prevalence"),
    ],
)
def test_what_is_no_single_figure_is_only_named(
    folder: Path, answers: list[str], counts: str | None, missing: str
) -> None:
    for name, whole in (("audit.json", 1), ("rates.json", 1.0)):
        rows = {label: {label: whole} for label in "abcdefghi"}
        (folder / name).write_text(json.dumps(rows), encoding="utf-8")
    draft, _ = held(answers, counts)
    (folder / "scenario.yaml").write_text(file_text(draft), encoding="utf-8")
    said = conclusion("scenario.yaml", draft, color=False)
    assert said.startswith(
        f"\n{missing} is still to be found out before there is a verdict.\n\nNo verdict yet."
    )
    with pytest.raises(ship_or_not.InputError) as caught:
        ship_or_not.load_scenario("scenario.yaml")
    assert {problem.key for problem in caught.value.problems} == {missing}


def test_a_control_character_is_refused() -> None:
    _, script = held(["\x1b[31m", "a", "\u202e", "b", "1", "", "2", "95%", "97%", "", ""])
    assert script.said.count("expected: text without control characters: delete it") == 2
    assert not set("\x1b\u202e") & set("".join(script.said))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (["a", "b", "1", "", "2", "95%", "97%", "200", "9 per day", "1 years", "1", "1 per day"], WRONG),
        (
            *[["a", "b", "1", "x, y", "1", "2", "95%", "", "95%", "95%", "100", "30%", ""]],
            {"classes": WRONG_BY_CLASS["classes"]},
        ),
    ],
    ids=["plain", "by class"],
)
def test_a_wrong_answer_says_what_is_found_and_what_is_expected(
    right: list[str], wrong: dict[str, dict[str, tuple[str, str]]]
) -> None:
    answers = []
    names = [*WRONG, *[""] * len(right)]
    for place, answer in enumerate(right):
        answers += [each.replace("\x16", "") for each in wrong.get(names[place], {})]
        answers.append(answer)
    _, script = held(answers)
    said = iter(script.said)
    for problems in wrong.values():
        for found, expected in problems.values():
            assert found in said
            assert next(said) == f"expected: {expected}"


@pytest.mark.parametrize(
    ("file", "found"),
    [("no.txt", "no.txt: there is no such file"), ("bad.txt", 'bad.txt:2:1: "x" is not a number')],
)
def test_a_file_of_samples_is_read_though_other_classes_are_still_to_be_asked_for(
    folder: Path, file: str, found: str
) -> None:
    (folder / "bad.txt").write_text("0.9\nx\n", encoding="utf-8")
    asked = ["", "", "1", "a, b", "2", "3", "95%", "", f"{{samples: {file}}}", "90%", "90%", "", "30%", ""]
    draft, script = held(asked)
    assert found in script.said
    assert draft.get(("model", "recall")) == {"a": "90%", "b": "90%"}


def test_shares_that_are_known_leave_less_for_the_others_though_one_is_not_known() -> None:
    answers = ["", "", "1", "a, b, c, d", *"1234", "95%", "", *["90%"] * 4, "", "?", "90%", "11%", "10%", ""]
    draft, script = held(answers)
    place = script.said.index('"11%" is more than is left')
    assert script.said[place + 1] == "expected: at most 10%"
    assert draft.tree["prevalence"] == {"a": "TODO", "b": "90%", "c": "10%", "d": "TODO"}


@pytest.mark.parametrize(("cost", "stands"), [("2", True), ("40", False), ("?", False)])
def test_an_accuracy_of_the_model_stands_in_the_file_as_long_as_it_would_be_taken(
    cost: str, *, stands: bool
) -> None:
    draft, _ = held(["", "", "1", "a, b", "2", cost, "?", "", "90%", "80%", "", "70%", ""])
    model = file_text(draft).partition("\nmodel:")[2]
    assert ("#accuracy: 95%" in model) is stands
    assert bool(draft.put(("model",), {"accuracy": "95%"}).problems(("model", "accuracy"))) is not stands


@pytest.mark.parametrize("costs", [["2", "?", "2"], ["?", "?", "?"], ["TODO", "2", "2"]])
def test_while_a_cost_by_class_is_missing_an_accuracy_of_the_model_is_refused(costs: list[str]) -> None:
    answers = ["", "", "1", "billing, fraud, other", *costs, "95%", "97%", "counts.csv", ""]
    draft, script = held(answers)
    assert "an accuracy hides the rare classes, and here errors cost differently by class" in script.said
    assert draft.tree["model"] == {"confusion": {"file": "counts.csv"}}
    assert {path[0] for path in draft.to_do} == {"error_costs"}


def test_labels_that_a_scenario_has_no_room_for_are_refused(folder: Path) -> None:
    rows = {f"{n:04}{'x' * 300}": {f"{n:04}{'x' * 300}": 1} for n in range(1000)}
    (folder / "long.json").write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(ship_or_not.InputError, match="too long to list them in a scenario"):
        start("long.json", folder=folder)
