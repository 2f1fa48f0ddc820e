"""Which inputs of two evaluations differ, read off what was understood of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.inputs import quoted
from ship_or_not.engine.understood import HANDED_BACK, MOVED, PRIOR, counted, exact, unmoved
from ship_or_not.results.comparison import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import Evaluation, InputSummary, Policy, ScenarioSummary
    from ship_or_not.results.comparison import Reference

ROUNDING = 1e-9
"""Relative: what an older installation may have computed otherwise is no change."""


def changes(
    before: Evaluation | Reference, after: Evaluation | Reference, inputs: tuple[Inputs | None, Inputs | None]
) -> tuple[Change, ...]:
    """Return what differs: classes, numbers, the policy's figures and what it requires, rows of matrices.

    Parameters
    ----------
    inputs
        Of both, None where they were not kept: where a path is that was only moved on the other side.
    """
    one, other = _numbers(before), _numbers(after)
    for numbers, moved, known in zip((one, other), (other, one), inputs, strict=True):
        paths = [path for path, each in moved.items() if each.distribution == MOVED and path not in numbers]
        if known is not None and paths:
            numbers.update(unmoved(known, paths))
    rows = list(_rows(before.scenario, after.scenario))
    same_model = not any(row.input.startswith("model.") for row in rows)
    found = [
        Change(input=path, before=one.get(path), after=other.get(path))
        for path in {**one, **other}
        if not _same(one.get(path), other.get(path))
        # what the same model hands back of another class mix is no input that differs
        and not (same_model and path.startswith(HANDED_BACK) and path in one and path in other)
    ]
    return (*_classes(before.scenario, after.scenario), *found, *rows)


def _classes(before: ScenarioSummary, after: ScenarioSummary) -> Iterator[Change]:
    """Yield the classes that only one of the two has."""
    one, other = (
        {f"classes.{label}": exact(1.0, "classes") for label in _labels(each)} for each in (before, after)
    )
    for path in {**one, **other}:
        if (path in one) != (path in other):
            yield Change(input=path, before=one.get(path), after=other.get(path))


def _labels(scenario: ScenarioSummary) -> list[str]:
    """Return the classes as segments of paths: of a matrix, or else those that have a share."""
    for matrix in scenario.confusion.values():
        return [quoted(label) for label in matrix.actual]
    share = "prevalence."
    return [path.removeprefix(share) for path in scenario.inputs if path.startswith(share)]


def _numbers(found: Evaluation | Reference) -> dict[str, InputSummary]:
    return {**found.scenario.inputs, **rules(found.policy)}


def rules(policy: Policy) -> dict[str, InputSummary]:
    """Return a policy's figures by their paths."""
    figures = {"min_value_per_item": ("money", policy.min_value_per_item)}
    figures["confidence"] = ("rate", policy.confidence)
    for name, limit in (("loss", policy.loss), ("drawdown", policy.drawdown)):
        if limit is not None:
            figures[f"limits.{name}.amount"] = ("money", limit.amount)
            figures[f"limits.{name}.chance"] = ("rate", limit.chance)
    for label, allowed in policy.error_rate.items():
        figures[f"limits.error_rate.{quoted(label)}.above"] = ("rate", allowed.above)
        figures[f"limits.error_rate.{quoted(label)}.chance"] = ("rate", allowed.chance)
    figures |= {f"requires.{question}": ("questions", 1.0) for question in policy.requires}
    return {f"policy.{path}": exact(value, unit) for path, (unit, value) in figures.items()}


def _same(one: InputSummary | None, other: InputSummary | None) -> bool:
    if one is None or other is None:
        return one is other
    if (one.unit, one.distribution) != (other.unit, other.distribution):
        return False
    pairs = ((one.mean, other.mean), (one.low, other.low), (one.high, other.high))
    return all(math.isclose(a, b, rel_tol=ROUNDING) for a, b in pairs)


def _rows(before: ScenarioSummary, after: ScenarioSummary) -> Iterator[Change]:
    """Yield the classes whose row of a confusion matrix differs."""
    for system in {**before.confusion, **after.confusion}:
        one, other = (_Matrix.of(each, system) for each in (before, after))
        for label in {**one.rows, **other.rows}:
            if one.kind != other.kind or one.rows.get(label) != other.rows.get(label):
                path = f"{system}.confusion.{quoted(label)}"
                yield Change(input=path, before=one.recall(label), after=other.recall(label))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matrix:
    """A confusion matrix, whatever the order of its labels.

    Parameters
    ----------
    kind
        "counts" or "rates".
    rows
        Actual label → predicted label → what stands there, unless it is 0.
    prior
        Of each row, in items.
    referring
        Whether a label is predicted that is no class.
    """

    kind: str
    rows: Mapping[str, Mapping[str, float]]
    prior: float
    referring: bool

    @classmethod
    def of(cls, scenario: ScenarioSummary, system: str) -> _Matrix:
        """Return a system's matrix, without rows where it has none."""
        prior = scenario.inputs[PRIOR].mean if PRIOR in scenario.inputs else 1.0
        matrix = scenario.confusion.get(system)
        if matrix is None:
            return cls(kind="", rows={}, prior=prior, referring=False)
        rows = {
            label: {name: n for name, n in zip(matrix.predicted, row, strict=True) if n}
            for label, row in zip(matrix.actual, matrix.rows, strict=True)
        }
        referring = not {*matrix.predicted} <= {*matrix.actual}
        return cls(kind=matrix.kind, rows=rows, prior=prior, referring=referring)

    def recall(self, label: str) -> InputSummary | None:
        """Return what is known of a class's recall by its own row; None where there is no such row."""
        if label not in self.rows:
            return None
        row = self.rows[label]
        right = row.get(label, 0)
        wrong = math.fsum(n for name, n in row.items() if name in self.rows) - right
        if self.kind != "counts":
            return exact(right / (right + wrong) if right + wrong else 1.0, "rate")
        others = len(self.rows) - 1
        weights = self.prior / 2, self.prior / 2 * others / (others + self.referring)
        return counted(right, wrong, weights, math.fsum(row.values()))
