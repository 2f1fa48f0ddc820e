"""Several scenarios in one run: what is wrong with one costs the others nothing."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

import ship_or_not
from ship_or_not.cli.codes import BUG, COULD_NOT_DECIDE, GO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ship_or_not.results import InputFailure

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edits:
    """What the command line puts in place of parts of a scenario file.

    Parameters
    ----------
    overrides
        Each a ``KEY=VALUE``.
    model, baseline
        Evidence files, for exactly one scenario.
    policy
        A file, or the name of a shipped policy.
    """

    overrides: Sequence[str]
    model: str | None
    baseline: str | None
    policy: str | None

    @property
    def files(self) -> tuple[str, ...]:
        """Files that are read for it (or a shipped policy's name, where no file need be)."""
        return tuple(file for file in (self.model, self.baseline, self.policy) if file is not None)

    def check(self, scenarios: Sequence[str]) -> None:
        """Refuse one evidence file for several scenarios.

        Raises
        ------
        UsageError
            If it is unclear to which scenario the evidence belongs.
        """
        for option, file in (("--model", self.model), ("--baseline", self.baseline)):
            if file is not None and len(scenarios) > 1:
                raise ship_or_not.UsageError(f"{option} goes with one scenario, not with {len(scenarios)}")

    def load(self, scenario: str) -> ship_or_not.Scenario:
        """Load a scenario file with the edits applied."""
        return ship_or_not.load_scenario(
            scenario,
            overrides=self.overrides,
            model=self.model,
            baseline=self.baseline,
            policy=self.policy,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(Generic[T]):
    """What became of each scenario.

    Parameters
    ----------
    results
        Of the scenarios that could be worked on, in the order of the command line.
    failures
        The scenarios that could not, and why.
    bugs
        Faults of ours met on the way; their scenarios are among the failures.
    """

    results: list[T] = field(default_factory=list)
    failures: list[InputFailure] = field(default_factory=list)
    bugs: list[Exception] = field(default_factory=list)

    @property
    def code(self) -> int:
        """What the failures make of the exit code."""
        if self.bugs:
            return BUG
        return COULD_NOT_DECIDE if self.failures else GO

    def report(self) -> None:
        """Say on standard error what is wrong: once, also where a policy is wrong for every scenario.

        Raises
        ------
        Exception
            The first of the bugs, for :mod:`ship_or_not.__main__` to report.
        """
        problems = (f"{problem}\n" for failure in self.failures for problem in failure.problems)
        sys.stderr.writelines(dict.fromkeys(problems))
        for bug in self.bugs:
            raise bug


def each(scenarios: Sequence[str], work: Callable[[str], T]) -> Batch[T]:
    """Do the same work on every scenario, and gather what fails.

    Raises
    ------
    UsageError
        If the command line is at fault, which is the same for every scenario.
    """
    from ship_or_not.results import InputFailure  # noqa: PLC0415 -- --help does without it

    batch: Batch[T] = Batch()
    for scenario in scenarios:
        try:
            batch.results.append(work(scenario))
        except ship_or_not.InputError as error:
            batch.failures.append(InputFailure(path=scenario, problems=error.problems))
        except ship_or_not.ShipOrNotError:
            raise
        except Exception as bug:  # noqa: BLE001 -- reported by __main__ once the others are out
            batch.bugs.append(bug)
            batch.failures.append(InputFailure(path=scenario, problems=(_bug(scenario, bug),)))
    return batch


def _bug(scenario: str, bug: Exception) -> ship_or_not.Problem:
    return ship_or_not.Problem(
        location=ship_or_not.Location(file=scenario),
        key="",
        found=f"stopped by a fault in ship-or-not ({type(bug).__name__})",
    )
