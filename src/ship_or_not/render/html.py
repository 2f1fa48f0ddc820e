"""An evaluation as a self-contained HTML fragment, for notebooks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ship_or_not.render.layout import new_console, unglue
from ship_or_not.render.text import compose

if TYPE_CHECKING:
    from ship_or_not.results import Evaluation

WIDTH = 96
"""Columns: what a notebook's cell holds."""

FRAGMENT = '<pre style="overflow-x:auto;white-space:pre;line-height:1.3;font-family:monospace">{code}</pre>\n'


def render(evaluation: Evaluation) -> str:
    """Write the text report as HTML: inline styles, every label escaped, no script, no reference."""
    console = new_console(io.StringIO(), width=WIDTH, color=True, record=True)
    for part in compose(evaluation, WIDTH):
        console.print(part)
    return unglue(console.export_html(inline_styles=True, code_format=FRAGMENT))
