"""Tell whether a machine-learning model is worth putting in production.

A scenario in, a verdict out:

>>> import ship_or_not
>>> scenario = ship_or_not.load_scenario("scenario.yaml")  # doctest: +SKIP
>>> ship_or_not.evaluate(scenario).verdict  # doctest: +SKIP
<Verdict.GO: 'GO'>

Names are imported when they are first used, so that ``ship-or-not --help`` waits for none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ship_or_not.api import Scenario, evaluate, load_scenario, scenario_template
    from ship_or_not.api.sweep import sweep
    from ship_or_not.errors import InputError, Location, OutputError, Problem, ShipOrNotError, UsageError
    from ship_or_not.results import Evaluation, Policy, ScenarioSummary, Verdict
    from ship_or_not.results.sweep import Sweep
    from ship_or_not.scenario.json_schema import scenario_schema

__version__ = "0.1.0"

__all__ = [
    "Evaluation",
    "InputError",
    "Location",
    "OutputError",
    "Policy",
    "Problem",
    "Scenario",
    "ScenarioSummary",
    "ShipOrNotError",
    "Sweep",
    "UsageError",
    "Verdict",
    "__version__",
    "evaluate",
    "load_scenario",
    "scenario_schema",
    "scenario_template",
    "sweep",
]

_HOMES = {
    "api": ("Scenario", "evaluate", "load_scenario", "scenario_template"),
    "api.sweep": ("sweep",),
    "errors": ("InputError", "Location", "OutputError", "Problem", "ShipOrNotError", "UsageError"),
    "results": ("Evaluation", "Policy", "ScenarioSummary", "Verdict"),
    "results.sweep": ("Sweep",),
    "scenario.json_schema": ("scenario_schema",),
}


if not TYPE_CHECKING:  # a type checker would take every misspelt name for an object

    def __getattr__(name: str) -> object:
        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(f"{__name__}.{home}"), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
