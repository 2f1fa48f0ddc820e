"""A text report as a self-contained HTML fragment, for notebooks."""

from __future__ import annotations

import io

from rich.text import Text

from ship_or_not.render.layout import new_console

WIDTH = 96
"""Columns: what a notebook's cell holds."""

FRAGMENT = '<pre style="overflow-x:auto;white-space:pre;line-height:1.3;font-family:monospace">{code}</pre>\n'


def render(report: str) -> str:
    """Write a text report as HTML: inline styles, every label escaped, no script, no reference.

    Parameters
    ----------
    report
        As one of the text renderers writes it in colour, at most `WIDTH` columns wide.
    """
    console = new_console(io.StringIO(), width=WIDTH, color=True, record=True)
    console.print(Text.from_ansi(report), soft_wrap=True)
    return console.export_html(inline_styles=True, code_format=FRAGMENT)
