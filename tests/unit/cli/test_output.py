"""Destinations are understood, and files are replaced in one step."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ship_or_not.cli.output import Destination, deliver, parse, plan, write
from ship_or_not.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


FORMATS = ("text", "json", "csv")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to write in, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def crowded(here: Path) -> Iterator[Path]:
    """A directory that must hold no temporary file afterwards."""
    yield here
    assert not list(here.glob(".ship-or-not-*"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", Destination(format="text")),
        ("json", Destination(format="json")),
        ("csv:a.csv", Destination(format="csv", path="a.csv")),
        ("json:a.json", Destination(format="json", path="a.json")),
        ("text:C:\\out:1.txt", Destination(format="text", path="C:\\out:1.txt")),
    ],
)
def test_a_format_and_a_path_are_parted_at_the_first_colon(value: str, expected: Destination) -> None:
    assert parse(value, FORMATS) == expected


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "--output : no such format: ''; there are text, json and csv"),
        (
            "verdict.json",
            "--output verdict.json: no such format: 'verdict.json'; there are text, json and csv",
        ),
        ("JSON", "--output JSON: no such format: 'JSON'; there are text, json and csv; did you mean json?"),
        ("text:", "--output text:: no path after the colon; leave both out for standard output"),
    ],
)
def test_what_is_no_output_is_refused_with_the_nearest(value: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(value, FORMATS)
    assert str(caught.value) == message


def test_text_on_stdout_is_what_nothing_means() -> None:
    assert plan([], FORMATS, inputs=[]) == (Destination(format="text"),)


@pytest.mark.usefixtures("here")
def test_files_come_first_in_their_order_and_stdout_last() -> None:
    planned = plan(["text", "json:b", "text:a"], FORMATS, inputs=[])
    assert [destination.path for destination in planned] == ["b", "a", None]


def test_two_documents_for_one_place_are_refused_under_any_name(here: Path) -> None:
    (here / "link").symlink_to("a")
    for pair in (["text:a", "json:a"], ["text:a", "json:./a"], ["text:a", "json:link"], ["text", "text"]):
        with pytest.raises(UsageError, match="two documents for"):
            plan(pair, FORMATS, inputs=[])


def test_a_file_holds_the_document_in_utf8(crowded: Path) -> None:
    write("verdict.txt", "prüf ✓\n")
    assert (crowded / "verdict.txt").read_bytes() == "prüf ✓\n".encode()
    write("verdict.txt", "a lone surrogate: \udcff")
    assert (crowded / "verdict.txt").read_bytes() == rb"a lone surrogate: \udcff"


def test_a_symlink_is_followed(crowded: Path) -> None:
    (crowded / "deep").mkdir()
    (crowded / "link").symlink_to("deep/verdict.txt")
    for document in ("new", "replaced"):
        write("link", document)
        assert (crowded / "link").is_symlink()
        assert (crowded / "deep" / "verdict.txt").read_text(encoding="utf-8") == document


@pytest.mark.usefixtures("crowded")
def test_what_cannot_be_replaced_is_refused_with_the_reason() -> None:
    Path("loop").symlink_to("loop")
    Path("file").touch()
    os.mkfifo("pipe")
    here = Path.cwd()
    for path, reason in {
        "loop": "a symbolic link that leads to itself",
        "pipe": "not a regular file",
        ".": "not a regular file",
        "/dev/null": "not a regular file",
        "file/verdict": f"there is no directory {here / 'file'}",
        "no/verdict": f"there is no directory {here / 'no'}",
        "x" * 256: os.strerror(errno.ENAMETOOLONG),
    }.items():
        with pytest.raises(OutputError) as caught:
            write(path, "document")
        assert str(caught.value) == f"{path}: {reason}"


@pytest.mark.parametrize(
    ("path", "denied", "reason"),
    [("old", "old", "it may not be written"), ("new", ".", "{here} may not be written")],
)
def test_what_may_not_be_written_is_refused(
    crowded: Path, monkeypatch: pytest.MonkeyPatch, path: str, denied: str, reason: str
) -> None:
    (crowded / "old").write_text("old", encoding="utf-8")
    closed = crowded / denied
    monkeypatch.setattr(os, "access", lambda asked, _: asked != closed)  # tests may run as root
    with pytest.raises(OutputError) as caught:
        write(path, "new")
    assert str(caught.value) == f"{path}: {reason.format(here=crowded)}"
    assert (crowded / "old").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    crowded: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def fail(_: int) -> None:
        raise fault

    (crowded / "verdict.txt").write_text("old", encoding="utf-8")
    monkeypatch.setattr(os, "fsync", fail)
    expected = OutputError if isinstance(fault, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as caught:
        write("verdict.txt", "new")
    assert str(caught.value) == ("verdict.txt: No space left on device" if isinstance(fault, OSError) else "")
    assert (crowded / "verdict.txt").read_text(encoding="utf-8") == "old"


def test_documents_know_the_exit_code_so_far(crowded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    destinations = plan(["text", "text:a", "text:b"], FORMATS, inputs=[])
    (crowded / "a").mkdir()
    code = deliver(destinations, lambda to, code: f"{to.path} {code}", code=1)
    assert code == 2
    assert (crowded / "b").read_text(encoding="utf-8") == "b 2"
    assert capsys.readouterr() == ("None 2", "a: not a regular file\n")


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_takes_no_name_that_another_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    if not links:
        monkeypatch.setattr("os.link", refuse)
    path = tmp_path / "new.yaml"
    write(str(path), "first", new=True)
    with pytest.raises(OutputError) as caught:
        write(str(path), "second", new=True)
    assert str(caught.value) == f"{path}: it is there already, and is not overwritten; name another file"
    assert [(each.name, each.read_text(encoding="utf-8")) for each in tmp_path.iterdir()] == [
        ("new.yaml", "first")
    ]
