"""``--set``, ``--model``, ``--baseline``: edits of the tree before it is validated.

A ``--set`` of a derived path (``model.accuracy`` on a confusion matrix) edits nothing: it moves what
was built, the same way in which flip points and sweeps move it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ship_or_not.errors import InputError, Problem, UsageError
from ship_or_not.evidence.problems import input_error
from ship_or_not.evidence.text import Lines, code_point, foreign_control, printable
from ship_or_not.scenario.costs import is_number
from ship_or_not.scenario.events import parse_events
from ship_or_not.scenario.mix import SUM_TOLERANCE
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.numbers import RATE, NumberError, Quantity, parse_exact
from ship_or_not.scenario.paths import join_path, split_path, split_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.errors import Location
    from ship_or_not.scenario.source import Path, Source

FACTOR = Quantity(noun="a factor on all error costs", example="1.5", low=0, high=1e6)
QUALITY = ("accuracy", "recall", "confusion", "measured_on", "always")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One ``--set``, read.

    Parameters
    ----------
    path
        Its dotted path, normalised.
    value
        As a plain value.
    """

    path: str
    segments: Path
    value: Any
    text: str | None
    location: Location


def read_setting(option: str) -> Setting:
    """Read ``key=value``; the value is written as in the file.

    Raises
    ------
    UsageError
        If it isn't of that form.
    InputError
        If the value is no YAML.
    """
    key, written = split_setting(option) or ("", "")
    segments = split_path(key.strip())
    if segments is None:
        raise UsageError(f"--set {printable(option)}: expected KEY=VALUE, such as --set model.accuracy=0.97")
    foreign = foreign_control(key)
    if foreign is not None:
        found = f"the key holds the control character {code_point(key[foreign])}"
        raise UsageError(f"--set {printable(option)}: {found}; expected a key of the scenario")
    lines = Lines(written, file=f"--set {printable(key.strip())}")
    control = lines.foreign_control()
    if control:
        raise InputError((control,))
    parsed = parse_events(lines)
    if parsed.problems:
        raise input_error(parsed.problems)
    return Setting(
        path=join_path(segments),
        segments=segments,
        value=parsed.tree,
        text=parsed.texts.get(()),
        location=lines.at(0, max(1, len(written))),
    )


def apply(source: Source, settings: Sequence[Setting]) -> tuple[Source, list[Setting]]:
    """Edit the tree, and return it with the settings that are to move what was built, in their order."""
    moving: list[Setting] = []
    for setting in settings:
        accuracy = (setting.segments[0], "accuracy")
        later = setting.segments[1:2] == ("recall",) and accuracy in [each.segments for each in moving]
        if later or _is_derived(source, setting):
            moving.append(setting)
        else:
            source = source.replace(setting.segments, setting.value, setting.text, setting.location)
    return source, moving


def move(inputs: Inputs, settings: Sequence[Setting]) -> Inputs:
    """Move derived paths.

    Raises
    ------
    InputError
        With every path that is none of the scenario's, and every value that its path can't take.
    """
    problems = []
    for setting in settings:
        derived = inputs.derived.get(setting.path)
        if derived is None:
            problems.append(
                Problem(
                    location=setting.location,
                    key=printable(setting.path),
                    found="there is nothing at this path to move",
                    expected="a key of the scenario, or a recall or share of one of its classes",
                    suggestion=nearest(setting.path, inputs.derived),
                )
            )
            continue
        try:
            value = parse_exact(setting.value, FACTOR if derived.kind == "error_costs" else RATE)
        except NumberError as wrong:
            problems.append(
                Problem(
                    location=setting.location,
                    key=printable(setting.path),
                    found=wrong.found,
                    expected=wrong.expected,
                )
            )
        else:
            inputs = inputs.replace(setting.path, value)
    problems += _too_many_shares(inputs, settings)
    if problems:
        raise input_error(problems)
    return inputs


def _too_many_shares(inputs: Inputs, settings: Sequence[Setting]) -> list[Problem]:
    """Report shares that can't all be what they are set to."""
    shares = [setting for setting in settings if setting.segments[0] == "prevalence"]
    found = [value for path, value in inputs.replaced.items() if inputs.derived[path].kind == "prevalence"]
    total, every = math.fsum(found), len(found) == len(inputs.classes)
    if total <= 1 + SUM_TOLERANCE and (not every or total >= 1 - SUM_TOLERANCE):
        return []
    expected = "shares that sum to 1 (100%)" if every else "at most 1 (100%)"
    return [
        Problem(
            location=shares[-1].location,
            key=printable(shares[-1].path),
            found=f"the shares that are set sum to {total:.9g}",
            expected=expected,
        )
    ]


def put_evidence(source: Source, system: str, file: str) -> Source:
    """Put an evidence file in place of what the scenario says of a system's quality."""
    for key in QUALITY:
        source = source.without((system, key))
    for name in _keys(source.tree, "sources"):
        if _is_quality(split_path(name) or (), system):
            source = source.without(("sources", name))
    location = Lines(file, file=f"--{system}").at(0, max(1, len(file)))
    return source.replace((system, "confusion", "file"), file, file, location)


def _is_derived(source: Source, setting: Setting) -> bool:
    """Whether a setting moves what is built and isn't a key that the scenario has, or could have."""
    tree = source.tree
    if isinstance(setting.value, dict | list) and not is_number(setting.value, ()):
        return False
    match setting.segments:
        case ("error_costs",):
            return not is_number(tree.get("error_costs"), _labels(source))
        case ("prevalence", _):
            return True
        case ("baseline" | "model" as system, "accuracy"):
            return bool({"confusion", "recall", "always"} & _keys(tree, system))
        case ("baseline" | "model" as system, "recall", _):
            return "recall" not in _keys(tree, system)
    return False


def _is_quality(path: tuple[str, ...], system: str) -> bool:
    return len(path) > 1 and path[0] == system and path[1] in QUALITY


def _labels(source: Source) -> tuple[str, ...]:
    classes = source.tree.get("classes")
    size = len(classes) if isinstance(classes, list) else 0
    return tuple(source.texts.get(("classes", i), "") for i in range(size))


def _keys(tree: dict[str, Any], system: str) -> set[str]:
    block = tree.get(system)
    return set(block) if isinstance(block, dict) else set()
