"""Decision rules: the scenario's own, a file of the organisation's, or one that is shipped."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from pathlib import Path

from ship_or_not.errors import UsageError
from ship_or_not.evidence.problems import input_error
from ship_or_not.results import AmountLimit, Policy, RateLimit
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.schema_policy import Limits, PolicyRules
from ship_or_not.scenario.source import Source, read_source
from ship_or_not.scenario.validate import validate

OWN = "scenario"
SHIPPED = ("balanced", "cautious", "bold", "no-worse")


def build_policy(source: Source, rules: PolicyRules | None, *, name: str | None = None) -> Policy:
    """Return the rules of a scenario or, with its name, of a file; the defaults where there are none."""
    if rules is None:
        return Policy(name="balanced", error_rate={})
    limits = rules.limits or Limits()
    return Policy(
        name=OWN if name is None else name,
        path=None if name is None else source.file,
        sha256=None if name is None else source.sha256,
        min_value_per_item=rules.min_value_per_item,
        confidence=rules.confidence,
        loss=None
        if limits.loss is None
        else AmountLimit(amount=limits.loss.amount, chance=limits.loss.chance),
        drawdown=None
        if limits.drawdown is None
        else AmountLimit(amount=limits.drawdown.amount, chance=limits.drawdown.chance),
        error_rate={
            label: RateLimit(above=limit.above, chance=limit.chance)
            for label, limit in (limits.error_rate or {}).items()
        },
        requires=tuple(rules.requires or ()),
    )


def read_policy(given: str | os.PathLike[str]) -> Policy:
    """Read a policy: one of the shipped names, or a file.

    Raises
    ------
    InputError
        With everything wrong with the file.
    UsageError
        If it is neither a shipped name nor looks like a path.
    """
    text = str(given)
    if text in SHIPPED:
        with as_file(files("ship_or_not") / "configs" / f"{text}.yaml") as path:
            return _read(path, name=text, shown=f"configs/{text}.yaml")
    there = os.path.exists(text)  # noqa: PTH110 - Path.exists raises for what no file can be called
    if not there and not Path(text).suffix and "/" not in text and "\\" not in text:
        hint = nearest(text, SHIPPED)
        raise UsageError(
            f"--policy {text}: no such policy; expected a file, or one of {', '.join(SHIPPED)}"
            + (f"; did you mean: {hint}" if hint else "")
        )
    return _read(Path(text), name=Path(text).stem, shown=text)


def _read(path: Path, *, name: str, shown: str) -> Policy:
    source = read_source(path, shown_as=shown)
    validated = validate(source, PolicyRules)
    if validated.problems:
        raise input_error(validated.problems)
    return build_policy(source, validated.block, name=name)
