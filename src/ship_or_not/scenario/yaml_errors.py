"""What YAML's scanner says, in sentences that say what to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from ship_or_not.errors import Problem
from ship_or_not.evidence.text import code_point

if TYPE_CHECKING:
    from ship_or_not.evidence.text import Lines

_QUOTE = "put the text in quotes"

# What the C scanner and the pure one say, context first → what was found, what to write, and
# whether the place to show is where the construct began, not where its end was missed.
_SENTENCES: tuple[tuple[str, str, str, bool], ...] = (
    (r"<document start>", "a second scenario starts here", "one scenario to a file", False),
    (r"nesting depth", "the nesting is too deep", "at most 32 levels", True),
    (r"quoted scalar.*end of stream", "this quote is never closed", "a closing quote", True),
    (r"quoted scalar.*document sep", "this quote is never closed", "a closing quote", True),
    (
        r"flow sequence",
        "this list is never closed, or a comma is missing",
        "commas between its items and a closing ]",
        True,
    ),
    (
        r"flow mapping",
        "this brace is never closed, or a comma is missing",
        "commas between its keys and a closing }",
        True,
    ),
    (
        r"unknown escape|invalid Unicode|hexa?decimal",
        "a backslash in double quotes starts an escape, and this is none",
        "single quotes around the text, or \\\\ for a backslash",
        False,
    ),
    (r"tab character", "a tab stands where only blanks may", "indent with spaces", False),
    (
        r"mapping values are not allowed",
        "a ':' that starts a value stands where none can",
        f"one key to a line, indented like its neighbours; if the ':' belongs to a text, {_QUOTE}",
        False,
    ),
    (
        r"sequence entries are not allowed",
        "a '-' that starts a list item stands where none can",
        f"each list item on its own line; if the '-' belongs to a text, {_QUOTE}",
        False,
    ),
    (
        r"could not find expected ':'",
        "this line is neither 'key: value' nor part of the one before",
        "a colon and a blank after the key",
        True,
    ),
    (
        r"undefined tag handle",
        "a tag stands here",
        f"the plain value; if the '!' belongs to a text, {_QUOTE}",
        True,
    ),
    (
        r"scanning an (anchor|alias)",
        "a text cannot start with '&' or '*'",
        f"{_QUOTE}; anchors and aliases are not read",
        True,
    ),
    (r"scanning a directive", "a line cannot start with '%'", _QUOTE, True),
    (r"block scalar", "this is no header of a text block", "| or > and nothing else on the line", False),
    (
        r"block (mapping|collection)",
        "this does not fit the lines around it",
        "the same indentation as its neighbours, and nothing after a closing quote",
        False,
    ),
    (
        r"node content|flow node",
        "a value is missing here",
        f"a value; if the character is meant, {_QUOTE}",
        False,
    ),
    (r"incompatible YAML", "this version of YAML is not read", "%YAML 1.2, or no such line", False),
)


_BLANKS = "\u00a0\u2000-\u200b\u202f\u3000"
_ODD_BLANK = rf"^ *+(?:- ++)*+(?:[\w.-]++:)? *+([{_BLANKS}])"
_FOREIGN_LINES: tuple[tuple[str, str, str], ...] = (
    (r"\s*(```|~~~)", "a Markdown fence stands here", "only the lines between the fences"),
    (r"\s*(//)", "this line starts with //", "# to start a comment"),
    (
        r"(<{7}|={7}|>{7})",
        "a conflict of two versions was left here",
        "one of the two, and no line of <, = or >",
    ),
    (r"\s*(<[!A-Za-z])", "this is a web page, not a scenario", "the scenario's own file"),
    (r"\s*[\w.-]+ *(=)", "a '=' stands where a ':' should", "key: value"),
    (r"\s*[\w.-]+(:)[^\s:/\\]", "a blank is missing after this colon", "key: value"),
)
"""What begins a line that was written for something else → what was found, what to write."""


def odd_blank(lines: Lines) -> Problem | None:
    """Say where a blank that is none to YAML begins a line or a value; None where none does."""
    match = re.search(_ODD_BLANK, lines.text, re.MULTILINE)
    if match is None:
        return None
    char = code_point(match[1])
    return Problem(
        location=lines.at(match.start(1)),
        key="",
        found=f"a blank of another kind ({char}) stands here",
        expected="a plain blank: type it anew",
    )


def foreign_line(lines: Lines, here: int) -> Problem | None:
    """Say what a line was written for, if it or one of the two before it was not written as YAML.

    Lines indented deeper than it are left out: what stands in them may be a text.
    """
    deepest = len(lines.text)
    for _ in range(3):
        start = lines.text.rfind("\n", 0, here) + 1
        indent = re.compile(" *").match(lines.text, start).end() - start  # type: ignore[union-attr] # it may be empty
        for pattern, found, expected in _FOREIGN_LINES:
            match = re.match(pattern, lines.text[start : start + 200])
            if match and indent <= deepest:
                place = lines.at(start + match.start(1), match.end(1) - match.start(1))
                return Problem(location=place, key="", found=found, expected=expected)
        here, deepest = start - 1, min(deepest, indent)
        if here < 0:
            break
    return None


def scanner_problem(error: yaml.YAMLError, lines: Lines) -> Problem:
    """Turn the error that ended a scan into a problem with its place and a sentence."""
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked_problem(error, lines)
    char = getattr(error, "character", "")
    char = chr(char) if isinstance(char, int) else str(char)
    return Problem(
        location=lines.at(lines.text.find(char)),
        key="",
        found="a character that YAML does not take stands here",
        expected="text without it: delete it",
    )


def _marked_problem(error: yaml.MarkedYAMLError, lines: Lines) -> Problem:
    end = len(lines.text.rstrip())
    here = min(error.problem_mark.index if error.problem_mark else end, end)
    start = min(error.context_mark.index, end) if error.context_mark else here
    said = f"{error.context or ''}: {error.problem or ''}"
    closer = foreign_line(lines, here) or _closer_look(said, lines, here)
    if closer:
        return closer
    if "cannot start any token" in said:
        found, expected = _bad_start(lines.text[here : here + 1])
        return Problem(location=lines.at(here), key="", found=found, expected=expected)
    for pattern, found, expected, at_start in _SENTENCES:
        if re.search(pattern, said):
            place = lines.at(start if at_start else here)
            return Problem(location=place, key="", found=found, expected=expected)
    return Problem(
        location=lines.at(here), key="", found="this is not YAML", expected=f"key: value, or {_QUOTE}"
    )


def _closer_look(said: str, lines: Lines, here: int) -> Problem | None:
    """Tell two mistakes that the scanner only knows as something that does not fit."""
    start = lines.text.rfind("\n", 0, here) + 1
    line, before = lines.text[start:here], lines.text[:start].rstrip().rpartition("\n")[2]
    indent = len(line) - len(line.lstrip(" "))
    if "block mapping" in said and line.rstrip()[-1:] in ("'", '"'):
        found = "something stands after a closing quote"
        expected = "nothing after it; within single quotes, a ' is written twice: ''"
        return Problem(location=lines.at(here), key="", found=found, expected=expected)
    if "mapping values" in said and 0 <= len(before) - len(before.lstrip(" ")) < indent and ": " in before:
        found = "this line is indented deeper than the one before, which has its value already"
        expected = "the indentation of the line before"
        return Problem(location=lines.at(start + indent), key="", found=found, expected=expected)
    return None


def _bad_start(char: str) -> tuple[str, str]:
    if char in ("\t", "\n", "\r", ""):  # at the end of a line, what is wrong is the blank before it
        return "a tab stands where only blanks may", "indent with spaces"
    return f"a value cannot start with '{char}'", _QUOTE
