"""How good a system is: accuracy, recall, a confusion matrix or one constant answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ship_or_not.engine.structure import Evidence, Rates, Recalls
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.matrices import build_matrix
from ship_or_not.scenario.numbers import RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.results import ConfusionSummary
    from ship_or_not.scenario.costs import Costs
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.schema_systems import PlanB, Quality
    from ship_or_not.scenario.source import Path

WAYS = ("accuracy", "recall", "confusion", "always")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A system of which the scenario says how good it is.

    Parameters
    ----------
    name
        ``"baseline"``, ``"model"``, or a plan's dotted path.
    path
        Where it stands.
    block
        What is said of it.
    """

    name: str
    path: Path
    block: Quality

    @property
    def ways(self) -> tuple[str, ...]:
        """The keys that may say how good it is."""
        return WAYS if self.name == "baseline" else WAYS[:-1]


def rated(gathered: Gathered) -> list[Rated]:
    """Return the systems of which the scenario has to say how good they are."""
    document = gathered.document
    systems = [("baseline", document.baseline), ("model", document.model)]
    found = [Rated(name=name, path=(name,), block=block) for name, block in systems if block is not None]
    found += [
        Rated(name=gathered.name(path), path=path, block=plan)
        for path, plan in written_plans(gathered)
        if plan.kind == "backup"
    ]
    return found


def written_plans(gathered: Gathered) -> list[tuple[Path, PlanB]]:
    """Return what is right of each plan, with where it stands."""
    plans = enumerate(gathered.document.plan_b or ())
    return [(("plan_b", place), plan) for place, plan in plans if plan is not None]


def build_quality(
    gathered: Gathered,
    system: Rated,
    classes: tuple[str, ...],
    costs: Costs | None,
    confusion: dict[str, ConfusionSummary],
) -> Evidence | None:
    """Return what is known of a system's answers, None where something is wrong, and reported.

    Parameters
    ----------
    classes
        The labels; empty when nothing is per class.
    costs
        None where they are wrong: then nothing is said about whether an accuracy is enough.
    confusion
        Where the matrix is put as it was understood.
    """
    ways = _ways(gathered, system)
    refer = getattr(system.block, "refer", None)
    if refer is not None:
        _check_refer(gathered, refer.label, ways, classes)
    build = {
        "accuracy": lambda: _accuracy(gathered, system, classes, costs),
        "recall": lambda: _recall(gathered, system, classes),
        "confusion": lambda: _confusion(gathered, system, classes, confusion),
        "always": lambda: _always(gathered, classes),
    }
    found = [
        build[way]()
        for way in ways
        if getattr(system.block, way) is not None and (classes or way == "accuracy")
    ]
    return found[0] if found and len(ways) == 1 else None


def _ways(gathered: Gathered, system: Rated) -> list[str]:
    """Return the keys by which a system says how good it is; reported unless there is exactly one."""
    known = system.ways
    ways = [way for way in known if not gathered.lacks(*system.path, way)]
    if not ways:
        gathered.report(
            system.path,
            f"{system.name} does not say how good it is",
            f"{', '.join(known[:-1])} or {known[-1]}",
        )
        return []
    for way in [way for way in ways if gathered.has(*system.path, way)][1:]:
        gathered.report(
            (*system.path, way),
            f"{way} stands beside {ways[0]}",
            f"one of {', '.join(known)} for {system.name}",
        )
    if gathered.has(*system.path, "measured_on") and ways[0] not in ("accuracy", "recall"):
        gathered.report(
            (*system.path, "measured_on"),
            f"measured_on says nothing beside {ways[0]}",
            "counts in confusion, without it",
        )
    return ways


def _confusion(
    gathered: Gathered, system: Rated, classes: tuple[str, ...], confusion: dict[str, ConfusionSummary]
) -> Evidence | None:
    refer = getattr(system.block, "refer", None)
    label = None if refer is None else refer.label
    wrong = label in classes if label is not None else not gathered.lacks(*system.path, "refer")
    path = (*system.path, "confusion")
    built = build_matrix(gathered, path, system.block.confusion, classes, label, fits=not wrong)
    if built is None:
        return None
    evidence, confusion[system.name] = built
    return evidence


def _always(gathered: Gathered, classes: tuple[str, ...]) -> Evidence | None:
    baseline = gathered.document.baseline
    if baseline is None or baseline.always is None:
        return None
    if baseline.always not in classes:
        gathered.unknown_label(("baseline", "always"), baseline.always, classes, key=False)
        return None
    row = tuple(float(label == baseline.always) for label in classes)
    return Rates(rows=(row,) * len(classes))


def _check_refer(gathered: Gathered, label: str, ways: list[str], classes: tuple[str, ...]) -> None:
    if label in classes:
        gathered.report(
            ("model", "refer", "label"),
            f"{some([label])} is one of the classes",
            "a label that is no class",
            key=False,
        )
    if ways and "confusion" not in ways:
        gathered.report(
            ("model", "refer"),
            f"{ways[0]} does not say which items are handed back",
            "confusion with a column of that label, or share: 70% in place of refer",
        )
    if gathered.has("model", "share"):
        gathered.report(
            ("model", "share"), "share stands beside refer, which says which items it takes", "one of the two"
        )


def _accuracy(
    gathered: Gathered, system: Rated, classes: tuple[str, ...], costs: Costs | None
) -> Evidence | None:
    block = system.block
    number, path = block.accuracy, (*system.path, "accuracy")
    if number is None:
        return None
    if system.name == "model" and costs is not None and _differ(gathered, costs):
        gathered.report(
            path,
            "an accuracy hides the rare classes, and here errors cost differently by class",
            "model.confusion with counts, or model.recall for each class",
        )
        return None
    size = block.measured_on
    if isinstance(size, dict):
        gathered.report(
            (*system.path, "measured_on"), "an accuracy has one number of items", "measured_on: 2000"
        )
        return None
    if size is not None and _spread(gathered, system, "the accuracy", number.distribution):
        return None
    name = gathered.add(path, number, RATE, unit="rate", sample_size=size)
    return Recalls(paths=(name,) * max(1, len(classes)))


def _recall(gathered: Gathered, system: Rated, classes: tuple[str, ...]) -> Evidence | None:
    block = system.block
    path, recalls, sizes = (*system.path, "recall"), block.recall or {}, block.measured_on
    before = len(gathered.problems)
    _every_class(gathered, path, recalls, classes)
    if isinstance(sizes, dict):
        _every_class(gathered, (*system.path, "measured_on"), sizes, classes)
    if sizes is not None:
        for label, number in recalls.items():
            _spread(gathered, system, f"the recall of {some([label])}", number.distribution)
    for label in [label for label in classes if label in recalls]:
        size = sizes.get(label) if isinstance(sizes, dict) else None
        gathered.add((*path, label), recalls[label], RATE, unit="rate", sample_size=size)
    if len(gathered.problems) > before or gathered.bad(*path) or gathered.bad(*system.path, "measured_on"):
        return None
    return Recalls(paths=tuple(gathered.name((*path, label)) for label in classes))


def _every_class(
    gathered: Gathered, path: Path, by_label: Mapping[str, object], classes: tuple[str, ...]
) -> None:
    """Report labels that are no classes, and classes that are missing."""
    for label in by_label:
        if label not in classes:
            gathered.unknown_label((*path, label), label, classes)
    missing = [label for label in classes if label not in by_label and not gathered.bad(*path, label)]
    if missing:
        gathered.report(path, f"there is no {path[-1]} for {some(missing)}", "one for every class")


def _spread(gathered: Gathered, system: Rated, what: str, distribution: object) -> bool:
    """Report a range beside a number of items: both say how sure the figure is."""
    if getattr(distribution, "name", "empirical") == "exact":
        return False
    gathered.report(
        (*system.path, "measured_on"),
        f"{what} is a range, which says already how sure it is",
        "one of the two",
    )
    return True


def _differ(gathered: Gathered, costs: Costs) -> bool:
    """Whether errors cost differently by class: then an accuracy is not enough."""

    def cost(path: str | None) -> float:
        return (
            0.0 if path is None or path not in gathered.numbers else gathered.numbers[path].distribution.mean
        )

    right = {cost(path) for i, row in enumerate(costs) for j, path in enumerate(row) if i == j}
    wrong = {cost(path) for i, row in enumerate(costs) for j, path in enumerate(row) if i != j}
    return len(right) > 1 or len(wrong) > 1


def sized(gathered: Gathered, system: Rated, evidence: Evidence | None, shares: dict[str, float]) -> None:
    """Split one ``measured_on`` over the recalls of the classes by their shares."""
    block = system.block
    if isinstance(evidence, Recalls) and isinstance(block.measured_on, float) and block.recall is not None:
        gathered.resize(
            {
                gathered.name((*system.path, "recall", label)): block.measured_on * p
                for label, p in shares.items()
            }
        )
