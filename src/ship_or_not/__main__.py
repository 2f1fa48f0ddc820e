"""The console script: every way a run can end, as an exit code.

0, 1 and 3 are verdicts, so no accident may end in one of them. What a run prints is held back and sent at
its end: whole, and as UTF-8 whatever the locale. A reader that has gone, a full disk and a closed stream
are met here and nowhere else.
"""
# ruff: noqa: PLC0415 -- imports stand inside, so that an interrupt or a fault in one of them is met too

import contextlib
import gc
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

COULD_NOT_DECIDE = 2
BUG = 70
INTERRUPTED = 130

UNCOLLECTED = 200_000
"""Objects before the first search for garbage: more than a small run makes, which has next to none."""

_BUG_REPORT = """\
ship-or-not: {what}
This is a fault in ship-or-not {version} (Python {python}, {platform}), not in the scenario.
Please report it to the ship-or-not developers, with the command and the scenario if you may share it.
"""
_MORE = "Run again with --debug for the traceback.\n"


def main() -> int:
    """Run the command line, and return its exit code.

    Returns
    -------
    int
        A verdict's 0, 1 or 3; 2 for what the user can put right, 70 for a fault of ours, 130 when
        interrupted.
    """
    gc.set_threshold(UNCOLLECTED)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # none is ours, and looking takes time
    stdout, stderr = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err = io.StringIO(), io.StringIO()
    try:
        code = _send(stdout, out, code=_run(sys.argv[1:]))
    except KeyboardInterrupt:
        err.write("interrupted\n")
        code = INTERRUPTED
    finally:
        sys.stdout, sys.stderr = stdout, stderr
    with contextlib.suppress(OSError):  # nobody listens; the exit code still speaks
        _write(stderr, _printable(err.getvalue()))
    gc.freeze()  # at its exit Python would search all there is for garbage: an eighth of a small run
    return code


def _run(arguments: list[str]) -> int:
    """Run one command, and turn whatever it raises, but an interrupt, into words and a code."""
    try:
        from ship_or_not import cli
        from ship_or_not.errors import ShipOrNotError

        try:
            return cli.run(arguments)
        except ShipOrNotError as error:
            sys.stderr.write(f"{error}\n")
            return COULD_NOT_DECIDE
    except (Exception, SystemExit) as bug:  # noqa: BLE001 -- whatever it is, it may not pass for a verdict
        sys.stderr.write(_report(bug, debug="--debug" in arguments))
        return BUG


def _report(bug: BaseException, *, debug: bool) -> str:
    """Say what went wrong, in one line, and what to do about it."""
    from traceback import format_exception

    from ship_or_not import __version__

    what = " ".join(f"{type(bug).__name__}: {bug}".split()).rstrip(":")
    python = ".".join(str(part) for part in sys.version_info[:3])
    report = _BUG_REPORT.format(what=what, version=__version__, python=python, platform=sys.platform)
    return "".join(format_exception(bug)) + report if debug else report + _MORE


def _send(stdout: "TextIO | None", document: io.StringIO, *, code: int) -> int:
    """Send what was printed to standard output, and return the exit code that is left."""
    if not document.getvalue():
        return code
    try:
        _write(stdout, document.getvalue())
    except BrokenPipeError:
        return code  # the reader had enough: the verdict stands
    except OSError as error:
        sys.stderr.write(f"standard output: {error.strerror or error}\n")
        return code if code == BUG else COULD_NOT_DECIDE
    return code


def _write(stream: "TextIO | None", text: str) -> None:
    """Write all of a text to a stream past Python's own buffers, so that no error is left for its exit."""
    if stream is None:
        raise OSError("it is closed")
    with os.fdopen(stream.fileno(), "wb", closefd=False) as binary:
        binary.write(text.encode("utf-8", "backslashreplace"))


def _printable(text: str) -> str:
    """Make every line harmless for a terminal, whatever file name or message is quoted in it."""
    from ship_or_not.render.labels import clean

    return "\n".join(clean(line) for line in text.split("\n"))


if __name__ == "__main__":
    sys.exit(main())
