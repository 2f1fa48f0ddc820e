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
    from ship_or_not.api.comparison import compare
    from ship_or_not.api.sensitivity import sensitivity
    from ship_or_not.api.sweep import sweep
    from ship_or_not.api.voi import voi
    from ship_or_not.errors import InputError, Location, OutputError, Problem, ShipOrNotError, UsageError
    from ship_or_not.results import Evaluation, Policy, ScenarioSummary, Verdict
    from ship_or_not.results.comparison import Comparison
    from ship_or_not.results.sensitivity import Sensitivity
    from ship_or_not.results.sweep import Sweep
    from ship_or_not.results.voi import InformationValue
    from ship_or_not.scenario.json_schema import scenario_schema

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Evaluation",
    "InformationValue",
    "InputError",
    "Location",
    "OutputError",
    "Policy",
    "Problem",
    "Scenario",
    "ScenarioSummary",
    "Sensitivity",
    "ShipOrNotError",
    "Sweep",
    "UsageError",
    "Verdict",
    "__version__",
    "compare",
    "evaluate",
    "load_scenario",
    "scenario_schema",
    "scenario_template",
    "sensitivity",
    "sweep",
    "voi",
]

_HOMES = {
    "api": ("Scenario", "evaluate", "load_scenario", "scenario_template"),
    "api.comparison": ("compare",),
    "api.voi": ("voi",),
    "errors": ("InputError", "Location", "OutputError", "Problem", "ShipOrNotError", "UsageError"),
    "results": ("Evaluation", "Policy", "ScenarioSummary", "Verdict"),
    "results.comparison": ("Comparison",),
    "results.voi": ("InformationValue",),
    "api.sensitivity": ("sensitivity",),
    "results.sensitivity": ("Sensitivity",),
    "api.sweep": ("sweep",),
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
