"""The seven questions of `init`, some with a second half."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ship_or_not.cli.asking import Asker, checked, refuse
from ship_or_not.errors import InputError
from ship_or_not.evidence.text import printable, quoted
from ship_or_not.scenario.answers import (
    is_exact_rate,
    names_file,
    read_answer,
    read_file_name,
    read_labels,
    read_volume,
)
from ship_or_not.scenario.counted import put_counts
from ship_or_not.scenario.draft import TODO
from ship_or_not.scenario.gather import some
from ship_or_not.scenario.shares import put_rest, put_share
from ship_or_not.scenario.writing import text

if TYPE_CHECKING:
    from ship_or_not.cli.asking import Person
    from ship_or_not.scenario.draft import Draft

INTRODUCTION = """\
Seven questions, then a verdict on your own figures. A figure may be a range that you are 90 % sure of:
1 to 5. Where you don't know, type nothing or ?, and it stays an open question in the file. Ctrl-C stops, and
writes nothing."""

MOST_BY_CLASS = 8
"""Classes up to which each is asked for; of more, the file has a line for each."""

LABEL_SOME = "Label items that it was not trained on, and count how often it is right."
COUNT_SOME = "A few hundred items from production, counted, will do."


def converse(person: Person, draft: Draft, *, counts: str | None = None) -> Draft:
    """Ask for what a first scenario needs, and return what is known of it then.

    Parameters
    ----------
    counts
        Where ``draft`` has the classes and the model's counts already: the file they are from.
    """
    person.say(INTRODUCTION)
    asker = Asker(person, draft)
    _task(asker)
    _saving(asker)
    _classes(asker, counts)
    _error_costs(asker)
    _baseline(asker)
    _model(asker, counts)
    _volume(asker)
    return asker.draft


def _task(asker: Asker) -> None:
    asker.question("What is to be automated?", "A few words for the reports, such as Support-ticket routing.")
    asker.ask(("name",), text)
    asker.follow_up("In which currency are the amounts?", "Any short text, such as EUR.")
    asker.ask(("currency",), text)


def _saving(asker: Asker) -> None:
    costs = (("baseline", "cost_per_item"), ("model", "cost_per_item"))
    asker.question(
        "What does automating one item save?",
        "An amount, such as 0.30. Or, where you know both, what an item costs today / with the model:"
        " 0.35 / 0.05.",
    )

    def attempt(answer: str) -> Draft:
        today, slash, model = answer.partition("/")
        if not slash:
            return asker.with_node(("savings_per_item",), read_answer(answer))
        if not today.strip() or not model.strip():
            refuse("a figure is missing beside the /", "0.35 / 0.05")
        draft = asker.draft
        for path, part in zip(costs, (today, model), strict=True):
            draft = draft.put(path, read_answer(part.strip()))
        return checked(draft, *costs)

    asker.until(
        attempt,
        ("savings_per_item",),
        find_out="The minutes that a person spends on one, times what a minute costs, are a start.",
    )


def _classes(asker: Asker, counts: str | None) -> None:
    if counts is not None:
        asker.question("Which classes are there?", f"Those of {_shown(counts)}: {some(asker.draft.classes)}.")
        if asker.draft.refer:
            _refer(asker)
        return
    asker.question(
        "Do some errors cost more than others?",
        "Then name the classes that an item can be, such as: billing, fraud, other. Nothing if any error"
        " costs about the same.",
    )

    def attempt(answer: str) -> Draft:
        if answer.casefold() in {"no", "n"}:
            return asker.draft
        labels = read_labels(answer)
        if len(labels) == 1:
            yes = answer.casefold() in {"yes", "y"}
            found = "which classes are there?" if yes else "there is one class only"
            refuse(found, "at least two, with commas between: billing, fraud, other")
        return checked(asker.draft.put_classes(labels), ("classes",))

    asker.until(attempt, None)


def _refer(asker: Asker) -> None:
    """Ask what the one label is that is predicted but never actual."""
    asker.follow_up(
        f"Does {quoted(asker.draft.refer)} hand an item back to today's process?",
        "The counts have it among the predicted labels, not among the actual ones. yes, or no if it is a"
        " class of which there happens to be no item.",
    )

    def attempt(answer: str) -> Draft:
        if answer.casefold() in {"yes", "y"}:
            return asker.draft
        if answer.casefold() not in {"no", "n"}:
            refuse(f"{quoted(answer)} is neither yes nor no", "yes or no")
        return asker.draft.without_refer()

    if asker.until(attempt, ("model", "refer")) and asker.draft.refer:
        asker.follow_up(
            "What does handing one back cost, beside what an item costs today?", "An amount, such as 3."
        )
        asker.ask(("model", "refer", "extra_cost"), read_answer)


def _error_costs(asker: Asker) -> None:
    find_out = "If nothing else is missing, you will see at which cost the answer flips."
    classes = asker.draft.classes
    words = "What does an error cost?"
    if not classes or len(classes) > MOST_BY_CLASS:
        by_line = f" Each of the {len(classes)} classes can have its own in the file." if classes else ""
        asker.question(words, f"An amount, all told. A guess is fine: 1 to 5.{by_line}")
        asker.ask(("error_costs",), read_answer, find_out=find_out)
        return
    asker.question(
        words,
        "An amount, all told, for an item that is really this and was answered otherwise. A guess is fine:"
        " 1 to 5.",
    )
    _each(asker, ("error_costs",), find_out)


def _baseline(asker: Asker) -> None:
    nothing_done = " Or, where nothing is done today, the class that every item counts as."
    asker.question(
        "How good is today's process?",
        "How often it is right: 95%, or 90% to 97%. Or a file of counts (CSV or JSON; rows: what is true,"
        " columns: what it said), such as audit.csv." + nothing_done * bool(asker.draft.classes),
    )

    def attempt(answer: str) -> Draft:
        if answer in asker.draft.classes:
            return asker.with_node(("baseline", "always"), text(answer))
        return _quality(asker, "baseline", answer)

    asker.until(
        attempt,
        ("baseline", "accuracy"),
        find_out="A hundred past items, checked by hand, give a range that will do.",
    )


def _model(asker: Asker, counts: str | None) -> None:
    words = "How good is the model?"
    file = "a file of counts (CSV or JSON; rows: what is true, columns: what it said), such as counts.csv"
    if counts is not None:
        asker.question(words, f"As {_shown(counts)} says.")
    elif not asker.draft.classes:
        asker.question(words, f"How often it is right on items that are new to it: 97%. Or {file}.")
        asker.until(
            lambda answer: _quality(asker, "model", answer), ("model", "accuracy"), find_out=LABEL_SOME
        )
        if asker.draft.refer:
            _refer(asker)
    else:
        few = len(asker.draft.classes) <= MOST_BY_CLASS
        otherwise = "then class by class" if few else "it is then left open"
        asker.question(words, f"Name {file}. Nothing if there is none: {otherwise}.")

        def attempt(answer: str) -> Draft:
            try:
                return _quality(asker, "model", answer)
            except InputError as error:
                if names_file(read_file_name(answer)):
                    raise
                refuse(error.problems[0].found, f"the name of a file of counts, or nothing: {otherwise}")

        if not asker.until(attempt, None):
            _recalls(asker)
    _measured_on(asker)
    if asker.draft.classes and not asker.draft.counted:
        _mix(asker)


def _recalls(asker: Asker) -> None:
    if len(asker.draft.classes) > MOST_BY_CLASS:
        asker.leave_open(("model", "confusion"), find_out=LABEL_SOME)
        return
    asker.follow_up(
        "How often is the model right on items of each class?", "On items that are new to it: 97%."
    )
    _each(asker, ("model", "recall"), LABEL_SOME)


def _measured_on(asker: Asker) -> None:
    """Ask on how many items the model's figure was measured, if it is one that does not say."""
    accuracy, recall = asker.draft.get(("model", "accuracy")), asker.draft.get(("model", "recall"))
    figures = list(recall.values()) if isinstance(recall, dict) else [accuracy]
    if all(is_exact_rate(each) for each in figures):
        asker.follow_up("On how many labelled items was that measured?", "A whole number, such as 2000.")
        asker.ask(("model", "measured_on"), read_answer)


def _mix(asker: Asker) -> None:
    """Ask how often each class occurs; the last one takes the rest."""
    *asked, last = asker.draft.classes
    words = "How often does each class occur?"
    if len(asker.draft.classes) > MOST_BY_CLASS:
        asker.follow_up(words, "They are too many to ask for each: give their shares in the file.")
        asker.leave_open(("prevalence",), find_out=COUNT_SOME)
        return
    asker.follow_up(words, "Its share of all items in production, such as 30%.")
    for label in asked:
        asker.note(quoted(label))
        _share(asker, label)
    asker.draft = put_rest(asker.draft)
    rest = asker.draft.get(("prevalence", last))
    if rest != TODO:
        asker.note(f"{quoted(last)}: the rest, {rest}")


def _share(asker: Asker, label: str) -> None:
    path = ("prevalence", label)
    asker.until(lambda answer: put_share(asker.draft, label, answer), path, find_out=COUNT_SOME)


def _volume(asker: Asker) -> None:
    asker.question("How many items are there?", "A number and a period, such as 40000 per month.")

    if not asker.ask(("volume",), read_volume):
        return
    asker.follow_up("Over how long is it counted?", "From the decision on, such as 24 months.")
    if not asker.ask(("horizon",), read_answer):
        return
    asker.follow_up("What does the launch cost, once?", "An amount, such as 15000.")
    asker.ask(("model", "launch_cost"), read_answer)
    asker.follow_up("What does it cost to run the model?", "An amount and a period, such as 1200 per month.")
    asker.ask(("model", "running_cost"), read_answer)


def _each(asker: Asker, path: tuple[str, ...], find_out: str) -> None:
    """Ask for a figure of each class."""
    for label in asker.draft.classes:
        asker.note(quoted(label))
        asker.ask((*path, label), read_answer, find_out=find_out)


def _quality(asker: Asker, system: str, answer: str) -> Draft:
    """Say how good a system is, by a file or by how often it is right."""
    file = read_file_name(answer)
    if names_file(file):
        return put_counts(asker.draft, system, str(Path(file)))
    return asker.with_node((system, "accuracy"), read_answer(answer))


def _shown(path: str) -> str:
    return printable(path, limit=60)
