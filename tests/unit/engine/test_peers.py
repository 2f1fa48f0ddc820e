"""Thin classes that say something of one another: against the model's definition, integrated another way."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaln, expit

import ship_or_not
from ship_or_not.engine.draws import Draws, FloatMeans, point
from ship_or_not.engine.drivers import drivers
from ship_or_not.engine.lifetimes import ship
from ship_or_not.engine.peers import FEWEST, LIKE, THIN, peers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.engine.inputs import Input
    from ship_or_not.engine.peers import Peer
    from ship_or_not.engine.structure import Number

Counts = dict[int, tuple[int, int]]

SOME: Counts = {0: (9, 1), 1: (20, 0), 2: (0, 0), 3: (3, 2), 4: (40, 5), 5: (1, 0), 6: (0, 4), 7: (60, 3)}


def found(counts: Counts) -> dict[int, Peer]:
    return peers("model.confusion", counts)


def scenario(rows: Mapping[str, tuple[int, int]], **keys: Any) -> ship_or_not.Scenario:
    """Load a scenario in which a class's wrong answers all go to the next one."""
    labels = list(rows)
    cells = {
        label: {label: right, labels[(i + 1) % len(labels)]: wrong}
        for i, (label, (right, wrong)) in enumerate(rows.items())
    }
    tree = {
        "classes": labels,
        "savings_per_item": 0.3,
        "error_costs": {label: 2 + i for i, label in enumerate(labels)},
        "baseline": {"accuracy": "97%"},
        "model": {"confusion": cells},
        **keys,
    }
    return ship_or_not.load_scenario(text=json.dumps(tree))


THIN_ONES = {f"c{i}": (9 + i, i % 3) for i in range(12)}


def exactly(counts: Counts) -> tuple[dict[int, float], dict[int, float]]:
    """Integrate the definition over a finer grid of other variables: the means and variances of recalls."""
    cells = 500
    logit = np.linspace(-12, 12, 1200)[:, np.newaxis]
    mean = 1 / (1 + np.exp(-logit))
    root = (np.arange(cells) + 0.5) / cells  # 1/√(1 + s), uniform where the spread between classes is
    weight = root**-2.0 - 1
    a, b = mean * weight, (1 - mean) * weight
    log = 0.5 * np.log(mean * (1 - mean)) + 0 * weight  # Beta(½, ½), in the measure of its logit
    among, alone = {}, {}
    for i, (right, wrong) in counts.items():
        among[i] = betaln(a + right, b + wrong) - betaln(a, b)
        alone[i] = betaln(0.5 + right, 0.5 + wrong) - betaln(0.5, 0.5)
        log = log + np.logaddexp(math.log(LIKE) + among[i], math.log(1 - LIKE) + alone[i])
    chance = np.exp(log - log.max())
    chance /= chance.sum()
    means, variances = {}, {}
    for i, (right, wrong) in counts.items():
        like = expit(math.log(LIKE / (1 - LIKE)) + among[i] - alone[i])
        moments = []
        for power in (1, 2):
            one = (a + right) / (a + b + right + wrong)
            other = (0.5 + right) / (1 + right + wrong)
            if power == 2:
                one = one * (a + right + 1) / (a + b + right + wrong + 1)
                other = other * (1.5 + right) / (2 + right + wrong)
            moments.append(float(np.sum(chance * (like * one + (1 - like) * other))))
        means[i], variances[i] = moments[0], moments[1] - moments[0] ** 2
    return means, variances


@pytest.mark.parametrize(
    "counts",
    [
        SOME,
        dict.fromkeys(range(8), (10, 0)),
        dict.fromkeys(range(9), (0, 0)),
        {i: (90 + i % 5, i % 4) for i in range(20)},
        {**dict.fromkeys(range(15), (19, 1)), 15: (0, 12), 16: (0, 0)},
    ],
)
def test_means_and_variances_are_those_of_the_definition(counts: Counts) -> None:
    means, variances = exactly(counts)
    for i, peer in found(counts).items():
        assert peer.mean == pytest.approx(means[i], abs=2e-3)
        assert peer.mean * (1 - peer.mean) / (peer.concentration + 1) == pytest.approx(
            variances[i], rel=0.03, abs=1e-4
        )


def test_draws_have_the_mean_and_the_spread_of_the_closed_form() -> None:
    uniform = np.random.default_rng(3).random(400_000)
    for i, peer in found(SOME).items():
        draws = peer.draw(peer.group.choose(uniform), np.random.default_rng([1, i]))
        variance = peer.mean * (1 - peer.mean) / (peer.concentration + 1)
        assert draws.mean() == pytest.approx(peer.mean, abs=4 * math.sqrt(variance / draws.size))
        assert draws.var() == pytest.approx(variance, rel=0.02)


def test_what_peers_have_in_common_moves_them_together() -> None:
    """Eight classes never seen may all be bad: their average is less sure than eight apart would be."""
    unseen = found(dict.fromkeys(range(8), (0, 0)))
    nodes = unseen[0].group.choose(np.random.default_rng(3).random(50_000))
    draws = [peer.draw(nodes, np.random.default_rng([1, i])) for i, peer in unseen.items()]
    apart = sum(each.var() for each in draws) / len(draws) ** 2
    assert np.mean(draws, axis=0).var() > 1.3 * apart


def test_a_class_that_is_always_wrong_is_not_taken_for_its_good_peers() -> None:
    counts: Counts = {**dict.fromkeys(range(30), (40, 1)), 30: (0, 6), 31: (0, 0)}
    peer = found(counts)
    assert peer[30].mean < 0.10
    assert 0.5 < peer[31].mean < 0.75  # unseen: better than even, far from sure
    nodes = peer[31].group.choose(np.random.default_rng(1).random(10_000))
    assert np.quantile(peer[31].draw(nodes, np.random.default_rng(2)), 0.05) < 0.05


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 49), st.integers(0, 49)), min_size=FEWEST, max_size=30), st.randoms()
)
def test_the_order_of_classes_changes_nothing(rows: list[tuple[int, int]], rng: Any) -> None:
    order = list(range(len(rows)))
    rng.shuffle(order)
    one, other = found(dict(enumerate(rows))), found({new: rows[old] for new, old in enumerate(order)})
    for new, old in enumerate(order):
        assert other[new].mean == pytest.approx(one[old].mean, rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=FEWEST, max_size=20))
def test_one_right_answer_more_lets_no_class_look_worse(rows: list[tuple[int, int]]) -> None:
    more = dict(enumerate(rows)) | {0: (rows[0][0] + 1, rows[0][1])}
    assert found(more)[0].mean >= found(dict(enumerate(rows)))[0].mean


@pytest.mark.parametrize(("thin", "rest"), [(FEWEST - 1, 20), (0, 30)])
def test_with_few_thin_classes_each_stands_alone(thin: int, rest: int) -> None:
    counts = dict.fromkeys(range(thin), (9, 1)) | {thin + i: (THIN, 0) for i in range(rest)}
    assert found(counts) == {}


def test_a_class_with_a_hundred_items_stands_alone() -> None:
    counts = dict.fromkeys(range(FEWEST), (THIN - 2, 1)) | {FEWEST: (THIN - 1, 1)}
    assert sorted(found(counts)) == list(range(FEWEST))


def test_a_written_prior_is_the_simple_one_for_every_class() -> None:
    inputs = scenario(THIN_ONES, prior=1).inputs
    row = point(inputs, FloatMeans(1.0)).model[0]
    assert inputs.peers["model"] == {}
    assert row.right == pytest.approx((9 + 0.5) / (9 + 1))


def test_thin_classes_of_a_scenario_lean_on_one_another_and_the_rest_of_a_row_on_its_own_cells() -> None:
    inputs = scenario(THIN_ONES).inputs
    pooled = found(dict(enumerate(THIN_ONES.values())))
    for i, row in enumerate(point(inputs, FloatMeans(1.0)).model):
        assert row.right == pytest.approx(pooled[i].mean)
        assert row.right + row.error_rate == pytest.approx(1)


def test_as_measured_takes_counts_and_for_a_class_without_them_what_its_peers_say() -> None:
    evaluation = ship_or_not.evaluate(
        scenario(THIN_ONES | {"none": (0, 0)}, prevalence=_even(13)), draws=1000
    )
    assert evaluation.rule != "prior-decides"
    peer = found(dict(enumerate([*THIN_ONES.values(), (0, 0)])))[12].mean
    # Its errors count with both costs of 14, the others' as they were observed.
    own = sum(Fraction(2 + i) * Fraction(w, r + w) for i, (r, w) in enumerate(THIN_ONES.values())) / 13
    today = sum(Fraction(2 + i) for i in range(13)) * Fraction(3, 100) / 13
    expected = float(Fraction(3, 10) + today - own) - 14 * (1 - peer) / 13
    assert evaluation.value_per_item.as_measured == pytest.approx(expected, rel=1e-12)


def test_the_expected_value_is_that_of_the_draws() -> None:
    inputs = scenario(THIN_ONES | {"big": (400, 20)}).inputs
    draws = Draws(seed=5, block=0, size=200_000, prior=inputs.prior)
    values = ship(inputs, point(inputs, draws), draws).net_benefit
    means = FloatMeans(inputs.prior)
    expected = float(ship(inputs, point(inputs, means), means).net_benefit)
    assert values.mean() == pytest.approx(expected, abs=4 * values.std() / math.sqrt(values.size))


def test_the_share_of_the_uncertainty_of_a_thin_class_is_that_of_draws() -> None:
    inputs = scenario(THIN_ONES | {"rare": (1, 1)}).inputs

    class Only(Draws):
        def __init__(self, path: str) -> None:
            super().__init__(seed=11, block=0, size=100_000, prior=inputs.prior)
            self.path = path

        def number(self, item: Input, value: Number | None) -> Number:
            return FloatMeans.number(self, item, value)

        def shares(self, path: str, counts: Any, prior: Any) -> tuple[Number, ...]:
            kind = Draws if path == self.path == "prevalence" else FloatMeans
            return kind.shares(self, path, counts, prior)

        def peer(self, path: str, peer: Peer) -> Number | None:
            kind = Draws if path == self.path else FloatMeans
            return kind.peer(self, path, peer)

    def variance(path: str) -> float:
        source = Only(path)
        return float(ship(inputs, point(inputs, source), source).net_benefit.var())

    shares = {each.path: each.share for each in drivers(inputs)}
    own = {path: variance(path) for path in shares}
    total = sum(own.values())
    assert shares == {path: pytest.approx(each / total, rel=0.05, abs=0.003) for path, each in own.items()}


def test_the_question_about_the_size_of_the_evidence_says_so() -> None:
    evaluation = ship_or_not.evaluate(scenario(THIN_ONES), draws=1000)
    question = next(each for each in evaluation.questions if each.id == "evidence-size")
    assert question.detail == (
        "186 labelled items; what is not known of the 12 thin classes is learnt from them together;"
        " fewest of c0: 9"
    )


def _even(size: int) -> dict[str, float]:
    labels = [*THIN_ONES, "none"][:size]
    return dict.fromkeys(labels, 1 / size)
