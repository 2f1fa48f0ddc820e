"""Asking until an answer can be taken: each is read as the file will be read, and a wrong one is told why.

It knows no terminal: a `Person` is shown paragraphs, and answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ship_or_not.errors import InputError, Location, Problem
from ship_or_not.evidence.problems import refusal
from ship_or_not.evidence.text import code_point, foreign_control

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

    from ship_or_not.scenario.draft import Draft
    from ship_or_not.scenario.writing import Node

QUESTIONS = 7

_UNKNOWN = {
    "",
    "?",
    "todo",
    "don't know",
    "dont know",
    "do not know",
    "unknown",
    "not known",
    "no idea",
    "idk",
}
_ANSWER = Location(file="answer")


class Person(Protocol):
    """Who answers."""

    def say(self, words: str, *, strong: bool = False, indent: int = 0) -> None:
        """Show a paragraph."""

    def ask(self) -> str:
        """Wait for an answer: one line, without its end."""


class Asker:
    """Asks one person, and keeps what is known so far.

    Parameters
    ----------
    draft
        What is known before anything is asked; each answer that can be taken replaces it.
    """

    def __init__(self, person: Person, draft: Draft) -> None:
        self.person = person
        self.draft = draft
        self._number = 0

    def question(self, words: str, explanation: str) -> None:
        """Show the next of the numbered questions."""
        self._number += 1
        self.follow_up(f"{self._number} of {QUESTIONS}  {words}", explanation)

    def follow_up(self, words: str, explanation: str) -> None:
        """Show a question that belongs to the one before."""
        self.person.say("")
        self.person.say(words, strong=True)
        self.person.say(explanation, indent=2)

    def note(self, words: str) -> None:
        """Show what belongs to a question."""
        self.person.say(words, indent=2)

    def with_node(self, path: tuple[str, ...], node: Node) -> Draft:
        """Return the draft with a value at a path.

        Raises
        ------
        InputError
            If it may not stand there.
        """
        return checked(self.draft.put(path, node), path)

    def ask(self, path: tuple[str, ...], read: Callable[[str], Node], *, find_out: str = "") -> bool:
        """Ask for the value at a path, and tell whether it is known.

        Parameters
        ----------
        read
            From an answer to what stands in the file.
        find_out
            How to find out what there is no verdict without; "" for what can stay open.
        """
        return self.until(lambda answer: self.with_node(path, read(answer)), path, find_out=find_out)

    def until(
        self, attempt: Callable[[str], Draft], path: tuple[str, ...] | None, *, find_out: str = ""
    ) -> bool:
        """Ask until an answer can be taken or is not known, and tell which.

        Parameters
        ----------
        attempt
            From an answer to the draft with it; an InputError says what is wrong with the answer.
        path
            What stays open where it is not known; None where another question takes its place.
        find_out
            As for `ask`.
        """
        while True:
            answer = self.person.ask().strip()
            if answer.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().rstrip(".") in _UNKNOWN:
                if path is not None:
                    self.leave_open(path, find_out=find_out)
                return False
            try:
                _refuse_controls(answer)
                self.draft = attempt(answer)
            except InputError as error:
                for problem in error.problems:
                    self._explain(problem)
            else:
                return True

    def leave_open(self, path: tuple[str, ...], *, find_out: str = "") -> None:
        """Say that something stays open."""
        self.draft = self.draft.leave_open(path, needed=bool(find_out))
        self.note(f"Left open; there is no verdict without it. {find_out}" if find_out else "Left open.")

    def _explain(self, problem: Problem) -> None:
        """Say what is wrong as `check` does, without the place in a file that is not written yet."""
        where = "" if problem.location.file == _ANSWER.file else f"{problem.location}: "
        self.note(f"{where}{problem.found}")
        if problem.expected:
            self.note(f"expected: {problem.expected}")
        if problem.suggestion:
            self.note(f"did you mean: {problem.suggestion}")


def checked(draft: Draft, *paths: tuple[str, ...]) -> Draft:
    """Return a draft whose keys at these paths are right.

    Raises
    ------
    InputError
        With what is wrong with them.
    """
    problems = draft.problems(*paths)
    if problems:
        raise InputError(problems)
    return draft


def refuse(found: str, expected: str) -> NoReturn:
    """Say that an answer can't be taken, and what to write."""
    raise refusal(_ANSWER, found, expected)


def _refuse_controls(answer: str) -> None:
    offset = foreign_control(answer)
    if offset is not None:
        found = f"the control character {code_point(answer[offset])} stands here"
        refuse(found, "text without control characters: delete it")
