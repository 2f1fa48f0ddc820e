"""What more information is worth, for the command line and for notebooks alike."""

from __future__ import annotations

from collections.abc import Mapping

from ship_or_not.api import DEFAULT_SEED, Scenario, check
from ship_or_not.api.notebook import Shown, shown
from ship_or_not.engine import voi as engine
from ship_or_not.engine.sampling import Price
from ship_or_not.errors import UsageError
from ship_or_not.results import voi as results
from ship_or_not.scenario.quantities import MOST, figure


class InformationValue(Shown, results.InformationValue):
    """What information is worth, as a notebook shows it."""

    __slots__ = ()
    _text = "voi_text"


def voi(
    scenario: Scenario,
    *,
    label_cost: float | Mapping[str, float] | None = None,
    labels_per_week: float | None = None,
    seed: int = DEFAULT_SEED,
    draws: int | None = None,
) -> InformationValue:
    """Return what it is worth to know more before deciding: everything, each input, further labels.

    Parameters
    ----------
    label_cost
        Money a label, above 0, at most 1e15. A mapping has that of any label under ``""``, of one class's
        under its label, which else is that of any divided by the class's share. None where it isn't known.
    labels_per_week
        How many come a week, above 0, at most 1e15, so that waiting for them costs something; None where it
        doesn't.
    seed, draws
        As for `evaluate`; without ``draws`` as many as the EVPI needs to be known to a hundredth.

    Raises
    ------
    UsageError
        If a cost or the pace is out of bounds, or a label is none of the scenario's.
    """
    check("voi", scenario, seed=seed, draws=draws)
    costs = label_cost if isinstance(label_cost, Mapping) else {} if label_cost is None else {"": label_cost}
    for label, cost in costs.items():
        if label and label not in scenario.inputs.classes:
            named, classes = scenario.inputs.named, ", ".join(scenario.inputs.classes)
            known = f"the classes are {classes}" if named else "nothing is per class"
            raise UsageError(f"a label of {label!r} is given a cost, but there is no such class; {known}")
        _above_0("label_cost", cost)
    if labels_per_week is not None:
        _above_0("labels_per_week", labels_per_week)
    price = Price(costs=dict(costs), per_week=labels_per_week)
    found = engine.voi(scenario.inputs, scenario.policy, scenario.summary, price, seed=seed, draws=draws)
    return shown(InformationValue, found)


def _above_0(name: str, value: float) -> None:
    if not 0 < value <= MOST:
        raise UsageError(f"{name} == {value}, must be above 0 and at most {figure(MOST)}")
