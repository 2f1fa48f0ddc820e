"""How far a long piece of work is, for someone who waits at a terminal."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

PATIENCE_SECONDS = 0.5
"""Work that is done by then shows nothing."""


@contextmanager
def progress(words: str) -> Iterator[Callable[[float], None] | None]:
    """Show a bar on standard error where that is a terminal and the work takes its time.

    Yields
    ------
    function or None
        To be called with the share that is done; None where nothing is to be shown.
    """
    # While a command runs, what it prints is held back in sys.stderr; None if the stream is closed.
    stream = sys.__stderr__
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar = _Bar(words, stream)
    try:
        yield bar.update
    finally:
        bar.close()


class _Bar:
    def __init__(self, words: str, stream: TextIO) -> None:
        self._words, self._stream, self._started = words, stream, time.monotonic()
        self._close: Callable[[], None] | None = None
        self._update: Callable[[float], None] | None = None

    def update(self, share: float) -> None:
        """Show a share of the work as done, once it has taken long enough."""
        if self._update is None:
            if time.monotonic() - self._started < PATIENCE_SECONDS:
                return
            self._open()
        if self._update is not None:
            self._update(share)

    def _open(self) -> None:
        from rich.console import Console  # noqa: PLC0415 -- only long work needs it
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn  # noqa: PLC0415 -- as above

        columns = TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn()
        shown = Progress(*columns, console=Console(file=self._stream), transient=True)
        task = shown.add_task(self._words, total=1.0)
        shown.start()
        self._close = shown.stop
        self._update = lambda share: shown.update(task, completed=share)

    def close(self) -> None:
        """Take the bar away."""
        if self._close is not None:
            self._close()
