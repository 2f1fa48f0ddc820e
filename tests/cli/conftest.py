"""What every test of the command line needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.command import COMMAND, SCENARIOS, Command

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The installed command, in a directory with a scenario for each exit code."""
    if not COMMAND.exists():
        pytest.fail(f"{COMMAND} is not installed: pip install -e .")
    for name, text in SCENARIOS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Command(directory=tmp_path)
