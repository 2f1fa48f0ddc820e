"""Variants: what stands before each name, whatever the order of the options."""

from __future__ import annotations

from typing import Any

import pytest

from ship_or_not.cli.variants import FLAGS, read_variants, refuse_variants
from ship_or_not.errors import UsageError

NAMES = {flag: name for name, flag in FLAGS.items()}


def read(*words: str) -> dict[str, tuple[Any, ...]]:
    """Read variants off options and their values; others are let by."""
    order = [NAMES.get(flag, "seed") for flag in words[::2]]
    given: dict[str, list[str]] = {}
    for name, value in zip(order, words[1::2], strict=True):
        given.setdefault(name, []).append(value)
    found = read_variants(order, given, policy="bold")
    assert {each.policy for each in found.values()} <= {"bold"}
    return {name: (tuple(each.overrides), each.model, each.baseline) for name, each in found.items()}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ((), {}),
        (("--seed", "1"), {}),
        (("--set", "a=1"), {"a=1": (("a=1",), None, None)}),
        (("--set", "a=1", "--as", "x"), {"x": (("a=1",), None, None)}),
        (("--set", ""), {"": (("",), None, None)}),
        (("--set", "", "--as", "x"), {"x": (("",), None, None)}),
        (("--model", ""), {"model ": ((), "", None)}),
        (
            ("--set", "a=1", "--seed", "1", "--set", "b=2", "--as", "x", "--set", "a=3"),
            {"x": (("a=1", "b=2"), None, None), "a=3": (("a=3",), None, None)},
        ),
        (
            ("--model", "a.csv", "--set", "b=2", "--as", "x", "--baseline", "c.csv", "--as", "y"),
            {"x": (("b=2",), "a.csv", None), "y": ((), None, "c.csv")},
        ),
        (
            ("--model", "a.csv", "--model", "b.csv"),
            {"model a.csv": ((), "a.csv", None), "model b.csv": ((), "b.csv", None)},
        ),
        (
            ("--model", "a.csv", "--baseline", "b.csv", "--set", "c=1", "--baseline", "d.csv", "--as", "x"),
            {
                "model a.csv, baseline b.csv, c=1": (("c=1",), "a.csv", "b.csv"),
                "x": ((), None, "d.csv"),
            },
        ),
    ],
)
def test_a_variant_is_what_stands_before_its_name(
    words: tuple[str, ...], found: dict[str, tuple[Any, ...]]
) -> None:
    assert read(*words) == found
    assert list(read(*words)) == list(found)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--as", "x"),
            "--as x: nothing stands before it that differs: --set model.accuracy=0.97 --as better",
        ),
        (
            ("--set", "a=1", "--as", "x", "--as", "y"),
            "--as y: nothing stands before it that differs: --set model.accuracy=0.97 --as better",
        ),
        (("--set", "a=1", "--as", " "), "--as  : a name is missing: --set model.accuracy=0.97 --as better"),
        (
            ("--set", "a=1", "--as", "x", "--set", "a=2", "--as", "x"),
            "two variants are called x: give each a name of its own with --as",
        ),
        (
            ("--model", "a.csv", "--model", "a.csv"),
            "two variants are called model a.csv: give each a name of its own with --as",
        ),
    ],
)
def test_a_name_names_one_variant_that_differs(words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError) as error:
        read(*words)
    assert str(error.value) == message


@pytest.mark.parametrize(("name", "flag"), [(name, flag) for name, flag in FLAGS.items() if flag != "--set"])
def test_several_scenarios_have_no_variants(name: str, flag: str) -> None:
    refuse_variants({"overrides": ["a=1"], name: None}, 2)
    with pytest.raises(UsageError) as error:
        refuse_variants({name: ["x"]}, 3)
    assert str(error.value) == f"{flag} goes with one scenario, not with 3"
