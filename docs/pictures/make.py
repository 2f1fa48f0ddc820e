"""Draw the pictures of the documentation from what the command really prints.

``python docs/pictures/make.py`` writes them; with ``--check`` it fails where one is out of date.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

import ship_or_not
from ship_or_not.render.text import render

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCENARIO = "examples/moderation/scenario.yaml"
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

# rich's own frame loads a font from elsewhere; this one takes what the reader has.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>ship-or-not evaluate</title>
<style>
.{unique_id}-matrix {{ font-family: FONT; font-size: {char_height}px; line-height: {line_height}px;
  font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect fill="#272822" x="1" y="1" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
""".replace("FONT", FONT)


def evaluate_svg() -> str:
    """Return the picture of one evaluation."""
    scenario = ship_or_not.load_scenario(ROOT / SCENARIO)
    text = render([ship_or_not.evaluate(scenario)], width=80, color=True)
    console = Console(file=io.StringIO(), width=80, record=True, force_terminal=True, legacy_windows=False)
    console.print(Text(f"$ ship-or-not evaluate {SCENARIO}", style="bold"))
    console.print(Text.from_ansi(text))
    return console.export_svg(
        title="ship-or-not evaluate", theme=MONOKAI, code_format=FRAME, unique_id="ship-or-not"
    )


def main() -> int:
    """Write or check the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where a picture is out of date")
    check = parser.parse_args().check
    path, picture = HERE / "evaluate.svg", evaluate_svg()
    if check and path.read_text(encoding="utf-8") != picture:
        sys.stderr.write(f"{path} is out of date: run python {Path(__file__).relative_to(ROOT)}\n")
        return 1
    if not check:
        path.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
