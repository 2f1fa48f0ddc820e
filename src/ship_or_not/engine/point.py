"""A point: one value for every input, and what moving a derived path does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, overload

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ship_or_not.engine.inputs import Derived, Inputs
    from ship_or_not.engine.structure import Number


T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Anew(Sequence[T]):
    """One thing a class, made whenever it is looked at and kept by nobody.

    Draws of one class fit the processor's cache, those of a thousand don't; a stream is keyed, so that
    what is drawn twice is the same twice.

    >>> list(Anew(lambda i: 10 * i, 3))
    [0, 10, 20]
    """

    make: Callable[[int], T]
    size: int

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        places = range(self.size)[index]
        return self.make(places) if isinstance(places, int) else [self.make(place) for place in places]

    def __iter__(self) -> Iterator[T]:
        return map(self.make, range(self.size))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """P(predicted | actual) of one class and system, cells added up by group; they sum to 1.

    Each entry is a number, or an array of one value per draw.
    """

    right: Number
    wrong: tuple[Number, ...]
    referred: Number = 0

    @property
    def error_rate(self) -> Number:
        """Share of the class's items that get a wrong answer."""
        return sum(self.wrong)

    @property
    def answered(self) -> Number:
        """Share of the class's items that are not handed back."""
        return self.right + self.error_rate

    @property
    def recall(self) -> Number:
        """Share of right answers among the answered items; 1 where all are handed back."""
        return 1 - ratio(self.error_rate, self.answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A value for every input.

    Parameters
    ----------
    numbers
        Dotted path → value in the unit as written.
    mix
        Share of each actual class in production; they sum to 1.
    baseline, model
        One `Row` per actual class; empty under an experiment's value.
    backups
        The same for each plan B that is another system, by its path.
    """

    numbers: Mapping[str, Number]
    mix: tuple[Number, ...] = ()
    baseline: Sequence[Row] = ()
    model: Sequence[Row] = ()
    backups: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def rows(self, system: str) -> Sequence[Row]:
        """Return the rows of ``"baseline"``, ``"model"`` or a backup such as ``"plan_b.rules"``."""
        return {"baseline": self.baseline, "model": self.model}.get(system) or self.backups[system]

    def with_rows(self, system: str, rows: Sequence[Row]) -> Point:
        """Return the point with other rows for one system."""
        if system in self.backups:
            return replace(self, backups={**self.backups, system: tuple(rows)})
        return (
            replace(self, baseline=tuple(rows)) if system == "baseline" else replace(self, model=tuple(rows))
        )

    def in_floats(self) -> Point:
        """Return the point with floats in place of decimals."""
        if not any(isinstance(number, Decimal) for number in self.numbers.values()):
            return self

        def rows(exact: Sequence[Row]) -> tuple[Row, ...]:
            return tuple(
                Row(right=float(row.right), wrong=tuple(map(float, row.wrong)), referred=float(row.referred))
                for row in exact
            )

        return Point(
            numbers={path: float(number) for path, number in self.numbers.items()},
            mix=tuple(map(float, self.mix)),
            baseline=rows(self.baseline),
            model=rows(self.model),
            backups={system: rows(each) for system, each in self.backups.items()},
        )

    def accuracy(self, system: str) -> Number:
        """Share of right answers among the items the system answers; 1 where it answers none."""
        rows = self.rows(system)
        errors = sum(p * row.error_rate for p, row in zip(self.mix, rows, strict=True))
        answered = sum(p * row.answered for p, row in zip(self.mix, rows, strict=True))
        return 1 - ratio(errors, answered)


def move(inputs: Inputs, point: Point, center: Point, derived: Derived, value: Number) -> Point:
    """Return the point with what a derived path stands for at ``value``.

    A moved recall or accuracy keeps the shape of what is not known of it: ``value`` is where its
    mean goes.

    Parameters
    ----------
    center
        The means that ``point`` is spread around (the point itself where it is not spread).
    """
    if derived.kind == "error_costs":
        paths = {cost for row in inputs.costs for cost in row if cost is not None}
        return replace(point, numbers={**point.numbers, **{p: point.numbers[p] * value for p in paths}})
    rows, means = point.rows(derived.system), center.rows(derived.system)
    targets: list[Number] = [None] * len(rows)
    if derived.kind == "accuracy":
        targets = _recalls_at(value, center, means)
    else:
        targets[derived.index] = value
    moved = [
        row if target is None else _with_recall(row, mean, target, [len(g.cells) for g in groups[1:]])
        for row, mean, target, groups in zip(rows, means, targets, inputs.groups, strict=True)
    ]
    return point.with_rows(derived.system, moved)


def with_shares(point: Point, mix: Sequence[Number], shares: Mapping[int, Number]) -> Point:
    """Return the point with some classes' shares at a value, the others scaled to what is left.

    Parameters
    ----------
    mix
        Each class's share before any was moved.
    shares
        Class index → share; together at most 1.
    """
    others = [share for i, share in enumerate(mix) if i not in shares]
    left, rest = 1 - sum(shares.values()), sum(others)
    scale = ratio(left, rest)
    moved = tuple(
        shares[i] if i in shares else np.where(rest == 0, left / len(others), share * scale)[()]
        for i, share in enumerate(mix)
    )
    return replace(point, mix=moved)


def _with_recall(row: Row, mean: Row, recall: Number, cells: Sequence[int]) -> Row:
    """Move a row so that the recall of its mean is ``recall``.

    Downwards the right answers shrink by one factor, upwards the errors do: both stay within
    [0, 1], and the mean moves exactly, for in a Dirichlet the proportions of the errors are
    independent of their sum.
    """
    now = mean.recall
    falls = recall <= now
    right = row.right * ratio(recall, now)
    errors = np.where(falls, row.answered - right, row.error_rate * ratio(1 - recall, 1 - now))[()]
    total = row.error_rate
    wrong = [
        np.where(total == 0, errors * n / sum(cells), errors * ratio(w, total))[()]
        for w, n in zip(row.wrong, cells, strict=True)
    ]
    return Row(right=row.answered - errors, wrong=tuple(wrong), referred=row.referred)


def _recalls_at(accuracy: Number, center: Point, rows: Sequence[Row]) -> list[Number]:
    """Return each class's recall when all error rates are scaled alike to reach an accuracy."""
    weights = [p * row.answered for p, row in zip(center.mix, rows, strict=True)]
    errors = [1 - row.recall for row in rows]
    shape = np.broadcast_shapes(*(np.shape(each) for each in (accuracy, *weights, *errors)))
    if shape == ():
        return [1 - error for error in _scaled_errors(accuracy, weights, errors)]
    spread = [np.broadcast_to(each, shape).ravel() for each in (accuracy, *weights, *errors)]
    points = [_scaled_errors(v, row[: len(rows)], row[len(rows) :]) for v, *row in zip(*spread, strict=True)]
    return [1 - np.array(column).reshape(shape) for column in zip(*points, strict=True)]


def _scaled_errors(accuracy: Number, weights: Sequence[Number], errors: Sequence[Number]) -> list[Number]:
    """Scale error rates by one factor to a weighted mean of 1 - accuracy, none above 1."""
    target = (1 - accuracy) * sum(weights)
    capped: set[int] = set()
    while True:
        free = [i for i in range(len(errors)) if i not in capped]
        left = target - sum(weights[i] for i in capped)
        made = sum(weights[i] * errors[i] for i in free)
        if made > 0:
            scaled = {i: errors[i] * left / made for i in free}
        else:  # no errors to scale: spread them evenly
            room = sum(weights[i] for i in free)
            scaled = dict.fromkeys(free, left / room if room else left)
        over = {i for i, error in scaled.items() if error > 1}
        if not over or len(capped) + len(over) == len(errors):
            return [min(scaled.get(i, 1), 1 + 0 * target) for i in range(len(errors))]
        capped |= over


def ratio(part: Number, whole: Number) -> Any:  # noqa: ANN401 - a Number
    """Return part / whole, 0 where the whole is 0 (then the part is 0 too, or unused)."""
    if np.ndim(whole) == 0:
        return part / whole if whole else part * 0
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole != 0)
