"""Points over which expectations are taken: shares that sum to 1, whatever their weights."""

from __future__ import annotations

import numpy as np
import pytest

from ship_or_not.engine.quadrature import Bends, DrawsOf, Hypercubes


def test_a_label_of_a_thousand_that_was_never_seen_has_its_mean_share() -> None:
    """Its prior weight, ½ / 999, is less than a beta can be drawn with."""
    source = Hypercubes(Bends(numbers=frozenset(), rows=("model.confusion",)), seed=0, size=4096, prior=1.0)
    weights = np.array([0.5, 0.5 / 999, 0.4, 0.5 / 999])
    right, thin, others, last = source.shares("model.confusion.a", [8, 0, 2, 0], weights.tolist())
    means = (weights + np.array([8, 0, 2, 0])) / (10 + weights.sum())
    assert np.mean(right) == pytest.approx(means[0], rel=1e-3)
    assert np.mean(thin) == pytest.approx(means[1], rel=1e-3)
    assert np.mean(others) == pytest.approx(means[2], rel=1e-3)
    assert np.mean(last) == pytest.approx(means[3], rel=1e-3)
    assert right + thin + others + last == pytest.approx(1)


def test_draws_of_one_system_leave_the_rows_of_the_others_at_their_means() -> None:
    drawn = Bends(numbers=frozenset(), rows=("model.confusion",))
    source = DrawsOf(drawn, seed=0, block=0, size=10, prior=1.0)
    assert source.shares("baseline.confusion.a", [8, 2], [0.5, 0.5]) == (8.5 / 11, 2.5 / 11)
    assert source.shares("prevalence", [8, 2], [0.5, 0.5]) == (8.5 / 11, 2.5 / 11)
    assert len(np.unique(source.shares("model.confusion.a", [8, 2], [0.5, 0.5])[0])) == 10
