"""Commands that look at one scenario: from its file to what was found, to documents, to an exit code."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

import ship_or_not
from ship_or_not.cli import terminal
from ship_or_not.cli.batch import Batch, Edits, each
from ship_or_not.cli.output import Destination, deliver, plan, spare
from ship_or_not.cli.terminal import Color

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

T = TypeVar("T")

RULES = "prometheus"


def look_at(
    scenario: str,
    edits: Edits,
    work: Callable[[ship_or_not.Scenario], T],
    documents: Mapping[str, str],
    *,
    outputs: Sequence[str],
    color: Color,
) -> int:
    """Do something with one scenario, write what was found, and return the exit code.

    Parameters
    ----------
    documents
        Format → the module of ``render`` that writes it, text first; JSON, which is the result as it stands,
        is added.
    outputs
        Each a ``FORMAT[:PATH]``.
    """
    first, *others = documents
    destinations = plan(outputs, (first, "json", *others), inputs=(scenario, *edits.files))

    def one(path: str) -> T:
        loaded = edits.load(path)
        spare(destinations, loaded.files)
        return work(loaded)

    return write_up(each([scenario], one), documents, destinations, color=color)


def write_up(
    batch: Batch[T],
    documents: Mapping[str, str],
    destinations: Sequence[Destination],
    *,
    color: Color,
) -> int:
    """Write the one thing that was found, or why nothing was, and return the exit code.

    Where nothing was found no old document outlives it, but for the rules of a monitor: without any it would
    watch nothing.
    """
    destinations = [each for each in destinations if batch.results or each.format != RULES]
    code = deliver(destinations, partial(_document, batch, documents, color=color), code=batch.code)
    batch.report()
    return code


def _document(
    batch: Batch[T], documents: Mapping[str, str], destination: Destination, code: int, *, color: Color
) -> str:
    if destination.format == "json":
        from ship_or_not.render import json  # noqa: PLC0415 -- other formats do without it

        found = {key: value for result in batch.results for key, value in json.plain(result).items()}
        whole = {"exit_code": code, **found}
        return json.document(whole, batch.failures, version=ship_or_not.__version__)
    if not batch.results:
        return ""
    render = import_module(f"ship_or_not.render.{documents[destination.format]}").render
    look: dict[str, object] = {}
    if destination.format == "text":
        file = destination.path is not None
        look["width"] = terminal.PLAIN_WIDTH if file else terminal.width()
        look["color"] = color == Color.ALWAYS if file else terminal.colored(color)
    document: str = render(batch.results[0], **look)
    return document
