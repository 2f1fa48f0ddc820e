"""Streams of draws, and rows that are drawn when they are looked at."""

from __future__ import annotations

import hashlib
import tracemalloc

import numpy as np
import pytest

import ship_or_not
from ship_or_not.engine.draws import Draws, block_size, point
from ship_or_not.engine.point import Anew
from ship_or_not.engine.simulate import simulate


def scenario_of(classes: int) -> ship_or_not.Scenario:
    labels = [f"c{i}" for i in range(classes)]
    rows = [[100 if i == j else 1 for j in range(classes)] for i in range(classes)]
    text = f"""\
savings_per_item: 0.3
classes: {labels}
error_costs: 2
baseline: {{accuracy: 90%}}
model: {{confusion: {rows}}}
"""
    return ship_or_not.load_scenario(text=text)


@pytest.mark.parametrize("seed", [0, 1, 2**32 - 1, 2**32, 2**32 + 5, 2**64, 2**100 + 17])
def test_a_stream_is_keyed_by_the_words_of_seed_block_and_path(seed: int) -> None:
    words = np.frombuffer(hashlib.sha256(b"model.confusion.c0").digest(), dtype=">u4").tolist()
    expected = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, 3, *words])))
    drawn = Draws(seed=seed, block=3, size=4, prior=1.0).shares("model.confusion.c0", (8, 2), (0.5, 0.5))
    gammas = np.array([expected.standard_gamma(shape, 4) for shape in (8.5, 2.5)])
    assert [share.tolist() for share in drawn] == (gammas / gammas.sum(axis=0)).tolist()


def test_a_row_is_the_same_whenever_it_is_looked_at() -> None:
    inputs = scenario_of(3).inputs
    rows = point(inputs, Draws(seed=7, block=0, size=5, prior=1.0)).model
    first, again = rows[1], list(rows)[1]
    assert first is not again
    assert first.right.tolist() == again.right.tolist()
    assert first.right.tolist() != rows[2].right.tolist()


def test_what_is_made_anew_has_a_length_ends_and_slices() -> None:
    tens = Anew(lambda i: 10 * i, 3)
    assert (len(tens), tens[0], tens[-1], list(tens), tens[1:]) == (3, 0, 20, [0, 10, 20], [10, 20])
    with pytest.raises(IndexError):
        tens[3]


@pytest.mark.parametrize(("classes", "size"), [(2, 16_384), (50, 16_384), (300, 8192)])
def test_blocks_are_of_the_size_that_their_memory_allows(classes: int, size: int) -> None:
    assert block_size(scenario_of(classes).inputs) == size


def test_a_simulation_holds_at_most_32_mebibytes_beside_its_result() -> None:
    inputs = scenario_of(100).inputs
    assert inputs.cells
    tracemalloc.start()
    simulation = simulate(inputs, seed=0, draws=2**15, classes=frozenset({0}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - 4 * 8 * simulation.draws < 32 * 2**20
