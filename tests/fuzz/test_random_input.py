"""Whatever is put in, the command answers: a verdict, or in words what is wrong; never a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fuzz.inputs import KINDS, draw
from fuzz.runner import Ran, Runner, Tally, faults
from fuzz.soak import run, soak
from ship_or_not import api

SEED = 1
PART = 5_000
SOAK_SEED = 2
MILLION = 10**6
LOG = Path(__file__).with_name("soak.log")


def hold(tally: Tally) -> None:
    """Fail with every failure, or where too few inputs got anywhere."""
    assert not tally.failures, "\n\n".join(map(str, tally.failures[:20]))
    assert tally.verdicts >= 0.15 * tally.inputs
    assert {code for _, code in tally.codes} == {0, 1, 2, 3}
    assert {kind for kind, _ in tally.codes} == set(KINDS)


@pytest.mark.slow
@pytest.mark.threat("random input", PART)
@pytest.mark.parametrize("start", range(0, 20_000, PART))
def test_generated_inputs_end_in_a_verdict_or_in_words(start: int) -> None:
    tally = run(SEED, start, start + PART)
    assert tally.inputs == PART
    hold(tally)


@pytest.mark.soak
@pytest.mark.threat("random input, once", MILLION)
def test_a_million_generated_inputs_end_in_a_verdict_or_in_words() -> None:
    tally = soak(SOAK_SEED, 0, MILLION, workers=os.cpu_count() or 1, path=LOG)
    assert tally.inputs == MILLION
    hold(tally)


def test_the_same_seed_and_index_draw_the_same_input() -> None:
    assert [draw(3, index) for index in range(200)] == [draw(3, index) for index in range(200)]
    assert draw(3, 0) != draw(4, 0)


def test_a_crash_is_a_failure_that_says_how_to_see_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(api, "evaluate", crash)
    tally = Runner(tmp_path).inputs(SEED, 0, 160)
    assert tally.inputs == 160
    assert sum(count for (_, code), count in tally.codes.items() if code == 70) == len(tally.failures) > 10
    first = tally.failures[0]
    assert str(first).startswith(f"seed 1, index {first.index} ({first.input.kind}): exit code 70\n")
    assert "ship-or-not: ZeroDivisionError" in first.err


@pytest.mark.parametrize(
    ("code", "out", "err", "left", "fault"),
    [
        (70, b"", b"ship-or-not: KeyError\n", {}, "exit code 70"),
        (-1, b"", b"", {}, "it does not end"),
        (2, b"", b"Traceback (most recent call last)\n", {}, "a traceback"),
        (0, b"\x1b[31mGO\n", b"", {}, "'\\x1b' on standard output"),
        (2, b"", "\u202e\n".encode(), {}, "'\\u202e' on standard error"),
        (0, b"\xff", b"", {}, "standard output is not UTF-8"),
        (0, b'{"a": NaN}', b"", {}, "standard output is not JSON: NaN"),
        (2, b"", b" \n", {}, "exit code 2 without a word"),
        (2, b"GO\n", b"no\n", {}, "exit code 2 and something other than a document on standard output"),
        (3, b"", b"RuntimeWarning\n", {}, "exit code 3 and something on standard error"),
        (0, b"", b"", {".ship-or-not-1": b""}, ".ship-or-not-1 is left behind"),
        (0, b"", b"", {"out.json": b'{"a": Infinity}'}, "out.json is not JSON: Infinity"),
    ],
)
def test_every_fault_is_seen(code: int, out: bytes, err: bytes, left: dict[str, bytes], fault: str) -> None:
    ran = Ran(code=code, out=out, err=err, seconds=0, left=left)
    assert faults(["evaluate", "0.yaml"], ran) == [fault]


def test_no_fault_is_seen_where_there_is_none() -> None:
    for code, out, err in ((0, b"GO\n", b""), (2, b'{"errors": [1]}', b"it is empty\n"), (1, b"{}", b"")):
        assert faults(["evaluate", "0.yaml"], Ran(code=code, out=out, err=err, seconds=0, left={})) == []
    colour = Ran(code=0, out=b"\x1b[1mGO\x1b[0m\n", err=b"", seconds=0, left={})
    assert faults(["evaluate", "0.yaml", "--color", "always"], colour) == []
