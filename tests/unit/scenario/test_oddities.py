"""Numbers as people write them elsewhere: what is odd is named, and how to write it is said."""

from __future__ import annotations

import pytest

from ship_or_not.scenario.quantities import correction

COMMENT = "then a blank and the comment"
RANGE = "or a range: low to high"


@pytest.mark.parametrize(
    ("text", "oddity", "expected"),
    [
        ("$5", "names a currency", "5; the currency has a key of its own"),
        ("€0,30", "names a currency", "0.30; the currency has a key of its own"),
        ("1.200,50 EUR", "", None),
        ("1,200", "has a comma", "1200"),
        ("1,200,000.5", "has a comma", "1200000.5"),
        ("0,30", "has a comma", "0.30"),
        ("1_000", "has an underscore", "1000"),
        ("12 000", "has something between its digits", "12000"),
        ("1'200.50", "has something between its digits", "1200.50"),
        ("1\u202f000", "has something between its digits", "1000"),
        ("12 34", "", None),
        ("007", "has leading zeros", "7"),
        ("98%%", "has two percent signs", "98%"),
        ("98 per cent", "says percent in a word", "98%"),
        ("98pct.", "says percent in a word", "98%"),
        ("~98%", "is only about a number", f"98%, {RANGE}"),
        ("ca. 5", "is only about a number", f"5, {RANGE}"),
        (">= 98%", "is a bound, not a number", f"98%, {RANGE}"),
        ("at most 5", "is a bound, not a number", f"5, {RANGE}"),
        ("\u201c0.30\u201d", "has quotes that YAML does not know", "0.30"),
        ("5# note", "ends in a comment without a blank before its #", f"5, {COMMENT}"),
        ("5 // note", "ends in a comment that does not start with #", "5, then a blank, # and the comment"),
        ("1-5", "is not a range", "1 to 5"),
        ("97-99%", "is not a range", "97% to 99%"),
        ("97%..99%", "is not a range", "97% to 99%"),
        ("between 1 and 5", "is not a range", "1 to 5"),
        ("5 - 1", "", None),
        ("98% ± 1%", "is not a number", "{mean: 98%, sd: 1%}"),
        ("2k", "is not a number", "2000"),
        ("1.5M", "is not a number", "1500000"),
        ("0.5k", "is not a number", "500"),
        ("2 apples", "", None),
        ("98/100", "is not a number", "0.98"),
        ("100/98", "", None),
        ("1/0", "", None),
        ("1.2.3-4", "", None),
        ("1..-..2", "", None),
        (f"{'9' * 5000}/{'9' * 5000}", "", None),
        ("abc", "", None),
        ("", "", None),
        ("%", "", None),
    ],
)
def test_what_is_odd_about_a_number_is_named(text: str, oddity: str, expected: str | None) -> None:
    found = correction(text)
    assert found == (None if expected is None else (f"{text!r} {oddity}", expected))
