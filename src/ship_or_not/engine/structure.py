"""What is not a number: which labels there are, which cost applies where, what kind of evidence there is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Number: TypeAlias = Any
"""A float, a Decimal, or an array of either: the engine only adds, multiplies and divides them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Observed items, rows actual, columns predicted; a last column beyond the classes is referred."""

    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Exact P(predicted | actual), one row a class; normalised by the row's sum when used."""

    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalls:
    """A recall for each class, its errors spread evenly over the other labels.

    ``paths[i]`` is the input that holds class i's recall; a bare accuracy stands there K times.
    """

    paths: tuple[str, ...]


Evidence: TypeAlias = Counts | Rates | Recalls


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan B: what takes the items while the model is broken.

    Its numbers are inputs below ``path``: ``plan_b.rules.ready_in``.

    Parameters
    ----------
    name, path
        As written, and its dotted path: ``plan_b.rules``.
    kind
        ``"previous"`` (today's process again), ``"backup"`` (another system, with ``evidence``) or
        ``"pause"`` (items are left undone).
    evidence
        How good a backup is; None for the other kinds.
    until_built
        Name of the plan that stands in until this one is built; None for none.
    """

    name: str
    path: str
    kind: str
    evidence: Evidence | None = None
    until_built: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cells of one row that share a cost input and a role, so that they can be added up first.

    Parameters
    ----------
    cost
        Path of the input that holds their cost, None for 0.
    cells
        Column indices.
    """

    cost: str | None
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMix:
    """Production's class mix: ``counts`` (uncertain, Dirichlet) or ``paths`` of one input a class.

    ``source`` says whose they are: ``"prevalence"`` as given, or the row totals of ``"model"`` or
    ``"baseline"``.
    """

    source: str = "prevalence"
    counts: tuple[int, ...] | None = None
    paths: tuple[str, ...] | None = None


def added_up(
    row: tuple[float, ...], groups: tuple[Group, ...], *, refers: bool, rates: bool
) -> tuple[Number, ...]:
    """Add up a row's cells by group, what is referred last.

    Returns
    -------
    tuple
        Counts as they are; rates as fractions of their row's sum, as exact as they were written.
    """
    written: Sequence[Number] = [Fraction(repr(float(rate))) for rate in row] if rates else row
    cells = [sum(written[cell] for cell in group.cells) for group in groups]
    if refers:
        cells.append(written[-1])
    return tuple(cell / sum(written) for cell in cells) if rates else tuple(cells)


def grouped(row: tuple[str | None, ...], right: int) -> tuple[Group, ...]:
    """Group a row's cells by the input that holds their cost, the right answer first.

    >>> [group.cells for group in grouped(("a", None, "a", "b"), right=1)]
    [(1,), (0, 2), (3,)]
    """
    wrong: dict[str | None, list[int]] = {}
    for column, path in enumerate(row):
        if column != right:
            wrong.setdefault(path, []).append(column)
    return (
        Group(cost=row[right], cells=(right,)),
        *(Group(cost=path, cells=tuple(cells)) for path, cells in wrong.items()),
    )
