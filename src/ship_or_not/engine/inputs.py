"""The registry of inputs: every number of a scenario under its dotted path.

Draws, ``--set``, flip points (and later tornado, sweeps, value of information) reach a number only
through this registry, so that a path means the same everywhere. What is *not* a number (which
labels there are, which cost applies to which cell, what kind of evidence a system has) is structure
and stands beside it.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ship_or_not.engine.distributions import Beta, Known
from ship_or_not.engine.peers import peers
from ship_or_not.engine.structure import Counts, Rates, added_up, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.engine.distributions import Distribution
    from ship_or_not.engine.peers import Peer
    from ship_or_not.engine.structure import ClassMix, Evidence, Group, Number, Plan
    from ship_or_not.engine.timeline import Horizon

CHANGING = (
    "ramp_up",
    "error_capacity.",
    "plan_b.",
    "baseline.drift.",
    "model.drift.",
    "model.retraining.",
    "model.failure.",
    "model.monitoring.",
)
"""Where the paths of inputs begin that make one week differ from another, or net benefit bend."""

DURATIONS = ("days", "weeks", "months", "years")
"""Units of what takes time."""

PREVALENCE = "prevalence"
"""Path of the class mix."""

SYSTEMS = ("baseline", "model")
"""Those that are compared, by the first word of their paths."""

UNNAMED = ""
"""The label of the one row there is when nothing is per class."""


def quoted(label: str) -> str:
    """Return a label as a path segment: double-quoted unless it is letters, digits, ``_`` and ``-``.

    >>> quoted("fraud"), quoted("comp.graphics")
    ('fraud', '"comp.graphics"')
    """
    if label and all(char.isalnum() or char in "_-" for char in label):
        return label
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One number of the scenario.

    Parameters
    ----------
    path
        Its dotted path, ``model.accuracy``.
    unit
        As written: ``"rate"``, ``"money"``, ``"money per month"``, ``"items per month"``.
    low, high
        What the quantity can be at all; a flip point is searched within.
    distribution
        What is known of it, in that unit.
    factor
        Engine units (items, weeks) per unit as written.
    sample_size
        For an accuracy or recall that was measured on so many items: the distribution's mean is
        then the measured value, and the posterior is a Jeffreys beta around it.
    """

    path: str
    unit: str
    low: float
    high: float
    distribution: Distribution
    factor: float = 1.0
    sample_size: float | None = None

    @property
    def duration(self) -> bool:
        """Whether it says how long something takes: always exact, and moved as one number only."""
        return self.unit in DURATIONS

    @property
    def uncertain(self) -> bool:
        """Whether draws of it differ."""
        return self.sample_size is not None or self.distribution.variance > 0

    def posterior(self, prior: float) -> Distribution:
        """Return what is known of it: its distribution, or the Jeffreys beta of what was measured.

        Parameters
        ----------
        prior
            Sum of the beta prior's two weights, in items; 1 is Jeffreys'.
        """
        if self.sample_size is None:
            return self.distribution
        mean = self.distribution.mean
        return Beta(mean * self.sample_size + prior / 2, (1 - mean) * self.sample_size + prior / 2)

    def central(self, prior: float = 1.0) -> tuple[float, float]:
        """Return its 5 % and 95 % quantiles."""
        low, high = self.posterior(prior).quantile(np.array([0.05, 0.95])).tolist()
        return low, high


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What a derived path stands for.

    ``error_costs`` is a factor on every cost; ``prevalence.<class>`` one share, the others scaled;
    ``<system>.recall.<class>`` one class's recall, its errors keeping their proportions;
    ``<system>.accuracy`` the accuracy, the error rates of all classes scaled alike. They mean the
    same whatever evidence stands behind them.
    """

    kind: str  # "prevalence", "recall", "accuracy" or "error_costs"
    system: str = ""
    index: int = -1


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """A scenario as the engine sees it.

    Parameters
    ----------
    classes
        K labels, or one `UNNAMED` when nothing is per class.
    numbers
        Dotted path → input.
    costs
        ``costs[actual][predicted]``: path of the input that holds the cost, None for 0; K columns,
        or two (right, wrong) when nothing is per class. Positive is paid.
    baseline, model
        What is known of each system's answers; None under an experiment's value.
    refers
        Whether the model's evidence has a last column of items handed back.
    mix
        The class mix; None when nothing is per class.
    prior
        Σα of each actual class's Dirichlet prior, in items.
    pooled
        Whether many thin classes say something of one another, see `peers`.
    horizon
        None where nothing is counted over time.
    plans
        What may take over while the model is broken.
    moves
        What was replaced: (path of an input, or derived; the number, or array of numbers, in its place). Each
        starts from where those before it have led.
    """

    classes: tuple[str, ...]
    numbers: Mapping[str, Input]
    costs: tuple[tuple[str | None, ...], ...] = ()
    baseline: Evidence | None = None
    model: Evidence | None = None
    refers: bool = False
    mix: ClassMix | None = None
    prior: float = 1.0
    pooled: bool = False
    horizon: Horizon | None = None
    plans: tuple[Plan, ...] = ()
    moves: tuple[tuple[str, Number], ...] = ()

    @property
    def replaced(self) -> Mapping[str, Number]:
        """Path → the number, or array of numbers, that was put in its place last."""
        return dict(self.moves)

    @cached_property
    def groups(self) -> tuple[tuple[Group, ...], ...]:
        """For each actual class its groups of cells, the right answer's first.

        Grouping follows which *input* a cost comes from, never its value: so a cost can be moved
        without any other draw changing.
        """
        return tuple(grouped(row, right) for right, row in enumerate(self.costs))

    @cached_property
    def cells(self) -> Mapping[str, tuple[tuple[Number, ...], ...]]:
        """For each system with a matrix and each actual class, what stands in each group of cells.

        Counts stay counts, rates are divided by their row's sum; what is referred stands last.
        """
        matrices = {system: self.evidence(system) for system in self.systems}
        return MappingProxyType(
            {
                system: tuple(
                    added_up(
                        row, groups, refers=self.refers and system == "model", rates=isinstance(matrix, Rates)
                    )
                    for row, groups in zip(matrix.rows, self.groups, strict=True)
                )
                for system, matrix in matrices.items()
                if isinstance(matrix, Counts | Rates)
            }
        )

    @cached_property
    def peers(self) -> Mapping[str, Mapping[int, Peer]]:
        """For each system the thin classes that say something of one another, by index."""
        found: dict[str, Mapping[int, Peer]] = {system: {} for system in self.systems}
        for system, rows in self.cells.items() if self.pooled else ():
            if isinstance(self.evidence(system), Counts):
                counts = {i: (row[0], sum(row[1:])) for i, row in enumerate(rows)}
                found[system] = peers(f"{system}.confusion", counts)
        return MappingProxyType(found)

    @property
    def experiment(self) -> bool:
        """Whether an experiment's value stands in place of saving, errors and qualities."""
        return "measured_value_per_item" in self.numbers

    @property
    def named(self) -> bool:
        """Whether anything is per class."""
        return self.classes != (UNNAMED,)

    @property
    def uncertain(self) -> bool:
        """Whether anything is left to draw."""
        return self.sampled or any(item.uncertain for item in self.numbers.values())

    @property
    def sampled(self) -> bool:
        """Whether any figure comes from a sample, so that a prior has a part in what is expected."""
        return bool(self.counted) or any(item.sample_size is not None for item in self.numbers.values())

    @property
    def counted(self) -> tuple[str, ...]:
        """The paths of what was counted, each one thing: systems' confusion matrices, then the class mix."""
        matrices = [
            f"{system}.confusion" for system in self.systems if isinstance(self.evidence(system), Counts)
        ]
        mixed = self.mix is not None and self.mix.counts is not None
        return *matrices, *([PREVALENCE] if mixed else [])

    @property
    def over_time(self) -> bool:
        """Whether volume and horizon are known, so that totals and fixed costs make sense."""
        return self.horizon is not None and "volume.items" in self.numbers

    @property
    def lucky(self) -> bool:
        """Whether chance has a part in what comes true, beside what is not known."""
        return self.over_time and any(
            path == "model.failure.chance" or path.endswith(".follow_through") for path in self.numbers
        )

    @property
    def changes(self) -> bool:
        """Whether one week differs from another, or net benefit bends, by more than discounting."""
        return self.over_time and any(path.startswith(CHANGING) for path in self.numbers)

    @property
    def systems(self) -> tuple[str, ...]:
        """Whose answers something is known of: both systems, then the backups by their paths."""
        if self.experiment:
            return ()
        return "baseline", "model", *(plan.path for plan in self.plans if plan.evidence is not None)

    def evidence(self, system: str) -> Evidence:
        """Return what is known of ``"baseline"``, ``"model"`` or a backup."""
        known = {plan.path: plan.evidence for plan in self.plans}
        evidence = {**known, "baseline": self.baseline, "model": self.model}[system]
        if evidence is None:
            raise KeyError(system)
        return evidence

    def replace(self, path: str, value: Number) -> Inputs:
        """Return the same inputs with one path, an input's or a derived one, at ``value``.

        What was replaced before stays: a recall moved after an accuracy leaves the other recalls where they
        are then.

        Parameters
        ----------
        path
            One of `numbers`, or of `derived`.
        value
            In the unit as written: one number, or an array whose axes broadcast against the draws
            (shape ``(grid,)`` at the means, ``(grid, 1)`` over draws).

        Raises
        ------
        KeyError
            For a path that is neither.
        """
        if path not in self.numbers and path not in self.derived:
            raise KeyError(path)
        paths = [moved for moved, _ in self.moves]
        earlier = paths.index(path) if path in paths else len(paths)
        after = paths[earlier + 1 :]
        kept = self.moves
        if not any(self._hang_together(path, other) for other in after):
            kept = tuple(move for move in self.moves if move[0] != path)
        return self.with_moves(*kept, (path, value))

    def _hang_together(self, path: str, other: str) -> bool:
        """Tell whether it matters which of two paths is moved first.

        An accuracy is that of all classes: it starts from their recalls and shares.
        """
        pair = [self.derived[each] for each in (path, other) if each in self.derived]
        accuracies = {each.system for each in pair if each.kind == "accuracy"}
        others = {each.system for each in pair if each.kind in ("recall", "prevalence")}
        return bool(accuracies and others and others <= {*accuracies, ""})

    def in_order(self) -> tuple[dict[str, Number], list[tuple[Derived, Number]]]:
        """Return the numbers that are put in place first, and what is moved then, one after the other."""
        derived = self.derived
        first = {path: value for path, value in self.moves if path not in derived}
        return first, [(derived[path], value) for path, value in self.moves if path in derived]

    def with_moves(self, *moves: tuple[str, Number]) -> Inputs:
        """Return the same inputs with this replaced, and nothing else."""
        moved = copy(self)  # with what is cached: it doesn't depend on what is replaced
        object.__setattr__(moved, "moves", moves)
        return moved

    def with_numbers(self, *items: Input) -> Inputs:
        """Return the same inputs with more numbers, of which nothing else depends."""
        more = copy(self)
        object.__setattr__(more, "numbers", MappingProxyType({**self.numbers, **{i.path: i for i in items}}))
        return more

    def known(self, path: str, value: Number) -> Inputs:
        """Return the same inputs with one number known: at ``value``, or at each of an array.

        Unlike `replace` it leaves the other numbers alone, also where the path is a class's share; and what
        was measured *is* then the value, however few items it was measured on.
        """
        return self.with_numbers(replace(self.numbers[path], distribution=Known(value), sample_size=None))

    def with_plan(self, plan: Plan) -> Inputs:
        """Return the same inputs with one more plan, the last."""
        more = copy(self)
        object.__setattr__(more, "plans", (*self.plans, plan))
        return more

    def lasting(self, horizon: Horizon) -> Inputs:
        """Return the same inputs over another horizon."""
        longer = copy(self)
        object.__setattr__(longer, "horizon", horizon)
        return longer

    def adding_up(self, groups: tuple[tuple[Group, ...], ...]) -> Inputs:
        """Return the same inputs with the cells of each class added up in other `groups`."""
        other = replace(self)  # without what is cached: some of it depends on the groups
        object.__setattr__(other, "groups", groups)
        return other

    def without(self, *blocks: str) -> Inputs:
        """Return the same inputs without the numbers of some blocks: ``"model.failure"``, ``"plan_b"``."""
        fewer = copy(self)
        gone = tuple(f"{block}." for block in blocks)

        def kept(path: str) -> bool:
            return path not in blocks and not path.startswith(gone)

        object.__setattr__(
            fewer, "numbers", MappingProxyType({p: item for p, item in self.numbers.items() if kept(p)})
        )
        object.__setattr__(fewer, "plans", tuple(plan for plan in self.plans if kept(plan.path)))
        object.__setattr__(fewer, "moves", tuple(move for move in self.moves if kept(move[0])))
        return fewer

    @property
    def derived(self) -> Mapping[str, Derived]:
        """Paths that hold no number of their own (or, for a share, not alone) but mean one.

        Where an accuracy was moved, that is so for the recalls which the scenario holds as numbers.
        """
        paths = {path for path, _ in self.moves}
        systems = [system for system in SYSTEMS if f"{system}.accuracy" in paths]
        if not systems:
            return self._derived
        recalls = {
            path: each
            for path, each in self._means.items()
            if each.kind == "recall" and each.system in systems
        }
        return {**self._derived, **recalls}

    @cached_property
    def _derived(self) -> Mapping[str, Derived]:
        return MappingProxyType(
            {p: each for p, each in self._means.items() if each.kind == "prevalence" or p not in self.numbers}
        )

    @cached_property
    def _means(self) -> Mapping[str, Derived]:
        """What each path would mean, were there no number for it."""
        if self.experiment:
            return {}
        labels = tuple(quoted(label) for label in self.classes) if self.named else ()
        paths = {f"prevalence.{label}": Derived(kind="prevalence", index=i) for i, label in enumerate(labels)}
        for system in SYSTEMS:
            for i, label in enumerate(labels):
                paths[f"{system}.recall.{label}"] = Derived(kind="recall", system=system, index=i)
            paths[f"{system}.accuracy"] = Derived(kind="accuracy", system=system)
        if any(path is not None for row in self.costs for path in row):
            paths["error_costs"] = Derived(kind="error_costs")
        return paths
