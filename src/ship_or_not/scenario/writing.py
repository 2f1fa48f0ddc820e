"""Plain values → YAML text that reads back as exactly the same.

A *node* is what stands behind a key: a text that is YAML already, a mapping from keys (plain text) to
nodes, or a list of nodes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ship_or_not.scenario.scalars import ScalarError, resolve

if TYPE_CHECKING:
    from typing import TypeAlias

    Node: TypeAlias = "str | dict[str, Node] | list[Node]"

_PLAIN_TEXT = re.compile(r"(?:\.{1,2}/)*/?[^\W\d_][\w./()+-]*(?: [\w./()+-]+)*")
_PLAIN_FIGURE = re.compile(r"[-+]?[.\w][-+.\w%]*(?: [-+.\w%]+)*")
_READ_OTHERWISE = {"y", "n", "yes", "no", "on", "off", "todo"}
"""Words that YAML 1.1 takes for true and false, and the one that stands for what is left to do."""

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LONGEST_KEY = 1000
"""Characters of a key before YAML asks for a mark in front of it: 1,024, quotes and escapes included."""

_LONGEST_FLOW = 90
"""Characters of a list or a mapping on one line."""


def text(value: str) -> str:
    r"""Write a text: plain where nobody could take it for something else, else in quotes.

    Examples
    --------
    >>> text("fraud"), text("no"), text("0"), text("a: b"), text('"#x')
    ('fraud', '"no"', '"0"', '"a: b"', '"\\"#x"')
    """
    plain = _PLAIN_TEXT.fullmatch(value) and value.isprintable() and value.casefold() not in _READ_OTHERWISE
    if plain and isinstance(resolve(value), str):  # null and true are no texts
        return value
    return f'"{"".join(_ESCAPES.get(char) or _printable(char) for char in value)}"'


def figure(value: str) -> str:
    """Write a number, range or duration as it was typed, and anything else as text.

    Examples
    --------
    >>> figure("98.7%"), figure("1 to 5"), figure("2: 3")
    ('98.7%', '1 to 5', '"2: 3"')
    """
    try:
        plain = _PLAIN_FIGURE.fullmatch(value) and value.isprintable() and resolve(value) is not None
    except ScalarError:  # 007, .nan: as text, for the reader of numbers to say what is wrong with it
        plain = False
    return value if plain else text(value)


def flow(node: Node) -> str:
    """Write a node on one line.

    Examples
    --------
    >>> flow({"items": "40000", "per": "month"}), flow(["a", "b"])
    ('{items: 40000, per: month}', '[a, b]')
    """
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        return f"{{{', '.join(_pair(key, each) for key, each in node.items())}}}"
    return f"[{', '.join(map(flow, node))}]"


def lines(key: str, node: Node, *, by_line: bool = False) -> list[str]:
    """Write a key and what stands behind it: on one line, or one for each of its own keys or of many items.

    Examples
    --------
    >>> lines("error_costs", {"fraud": "60", "other": "2"}, by_line=True)
    ['error_costs:', '  fraud: 60', '  other: 2']
    """
    written = text(key)
    if len(written) > _LONGEST_KEY:
        return [f"? {written}", f": {flow(node)}"]
    if isinstance(node, dict) and (by_line or len(flow(node)) > _LONGEST_FLOW):
        inner = (line for label, each in node.items() for line in lines(label, each))
        return [f"{written}:", *(f"  {line}" for line in inner)]
    if isinstance(node, list) and len(flow(node)) > _LONGEST_FLOW:
        return [f"{written}:", *(f"  - {flow(each)}" for each in node)]
    return [f"{written}: {flow(node)}"]


def _pair(key: str, node: Node) -> str:
    written = text(key)
    mark = f"? {written} :" if len(written) > _LONGEST_KEY else f"{written}:"
    return f"{mark} {flow(node)}"


def _printable(char: str) -> str:
    if char == " " or char.isprintable():
        return char
    return f"\\u{ord(char):04X}" if char <= "\uffff" else f"\\U{ord(char):08X}"
