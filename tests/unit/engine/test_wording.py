"""How figures are written inside sentences."""

from __future__ import annotations

import pytest

from ship_or_not.engine.wording import money, percent


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (2.0, "2"),
        (0.286, "0.286"),
        (42.857142, "42.86"),
        (999.96, "1,000"),
        (9999.4, "9,999"),
        (1234567.0, "1,234,567"),
        (-1234567.4, "-1,234,567"),
        (0.000012345678, "0.00001235"),
        (-0.05, "-0.05"),
        (1e15, "1,000,000,000,000,000"),
        (100.0, "100"),
        (1e-20, "0.00000000000000000001"),
    ],
)
def test_money_has_four_digits_and_no_exponent(amount: float, text: str) -> None:
    assert money(amount) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.5, "50 %"),
        (0.837, "83.7 %"),
        (0.95, "95 %"),
        (0.999, "99.9 %"),
        (0.9991, "above 99.9 %"),
        (1 - 1e-15, "above 99.9 %"),
        (0.001, "0.1 %"),
        (0.0009, "below 0.1 %"),
        (5e-324, "below 0.1 %"),
    ],
)
def test_a_share_is_never_rounded_to_0_or_100_percent(share: float, text: str) -> None:
    assert percent(share) == text
