"""What `init` asks: seven questions, each answer read as the file will be read.

It knows no terminal: a `Person` is shown texts, and answers.
"""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ship_or_not.errors import InputError, Location, Problem
from ship_or_not.evidence.problems import refusal
from ship_or_not.evidence.text import code_point, foreign_control, quoted
from ship_or_not.scenario.answers import read_answer
from ship_or_not.scenario.counted import put_counts
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.mix import SUM_TOLERANCE
from ship_or_not.scenario.numbers import RATE, NumberError, parse_exact
from ship_or_not.scenario.writing import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from ship_or_not.scenario.draft import Draft

QUESTIONS = 7

MOST_BY_CLASS = 8
"""Classes up to which each is asked for; of more, the file has a line for each."""

INTRODUCTION = (
    f"{QUESTIONS} questions, then a verdict on your own figures.",
    (
        "A figure may be a range that you are 90 % sure of: 1 to 5. Where you don't know, type nothing or ?,"
        " and it stays an open question in the file. Ctrl-C stops, and writes nothing."
    ),
)

_UNKNOWN = {"", "?", "don't know", "dont know", "do not know", "unknown", "not known", "no idea", "idk"}
_FILES = {".csv", ".json", ".tsv", ".txt"}
_PER = re.compile(r"(.+?)\s+per\s+(\S+)")
_ANSWER = Location(file="answer")


class Person(Protocol):
    """Who answers."""

    def say(self, words: str, *, strong: bool = False, indent: int = 0) -> None:
        """Show a paragraph."""

    def ask(self) -> str:
        """Wait for an answer: one line, without its end."""


def converse(person: Person, draft: Draft, *, counts: str | None = None) -> Draft:
    """Ask for what a first scenario needs, and return what is known of it then.

    Parameters
    ----------
    counts
        Where ``draft`` has the classes and the model's counts already: the file they are from.
    """
    for paragraph in INTRODUCTION:
        person.say(paragraph)
    conversation = _Conversation(person, draft)
    conversation.task()
    conversation.saving()
    conversation.classes(counts)
    conversation.error_costs()
    conversation.baseline()
    conversation.model(counts)
    conversation.volume()
    return conversation.draft


class _Conversation:
    def __init__(self, person: Person, draft: Draft) -> None:
        self.person, self.draft = person, draft
        self.number = 0

    def task(self) -> None:
        self._heading("What is to be automated?", "A few words, for the reports: Support-ticket routing")
        self._ask(("name",), text)
        self._heading("In which currency are the amounts?", "Any short text: EUR", numbered=False)
        self._ask(("currency",), text)

    def saving(self) -> None:
        both = (("baseline", "cost_per_item"), ("model", "cost_per_item"))
        self._heading(
            "What does automating one item save?",
            "Money: 0.30. Or what one costs today / with the model, where both are known: 0.35 / 0.05",
        )

        def attempt(answer: str) -> Draft:
            today, slash, model = answer.partition("/")
            if not slash:
                return self._tried(("savings_per_item",), read_answer(answer))
            if not today.strip() or not model.strip():
                raise refusal(_ANSWER, "a figure is missing beside the /", "0.35 / 0.05")
            draft = self.draft
            for path, part in zip(both, (today, model), strict=True):
                draft = draft.put(path, read_answer(part.strip()))
            return _checked(draft, *both)

        self._until(
            attempt,
            ("savings_per_item",),
            "The minutes that a person spends on one, times what a minute costs, are a start.",
        )

    def classes(self, counts: str | None) -> None:
        if counts is not None:
            self._heading(
                "Which classes are there?", f"Those of {_shown(counts)}: {some(self.draft.classes)}."
            )
            self._refer(counts)
            return
        self._heading(
            "Do some errors cost more than others?",
            "Then name the classes that an item can be: billing, fraud, other. Nothing if any error costs"
            " about the same.",
        )

        def attempt(answer: str) -> Draft:
            labels = [label.strip() for label in answer.split(",")]
            return _checked(self.draft.put_classes(labels), ("classes",))

        self._until(attempt, None)

    def error_costs(self) -> None:
        path, hint = (
            ("error_costs",),
            "The end of this says at which cost the answer flips, if nothing else is open.",
        )
        classes = self.draft.classes
        if 0 < len(classes) <= MOST_BY_CLASS:
            self._heading(
                "What does an error cost?",
                "Money, all told, for a wrong answer to an item that really is of a class. A guess is fine:"
                " 1 to 5",
            )
            for label in classes:
                self.person.say(quoted(label), indent=2)
                self._ask((*path, label), read_answer, hint)
            return
        by_line = (
            f" The file is the place to give each of the {len(classes)} classes its own." if classes else ""
        )
        self._heading(
            "What does an error cost?",
            f"Money, all told, for any wrong answer. A guess is fine: 1 to 5{'.' * bool(classes)}{by_line}",
        )
        self._ask(path, read_answer, hint)

    def baseline(self) -> None:
        nothing_done = (
            " Or, where nothing is done today, the class that every item counts as."
            if self.draft.classes
            else ""
        )
        self._heading(
            "How good is today's process?",
            "Its share of right answers: 95%, or 90% to 97%. Or a file of counts (rows actual, columns"
            f" what it said): audit.csv{'.' * bool(nothing_done)}{nothing_done}",
        )

        def attempt(answer: str) -> Draft:
            if answer in self.draft.classes:
                return self._tried(("baseline", "always"), text(answer))
            return self._quality("baseline", answer)

        hint = "A hundred past items, checked by hand, give a range that is good enough."
        self._until(attempt, ("baseline", "accuracy"), hint)

    def model(self, counts: str | None) -> None:
        hint = "Label items that it was not trained on, and count how often it is right."
        if counts is not None:
            self._heading("How good is the model?", f"As {_shown(counts)} says.")
        elif not self.draft.classes:
            self._heading(
                "How good is the model?",
                "Its share of right answers on items that it has not seen: 97%. Or a file of counts (CSV"
                " or JSON; rows actual, columns predicted): counts.csv",
            )
            self._until(lambda answer: self._quality("model", answer), ("model", "accuracy"), hint)
        else:
            self._heading(
                "How good is the model?",
                "A file of counts (CSV or JSON; rows actual, columns predicted): counts.csv. Nothing if"
                " there is none: then class by class.",
            )
            if not self._until(lambda answer: self._quality("model", answer), None):
                self._recalls(hint)
        self._measured_on()
        self._mix()

    def volume(self) -> None:
        self._heading("How many items are there?", "A number and a period: 40000 per month")

        def attempt(answer: str) -> Draft:
            match = _PER.fullmatch(answer)
            if match is None:
                raise refusal(
                    _ANSWER, f"{quoted(answer)} has no period", "40000 per day, week, month or year"
                )
            return self._tried(("volume",), {"items": read_answer(match[1]), "per": text(match[2])})

        if not self._until(attempt, ("volume",), needed=False):
            return
        self._heading("Over how long is it counted?", "From the decision on: 24 months", numbered=False)
        if not self._ask(("horizon",), read_answer):
            return
        self._heading("What does the launch cost, once?", "Money: 15000", numbered=False)
        self._ask(("model", "launch_cost"), read_answer)
        self._heading(
            "What does it cost to run the model?", "Money and a period: 1200 per month", numbered=False
        )
        self._ask(("model", "running_cost"), read_answer)

    def _refer(self, counts: str) -> None:
        """Ask what the one label is that is predicted but never actual."""
        if not self.draft.refer:
            return
        self._heading(
            f"Does {quoted(self.draft.refer)} hand an item back to today's process?",
            f"{_shown(counts)} has it among the predicted labels, not among the actual ones. yes or no; no"
            " if it is a class of which the file has no item.",
            numbered=False,
        )

        def attempt(answer: str) -> Draft:
            if answer.casefold() in {"yes", "y"}:
                return self.draft
            if answer.casefold() in {"no", "n"}:
                return self.draft.without_refer()
            raise refusal(_ANSWER, f"{quoted(answer)} is neither yes nor no", "yes or no")

        if self._until(attempt, ("model", "refer"), needed=False) and self.draft.refer:
            self._heading(
                "What does handing one back cost, on top of what it costs today?", "Money: 3", numbered=False
            )
            self._ask(("model", "refer", "extra_cost"), read_answer)

    def _recalls(self, hint: str) -> None:
        if len(self.draft.classes) > MOST_BY_CLASS:
            self.draft = self.draft.leave_open(("model", "confusion"), needed=True)
            self.person.say(f"Left open; there is no verdict without it. {hint}", indent=2)
            return
        self._heading(
            "How often is the model right on items of each class?",
            "Its share of right answers on items that it has not seen: 97%",
            numbered=False,
        )
        for label in self.draft.classes:
            self.person.say(quoted(label), indent=2)
            self._ask(("model", "recall", label), read_answer, hint)

    def _measured_on(self) -> None:
        """Ask on how many items the model's figure was measured, if it is one that does not say."""
        accuracy, recall = self.draft.get(("model", "accuracy")), self.draft.get(("model", "recall"))
        figures = list(recall.values()) if isinstance(recall, dict) else [accuracy]
        if all(_is_exact_rate(each) for each in figures):
            self._heading(
                "On how many labelled items was that measured?", "A whole number: 2000", numbered=False
            )
            self._ask(("model", "measured_on"), read_answer)

    def _mix(self) -> None:
        """Ask how often each class occurs, if no counts say so."""
        draft = self.draft
        if not draft.classes or draft.counted:
            return
        *asked, last = draft.classes
        if len(draft.classes) > MOST_BY_CLASS:
            self.draft = draft.leave_open(("prevalence",), needed=True)
            return
        self._heading(
            "How often does each class occur?", "Its share of all items in production: 30%", numbered=False
        )
        rest: Decimal | None = Decimal(100)
        for label in asked:
            self.person.say(quoted(label), indent=2)
            share = self._share(label, rest)
            rest = None if share is None or rest is None else rest - share
        path = ("prevalence", last)
        if rest is None:
            self.draft = self.draft.leave_open(path, needed=True)
        else:
            self.draft = self.draft.put(path, f"{rest.normalize():f}%")
            self.person.say(f"{quoted(last)}: the rest, {rest.normalize():f}%", indent=2)

    def _share(self, label: str, rest: Decimal | None) -> Decimal | None:
        """Ask for one exact share, in per cent; None where it is not known."""
        found: list[Decimal] = []

        def attempt(answer: str) -> Draft:
            try:
                rate = parse_exact(answer, RATE)
            except NumberError as error:
                raise refusal(_ANSWER, error.found, error.expected) from None
            share = 100 * Decimal(repr(rate))
            if rest is not None and share > rest + Decimal(SUM_TOLERANCE):
                raise refusal(
                    _ANSWER, f"{quoted(answer)} is more than is left", f"at most {rest.normalize():f}%"
                )
            found.append(share)
            return self.draft.put(("prevalence", label), f"{share.normalize():f}%")

        self._until(attempt, ("prevalence", label), "A few hundred items from production, counted, will do.")
        return found[-1] if found else None

    def _quality(self, system: str, answer: str) -> Draft:
        """Say how good a system is, by a file or by a share of right answers."""
        if Path(answer).suffix.lower() in _FILES or "/" in answer or os.sep in answer:
            return put_counts(self.draft, system, str(Path(answer).expanduser()))
        return self._tried((system, "accuracy"), read_answer(answer))

    def _heading(self, question: str, explanation: str, *, numbered: bool = True) -> None:
        self.number += numbered
        self.person.say("")
        self.person.say(f"{self.number} of {QUESTIONS}  {question}" if numbered else question, strong=True)
        self.person.say(explanation, indent=2)

    def _tried(self, path: tuple[str, ...], node: object) -> Draft:
        return _checked(self.draft.put(path, node), path)  # type: ignore[arg-type]

    def _ask(self, path: tuple[str, ...], read: Callable[[str], object], hint: str = "") -> bool:
        return self._until(lambda answer: self._tried(path, read(answer)), path, hint, needed=bool(hint))

    def _until(
        self,
        attempt: Callable[[str], Draft],
        path: tuple[str, ...] | None,
        hint: str = "",
        *,
        needed: bool = True,
    ) -> bool:
        """Ask until an answer can be taken, or is not known: then it is left open at a path, if there is one.

        Parameters
        ----------
        attempt
            From the answer to the draft with it; an InputError says what is wrong with the answer.
        hint
            How to find out what is not known.
        needed
            Whether there is no verdict without it.
        """
        while True:
            answer = self.person.ask().strip()
            if answer.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().rstrip(".") in _UNKNOWN:
                if path is not None:
                    self.draft = self.draft.leave_open(path, needed=needed)
                    left = "Left open; there is no verdict without it." if needed else "Left open."
                    self.person.say(f"{left} {hint}".strip(), indent=2)
                return False
            try:
                _refuse_controls(answer)
                self.draft = attempt(answer)
            except InputError as error:
                for problem in error.problems:
                    self._explain(problem)
            else:
                return True

    def _explain(self, problem: Problem) -> None:
        where = "" if problem.location.file == _ANSWER.file else f"{problem.location}: "
        self.person.say(f"{where}{problem.found}", indent=2)
        if problem.expected:
            self.person.say(f"expected: {problem.expected}", indent=2)
        if problem.suggestion:
            self.person.say(f"did you mean: {problem.suggestion}", indent=2)


def _checked(draft: Draft, *paths: tuple[str, ...]) -> Draft:
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


def _refuse_controls(answer: str) -> None:
    offset = foreign_control(answer)
    if offset is not None:
        found = f"the control character {code_point(answer[offset])} stands here"
        raise refusal(_ANSWER, found, "text without control characters: delete it")


def _is_exact_rate(node: object) -> bool:
    try:
        parse_exact(node, RATE)
    except NumberError:
        return False
    return True


def _shown(path: str) -> str:
    return quoted(path, limit=60).strip('"')
