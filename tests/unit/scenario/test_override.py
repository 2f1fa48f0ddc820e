"""``--set``, ``--model`` and ``--baseline``: what they move, what they leave, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ship_or_not.api import evaluate, load_scenario
from ship_or_not.engine.structure import Counts, Recalls
from ship_or_not.errors import InputError, UsageError
from ship_or_not.scenario.override import read_setting

if TYPE_CHECKING:
    from pathlib import Path

    from ship_or_not.api import Scenario

SMALLEST = """\
savings_per_item: 0.30
error_costs: 2
volume: {items: 100, per: day}
horizon: 1 year
baseline: {accuracy: 98.7%}
model: {accuracy: 98%, running_cost: 10 per day}
"""
CLASSES = """\
classes: [fraud, comp.graphics]
savings_per_item: 0
error_costs: {fraud: 60, comp.graphics: {any_other: 2}}
baseline: {always: comp.graphics}
model: {confusion: [[8, 2], [10, 180]], cost_per_item: 0}
"""
COUNTS = CLASSES.replace(", cost_per_item: 0", "")
RECALLS = COUNTS.replace("confusion: [[8, 2], [10, 180]]", "recall: {fraud: 80%, comp.graphics: 90%}") + (
    "prevalence: {fraud: 10%, comp.graphics: 90%}\n"
)
PLANS = """\
volume: {items: 40000, per: month}
horizon: 24 months
error_costs: 2
baseline: {accuracy: 99%, cost_per_item: 0.35}
model:
  accuracy: 98%
  cost_per_item: 0.05
  failure: {chance: 2% per month, accuracy: 60%, noticed_after: 6 weeks, repaired_after: 3 weeks}
plan_b:
  - {name: rules, kind: backup, ready_in: 1 week, accuracy: 90%, build_time: 1 month}
  - {name: back to the team, kind: previous, ready_in: 3 weeks}
"""


def loaded(text: str, *options: str, **more: Any) -> Scenario:
    return load_scenario(text=text, overrides=options, **more)


def as_measured(text: str, *options: str) -> float:
    return evaluate(loaded(text, *options), draws=1).value_per_item.as_measured


def refused(text: str, *options: str, **more: Any) -> str:
    with pytest.raises(InputError) as caught:
        loaded(text, *options, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("option", "path", "mean"),
    [
        ("model.accuracy=0.97", "model.accuracy", 0.97),
        (" model.accuracy = 97%", "model.accuracy", 0.97),
        ("savings_per_item={mean: 0.4, sd: 0.1}", "savings_per_item", 0.4),
        ("error_costs={low: 1, high: 5}", "error_costs", 3.0),
        ("error_costs={samples: [1, 2, 6]}", "error_costs", 3.0),
        ("model.running_cost=1200 per month", "model.running_cost", 1200.0),
        ("model.launch_cost=500", "model.launch_cost", 500.0),
        ("customer_impact={churn_per_error: 1%, customer_value: 9}", "customer_impact.customer_value", 9.0),
        ("model={accuracy: 90%, launch_cost: 1}", "model.accuracy", 0.9),
        ('"model"."accuracy"=0.5', "model.accuracy", 0.5),
    ],
)
def test_a_value_is_put_in_place_as_it_would_be_written(option: str, path: str, mean: float) -> None:
    assert loaded(SMALLEST, option).summary.inputs[path].mean == pytest.approx(mean)


def test_a_range_keeps_its_ends_and_a_period_its_unit() -> None:
    item = loaded(SMALLEST, "model.running_cost=5 to 20 per week").summary.inputs["model.running_cost"]
    assert (item.low, item.high) == pytest.approx((5, 20))
    assert item.unit == "money per week"


def test_options_apply_in_order_and_are_shown() -> None:
    summary = loaded(SMALLEST, "error_costs=3", "error_costs=4").summary
    assert summary.inputs["error_costs"].mean == 4
    assert summary.overrides == ("--set error_costs=3", "--set error_costs=4")


def test_a_mapping_of_overrides_is_the_same() -> None:
    summary = load_scenario(text=SMALLEST, overrides={"error_costs": 3, "model.accuracy": "97%"}).summary
    assert summary.overrides == ("--set error_costs=3", "--set model.accuracy=97%")
    assert summary.inputs["model.accuracy"].mean == 0.97


@pytest.mark.parametrize(
    ("text", "option", "value"),
    [
        # 10 of 200 items are fraud; costs: 2 * 60 and 10 * 2 of the model, 10 * 60 of today's
        (COUNTS, "savings_per_item=0", (600 - 140) / 200),
        (COUNTS, "error_costs=2", 2 * (600 - 140) / 200),
        (COUNTS, "error_costs=0", 0),
        (COUNTS, "error_costs.fraud=30", (300 - 80) / 200),
        (COUNTS, 'error_costs."comp.graphics".any_other=8', (600 - 120 - 80) / 200),
        (COUNTS, 'error_costs."comp.graphics"=8', (600 - 120 - 80) / 200),
        # 12 errors in 200; 6 where the accuracy is 194/200
        (COUNTS, "model.accuracy=1", 600 / 200),
        (COUNTS, f"model.accuracy={194 / 200!r}", (600 - 70) / 200),
        (COUNTS, "model.recall.fraud=50%", (600 - 300 - 20) / 200),
        (COUNTS, 'model.recall."comp.graphics"=1', (600 - 120) / 200),
        (COUNTS, "prevalence.fraud=0.5", 0.5 * 60 - 0.5 * 0.2 * 60 - 0.5 * (10 / 190) * 2),
        (COUNTS, 'prevalence."comp.graphics"=1', -(10 / 190) * 2),
        (COUNTS, "prevalence={fraud: 50%, comp.graphics: 50%}", 30 - 6 - (10 / 190)),
        (RECALLS, "model.recall.fraud=0.5", 0.1 * 60 - 0.1 * 0.5 * 60 - 0.9 * 0.1 * 2),
        (RECALLS, "model.accuracy=1", 0.1 * 60),
        (RECALLS, "prevalence.fraud=0.2", 0.2 * 60 - 0.2 * 0.2 * 60 - 0.8 * 0.1 * 2),
        (RECALLS, "baseline.recall.fraud=1", -0.1 * 0.2 * 60 - 0.9 * 0.1 * 2),
    ],
)  # fmt: skip
def test_a_derived_path_moves_what_was_built(text: str, option: str, value: float) -> None:
    assert as_measured(text, option) == pytest.approx(value, rel=1e-12, abs=1e-12)


def test_a_setting_s_problem_names_the_option_and_shows_its_value() -> None:
    assert refused(SMALLEST, "model.accuracy=97") == (
        "--set model.accuracy:1:1: model.accuracy: 97 is not a rate: 97%?\n"
        "  1 | 97\n"
        "    | ^^\n"
        "  expected: 97% or 0.97"
    )


@pytest.mark.parametrize(
    ("text", "option", "said"),
    [
        (SMALLEST, "model.acuracy=1", "acuracy is not a known key;did you mean: accuracy"),
        (SMALLEST, "modle.accuracy=1", "modle is not a known key;did you mean: model"),
        (SMALLEST, "error_costs.fraud=1", "error_costs is a number: nothing can be set inside it"),
        (SMALLEST, "prevalence.fraud=1", "there is nothing at this path to move"),
        (SMALLEST, "model.recall.fraud=1", "there is nothing at this path to move"),
        (SMALLEST, "partial_rollout.by=confidence", "this version cannot compute partial_rollout yet"),
        (SMALLEST, "model.drift.accuracy_loss=1%", "1% has no period"),
        (SMALLEST, "plan_b.rules.ready_in=1 day", "a block of keys is not a list"),
        (PLANS, "plan_b.ruels.ready_in=1 day", 'none with the name "ruels";"rules", "back to the team"'),
        (PLANS, "plan_b.0.ready_in=1 day", 'plan_b has none with the name "0"'),
        (PLANS, "plan_b.rules.redy_in=1 day", "redy_in is not a known key;ready_in"),
        (PLANS, "plan_b.rules.ready_in=1 to 2 days", "'1 to 2 days' is not exact, which a duration"),
        (PLANS, "plan_b.rules.until_built=ruels", 'there is no plan "ruels"'),
        (SMALLEST, "name=", "nothing is written here"),
        (SMALLEST, "name=[1", "this list is never closed, or a comma is missing"),
        (SMALLEST, "name=!!python/name:os.system x", "a tag stands here"),
        (SMALLEST, "error_costs=*a", "an alias stands here"),
        (SMALLEST, "name=a\u202eb", "the control character U+202E stands here"),
        (SMALLEST, "name=\x1b[31m", "the control character U+001B stands here"),
        (SMALLEST, "classes.0=a", "classes"),
        (COUNTS, "classes.2=a", 'classes is a list of 2 and has no item "2"'),
        (COUNTS, "error_costs.froud=1", '"froud" is none of the classes;fraud'),
        (COUNTS, "model.recall.froud=1", "there is nothing at this path to move;model.recall.fraud"),
        (COUNTS, "model.recall.fraud=2", "2 is not a rate: 2%?"),
        (COUNTS, "model.recall.fraud=0.5 to 0.6", "'0.5 to 0.6' is not exact"),
        (COUNTS, "prevalence.fraud=true", "true is not a number"),
        (COUNTS, "error_costs=-1", "-1 is below 0"),
        (RECALLS, "model.recall.froud=1", '"froud" is none of the classes;fraud'),
        (COUNTS, "model.accuracy={mean: 0.9, sd: 0.1}", "a block of keys is not exact"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_what_could_be_meant(text: str, option: str, said: str) -> None:
    message = refused(text, option)
    key = option.partition("=")[0]
    assert all(part in message for part in said.split(";"))
    assert f"--set {key}" in message or "stands beside" in message


@pytest.mark.parametrize("option", ["model.accuracy", "=5", "a..b=5", ".a=5", 'a"b=5', '"a=5', "", "a.=1"])
def test_an_option_of_another_form_is_a_usage_error(option: str) -> None:
    with pytest.raises(UsageError) as caught:
        loaded(SMALLEST, option)
    assert str(caught.value) == f"--set {option}: expected KEY=VALUE, such as --set model.accuracy=0.97"


def test_an_option_s_control_characters_are_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        loaded(SMALLEST, "\x1b[31m")
    assert str(caught.value) == "--set �[31m: expected KEY=VALUE, such as --set model.accuracy=0.97"
    for option in ("\x1b[31m=5", 'model."\u202e"=5', "prevalence.\u202e=5", "name.\udcff.a=5"):
        control = next(char for char in option if char in "\x1b\u202e\udcff")
        with pytest.raises(UsageError) as caught:
            loaded(SMALLEST, option)
        assert str(caught.value) == (
            f"--set {option.replace(control, '�')}: the key holds the control character U+{ord(control):04X};"
            " expected a key of the scenario"
        )


def test_segments_may_be_quoted_and_values_hold_equals_signs() -> None:
    setting = read_setting('sources."a \\"b\\".c"=x = y')
    assert setting.segments == ("sources", 'a "b".c')
    assert (setting.value, setting.path) == ("x = y", 'sources."a \\"b\\".c"')


def test_rules_are_set_in_the_scenario_but_not_beside_a_policy() -> None:
    assert loaded(SMALLEST, "policy.confidence=0.8").policy.confidence == 0.8
    for option in ("policy.confidence=0.8", "policy={}", '"policy".requires=[decay]'):
        with pytest.raises(UsageError) as caught:
            loaded(SMALLEST, option, policy="bold")
        assert (
            str(caught.value) == "--set policy.… is refused beside --policy: the rules are the policy file's"
        )


def test_classes_that_are_no_list_do_not_break_a_setting() -> None:
    assert "5 is not a list" in refused(COUNTS.replace("[fraud, comp.graphics]", "5"), "error_costs=2")


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put counts here and a scenario, with other counts of the same name, in a folder."""
    (tmp_path / "team").mkdir()
    (tmp_path / "counts.csv").write_text(
        "x,fraud,comp.graphics\nfraud,9,1\ncomp.graphics,0,90\n", encoding="utf-8"
    )
    (tmp_path / "draws.csv").write_text("1\n3\n", encoding="utf-8")
    (tmp_path / "team" / "counts.csv").write_text(
        "x,fraud,comp.graphics\nfraud,1,0\ncomp.graphics,0,1\n", encoding="utf-8"
    )
    text = COUNTS.replace("[[8, 2], [10, 180]]", "{file: counts.csv}")
    (tmp_path / "team" / "s.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_here")
def test_the_scenario_s_paths_are_beside_it_and_the_command_line_s_are_here() -> None:
    assert load_scenario("team/s.yaml").inputs.model == Counts(rows=((1, 0), (0, 1)))
    for more in (
        {"model": "counts.csv"},
        {"overrides": ["model.confusion={file: counts.csv}"]},
        {"overrides": ["model.confusion.file=counts.csv"]},
    ):
        assert load_scenario("team/s.yaml", **more).inputs.model == Counts(rows=((9, 1), (0, 90)))
    scenario = load_scenario("team/s.yaml", overrides=["savings_per_item={samples: draws.csv}"])
    assert scenario.summary.inputs["savings_per_item"].mean == 2


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize("system", ["model", "baseline"])
@pytest.mark.parametrize(
    "quality",
    [
        "accuracy: 98%, measured_on: 200",
        "recall: {fraud: 1, comp.graphics: 1}, measured_on: {fraud: 5, comp.graphics: 5}",
        "confusion: [[1, 2], [3, 4]]",
        "accuracy: nonsense",
    ],
)
def test_a_file_takes_the_place_of_quality_and_leaves_the_rest(system: str, quality: str) -> None:
    other = "baseline" if system == "model" else "model"
    text = f"""\
classes: [fraud, comp.graphics]
error_costs: 1
sources: {{{system}.cost_per_item: invoices, {system}.accuracy: a paper, '{system}."confusion"': x}}
{system}: {{cost_per_item: 0.25, {quality}}}
{other}: {{cost_per_item: 0.5, recall: {{fraud: 1, comp.graphics: 1}}}}
"""
    scenario = load_scenario(text=text, **{system: "counts.csv"})
    assert getattr(scenario.inputs, system) == Counts(rows=((9, 1), (0, 90)))
    assert isinstance(getattr(scenario.inputs, other), Recalls)
    assert scenario.summary.inputs[f"{system}.cost_per_item"].mean == 0.25
    assert scenario.summary.sources == {f"{system}.cost_per_item": "invoices"}
    assert scenario.summary.overrides == (f"--{system} counts.csv",)
    assert scenario.summary.confusion[system].path == "counts.csv"


@pytest.mark.usefixtures("_here")
def test_a_file_takes_the_place_of_always_and_can_be_moved() -> None:
    scenario = load_scenario(text=COUNTS, baseline="counts.csv", overrides=["baseline.recall.fraud=1"])
    assert scenario.inputs.baseline == Counts(rows=((9, 1), (0, 90)))
    # the mix is the model's, 10 of 200 fraud; the baseline makes no errors any more
    assert evaluate(scenario, draws=1).value_per_item.as_measured == pytest.approx(-140 / 200, rel=1e-12)


@pytest.mark.usefixtures("_here")
def test_problems_with_a_file_name_it(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(
        "x,fraud,comp.graphics\nfraud,9,one\ncomp.graphics,0,90\n", encoding="utf-8"
    )
    (tmp_path / "labels.csv").write_text("x,fraud,Graphics\nfraud,9,1\nGraphics,0,90\n", encoding="utf-8")
    assert refused(COUNTS, model="bad.csv").startswith(
        'bad.csv:2:9: "one" in row "fraud", column "comp.graphics" is not a number\n  2 | fraud,9,one\n'
    )
    assert refused(COUNTS, model="none.csv") == (
        "--model:1:1: model.confusion.file: none.csv: there is no such file\n"
        "  1 | none.csv\n"
        "    | ^^^^^^^^\n"
        "  expected: the path of an existing file: check its spelling and its folder"
    )
    assert refused(COUNTS, baseline="labels.csv") == (
        '--baseline:1:1: baseline.confusion.file: "Graphics" in labels.csv is none of the classes\n'
        "  1 | labels.csv\n"
        "    | ^^^^^^^^^^\n"
        "  expected: one of fraud, comp.graphics\n"
        "  did you mean: comp.graphics"
    )


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("file", "shown", "found", "expected"),
    [
        (
            "none.json",
            "  1 | none.json\n    | ^^^^^^^^^\n",
            "none.json: there is no such file",
            "the path of an existing file: check its spelling and its folder",
        ),
        ("", "", '"" is not a path', "file: audit.csv"),
    ],
)
@pytest.mark.usefixtures("_here")
def test_a_file_that_is_missing_is_told_where_the_classes_are_too(
    file: str, shown: str, found: str, expected: str
) -> None:
    text = "{savings_per_item: 1, error_costs: 2, baseline: {accuracy: 99%}, model: {accuracy: 98%}}"
    assert refused(text, model=file) == (
        f"--model:1:1: model.confusion.file: {found}\n{shown}  expected: {expected}\n\n"
        f"--model:1:1: model.confusion: confusion is per class, and classes is missing\n{shown}"
        "  expected: classes: [billing, fraud, other]"
    )


def test_a_file_for_a_system_that_is_no_mapping_is_refused() -> None:
    assert refused(SMALLEST.replace("{accuracy: 98.7%}", "98.7%"), baseline="counts.csv").startswith(
        "--baseline:1:1: baseline.confusion.file: baseline is a text: nothing can be set inside it"
    )


def test_a_label_with_an_equals_sign_is_reached_in_quotes() -> None:
    text = """
    classes: ["a=b", c]
    savings_per_item: 1
    error_costs: {"a=b": 2, c: 3}
    prevalence: {"a=b": 50%, c: 50%}
    baseline: {recall: {"a=b": 90%, c: 90%}}
    model: {recall: {"a=b": 90%, c: 90%}}
    """
    scenario = load_scenario(text=text, overrides=['error_costs."a=b"=5'])
    assert scenario.summary.inputs['error_costs."a=b"'].mean == 5


THREE = """
classes: [billing, fraud, other]
savings_per_item: 1
error_costs: {billing: 2, fraud: 90, other: 1}
baseline: {recall: {billing: 90%, fraud: 90%, other: 90%}}
model: {confusion: [[80, 10, 10], [1, 8, 1], [10, 20, 170]]}
"""


@pytest.mark.parametrize("step", [1, -1])
def test_shares_that_are_set_together_are_all_what_is_said(step: int) -> None:
    found = evaluate(loaded(THREE, *["prevalence.fraud=2%", "prevalence.billing=50%"][::step]))
    assert [each.share for each in found.classes] == pytest.approx([0.5, 0.02, 0.48], rel=1e-15)


def test_shares_that_sum_to_more_than_1_are_refused() -> None:
    message = refused(THREE, "prevalence.fraud=2%", "prevalence.billing=99%")
    assert "the shares that are set sum to 1.01" in message


def test_a_factor_on_all_costs_is_called_one() -> None:
    scenario = load_scenario(text=COUNTS, overrides=["error_costs=2"])
    assert scenario.summary.overrides == ("--set error_costs=2 (all error costs by this factor)",)


def test_a_plan_s_numbers_go_by_its_name() -> None:
    options = (
        "plan_b.rules.ready_in=3 days",
        'plan_b."back to the team".cost_per_item=0.5',
        "plan_b.rules.until_built=back to the team",
        'plan_b."back to the team".name=back',
        "plan_b.rules.until_built=back",
    )
    inputs = load_scenario(text=PLANS, overrides=options).inputs
    found = {path: item.distribution.mean for path, item in inputs.numbers.items() if path[:6] == "plan_b"}
    assert found == {
        "plan_b.rules.ready_in": 3,
        "plan_b.rules.build_time": 1,
        "plan_b.rules.accuracy": 0.9,
        "plan_b.back.ready_in": 3,
        "plan_b.back.cost_per_item": 0.5,
    }
    assert [(plan.name, plan.until_built) for plan in inputs.plans] == [("rules", "back"), ("back", None)]


def test_a_plan_that_is_put_in_whole_is_one() -> None:
    option = "plan_b=[{name: stop, kind: pause, ready_in: 0 days, cost_per_unprocessed_item: 0}]"
    (plan,) = load_scenario(text=PLANS, overrides=[option]).inputs.plans
    assert (plan.name, plan.path, plan.kind, plan.evidence) == ("stop", "plan_b.stop", "pause", None)
