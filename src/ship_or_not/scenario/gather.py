"""What building collects on its way: the registry of inputs, and every problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import Input
from ship_or_not.errors import InputError, Problem
from ship_or_not.evidence.samples import read_samples
from ship_or_not.evidence.text import printable, quoted
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.numbers import Number, NumberError, Quantity, empirical, parse_number
from ship_or_not.scenario.paths import join_path
from ship_or_not.scenario.validate import inner_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ship_or_not.scenario.schema import Document
    from ship_or_not.scenario.source import Path, Source
    from ship_or_not.scenario.validate import Validated

_LONGEST = 40


class Gathered:
    """Inputs and problems of one scenario, as they are met.

    Parameters
    ----------
    source
        Where everything stands.
    validated
        What is right of it.
    """

    def __init__(self, source: Source, validated: Validated[Document]) -> None:
        self.source = source
        self.validated = validated
        self.document = validated.block
        self.problems: list[Problem] = list(validated.problems)
        self.numbers: dict[str, Input] = {}
        self._meant: set[Path] = (
            set()
        )  # where labels are missing that a mistyped one was probably meant to be
        self.files: list[FilePath] = []

    def bad(self, *path: str | int) -> bool:
        """Whether something at, above or below a path has been reported already."""
        return path in self._meant or self.validated.is_bad(*path)

    def lacks(self, *path: str | int) -> bool:
        """Whether nothing is written at a path, not even under a misspelt key."""
        return not self.has(*path) and path not in self.validated.bad

    def has(self, *path: str | int) -> bool:
        """Whether something is written at a path, right or wrong."""
        node: object = self.source.tree
        for key in path:
            inside = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
            if key not in inside:
                return False
            node = node[key]  # type: ignore[index]
        return True

    def report(
        self, path: Path, found: str, expected: str, *, suggestion: str = "", key: bool = True
    ) -> None:
        """Add a problem with what stands at a path: with its key, or else with its value."""
        location = self.source.locate(path, key=key)
        self.problems.append(
            Problem(
                location=location,
                key=self.source.key(path),
                found=printable(found),
                expected=printable(expected),
                suggestion=printable(suggestion),
            )
        )

    def unknown_label(
        self,
        path: Path,
        label: str,
        known: Iterable[str],
        *,
        where: str = "",
        or_else: str = "",
        key: bool = True,
    ) -> None:
        """Report a label that is none of the classes.

        Parameters
        ----------
        where
            In which file, where it isn't the scenario.
        or_else
            What else could be meant.
        """
        known = tuple(known)
        meant = nearest(label, known)
        if meant and path[-1:] == (label,):
            self._meant.add((*path[:-1], meant))
        found, expected = f"{quoted(label)}{where} is none of the classes", f"one of {some(known)}{or_else}"
        self.report(path, found, expected, suggestion=meant, key=key)

    def name(self, path: Path) -> str:
        """Write a path as the registry has it: items of lists by their names."""
        return join_path(self.source.by_name(path))

    def read_number(self, path: Path, raw: object, quantity: Quantity) -> Number | None:
        """Read a number whose place only the classes tell; None where it is wrong, and reported."""
        try:
            return parse_number(raw, quantity)
        except NumberError as error:
            self.report(inner_path(self.source, (*path, *error.at)), error.found, error.expected, key=False)
            return None

    def add(
        self,
        path: Path,
        number: Number,
        quantity: Quantity,
        *,
        unit: str = "money",
        factor: float | None = None,
        sample_size: float | None = None,
    ) -> str:
        """Register a number under its dotted path, and return that path.

        Parameters
        ----------
        unit
            Of the number, the period as written left out.
        factor
            Engine units in a written one; the number's own where None.
        """
        name = self.name(path)
        distribution = number.distribution
        if distribution is None:
            file = self.file(str(number.samples_file), path)
            try:
                samples = read_samples(file, shown_as=str(file), percent=quantity.percent)
                distribution = empirical(samples, quantity)
            except InputError as error:
                self.report_file((*path, "samples"), error)
                return name
            except NumberError as error:
                found = f"{number.samples_file}: {error.found}"
                self.report((*path, "samples"), found, error.expected, key=False)
                return name
        self.numbers[name] = Input(
            path=name,
            unit=f"{unit} {number.unit}".strip(),
            low=quantity.low,
            high=quantity.high,
            distribution=distribution,
            factor=number.factor if factor is None else factor,
            sample_size=sample_size,
        )
        return name

    def report_file(self, path: Path, error: InputError) -> None:
        """Add what is wrong with a file: where it stands in it, or else where the file is named."""
        for problem in error.problems:
            if problem.location.line:
                self.problems.append(problem)
            else:
                within = f"{problem.location.file}: {problem.key}: ".replace(": : ", ": ")
                self.report(path, f"{within}{problem.found}", problem.expected, key=False)

    def file(self, written: str, path: Path) -> FilePath:
        """Resolve a file named at a path: beside the scenario, or, from the command line, from here."""
        from_command = self.source.locate(path).file != self.source.file
        folder = self.source.path.parent if self.source.path is not None and not from_command else FilePath()
        self.files.append(folder / written)
        return self.files[-1]

    def resize(self, sizes: dict[str, float]) -> None:
        """Say on how many items recalls were measured, once the class mix is known."""
        for path, size in sizes.items():
            self.numbers[path] = replace(self.numbers[path], sample_size=size)


def some(labels: Iterable[str], most: int = 12) -> str:
    """List labels, the first of them where there are many.

    >>> some("abcd", most=2)
    'a, b and 2 more'
    """
    labels = tuple(_shown(label) for label in labels)
    return ", ".join(labels[:most]) + (f" and {len(labels) - most} more" if len(labels) > most else "")


def _shown(label: str) -> str:
    """Show a label in a list: in quotes where a comma within it would read as one between two."""
    label = printable(label if len(label) <= _LONGEST else f"{label[:_LONGEST]}…")
    return f'"{label}"' if "," in label else label
