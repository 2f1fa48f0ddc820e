"""How numbers are written, and what is said where one cannot be taken."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ship_or_not.engine.distributions import (
    Beta,
    Empirical,
    Exact,
    Gamma,
    LogitNormal,
    Lognormal,
    Normal,
    Pert,
    Uniform,
)
from ship_or_not.scenario.numbers import (
    AMOUNT,
    COST,
    COST_PER_PERIOD,
    RATE,
    RATE_PER_PERIOD,
    Duration,
    Number,
    NumberError,
    Quantity,
    empirical,
    parse_duration,
    parse_duration_number,
    parse_exact,
    parse_number,
)

A_RATE = "a rate from 0 to 1, such as 98%"
AN_AMOUNT = "an amount from -1e15 to 1e15, such as 2.50"
A_COST = "a cost from 0 to 1e15, such as 2.50"
A_COST_PER_PERIOD = "a cost per period from 0 to 1e15, such as 1200 per month"
FORMS = "{low, high}, {low, likely, high}, {mean, sd} or {samples}"
DURATION = "a number and a unit: 3 days, 6 weeks, 24 months, 0.5 years"
PER_WEEK = {"day": 7.0, "week": 1.0, "month": 7 / (365 / 12), "year": 7 / 365}
HUGE_INT = 10**400


@pytest.mark.parametrize(
    ("raw", "quantity", "value"),
    [
        (2, AMOUNT, 2.0),
        (-0.35, AMOUNT, -0.35),
        ("2.50", COST, 2.5),
        (" .5 ", COST, 0.5),
        ("1e3", COST, 1000.0),
        ("+5.", COST, 5.0),
        (0, COST, 0.0),
        (0.98, RATE, 0.98),
        ("98%", RATE, 0.98),
        ("98 %", RATE, 0.98),
        ("98.7%", RATE, float("98.7e-2")),
        ("1e1%", RATE, 0.1),
        ("0.1%", RATE, 0.001),
        ("100%", RATE, 1.0),
        ("0%", RATE, 0.0),
    ],
)
def test_a_plain_number_is_the_float_nearest_to_what_is_written(
    raw: object, quantity: Quantity, value: float
) -> None:
    assert parse_number(raw, quantity) == Number(distribution=Exact(value))
    assert parse_exact(raw, quantity) == value


def test_every_percentage_with_two_decimals_is_the_nearest_float() -> None:
    for cents in range(10_001):
        text = f"{cents // 100}.{cents % 100:02}"
        assert parse_exact(f"{text}%", RATE) == float(f"{text}e-2") == cents / 10_000


@pytest.mark.parametrize("period", PER_WEEK)
def test_an_amount_per_period_converts_to_weeks(period: str) -> None:
    raw = f"1200 per {period}"
    number = Number(distribution=Exact(1200.0), unit=f"per {period}", factor=PER_WEEK[period])
    assert parse_number(raw, COST_PER_PERIOD) == number
    assert parse_exact(raw, COST_PER_PERIOD) == 1200 * PER_WEEK[period]


@pytest.mark.parametrize(
    ("raw", "quantity", "distribution"),
    [
        ("1 to 5", COST, Lognormal.from_range(1, 5)),
        ("-1 to 5", AMOUNT, Normal.from_range(-1, 5)),
        ("1 to 5", AMOUNT, Normal.from_range(1, 5)),
        ("95%  to  99%", RATE, LogitNormal.from_range(0.95, 0.99)),
        ("0.95 to 0.99", RATE, LogitNormal.from_range(0.95, 0.99)),
        ({"low": 0, "high": "5%"}, RATE, Uniform(0, 0.05)),
        ({"low": 1, "high": 5}, COST, Uniform(1, 5)),
        ({"low": 1, "likely": 2, "high": 5}, COST, Pert(1, 2, 5)),
        ({"low": 1, "likely": 1, "high": 5}, COST, Pert(1, 1, 5)),
        ({"mean": 2, "sd": 0.4}, AMOUNT, Normal(2, 0.4)),
        ({"mean": 2, "sd": 0.4}, COST, Gamma.from_moments(2, 0.4)),
        ({"mean": "98%", "sd": "1%"}, RATE, Beta.from_moments(0.98, 0.01)),
    ],
)
def test_each_form_means_its_distribution(raw: object, quantity: Quantity, distribution: object) -> None:
    assert parse_number(raw, quantity) == Number(distribution=distribution)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("raw", "distribution", "period"),
    [
        ("1 to 5 per month", Lognormal.from_range(1, 5), "month"),
        ("1 per day to 14 per week", Lognormal.from_range(1, 2), "day"),
        ("7 per week to 2 per day", Lognormal.from_range(7, 14), "week"),
        ({"low": 1, "high": "5 per day"}, Uniform(1, 5), "day"),
        ({"low": "1 per day", "likely": "21 per week", "high": 5}, Pert(1, 3, 5), "day"),
        ({"mean": "2 per year", "sd": 0.4}, Gamma.from_moments(2, 0.4), "year"),
    ],
)
def test_all_entries_are_in_the_period_of_the_first_that_has_one(
    raw: object, distribution: object, period: str
) -> None:
    expected = Number(
        distribution=distribution,  # type: ignore[arg-type]
        unit=f"per {period}",
        factor=PER_WEEK[period],
    )
    assert parse_number(raw, COST_PER_PERIOD) == expected


def test_a_list_of_samples_is_an_empirical_distribution() -> None:
    number = parse_number({"samples": ["3 per day", "7 per week", 2]}, COST_PER_PERIOD)
    assert isinstance(number.distribution, Empirical)
    assert number.distribution.samples.tolist() == [1.0, 2.0, 3.0]
    assert (number.unit, number.factor) == ("per day", 7.0)


@pytest.mark.parametrize(
    ("raw", "quantity", "number"),
    [
        ("draws.csv", COST, Number(distribution=None, samples_file="draws.csv")),
        ("cost per month", COST, Number(distribution=None, samples_file="cost per month")),
        (
            "cost per call.csv per week",
            COST_PER_PERIOD,
            Number(distribution=None, samples_file="cost per call.csv", unit="per week"),
        ),
    ],
)
def test_a_file_of_samples_is_left_to_the_caller(raw: str, quantity: Quantity, number: Number) -> None:
    assert parse_number({"samples": raw}, quantity) == number


REFUSED: list[tuple[object, Quantity, str, str]] = [
    # not a number
    (True, COST, "true is not a number", A_COST),
    (None, COST, "an empty value is not a number", A_COST),
    ([1], COST, "a list is not a number", A_COST),
    ("", COST, "'' is not a number", A_COST),
    ("abc", RATE, "'abc' is not a number", A_RATE),
    ("x" * 40, COST, f"'{'x' * 40}' is not a number", A_COST),
    ("x" * 41, COST, f"'{'x' * 40}…' is not a number", A_COST),
    ("\x1b[31m", COST, r"'\x1b[31m' is not a number", A_COST),
    ("0x1F", COST, "'0x1F' is not a number", A_COST),
    ("1 000", COST, "'1 000' has something between its digits", "1000"),
    ("inf", AMOUNT, "'inf' is not a number", AN_AMOUNT),
    (".nan", AMOUNT, "'.nan' is not a number", AN_AMOUNT),
    ("98%%", RATE, "'98%%' has two percent signs", "98%"),
    ("1 to 2 to 3", COST, "'1 to 2 to 3' is not a number", A_COST),
    (math.nan, AMOUNT, "nan cannot be computed with", AN_AMOUNT),
    (math.inf, AMOUNT, "inf cannot be computed with", AN_AMOUNT),
    (HUGE_INT, COST, "a number of more than 300 digits cannot be computed with", A_COST),
    ("1e999", COST, "'1e999' is too large to compute with", A_COST),
    # a number with something odd about it
    ("1,5", COST, "'1,5' has a comma", "1.5"),
    ("1,5%", RATE, "'1,5%' has a comma", "1.5%"),
    ("1,000", COST, "'1,000' has a comma", "1000"),
    ("1,234,567.8", COST, "'1,234,567.8' has a comma", "1234567.8"),
    ("1_000", COST, "'1_000' has an underscore", "1000"),
    ("1,200 per month", COST_PER_PERIOD, "'1,200 per month' has a comma", "1200 per month"),
    ("017", COST, "'017' has leading zeros", "17"),
    ("-09", AMOUNT, "'-09' has leading zeros", "-9"),
    ("$5", COST, "'$5' names a currency", "5; the currency has a key of its own"),
    ("5 EUR", COST, "'5 EUR' names a currency", "5; the currency has a key of its own"),
    # bounds
    (98, RATE, "98 is not a rate: 98%?", "98% or 0.98"),
    ("98", RATE, "98 is not a rate: 98%?", "98% or 0.98"),
    (150, RATE, "150 is above 1", A_RATE),
    ("150%", RATE, "150% is above 100%", A_RATE),
    ("-1%", RATE, "-1% is below 0%", A_RATE),
    (-2, COST, "-2 is below 0", A_COST),
    (2e15, AMOUNT, "2e15 is above 1e15", AN_AMOUNT),
    (-2e15, AMOUNT, "-2e15 is below -1e15", AN_AMOUNT),
    # percent signs and periods
    ("5%", COST, "'5%' is a percentage, and a cost takes none", A_COST),
    ("5 per month", COST, "'5 per month' has a period, and a cost takes none", "5"),
    (5, COST_PER_PERIOD, "5 has no period", "5 per day, per week, per month or per year"),
    ("1 to 5", COST_PER_PERIOD, "1 to 5 has no period", "1 to 5 per day, per week, per month or per year"),
    (
        "5 per quarter",
        COST_PER_PERIOD,
        "'quarter' is not a period",
        "5 per day, per week, per month or per year",
    ),
    # ranges
    ("1 to 5%", RATE, "'1 to 5%' has a percent sign on one side only", "1% to 5%"),
    ("1% to 5", RATE, "'1% to 5' has a percent sign on one side only", "1% to 5%"),
    ("90 to 95", RATE, "90 to 95 is not a rate: 90% to 95%?", "90% to 95%"),
    ("5 to 1", COST, "5 to 1 runs downwards", "1 to 5"),
    ("2 to 2", COST, "2 to 2 is not a range", "2, or two numbers that differ"),
    ("1 to 2e15", COST, "2e15 is above 1e15", A_COST),
    ("1 to 1,5", COST, "'1,5' has a comma", "1.5"),
    ("1e-5 to 1e15", COST, "draws too large or too close together to compute with", "a less extreme form"),
    ("1e-300 to 1e15", COST, "draws too large or too close together to compute with", "a less extreme form"),
    # keys
    ({"lo": 1, "high": 5}, COST, "'lo' is not a key of an uncertain number", FORMS),
    ({1: 2}, COST, "1 is not a key of an uncertain number", FORMS),
    ({"low": 1}, COST, "{low} is not a form of an uncertain number", FORMS),
    ({"low": 1, "sd": 2}, COST, "{low, sd} is not a form of an uncertain number", FORMS),
    ({}, COST, "{} is not a form of an uncertain number", FORMS),
    (
        {"mean": 1, "sd": 1e200},
        AMOUNT,
        "draws too large or too close together to compute with",
        "a less extreme form",
    ),
]


@pytest.mark.parametrize(("raw", "quantity", "found", "expected"), REFUSED, ids=lambda case: str(type(case)))
def test_what_cannot_be_taken_is_refused_with_what_to_write(
    raw: object, quantity: Quantity, found: str, expected: str
) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(raw, quantity)
    assert (caught.value.found, caught.value.expected, caught.value.at) == (found, expected, ())


NO_RATE_RANGE = "is no 90 % range of a rate: both ends have to be strictly between 0% and 100%"


@pytest.mark.parametrize(
    ("raw", "quantity", "found", "nearest"),
    [
        ("0% to 5%", RATE, f"0% to 5% {NO_RATE_RANGE}", "{low: 0%, high: 5%}"),
        ("95% to 100%", RATE, f"95% to 100% {NO_RATE_RANGE}", "{low: 95%, high: 100%}"),
        ("95% to 105%", RATE, f"95% to 105% {NO_RATE_RANGE}", "{low: 95%, high: 100%}"),
        ("0 to 0.5", RATE, f"0 to 0.5 {NO_RATE_RANGE}", "{low: 0, high: 0.5}"),
        ("-5% to -1%", RATE, f"-5% to -1% {NO_RATE_RANGE}", A_RATE),
        (
            "0 to 5",
            COST,
            "0 to 5 is no 90 % range of a cost: both ends have to be above 0",
            "{low: 0, high: 5}",
        ),
        (
            "-1 to 5",
            COST,
            "-1 to 5 is no 90 % range of a cost: both ends have to be above 0",
            "{low: 0, high: 5}",
        ),
        (
            "0 to 5 per month",
            COST_PER_PERIOD,
            "0 to 5 is no 90 % range of a cost per period: both ends have to be above 0",
            "{low: 0 per month, high: 5 per month}",
        ),
    ],
)
def test_a_range_that_its_quantity_cannot_take_suggests_the_nearest_form(
    raw: str, quantity: Quantity, found: str, nearest: str
) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(raw, quantity)
    assert (caught.value.found, caught.value.expected) == (found, nearest)


@pytest.mark.parametrize(
    ("raw", "quantity", "found", "expected", "at"),
    [
        ({"low": 5, "high": 1}, COST, "low 5 is not below high 1", "low < high", "low"),
        (
            {"low": 1, "likely": 7, "high": 5},
            COST,
            "likely 7 is not between low 1 and high 5",
            "low <= likely <= high",
            "likely",
        ),
        ({"low": -1, "high": 5}, COST, "-1 is below 0", A_COST, "low"),
        ({"low": 0, "high": 5}, RATE, "5 is not a rate: 5%?", "5% or 0.05", "high"),
        ({"low": {}, "high": 5}, COST, "a block of keys is not a number", A_COST, "low"),
        (
            {"low": 1, "high": 2},
            COST_PER_PERIOD,
            "1 has no period",
            "1 per day, per week, per month or per year",
            "low",
        ),
        (
            {"mean": 0.5, "sd": 0.6},
            RATE,
            "sd 0.6 is too wide for a rate with mean 0.5",
            "an sd up to 0.499",
            "sd",
        ),
        ({"mean": 1, "sd": 100}, COST, "sd 100 is too wide for a cost with mean 1", "an sd up to 31.6", "sd"),
        (
            {"mean": 0, "sd": 0.4},
            COST,
            "no gamma has mean 0, a bound of a cost",
            "{low: 0, high: 0.8}",
            "mean",
        ),
        (
            {"mean": "100%", "sd": 0.03},
            RATE,
            "no beta has mean 100%, a bound of a rate",
            "{low: 0.94, high: 1}",
            "mean",
        ),
        ({"mean": -1, "sd": 0.4}, COST, "-1 is below 0", A_COST, "mean"),
        ({"mean": 1, "sd": 0}, AMOUNT, "sd 0 is not above 0", "an sd above 0, or 1 alone", "sd"),
        (
            {"mean": 1e-300, "sd": 1},
            RATE,
            "sd 1 is too wide for a rate with mean 1e-300",
            "an sd up to 3.16e-299",
            "sd",
        ),
        ({"samples": []}, COST, "0 samples", "from 1 to 1000000 samples", "samples"),
        ({"samples": [1, -2]}, COST, "-2 is below 0", A_COST, "samples.1"),
        ({"samples": ["a"]}, COST, "'a' is not a number", A_COST, "samples.0"),
        (
            {"samples": None},
            COST,
            "an empty value is not a list of samples",
            "a file or a list: [1.5, 2, 2.5]",
            "samples",
        ),
        (
            {"samples": "draws.csv"},
            COST_PER_PERIOD,
            "draws.csv has no period",
            "draws.csv per day, per week, per month or per year",
            "samples",
        ),
    ],
)
def test_a_fault_in_a_mapping_says_at_which_entry(
    raw: object, quantity: Quantity, found: str, expected: str, at: str
) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(raw, quantity)
    assert (caught.value.found, caught.value.expected, ".".join(caught.value.at)) == (found, expected, at)


@pytest.mark.parametrize(
    ("raw", "quantity"),
    [
        ({"low": "95%", "high": "100%"}, RATE),
        ({"low": 0, "high": 0.5}, RATE),
        ({"low": "0 per month", "high": "5 per month"}, COST_PER_PERIOD),
        ({"mean": 0.5, "sd": 0.499}, RATE),
        ({"mean": 1, "sd": 31.6}, COST),
        ({"low": 0.94, "high": 1}, RATE),
    ],
)
def test_what_an_error_suggests_is_accepted(raw: object, quantity: Quantity) -> None:
    assert parse_number(raw, quantity).distribution is not None


def test_an_error_reads_as_one_line() -> None:
    with pytest.raises(NumberError) as caught:
        parse_number("1,5", COST)
    assert str(caught.value) == "'1,5' has a comma; expected 1.5"


@pytest.mark.parametrize(
    ("raw", "shown"), [("1 to 5 per day", "'1 to 5 per day'"), ({"low": 1}, "a block of keys")]
)
def test_where_a_number_has_to_be_exact_an_uncertain_one_is_refused(raw: object, shown: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_exact(raw, COST_PER_PERIOD)
    assert caught.value.found == f"{shown} is not exact, which this number has to be"
    assert caught.value.expected == A_COST_PER_PERIOD


def test_samples_from_a_file_become_an_empirical_distribution() -> None:
    assert empirical(np.array([3.0, 1.0]), COST).samples.tolist() == [1.0, 3.0]


@pytest.mark.parametrize(
    ("values", "found", "expected"),
    [
        ([], "0 samples", "from 1 to 1000000 samples"),
        (np.ones(1_000_001), "1000001 samples", "from 1 to 1000000 samples"),
        ([0.5, 98.0], "sample 2 is 98", A_RATE),
        ([math.nan], "sample 1 is nan", A_RATE),
    ],
)
def test_samples_that_cannot_be_are_refused(values: list[float], found: str, expected: str) -> None:
    with pytest.raises(NumberError) as caught:
        empirical(values, RATE)
    assert (caught.value.found, caught.value.expected) == (found, expected)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("6 weeks", 42.0),
        ("1 day", 1.0),
        ("24 months", 730.0),
        ("0.5 years", 182.5),
        ("1 year", 365.0),
        ("100 years", 36500.0),
    ],
)
def test_a_duration_is_a_number_of_days(text: str, days: float) -> None:
    assert parse_duration(text).days == days


def test_a_duration_keeps_the_number_and_the_unit_as_written() -> None:
    assert parse_duration("+24 months") == Duration(days=730.0, count=24.0, unit="month")


@pytest.mark.parametrize(
    ("raw", "found", "expected"),
    [
        (6, "6 has no unit", "6 days, weeks, months or years"),
        (0.5, "0.5 has no unit", "0.5 days, weeks, months or years"),
        ("6", "6 has no unit", "6 days, weeks, months or years"),
        (HUGE_INT, "a number of more than 300 digits is not a duration", DURATION),
        (None, "an empty value is not a duration", DURATION),
        (True, "true is not a duration", DURATION),
        ("6 fortnights", "'6 fortnights' is not a duration", DURATION),
        ("six weeks", "'six' is not a number", DURATION),
        ("1,5 weeks", "'1,5' has a comma", "1.5 weeks"),
        ("0 days", "'0 days' is not above 0", DURATION),
        ("-1 day", "'-1 day' is not above 0", DURATION),
        ("101 years", "'101 years' is longer than 100 years", DURATION),
        ("1e999 days", "'1e999 days' is longer than 100 years", DURATION),
    ],
)
def test_what_is_no_duration_is_refused(raw: object, found: str, expected: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_duration(raw)
    assert (caught.value.found, caught.value.expected) == (found, expected)


@pytest.mark.parametrize(("written", "meant"), [("97%-99%", "97% to 99%"), ("0.1 - 0.3", "0.1 to 0.3")])
def test_a_range_with_a_dash_is_told_how_ranges_are_written(written: str, meant: str) -> None:
    with pytest.raises(NumberError) as error:
        parse_number(written, RATE)
    assert (error.value.found, error.value.expected) == (f"'{written}' is not a range", meant)


def test_a_duration_among_the_numbers_keeps_its_unit_and_is_told_in_weeks() -> None:
    number = parse_duration_number("3 months")
    assert (number.distribution, number.unit) == (Exact(3.0), "months")
    assert number.factor == pytest.approx(365 / 12 / 7, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "shortest", "found"),
    [
        ("0 days", 0.01, "'0 days' is not above 0"),
        ("0.001 days", 0.01, "'0.001 days' is shorter than 0.01 days"),
        ("0.9 days", 1.0, "'0.9 days' is shorter than a day"),
        ("0 weeks", 1.0, "'0 weeks' is not above 0"),
        ("-1 weeks", 0.0, "'-1 weeks' is below 0"),
        ("500 years", 0.0, "'500 years' is longer than 100 years"),
        ("1 to 2 weeks", 0.0, "'1 to 2 weeks' is not exact, which a duration has to be"),
    ],
)
def test_a_duration_may_not_be_shorter_than_its_key_takes(text: str, shortest: float, found: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_duration_number(text, shortest=shortest)
    assert (caught.value.found, caught.value.expected) == (found, DURATION)


def test_no_time_at_all_is_a_duration_where_a_key_takes_it() -> None:
    assert parse_duration_number("0 days", shortest=0.0).distribution == Exact(0.0)


def test_ends_of_a_rate_per_different_periods_are_refused() -> None:
    with pytest.raises(NumberError) as caught:
        parse_number("1% per week to 5% per month", RATE_PER_PERIOD)
    assert caught.value.found == "one end is per month, the other per week"
    assert caught.value.expected == "one period for all of it: 1% to 3% per month"


def test_a_rate_per_period_that_forgot_its_percent_sign_is_asked_for_with_its_period() -> None:
    with pytest.raises(NumberError) as caught:
        parse_number("5 per month", RATE_PER_PERIOD)
    assert caught.value.expected == "5% per month or 0.05 per month"
    with pytest.raises(NumberError) as caught:
        parse_number("2 to 5 per month", RATE_PER_PERIOD)
    assert caught.value.expected == "2% to 5% per month"
