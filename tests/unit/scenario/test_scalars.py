"""Plain scalars one by one; whole files of them are in ``test_source.py``."""

from __future__ import annotations

import pytest

from ship_or_not.scenario.scalars import ScalarError, resolve


def test_an_error_reads_as_one_line() -> None:
    with pytest.raises(ScalarError) as caught:
        resolve("007")
    assert str(caught.value) == '007 is ambiguous; expected write 7, or "007" in quotes'
