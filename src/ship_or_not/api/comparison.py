"""Scenarios side by side, and what each is worth more than the first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ship_or_not.api import DEFAULT_SEED, Evaluation, Scenario, check
from ship_or_not.api.notebook import Shown, shown
from ship_or_not.engine import comparison
from ship_or_not.errors import InputError, Location, Problem, UsageError
from ship_or_not.evidence.saved import read_evaluations
from ship_or_not.evidence.text import quoted
from ship_or_not.results import comparison as results

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from ship_or_not.results import ScenarioSummary
    from ship_or_not.results.comparison import Reference

WRITE = 'compare([one, other]), compare({"now": one, "new": other}), compare([one], compare_to="before.json")'


class Comparison(Shown, results.Comparison):
    """A comparison that a notebook shows."""

    __slots__ = ()
    _text = "comparison_text"


def compare(
    scenarios: Sequence[Scenario] | Mapping[str, Scenario],
    *,
    compare_to: str | os.PathLike[str] | None = None,
    seed: int = DEFAULT_SEED,
    draws: int | None = None,
) -> Comparison:
    """Return scenarios side by side, and what each is worth more than the first.

    Parameters
    ----------
    scenarios
        Two or more, or a mapping from what each is to be called. The first is what the others are compared
        with.
    compare_to
        A file that ``--output json`` wrote: all scenarios, one is enough, are compared with the evaluation in
        it. It holds no draws, so that such a difference has no interval. Of several evaluations in it each
        scenario takes the one of its name.
    seed, draws
        As for `evaluate`; each difference is taken on as many draws as the one of the two that needs more.

    Returns
    -------
    Comparison
        Its evaluations are those of `evaluate`; where what is expected is a mean over draws, with as many
        as the scenario that needs most.

    Raises
    ------
    InputError
        If their currencies differ, or the file is not what was saved.
    UsageError
        If there is nothing to compare with, or an argument is out of bounds.

    Examples
    --------
    >>> from ship_or_not import load_scenario
    >>> text = "{savings_per_item: 0.3, error_costs: 2, baseline: {accuracy: 98%}, model: {accuracy: 97%}}"
    >>> better = load_scenario(text=text, overrides={"model.accuracy": "98%"})
    >>> (difference,) = compare({"now": load_scenario(text=text), "better": better}).differences
    >>> round(difference.per_item.expected, 6)  # one error in a hundred less, each 2
    0.02
    """
    if isinstance(scenarios, Scenario):
        raise UsageError(f"compare takes scenarios in a list, or by name, not one: {WRITE}")
    named = dict(scenarios) if isinstance(scenarios, Mapping) else _named(scenarios)
    for scenario in named.values():
        check("compare", scenario, seed=seed, draws=draws)
    least = "two scenarios" if compare_to is None else "one scenario"
    if len(named) < (2 if compare_to is None else 1):
        raise UsageError(f"compare takes {least} or more, not {len(named)}")
    saved = () if compare_to is None else read_evaluations(compare_to)
    references = (
        {name: _reference(saved, name, each.summary) for name, each in named.items()} if saved else {}
    )
    _one_currency(named, references)
    seen = [
        comparison.see(name, each.inputs, each.policy, each.summary, seed=seed, draws=draws)
        for name, each in named.items()
    ]
    if references:
        differences = [comparison.difference_from(references[each.name], each) for each in seen]
    else:
        first, *others = seen = comparison.alike(seen)
        differences = [comparison.difference(first, each) for each in others]
    return Comparison(
        references=tuple(each for each in saved if each in references.values()),
        names=tuple(named),
        evaluations=tuple(shown(Evaluation, each.evaluation) for each in seen),
        differences=tuple(differences),
        seed=seed,
    )


def _named(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Call each scenario by its name; one whose name is taken by its edits too, or its file, if they differ.

    Raises
    ------
    UsageError
        If one of them is no scenario.
    """
    named: dict[str, Scenario] = {}
    for scenario in scenarios:
        check("compare", scenario, seed=0, draws=None)
        summary = scenario.summary
        name, number = summary.name, 1
        if name in named:
            taken = named[name].summary
            edits = ", ".join(summary.overrides) if summary.overrides != taken.overrides else ""
            file = summary.path if summary.path != taken.path else ""
            name = f"{name} ({edits or file or 'again'})"
        while name in named:
            number += 1
            name = f"{summary.name} ({number})"
        named[name] = scenario
    return named


def _reference(saved: Sequence[Reference], name: str, scenario: ScenarioSummary) -> Reference:
    """Return the saved evaluation that a scenario is compared with: the only one, or that of its name.

    Raises
    ------
    InputError
        If none of several has the name, or more than one.
    """
    if len(saved) == 1:
        return saved[0]
    for wanted in (name, scenario.name):
        found = [each for each in saved if each.name == wanted]
        if len(found) == 1:
            return found[0]
    many = "more than one" if found else "none"
    known = ", ".join(dict.fromkeys(quoted(each.name) for each in saved))
    raise InputError(
        (
            Problem(
                location=Location(file=saved[0].path),
                key="evaluations",
                found=f"it holds {len(saved)} evaluations, {many} of {quoted(name)}",
                expected=f"a single evaluation, or a single one of that name; there are {known}",
            ),
        )
    )


def _one_currency(named: Mapping[str, Scenario], references: Mapping[str, Reference]) -> None:
    """Refuse to compare money with other money.

    Raises
    ------
    InputError
        Once for each scenario that has another currency than what it is compared with.
    """
    first, *_ = named
    problems = []
    for name, scenario in named.items():
        summary = scenario.summary
        other = references[name].scenario if references else named[first].summary
        if summary.currency != other.currency:
            where = references[name].path if references else quoted(first)
            money = f"the money of {quoted(name)} is in {_currency(summary)}"
            problems.append(
                Problem(
                    location=Location(file=_file(summary)),
                    key="currency",
                    found=f"{money}, that of {where} in {_currency(other)}",
                    expected="scenarios in one currency: nothing is converted",
                )
            )
    if problems:
        raise InputError(tuple(problems))


def _file(summary: ScenarioSummary) -> str:
    return summary.path or "<text>"


def _currency(summary: ScenarioSummary) -> str:
    return quoted(summary.currency) if summary.currency else "no currency"
