"""Evaluations that were saved: what ``--output json`` of ``evaluate`` or ``compare`` wrote."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from ship_or_not.engine.evaluation import KEEP
from ship_or_not.engine.understood import PRIOR
from ship_or_not.errors import Location
from ship_or_not.evidence.files import read_file
from ship_or_not.evidence.problems import dotted, refusal
from ship_or_not.evidence.strict_json import parse_json
from ship_or_not.evidence.text import Lines, quoted
from ship_or_not.results import (
    AmountLimit,
    ConfusionSummary,
    InputSummary,
    Policy,
    RateLimit,
    ScenarioSummary,
    Total,
    ValuePerItem,
    Verdict,
)
from ship_or_not.results.comparison import Reference

if TYPE_CHECKING:
    import os

LIMIT_BYTES = 64 * 2**20
SCHEMA_VERSION = 1
ANY = -1e100, 1e100
"""Bounds of any figure: outside of all that a scenario can lead to."""

NOT_BELOW_0 = 0.0, ANY[1]
BOUNDS = {
    **dict.fromkeys(("chance_above_minimum", "chance_of_loss", "chance", "confidence", "above"), (0.0, 1.0)),
    **dict.fromkeys(("monte_carlo_error", "amount", "payback_weeks"), NOT_BELOW_0),
}
"""Of the figures of a name."""

LARGEST_COUNT = 2**53
PRIORS = 0.1, 1000
"""What a scenario's prior can be, in items."""

SHA256 = re.compile("[0-9a-f]{64}")
WRITTEN = "what `ship-or-not evaluate --output json` writes"


def read_evaluations(path: str | os.PathLike[str]) -> tuple[Reference, ...]:
    """Read the evaluations that a file holds.

    Raises
    ------
    InputError
        If the file cannot be read, is no such document, or holds no evaluation.
    """
    file = read_file(path, limit_bytes=LIMIT_BYTES)
    document = _Node(parse_json(Lines(file.text, file=file.path)), file.path)
    version = document["schema_version"].number()
    if version != SCHEMA_VERSION:
        expected = f"{SCHEMA_VERSION}: a document of this version of ship-or-not"
        raise refusal(Location(file=file.path), f"it is {version:g}", expected, key="schema_version")
    evaluations = document["evaluations"].each()
    if not evaluations:
        document["evaluations"].refuse("no scenario was evaluated", "an evaluation to compare with")
    named = [each["scenario"]["name"] for each in evaluations]
    if document.has("names"):
        named = document["names"].each()
        if len(named) != len(evaluations):
            document["names"].refuse(f"{len(named)} for {len(evaluations)} evaluations", "a name for each")
    return tuple(
        _reference(each, file.path, file.sha256, name.text())
        for name, each in zip(named, evaluations, strict=True)
    )


class _Node:
    """A part of the document, which knows where it stands and says so of what is wrong with it."""

    def __init__(self, value: object, file: str, path: tuple[str | int, ...] = ()) -> None:
        self.value, self.file, self.path = value, file, path

    def refuse(self, found: str, expected: str) -> NoReturn:
        raise refusal(Location(file=self.file), found, expected, key=dotted(self.path))

    def items(self) -> dict[str, _Node]:
        """Return what an object holds."""
        if not isinstance(self.value, dict):
            self._another("an object")
        return {key: _Node(value, self.file, (*self.path, key)) for key, value in self.value.items()}

    def has(self, key: str) -> bool:
        """Tell whether an object holds a key, and not null."""
        return key in self.items() and self.items()[key].value is not None

    def __getitem__(self, key: str) -> _Node:
        found = self.items()
        if key not in found:
            self.refuse(f"the key {quoted(key)} is missing", WRITTEN)
        return found[key]

    def each(self) -> list[_Node]:
        """Return what an array holds."""
        if not isinstance(self.value, list):
            self._another("an array")
        return [_Node(value, self.file, (*self.path, i)) for i, value in enumerate(self.value)]

    def text(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            self._another("a text")
        return self.value

    def number(self, low: float = ANY[0], high: float = ANY[1]) -> float:
        """Return a number within bounds."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self._another("a number")
        if not low <= self.value <= high:
            self.refuse(f"{quoted(str(self.value))} is out of bounds", f"a number from {low:g} to {high:g}")
        return float(self.value)

    def hash_or_none(self) -> str | None:
        """Return the SHA-256 of a file, or None for null."""
        found = self.text_or_none()
        if found is not None and not SHA256.fullmatch(found):
            self.refuse(f"{quoted(found)} is no SHA-256", "64 hexadecimal digits, or null")
        return found

    def labels(self) -> tuple[str, ...]:
        """Return the labels of a matrix."""
        found = tuple(each.text() for each in self.each())
        if len({*found}) < max(2, len(found)):
            self.refuse("they are no labels of a matrix", "two or more, each once")
        return found

    def text_or_none(self) -> str | None:
        """Return a text, or None for null."""
        return None if self.value is None else self.text()

    def number_or_none(self) -> float | None:
        """Return a number, or None for null."""
        return None if self.value is None else self.number()

    def _another(self, expected: str) -> NoReturn:
        kinds = {
            dict: "an object",
            list: "an array",
            str: "a text",
            bool: "true or false",
            type(None): "null",
        }
        self.refuse(f"it is {kinds.get(type(self.value), 'a number')}", f"{expected}: {WRITTEN}")


def _reference(node: _Node, file: str, sha256: str, name: str) -> Reference:
    verdicts = {verdict.value: verdict for verdict in Verdict}
    verdict = node["verdict"]
    if verdict.text() not in verdicts:
        verdict.refuse(f"{quoted(verdict.text())} is no verdict", f"one of {', '.join(verdicts)}")
    strategy = node["strategy"]
    if (strategy.text() == KEEP) != (verdict.text() == Verdict.NO_GO):
        strategy.refuse(
            f"{quoted(strategy.text())} beside {verdict.text()}", f"{KEEP} on NO-GO, and only then"
        )
    return Reference(
        name=name,
        path=file,
        sha256=sha256,
        scenario=_scenario(node["scenario"]),
        policy=_policy(node["policy"]),
        verdict=verdicts[verdict.text()],
        strategy=strategy.text(),
        rule=node["rule"].text(),
        value_per_item=ValuePerItem(**_central(node["value_per_item"], *ValuePerItem.__slots__)),
        total=_total(node["total"]) if node.has("total") else None,
    )


def _numbers(node: _Node, *names: str) -> dict[str, float]:
    """Return numbers by their names, each within its bounds."""
    return {name: node[name].number(*BOUNDS.get(name, ANY)) for name in names}


def _central(node: _Node, *names: str) -> dict[str, float]:
    """Return numbers by their names, of which low is not above high."""
    found = _numbers(node, *names)
    if found["low"] > found["high"]:
        node.refuse(f"low is {found['low']:g}, high is {found['high']:g}", "low not above high")
    return found


def _total(node: _Node) -> Total:
    weeks = None
    if node["payback_weeks"].value is not None:
        weeks = _numbers(node, "payback_weeks")["payback_weeks"]
        if not weeks.is_integer():
            node["payback_weeks"].refuse(f"it is {weeks:g}", "a whole number of weeks, or null")
    return Total(
        **_central(node, "expected", "low", "high", "chance_of_loss", "cvar"),
        drawdown=node["drawdown"].number_or_none(),
        payback_weeks=None if weeks is None else int(weeks),
    )


def _scenario(node: _Node) -> ScenarioSummary:
    inputs = node["inputs"]
    if inputs.has(PRIOR):
        inputs[PRIOR]["mean"].number(*PRIORS)
    return ScenarioSummary(
        name=node["name"].text(),
        path=node["path"].text_or_none(),
        sha256=node["sha256"].hash_or_none(),
        currency=node["currency"].text(),
        sources={path: each.text() for path, each in node["sources"].items().items()},
        inputs={path: _input(each) for path, each in inputs.items().items()},
        confusion={system: _confusion(each) for system, each in node["confusion"].items().items()},
        overrides=tuple(each.text() for each in node["overrides"].each()),
    )


def _input(node: _Node) -> InputSummary:
    return InputSummary(
        unit=node["unit"].text(),
        distribution=node["distribution"].text(),
        **_numbers(node, "mean", "low", "high"),
    )


def _confusion(node: _Node) -> ConfusionSummary:
    kind = node["kind"]
    if kind.text() not in ("counts", "rates"):
        kind.refuse(f"{quoted(kind.text())} is no kind of matrix", "counts or rates")
    actual, predicted = node["actual"].labels(), node["predicted"].labels()
    rows = node["rows"].each()
    if len(rows) != len(actual) or any(len(row.each()) != len(predicted) for row in rows):
        node["rows"].refuse(
            "they do not fit the labels", "a row for each actual, a figure for each predicted"
        )
    return ConfusionSummary(
        kind=kind.text(),
        path=node["path"].text_or_none(),
        sha256=node["sha256"].hash_or_none(),
        actual=actual,
        predicted=predicted,
        rows=tuple(tuple(each.number(0, LARGEST_COUNT) for each in row.each()) for row in rows),
    )


def _policy(node: _Node) -> Policy:
    limits = node["limits"].items()
    amounts = {
        name: AmountLimit(**_numbers(limits[name], "amount", "chance"))
        for name in ("loss", "drawdown")
        if name in limits
    }
    rates = limits["error_rate"].items() if "error_rate" in limits else {}
    return Policy(
        name=node["name"].text(),
        path=node["path"].text_or_none(),
        sha256=node["sha256"].hash_or_none(),
        **_numbers(node, "min_value_per_item", "confidence"),
        loss=amounts.get("loss"),
        drawdown=amounts.get("drawdown"),
        error_rate={label: RateLimit(**_numbers(each, "above", "chance")) for label, each in rates.items()},
        requires=tuple(each.text() for each in node["requires"].each()),
    )
