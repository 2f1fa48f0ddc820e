"""What may stand where the cursor is: words that we know, and names of files, which the shell knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A word that may stand at the cursor.

    Parameters
    ----------
    value
        The whole word, as the program would get it: without quotes and backslashes.
    about
        What it means; "" where that is plain.
    """

    value: str
    about: str = ""

    @property
    def unfinished(self) -> bool:
        """Whether more of the same word follows: a value, a path, or the rest of a key."""
        return self.value.endswith(("=", ".", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Names of files.

    Parameters
    ----------
    before
        The part of the word in front of the name, such as ``json:``.
    endings
        Of the names that are wanted; every name where there are none. Folders are wanted too.
    """

    before: str = ""
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Everything that may stand at the cursor."""

    candidates: tuple[Candidate, ...] = ()
    files: Files | None = None

    def behind(self, start: str) -> Offer:
        """Return the same for a word with a start of its own, as in ``--output=json``."""
        return Offer(
            candidates=tuple(
                Candidate(value=start + each.value, about=each.about) for each in self.candidates
            ),
            files=self.files and Files(before=start + self.files.before, endings=self.files.endings),
        )


def beginning(word: str, known: dict[str, str]) -> tuple[Candidate, ...]:
    """Return those of the known words, each with its meaning, that begin with a word.

    Examples
    --------
    >>> [each.value for each in beginning("e", {"evaluate": "", "check": ""})]
    ['evaluate']
    """
    return tuple(
        Candidate(value=value, about=about) for value, about in known.items() if value.startswith(word)
    )
