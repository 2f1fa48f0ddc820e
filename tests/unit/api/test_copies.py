"""Every kind of result is copied, sent to another process and taken apart as any frozen dataclass is."""

from __future__ import annotations

import pickle
import pkgutil
from copy import deepcopy
from dataclasses import asdict, fields
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

import ship_or_not
from ship_or_not import api
from ship_or_not.api.notebook import Shown
from ship_or_not.render import json

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = """
name: Everything set
currency: EUR
classes: [ok, fraud]
savings_per_item: 0.05 to 0.09
error_costs: {ok: 2, fraud: 40}
prevalence: {ok: 98%, fraud: 2%}
baseline: {recall: {ok: 98.7%, fraud: 95%}, measured_on: 2000}
model:
  confusion: {ok: {ok: 970, fraud: 30}, fraud: {ok: 3, fraud: 27}}
  drift: {accuracy_loss: 0.1% per month}
volume: {items: 40000, per: month}
horizon: 6 months
policy: {limits: {error_rate: {fraud: {above: 50%, chance: 5%}}}}
"""
SCENARIO = ship_or_not.load_scenario(text=TEXT)
KINDS: dict[str, Callable[[], Any]] = {
    "Evaluation": lambda: ship_or_not.evaluate(SCENARIO, draws=1000),
    "Comparison": lambda: ship_or_not.compare({"a": SCENARIO, "b": SCENARIO}, draws=1000),
    "Sweep": lambda: ship_or_not.sweep(SCENARIO, {"volume.items": "1000:2000:3"}, draws=1000),
    "Sensitivity": lambda: ship_or_not.sensitivity(SCENARIO, draws=1000),
    "InformationValue": lambda: ship_or_not.voi(SCENARIO, label_cost={"fraud": 3}, draws=1000),
}


def test_no_kind_of_result_is_left_out() -> None:
    for module in pkgutil.iter_modules(api.__path__, f"{api.__name__}."):
        import_module(module.name)
    assert {kind.__name__ for kind in Shown.__subclasses__()} == set(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_result_survives_pickle_and_copy_and_comes_apart(name: str) -> None:
    found = KINDS[name]()
    said = json.plain(found)
    sent = pickle.loads(pickle.dumps(found))  # noqa: S301 - what this test pickled itself
    for copied in (sent, deepcopy(found)):
        assert copied is not found
        assert (type(copied), json.plain(copied)) == (type(found), said)
    assert [*asdict(found)] == [each.name for each in fields(found)]
