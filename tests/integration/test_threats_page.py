"""The page of threats says how many cases hold each, and where they are."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from support.cases import SCENARIOS

if TYPE_CHECKING:
    from collections import Counter

TESTS = SCENARIOS.parent
PAGE = TESTS.parent / "docs" / "threats.md"
ROW = re.compile(
    r"^\| (?P<threat>[^|]+?) \|[^|]*\|[^|]*\|(?P<tests>[^|]+)\| (?P<cases>[0-9,]+) \|$", re.MULTILINE
)


def test_every_threat_is_held_by_as_many_cases_as_the_page_says(collected: Counter[str]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    if os.environ.get("UPDATE_GOLDEN"):
        page = ROW.sub(lambda row: f"{row[0].rpartition('| ')[0]}| {collected[row['threat']]:,} |", page)
        page = page.replace("||", "|")
        PAGE.write_text(page, encoding="utf-8")
    said = {row["threat"]: int(row["cases"].replace(",", "")) for row in ROW.finditer(page)}
    assert said == dict(collected)


def test_the_tests_that_the_page_names_are_there() -> None:
    for row in ROW.finditer(PAGE.read_text(encoding="utf-8")):
        for path in re.findall(r"`([^`]+)`", row["tests"]):
            assert (TESTS / path).exists()
