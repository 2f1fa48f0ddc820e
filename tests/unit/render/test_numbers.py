"""Figures are written once, and never so that they say something else."""

from __future__ import annotations

import doctest
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ship_or_not.render import labels, numbers
from ship_or_not.render.numbers import aligned, chance, count, figure, interval, money, quantity, rate

FINITE = st.floats(allow_nan=False, allow_infinity=False)
RATES = st.floats(min_value=0, max_value=1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.286, "0.286"),
        (0.3, "0.30"),
        (2.0, "2.00"),
        (0.28563, "0.2856"),
        (123.4567, "123.46"),
        (999.97, "999.97"),
        (999.996, "1,000"),
        (5103.7, "5,104"),
        (11438217.2, "11,438,217"),
        (0.00001, "0.00001"),
        (1.5e-7, "1.5e-07"),
        (1e15, "1e+15"),
        (5e-324, "4.941e-324"),
        (-1.7e308, "-1.7e+308"),
    ],
)
def test_money_has_four_digits_or_whole_units(value: float, written: str) -> None:
    assert money(value) == written


def test_a_currency_follows_the_amount_and_may_be_missing() -> None:
    assert (money(0.286, "EUR"), money(0.286)) == ("0.286 EUR", "0.286")


def test_a_difference_carries_its_sign() -> None:
    assert [money(value, signed=True) for value in (0.286, -0.014, 0.0)] == ["+0.286", "-0.014", "0"]


@given(FINITE)
def test_what_is_not_zero_never_reads_as_zero(value: float) -> None:
    for text in (figure(value), money(value), aligned([value, 1234.5])[0], money(value, signed=True)):
        assert (float(text.replace(",", "")) == 0) == (value == 0)


@given(st.floats(min_value=-1e300, max_value=1e300))
def test_a_written_amount_is_near_the_amount_and_ascii(value: float) -> None:
    text = money(value)
    assert text.isascii()
    assert math.isclose(float(text.replace(",", "")), value, rel_tol=6e-4)


@given(FINITE, FINITE)
def test_different_amounts_held_against_each_other_read_differently(value: float, other: float) -> None:
    texts = money(value, against=other), money(other, against=value)
    assert (texts[0] == texts[1]) == (value == other)


@given(RATES, RATES)
def test_a_chance_off_the_asked_one_never_reads_as_it(value: float, asked: float) -> None:
    if abs(value - asked) > 1e-12:
        assert chance(value, against=asked) != chance(asked)


@given(RATES)
def test_only_certain_rates_read_as_0_or_100_percent(value: float) -> None:
    assert (rate(value) == "0 %") == (value == 0)
    assert (rate(value) == "100 %") == (value == 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.932, "93.2 %"), (0.9995, "> 99.9 %"), (1.0, "> 99.9 %"), (0.0005, "< 0.1 %"), (0.0, "< 0.1 %")],
)
def test_chances_near_the_ends_are_bounds(value: float, written: str) -> None:
    assert chance(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.987, "98.7 %"),
        (0.98, "98.0 %"),
        (0.99995, "99.995 %"),
        (0.007, "0.7 %"),
        (0.00042, "0.042 %"),
        (1e-12, "1e-10 %"),
        (1 - 1e-12, "almost 100 %"),
        (-0.1, "-10.0 %"),
    ],
)
def test_rates_are_percents(value: float, written: str) -> None:
    assert rate(value) == written


def test_a_tie_that_the_display_would_hide_is_said() -> None:
    assert money(0.30000004, against=0.3) == "0.30000004"
    assert chance(0.899999, against=0.9) == "89.9999 %"
    assert rate(0.98704, against=0.987) == "98.704 %"


def test_a_column_shares_its_decimals() -> None:
    assert aligned([0.3, -0.0141, 0.2859], signed=True) == ["+0.3000", "-0.0141", "+0.2859"]
    assert aligned([5104.2, 20.1, -0.002, 0]) == ["5,104", "20", "-0.002", "0"]
    assert aligned([0, 0]) == ["0", "0"]
    assert aligned([1e-9, -2e-9]) == ["1e-09", "-2e-09"]
    assert aligned([]) == []


def test_intervals_are_signed() -> None:
    assert interval(-13338.1, 234771.9, "EUR") == "-13,338 to +234,772 EUR"
    assert interval(-0.1, 0.2) == "-0.10 to +0.20"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.837, "rate", "83.7 %"),
        (0.02, "rate per month", "2.0 % per month"),
        (42.857142857, "money", "42.86 EUR"),
        (1200.0, "money per month", "1,200 EUR per month"),
        (40000.0, "items per month", "40,000 per month"),
        (6.0, "weeks", "6 weeks"),
        (1.0, "weeks", "1 week"),
        (0.5, "days", "0.5 days"),
        (0.003, "rate per month", "0.3 % per month"),
        (900.0, "errors per month", "900 errors per month"),
        (1.0, "errors per month", "1 error per month"),
        (0.837, "", "0.837"),
    ],
)
def test_quantities_are_written_in_their_unit(value: float, unit: str, written: str) -> None:
    assert quantity(value, unit, "EUR") == written


def test_counts_have_thousands_separators() -> None:
    assert count(1234567) == "1,234,567"


@pytest.mark.parametrize("module", [numbers, labels])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


def test_labels_lose_what_is_not_to_be_printed() -> None:
    assert labels.clean("a\r\n\tb") == "a b"
    bad = "\x00\x1b\x7f\x9b\u202e\u2066\ud800"
    assert labels.clean(bad) == labels.REPLACEMENT * len(bad)
    assert all(labels.clean(pair) == pair for pair in map("".join, itertools.product("aé票 ", repeat=2)))
