"""What a sweep moves, as people write it."""

from __future__ import annotations

import pytest

from ship_or_not.errors import UsageError
from ship_or_not.scenario.axes import Axis, read_axis

EXPECTED = (
    "KEY=FROM:TO, KEY=FROM:TO:STEPS, KEY=FROM:TO:STEPS:log or KEY=VALUE,VALUE,…,"
    " such as model.accuracy=0.9:0.99:21"
)
SINGLE = "a sweep moves an input to single numbers, not to a range or a distribution"


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("0:1", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("0:1:3", (0.0, 0.5, 1.0)),
        ("1:0:3", (0.0, 0.5, 1.0)),
        ("0.1:0.4:4", (0.1, 0.2, 0.3, 0.4)),
        ("-1:-100:3:log", (-100.0, -10.0, -1.0)),
        ("1:1e6:7:log", (1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6)),
        ("2:2", (2.0,)),
        ("2:2:1", (2.0,)),
        ("7", (7.0,)),
        ("3, 1 ,2,3", (1.0, 2.0, 3.0)),
    ],
)
def test_values_ascend_and_are_the_floats_nearest_to_what_they_are(
    written: str, values: tuple[float, ...]
) -> None:
    assert read_axis("error_costs", written, steps=5) == Axis(path="error_costs", values=values)


@pytest.mark.parametrize(
    ("written", "settings"),
    [
        ("90%:92%:3", ["k=90%", "k=91%", "k=92%"]),
        ("0.9:92%:2", ["k=90%", "k=92%"]),
        ("1:2 weeks:3", ["k=1 weeks", "k=1.5 weeks", "k=2 weeks"]),
        ("1 month:2 months:2", ["k=1 months", "k=2 months"]),
        ("1,2 per day", ["k=1 per day", "k=2 per day"]),
        ("0.5%:1% per month:2", ["k=0.5% per month", "k=1% per month"]),
        ("98,1e-7", ["k=1e-07", "k=98"]),
    ],
)
def test_a_value_is_set_as_it_would_be_written(written: str, settings: list[str]) -> None:
    axis = read_axis("k", written, steps=5)
    assert [axis.setting(value) for value in axis.values] == settings


def test_a_key_may_be_quoted() -> None:
    for key in ('error_costs."a:b"', 'error_costs."=b|x"'):
        assert read_axis(key, "1:2", steps=2).setting(1.0) == f"{key}=1"


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", f"'' is no number to move it to; expected {EXPECTED}"),
        ("a:b", f"'a' is no number to move it to; expected {EXPECTED}"),
        ("1,", f"'' is no number to move it to; expected {EXPECTED}"),
        ("1e16", "1e16 is out of bounds; expected a number from -1e15 to 1e15"),
        ("1e300:1e305", "1e300 is out of bounds; expected a number from -1e15 to 1e15"),
        ("1 to 5", f"{SINGLE}; expected {EXPECTED}"),
        ("2,9 to 20,50", f"{SINGLE}; expected {EXPECTED}"),
        ("{low: 1, high: 2}", f"{SINGLE}; expected {EXPECTED}"),
        ("1:10:log", "log stands where the number of values belongs; expected 1:10:5:log"),
        ("1:2:3:log:4", f"it is neither a range nor a list of values; expected {EXPECTED}"),
        ("1:2,3", f"'2,3' is no number to move it to; expected {EXPECTED}"),
        ("1:2:3,4", "it is neither a range nor a list of values; expected " + EXPECTED),
        ("1:2:1", "'1' is no number of values; expected 2 to 10,000"),
        ("1:2:many", "'many' is no number of values; expected 2 to 10,000"),
        ("1:2:10001", "there are 10,001 values; expected at most 10,000"),
        ("1:2:5:lin", "'lin' is no way to spread values; expected log, or nothing"),
        ("0:2:5:log", "log needs both ends above 0, or both below; expected other ends, or no :log"),
        (
            "1 day:2 weeks",
            "1 day and 2 weeks have different units; expected one unit, behind the last value",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_write(written: str, problem: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_axis("k", written, steps=5)
    assert str(caught.value) == f"k={written}: {problem}"


def test_what_is_no_key_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        read_axis("a..b", "1:2", steps=5)
    assert str(caught.value) == f"a..b=1:2: 'a..b' is no key of a scenario; expected {EXPECTED}"
