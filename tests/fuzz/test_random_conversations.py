"""Whatever is answered to ``init``: its file evaluates, or does once what it says TODO of is filled in."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.cli.conversation import converse
from ship_or_not.scenario.file_text import file_text
from ship_or_not.scenario.start import start

if TYPE_CHECKING:
    from ship_or_not.scenario.draft import Draft
    from ship_or_not.scenario.writing import Node

RUNS = 400
SCENARIO = Path("scenario.yaml")

FILES = {
    "counts.csv": ",billing,fraud,other\nbilling,90,5,5\nfraud,3,20,1\nother,10,2,500\n",
    "audit.csv": ",billing,fraud,other\nbilling,80,15,5\nfraud,3,10,5\nother,10,20,400\n",
    "rates.csv": ",billing,fraud,other\nbilling,0.9,0.05,0.05\nfraud,0.1,0.8,0.1\nother,0,0,1\n",
    "refer.csv": ",billing,fraud,other,refer\nbilling,90,5,5,9\nfraud,3,20,1,5\nother,10,2,500,7\n",
    "two.csv": ",no,yes\nno,90,5\nyes,3,20\n",
    "broken.json": "{]",
}
_LABELS = """billing fraud other no yes 1 0.5 any_other counts low mean a:b refer # null true 1e3 file labels
    rows - ä 'q' "q" per {a} always 012 ~ *a &b !t | %x TODO"""
_FIGURES = """1|0.3|-2|0|1e6|1e16|1,5|2 EUR|1e-9|1 to 5|5 to 1|{low: 1, high: 5}|{low: 1, likely: 2, high: 5}
    |{mean: 2, sd: 0.4}|{mean: 95%, sd: 1%}|{samples: [1, 2, 3]}|{samples: x.csv}|{}|[]
    |{samples: broken.json}|{low: 90%, high: 95%}|95%|0.95|90% to 97%|100%|0%|33.3%|0.1%|{
    |{a: {b: [1]}}|{? a : b}|{billing: 3}|- 1|1 # c|null|~|TODO
    |0.35 / 0.05|1 to 2 / 0.1|/|1/|95/100|{low: TODO, high: 5}"""
_OTHERS = """?||don't know|EUR|40000 per month|1 to 5 per day|40000 per weekday|24 months|6 weeks
    |1200 per month|0 per month|{low: 1, high: 3 per month}|2000|1000000|0.5|3 days|yes|no|y|counts.csv
    |audit.csv|refer.csv|two.csv|broken.json|nowhere.csv|./counts.csv|~/x|~nosuchuser/x|billing|fraud|other"""
LABELS = _LABELS.split()
FIGURES, OTHERS = ([answer.strip() for answer in each.split("|")] for each in (_FIGURES, _OTHERS))

RIGHT = {
    "What is to be automated": ["Ticket routing"],
    "In which currency": ["EUR"],
    "automating one item save": ["0.3", "0.35 / 0.05", "1 to 2", "?"],
    "Do some errors cost more": ["", "billing, fraud, other", ", ".join("abcdefghi")],
    "hand an item back": ["yes", "no"],
    "handing one back cost": ["3"],
    "What does an error cost": ["1 to 5", "40", "2", "2", "?"],
    "good is today's process": ["95%", "90% to 97%", "audit.csv", "billing", "?", "rates.csv"],
    "How good is the model": ["97%", "counts.csv", "rates.csv", "refer.csv", "", ""],
    "model right on items of each class": ["97%", "95% to 99%", "?", "0.9"],
    "how many labelled items": ["2000", "?"],
    "does each class occur": ["1%", "30%", "0%", "33.3%", "?"],
    "How many items are there": ["40000 per month", "?"],
    "Over how long": ["24 months"],
    "launch cost": ["15000"],
    "cost to run the model": ["1200 per month"],
}
"""Parts of questions, with answers that can mostly be taken."""


class RandomPerson:
    """Somebody who often answers what can be taken, and else anything."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.sense = random.choice([0.5, 0.8, 0.95, 1.0])
        self.question = ""
        self.answers: list[tuple[str, str]] = []

    def say(self, words: str, *, strong: bool = False, indent: int = 0) -> None:
        del indent
        if strong:
            self.question = words

    def ask(self) -> str:
        (right,) = (answers for part, answers in RIGHT.items() if part in self.question)
        kind = self.random.choice([LABELS, FIGURES, FIGURES, OTHERS])
        if self.random.random() < self.sense:
            answer = self.random.choice(right)
        elif self.random.random() < 0.1:
            answer = ", ".join(self.random.sample(LABELS, self.random.randint(1, 6)))
        else:
            answer = self.random.choice(kind)
        self.answers.append((self.question, answer))
        return answer


def filled_in(draft: Draft) -> Draft:
    """Return a draft with an example in place of each TODO."""
    for path in draft.to_do:
        draft = draft.put(path, _example(draft, path))
    return draft


def _example(draft: Draft, path: tuple[str, ...]) -> Node:
    if path == ("prevalence",):
        share = Decimal(100) / len(draft.classes)
        return dict.fromkeys(draft.classes, f"{share:.9f}%")
    if path[0] == "prevalence":
        given = draft.tree["prevalence"]
        assert isinstance(given, dict)
        known = [Decimal(str(node).rstrip("%")) for node in given.values() if node != "TODO"]
        return f"{(100 - sum(known)) / (len(given) - len(known)):.9f}%"
    if path == ("model", "confusion"):
        rows = {label: {label: 9} for label in draft.classes}
        Path("filled-in.json").write_text(json.dumps(rows), encoding="utf-8")
        return {"file": "filled-in.json"}
    return {"savings_per_item": "0.30", "error_costs": "2"}.get(path[0], "97%")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with files of counts."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def test_after_any_conversation_the_file_evaluates_once_nothing_is_left_to_do() -> None:
    complete = 0
    for seed in range(RUNS):
        random = Random(seed)  # noqa: S311 -- the same every time
        person = RandomPerson(random)
        counts = random.choice([None, None, None, "counts.csv", "rates.csv", "refer.csv", "two.csv"])
        try:
            draft = converse(person, start(counts, folder=Path()), counts=counts)
            SCENARIO.write_text(file_text(filled_in(draft)), encoding="utf-8")
            scenario = ship_or_not.load_scenario(SCENARIO)
            if not draft.to_do:
                ship_or_not.evaluate(scenario, draws=1000)
                complete += 1
        except Exception as error:
            error.add_note(f"seed {seed}, from {counts}: {person.answers}")
            raise
    assert RUNS / 5 < complete < RUNS * 4 / 5
    print(f"{RUNS} conversations, {complete} of them to a verdict")  # noqa: T201 -- pytest -s shows it
