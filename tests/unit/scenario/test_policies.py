"""Decision rules: the scenario's own, shipped ones, and files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError, UsageError
from ship_or_not.results import AmountLimit, Policy, RateLimit
from ship_or_not.scenario.policies import SHIPPED, read_policy

if TYPE_CHECKING:
    from pathlib import Path

SMALLEST = """\
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""


def understood(policy: Policy) -> tuple[str, float, float, AmountLimit | None, tuple[str, ...]]:
    return policy.name, policy.min_value_per_item, policy.confidence, policy.loss, policy.requires


def test_the_four_shipped_ones_say_what_the_documents_say() -> None:
    assert [understood(read_policy(name)) for name in SHIPPED] == [
        ("balanced", 0.0, 0.9, None, ()),
        (
            "cautious",
            0.0,
            0.95,
            AmountLimit(amount=0.0, chance=0.05),
            ("error-costs", "evidence-size", "class-mix"),
        ),
        ("bold", 0.0, 0.0, None, ()),
        ("no-worse", -0.001, 0.9, None, ()),
    ]
    assert read_policy("bold").path == "configs/bold.yaml"


def test_a_file_is_named_hashed_and_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"  # a name that must not make it the scenario's own
    text = "limits: {error_rate: {0: {above: 30%, chance: 5%}}}\nrequires: [decay]\n"
    path.write_text(text, encoding="utf-8")
    policy = read_policy(path)
    assert (policy.name, policy.path) == ("scenario", str(path))
    assert policy.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert policy.error_rate == {"0": RateLimit(above=0.3, chance=0.05)}
    assert (policy.confidence, policy.requires) == (0.9, ("decay",))


def test_a_file_that_is_here_needs_neither_a_folder_nor_an_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "strict").write_text("confidence: 97%\n")
    found = read_policy("strict")
    assert (found.name, found.confidence) == ("strict", 0.97)


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        read_policy("cautios")
    assert str(caught.value) == (
        "--policy cautios: no such policy; expected a file, or one of balanced, cautious, bold, no-worse; "
        "did you mean: cautious"
    )


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have_is_refused_alike(name: str) -> None:
    with pytest.raises(UsageError, match="no such policy"):
        read_policy(name)


def test_a_missing_file_is_said_to_be_missing() -> None:
    with pytest.raises(InputError, match=r"^rules/none\.yaml: there is no such file"):
        read_policy("rules/none.yaml")


def test_everything_wrong_with_a_file_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rules.yaml").write_text(
        "confidence: 95\nlimits: {loss: {amount: 5}, drawdown: {}}\nrequire: [decay]\n", encoding="utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_policy("rules.yaml")
    assert (
        str(caught.value)
        == """\
rules.yaml:1:13: confidence: 95 is not a chance: 95%?
  1 | confidence: 95
    |             ^^
  expected: 95% or 0.95

rules.yaml:2:10: limits.loss.chance: chance is missing
  2 | limits: {loss: {amount: 5}, drawdown: {}}
    |          ^^^^
  expected: chance: 5%

rules.yaml:2:29: limits.drawdown.amount: amount is missing
  2 | limits: {loss: {amount: 5}, drawdown: {}}
    |                             ^^^^^^^^
  expected: amount: 50000

rules.yaml:2:29: limits.drawdown.chance: chance is missing
  2 | limits: {loss: {amount: 5}, drawdown: {}}
    |                             ^^^^^^^^
  expected: chance: 5%

rules.yaml:3:1: require: require is not a known key
  3 | require: [decay]
    | ^^^^^^^
  expected: one of min_value_per_item, confidence, limits, requires
  did you mean: requires"""
    )


def test_a_policy_replaces_the_scenario_s_whole_right_or_wrong() -> None:
    text = SMALLEST + "policy: {confidence: 95, requires: [decay]}\nsources: {policy.confidence: the board}\n"
    assert understood(load_scenario(text=text, policy="bold").policy) == ("bold", 0.0, 0.0, None, ())


def test_a_limit_that_lacks_its_inputs_is_refused_with_the_policy_s_name() -> None:
    with pytest.raises(InputError) as caught:
        load_scenario(text=SMALLEST, policy="cautious")
    (problem,) = caught.value.problems
    assert problem.found == "policy cautious: the limit on loss needs volume and horizon"
    assert problem.expected == "volume: {items: 40000, per: month} and horizon: 24 months"


def test_a_file_s_limit_on_a_class_that_there_is_not_names_the_policy(tmp_path: Path) -> None:
    path = tmp_path / "gate.yaml"
    path.write_text("limits: {error_rate: {froud: {above: 30%, chance: 5%}}}\n", encoding="utf-8")
    text = SMALLEST.replace("model: {accuracy: 98%}", "model: {confusion: [[9, 1], [1, 9]]}")
    with pytest.raises(InputError) as caught:
        load_scenario(text="classes: [billing, fraud]\n" + text, policy=path)
    (problem,) = caught.value.problems
    assert (problem.found, problem.suggestion) == ('"froud" in policy gate is none of the classes', "fraud")
