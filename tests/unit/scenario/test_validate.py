"""Cutting out what is wrong leaves the rest, and the rest is checked."""

from __future__ import annotations

import pytest

from ship_or_not.api import load_scenario
from ship_or_not.errors import InputError
from ship_or_not.scenario.schema import LATER, Document
from ship_or_not.scenario.schema_policy import PolicyRules
from ship_or_not.scenario.source import parse_source
from ship_or_not.scenario.validate import inner_path, validate


def test_an_unknown_key_and_a_mismatched_label_are_both_reported() -> None:
    text = """\
classes: [billing, fraud]
owner: me
savings_per_item: 1
error_costs: {billing: 1, froud: 2}
baseline: {always: billing}
model: {confusion: [[9, 1], [1, 9]]}
"""
    with pytest.raises(InputError) as caught:
        load_scenario(text=text)
    assert [(problem.key, problem.suggestion) for problem in caught.value.problems] == [
        ("owner", ""),
        ("error_costs.froud", "fraud"),
    ]


def test_what_is_left_is_what_is_right() -> None:
    source = parse_source(
        "name: 5\nprior: 2\nbaseline: {accuracy: 98, cost_per_item: 1, foo: 2}\nvolume: {items: 3}\n",
        file="s",
    )
    validated = validate(source, Document)
    block = validated.block
    assert (block.name, block.prior, block.volume) == (None, 2.0, None)
    assert block.baseline is not None
    assert (block.baseline.accuracy, block.baseline.cost_per_item is None) == (None, False)
    assert validated.bad == {("name",), ("baseline", "accuracy"), ("baseline", "foo"), ("volume",)}
    assert sorted(problem.key for problem in validated.problems) == [
        "baseline.accuracy", "baseline.foo", "name", "volume.per",
    ]  # fmt: skip


def test_one_wrong_item_takes_its_list_along_and_each_is_reported() -> None:
    validated = validate(parse_source("requires: [decay, a, b]\nconfidence: 80%\n", file="p"), PolicyRules)
    assert [problem.key for problem in validated.problems] == ["requires[1]", "requires[2]"]
    assert (validated.block.requires, validated.block.confidence) == (None, 0.8)


def test_a_misspelt_key_counts_as_written() -> None:
    validated = validate(parse_source("volume: {item: 3, per: day}\nhorizn: 1 year\n", file="s"), Document)
    assert sorted(problem.key for problem in validated.problems) == ["horizn", "volume.item"]
    assert {("horizon",), ("volume", "items")} < validated.bad


@pytest.mark.parametrize("key", sorted(LATER))
def test_a_later_version_s_key_is_refused_by_that_name(key: str) -> None:
    text = "{}"
    for part in reversed(key.split(".")):
        text = f"{{{part}: {text}}}"
    (problem,) = validate(parse_source(text, file="s"), Document).problems
    assert (problem.key, problem.found) == (key, f"this version cannot compute {key.rpartition('.')[2]} yet")


WRONG_TYPES = {
    "prior": ["true", "[1]", "one", "{low: 1, high: 2}"],
    "name": ["5", "true", "[a]", "{a: b}", "''"],
    "version": ["1.5", "true", "one", "2", "'1'"],
    "horizon": ["5", "true", "[1 day]", "0 days", "1 to 2 days"],
    "volume": ["5", "[5]", "{items: true, per: day}", "{items: 5, per: 5}", "{items: 5, per: true}"],
    "classes": ["a", "{a: b}", "[a, a]", "[a]", "[]", "[[a], b]"],
    "sources": ["a", "[a]", "{a: 5}", "{a: [b]}"],
    "prevalence": ["0.5", "[0.5]", "half"],
    "discount_rate": ["true", "8", "8 per year", "[8%]"],
    "customer_impact": ["5", "{churn_per_error: true, customer_value: 5}"],
}


@pytest.mark.threat("coercion", sum(map(len, WRONG_TYPES.values())))
def test_nothing_is_coerced() -> None:
    for key, values in WRONG_TYPES.items():
        for value in values:
            problems = validate(parse_source(f"{key}: {value}", file="s"), Document).problems
            assert problems, (key, value)
            assert all(problem.expected and problem.location.line == 1 for problem in problems)


def test_positions_in_lists_become_numbers() -> None:
    source = parse_source("a: {1: [x, {2: y}]}", file="s")
    assert inner_path(source, ("a", "1", "1", "2")) == ("a", "1", 1, "2")
    assert inner_path(source, ("a", "b")) == ("a", "b")
