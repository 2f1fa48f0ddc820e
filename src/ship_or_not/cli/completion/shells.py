"""What bash, zsh and fish are told, each in the way that its script reads.

Labels come from files of others, so no script here evaluates what it is told: lines go into arrays, and
bash, which inserts a word as it is, gets it with every special character escaped.

A line is ``+`` and a word that may stand at the cursor, ``-`` and one of which more follows, or ``/`` for
names of files: behind it the length of the word's start that is no part of the name, and the endings
that are wanted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ship_or_not.cli.completion.words import split
from ship_or_not.render.labels import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ship_or_not.cli.completion.offer import Candidate, Offer
    from ship_or_not.cli.completion.words import Word

SHELLS: Final = ("bash", "zsh", "fish")
_SPECIAL: Final = re.compile(r"[^\w./,+%@:=-]")
_LONGEST_MEANING: Final = 80


def words_of(shell: str, environment: Mapping[str, str]) -> tuple[tuple[str, ...], Word, tuple[str, ...]]:
    """Return the words before the one that is typed, that one, and those behind it.

    Parameters
    ----------
    environment
        ``COMP_LINE`` and ``COMP_POINT``, the cursor in characters, as bash names them; its
        ``COMP_WORDBREAKS`` too.
    """
    line = environment.get("COMP_LINE", "")
    point = int(environment.get("COMP_POINT") or len(line))
    breaks = environment.get("COMP_WORDBREAKS", "") if shell == "bash" else ""
    single = "'\\" if shell == "fish" else ""
    before, word = split(line[:point], breaks=breaks, escaped_in_single=single)
    behind, last = split(line[point:], escaped_in_single=single)
    after = (*behind, last.value)
    return before[1:], word, after if line[point : point + 1].isspace() else after[1:]


def lines(shell: str, offer: Offer, word: Word) -> list[str]:
    """Return what the shell's script reads."""
    told = []
    for candidate in offer.candidates:
        line = _LINES[shell](candidate, word) if clean(candidate.value) == candidate.value else None
        if line is not None:
            told.append(("-" if candidate.unfinished else "+") + line)
    if offer.files is not None:
        told.append(" ".join([f"/{len(offer.files.before)}", *offer.files.endings]))
    return told


def _bash(candidate: Candidate, word: Word) -> str | None:
    """Return what stands from the last word break on, written so that bash reads it as it is."""
    kept, rest = candidate.value[: word.kept], candidate.value[word.kept :]
    if kept != word.value[: word.kept] or (word.quote == '"' and "!" in rest):
        return None
    if word.quote == "'":
        return rest.replace("'", "'\\''")
    if word.quote == '"':
        return re.sub(r'(["\\$`])', r"\\\1", rest)
    return _SPECIAL.sub(r"\\\g<0>", rest)


def _zsh(candidate: Candidate, word: Word) -> str:
    """Return a word and its meaning as ``_describe`` takes them: a colon between, none unescaped before."""
    del word
    return ":".join([re.sub(r"[\\:]", r"\\\g<0>", candidate.value), _meaning(candidate)]).removesuffix(":")


def _fish(candidate: Candidate, word: Word) -> str:
    del word
    return f"{candidate.value}\t{_meaning(candidate)}".removesuffix("\t")


def _meaning(candidate: Candidate) -> str:
    meaning = clean(candidate.about)
    return meaning if len(meaning) <= _LONGEST_MEANING else meaning[: _LONGEST_MEANING - 1] + "…"


_LINES: Final = {"bash": _bash, "zsh": _zsh, "fish": _fish}
