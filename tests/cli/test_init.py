"""``init`` as a newcomer meets it: at a terminal, without one, and with everything that can go wrong."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import termios
import time
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from support.command import COMMAND, SCENARIOS
from support.terminal import CTRL_C, CTRL_D, PROMPT, talk
from support.wrong_answers import WRONG, WRONG_BY_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from support.command import Command

SCHEMA = "ship-or-not.schema.json"
COUNTS = """\
,billing,fraud,other
billing,2890,12,98
fraud,3,81,16
other,120,9,6771
"""
HANDING_BACK = """\
,billing,fraud,other,manual
billing,2890,12,98,100
fraud,3,81,16,20
other,120,9,6771,50
"""

PLAIN = {
    "name": "Ticket routing",
    "currency": "EUR",
    "saving": "0.30",
    "classes": "",
    "error_costs": "1 to 3",
    "baseline": "98.7%",
    "model": "98%",
    "measured_on": "2000",
    "volume": "40000 per month",
    "horizon": "24 months",
    "launch_cost": "15000",
    "running_cost": "1200 per month",
}
"""Every question of a conversation in which nothing is by class, with a right answer."""

BY_CLASS = {
    "name": "Ticket routing",
    "currency": "",
    "saving": "0.35 / 0.05",
    "classes": "billing, fraud, other",
    "error_costs.billing": "2",
    "error_costs.fraud": "40 to 90",
    "error_costs.other": "2",
    "baseline": "95%",
    "model": "",
    "recall.billing": "96%",
    "recall.fraud": "81%",
    "recall.other": "98%",
    "measured_on": "9000",
    "share.billing": "30%",
    "share.fraud": "1%",
    "volume": "40000 per month",
    "horizon": "24 months",
    "launch_cost": "15000",
    "running_cost": "1200 per month",
}
"""The same by class."""

OPEN = {
    "name": ("name", False, ()),
    "currency": ("currency", False, ()),
    "saving": ("savings_per_item", True, ()),
    "error_costs": ("error_costs", True, ()),
    "baseline": ("baseline.accuracy", True, ()),
    "model": ("model.accuracy", True, ("measured_on",)),
    "measured_on": ("model.measured_on", False, ()),
    "volume": ("volume", False, ("horizon", "launch_cost", "running_cost")),
    "horizon": ("horizon", False, ("launch_cost", "running_cost")),
    "launch_cost": ("model.launch_cost", False, ()),
    "running_cost": ("model.running_cost", False, ()),
}
"""For each question of `PLAIN`: the key that stays open, whether it is needed, what is then not asked."""


def new_files(command: Command) -> set[str]:
    """Return what is in the directory beside what the test put there."""
    return {path.name for path in command.directory.iterdir()} - {*SCENARIOS, "counts.csv", "bare.json"}


def put_counts(command: Command, text: str = COUNTS) -> Path:
    path = command.directory / "counts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def read(command: Command, name: str = "scenario.yaml") -> str:
    return (command.directory / name).read_text(encoding="utf-8")


def active(text: str) -> list[str]:
    """Return the lines of a scenario that are on, without their remarks."""
    lines = (line.split("  # ")[0].rstrip() for line in text.splitlines())
    return [line for line in lines if line and not line.lstrip().startswith("#")]


def test_a_conversation_ends_with_the_verdict_on_what_it_wrote(command: Command) -> None:
    said = talk(command, "init", answers=PLAIN.values(), NO_COLOR="1")
    assert said.code == 0
    assert new_files(command) == {"scenario.yaml", SCHEMA}
    verdict = command("evaluate", "scenario.yaml")
    assert verdict.stdout in said.shown
    assert said.shown.endswith(
        "GO. The scenario is in scenario.yaml, yours to edit. To evaluate it again:\n"
        "  ship-or-not evaluate scenario.yaml\n"
    )
    assert active(read(command)) == [
        "version: 1",
        "name: Ticket routing",
        "currency: EUR",
        "savings_per_item: 0.30",
        "error_costs: 1 to 3",
        "baseline:",
        "  accuracy: 98.7%",
        "model:",
        "  accuracy: 98%",
        "  measured_on: 2000",
        "  launch_cost: 15000",
        "  running_cost: 1200 per month",
        "volume: {items: 40000, per: month}",
        "horizon: 24 months",
    ]


def test_a_conversation_by_class_ends_with_the_verdict_on_what_it_wrote(command: Command) -> None:
    said = talk(command, "init", "by.yaml", answers=BY_CLASS.values(), NO_COLOR="1")
    assert said.code == 0
    assert '  "other": the rest, 69%\n' in said.shown
    assert command("evaluate", "by.yaml").stdout in said.shown
    assert "Open in it: currency\n" in said.shown
    assert active(read(command, "by.yaml")) == [
        "version: 1",
        "name: Ticket routing",
        "classes: [billing, fraud, other]",
        "error_costs:",
        "  billing: 2",
        "  fraud: 40 to 90",
        "  other: 2",
        "baseline:",
        "  accuracy: 95%",
        "  cost_per_item: 0.35",
        "model:",
        "  measured_on: 9000",
        "  recall:",
        "    billing: 96%",
        "    fraud: 81%",
        "    other: 98%",
        "  cost_per_item: 0.05",
        "  launch_cost: 15000",
        "  running_cost: 1200 per month",
        "volume: {items: 40000, per: month}",
        "horizon: 24 months",
        "prevalence:",
        "  billing: 30%",
        "  fraud: 1%",
        "  other: 69%",
    ]


def test_a_conversation_from_counts_asks_for_neither_classes_nor_the_models_quality(command: Command) -> None:
    put_counts(command)
    (command.directory / "in").mkdir()
    answers = ["Ticket routing", "EUR", "0.30", "2", "60", "2", "95%", "?"]
    said = talk(command, "init", "in/s.yaml", "--from", "counts.csv", answers=answers, NO_COLOR="1")
    assert said.code == 0
    assert "  Those of counts.csv: billing, fraud, other.\n" in said.shown
    assert "  As counts.csv says.\n" in said.shown
    assert "  confusion: {file: ../counts.csv}" in active(read(command, "in/s.yaml"))
    assert command("evaluate", "in/s.yaml").stdout in said.shown


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ("yes", ["  refer: {label: manual, extra_cost: 3}"]),
        ("no", ["classes: [billing, fraud, other, manual]", "  manual: 3"]),
    ],
)
def test_a_label_that_is_never_actual_hands_back_or_is_a_class(
    command: Command, answer: str, lines: list[str]
) -> None:
    put_counts(command, HANDING_BACK)
    costs = ["3", "2", "60", "2"] if answer == "yes" else ["2", "60", "2", "3"]
    answers = ["", "", "0.30", "perhaps", answer, *costs, "95%", ""]
    said = talk(command, "init", "--from", "counts.csv", answers=answers)
    assert said.code == 0
    assert '  "perhaps" is neither yes nor no\n  expected: yes or no\n' in said.shown
    assert set(lines) <= set(active(read(command)))
    assert command("check", "scenario.yaml").returncode == 0


@pytest.mark.parametrize(
    "words", ["", "?", "don't know", "Don\N{RIGHT SINGLE QUOTATION MARK}t know.", "TODO"]
)
def test_there_are_several_ways_not_to_know(command: Command, words: str) -> None:
    answers = PLAIN | {"name": words}
    said = talk(command, "init", answers=answers.values(), NO_COLOR="1")
    assert (said.code, said.shown.count("  Left open.\n")) == (0, 1)
    assert said.shown.endswith("\nOpen in it: name\n")


@pytest.mark.parametrize("question", [name for name in PLAIN if name != "classes"])
def test_what_is_not_known_stays_an_open_question(command: Command, question: str) -> None:
    key, needed, asked_no_more = OPEN[question]
    answers = {name: answer for name, answer in PLAIN.items() if name not in asked_no_more}
    said = talk(command, "init", answers=(answers | {question: "?"}).values(), NO_COLOR="1")
    assert said.code == 0
    assert said.shown.endswith(f"\nOpen in it: {key}\n")
    marked = [line for line in read(command).splitlines() if "OPEN: " in line]
    assert [line.strip().split(":")[0] for line in marked] == [
        f"{'#' * (not needed)}{key.rpartition('.')[2]}"
    ]
    checked = command("check", "scenario.yaml")
    if needed:
        assert "  Left open; there is no verdict without it." in said.shown
        assert f"\n{key} is still to be found out before there is a verdict.\n" in said.shown
        assert "\nNo verdict yet. The scenario is in scenario.yaml" in said.shown
        assert checked.returncode == 2
        assert f": {key}: 'TODO' is not a number\n" in checked.stderr
        assert checked.stderr.count("scenario.yaml:") == 1
    else:
        assert "  Left open.\n" in said.shown
        assert (checked.returncode, checked.stderr) == (0, "")


ON_AVERAGE = "With your other answers, shipping is worth more than today's process, on average, where"


@pytest.mark.parametrize(
    ("question", "saving", "said"),
    [
        ("saving", "", f"{ON_AVERAGE} savings_per_item is above 0.014 EUR."),
        ("error_costs", "0.30", f"{ON_AVERAGE} error_costs is below 42.86 EUR."),
        ("error_costs", "300", f"{ON_AVERAGE} error_costs is below 42,857 EUR."),
        ("baseline", "-0.01", f"{ON_AVERAGE} baseline.accuracy is below 97.5 %."),
        ("model", "0.30", f"{ON_AVERAGE} model.accuracy is above 83.7 %."),
        (
            "baseline",
            "0.30",
            "On average shipping is worth more than today's process whatever it is, as far as was tried.",
        ),
    ],
)
def test_in_place_of_one_unknown_figure_stands_the_one_at_which_the_answer_flips(
    command: Command, question: str, saving: str, said: str
) -> None:
    answers = PLAIN | {"saving": saving, "error_costs": "2", "measured_on": "", "volume": "", question: ""}
    answers = {name: answers[name] for name in [*PLAIN][:9] if (name, question) != ("measured_on", "model")}
    shown = talk(command, "init", answers=answers.values(), columns=200).shown
    assert said in shown


def test_several_figures_that_are_not_known_are_listed(command: Command) -> None:
    said = talk(command, "init", answers=["?"] * 8, NO_COLOR="1")
    assert said.code == 0
    assert (
        "4 figures are still to be found out before there is a verdict:\n"
        "savings_per_item, error_costs, baseline.accuracy, model.accuracy.\n"
    ) in said.shown
    assert command("check", "scenario.yaml").returncode == 2


@pytest.mark.parametrize(
    ("answers", "wrong"), [(PLAIN, WRONG), (BY_CLASS, WRONG_BY_CLASS)], ids=["plain", "by class"]
)
def test_a_wrong_answer_is_told_what_to_write_and_asked_again(
    command: Command, answers: dict[str, str], wrong: dict[str, dict[str, tuple[str, str]]]
) -> None:
    (command.directory / "bare.json").write_text("[[1, 2], [3, 4]]", encoding="utf-8")
    typed = [each for question in answers for each in [*wrong.get(question, {}), answers[question]]]
    said = talk(command, "init", answers=typed, columns=200, NO_COLOR="1")
    assert said.code == 0
    told = [line.strip() for line in said.shown.splitlines()]
    for question in answers:
        for found, expected in wrong.get(question, {}).values():
            place = told.index(found)
            assert told[place + 1] == f"expected: {expected}"
            del told[: place + 2]
    count = sum(map(len, wrong.values()))
    assert said.shown.count("  expected: ") == count
    assert command("check", "scenario.yaml").returncode == 0
    print(f"{count} wrong answers")  # noqa: T201 -- pytest -s shows how many were tried


def test_every_question_has_wrong_answers() -> None:
    assert set(WRONG) == set(PLAIN)
    assert sum(map(len, WRONG.values())) + sum(map(len, WRONG_BY_CLASS.values())) > 60


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    "answers", [PLAIN, pytest.param(BY_CLASS, marks=pytest.mark.slow)], ids=["plain", "by class"]
)
def test_stopping_at_any_question_leaves_nothing(command: Command, answers: dict[str, str], key: str) -> None:
    for stop in range(len(answers)):
        said = talk(command, "init", answers=[*[*answers.values()][:stop], key], NO_COLOR="1")
        assert said.shown.count(PROMPT) == stop + 1
        if key == CTRL_C:
            assert (said.code, said.shown.splitlines()[-1]) == (130, "interrupted")
        else:
            assert said.code == 2
            assert said.shown.endswith(
                "ship-or-not init: the input ended before the last question; nothing is written\n"
                "Try 'ship-or-not init --help'.\n"
            )
        assert new_files(command) == set()
    print(f"{len(answers)} questions")  # noqa: T201 -- pytest -s shows how many there are


@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_file_that_is_there_is_never_overwritten(command: Command, *, at_terminal: bool) -> None:
    before = read(command, "go.yaml")
    message = "go.yaml: it is there already, and is not overwritten; name another file\n"
    if at_terminal:
        assert talk(command, "init", "go.yaml", answers=[]) == (2, message)
    else:
        ran = command("init", "go.yaml")
        assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", message)
    assert read(command, "go.yaml") == before
    assert new_files(command) == set()


def test_a_file_that_comes_while_questions_are_answered_is_not_overwritten(command: Command) -> None:
    def answers() -> Iterator[str]:
        for place, answer in enumerate(PLAIN.values()):
            if place == 3:
                (command.directory / "scenario.yaml").write_text("mine", encoding="utf-8")
            yield answer

    said = talk(command, "init", answers=answers())
    assert said.code == 2
    assert said.shown.endswith(
        "scenario.yaml: it is there already, and is not overwritten; name another file\n"
    )
    assert "name: Ticket routing" in said.shown  # no answer is lost
    assert read(command) == "mine"
    assert new_files(command) == {"scenario.yaml"}


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_may_not_be_written_is_said_before_any_question(command: Command) -> None:
    command.directory.chmod(0o500)
    try:
        said = talk(command, "init", answers=[])
    finally:
        command.directory.chmod(0o700)
    assert said == (2, f"scenario.yaml: {command.directory} may not be written\n")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere/s.yaml", "there is no directory {here}/nowhere"),
        (".", "it is a directory; write the name of a file in it"),
        ("/dev/full", "not a regular file"),
        ("link.yaml", "it is there already, and is not overwritten; name another file"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_before_any_question(
    command: Command, path: str, message: str
) -> None:
    (command.directory / "link.yaml").symlink_to("nothing.yaml")
    expected = f"{path}: {message.format(here=command.directory.resolve())}\n"
    assert talk(command, "init", path, answers=[], columns=200) == (2, expected)
    assert new_files(command) == {"link.yaml"}


def test_counts_that_go_away_before_the_last_answer_leave_a_file_that_says_so(command: Command) -> None:
    counts = put_counts(command)

    def answers() -> Iterator[str]:
        yield from ["Ticket routing", "EUR", "0.30", "2", "60", "2", "95%"]
        counts.unlink()
        yield "?"

    said = talk(command, "init", "--from", "counts.csv", answers=answers(), columns=200)
    assert said.code == 0
    assert (
        "\nscenario.yaml is written; put right what is wrong with it, then: ship-or-not evaluate"
        in said.shown
    )
    assert "model.confusion.file: counts.csv: there is no such file\n" in said.shown
    assert "name: Ticket routing" in read(command)
    assert new_files(command) == {"scenario.yaml", SCHEMA}


@pytest.mark.parametrize("kind", ["pipe", "endless", "deep", "dangling", "directory"])
def test_whatever_has_the_schemas_name_is_left_and_keeps_no_scenario_back(
    command: Command, kind: str
) -> None:
    schema = command.directory / SCHEMA
    if kind == "pipe":
        os.mkfifo(schema)
    elif kind == "endless":
        schema.symlink_to("/dev/zero")
    elif kind == "deep":
        schema.write_text("[" * 200_000, encoding="utf-8")
    elif kind == "dangling":
        schema.symlink_to("nothing.json")
    else:
        schema.mkdir()
    before = schema.lstat()
    ran = command("init")
    assert ran.returncode == 2
    assert ran.stdout == "scenario.yaml is written; fill it in, then: ship-or-not evaluate scenario.yaml\n"
    assert ran.stderr == f"{SCHEMA}: it is no schema of ship-or-not, and is left as it is\n"
    assert read(command) == ship_or_not.scenario_template()
    after = schema.lstat()
    assert (after.st_mode, after.st_ino, after.st_mtime_ns) == (
        before.st_mode,
        before.st_ino,
        before.st_mtime_ns,
    )
    assert new_files(command) == {"scenario.yaml", SCHEMA}


def test_a_full_disk_leaves_no_half_file_and_loses_no_answer(command: Command) -> None:
    ran = command.shell('ulimit -f 1; "$0" init')
    assert (ran.returncode, ran.stderr) == (2, "scenario.yaml: File too large\n")
    assert ran.stdout == ship_or_not.scenario_template()
    assert new_files(command) == set()


def test_a_full_disk_on_stdout_is_2(command: Command) -> None:
    ran = command.shell('"$0" init - > /dev/full')
    assert (ran.returncode, ran.stderr) == (2, "standard output: No space left on device\n")


def test_a_narrow_terminal_breaks_lines_between_words(command: Command) -> None:
    said = talk(command, "init", answers=PLAIN.values(), columns=40, NO_COLOR="1")
    assert said.code == 0
    assert max(map(len, said.shown.splitlines())) <= 40
    assert "  Then name the classes that an item\n  can be, such as: billing, fraud,\n" in said.shown


@pytest.mark.parametrize(
    ("environment", "arguments", "bold"),
    [
        ({}, [], True),
        ({"NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({}, ["--color", "never"], False),
    ],
)
def test_questions_are_bold_unless_the_user_wants_no_colour(
    command: Command, environment: dict[str, Any], arguments: list[str], *, bold: bool
) -> None:
    shown = talk(command, "init", *arguments, answers=PLAIN.values(), **environment).shown
    assert ("\x1b[1m1 of 7  What is to be automated?\x1b[0m" in shown) is bold
    assert ("\x1b" in shown) is bold


def test_hostile_labels_reach_no_terminal(command: Command) -> None:
    labels = ["\u2028two", "[/red]", "a: b", "#x", "- y", "'", '"q"', "null"]
    header = ",".join(["", *(f'"{label.replace(chr(34), chr(34) * 2)}"' for label in labels)])
    rows = [f'"{label.replace(chr(34), chr(34) * 2)}"' + ",1" * len(labels) for label in labels]
    put_counts(command, "\n".join([header, *rows]))
    answers = ["\x16\x1b[31mred", "Red", "", "0.30", *["1"] * len(labels), "95%", "?"]
    said = talk(command, "init", "--from", "counts.csv", answers=answers, NO_COLOR="1")
    assert said.code == 0
    assert "\u2028" not in said.shown
    assert "  the control character U+001B stands here\n" in said.shown
    put_counts(command, ",a\x1b[31m,b\na,1,2\nb,3,4\n")
    ran = command("init", "new.yaml", "--from", "counts.csv")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "U+001B" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_the_locale_changes_no_byte_of_what_is_written(command: Command) -> None:
    answers = PLAIN | {"name": "Prüfung für İzmir ✓"}
    for name, locale in (("one.yaml", "C"), ("two.yaml", "C.UTF-8")):
        said = talk(command, "init", name, answers=answers.values(), LC_ALL=locale)
        assert said.code == 0
    assert read(command, "one.yaml") == read(command, "two.yaml")
    assert 'name: "Prüfung für İzmir ✓"' in read(command, "two.yaml")


def test_without_a_terminal_there_is_a_template_at_once(command: Command) -> None:
    ran = command("init")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "scenario.yaml is written; fill it in, then: ship-or-not evaluate scenario.yaml\n"
    assert read(command) == ship_or_not.scenario_template()
    assert json.loads(read(command, SCHEMA)) == ship_or_not.scenario_schema()
    assert command("evaluate", "scenario.yaml").returncode == 3


@pytest.mark.parametrize(
    "line", ['"$0" init -', '"$0" init > new.yaml; cat new.yaml', '"$0" init - < /dev/null']
)
def test_the_template_goes_to_standard_output_where_that_is_asked_for(command: Command, line: str) -> None:
    ran = command.shell(line)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, ship_or_not.scenario_template(), "")
    assert new_files(command) <= {"new.yaml"}


def test_a_template_from_counts_leads_to_no_verdict_before_it_is_filled_in(command: Command) -> None:
    put_counts(command)
    assert command("init", "--from", "counts.csv").returncode == 0
    ran = command("evaluate", "scenario.yaml")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert [line.split(": ")[1:] for line in ran.stderr.splitlines() if "TODO' is" in line] == [
        [key, "'TODO' is not a number"]
        for key in (
            "savings_per_item",
            "error_costs.billing",
            "error_costs.fraud",
            "error_costs.other",
            "baseline.accuracy",
        )
    ]
    filled = read(command).replace(": TODO", ": 1")
    (command.directory / "scenario.yaml").write_text(filled, encoding="utf-8")
    assert command("check", "scenario.yaml").stdout.startswith("scenario.yaml: ok, ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "counts.csv:1:1: it is empty"),
        (",a,b\na,1,x\nb,3,4\n", 'counts.csv:2:5: "x" in row "a", column "b" is not a number'),
        (",a,b\na,-1,2\nb,3,4\n", 'counts.csv: the number in row "a", column "a" is negative'),
        (",a\na,1\n", "counts.csv: there is one class only"),
        (",a,any_other\na,1,2\nany_other,3,4\n", "counts.csv: any_other is reserved: in error_costs it is"),
        ("[[1, 2], [3, 4]]", "counts.csv: its rows and columns have no labels"),
    ],
)
def test_counts_that_cannot_be_used_are_said_before_any_question(
    command: Command, text: str, message: str
) -> None:
    put_counts(command, text)
    said = talk(command, "init", "--from", "counts.csv", answers=[], columns=200)
    assert said.code == 2
    assert said.shown.startswith(message)
    assert "expected: " in said.shown
    assert new_files(command) == set()


def test_a_schema_of_ours_is_brought_up_to_date_and_any_other_file_left(command: Command) -> None:
    schema = command.directory / SCHEMA
    schema.write_text(json.dumps(ship_or_not.scenario_schema() | {"old": 1}), encoding="utf-8")
    assert command("init", "one.yaml").returncode == 0
    now = schema.read_text(encoding="utf-8")
    assert json.loads(now) == ship_or_not.scenario_schema()
    before = schema.stat().st_mtime_ns
    assert command("init", "two.yaml").returncode == 0
    assert schema.stat().st_mtime_ns == before
    for foreign in ("mine", "[]", '{"title": "mine"}'):
        schema.write_text(foreign, encoding="utf-8")
        ran = command("init", f"{len(foreign)}.yaml")
        message = f"{SCHEMA}: it is no schema of ship-or-not, and is left as it is\n"
        assert (ran.returncode, ran.stderr) == (2, message)
        assert schema.read_text(encoding="utf-8") == foreign
        assert read(command, f"{len(foreign)}.yaml") == ship_or_not.scenario_template()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminal_is_given_back_as_it_was_to_whoever_ends_the_questions(
    command: Command, number: signal.Signals
) -> None:
    ours, its = pty.openpty()
    before = termios.tcgetattr(its)
    process = subprocess.Popen(
        [COMMAND, "init"], cwd=command.directory, env=command.environment, stdin=its, stdout=its, stderr=its
    )
    shown = b""
    while not shown.endswith(PROMPT.encode()):
        shown += os.read(ours, 65536)
    for _ in range(50):  # readline first has to take the terminal
        if termios.tcgetattr(its) != before:
            break
        time.sleep(0.1)
    for _ in range(20):  # Python misses one that comes between its last look and readline's wait
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=3)
            break
    assert process.returncode == 130
    assert termios.tcgetattr(its) == before
    os.close(ours)
    os.close(its)
    assert not (command.directory / "scenario.yaml").exists()
