"""The text report: read top-down, narrow, and unmoved by what its labels say."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.text import Text

from ship_or_not.render.text import render
from ship_or_not.results import Bar, ConstantAnswer, Policy
from support.hostile import LABELS
from support.results_factory import class_result, course, flip, newsgroups, smallest, strategy, tickets

if TYPE_CHECKING:
    from collections.abc import Callable

    from ship_or_not.results import Evaluation

GOLDEN = Path(__file__).parents[2] / "golden" / "render"
WIDTHS = (40, 60, 80, 120, 200)

CASES: dict[str, Callable[[], list[Evaluation]]] = {
    "smallest": lambda: [smallest()],
    "tickets": lambda: [tickets()],
    "newsgroups": lambda: [newsgroups()],
    "several": lambda: [smallest(), tickets(), newsgroups()],
}


def hostile(label: str) -> Evaluation:
    """Put a label wherever text from outside can stand."""
    usual = tickets()
    return replace(
        usual,
        scenario=replace(usual.scenario, name=label, currency=label, overrides=(label,)),
        policy=Policy(name=label, path=label, error_rate={}, requires=(label,)),
        reason=label,
        waterfall=(Bar(id="x", label=label, per_item=0.1),),
        classes=(class_result(label),),
        strategies=(
            strategy("keep"),
            strategy("ship"),
            strategy(label, expected_per_item=1.0, expected_total=1.0),
            strategy(label, excluded_by=label),
        ),
        timeline=(*course("ship", launch=-1.0, end=2.0), *course(label, launch=-2.0, end=3.0)),
        constant_answer=ConstantAnswer(label=label, per_item=0.1),
        flip_points=(flip(label, label, 1.0, 2.0, "above"), flip(label, "money", 1.0, 2.0, "above")),
        questions=tuple(replace(question, detail=label) for question in usual.questions),
    )


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("case", CASES)
def test_the_whole_output_is_as_reviewed(case: str, width: int) -> None:
    text = render(CASES[case](), width=width)
    path = GOLDEN / f"{case}-{width}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_the_smallest_scenario_does_not_overwhelm() -> None:
    assert len(render([smallest()]).splitlines()) < 60


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_no_line_is_wider_than_the_terminal(case: str, width: int) -> None:
    lines = render(CASES[case](), width=width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(
    "width",
    [1, 60, 80, 120, pytest.param(40, marks=pytest.mark.threat("rich markup in labels", len(LABELS)))],
)
def test_hostile_labels_neither_crash_nor_widen_nor_leave_control_bytes(width: int) -> None:
    assert len(LABELS) >= 200
    for label in LABELS if width == 40 else LABELS[width % 7 :: 7]:
        text = render([hostile(label)], width=width)
        assert max(cell_len(line) for line in text.split("\n")) <= max(40, width), ascii(label)
        assert not {character for character in text if ord(character) < 32} - {"\n"}
        assert not set(text) & set("\x7f\x9b\u2028\u202e\u2066\ud800")


def test_markup_in_a_label_is_shown_as_it_stands() -> None:
    text = render([smallest(classes=(class_result("[/red]"), class_result("[bold]x[/bold] :smile:")))])
    assert "[/red]" in text
    assert "[bold]x[/bold] :smile:" in text


@pytest.mark.parametrize("case", CASES)
def test_colour_only_repeats_what_the_words_say(case: str) -> None:
    colored = render(CASES[case](), color=True)
    assert "\x1b[" in colored
    plain = "\n".join(line.rstrip() for line in Text.from_ansi(colored).plain.split("\n"))
    assert plain.rstrip("\n") == render(CASES[case]()).rstrip("\n")


@pytest.mark.threat("encoding, locale", 3)
def test_the_environment_changes_no_byte() -> None:
    script = (
        "import sys; from support.results_factory import tickets; "
        "from ship_or_not.render.text import render; "
        "sys.stdout.buffer.write(render([tickets()]).encode() + render([tickets()], color=True).encode())"
    )
    root = Path(__file__).parents[3]
    outputs = set()
    for extra in (
        {},
        {"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "COLUMNS": "50", "TERM": "dumb"},
        {"LC_ALL": "C", "NO_COLOR": "1", "FORCE_COLOR": "1", "COLORTERM": "truecolor", "TTY_COMPATIBLE": "1"},
    ):
        kept = {name: value for name, value in os.environ.items() if name == "SYSTEMROOT"}
        path = os.pathsep.join([str(root / "src"), str(root / "tests")])
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**kept, **extra, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        )
        outputs.add(run.stdout)
    assert len(outputs) == 1


def test_classes_are_sorted_by_what_they_move_and_the_rest_is_added_up() -> None:
    found = tuple(class_result(f"c{number}", per_item=number / 1000) for number in range(20))
    text = render([smallest(classes=found)])
    order = [
        line.split()[0] for line in text.splitlines() if line.startswith("  c") and "%" in line.split()[1:3]
    ]
    assert order == [f"c{number}" for number in range(19, 7, -1)]
    assert "  8 more classes: +0.028 together\n" in text


def test_a_class_without_items_is_marked() -> None:
    assert "no data" in render([smallest(classes=(class_result("a", actual_items=0), class_result("b")))])


def test_flip_points_come_nearest_first_and_those_that_never_flip_are_named() -> None:
    points = [flip(f"input{number}", "money", 10.0, 10.0 + number, "above") for number in range(12, 0, -1)]
    points += [flip("zero", "money", 0.0, 1.0, "above"), flip("still", "rate", 0.5, None, None)]
    text = render([smallest(flip_points=tuple(points))])
    assert [
        line.split()[0] for line in text.splitlines() if " above " in line and line.startswith("  input")
    ] == [f"input{number}" for number in range(1, 9)]
    assert "  5 more, further away; still never flips it\n" in text


@pytest.mark.threat("rounding")
def test_a_chance_that_would_round_to_the_asked_one_gets_more_digits() -> None:
    value = replace(smallest().value_per_item, chance_above_minimum=0.89996)
    assert "89.996 % (asked: 90 %)" in render([smallest(value_per_item=value)])


@pytest.mark.threat("rounding")
def test_a_value_that_would_round_to_the_minimum_gets_more_digits() -> None:
    value = replace(smallest().value_per_item, expected=0.050000001)
    policy = Policy(min_value_per_item=0.05, error_rate={})
    text = render([smallest(value_per_item=value, policy=policy)])
    assert "+0.050000001\n" in text
    assert "chance above 0.05 " in text


def test_sections_without_content_are_left_out() -> None:
    bare = smallest(
        waterfall=(), classes=(), strategies=(), flip_points=(), questions=(), constant_answer=None
    )
    none = replace(bare.metrics.baseline, accuracy=None)
    text = render([replace(bare, metrics=replace(bare.metrics, baseline=none, model=none))])
    assert [line for line in text.splitlines() if line and not line.startswith(" ")] == [
        "GO  Automate item triage",
        "Net value per item",
        "What it costs, operation and errors",
    ]


@pytest.mark.parametrize(
    ("weeks", "words"), [(None, "not within the horizon"), (0, "from the start"), (23, "from week 23 on")]
)
def test_pay_back_is_said_in_words(weeks: int | None, words: str) -> None:
    total = tickets().total
    assert total is not None
    assert f"pays back          {words}\n" in render([tickets(total=replace(total, payback_weeks=weeks))])


def test_nothing_to_report_is_an_empty_text() -> None:
    assert not render([])


@pytest.mark.parametrize(
    "steps", [(0.0,), (0.0, 0.0), (-1.0, 1.0), (1e-300, 1e300), (-5.0, 2.0), (0.0, -1e15)]
)
def test_waterfalls_of_any_shape_are_drawn(steps: tuple[float, ...]) -> None:
    bars = tuple(Bar(id=str(number), label="step", per_item=step) for number, step in enumerate(steps))
    value = replace(smallest().value_per_item, expected=sum(steps))
    for width in WIDTHS:
        text = render([smallest(waterfall=bars, value_per_item=value)], width=width)
        assert text.count("  step ") == len(steps)
