"""Where documents go: ``--output FORMAT[:PATH]``, and files that are written whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not.cli.codes import COULD_NOT_DECIDE, worst
from ship_or_not.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INPUT = "it is an input, which is not overwritten"
THERE = "it is there already, and is not overwritten; name another file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One document that is asked for.

    Parameters
    ----------
    format
        One of the formats.
    path
        As the user wrote it; None for standard output.
    """

    format: str
    path: str | None = None

    @property
    def target(self) -> Path | None:
        """The file itself, behind any symlink; None for standard output."""
        return None if self.path is None else _target(self.path)


def parse(value: str, formats: Sequence[str]) -> Destination:
    """Read one ``FORMAT[:PATH]``.

    Parameters
    ----------
    formats
        Those there are.

    Raises
    ------
    UsageError
        If there is no such format, or no path after the colon.

    Examples
    --------
    >>> parse("json:out/verdict.json", ("text", "json"))
    Destination(format='json', path='out/verdict.json')
    """
    name, colon, path = value.partition(":")
    if name not in formats:
        raise UsageError(f"--output {value}: no such format: {name!r}; {_known(name, formats)}")
    if path == "-":
        raise UsageError(f"--output {value}: for standard output leave out the colon and what follows")
    if colon and not path:
        raise UsageError(f"--output {value}: no path after the colon; leave both out for standard output")
    return Destination(format=name, path=path or None)


def plan(values: Sequence[str], formats: Sequence[str], *, inputs: Sequence[str]) -> tuple[Destination, ...]:
    """Read all ``--output`` options, and refuse before any work what could not be written after it.

    Parameters
    ----------
    values
        Each a ``FORMAT[:PATH]``; none means the first format on standard output.
    formats
        Those that the command writes.
    inputs
        Files that are read, which no output may replace.

    Returns
    -------
    tuple of Destination
        Files first, standard output last: what is lost when a reader goes away is not in a file.

    Raises
    ------
    UsageError
        If an option makes no sense, or two documents would go to one place.
    OutputError
        If a file could not be written, or would replace an input.
    """
    destinations = [parse(value, formats) for value in values or formats[:1]]
    taken: set[Path | None] = set()
    for destination in destinations:
        if destination.target in taken:
            raise UsageError(f"--output: two documents for {destination.path or 'standard output'}")
        taken.add(destination.target)
        if destination.path is not None:
            _check(destination.path, inputs)
    return tuple(sorted(destinations, key=lambda destination: destination.path is None))


def spare(destinations: Sequence[Destination], files: Sequence[Path]) -> None:
    """Refuse to replace a file that a scenario has read.

    Raises
    ------
    OutputError
        If a document would.
    """
    for destination in destinations:
        target = destination.target
        if target is not None and any(_same(target, file) for file in files):
            raise OutputError(f"{destination.path}: {INPUT}")


def deliver(
    destinations: Sequence[Destination], document: Callable[[Destination, int], str], *, code: int
) -> int:
    """Write every document to its place; one that cannot be written does not keep back the others.

    Parameters
    ----------
    destinations
        In the order in which they are served.
    document
        From a destination and the exit code so far to what is written there.
    code
        The exit code if all can be written.

    Returns
    -------
    int
        The exit code.
    """
    for destination in destinations:
        text = document(destination, code)
        try:
            if destination.path is None:
                sys.stdout.write(text)
            else:
                write(destination.path, text)
        except OutputError as error:
            sys.stderr.write(f"{error}\n")
            code = worst(code, COULD_NOT_DECIDE)
    return code


def write(path: str, document: str, *, new: bool = False) -> None:
    """Replace a file in one step: whoever looks finds the old one or the new one, whole.

    A new file gets the mode that the umask allows, a replaced one keeps its own.

    Parameters
    ----------
    new
        Whether to leave a file that is there as it is, even one that came a moment ago.

    Raises
    ------
    OutputError
        If it cannot be written; nothing is left behind then.
    """
    _check(path)
    target = _target(path)
    temporary = target.with_name(f".ship-or-not-{os.urandom(8).hex()}")
    try:
        try:
            with temporary.open("xb") as stream:
                stream.write(document.encode("utf-8", "backslashreplace"))
                stream.flush()
                os.fsync(stream.fileno())
            if new:
                _put_new(temporary, target)
            else:
                if target.exists():
                    temporary.chmod(stat.S_IMODE(target.stat().st_mode))
                temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except FileExistsError:
        raise OutputError(f"{path}: {THERE}") from None
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error


def check_new(path: str) -> None:
    """Refuse what :func:`write` could not write as a new file, before any work.

    Raises
    ------
    OutputError
        If something is there, or nothing can be put there.
    """
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for what no file can be called
        raise OutputError(f"{path}: it is a directory; write the name of a file in it")
    _check(path)
    if os.path.lexists(path):
        raise OutputError(f"{path}: {THERE}")


def _put_new(temporary: Path, target: Path) -> None:
    """Give a file a name that none has yet.

    Raises
    ------
    FileExistsError
        If one has.
    """
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError from None
        temporary.rename(target)


def _check(path: str, inputs: Sequence[str] = ()) -> None:
    """Refuse what is no plain file, may not be written, or is read."""
    target = _target(path)
    try:
        objections = (
            (INPUT, any(_same(target, file) for file in inputs)),
            ("a symbolic link that leads to itself", target.is_symlink()),
            (f"there is no directory {target.parent}", not target.parent.is_dir()),
            ("not a regular file", Path(path).exists() and not Path(path).is_file()),
            ("it may not be written", target.exists() and not os.access(target, os.W_OK)),
            (f"{target.parent} may not be written", not os.access(target.parent, os.W_OK | os.X_OK)),
        )
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error
    for objection, holds in objections:
        if holds:
            raise OutputError(f"{path}: {objection}")


def _target(path: str | Path) -> Path:
    """Return a file itself, behind any symlink.

    Raises
    ------
    OutputError
        If that cannot be told: the working directory is gone.
    """
    try:
        return Path(os.path.realpath(path))
    except OSError as error:
        raise OutputError(f"{path}: {error.strerror}") from error


def _same(target: Path, file: str | Path) -> bool:
    """Tell whether a file is the target, under another name or a hard link too."""
    other = _target(file)
    return other == target or (other.exists() and target.exists() and other.samefile(target))


def _known(name: str, formats: Sequence[str]) -> str:
    """Name the formats, the nearest one last."""
    from ship_or_not.scenario.nearest import nearest  # noqa: PLC0415 -- only a mistake needs it

    known = f"there are {', '.join(formats[:-1])} and {formats[-1]}"
    likely = nearest(name, formats)
    return f"{known}; did you mean {likely}?" if likely else known
