"""Reading a file that someone else wrote: opened once, bounded, UTF-8 only, hashed."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ship_or_not.errors import InputError, Location
from ship_or_not.evidence.problems import refusal
from ship_or_not.evidence.text import Lines, foreign_control, printable

__all__ = ["FileText", "foreign_control", "read_file"]

_UTF8_BOM = b"\xef\xbb\xbf"
_OTHER_BOMS = {  # the longer ones first: UTF-32's begins with UTF-16's
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_NO_TEXT = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a zip file, as an .xlsx workbook is",
    b"\x1f\x8b": "a gzip file",
    b"%PDF": "a PDF file",
    b"\x93NUMPY": "a NumPy array",
    b"\x80\x04": "a Python pickle",
    b"SQLite format 3": "an SQLite database",
}
_KINDS = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
_REGULAR = "a regular file"
_REASONS = {
    errno.ENOENT: (
        "there is no such file",
        "the path of an existing file: check its spelling and its folder",
    ),
    errno.ENOTDIR: ("a part of this path is not a directory", "the path of an existing file"),
    errno.EACCES: ("it may not be read", "a file that you have permission to read"),
    errno.EPERM: ("it may not be read", "a file that you have permission to read"),
    errno.ELOOP: ("its symbolic links lead in a circle", _REGULAR),
    errno.ENAMETOOLONG: ("the path is too long", "the path of an existing file"),
    errno.EISDIR: ("it is a directory", _REGULAR),
    errno.ENXIO: ("it is a socket", _REGULAR),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """A file as it was when it was read.

    Parameters
    ----------
    path
        As shown to people, without control characters.
    text
        Its text, without a byte order mark; line breaks are as they stand in the file.
    sha256
        Of its bytes, as 64 hexadecimal digits.
    """

    path: str
    text: str
    sha256: str


def read_file(path: str | os.PathLike[str], *, limit_bytes: int, shown_as: str | None = None) -> FileText:
    """Read a text file, or say in one sentence why not.

    Parameters
    ----------
    path
        Of a regular file, or of a symbolic link to one.
    limit_bytes
        The largest size taken, in bytes; no more than one byte beyond it is read.
    shown_as
        What messages call the file; ``path`` where it is None.

    Raises
    ------
    InputError
        With one problem: no such file, no permission, not a regular file, too large, not UTF-8,
        or a control character in it.
    """
    place = Location(file=printable(os.fspath(path) if shown_as is None else shown_as))
    try:
        data = _read_bytes(path, limit_bytes, place)
    except OSError as error:
        found, expected = _REASONS.get(
            error.errno or 0, (f"it cannot be read: {error.strerror or error}", "a file that can be read")
        )
        raise refusal(
            place, found, expected + _hint(os.fspath(path)) * (error.errno == errno.ENOENT)
        ) from None
    except ValueError:  # a NUL, or what the file system's encoding lacks
        raise refusal(place, "no file can have this path", "the path of an existing file") from None
    text = _decode(data, place)
    problem = Lines(text, file=place.file).foreign_control()
    if problem:
        raise InputError((problem,))
    return FileText(path=place.file, text=text, sha256=hashlib.sha256(data).hexdigest())


def _read_bytes(path: str | os.PathLike[str], limit: int, place: Location) -> bytes:
    """Open once, without waiting for a pipe's other end; look at what was opened; read a bounded part."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    )
    descriptor = os.open(path, flags)
    try:
        kind = stat.S_IFMT(os.fstat(descriptor).st_mode)
        if kind != stat.S_IFREG:
            raise refusal(place, f"it is {_KINDS.get(kind, 'not a regular file')}", _REGULAR)
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise refusal(place, f"it is larger than {_size(limit)}", f"a file of at most {_size(limit)}")
    return data


def _hint(path: str | bytes) -> str:
    """Say what is odd about a path that leads nowhere."""
    text = os.fsdecode(path)
    if "~" in Path(text).parts:
        return "; ~ does not stand for your home folder here"
    if "\n" in text or "\t" in text:
        return "; a backslash in double quotes does not part folders: write /"
    return "; folders are parted by /" if "\\" in text else ""


def _decode(data: bytes, place: Location) -> str:
    for mark, encoding in _OTHER_BOMS.items():
        if data.startswith(mark):
            raise refusal(place, f"it is {encoding} text", "UTF-8 text: save it as UTF-8")
    for start, kind in _NO_TEXT.items():
        if data.startswith(start):
            raise refusal(place, f"it is {kind}", "a text file")
    data = data.removeprefix(_UTF8_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start, place) from None


def _not_utf8(data: bytes, start: int, place: Location) -> InputError:
    lines = Lines(data.decode("utf-8", errors="replace"), file=place.file)
    location = lines.at(len(data[:start].decode("utf-8")))
    return refusal(location, f"the byte 0x{data[start]:02X} is not UTF-8", "UTF-8 text: save it as UTF-8")


def _size(count: int) -> str:
    mebibytes, rest = divmod(count, 2**20)
    return f"{mebibytes} MiB" if mebibytes and not rest else f"{count:,} bytes"
