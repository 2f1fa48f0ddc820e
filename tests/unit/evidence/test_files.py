"""Reading files: what is read, and the one sentence that says why the rest is not."""

from __future__ import annotations

import hashlib
import os
import socket
from typing import TYPE_CHECKING

import pytest

from ship_or_not.errors import InputError
from ship_or_not.evidence.files import FileText, foreign_control, read_file

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 64


def refused(path: str | Path, *, limit_bytes: int = LIMIT) -> str:
    with pytest.raises(InputError) as caught:
        read_file(path, limit_bytes=limit_bytes, shown_as="costs.yaml")
    assert len(caught.value.problems) == 1
    return str(caught.value)


def message(found: str, expected: str) -> str:
    return f"costs.yaml: {found}\n  expected: {expected}"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a: 1\n", "a: 1\n"),
        (b"a: 1\r\nb:\t2\r", "a: 1\r\nb:\t2\r"),
        (b"\xef\xbb\xbfa: 1", "a: 1"),
        ("größe: 日本 🚢".encode(), "größe: 日本 🚢"),
        (b"x" * LIMIT, "x" * LIMIT),
    ],
)
def test_a_utf8_file_is_read_as_it_stands_without_its_byte_order_mark(
    tmp_path: Path, data: bytes, text: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_file(path, limit_bytes=LIMIT, shown_as="a.txt") == FileText(
        path="a.txt", text=text, sha256=hashlib.sha256(data).hexdigest()
    )


def test_a_symbolic_link_to_a_regular_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("text")
    (tmp_path / "b").symlink_to("a")
    assert read_file(tmp_path / "b", limit_bytes=LIMIT).text == "text"


def test_a_file_is_shown_by_its_path_unless_told_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "red\x1b[31m\nname"
    path.write_text("text")
    assert read_file(path, limit_bytes=LIMIT).path == f"{tmp_path}/red�[31m name"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x" * (LIMIT + 1), message("it is larger than 64 bytes", "a file of at most 64 bytes")),
        ("a: 1".encode("utf-16"), message("it is UTF-16 text", "UTF-8 text: save it as UTF-8")),
        (b"\xfe\xff\0a", message("it is UTF-16 text", "UTF-8 text: save it as UTF-8")),
        ("a: 1".encode("utf-32"), message("it is UTF-32 text", "UTF-8 text: save it as UTF-8")),
        (b"\0\0\xfe\xff\0\0\0a", message("it is UTF-32 text", "UTF-8 text: save it as UTF-8")),
        (
            "é: 1\nname: Müller".encode().replace("ü".encode(), b"\xfc"),
            (
                "costs.yaml:2:8: the byte 0xFC is not UTF-8\n"
                "  2 | name: M�ller\n"
                "    |        ^\n"
                "  expected: UTF-8 text: save it as UTF-8"
            ),
        ),
        (
            b"a: 1\nb: x\x1b[31m",
            (
                "costs.yaml:2:5: the control character U+001B stands here\n"
                "  2 | b: x�[31m\n"
                "    |     ^\n"
                "  expected: text without control characters: delete it"
            ),
        ),
    ],
)
@pytest.mark.threat("encoding, locale")
def test_a_file_that_is_too_large_not_utf8_or_holds_controls_is_refused(
    tmp_path: Path, data: bytes, expected: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    assert refused(path) == expected


@pytest.mark.threat("size")
def test_a_limit_in_whole_mebibytes_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * (2**20 + 1))
    assert refused(tmp_path / "a", limit_bytes=2**20) == message(
        "it is larger than 1 MiB", "a file of at most 1 MiB"
    )


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "to-pipe").symlink_to("pipe")
    regular = "a regular file"
    existing = "the path of an existing file"
    checked = f"{existing}: check its spelling and its folder"
    cases = {
        str(tmp_path): message("it is a directory", regular),
        str(tmp_path / "pipe"): message("it is a named pipe", regular),
        str(tmp_path / "to-pipe"): message("it is a named pipe", regular),
        "/dev/zero": message("it is a device", regular),
        "/dev/null": message("it is a device", regular),
        str(tmp_path / "loop"): message("its symbolic links lead in a circle", regular),
        str(tmp_path / "missing"): message("there is no such file", checked),
        str(tmp_path / "dangling"): message("there is no such file", checked),
        "": message("there is no such file", checked),
        str(tmp_path / "file" / "below"): message("a part of this path is not a directory", existing),
        "x" * 5000: message("the path is too long", existing),
        "nul\0": message("no file can have this path", existing),
        "\udfff\ud800": message("no file can have this path", existing),
    }
    assert {path: refused(path) for path in cases} == cases


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s")
        assert refused("s") == message("it is a socket", "a regular file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").touch(mode=0)
    assert refused(tmp_path / "a") == message("it may not be read", "a file that you have permission to read")


def test_an_error_of_the_disk_is_said_as_the_system_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", fail)
    assert refused(tmp_path) == message("it cannot be read: Input/output error", "a file that can be read")


@pytest.mark.parametrize(
    "char",
    [
        *map(chr, [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0)]),
        *map(
            chr,
            [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF, 0xD800, 0xDFFF],
        ),
    ],
)
@pytest.mark.threat("terminal escapes")
def test_controls_are_foreign(char: str) -> None:
    assert foreign_control(f"ab{char}c{char}") == 2


@pytest.mark.parametrize("text", ["", "a\tb\r\n", "\xa0", "日本", "e\u0301", "🚢", "\u2028", "\u200b"])
def test_other_characters_are_not(text: str) -> None:
    assert foreign_control(text) is None
