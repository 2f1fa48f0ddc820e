"""The installed command, run as a user runs it, and the scenarios it is run on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

COMMAND = Path(sys.executable).with_name("ship-or-not")

GO = """\
name: Automate item triage
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""

SCENARIOS = {
    "go.yaml": GO,
    "no-go.yaml": GO.replace("0.30", "0.01"),
    "inconclusive.yaml": GO.replace("0.30", "0.02").replace("98%}", "98%, measured_on: 200}"),
    "bad.yaml": GO.replace("98.7%", "98.7").replace("savings_per_item", "saving_per_item"),
}
"""A scenario for each exit code that a scenario can lead to: 0, 1, 3 and 2."""

OURS = ("NO_COLOR", "COLUMNS", "TERM", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PYTHONUTF8")
"""Variables of the environment that would change what is tested, or how fast."""

FAULT = """\
import sys
from importlib.machinery import PathFinder


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = PathFinder.find_spec(name, path) if name == "ship_or_not.api" else None
        if spec is not None:
            load = spec.loader.exec_module

            def exec_module(module):
                load(module)
                patch(module)

            spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, Finder)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The command in a directory of its own.

    Parameters
    ----------
    directory
        Where it runs, with the scenarios in it.
    environment
        Its whole environment.
    """

    directory: Path
    environment: dict[str, str] = field(
        default_factory=lambda: {name: value for name, value in os.environ.items() if name not in OURS}
    )

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end; both streams must be UTF-8."""
        return subprocess.run(
            [COMMAND, *arguments],
            cwd=self.directory,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def start(
        self, *arguments: str, stdout: int = subprocess.PIPE, **environment: str
    ) -> subprocess.Popen[bytes]:
        """Start it, and leave its streams to the test."""
        return subprocess.Popen(
            [COMMAND, *arguments],
            cwd=self.directory,
            env=self.environment | environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    def shell(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line of shell in which ``$0`` is the command."""
        return subprocess.run(
            ["/bin/sh", "-c", line, COMMAND],
            cwd=self.directory,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    def patched(self, patch: str) -> Command:
        """Return the command with a fault of ours built in.

        Parameters
        ----------
        patch
            Python source of ``patch(api)``, called once the module is loaded.
        """
        fault = self.directory / "fault"
        fault.mkdir()
        (fault / "sitecustomize.py").write_text(FAULT + patch, encoding="utf-8")
        return Command(
            directory=self.directory, environment=self.environment | {"PYTHONPATH": os.fspath(fault)}
        )
