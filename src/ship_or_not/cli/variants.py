"""Variants of one scenario, read off a command line on which the order of the options matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.cli.batch import Edits
from ship_or_not.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FLAGS = {"overrides": "--set", "model": "--model", "baseline": "--baseline", "names": "--as"}
"""Parameters that make variants, and how they are written."""


def read_variants(
    order: Iterable[str], given: Mapping[str, Sequence[str] | None], *, policy: str | None
) -> dict[str, Edits]:
    """Return the variants by their names; one without ``--as`` is called what it sets.

    Parameters
    ----------
    order
        Names of parameters, one each time that an option stands on the command line.
    given
        The values of each parameter in `FLAGS`, in their order.
    policy
        The rules that all are held to.

    Raises
    ------
    UsageError
        If a name has nothing to name, or names two variants.

    Examples
    --------
    >>> order = ["overrides", "names", "model", "model"]
    >>> given = {"overrides": ["error_costs=3"], "names": ["dear"], "model": ["a.csv", "b.csv"]}
    >>> list(read_variants(order, given, policy=None))
    ['dear', 'model a.csv', 'model b.csv']
    """
    reading = _Reading(policy)
    values = {name: iter(given.get(name) or ()) for name in FLAGS}
    for option in order:
        if option in values:
            reading.take(option, next(values[option]))
    reading.end()
    return reading.read


def refuse_variants(given: Mapping[str, Sequence[str] | None], scenarios: int) -> None:
    """Refuse what makes variants of one scenario where there are several; ``--set`` is for all of them.

    Raises
    ------
    UsageError
        If there is any.
    """
    for name, flag in FLAGS.items():
        if name != "overrides" and given.get(name):
            raise UsageError(f"{flag} goes with one scenario, not with {scenarios}")


class _Reading:
    """What has been read: whole variants, and the one that is begun."""

    def __init__(self, policy: str | None) -> None:
        self.policy = policy
        self.read: dict[str, Edits] = {}
        self.overrides: list[str] = []
        self.files: dict[str, str] = {}

    def take(self, option: str, value: str) -> None:
        """Take one option."""
        if option == "names":
            self.end(value)
        elif option == "overrides":
            self.overrides.append(value)
        else:
            if option in self.files:
                self.end()
            self.files[option] = value

    def end(self, name: str | None = None) -> None:
        """End the variant that is begun; without a name it is called what it sets, if that is anything."""
        settings = [*(f"{system} {file}" for system, file in self.files.items()), *self.overrides]
        if name is not None and not (name.strip() and settings):
            missing = "nothing stands before it that differs" if name.strip() else "a name is missing"
            raise UsageError(f"--as {name}: {missing}: --set model.accuracy=0.97 --as better")
        if not settings:
            return
        called = name or ", ".join(settings)
        if called in self.read:
            raise UsageError(f"two variants are called {called}: give each a name of its own with --as")
        self.read[called] = Edits(
            overrides=tuple(self.overrides),
            model=self.files.get("model"),
            baseline=self.files.get("baseline"),
            policy=self.policy,
        )
        self.overrides, self.files = [], {}
