"""What scenarios are called beside one another, and which saved evaluation each is held against."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.errors import InputError, UsageError
from ship_or_not.render.json import document, plain, render

if TYPE_CHECKING:
    from ship_or_not import Scenario

TEXT = """
name: Triage
currency: EUR
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""
NAMELESS = TEXT.replace("name: Triage\n", "")
DRAWS = 1000


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def load(*overrides: str, text: str = TEXT) -> Scenario:
    return ship_or_not.load_scenario(text=text, overrides=overrides)


def from_file(name: str, *overrides: str, text: str = TEXT) -> Scenario:
    Path(name).write_text(text, encoding="utf-8")
    return ship_or_not.load_scenario(name, overrides=overrides)


def save(*scenarios: Scenario) -> str:
    """Write what `evaluate` says of scenarios to a file."""
    evaluations = [ship_or_not.evaluate(each, draws=DRAWS) for each in scenarios]
    Path("saved.json").write_text(render(evaluations, [], version="0", exit_code=0), encoding="utf-8")
    return "saved.json"


def problem(error: pytest.ExceptionInfo[InputError]) -> str:
    return str(error.value)


def test_a_name_that_is_taken_is_told_apart_by_what_differs() -> None:
    one, other = from_file("one.yaml"), from_file("other.yaml")
    edited = from_file("other.yaml", "error_costs=3")
    twice = from_file("other.yaml", "error_costs=3", "model.accuracy=99%")
    assert ship_or_not.compare([one, twice], draws=DRAWS).names[1] == (
        "Triage (--set error_costs=3, --set model.accuracy=99%)"
    )
    alike = [from_file(name, "error_costs=3") for name in ("one.yaml", "other.yaml")]
    assert ship_or_not.compare([one, other], draws=DRAWS).names == ("Triage", "Triage (other.yaml)")
    assert ship_or_not.compare([one, one], draws=DRAWS).names == ("Triage", "Triage (again)")
    assert ship_or_not.compare([one, edited], draws=DRAWS).names == ("Triage", "Triage (--set error_costs=3)")
    assert ship_or_not.compare(alike, draws=DRAWS).names == ("Triage", "Triage (other.yaml)")
    assert ship_or_not.compare([load()] * 4, draws=DRAWS).names == (
        "Triage",
        "Triage (again)",
        "Triage (2)",
        "Triage (3)",
    )


def test_each_is_compared_with_the_first() -> None:
    compared = ship_or_not.compare(
        {"a": load(), "b": load("error_costs=3"), "c": load("error_costs=4")}, draws=DRAWS, seed=5
    )
    assert [(each.before, each.after) for each in compared.differences] == [("a", "b"), ("a", "c")]
    expected = [each.per_item.expected for each in compared.differences]
    assert expected == pytest.approx([-0.007, -0.014], rel=1e-12)
    gain = compared.differences[0].per_item
    assert (gain.low, gain.high, gain.chance_above_0) == (gain.expected, gain.expected, 0.0)
    (same,) = ship_or_not.compare([load(), load()], draws=DRAWS).differences
    assert plain(same.per_item) == {"expected": 0, "low": 0, "high": 0, "chance_above_0": 0}
    assert same.changed == ()
    (back,) = ship_or_not.compare({"b": load("error_costs=3"), "a": load()}, draws=DRAWS).differences
    assert plain(back.per_item) == {
        "expected": -gain.expected,
        "low": -gain.expected,
        "high": -gain.expected,
        "chance_above_0": 1.0,
    }
    assert (compared.seed, compared.references, compared.names) == (5, (), ("a", "b", "c"))


def test_one_saved_evaluation_is_what_all_are_compared_with() -> None:
    path = save(load())
    worse = load("savings_per_item=0.001")
    (found,) = ship_or_not.compare({"worse": worse}, compare_to=path, draws=DRAWS).differences
    assert (found.before, found.after, found.unpaired, found.draws) == ("Triage", "worse", (), None)
    assert plain([found.verdict, found.strategy]) == [
        {"from": "GO", "to": "NO-GO"},
        {"from": "ship", "to": "keep"},
    ]
    compared = ship_or_not.compare([load("error_costs=3"), load()], compare_to=path, draws=DRAWS)
    (reference,) = compared.references
    assert (reference.name, reference.path) == ("Triage", "saved.json")
    assert reference.sha256 == hashlib.sha256(Path(path).read_bytes()).hexdigest()
    assert [each.before for each in compared.differences] == ["Triage", "Triage"]
    assert [each.per_item.expected for each in compared.differences] == [pytest.approx(-0.007), 0.0]
    assert [len(each.changed) for each in compared.differences] == [1, 0]


def test_of_several_saved_evaluations_each_takes_the_one_of_its_name_as_a_variant_or_as_a_scenario() -> None:
    first, second = load(), load(text=TEXT.replace("Triage", "Second"))
    path = save(first, second)
    compared = ship_or_not.compare({"Second": first, "new": second}, compare_to=path, draws=DRAWS)
    assert [each.before for each in compared.differences] == ["Second", "Second"]
    assert [each.name for each in compared.references] == ["Second"]


def test_what_a_comparison_saved_is_found_by_the_names_it_gave() -> None:
    both = {"as written": load(), "dear": load("error_costs=3")}
    found = {"exit_code": 0, **plain(ship_or_not.compare(both, draws=DRAWS))}
    Path("both.json").write_text(document(found, [], version="0"), encoding="utf-8")
    compared = ship_or_not.compare({"dear": load()}, compare_to="both.json", draws=DRAWS)
    assert [each.name for each in compared.references] == ["dear"]
    assert compared.differences[0].per_item.expected == pytest.approx(0.007)


@pytest.mark.parametrize(("name", "many"), [("Third", "none"), ("Triage", "more than one")])
def test_a_name_that_no_saved_evaluation_has_or_several_have_is_refused(name: str, many: str) -> None:
    path = save(load(), load("error_costs=3"), load(text=TEXT.replace("Triage", "Second")))
    with pytest.raises(InputError) as error:
        ship_or_not.compare([load(text=TEXT.replace("Triage", name))], compare_to=path)
    assert problem(error) == (
        f'saved.json: evaluations: it holds 3 evaluations, {many} of "{name}"\n'
        '  expected: a single evaluation, or a single one of that name; there are "Triage", "Second"'
    )


def test_money_of_another_currency_is_refused_once_for_each_scenario() -> None:
    others = {"dollars": load("currency=USD"), "none": load(text=TEXT.replace("currency: EUR\n", ""))}
    with pytest.raises(InputError) as error:
        ship_or_not.compare({"euros": load(), **others})
    assert problem(error) == (
        '<text>: currency: the money of "dollars" is in "USD", that of "euros" in "EUR"\n'
        "  expected: scenarios in one currency: nothing is converted\n\n"
        '<text>: currency: the money of "none" is in no currency, that of "euros" in "EUR"\n'
        "  expected: scenarios in one currency: nothing is converted"
    )
    path = save(load())
    with pytest.raises(InputError) as error:
        ship_or_not.compare([from_file("usd.yaml", "currency=USD")], compare_to=path)
    assert problem(error) == (
        'usd.yaml: currency: the money of "Triage" is in "USD", that of saved.json in "EUR"\n'
        "  expected: scenarios in one currency: nothing is converted"
    )


def test_there_is_something_to_compare_with() -> None:
    with pytest.raises(UsageError, match=r"^compare takes two scenarios or more, not 0$"):
        ship_or_not.compare([])
    with pytest.raises(UsageError, match=r"^compare takes two scenarios or more, not 1$"):
        ship_or_not.compare([load()])
    for wrong in ([load(), "go.yaml"], {"a": load(), "b": "go.yaml"}):
        with pytest.raises(UsageError, match=r"^compare takes a scenario as load_scenario returns it$"):
            ship_or_not.compare(wrong)  # type: ignore[arg-type]
    with pytest.raises(UsageError) as error:
        ship_or_not.compare(load())  # type: ignore[arg-type]
    assert str(error.value) == (
        "compare takes scenarios in a list, or by name, not one: compare([one, other]),"
        ' compare({"now": one, "new": other}), compare([one], compare_to="before.json")'
    )
    with pytest.raises(UsageError, match=r"^compare takes one scenario or more, not 0$"):
        ship_or_not.compare({}, compare_to="saved.json")
    with pytest.raises(UsageError, match=r"^draws == 0, must be from 1 to \d+$"):
        ship_or_not.compare({"a": load(), "b": load()}, draws=0)


TIMED = """
currency: EUR
savings_per_item: 0.1 to 0.3
error_costs: 2
volume: {items: 100, per: week}
horizon: 10 weeks
baseline: {accuracy: 98.7%}
model: {accuracy: 98%, launch_cost: 10}
"""


def test_totals_are_each_over_its_own_horizon_and_volume() -> None:
    """(20 × 300 − 10 × 100) items, each worth what its saving leaves, and the launch paid once by each."""
    other = TIMED.replace("10 weeks", "20 weeks").replace("100,", "300,")
    scenarios = {"a": load(text=TIMED), "b": load(text=other)}
    (found,) = ship_or_not.compare(scenarios, draws=2**15).differences
    assert found.draws == 2**15  # of them an end is known to 3.5, a standard error
    saving = ship_or_not.evaluate(scenarios["a"], draws=DRAWS).scenario.inputs["savings_per_item"]
    ends = [found.total.expected, found.total.low, found.total.high] if found.total else []
    worth = [5000 * (each - 2 * 0.007) for each in (saving.mean, saving.low, saving.high)]
    assert ends == [pytest.approx(worth[0], rel=1e-9), *(pytest.approx(each, abs=14) for each in worth[1:])]
    per_item = 10 / 1000 - 10 / 6000
    assert found.per_item.expected == pytest.approx(per_item, rel=1e-9)
    assert (found.per_item.low, found.per_item.high) == (found.per_item.expected, found.per_item.expected)


def test_a_total_is_missing_where_a_side_has_no_volume() -> None:
    bare = TIMED.replace("volume: {items: 100, per: week}\nhorizon: 10 weeks\n", "").replace(
        ", launch_cost: 10", ""
    )
    scenarios = {"a": load(text=TIMED), "b": load(text=bare)}
    (found,) = ship_or_not.compare(scenarios, draws=DRAWS).differences
    assert found.total is None
    assert {each.input for each in found.changed} == {"horizon", "volume.items", "model.launch_cost"}
    for before, after in ((TIMED, bare), (bare, TIMED)):
        path = save(load(text=before))
        (found,) = ship_or_not.compare([load(text=after)], compare_to=path, draws=DRAWS).differences
        assert found.total is None
    path = save(load(text=TIMED))
    more = load("model.launch_cost=25", text=TIMED)
    (found,) = ship_or_not.compare([more], compare_to=path, draws=DRAWS).differences
    assert found.total is not None
    assert found.total.expected == pytest.approx(-15, rel=1e-9)
    assert (found.total.low, found.total.high, found.total.chance_above_0, found.draws) == (None,) * 4
