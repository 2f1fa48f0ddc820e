"""Scenario → inputs → evaluation, for the command line and for notebooks alike."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not import results
from ship_or_not.api.notebook import Shown, shown
from ship_or_not.engine import evaluation
from ship_or_not.engine.understood import understood
from ship_or_not.errors import UsageError
from ship_or_not.results import Policy, ScenarioSummary
from ship_or_not.scenario import override
from ship_or_not.scenario.build import build
from ship_or_not.scenario.policies import read_policy
from ship_or_not.scenario.source import parse_source, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.scenario.source import Source

DEFAULT_SEED = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Origin:
    """What a scenario was made of, so that it can be made again with more settings.

    Parameters
    ----------
    source
        With the evidence files of ``model`` and ``baseline`` in place.
    rules
        The policy that replaces the scenario's whole, if there is one.
    evidence
        ``--model`` and ``--baseline``, as typed.
    options
        Each a ``key=value``.
    """

    source: Source
    rules: Policy | None
    evidence: tuple[str, ...]
    options: tuple[str, ...]

    def with_options(self, *options: str) -> Origin:
        """Return the same with more settings, which come last."""
        return replace(self, options=(*self.options, *options))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scenario:
    """A scenario that was read and is valid.

    Parameters
    ----------
    summary
        What was understood.
    policy
        The decision rules it is held to.
    inputs
        What the engine computes with.
    origin
        What it was made of.
    files
        What was read beside the scenario itself.
    """

    summary: ScenarioSummary
    policy: Policy
    inputs: Inputs
    origin: Origin
    files: tuple[Path, ...] = ()


class Evaluation(Shown, results.Evaluation):
    """An evaluation that a notebook shows."""

    __slots__ = ()
    _text = "text"

    def _shown(self) -> list[Evaluation]:
        return [self]


def load_scenario(
    path: str | os.PathLike[str] | None = None,
    *,
    text: str | None = None,
    overrides: Sequence[str] | Mapping[str, object] = (),
    model: str | os.PathLike[str] | None = None,
    baseline: str | os.PathLike[str] | None = None,
    policy: str | os.PathLike[str] | None = None,
) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path
        A YAML file.
    text
        The scenario itself, in place of a file; paths in it are then relative to here.
    overrides
        ``"key=value"`` each, or a mapping; keys are dotted paths, as for ``--set``.
    model, baseline
        Evidence files that take the place of accuracy, recall or confusion.
    policy
        A shipped policy's name or a file; it replaces the scenario's whole.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        With everything that is wrong, in one go.
    UsageError
        If the arguments make no sense together.
    """
    if (path is None) == (text is None):
        raise UsageError("load_scenario takes a path or a text")
    options = tuple(_options(overrides))
    settings = [override.read_setting(option) for option in options]
    rules = None if policy is None else read_policy(policy)
    _check_policy(settings, rules)
    source = read_source(str(path)) if text is None else parse_source(text, file="<text>")
    evidence = []
    for system, file in (("model", model), ("baseline", baseline)):
        if file is not None:
            source = override.put_evidence(source, system, str(file))
            evidence.append(f"--{system} {file}")
    if rules is not None:
        source = source.without(("policy",))
    return make(Origin(source=source, rules=rules, evidence=tuple(evidence), options=options))


def make(origin: Origin) -> Scenario:
    """Make a scenario of what was read.

    Raises
    ------
    InputError
        With everything that is wrong, in one go.
    UsageError
        If a setting is none, or sets a rule beside a policy.
    """
    settings = [override.read_setting(option) for option in origin.options]
    _check_policy(settings, origin.rules)
    source, moving = override.apply(origin.source, settings)
    applied = list(origin.evidence)
    for option, setting in zip(origin.options, settings, strict=True):
        factor = setting in moving and setting.path == "error_costs"
        applied.append(f"--set {option}" + " (all error costs by this factor)" * factor)
    built = build(source, policy=origin.rules)
    inputs = override.move(built.inputs, moving)
    return Scenario(
        summary=ScenarioSummary(
            name=built.name or _stem(source),
            path=None if source.path is None else source.file,
            sha256=source.sha256,
            currency=built.currency,
            sources=built.sources,
            inputs=understood(inputs, built.confusion),
            confusion=built.confusion,
            overrides=tuple(applied),
        ),
        policy=built.policy,
        inputs=inputs,
        origin=origin,
        files=built.files,
    )


def _check_policy(settings: Sequence[override.Setting], rules: Policy | None) -> None:
    if rules is not None and any(setting.segments[0] == "policy" for setting in settings):
        raise UsageError("--set policy.… is refused beside --policy: the rules are the policy file's")


def evaluate(scenario: Scenario, *, seed: int = DEFAULT_SEED, draws: int | None = None) -> Evaluation:
    """Return what putting the model in production is worth, and the verdict.

    Parameters
    ----------
    seed
        At least 0: same installation, scenario and seed, same result to the byte.
    draws
        Exactly so many random draws; None takes as many as the verdict needs.

    Raises
    ------
    UsageError
        If seed or draws are out of bounds.
    """
    check("evaluate", scenario, seed=seed, draws=draws)
    found = evaluation.evaluate(scenario.inputs, scenario.policy, scenario.summary, seed=seed, draws=draws)
    return shown(Evaluation, found)


def check(function: str, scenario: object, *, seed: int, draws: int | None) -> None:
    """Refuse what a function that computes something of a scenario can't be called with.

    Raises
    ------
    UsageError
        If it is no scenario, or seed or draws are out of bounds.
    """
    if not isinstance(scenario, Scenario):
        raise UsageError(f"{function} takes a scenario as load_scenario returns it")
    if seed < 0:
        raise UsageError(f"seed == {seed}, must be at least 0")
    if draws is not None and not 1 <= draws <= evaluation.LARGEST_DRAWS:
        raise UsageError(f"draws == {draws}, must be from 1 to {evaluation.LARGEST_DRAWS}")


def scenario_template(
    counts: str | os.PathLike[str] | None = None, *, folder: str | os.PathLike[str] = "."
) -> str:
    """Return a first scenario, with a remark on every key, as ``ship-or-not init`` writes it.

    Parameters
    ----------
    counts
        The model's confusion matrix, a CSV or JSON file: it says the classes and how good the model is. What
        else is needed then says TODO. Without it, the figures are examples.
    folder
        Where the scenario will lie: the path of ``counts`` in it is relative to that.

    Raises
    ------
    InputError
        With everything wrong with the counts.

    Examples
    --------
    >>> print(scenario_template().splitlines()[0])
    # yaml-language-server: $schema=ship-or-not.schema.json
    """
    from ship_or_not.scenario.start import start, template  # noqa: PLC0415 - an evaluation does without it

    return template(start(None if counts is None else os.fspath(counts), folder=Path(folder)))


def _options(overrides: Sequence[str] | Mapping[str, object]) -> list[str]:
    if isinstance(overrides, str):
        raise UsageError("overrides is a list of 'key=value', or a mapping")
    if isinstance(overrides, Mapping):
        return [f"{key}={value}" for key, value in overrides.items()]
    return list(overrides)


def _stem(source: Source) -> str:
    return source.path.stem if source.path is not None else "scenario"
