"""What the answer hangs on: the tornado, flip points, and what to watch once the model runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ship_or_not.api import DEFAULT_SEED, check
from ship_or_not.api.notebook import Shown, shown
from ship_or_not.engine import analysis
from ship_or_not.errors import UsageError
from ship_or_not.results import sensitivity as results
from ship_or_not.scenario.durations import parse_duration
from ship_or_not.scenario.quantities import NumberError

if TYPE_CHECKING:
    from ship_or_not.api import Scenario

DAYS_PER_WEEK = 7


class Sensitivity(Shown, results.Sensitivity):
    """A sensitivity analysis that a notebook shows."""

    __slots__ = ()
    _text = "sensitivity_text"


def sensitivity(
    scenario: Scenario,
    *,
    react_within: str | None = None,
    seed: int = DEFAULT_SEED,
    draws: int | None = None,
) -> Sensitivity:
    """Return what the answer hangs on, one input at a time, and what a monitor should page on.

    Parameters
    ----------
    react_within
        How long it takes from an alert until something is done, ``"3 weeks"``. None takes how long a
        failure lasts in the scenario, or 4 weeks where it has none.
    seed, draws
        As in `evaluate`.

    Raises
    ------
    UsageError
        If seed or draws are out of bounds, or ``react_within`` is no duration.

    Examples
    --------
    >>> import ship_or_not
    >>> text = "{savings_per_item: 1, error_costs: 2, baseline: {accuracy: 91%}, model: {accuracy: 90%}}"
    >>> found = sensitivity(ship_or_not.load_scenario(text=text))
    >>> [(each.metric, round(each.alert_below, 12)) for each in found.alerts]
    [('accuracy', 0.41)]
    """
    check("sensitivity", scenario, seed=seed, draws=draws)
    found = analysis.sensitivity(
        scenario.inputs,
        scenario.policy,
        scenario.summary,
        react_weeks=None if react_within is None else _weeks(react_within),
        seed=seed,
        draws=draws,
    )
    return shown(Sensitivity, found)


def _weeks(duration: str) -> float:
    try:
        return parse_duration(duration, shortest=0.0).days / DAYS_PER_WEEK
    except NumberError as error:
        raise UsageError(f"react_within: {error.found}; write {error.expected}") from None
