"""Alerts: where the running model stops paying, as `evaluate` says, and how early to page."""

from __future__ import annotations

import pytest

import ship_or_not
from ship_or_not.engine import analysis
from ship_or_not.errors import UsageError
from ship_or_not.results.sensitivity import Alert, Reaction, Sensitivity

DRAWS = 1000
"""Enough: where the alerts are does not hang on draws where net benefit is linear."""

SMALLEST = """
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""

RECALLS = """
classes: [a, b]
savings_per_item: 0.3
error_costs: {a: 2, b: 9}
prevalence: {a: 90%, b: 10%}
baseline: {recall: {a: 92%, b: 90%}}
model: {confusion: [[960, 40], [30, 70]]}
"""

RUNNING = """
volume: {items: 1000, per: week}
horizon: 26 weeks
discount_rate: 8%
"""

LIFE = """
  launch_cost: 2000
  drift: {accuracy_loss: 0.3% per month}
  failure: {chance: 4% per month, accuracy: 50%, noticed_after: 6 weeks, repaired_after: 2 weeks}
  monitoring: {noticed_after: 1 week, running_cost: 9 per week}
  retraining: {every: 2 months, cost: 90}
"""

FORM = "a number and a unit: 3 days, 6 weeks, 24 months, 0.5 years"


def look(text: str, *, react_within: str | None = None) -> Sensitivity:
    scenario = ship_or_not.load_scenario(text=text)
    return ship_or_not.sensitivity(scenario, react_within=react_within, draws=DRAWS)


def set_in(text: str) -> list[Alert]:
    """Return the alerts that there are."""
    return [each for each in look(text).alerts if each.state == "watch"]


def alert(found: Sensitivity, metric: str, label: str | None = None) -> Alert:
    one, *others = (each for each in found.alerts if (each.metric, each.label) == (metric, label))
    assert not others
    return one


def expected(text: str, path: str, value: float) -> float:
    scenario = ship_or_not.load_scenario(text=text, overrides=[f"{path}={value!r}"])
    return ship_or_not.evaluate(scenario, draws=DRAWS).value_per_item.expected


def test_the_accuracy_of_the_smallest_scenario_stops_paying_where_it_flips() -> None:
    (one,) = look(SMALLEST).alerts
    assert (one.metric, one.label, one.now, one.margin, one.state) == ("accuracy", None, 0.98, 0.0, "watch")
    assert (one.alert_below, one.alert_above) == (one.stops_paying_at, None)
    assert one.alert_below == pytest.approx(0.837)


def test_what_is_spent_and_what_the_alert_is_about_do_not_move_it_but_what_running_costs_does() -> None:
    """Running costs 9 a week for monitoring, and 2 or 3 trainings in half a year."""
    plain = SMALLEST + RUNNING
    running = plain.replace("98%}", "98%, running_cost: 40 per week}")
    life = plain.replace("{accuracy: 98%}", f"\n  accuracy: 98%\n  running_cost: 40 per week{LIFE}")
    life += "ramp_up: 5 weeks\n"
    life += "plan_b: [{name: people, kind: previous, ready_in: 1 week, standby_cost: 900 per week}]\n"
    assert alert(look(plain), "accuracy").stops_paying_at == pytest.approx(0.837)
    assert alert(look(running), "accuracy").stops_paying_at == pytest.approx(0.857)
    stops = alert(look(life), "accuracy").stops_paying_at
    assert stops is not None
    trainings = 2 * 90 / 26_000  # at 8.7 and 17.4 weeks
    assert stops == pytest.approx(0.837 + (40 / 1000 + 9 / 1000 + trainings) / 2, rel=1e-4)


def test_an_error_above_the_capacity_of_what_follows_makes_the_alert_come_earlier() -> None:
    """13 errors a week are made today, and 100 can be taken: each above costs 3 more."""
    text = f"{SMALLEST}{RUNNING}error_capacity: {{errors: 100 per week, extra_cost: 3}}"
    # 0.3 = 2 (e - 0.013) + 3 (e - 0.1)
    assert alert(look(text), "accuracy").stops_paying_at == pytest.approx(1 - (0.3 + 0.026 + 0.3) / 5)


@pytest.mark.parametrize(
    ("metric", "path", "label"),
    [
        ("accuracy", "model.accuracy", None),
        ("recall", "model.recall.a", "a"),
        ("recall", "model.recall.b", "b"),
        ("share", "prevalence.b", "b"),
    ],
)
def test_evaluate_changes_its_answer_at_the_threshold(metric: str, path: str, label: str | None) -> None:
    text = f"{RECALLS}{RUNNING}policy: {{min_value_per_item: 0.05}}"
    stops = alert(look(text), metric, label).stops_paying_at
    assert stops is not None
    below, above = (expected(text, path, stops * factor) - 0.05 for factor in (1 - 1e-6, 1 + 1e-6))
    assert below * above < 0
    assert max(abs(below), abs(above)) < 1e-5


def test_recall_alerts_are_the_flip_points_where_nothing_is_spent_or_over_time() -> None:
    found = look(RECALLS)
    flips = {each.input: each.flips_at for each in found.flip_points if each.direction == "below"}
    for label in "ab":
        one = alert(found, "recall", label)
        assert one.alert_below is not None
        assert one.alert_below == flips[f"model.recall.{label}"]
    assert alert(found, "accuracy").alert_below == flips["model.accuracy"]


def test_a_measured_accuracy_is_watched_as_what_it_is_not_as_what_a_small_sample_says_of_it() -> None:
    """Measured on 40 items, 80 % would be needed for 79.3 % to be expected; a monitor sees all items."""
    one = alert(look(SMALLEST.replace("98%}", "98%, measured_on: 40}")), "accuracy")
    assert one.now == pytest.approx((0.98 * 40 + 0.5) / 41)
    assert one.alert_below == pytest.approx(0.837)


def test_a_share_has_an_alert_on_the_side_on_which_the_model_stops_paying() -> None:
    """The model is worse on a and on c, and pays on b alone."""
    found = look(
        """
        classes: [a, b, c]
        savings_per_item: 0
        error_costs: {a: 2, b: 2, c: 2}
        prevalence: {a: 20%, b: 60%, c: 20%}
        baseline: {recall: {a: 95%, b: 70%, c: 95%}}
        model: {recall: {a: 85%, b: 90%, c: 85%}}
        """
    )
    assert [(each.label, each.alert_below, each.alert_above) for each in found.alerts[4:]] == [
        ("a", None, pytest.approx(5 / 9)),  # 0.1 s = (¾ · 0.2 - ¼ · 0.1) (1 - s)
        ("b", pytest.approx(1 / 3), None),  # 0.2 s = 0.1 (1 - s)
        ("c", None, pytest.approx(5 / 9)),
    ]


def test_a_share_that_makes_the_model_stop_paying_on_both_sides_has_two_alerts() -> None:
    """Errors on a are dear; those on b are more than what follows can take. With s the share of b:

    0.3 - 0.1 (4 (1 - s) + s), and 3 (0.15 + 0.25 s - 0.3) less where s is above 0.6.
    """
    found = look(
        f"""
        classes: [a, b]
        savings_per_item: 0.3
        error_costs: {{a: 4, b: 1}}
        prevalence: {{a: 50%, b: 50%}}
        baseline: {{recall: {{a: 95%, b: 70%}}}}
        model: {{recall: {{a: 85%, b: 60%}}}}
        error_capacity: {{errors: 300 per week, extra_cost: 3}}
        {RUNNING.replace(chr(10), chr(10) + 8 * " ")}
        """
    )
    assert [(each.label, each.alert_below, each.alert_above, each.state) for each in found.alerts[3:]] == [
        ("a", pytest.approx(2 / 9), None, "watch"),
        ("a", None, pytest.approx(2 / 3), "watch"),
        ("b", pytest.approx(1 / 3), None, "watch"),
        ("b", None, pytest.approx(7 / 9), "watch"),
    ]


def test_drift_sets_the_margin_of_accuracy_and_recalls_by_the_time_it_takes_to_react() -> None:
    text = f"{RECALLS.replace('model: {', 'model: {drift: {accuracy_loss: 0.3% per month}, ')}{RUNNING}"
    found = look(text, react_within="2 months")
    assert found.react_within.source == "asked"
    assert found.react_within.weeks == pytest.approx(2 * 365 / 84)
    assert found.react_within.accuracy_lost == pytest.approx(0.006)
    for each in found.alerts[:3]:
        assert each.alert_below is not None
        assert each.stops_paying_at is not None
        assert each.margin == found.react_within.accuracy_lost
        assert each.alert_below == each.stops_paying_at + each.margin
    assert {each.margin for each in found.alerts[3:]} == {0.0}


@pytest.mark.parametrize(
    ("life", "weeks", "source"),
    [
        ("", 4.0, "assumed"),
        (LIFE, 3.0, "failure"),
        (LIFE.replace("monitoring: {noticed_after: 1 week, running_cost: 9 per week}", ""), 8.0, "failure"),
    ],
)
def test_the_time_to_react_is_how_long_a_failure_lasts_or_4_weeks(
    life: str, weeks: float, source: str
) -> None:
    text = SMALLEST.replace("{accuracy: 98%}", f"\n  accuracy: 98%\n  {life.strip()}") + RUNNING
    found = look(text).react_within
    assert found.weeks == pytest.approx(weeks)
    assert found.source == source


def test_an_alert_that_pages_from_the_start_says_so() -> None:
    text = SMALLEST.replace("98%}", "84%, drift: {accuracy_loss: 0.5% per month}}") + RUNNING
    one = alert(look(text, react_within="3 months"), "accuracy")
    assert one.alert_below == pytest.approx(0.852)
    assert one.state == "alerting"
    assert alert(look(text, react_within="1 week"), "accuracy").state == "watch"


def test_no_alert_lies_above_an_accuracy_of_100_percent() -> None:
    text = SMALLEST.replace("98%}", "84%, drift: {accuracy_loss: 9% per month}}") + RUNNING
    one = alert(look(text, react_within="6 months"), "accuracy")
    assert (one.alert_below, one.state) == (1.0, "alerting")
    assert one.margin == pytest.approx(0.54)


def test_a_model_that_does_not_pay_as_it_is_has_no_alerts() -> None:
    found = look(RECALLS.replace("0.3", "-5"))
    assert [(each.metric, each.label, each.state) for each in found.alerts] == [
        ("accuracy", None, "stopped"),
        ("recall", "a", "stopped"),
        ("recall", "b", "stopped"),
        ("share", "a", "stopped"),
        ("share", "b", "stopped"),
    ]
    assert {(each.alert_below, each.alert_above, each.stops_paying_at) for each in found.alerts} == {
        (None, None, None)
    }


def test_a_metric_that_never_makes_the_model_stop_paying_has_no_alert() -> None:
    (one,) = look(SMALLEST.replace("0.30", "30")).alerts
    assert one == Alert(metric="accuracy", label=None, now=0.98, state="never")


def test_of_many_classes_those_that_weigh_most_are_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """On b the model is 18 points worse than today, at 9 each and a tenth of the items."""
    monkeypatch.setattr(analysis, "MOST_CLASSES", 1)
    found = look(RECALLS)
    assert [(each.metric, each.label) for each in found.alerts] == [
        ("accuracy", None),
        ("recall", "b"),
        ("share", "b"),
    ]
    moved = {each.input for each in found.flip_points}
    assert {"model.recall.b", "baseline.recall.b", "prevalence.b", "error_costs.b"} <= moved
    assert not {"model.recall.a", "baseline.recall.a", "prevalence.a", "error_costs.a"} & moved
    assert found.classes_left_out == 1


def test_up_to_200_classes_none_is_left_out() -> None:
    assert analysis.MOST_CLASSES == 200
    assert look(RECALLS).classes_left_out == 0


def test_an_experiments_value_has_no_alerts() -> None:
    assert look("measured_value_per_item: {mean: 0.012, sd: 0.005}").alerts == ()


def test_a_constant_answer_as_todays_process_changes_nothing_of_how_the_model_is_watched() -> None:
    found = look(RECALLS.replace("{recall: {a: 92%, b: 90%}}", "{always: a}"))
    # worth 0.3 + 0.9 today, 0 and 0.9; the model: 0.9 · 2 (1 - r) + 0.1 · 9 · 30.5 / 101
    assert alert(found, "recall", "a").stops_paying_at == pytest.approx(1 - (1.2 - 0.9 * 30.5 / 101) / 1.8)


def test_scaling_every_amount_leaves_the_alerts() -> None:
    scaled = RECALLS.replace("0.3\n", "300\n").replace("{a: 2, b: 9}", "{a: 2000, b: 9000}")
    for one, other in zip(set_in(RECALLS), set_in(scaled), strict=True):
        assert (one.metric, one.label, one.state) == (other.metric, other.label, other.state)
        assert one.stops_paying_at == pytest.approx(other.stops_paying_at, rel=1e-9)


def test_permuting_the_classes_leaves_the_alerts() -> None:
    swapped = RECALLS.replace("[a, b]", "[b, a]").replace("[[960, 40], [30, 70]]", "[[70, 30], [40, 960]]")
    one, other = (
        {(each.metric, each.label): (each.now, each.stops_paying_at) for each in look(text).alerts}
        for text in (RECALLS, swapped)
    )
    assert one.keys() == other.keys()
    for key, figures in one.items():
        assert figures == pytest.approx(other[key], rel=1e-9)


@pytest.mark.parametrize(
    ("duration", "message"),
    [
        ("3", "react_within: 3 has no unit; write 3 days, weeks, months or years"),
        (
            "soon",
            f"react_within: 'soon' is not a duration; write {FORM}",
        ),
        (
            "-1 week",
            f"react_within: '-1 week' is below 0; write {FORM}",
        ),
    ],
)
def test_what_is_no_duration_is_refused(duration: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        look(SMALLEST, react_within=duration)
    assert str(refused.value) == message


def test_no_time_at_all_is_a_time_to_react() -> None:
    text = SMALLEST.replace("98%}", "98%, drift: {accuracy_loss: 0.5% per month}}") + RUNNING
    found = look(text, react_within="0 days")
    assert found.react_within == Reaction(weeks=0.0, source="asked", accuracy_lost=0.0)
    assert alert(found, "accuracy").margin == 0.0
