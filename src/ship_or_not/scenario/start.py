"""Where a new scenario starts: from nothing or from counts, as a draft and as a template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.scenario.catalogue import CATALOGUE, LABELS
from ship_or_not.scenario.counted import put_counts
from ship_or_not.scenario.draft import Draft
from ship_or_not.scenario.file_text import file_text

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE_NAME = '"EXAMPLE FIGURES, not yours yet"'
_ACTIVE = ("savings_per_item", "error_costs", "baseline.accuracy", "model.accuracy", "model.measured_on")
"""What the template says by examples. The verdict on them is INCONCLUSIVE: no gate lets them pass as a GO."""


def start(counts: str | None, *, folder: Path) -> Draft:
    """Return what is known before anything is asked.

    Parameters
    ----------
    counts
        The model's confusion matrix in a file, whose path is from here; None for nothing.
    folder
        Where the scenario will lie.

    Raises
    ------
    InputError
        With everything wrong with the counts.
    """
    draft = Draft(folder=folder).put(("version",), "1")
    return draft if counts is None else put_counts(draft, "model", counts)


def template(draft: Draft) -> str:
    """Write a draft with what is needed beside it, and a remark on every key.

    Beside counts, which are real, every figure that is needed is left to do, so that nothing is evaluated
    before all of it is; from nothing, there are examples, and the file, its name and so every report say so.
    """
    if not draft.classes:
        draft = draft.put(("name",), EXAMPLE_NAME)
        for entry in CATALOGUE:
            if ".".join(entry.path) in _ACTIVE and not entry.by_class:
                draft = draft.put(entry.path, entry.example(LABELS))
        return file_text(draft, examples=True)
    draft = draft.leave_open(("savings_per_item",), needed=True)
    by_class = ("error_costs",) if draft.counted else ("error_costs", "prevalence")
    for key in by_class:
        for label in draft.classes:
            draft = draft.leave_open((key, label), needed=True)
    return file_text(draft.leave_open(("baseline", "accuracy"), needed=True))
