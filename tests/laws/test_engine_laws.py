"""What holds for every scenario, whatever its numbers."""

from __future__ import annotations

import math
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ship_or_not
from ship_or_not.engine.draws import Draws, FloatMeans, point
from ship_or_not.engine.expectation import Expecting, as_measured
from ship_or_not.engine.lifetimes import ship
from ship_or_not.engine.sensitivity import REACH
from ship_or_not.engine.simulate import simulate
from ship_or_not.engine.ties import margin
from support.scenarios import Tree, Wanted, load, paths_of_costs, random_tree, randomness, text_of, trees

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from numpy.typing import NDArray

    from ship_or_not.engine.inputs import Inputs
    from ship_or_not.results import FlipPoint

DRAWS = 512
examples = settings().max_examples  # 100, unless a profile asks for another number
few = settings(max_examples=examples // 5, deadline=None)
some = settings(max_examples=examples * 3 // 5, deadline=None)
seeded = settings(
    some, max_examples=examples * 2 // 5, derandomize=True
)  # a bound of 4 standard errors is random


def drawn(inputs: Inputs, *, seed: int = 0, draws: int = DRAWS) -> NDArray[np.float64]:
    net_benefit: NDArray[np.float64] = simulate(
        inputs, seed=seed, draws=draws, classes=frozenset()
    ).net_benefit[1]
    return net_benefit


def expected(inputs: Inputs, *, seed: int = 0, draws: int = DRAWS) -> float:
    return Expecting(seed=seed, draws=draws).expectation(inputs)[0].value


def same_mean(one: NDArray[np.float64], other: NDArray[np.float64], size: float) -> None:
    """Assert that two independent samples have one mean, within 4 standard errors of the difference."""
    error = math.sqrt(one.var() / one.size + other.var() / other.size)
    assert abs(one.mean() - other.mean()) <= 4 * error + 1e-12 * size


def a_rate_or_share(inputs: Inputs, path: str, part: float) -> float:
    """Return a value that a path can take, ``part`` in (0, 1) of the way through its bounds."""
    if path in inputs.derived:
        return 3 * part if inputs.derived[path].kind == "error_costs" else part
    item = inputs.numbers[path]
    if item.high <= 1:
        return item.low + part * (item.high - item.low)
    return 2 * part * (abs(item.distribution.mean) + 1)


def every_path(inputs: Inputs) -> list[str]:
    return [*inputs.numbers, *(path for path in inputs.derived if path not in inputs.numbers)]


# Symmetries


def permuted(tree: Tree, order: list[int]) -> Tree:
    moved = deepcopy(tree)
    moved["classes"] = [tree["classes"][i] for i in order]
    for system in ("baseline", "model"):
        matrix = moved[system].get("confusion")
        if isinstance(matrix, list):
            columns = [*order, *range(len(order), len(matrix[0]))]
            moved[system]["confusion"] = [[matrix[i][j] for j in columns] for i in order]
    return moved


@few
@given(trees(per_class=True), st.randoms(use_true_random=False))
def test_the_order_of_the_classes_changes_nothing_as_measured(tree: Tree, rng: Random) -> None:
    """Permuting classes leaves ``as_measured``, ``expected`` and each class's part as they are."""
    order = rng.sample(range(len(tree["classes"])), len(tree["classes"]))
    one, other = load(tree).inputs, load(permuted(tree, order)).inputs
    before, after = as_measured(one)[0], as_measured(other)[0]
    assert before.value == pytest.approx(after.value, rel=0, abs=1e-40 * before.magnitude)
    assert [before.by_class[i] for i in order] == pytest.approx(list(after.by_class), rel=1e-15, abs=1e-300)
    assert expected(one) == pytest.approx(expected(other), rel=1e-13, abs=1e-13 * before.magnitude)


@seeded
@given(trees(per_class=True, uncertain=True), st.randoms(use_true_random=False))
def test_the_order_of_the_classes_changes_draws_within_monte_carlo_error(tree: Tree, rng: Random) -> None:
    """Permuting classes leaves the distribution of net benefit as it is."""
    order = rng.sample(range(len(tree["classes"])), len(tree["classes"]))
    one, other = load(tree).inputs, load(permuted(tree, order)).inputs
    first, second = drawn(one, draws=8192), drawn(other, seed=1, draws=8192)
    same_mean(first, second, float(np.abs(first).max()))


MONEY_KEYS = (
    "savings_per_item",
    "cost_per_item",
    "running_cost",
    "launch_cost",
    "customer_value",
    "extra_cost",
)


def scaled_number(raw: Any, factor: float) -> Any:
    if isinstance(raw, dict):
        return {key: scaled_number(value, factor) for key, value in raw.items()}
    if isinstance(raw, list):
        return [scaled_number(value, factor) for value in raw]
    if not isinstance(raw, str):
        return raw * factor
    amounts, per, period = raw.partition(" per ")
    return " to ".join(repr(float(end) * factor) for end in amounts.split(" to ")) + per + period


def scaled(tree: Any, factor: float) -> Any:
    if not isinstance(tree, dict):
        return tree
    return {
        key: scaled_number(value, factor)
        if key in (*MONEY_KEYS, "error_costs", "min_value_per_item", "amount")
        else scaled(value, factor)
        for key, value in tree.items()
    }


@few
@given(trees(uncertain=True), st.integers(-6, 12), st.floats(-0.5, 0.5))
def test_another_currency_changes_money_and_nothing_else(tree: Tree, power: int, minimum: float) -> None:
    """Multiplying every amount, the policy's too, multiplies every money result and leaves the chances."""
    factor = 2.0**power
    tree["policy"] = {"min_value_per_item": round(minimum, 3)}
    if "horizon" in tree:
        tree["policy"]["limits"] = {"loss": {"amount": 100, "chance": "50%"}}
    one = ship_or_not.evaluate(load(tree), draws=DRAWS)
    other = ship_or_not.evaluate(load(scaled(tree, factor)), draws=DRAWS)
    size = as_measured(load(tree).inputs)[0].magnitude + 1
    ours, theirs = one.value_per_item, other.value_per_item
    for figure in ("as_measured", "expected", "low", "high", "monte_carlo_error"):
        before, after = getattr(ours, figure), getattr(theirs, figure)
        assert after == pytest.approx(factor * before, rel=1e-9, abs=1e-9 * factor * size)
    assert (one.verdict, one.rule) == (other.verdict, other.rule)
    assert theirs.chance_above_minimum == pytest.approx(ours.chance_above_minimum, abs=2 / DRAWS)
    if one.total is not None and other.total is not None:
        assert other.total.chance_of_loss == pytest.approx(one.total.chance_of_loss, abs=2 / DRAWS)
        assert other.total.payback_weeks == one.total.payback_weeks
        items = abs(one.total.expected) / (abs(ours.expected) or 1) + 1
        assert other.total.cvar == pytest.approx(factor * one.total.cvar, rel=1e-8, abs=1e-9 * factor * items)
    for before, after in zip(one.flip_points, other.flip_points, strict=True):
        money = before.unit.startswith("money")
        if money and before.now == 0:
            continue  # where nothing says how large amounts are, it is searched up to 1,000
        if before.flips_at is None or after.flips_at is None:
            assert before.flips_at == after.flips_at, before
        else:
            at = before.flips_at * (factor if money else 1)
            assert after.flips_at == pytest.approx(at, rel=1e-6, abs=1e-9), before


# Time


@some
@given(trees(over_time=True, uncertain=True))
def test_without_a_discount_rate_time_is_a_plain_sum(tree: Tree) -> None:
    """Discounted items are items per week times weeks; a rate of 0 % is the same as none."""
    inputs = load(tree).inputs
    found = Expecting(seed=0, draws=DRAWS).expectation(inputs)[0]
    horizon, volume = inputs.horizon, inputs.numbers["volume.items"]
    assert horizon is not None
    assert found.items == pytest.approx(
        volume.distribution.mean * volume.factor * horizon.days / 7, rel=1e-12
    )
    zero = load({**tree, "discount_rate": "0%"}).inputs
    assert Expecting(seed=0, draws=DRAWS).expectation(zero)[0] == found
    assert drawn(zero).tobytes() == drawn(inputs).tobytes()


@some
@given(trees(over_time=True, uncertain=True, fixed_costs=False, discount=True))
def test_without_fixed_costs_any_horizon_gives_the_value_of_one_item(tree: Tree) -> None:
    """Nothing that is paid once or by the week: value per item doesn't know of time."""
    once = {key: value for key, value in tree.items() if key not in ("volume", "horizon", "discount_rate")}
    over, one = load(tree).inputs, load(once).inputs
    size = as_measured(one)[0].magnitude
    assert as_measured(over)[0].value == pytest.approx(as_measured(one)[0].value, rel=1e-14)
    error = Expecting(seed=0, draws=DRAWS).expectation(one)[0].error  # 0 unless the mix itself is drawn
    assert expected(over) == pytest.approx(expected(one), rel=1e-13, abs=1e-13 * size + 8 * error)
    first, second = (
        simulate(each, seed=0, draws=DRAWS, classes=frozenset()).value_per_item[1] for each in (over, one)
    )
    np.testing.assert_allclose(first, second, rtol=1e-12, atol=1e-12 * size)


# What adds up


@some
@given(trees(uncertain=True, discount=True))
def test_the_waterfall_adds_up_to_the_expected_value(tree: Tree) -> None:
    """The bars add up to ``expected``; so do saving, classes, running and launch."""
    found = ship_or_not.evaluate(load(tree), draws=64)
    bars = {bar.id: bar.per_item for bar in found.waterfall}
    size = math.fsum(abs(bar) for bar in bars.values())
    value = found.value_per_item.expected
    assert math.fsum(bars.values()) == pytest.approx(value, rel=1e-9, abs=1e-12 * size)
    if found.classes:
        parts = [each.per_item for each in found.classes]
        parts += [bars.get(bar, 0.0) for bar in ("saving", "running", "launch")]
        size += math.fsum(abs(part) for part in parts)
        assert math.fsum(parts) == pytest.approx(value, rel=1e-9, abs=1e-12 * size)
        assert math.fsum(each.share for each in found.classes) == pytest.approx(1, rel=1e-12)


# Draws and their mean


@seeded
@given(trees(uncertain=True, discount=True))
def test_the_closed_form_is_the_mean_over_the_draws(tree: Tree) -> None:
    """Expected net benefit is the mean of net benefit over draws, within 4 Monte Carlo standard errors."""
    inputs = load(tree).inputs
    mean_of_draws_is_expected(inputs, seed=7)


@seeded
@given(trees(uncertain=True, per_class=True), st.floats(0.02, 0.98), st.data())
def test_the_closed_form_is_the_mean_over_the_draws_where_a_path_was_moved(
    tree: Tree, part: float, data: st.DataObject
) -> None:
    """The same holds after any path, of an input or derived, is moved."""
    inputs = load(tree).inputs
    path = data.draw(st.sampled_from(every_path(inputs)))
    mean_of_draws_is_expected(inputs.replace(path, a_rate_or_share(inputs, path, part)), seed=9)


def mean_of_draws_is_expected(inputs: Inputs, *, seed: int) -> None:
    draws = drawn(inputs, seed=seed, draws=16_384)
    closed = Expecting(seed=seed + 1000, draws=16_384).expectation(inputs)[0]
    error = math.hypot(draws.std() / math.sqrt(draws.size), closed.error * closed.items)
    size = closed.magnitude * closed.items
    assert abs(draws.mean() - closed.net_benefit) <= 4 * error + 1e-12 * size


@few
@given(trees(uncertain=True, discount=True), st.integers(0, 2**40))
def test_the_same_seed_gives_the_same_bytes(tree: Tree, seed: int) -> None:
    """Same scenario and seed, same draws to the byte; another seed, others where anything is uncertain."""
    inputs = load(tree).inputs
    first, again, other = (drawn(load(tree).inputs, seed=s) for s in (seed, seed, seed + 1))
    assert first.tobytes() == again.tobytes()
    if np.ptp(first) > 0:
        assert first.tobytes() != other.tobytes()
    one, two = (ship_or_not.evaluate(load(tree), seed=seed, draws=64) for _ in range(2))
    assert repr(one) == repr(two)
    del inputs


def streams(inputs: Inputs, seed: int = 3) -> dict[str, bytes]:
    """Return the draws of every input and every row, by name."""
    at = point(inputs, Draws(seed=seed, block=0, size=64, prior=inputs.prior))
    found = {path: np.asarray(value).tobytes() for path, value in at.numbers.items()}
    for system in ("baseline", "model"):
        for label, row in zip(inputs.classes, at.rows(system), strict=True):
            parts = [row.right, *row.wrong, row.referred]
            found[f"{system} {label}"] = b"".join(np.asarray(part).tobytes() for part in parts)
    return found | {"mix": b"".join(np.asarray(share).tobytes() for share in at.mix)}


@some
@given(trees(uncertain=True), st.data())
def test_moving_one_cost_leaves_every_other_draw_as_it_was(tree: Tree, data: st.DataObject) -> None:
    """A cost that is moved, to 0 or to the value of another, changes no draw but its own."""
    path = data.draw(st.sampled_from(paths_of_costs(tree)))
    inputs = load(tree).inputs
    before = streams(inputs)
    for value in (0.0, data.draw(st.floats(0, 1000))):
        moved = load(tree, overrides=[f"{path}={value!r}"]).inputs
        after = streams(moved)
        assert before.keys() == after.keys()
        assert {name for name in before if before[name] != after[name]} <= {path}


@some
@given(trees(uncertain=True))
def test_an_unrelated_input_leaves_every_draw_as_it_was(tree: Tree) -> None:
    """A churn of 0, a name, sources: no byte of net benefit changes."""
    tree.pop("customer_impact", None)
    more = {
        **tree,
        "name": "another",
        "currency": "EUR",
        "sources": {"error_costs": "someone"},
        "customer_impact": {"churn_per_error": "0%", "customer_value": "10 to 50"},
    }
    one, other = load(tree).inputs, load(more).inputs
    before, after = streams(one), streams(other)
    assert before.items() <= after.items()
    np.testing.assert_array_equal(drawn(one), drawn(other))


@pytest.mark.parametrize("draws", [16_385, 20_000, 32_768])
def test_more_draws_begin_with_the_same_draws(draws: int) -> None:
    inputs = load(random_tree(randomness(2), Wanted(uncertain=True, per_class=True))).inputs
    first = simulate(inputs, seed=4, draws=16_384, classes=frozenset({0}))
    more = simulate(inputs, seed=4, draws=draws, classes=frozenset({0}))
    added = simulate(inputs, seed=4, draws=draws, classes=frozenset({0}), after=first)
    for name in ("net_benefit", "value_per_item"):
        assert getattr(more, name)[:, :16_384].tobytes() == getattr(first, name).tobytes()
        assert getattr(more, name).tobytes() == getattr(added, name).tobytes()
    assert more.model_error_rates[0].tobytes() == added.model_error_rates[0].tobytes()


@pytest.mark.parametrize("classes", [3, 20, 50, 51])
def test_an_unrelated_input_leaves_the_draws_of_many_classes_as_they_were(classes: int) -> None:
    """However many numbers there are, one more leaves the draws of the others as they were."""
    labels = [f"class {i}" for i in range(classes)]
    rows = np.random.default_rng(0).integers(1, 20, (classes, classes)).tolist()
    tree = {
        "classes": labels,
        "savings_per_item": 0.3,
        "error_costs": 2,
        "baseline": {"accuracy": "90%"},
        "model": {"confusion": rows, "launch_cost": 10},
        "volume": {"items": 1000, "per": "week"},
        "horizon": "1 year",
    }
    impact = {"churn_per_error": "0%", "customer_value": 5}
    one, other = load(tree).inputs, load({**tree, "customer_impact": impact}).inputs
    np.testing.assert_array_equal(drawn(one, draws=16_384), drawn(other, draws=16_384))


def test_a_class_never_seen_takes_its_prior_and_is_nearly_unknown() -> None:
    tree = {
        "classes": ["a", "b", "c"],
        "savings_per_item": 0.3,
        "error_costs": {"a": 1, "b": {"a": 4, "c": 8}, "c": 1},
        "prevalence": {"a": "0%", "b": "100%", "c": "0%"},
        "baseline": {"recall": {"a": "100%", "b": "100%", "c": "100%"}},
        "model": {"confusion": [[9, 1, 0], [0, 0, 0], [0, 0, 9]]},
    }
    found = ship_or_not.evaluate(load(tree), draws=16_384)
    value = found.value_per_item
    assert value.as_measured == value.expected == pytest.approx(0.3 - (4 + 8) / 4, rel=1e-15)
    assert value.low < -6
    assert value.high > 0.25
    assert [each.actual_items for each in found.classes] == [10, 0, 9]
    size = next(each for each in found.questions if each.id == "evidence-size")
    assert size.detail == "19 labelled items; none at all of b"


# Paths


def written(inputs: Inputs, path: str, value: float) -> str:
    """Write a value for ``--set`` in the unit that the path already has."""
    unit = inputs.numbers[path].unit if path in inputs.numbers else ""
    _, per, period = unit.partition(" per ")
    return f"{value!r}{per}{period}" if unit.startswith("money") else repr(value)


@few
@given(trees(uncertain=True, discount=True), st.floats(0.01, 0.99))
def test_setting_a_path_is_replacing_it(tree: Tree, part: float) -> None:
    """For every scalar path, ``--set p=v`` and ``Inputs.replace(p, v)`` give the same figures and draws."""
    inputs = load(tree).inputs
    for path in every_path(inputs):
        value = a_rate_or_share(inputs, path, part)
        was_set = load(tree, overrides=[f"{path}={written(inputs, path, value)}"]).inputs
        replaced = inputs.replace(path, value)
        size = Expecting(seed=0, draws=64).expectation(inputs)[0].magnitude + 1
        assert expected(was_set, draws=64) == pytest.approx(expected(replaced, draws=64), abs=1e-14 * size), (
            path
        )
        assert as_measured(was_set)[0].value == as_measured(replaced)[0].value, path
        np.testing.assert_array_equal(drawn(was_set, draws=64), drawn(replaced, draws=64), err_msg=path)


@some
@given(trees(uncertain=True, per_class=True), st.floats(0.0, 1.0))
def test_derived_paths_mean_what_they_say(tree: Tree, part: float) -> None:
    """At the means each derived path is reached exactly, and moves nothing else."""
    inputs = load(tree).inputs
    source = FloatMeans(inputs.prior)
    means = point(inputs, source)
    for path, derived in inputs.derived.items():
        moved = point(inputs.replace(path, part), source)
        system = derived.system
        if derived.kind == "error_costs":
            costs = {cost for row in inputs.costs for cost in row if cost is not None}
            assert moved.numbers == {
                name: value * part if name in costs else value for name, value in means.numbers.items()
            }
            assert (moved.mix, moved.baseline, moved.model) == (means.mix, means.baseline, means.model)
        elif derived.kind == "prevalence":
            assert moved.mix[derived.index] == part
            assert math.fsum(moved.mix) == pytest.approx(1, rel=1e-12)
            rest = [share for i, share in enumerate(means.mix) if i != derived.index]
            others = [share for i, share in enumerate(moved.mix) if i != derived.index]
            shares = [share / math.fsum(rest) * (1 - part) for share in rest]
            assert others == pytest.approx(shares, rel=1e-9, abs=1e-12)
        elif derived.kind == "recall":
            rows = moved.rows(system)
            if means.rows(system)[derived.index].answered > 1e-9:
                assert rows[derived.index].recall == pytest.approx(part, rel=1e-9, abs=1e-12)
            others = [row for i, row in enumerate(rows) if i != derived.index]
            assert others == [row for i, row in enumerate(means.rows(system)) if i != derived.index]
        else:
            assert moved.accuracy(system) == pytest.approx(part, rel=1e-9, abs=1e-12)
            scaled_alike(means.rows(system), moved.rows(system))
        if derived.kind in ("recall", "accuracy"):
            assert moved.mix == means.mix
            for row, now in zip(moved.rows(system), means.rows(system), strict=True):
                same_proportions(row, now)


def scaled_alike(before: Sequence[Any], after: Sequence[Any]) -> None:
    """Assert that all error rates grew by one factor, where they are not capped at 1."""
    factors = [
        (1 - now.recall) / (1 - was.recall)
        for was, now in zip(before, after, strict=True)
        if was.recall < 1 - 1e-9 and now.recall > 1e-9 and was.answered > 1e-9
    ]
    assert factors == pytest.approx([factors[0]] * len(factors), rel=1e-6, abs=1e-9) if factors else True


def same_proportions(row: Any, now: Any) -> None:
    """Assert that errors keep their proportions, and what is handed back stays."""
    assert row.referred == now.referred
    assert row.right + sum(row.wrong) + row.referred == pytest.approx(1, rel=1e-9)
    assert min(row.right, *row.wrong) >= -1e-15
    if now.error_rate > 1e-9 and row.error_rate > 1e-9:
        shares = [part / row.error_rate for part in row.wrong]
        assert shares == pytest.approx([part / now.error_rate for part in now.wrong], rel=1e-6, abs=1e-9)


@few
@given(trees(uncertain=True, discount=True), st.lists(st.floats(0.01, 0.99), min_size=2, max_size=4))
def test_replacing_by_an_array_stacks_the_results_of_its_numbers(tree: Tree, parts: list[float]) -> None:
    """An array broadcasts: at the means over a grid, over draws with an axis of its own."""
    inputs = load(tree).inputs
    for path in every_path(inputs):
        values = [a_rate_or_share(inputs, path, part) for part in parts]
        grid = np.array(values)
        one_by_one = [Expecting(seed=0, draws=64).expectation(inputs.replace(path, v))[0] for v in values]
        size = max(each.magnitude for each in one_by_one)
        (found,), (magnitudes,) = Expecting(seed=0, draws=64).along(inputs, path, grid)
        np.testing.assert_allclose(found, [e.value for e in one_by_one], rtol=1e-11, atol=1e-11 * size)
        np.testing.assert_allclose(magnitudes, [e.magnitude for e in one_by_one], rtol=1e-11)
        source = Draws(seed=0, block=0, size=64, prior=inputs.prior)
        moved = inputs.replace(path, grid[:, np.newaxis])
        stacked = np.broadcast_to(ship(moved, point(moved, source), source).net_benefit, (len(values), 64))
        rows = np.stack([drawn(inputs.replace(path, v), draws=64) for v in values])
        np.testing.assert_allclose(stacked, rows, rtol=1e-11, atol=1e-11 * np.abs(rows).max(), err_msg=path)


# Flip points


def flips_of(inputs: Inputs, flips: tuple[FlipPoint, ...]) -> Iterator[tuple[FlipPoint, float, float]]:
    """Yield the flips that have two sides, with values just below and just above."""
    for flip in flips:
        if flip.flips_at:
            below, above = sorted((flip.flips_at * (1 - 1e-6), flip.flips_at * (1 + 1e-6)))
            bounds = (-math.inf, math.inf)
            if flip.input in inputs.numbers and flip.input not in inputs.derived:
                item = inputs.numbers[flip.input]
                bounds = (item.low, item.high)
            elif flip.unit == "rate":
                bounds = (0, 1)
            if bounds[0] <= below and above <= bounds[1]:
                yield flip, below, above


@pytest.mark.parametrize("minimum", [0, 0.05])
def test_the_answer_is_another_on_each_side_of_every_flip_point(minimum: float) -> None:
    """``evaluate`` at a flip × (1 ± 1e-6) gives expected values on different sides of the minimum."""
    checked = 0
    for case in range(120):
        tree = random_tree(randomness(case), Wanted(uncertain=case % 2 == 0, discount=case % 3 == 0))
        tree["policy"] = {"min_value_per_item": minimum}
        scenario = load(tree)
        found = ship_or_not.evaluate(scenario, draws=64)
        for flip, below, above in flips_of(scenario.inputs, found.flip_points):
            sides = [
                expected(scenario.inputs.replace(flip.input, value), draws=64) > minimum
                for value in (below, above)
            ]
            assert sides[0] != sides[1], (case, flip, text_of(tree))
            assert sides[flip.direction == "above"] != (found.value_per_item.expected > minimum) or (
                flip.unit == "rate per year"  # an uncertain discount rate is moved to one number
            ), (case, flip, text_of(tree))
            checked += 1
    print(f"flip points: {checked} moved to both sides")  # noqa: T201
    assert checked > 300


def test_what_never_flips_never_flips() -> None:
    """Where no flip point is found, no value on a dense grid gives another answer."""
    checked = 0
    for case in range(100):
        scenario = load(random_tree(randomness(case), Wanted(uncertain=case % 2 == 0)))
        inputs = scenario.inputs
        found = ship_or_not.evaluate(scenario, draws=64)
        clears = margin(found.value_per_item.expected, 0, as_measured(inputs)[0].magnitude) > 0
        for flip in found.flip_points:
            if flip.flips_at is not None:
                continue
            low, high = (0.0, 1.0) if flip.unit.startswith("rate") else (-math.inf, math.inf)
            if flip.input in inputs.numbers and flip.input not in inputs.derived:
                low, high = inputs.numbers[flip.input].low, inputs.numbers[flip.input].high
            if flip.unit == "factor":
                low = 0.0
            reach = REACH * (abs(flip.now) or 1.0)
            ends = max(low, -reach), min(high, reach)
            grid = np.concatenate([np.linspace(*ends, 401), flip.now + np.geomspace(1e-6, 1, 50)])
            grid = grid[(grid > ends[0]) & (grid < ends[1])]
            (values,), (magnitudes,) = Expecting(seed=0, draws=64).along(inputs, flip.input, grid)
            answers = [margin(v, 0.0, m) > 0 for v, m in zip(values, magnitudes, strict=True)]
            assert set(answers) <= {clears}, (case, flip)
            checked += 1
    print(f"flip points: {checked} that never flip, each on about 400 values")  # noqa: T201
    assert checked > 300


# Every figure is one


def figures(found: Any) -> Iterator[float]:
    """Yield every number of a result."""
    if isinstance(found, float):
        yield found
    elif isinstance(found, dict):
        for each in found.values():
            yield from figures(each)
    elif isinstance(found, tuple | list):
        for each in found:
            yield from figures(each)
    elif hasattr(found, "__dataclass_fields__"):
        for name in found.__dataclass_fields__:
            yield from figures(getattr(found, name))


def all_is_well(case: int) -> None:
    wanted = Wanted(
        uncertain=case % 4 != 0,
        discount=True,
        largest_amount=10.0 ** (case % 16) if case % 4 == 0 else min(10.0 ** (case % 16), 3e14),
        largest_count=2 ** (1 + case * 7 % 53),
    )
    tree = random_tree(randomness(case), wanted)
    found = ship_or_not.evaluate(load(tree), draws=32, seed=case)
    value = found.value_per_item
    assert all(math.isfinite(figure) for figure in figures(found)), text_of(tree)
    assert value.low <= value.high
    assert 0 <= value.chance_above_minimum <= 1
    assert value.monte_carlo_error >= 0
    if found.total is not None:
        assert found.total.low <= found.total.high
        assert 0 <= found.total.chance_of_loss <= 1
        assert found.total.cvar <= found.total.high + 1e-12 * abs(found.total.high)
    for system in (found.metrics.baseline, found.metrics.model):
        for metric in figures(system):
            assert -1e-12 <= metric <= 1 + 1e-12


@pytest.mark.threat("overflow", 300)
def test_every_figure_of_300_random_scenarios_is_finite() -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for case in range(300):
            all_is_well(case)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
@pytest.mark.threat("overflow", 1250)
def test_every_figure_of_10_000_random_scenarios_is_finite(part: int) -> None:
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        for case in range(300 + 1250 * part, 300 + 1250 * (part + 1)):
            all_is_well(case)


@seeded
@given(trees(uncertain=True, over_time=True))
def test_the_worst_twentieth_is_no_better_than_the_mean(tree: Tree) -> None:
    """CVaR ≤ mean, within Monte Carlo error, and low ≤ median ≤ high."""
    found = ship_or_not.evaluate(load(tree), draws=1024)
    assert found.total is not None
    draws = drawn(load(tree).inputs, draws=1024)
    size = float(np.abs(draws).max())
    assert found.total.cvar <= draws.mean() + 1e-12 * size
    assert found.total.cvar <= found.total.expected + 4 * draws.std() / 32 + 1e-12 * size
    assert found.total.low - 1e-12 * size <= np.median(draws) <= found.total.high + 1e-12 * size
