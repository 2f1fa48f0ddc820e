"""Which exit code wins."""

from __future__ import annotations

from itertools import product

import pytest

from ship_or_not.cli.codes import WORST_FIRST, worst


def test_the_order_is_a_fault_then_undecided_then_no_go_then_inconclusive() -> None:
    assert WORST_FIRST == (70, 2, 1, 3, 0)


@pytest.mark.parametrize(("first", "second"), list(product(range(len(WORST_FIRST)), repeat=2)))
def test_the_worst_wins_wherever_it_stands(first: int, second: int) -> None:
    assert worst(WORST_FIRST[first], WORST_FIRST[second]) == WORST_FIRST[min(first, second)]


def test_nothing_wrong_is_0() -> None:
    assert worst() == 0
