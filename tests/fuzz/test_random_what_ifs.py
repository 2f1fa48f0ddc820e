"""Whatever is compared, swept or asked, the command answers by its schema, or says in words what is wrong."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from fuzz.runner import Ran, Runner, Tally, faults
from fuzz.what_if import KINDS, draw

SEED = 1
FEW = 160
PARTS, PART = 4, 500


def run(start: int, stop: int) -> Tally:
    """Run a range of inputs in a directory that is thrown away."""
    with tempfile.TemporaryDirectory() as directory:
        return Runner(Path(directory), draw).inputs(SEED, start, stop)


def hold(tally: Tally) -> None:
    """Fail with every failure, or where too few of a kind got to an answer."""
    assert not tally.failures, "\n\n".join(map(str, tally.failures[:20]))
    assert {code for _, code in tally.codes} == {0, 2}
    for kind in KINDS:
        assert tally.codes[kind, 0] >= 0.1 * (tally.codes[kind, 0] + tally.codes[kind, 2]) > 0, kind


@pytest.mark.threat("random what-ifs", FEW)
def test_generated_what_ifs_end_in_an_answer_or_in_words() -> None:
    tally = run(0, FEW)
    assert tally.inputs == FEW
    hold(tally)


@pytest.mark.slow
@pytest.mark.threat("random what-ifs", PART)
@pytest.mark.parametrize("start", range(FEW, FEW + PARTS * PART, PART))
def test_many_generated_what_ifs_end_in_an_answer_or_in_words(start: int) -> None:
    hold(run(start, start + PART))


def test_the_same_seed_and_index_draw_the_same_what_if() -> None:
    assert [draw(3, index) for index in range(60)] == [draw(3, index) for index in range(60)]
    assert draw(3, 0) != draw(4, 0)


@pytest.mark.parametrize(
    ("arguments", "code", "out", "left", "fault"),
    [
        (["sweep", "0.yaml", "x=1:2"], 1, b"", {}, "exit code 1"),
        (["voi", "0.yaml"], 0, b'{"schema_version": 2}', {}, "$.schema_version: 1 was expected"),
        (["compare", "0.yaml"], 0, b"", {"out.csv": b"a,b\n1\n"}, "out.csv has rows of several lengths"),
        (["sensitivity", "0.yaml"], 0, b"", {"out.csv": b"a\n=1\n"}, "'=1' on out.csv"),
    ],
)
def test_what_only_a_what_if_can_do_wrong_is_seen(
    arguments: list[str], code: int, out: bytes, left: dict[str, bytes], fault: str
) -> None:
    assert fault in faults(arguments, Ran(code=code, out=out, err=b"", seconds=0, left=left))
