"""A sensitivity analysis as text and as a table: narrow, and unmoved by what its labels say."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from ship_or_not.render import sensitivity_csv
from ship_or_not.render.sensitivity_text import render
from ship_or_not.results import Verdict
from ship_or_not.results.sensitivity import Alert, Reaction, Sensitivity, Swing
from support.hostile import FORMULAS, LABELS
from support.results_factory import flip
from support.sensitivity_factory import above, alert, never, sensitivity, swing

GOLDEN = Path(__file__).parents[2] / "golden" / "render"

TORNADO = (
    swing("savings_per_item", -0.12, 0.31),
    swing("model.confusion", 0.21, 0.02),
    swing('error_costs."comp.sys.mac.hardware".any_other', 0.13, 0.07),
    swing("baseline.drift.accuracy_loss", 0.1, 0.1, unit="rate per month"),
    swing("volume.items", 0.12, 0.14, unit="items per month"),
)


def usual() -> Sensitivity:
    return sensitivity(
        alert("accuracy"), alert("recall", "fraud"), above("fraud"), never("recall", "a"), tornado=TORNADO
    )


def lines_of(found: Sensitivity, width: int = 80) -> list[str]:
    return render(found, width=width).splitlines()


def watch(found: Sensitivity) -> str:
    """Return the last part, on one line."""
    lines = lines_of(found, 200)
    return " ".join(line.strip() for line in lines[lines.index("What to watch once it runs") + 1 :])


@pytest.mark.parametrize("width", [40, 80])
def test_it_reads_as_it_did(width: int) -> None:
    golden = GOLDEN / f"sensitivity-{width}.txt"
    text = render(usual(), width=width)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_a_bar_goes_from_the_value_where_the_input_is_low_to_that_where_it_is_high() -> None:
    bars = (swing("a", 0.0, 0.3), swing("b", 0.2, 0.0), swing("c", 0.15, 0.25), swing("d", 0.1, 0.1))
    lines = lines_of(sensitivity(tornado=bars), 53)
    start = lines.index("  input  at 5 %  at 95 %")
    assert lines[start : start + 5] == [
        "  input  at 5 %  at 95 %",
        "  a           0    +0.30  ---------|+++++++++++++++++",
        "  b       +0.20        0  +++++++++|--------",
        "  c       +0.15    +0.25           |----+++++++++",
        "  d       +0.10    +0.10           |",
    ]


def test_colour_says_nothing_that_is_not_said_without_it() -> None:
    colored = render(usual(), color=True)
    assert "\x1b[" in colored
    plain = "".join(part.partition("m")[2] if n else part for n, part in enumerate(colored.split("\x1b[")))
    assert [line.rstrip() for line in plain.splitlines()] == lines_of(usual())


def test_classes_that_were_left_out_are_said() -> None:
    words = "Of 800 classes that weigh least, no cost, recall or share was moved."
    assert f"  {words}" in lines_of(replace(usual(), classes_left_out=800))
    assert words not in render(usual())


@pytest.mark.parametrize(
    ("verdict", "tornado", "confidence", "said"),
    [
        (
            Verdict.INCONCLUSIVE,
            TORNADO,
            0.96,
            (
                "INCONCLUSIVE, rule pays-off. ship: expected +0.10 EUR per item; it pays above 0, "
                "with a chance of 95.0 % (asked: 96 %)."
            ),
        ),
        (
            Verdict.GO,
            TORNADO,
            0.0,
            "GO, rule pays-off. ship: expected +0.10 EUR per item; it pays above 0, with a chance of 95.0 %.",
        ),
        (Verdict.NO_GO, (), 0.9, "NO-GO, rule pays-off. ship: expected +0.10 EUR per item; it pays above 0."),
    ],
)
def test_the_verdict_is_said_and_the_chance_where_anything_is_uncertain(
    verdict: Verdict, tornado: tuple[Swing, ...], confidence: float, said: str
) -> None:
    found = replace(sensitivity(tornado=tornado), verdict=verdict)
    found = replace(found, policy=replace(found.policy, confidence=confidence))
    lines = lines_of(found, 160)
    assert lines[2] == f"  {said}"
    flips = lines[lines.index("What would flip the answer, nearest first") + 1]
    nearby = "  Where the expected value crosses 0; nearby it may be INCONCLUSIVE (see sweep)."
    assert (flips == nearby) == bool(tornado and confidence)


def test_what_an_alert_leaves_out_is_named() -> None:
    found = sensitivity(alert("accuracy"))
    usual = found.scenario.inputs["model.drift.accuracy_loss"]
    for inputs, said in (
        ({}, ""),
        ({"model.launch_cost": replace(usual, mean=0.0)}, ""),
        ({"model.launch_cost": usual}, "the launch, which is paid by then"),
        (
            dict.fromkeys(
                ["ramp_up", "baseline.drift.accuracy_loss", "model.failure.chance", "plan_b.a.x"], usual
            ),
            "the ramp-up, drift, failures and plans B",
        ),
    ):
        text = watch(replace(found, scenario=replace(found.scenario, inputs=inputs)))
        words = f"An alert asks whether to go on. Unlike the flips above it leaves out {said}."
        assert (words in text) == bool(said)
        assert ("An alert asks" in text) == bool(said)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "i0 never flips it"),
        (6, "i0, i1, i2, i3, i4 and i5 never flip it"),
        (7, "7 inputs never flip it (--output json names them)"),
    ],
)
def test_what_never_flips_it_is_named_where_there_is_little_of_it(count: int, said: str) -> None:
    points = tuple(flip(f"i{i}", "rate", 0.9, None, None) for i in range(count))
    assert f"  {said}" in lines_of(replace(sensitivity(), flip_points=points))


def test_nothing_uncertain_is_said() -> None:
    assert "  Nothing is uncertain: every input is one figure." in lines_of(sensitivity())


def test_only_the_widest_bars_and_the_nearest_flips_and_alerts_are_shown() -> None:
    found = sensitivity(
        *(alert("recall", f"c{i}", now=0.91 + i / 1000) for i in range(23)),
        tornado=tuple(swing(f"i{i}", 0.1, 0.2) for i in range(22)),
    )
    found = replace(found, flip_points=tuple(flip(f"f{i}", "rate", 0.9, 0.8, "below") for i in range(25)))
    text = render(found, width=100)
    assert "2 more, which move it less" in text
    assert "5 more, further away" in text
    assert "3 more, further away" in text
    assert [f"recall of c{i}:" in text for i in range(23)] == [True] * 20 + [False] * 3


EARLIER = "Drift takes 2.0 points of accuracy and recall meanwhile: the alerts come so much earlier."
LEFT_OUT = "An alert asks whether to go on. Unlike the flips above it leaves out drift."
NO_MARGIN = "No margin: model.drift would say what is lost meanwhile."


@pytest.mark.parametrize(
    ("reaction", "said"),
    [
        (("assumed", 4.0, 0.0), f"4 weeks (assumed: say yours with --react-within). {NO_MARGIN}"),
        (("assumed", 4.0, 0.02), f"4 weeks (assumed: say yours with --react-within). {EARLIER}"),
        (("asked", 1.0, 0.0), f"1 week (as asked). {NO_MARGIN}"),
        (("failure", 3.5, 0.02), f"3.5 weeks (as long as a failure lasts). {EARLIER}"),
    ],
)
def test_the_time_to_react_is_said_and_whether_it_moves_the_alerts(
    reaction: tuple[str, float, float], said: str
) -> None:
    source, weeks, lost = reaction
    found = replace(
        sensitivity(above("a")), react_within=Reaction(weeks=weeks, source=source, accuracy_lost=lost)
    )
    assert watch(found) == f"Time to react: {said} {LEFT_OUT} share of a: page above 4.0 %; now 1.0 %."


@pytest.mark.parametrize(
    ("alerts", "said"),
    [
        (
            (alert("accuracy"),),
            "accuracy: page below 90.0 %; now 95.0 %, and it stops paying at 88.0 %.",
        ),
        (
            (alert("recall", "a", alert_below=0.88, margin=0.0), never("accuracy")),
            "recall of a: page below 88.0 %; now 95.0 %. accuracy can be anything, and it pays all the same",
        ),
        (
            (above("a"), never("accuracy"), never("recall", "a")),
            (
                "share of a: page above 4.0 %; now 1.0 %. "
                "accuracy and recall of a can be anything, and it pays all the same"
            ),
        ),
        (
            (replace(alert("accuracy", now=0.89), state="alerting"),),
            (
                "accuracy: page below 90.0 %; now 89.0 %, and it stops paying at 88.0 %. "
                "It pages from the start: there would be too little time to react."
            ),
        ),
    ],
)
def test_an_alert_is_said_in_a_sentence(alerts: tuple[Alert, ...], said: str) -> None:
    assert watch(sensitivity(*alerts)).partition(f"{EARLIER} {LEFT_OUT} ")[2] == said


@pytest.mark.parametrize(
    ("alerts", "said"),
    [
        ((never("accuracy"),), "accuracy can be anything, and it pays all the same"),
        (
            tuple(never("recall", label) for label in "abcdefg"),
            "7 metrics can be anything, and it pays all the same (--output json names them)",
        ),
        (
            (Alert(metric="accuracy", label=None, now=0.9, state="stopped"),),
            "A running model does not pay as things stand: there is no alert to set.",
        ),
        ((), "measured_value_per_item says nothing of accuracy or recall: watch the value itself."),
    ],
)
def test_why_there_is_no_alert_is_said(alerts: tuple[Alert, ...], said: str) -> None:
    assert watch(sensitivity(*alerts)) == said


@pytest.mark.threat("rich markup in labels", len(LABELS))
def test_no_label_moves_the_text() -> None:
    for label in LABELS:
        found = sensitivity(alert("recall", label), above(label), tornado=(swing(label, 0.0, 0.2),))
        found = replace(
            found,
            strategy=label,
            scenario=replace(found.scenario, name=label, currency=label, overrides=(label,)),
            flip_points=(flip(label, "money", 1.0, 2.0, "above"),),
        )
        text = render(found, width=60)
        assert not set("\x1b\x9b\x00\x07\u202e\ue000") & set(text)
        assert max(map(cell_len, text.splitlines())) <= 60


@pytest.mark.threat("CSV formulas", len(FORMULAS))
def test_the_table_holds_the_tornado_unrounded_and_no_formula() -> None:
    found = sensitivity(tornado=(swing("a", 0.1 + 0.2, -1e-17), *(swing(each, 0, 1) for each in FORMULAS)))
    header, first, *others = csv.reader(io.StringIO(sensitivity_csv.render(found), newline=""), strict=True)
    scenario = found.scenario
    assert header == [
        *("scenario", "path", "currency", "strategy", "expected"),
        *("input", "unit", "low", "high", "value_low", "value_high"),
    ]
    whole = [scenario.name, scenario.path or "", scenario.currency, "ship", "0.1"]
    assert first == [*whole, "a", "money", "0.25", "0.5", "0.30000000000000004", "-1e-17"]
    assert len(others) == len(FORMULAS)
    assert all("'" in row[5] for row in others)
