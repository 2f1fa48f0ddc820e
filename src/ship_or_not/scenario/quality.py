"""How good a system is: accuracy, recall, a confusion matrix or one constant answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.engine.structure import Evidence, Rates, Recalls
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.matrices import build_matrix
from ship_or_not.scenario.numbers import RATE
from ship_or_not.scenario.paths import join_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.results import ConfusionSummary
    from ship_or_not.scenario.costs import Costs
    from ship_or_not.scenario.gather import Gathered
    from ship_or_not.scenario.schema import Baseline, Model
    from ship_or_not.scenario.source import Path

WAYS = ("accuracy", "recall", "confusion", "always")


def build_quality(
    gathered: Gathered,
    system: str,
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
    block: Baseline | Model = getattr(gathered.document, system)
    ways = _ways(gathered, system)
    refer = getattr(block, "refer", None)
    if refer is not None:
        _check_refer(gathered, refer.label, ways, classes)
    build = {
        "accuracy": lambda: _accuracy(gathered, system, classes, costs),
        "recall": lambda: _recall(gathered, system, classes),
        "confusion": lambda: _confusion(gathered, system, classes, confusion),
        "always": lambda: _always(gathered, classes),
    }
    found = [
        build[way]() for way in ways if getattr(block, way) is not None and (classes or way == "accuracy")
    ]
    return found[0] if found and len(ways) == 1 else None


def _ways(gathered: Gathered, system: str) -> list[str]:
    """Return the keys by which a system says how good it is; reported unless there is exactly one."""
    known = WAYS if system == "baseline" else WAYS[:-1]
    ways = [way for way in known if not gathered.lacks(system, way)]
    if not ways:
        gathered.report(
            (system,),
            f"{system} does not say how good it is",
            f"{', '.join(known[:-1])} or {known[-1]}",
        )
        return []
    for way in [way for way in ways if gathered.has(system, way)][1:]:
        gathered.report(
            (system, way),
            f"{way} stands beside {ways[0]}",
            f"one of {', '.join(known)} for {system}",
        )
    if gathered.has(system, "measured_on") and ways[0] not in ("accuracy", "recall"):
        gathered.report(
            (system, "measured_on"),
            f"measured_on says nothing beside {ways[0]}",
            "counts in confusion, without it",
        )
    return ways


def _confusion(
    gathered: Gathered, system: str, classes: tuple[str, ...], confusion: dict[str, ConfusionSummary]
) -> Evidence | None:
    refer = getattr(getattr(gathered.document, system), "refer", None)
    label = None if refer is None else refer.label
    wrong = label in classes if label is not None else not gathered.lacks(system, "refer")
    built = build_matrix(gathered, system, classes, label, fits=not wrong)
    if built is None:
        return None
    evidence, confusion[system] = built
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
    gathered: Gathered, system: str, classes: tuple[str, ...], costs: Costs | None
) -> Evidence | None:
    block: Baseline | Model = getattr(gathered.document, system)
    number, path = block.accuracy, (system, "accuracy")
    if number is None:
        return None
    if system == "model" and costs is not None and _differ(gathered, costs):
        gathered.report(
            path,
            "an accuracy hides the rare classes, and here errors cost differently by class",
            "model.confusion with counts, or model.recall for each class",
        )
        return None
    size = block.measured_on
    if isinstance(size, dict):
        gathered.report((system, "measured_on"), "an accuracy has one number of items", "measured_on: 2000")
        return None
    if size is not None and _spread(gathered, system, "the accuracy", number.distribution):
        return None
    name = gathered.add(path, number, RATE, unit="rate", sample_size=size)
    return Recalls(paths=(name,) * max(1, len(classes)))


def _recall(gathered: Gathered, system: str, classes: tuple[str, ...]) -> Evidence | None:
    block: Baseline | Model = getattr(gathered.document, system)
    path, recalls, sizes = (system, "recall"), block.recall or {}, block.measured_on
    before = len(gathered.problems)
    _every_class(gathered, path, recalls, classes)
    if isinstance(sizes, dict):
        _every_class(gathered, (system, "measured_on"), sizes, classes)
    if sizes is not None:
        for label, number in recalls.items():
            _spread(gathered, system, f"the recall of {some([label])}", number.distribution)
    for label in [label for label in classes if label in recalls]:
        size = sizes.get(label) if isinstance(sizes, dict) else None
        gathered.add((*path, label), recalls[label], RATE, unit="rate", sample_size=size)
    if len(gathered.problems) > before or gathered.bad(*path) or gathered.bad(system, "measured_on"):
        return None
    return Recalls(paths=tuple(join_path((*path, label)) for label in classes))


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


def _spread(gathered: Gathered, system: str, what: str, distribution: object) -> bool:
    """Report a range beside a number of items: both say how sure the figure is."""
    if getattr(distribution, "name", "empirical") == "exact":
        return False
    gathered.report(
        (system, "measured_on"), f"{what} is a range, which says already how sure it is", "one of the two"
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


def sized(gathered: Gathered, system: str, evidence: Evidence | None, shares: dict[str, float]) -> None:
    """Split one ``measured_on`` over the recalls of the classes by their shares."""
    block: Baseline | Model = getattr(gathered.document, system)
    if isinstance(evidence, Recalls) and isinstance(block.measured_on, float) and block.recall is not None:
        gathered.resize(
            {join_path((system, "recall", label)): block.measured_on * p for label, p in shares.items()}
        )
