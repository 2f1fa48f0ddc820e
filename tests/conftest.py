"""Counts the cases behind each threat: ``@pytest.mark.threat(name, cases)`` says how many a test runs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

COUNTED = "cases of "
COLLECTED = pytest.StashKey[Counter[str]]()
FILES = pytest.StashKey[set[Path]]()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note a test's cases where its report, of whichever process, takes them along."""
    for mark in item.iter_markers("threat"):
        name, count = (*mark.args, 1)[:2]
        item.user_properties.append((f"{COUNTED}{name}", count))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add up the cases of all tests, of the slow ones too, before any is deselected."""
    config.stash[COLLECTED] = counts(items)
    config.stash[FILES] = {item.path for item in items}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of threats and cases; of tests that passed."""
    passed = counts(terminalreporter.stats.get("passed", []))
    if passed:
        terminalreporter.section("cases that passed, by threat")
    for threat, count in sorted(passed.items()):
        terminalreporter.write_line(f"{threat:28}{count:>12,}")


def counts(holders: list[pytest.Item] | list[pytest.TestReport]) -> Counter[str]:
    """Add up the cases by threat."""
    found: Counter[str] = Counter()
    for holder in holders:
        for name, count in holder.user_properties:
            if name.startswith(COUNTED) and isinstance(count, int):
                found[name.removeprefix(COUNTED)] += count
    return found


@pytest.fixture
def collected(request: pytest.FixtureRequest) -> Counter[str]:
    """The cases of every threat; skips the test where only a part of the tests was asked for."""
    tests = Path(__file__).parent
    holding = {
        path for path in tests.rglob("test_*.py") if "mark.threat(" in path.read_text(encoding="utf-8")
    }
    if not holding <= request.config.stash[FILES]:
        pytest.skip("only a part of the tests was asked for")
    return request.config.stash[COLLECTED]
