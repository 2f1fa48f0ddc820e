"""Text from outside, made harmless for any output.

The boundary refuses control characters; this is the second lock on the same door.
"""

from __future__ import annotations

import re

BLANK = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
"""What starts a new line or column."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""C0 and C1 controls, bidirectional controls, byte-order marks, lone surrogates."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    r"""Put a label on one line, and a replacement character for what is not to be printed.

    Examples
    --------
    >>> clean("two\nlines"), clean("\x1b[31mred") == "\N{REPLACEMENT CHARACTER}[31mred"
    ('two lines', True)
    """
    return CONTROL.sub(REPLACEMENT, BLANK.sub(" ", text))
