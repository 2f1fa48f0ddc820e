"""Counts the cases behind each threat, and says after every run how many there were."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from support.threats import THREATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.threats import Cases

COUNTED = "cases of "


@pytest.fixture
def cases(record_property: Callable[[str, object], None]) -> Cases:
    """Note how many cases of a threat a test has run; the sums stand at the end of the run."""

    def note(threat: str, count: int) -> None:
        assert threat in THREATS
        record_property(f"{COUNTED}{threat}", count)

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table: threat, cases; of tests that passed, whichever process ran them."""
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", ()):
        for name, count in report.user_properties:
            if name.startswith(COUNTED):
                counts[name.removeprefix(COUNTED)] += count
    if counts:
        terminalreporter.section("threats: cases that passed")
    for threat in THREATS:
        if threat in counts:
            terminalreporter.write_line(f"{threat:24}{counts[threat]:>10,}")
