"""What information is worth, where there is a second way to find out, and where there is nothing to find."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy import stats

import ship_or_not
from ship_or_not.engine.draws import Draws, point
from ship_or_not.engine.evaluation import gather
from ship_or_not.engine.expectation import Expecting
from ship_or_not.engine.labels import counted, subjects
from ship_or_not.engine.lifetimes import lifetimes
from ship_or_not.engine.point import Row
from ship_or_not.engine.quadrature import DrawsOf
from ship_or_not.engine.stakes import Evidence, Stakes
from ship_or_not.engine.structure import Counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ship_or_not.engine.information import Estimate
    from ship_or_not.engine.labels import Subject

HEAD = """
savings_per_item: 0.3
error_costs: 2
baseline: {accuracy: 98%}
"""
OVER_TIME = """
classes: [ok, fraud]
savings_per_item: -0.07 to -0.03
error_costs: {ok: 2, fraud: 40}
baseline: {recall: {ok: 98.7%, fraud: 80%}, measured_on: 2000, drift: {accuracy_loss: 0.1% per month}}
model:
  confusion:
    ok: {ok: 1970, fraud: 30}
    fraud: {ok: 8, fraud: 52}
  launch_cost: 3000
  drift: {accuracy_loss: 0.1% to 0.4% per month}
  failure: {chance: 2% per month, accuracy: 60%, noticed_after: 1 week, repaired_after: 3 weeks}
plan_b:
  - {name: back, kind: previous, ready_in: 1 week, standby_cost: 100 per month}
error_capacity: {errors: 1000 per month, extra_cost: 5}
volume: {items: 40000, per: month}
horizon: 12 months
"""


def worth(text: str, **options: object) -> ship_or_not.InformationValue:
    scenario = ship_or_not.load_scenario(text=dedent(text))
    return ship_or_not.voi(scenario, **options)  # type: ignore[arg-type]


def at_stake(text: str, seed: int = 0) -> Stakes:
    scenario = ship_or_not.load_scenario(text=dedent(text))
    figures = gather(scenario.inputs, scenario.policy, seed=seed, draws=16_384)
    return Stakes(figures=figures, expecting=Expecting(seed=seed, draws=16_384))


# A second way


def nested(stakes: Stakes, subject: Subject, outer: int, inner: int) -> tuple[float, float]:
    """Return what it is worth to know some evidence, and its standard error, by a loop within a loop.

    Every outer draw is of the evidence; what is expected then is the mean over inner draws of everything
    else. Only the mean over all is taken from the engine: that of the inner draws is off.
    """
    inputs = stakes.inputs
    at = point(inputs, DrawsOf(subject, seed=5, block=0, size=outer, prior=inputs.prior))
    source = Draws(seed=6, block=0, size=inner, prior=inputs.prior)
    others = point(inputs, source)
    found = np.zeros((len(stakes.expected), outer))

    def part(value: float | NDArray[np.float64], draw: int) -> float:
        return float(np.broadcast_to(value, (outer,))[draw])

    kept = [(row.right, *row.wrong) for row in at.rows(subject.system)]
    for draw in range(outer):
        shares = [[part(share, draw) for share in row] for row in kept]
        rows = [Row(right=right, wrong=tuple(wrong)) for right, *wrong in shares]
        moved = others.with_rows(subject.system, rows)
        if subject.mix:
            moved = replace(moved, mix=tuple(part(share, draw) for share in at.mix))
        for row, life in enumerate(lifetimes(inputs, moved, source), start=1):
            found[row, draw] = np.mean(life.net_benefit)
    found += (stakes.expected - found.mean(axis=1))[:, np.newaxis]
    missed = found.max(axis=0) - found[np.argmax(stakes.expected)]
    return float(missed.mean()), float(missed.std() / np.sqrt(outer))


@pytest.mark.parametrize("place", range(6))
def test_over_time_evidence_is_worth_what_a_loop_within_a_loop_finds(place: int) -> None:
    """Of both systems: all of it and the class mix, that of the common class, of the rare one."""
    stakes = at_stake(OVER_TIME)
    subject = list(subjects(stakes.inputs, (0, 1)))[place]
    found = Evidence(stakes=stakes, subject=subject).known
    value, error = nested(stakes, subject, outer=400, inner=100)
    assert found.value == pytest.approx(value, abs=4 * error + 0.02 * value)


def outcome_by_outcome(stakes: Stakes, system: str, place: int, n: int) -> float:
    """Return what n labels of one class are worth: each number of right ones as if it had been measured.

    What is expected then is what an evaluation with these counts expects; of the engine's own way with
    labels, nothing. Only the mean over all outcomes is taken from there: a few points are off.
    """
    inputs, expecting = stakes.inputs, Expecting(seed=9, draws=2**15)
    evidence = inputs.evidence(system)
    assert isinstance(evidence, Counts)
    rows = list(evidence.rows)
    right, wrong = (rows[place][place], rows[place][1 - place])
    brings = []
    for found in range(n + 1):
        new = {place: right + found, 1 - place: wrong + n - found}
        rows[place] = (new[0], new[1])
        anew = Counts(rows=tuple(rows))
        counted_anew = replace(inputs, model=anew) if system == "model" else replace(inputs, baseline=anew)
        each = expecting.expectation(counted_anew)
        brings.append([0.0, *(one.net_benefit - stakes.minimum * one.items for one in each)])
    chances = stats.betabinom.pmf(np.arange(n + 1), n, right + 0.5, wrong + 0.5)
    after = np.array(brings).T
    after += (stakes.expected - after @ chances)[:, np.newaxis]
    return float((after.max(axis=0) - after[np.argmax(stakes.expected)]) @ chances)


BENT = """
classes: [ok, fraud]
prevalence: {ok: 97%, fraud: 3%}
savings_per_item: 0.09 to 0.15
error_costs: {ok: 2, fraud: 40}
baseline: {confusion: {ok: {ok: 987, fraud: 13}, fraud: {ok: 12, fraud: 48}}}
model:
  confusion: {ok: {ok: 490, fraud: 10}, fraud: {ok: 8, fraud: 52}}
  launch_cost: 3000
  drift: {accuracy_loss: 0.1% to 0.4% per month}
  failure: {chance: 2% per month, accuracy: 60%, noticed_after: 1 week, repaired_after: 3 weeks}
plan_b:
  - {name: back, kind: previous, ready_in: 1 week, standby_cost: 100 per month}
error_capacity: {errors: 800 per month, extra_cost: 6}
volume: {items: 40000, per: month}
horizon: 12 months
policy: {min_value_per_item: 0.01}
"""


@pytest.mark.parametrize(
    ("system", "place", "n"),
    [
        ("model", 0, 20),
        ("model", 0, 300),
        ("model", 1, 20),
        ("model", 1, 150),
        ("baseline", 0, 300),
        ("baseline", 1, 20),
        ("baseline", 1, 150),
    ],
)
def test_over_time_labels_are_worth_what_evaluating_after_every_outcome_finds(
    system: str, place: int, n: int
) -> None:
    """Where drift, failures, a plan and a capacity bend it at once."""
    stakes = at_stake(BENT)
    [subject] = [
        each for each in subjects(stakes.inputs, (0, 1)) if (each.system, each.label) == (system, place)
    ]
    evidence = Evidence(stakes=stakes, subject=subject)
    found, exact = evidence.labelled(n), outcome_by_outcome(stakes, system, place, n)
    assert found.value == pytest.approx(exact, abs=3 * found.error + 0.01 * exact)
    assert found.error < 0.07 * exact


LEARNT = """
classes: [ok, fraud]
savings_per_item: -0.07 to -0.03
error_costs: {ok: 2, fraud: 40}
baseline: {recall: {ok: 98.7%, fraud: 80%}, measured_on: 2000, drift: {accuracy_loss: 0.1% per month}}
model:
  confusion: {ok: {ok: 1970, fraud: 30}, fraud: {ok: 8, fraud: 52}}
  launch_cost: 3000
  drift: {accuracy_loss: 0.1% to 0.4% per month}
volume: {items: 40000, per: month}
horizon: 12 months
"""


PLANNED = """
classes: [a, b]
prevalence: {counts: {a: 30, b: 70}}
error_costs: 2
baseline: {accuracy: 98%, cost_per_item: 0.5}
model:
  cost_per_item: 0.4
  recall: {a: 95%, b: 99%}
  measured_on: {a: 40, b: 90}
  drift: {accuracy_loss: 0.02% to 0.08% per week}
  failure: {chance: 5% per month, accuracy: 60%, noticed_after: 1 week, repaired_after: 2 weeks}
plan_b:
  - {name: back, kind: previous, build_time: 4 weeks, build_cost: 100, ready_in: 1 day}
volume: {items: 1000, per: week}
horizon: 26 weeks
"""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (LEARNT, "model.drift.accuracy_loss"),
        (BENT, "model.drift.accuracy_loss"),
        (PLANNED, "model.recall.a"),
    ],
    ids=["a class mix that is learnt", "a capacity", "a plan to be built"],
)
def test_the_error_that_is_told_is_how_far_other_seeds_are(text: str, number: str) -> None:
    """Of everything, of a number, of the mix and the matrix, and of labels; within 1.8 times for 16 seeds."""
    found: dict[str, list[Estimate]] = {}
    for seed in range(16):
        stakes = at_stake(text, seed=seed)
        inputs = stakes.inputs
        kinds = list(subjects(inputs, (0, 1)))
        each = {path: Evidence(stakes=stakes, subject=counted(inputs, path)).known for path in inputs.counted}
        each |= {
            "everything": stakes.everything(stakes.figures.simulation),
            "a number": stakes.one_input(inputs.numbers[number]),
            "500 labels": Evidence(stakes=stakes, subject=kinds[0]).labelled(500),
            "50 of a class": Evidence(stakes=stakes, subject=kinds[2]).labelled(50),
            "of the last kind": Evidence(stakes=stakes, subject=kinds[-1]).labelled(500),
        }
        for what, estimate in each.items():
            found.setdefault(what, []).append(estimate)
    for what, estimates in found.items():
        spread = np.std([each.value for each in estimates], ddof=1)
        told = np.sqrt(np.mean([each.error**2 for each in estimates]))
        assert told / 1.8 <= spread <= 1.8 * told, what


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "model: {accuracy: 80% to 90%}",  # a range, not a sample
        HEAD + "model: {accuracy: 85%, measured_on: 60}",
        """
        classes: [a, b]
        savings_per_item: 0.14
        error_costs: {a: 1, b: 20}
        baseline: {accuracy: 98%}
        model:
          refer: {label: refer, extra_cost: 0.1}
          confusion: {a: {a: 95, b: 2, refer: 3}, b: {a: 1, b: 18, refer: 5}}
        """,
        """
        classes: [a, b, c, d, e, f, g, h, i]
        savings_per_item: 0.25
        error_costs: 2
        baseline: {accuracy: 98%}
        model:
          confusion:
            - [9, 1, 0, 0, 0, 0, 0, 0, 0]
            - [1, 9, 0, 0, 0, 0, 0, 0, 0]
            - [0, 0, 9, 1, 0, 0, 0, 0, 0]
            - [0, 0, 1, 9, 0, 0, 0, 0, 0]
            - [0, 0, 0, 0, 9, 1, 0, 0, 0]
            - [0, 0, 0, 0, 1, 9, 0, 0, 0]
            - [0, 0, 0, 0, 0, 0, 9, 1, 0]
            - [0, 0, 0, 0, 0, 0, 1, 9, 0]
            - [0, 0, 0, 0, 0, 0, 0, 1, 9]
        """,
    ],
    ids=["a range", "a sample", "handed back", "thin classes"],
)
def test_very_many_labels_are_worth_what_knowing_for_certain_is(text: str) -> None:
    stakes = at_stake(text)
    found = next(subjects(stakes.inputs, ()))
    evidence = Evidence(stakes=stakes, subject=found)
    many = [evidence.labelled(n).value for n in (10, 1000, 10**9)]
    assert 0 < many[0] < many[1] < many[2]
    assert many[2] == pytest.approx(evidence.known.value, rel=0.03)


def test_a_limit_that_excludes_a_strategy_leaves_nothing_to_find_out_about_it() -> None:
    text = HEAD + "model: {accuracy: 85%, measured_on: 60}\nclasses: [a, b]\nprevalence: {a: 50%, b: 50%}"
    assert worth(text).evpi.per_item > 0
    found = worth(f"{text}\npolicy: {{limits: {{error_rate: {{a: {{above: 1%, chance: 5%}}}}}}}}")
    assert (found.strategy, found.evpi.per_item, {each.per_item for each in found.evppi}) == ("keep", 0, {0})
    assert found.advice == (
        "every strategy breaks a limit of the policy, and nothing that is found out changes the limits"
    )


ONE_WEEK_LIKE_ANOTHER = """
classes: [a, b]
savings_per_item: -1 to 2
error_costs: {a: 1 to 5, b: {low: 10, likely: 20, high: 90}}
prevalence: {counts: {a: 90, b: 3}}
discount_rate: 1% to 20%
volume: {items: {mean: 100, sd: 30}, per: day}
horizon: 2 years
baseline: {confusion: [[90, 10], [1, 2]], running_cost: 1 to 9 per day}
model: {confusion: [[95, 5], [1, 2]], launch_cost: {samples: [100, 200, 5000]}}
"""
NO_ERRORS = "\npolicy: {limits: {error_rate: {%s: {above: 1%%, chance: 5%%}}}}\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (ONE_WEEK_LIKE_ANOTHER + NO_ERRORS % "b", ["ship"]),
        (OVER_TIME + NO_ERRORS % "fraud", ["ship", "ship + back"]),
    ],
    ids=["no week differs from another", "over time"],
)
def test_where_a_limit_excludes_every_strategy_nothing_is_worth_finding_out(
    text: str, names: list[str]
) -> None:
    found = worth(text, label_cost=1)
    scenario = ship_or_not.load_scenario(text=dedent(text))
    expected = {each.name: each for each in ship_or_not.evaluate(scenario).strategies}
    assert [each.name for each in found.excluded] == names
    for each in found.excluded:
        assert each.expected_per_item == expected[each.name].expected_per_item
        assert each.excluded_by == expected[each.name].excluded_by
    assert (found.strategy, found.evpi.per_item, {each.per_item for each in found.evppi}) == ("keep", 0, {0})
    assert {(each.n, each.evsi) for each in found.labels} == {(0, 0)}
    assert found.advice.startswith("every strategy breaks a limit")


@pytest.mark.parametrize(
    ("text", "strategy", "advice"),
    [
        (HEAD + "model: {accuracy: 97%}", "ship", "nothing is uncertain: there is nothing to find out"),
        (
            HEAD + "model: {accuracy: 30%, measured_on: 900}",
            "keep",
            'nothing that could be found out would change the decision ("keep today\'s process")',
        ),
        (
            HEAD + "model: {accuracy: 97%, measured_on: 900}",
            "ship",
            'nothing that could be found out would change the decision ("ship")',
        ),
        (
            "measured_value_per_item: {mean: 0.01, sd: 0.02}",
            "ship",
            (
                "knowing everything would be worth 0.003956 per item, measured_value_per_item alone 0.003956"
                " per item; no input rests on labels"
            ),
        ),
        (
            HEAD + "model: {accuracy: 85%, measured_on: 60}",
            "ship",
            (
                "knowing everything would be worth 0.02505 per item, model.accuracy alone 0.02505 per item;"
                " how many labels are worth getting depends on what a label costs and on volume and horizon"
            ),
        ),
    ],
    ids=["nothing uncertain", "a certain no", "a certain yes", "an experiment", "a sample"],
)
def test_there_is_an_answer_whatever_there_is_to_find_out(text: str, strategy: str, advice: str) -> None:
    found = worth(text)
    assert (found.strategy, found.advice) == (strategy, advice)
    assert (found.evpi.total, {each.total for each in found.evppi} - {None}) == (None, set())
    assert all(each.evsi is None for each in found.labels)


def test_the_only_class_that_matters_is_the_one_to_label() -> None:
    found = worth(
        """
        currency: EUR
        classes: [ok, fraud]
        savings_per_item: 0.3
        error_costs: {ok: 0.01, fraud: 90}
        prevalence: {ok: 97%, fraud: 3%}
        baseline: {accuracy: 98%}
        model: {confusion: {ok: {ok: 970, fraud: 30}, fraud: {ok: 3, fraud: 27}}}
        volume: {items: 2000, per: month}
        horizon: 12 months
        """,
        label_cost={"": 50.0, "fraud": 20.0},
    )
    assert found.advice == (
        "label about 14 more fraud items for the model's evaluation (280 EUR): worth 422.5 EUR;"
        " labelling anything else is not worth its cost"
    )
    best = {(each.label, each.n) for each in found.labels if each.best}
    assert best == {("fraud", 14), ("ok", 0), (None, 0)}


HANGING_ON_FEW = """
currency: EUR
classes: [billing, fraud, other]
volume: {items: 40000, per: month}
horizon: 24 months
prevalence: {billing: 30%, fraud: 1%, other: 69%}
error_costs: {billing: 2, fraud: {other: 120, billing: 40}, other: {fraud: 5, billing: 1 to 4}}
baseline: {cost_per_item: 0.35, confusion: [[290, 2, 8], [3, 85, 12], [10, 1, 689]]}
model:
  cost_per_item: 0.05
  confusion: [[2890, 12, 98], [3, 81, 16], [120, 9, 6771]]
  launch_cost: 15000
  running_cost: 1200 per month
"""


def test_labels_whose_worth_hangs_on_a_few_draws_are_not_advised_however_cheap() -> None:
    """Of 16,384 draws one or two change the decision."""
    found = worth(HANGING_ON_FEW, label_cost=1e-10)
    assert any(0 < each.evsi_per_item <= 2 * each.monte_carlo_error for each in found.labels)
    assert {each.n for each in found.labels if each.best} == {0}
    assert found.advice.startswith("no further labels are worth their cost; knowing everything would be")
    assert ", model.confusion alone" not in found.advice


A_RARE_CLASS = """
classes: [ok, fraud]
savings_per_item: 0.05 to 0.09
error_costs: {ok: 2, fraud: 40}
prevalence: {ok: 98%, fraud: 2%}
baseline: {recall: {ok: 98.7%, fraud: 95%}, measured_on: 2000}
model: {confusion: {ok: {ok: 970, fraud: 30}, fraud: {ok: 3, fraud: 27}}}
volume: {items: 40000, per: month}
horizon: 24 months
"""
NEXT_TO_NOTHING = {"label_cost": 1e-10, "seed": 3}
"""With this seed 16,384 draws of the recall of *ok* are worth more than its quantiles."""


@pytest.mark.parametrize("options", [{}, NEXT_TO_NOTHING], ids=["without a cost", "at next to none"])
@pytest.mark.parametrize("name", ["HANGING_ON_FEW", "RECALLS", "LEARNT", "A_RARE_CLASS"])
def test_more_labels_never_tell_less_nor_more_than_knowing_for_certain(
    name: str, options: dict[str, float]
) -> None:
    year = "volume: {items: 1000, per: week}\nhorizon: 52 weeks\n"
    found = worth(globals()[name] + (year if name == "RECALLS" else ""), **options)
    each = {row.input: row.per_item for row in found.evppi}
    kinds: dict[tuple[str, str | None], list[float]] = {}
    for row in found.labels:
        kinds.setdefault((row.of, row.label), []).append(row.evsi_per_item)
    for (system, label), told in kinds.items():
        of = [f"{system}.confusion", f"{system}.recall.{label}"]
        most = next((each[path] for path in of if path in each), found.evpi.per_item)
        learnt_too = label is None and "prevalence" in each
        assert told == sorted(told)
        assert told[-1] <= (found.evpi.per_item if learnt_too else most)


RECALLS = """
classes: [a, b]
prevalence: {a: 30%, b: 70%}
savings_per_item: 0.07
error_costs: 2
baseline: {accuracy: 98%}
model: {recall: {a: 93%, b: 96%}, measured_on: {a: 40, b: 900}}
"""
OVER_THE_YEAR = RECALLS + "volume: {items: 1000, per: week}\nhorizon: 52 weeks\n"


def test_a_recall_that_was_measured_for_each_class_is_asked_about_class_by_class() -> None:
    found = worth(OVER_THE_YEAR, label_cost=0.2)
    assert {(each.of, each.label) for each in found.labels} == {
        ("model", None),
        ("model", "a"),
        ("model", "b"),
    }
    best = {each.label: each.n for each in found.labels if each.best}
    assert best["a"] > best["b"]


def test_labels_that_would_tell_something_are_not_worth_nothing() -> None:
    """Of another class they are, where its recall is known as it is."""
    found = worth(OVER_THE_YEAR, label_cost={"a": 0.2, "b": 2000})
    told = found.advice.partition(": worth ")[2]
    assert told.partition("; ")[2] == "labelling anything else whose cost is known is not worth its cost"


def test_labels_without_a_cost_are_not_said_to_be_worth_less_than_theirs() -> None:
    found = worth(OVER_THE_YEAR, label_cost={"b": 2000})
    assert found.advice.startswith("no further labels are worth their cost, where it is known; knowing every")
    assert {(each.label, each.enbs is None) for each in found.labels} == {
        (None, True),
        ("a", True),
        ("b", False),
    }


def test_less_than_a_cent_is_told_as_that() -> None:
    advice = worth(f"currency: EUR\n{OVER_THE_YEAR}", label_cost=1e-7).advice
    assert " more items for the model's evaluation (less than 0.01 EUR): worth " in advice


@pytest.mark.parametrize(
    ("text", "options", "missing"),
    [
        (OVER_THE_YEAR, {}, "on what a label costs"),
        (RECALLS, {"label_cost": 2}, "on volume and horizon"),
        (RECALLS, {}, "on what a label costs and on volume and horizon"),
    ],
)
def test_it_says_what_the_number_of_labels_depends_on(
    text: str, options: dict[str, float], missing: str
) -> None:
    advice = worth(text, **options).advice
    assert advice.endswith(f"; how many labels are worth getting depends {missing}")


def test_a_matrix_is_one_thing_to_know_and_exact_rates_are_none() -> None:
    inputs = at_stake(OVER_TIME).inputs
    assert inputs.counted == ("model.confusion", "prevalence")
    subject = counted(inputs, "model.confusion")
    assert dict(subject.rates) == {"model.confusion.ok": 0, "model.confusion.fraud": 1}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"label_cost": 0}, "label_cost == 0, must be above 0 and at most 1e15"),
        ({"label_cost": {"": float("nan")}}, "label_cost == nan, must be above 0 and at most 1e15"),
        (
            {"label_cost": {"x": 1}},
            "a label of 'x' is given a cost, but there is no such class; nothing is per class",
        ),
        ({"label_cost": 1e16}, "label_cost == 1e+16, must be above 0 and at most 1e15"),
        ({"labels_per_week": -1}, "labels_per_week == -1, must be above 0 and at most 1e15"),
        ({"seed": -1}, "seed == -1, must be at least 0"),
        ({"draws": 0}, "draws == 0, must be from 1 to 16777216"),
    ],
)
def test_what_makes_no_sense_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ship_or_not.UsageError) as refused:
        worth(HEAD + "model: {accuracy: 97%}", **options)
    assert str(refused.value) == message
