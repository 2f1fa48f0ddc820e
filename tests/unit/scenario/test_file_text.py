"""The file that `init` writes: what it says, that it can be read, and that every remark in it is true."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft7Validator

import ship_or_not
from ship_or_not.scenario.blocks import Lazy
from ship_or_not.scenario.catalogue import CATALOGUE
from ship_or_not.scenario.draft import TODO, Draft
from ship_or_not.scenario.file_text import file_text
from ship_or_not.scenario.schema import Document
from ship_or_not.scenario.source import parse_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.scenario.blocks import Block

GOLDEN = Path(__file__).parents[2] / "golden" / "init"
COUNTS = ",billing,fraud,other,manual\nbilling,2890,12,98,7\nfraud,3,81,16,2\nother,120,9,6771,40\n"
AUDIT = ",billing,fraud,other\nbilling,289,1,9\nfraud,1,8,1\nother,12,1,677\n"

SCHEMA = Draft7Validator(ship_or_not.scenario_schema())

Key = tuple[str, ...]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the examples name."""
    (tmp_path / "counts.csv").write_text(AUDIT, encoding="utf-8")
    (tmp_path / "handing-back.csv").write_text(COUNTS, encoding="utf-8")
    (tmp_path / "audit.csv").write_text(AUDIT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def template(kind: str) -> str:
    """Return a template from nothing, or from one of the files of counts."""
    return ship_or_not.scenario_template(None if kind == "nothing" else f"{kind}.csv")


def filled(text: str) -> str:
    """Fill in what is left to do."""
    return text.replace(f": {TODO}", ": 1")


class Lines:
    """A scenario as lines, each on or off, with the key that it belongs to."""

    def __init__(self, text: str) -> None:
        self.lines: list[tuple[str, Key | None, str]] = []  # the line if on, its key, the remark above it
        self.on: list[bool] = []
        stack: list[tuple[int, str]] = []
        above = ""
        for line in text.splitlines():
            off = re.fullmatch(r"( *)#(?! [^ ]|$)(.*)", line)
            if off is None and (not line.strip() or line.lstrip().startswith("# ")):
                above = f"{above} {line.lstrip(' #')}" if line.strip() else ""
                continue
            plain = off[1] + off[2] if off else line
            if plain.lstrip().startswith("# "):
                above = f"{above} {plain.lstrip(' #')}"
                continue
            indent = len(plain) - len(plain.lstrip())
            stack = [*((at, key) for at, key in stack if at < indent), (indent, plain.split(":")[0].strip())]
            key = tuple(key for _, key in stack)
            self.lines.append((plain, key, f"{above} {plain.partition('  # ')[2]}".strip()))
            self.on.append(off is None)
            above = ""

    def off(self) -> Iterator[int]:
        """Yield the lines at which a key that is off, and has a remark of its own, starts."""
        for place, (_, key, remark) in enumerate(self.lines):
            if not self.on[place] and remark and key:
                yield place

    def switch(self, key: Key, *, on: bool, only: int | None = None) -> None:
        """Turn a key on or off, with what is under it; on, also with what is around it."""
        for place, (_, mine, _) in enumerate(self.lines):
            assert mine is not None
            if mine[: len(key)] == key and (only is None or self._block(only, place)):
                self.on[place] = on
            elif on and mine == key[: len(mine)] and len(mine) < len(key):
                self.on[place] = True

    def _block(self, start: int, place: int) -> bool:
        """Tell whether a line belongs to the form of a key that starts at another."""
        key = self.lines[start][1]
        ends = (n for n in range(start + 1, len(self.lines)) if self.lines[n][1] == key)
        return start <= place < next(ends, len(self.lines))

    def take(self, place: int) -> None:
        """Turn on what is off, and do what its remark says: what it stands in place of, what it needs."""
        _, key, remark = self.lines[place]
        assert key is not None
        for name in self._named(remark, "in place of", key):
            self.switch(name, on=False)
        for other, (_, mine, _) in enumerate(self.lines):  # another form of the same key
            if mine == key and other != place:
                for n in range(len(self.lines)):
                    if self._block(other, n) and (self.lines[n][1] or ())[: len(key)] == key:
                        self.on[n] = False
        self.switch(key, on=True, only=place)
        for name in self._named(remark, "needs", key):
            needed = [n for n in self.off() if self.lines[n][1] == name]
            if needed:
                self.take(needed[0])

    def _named(self, remark: str, words: str, key: Key) -> list[Key]:
        said = re.search(rf"{words} ([a-z_., ]+?)(?:;|$)", remark)
        names = [] if said is None else re.split(r", | and ", said[1])
        keys = {mine for _, mine, _ in self.lines}
        found = []
        for name in names:
            if name.startswith("the one "):
                continue
            near = (key[0], *name.split("."))
            found.append(near if len(key) > 1 and near in keys else tuple(name.split(".")))
            assert found[-1] in keys, (name, remark)
        return found

    def __str__(self) -> str:
        chosen = [line for (line, _, _), on in zip(self.lines, self.on, strict=True) if on]
        kept = []
        for place, line in enumerate(chosen):  # a block of which nothing is left goes too
            bare = line.split("  #")[0].rstrip()
            deeper = len(chosen) > place + 1 and _indent(chosen[place + 1]) > _indent(line)
            if not bare.endswith(":") or deeper:
                kept.append(line)
        return "\n".join(kept)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def keys_of(block: type[Block], around: Key = ()) -> Iterator[Key]:
    """Yield the path of every key that the format has in this version."""
    for name, info in block.model_fields.items():
        inner = next((each.block for each in info.metadata if isinstance(each, Lazy)), None)
        yield (*around, name)
        if inner is not None:
            yield from keys_of(inner, (*around, name))


@pytest.mark.parametrize("kind", ["nothing", "counts", "handing-back"])
def test_a_template_reads_as_it_did(kind: str) -> None:
    golden = GOLDEN / f"from-{kind}.yaml"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(template(kind), encoding="utf-8")
    assert template(kind) == golden.read_text(encoding="utf-8")
    assert max(map(len, template(kind).splitlines())) <= 100


def test_the_examples_of_the_template_are_inconclusive_and_say_what_they_are() -> None:
    evaluation = ship_or_not.evaluate(ship_or_not.load_scenario(text=template("nothing")))
    assert evaluation.verdict == "INCONCLUSIVE"
    assert evaluation.scenario.name == "EXAMPLE FIGURES, not yours yet"


def test_a_template_from_counts_has_every_figure_that_is_needed_to_do() -> None:
    with pytest.raises(ship_or_not.InputError) as caught:
        ship_or_not.load_scenario(text=template("counts"))
    assert [problem.key for problem in caught.value.problems] == [
        "savings_per_item",
        "error_costs.billing",
        "error_costs.fraud",
        "error_costs.other",
        "baseline.accuracy",
    ]
    assert {problem.found for problem in caught.value.problems} == {"'TODO' is not a number"}


def test_the_template_has_every_key_of_the_format() -> None:
    wanted = set(keys_of(Document))
    shown = {entry.path[:depth] for entry in CATALOGUE for depth in range(1, len(entry.path) + 1)}
    inside = {
        (*entry.path, key)
        for entry in CATALOGUE
        for key in (entry.example(("a", "b")) if isinstance(entry.example(("a", "b")), dict) else ())
    }
    assert wanted - shown - inside == set()
    assert {key[0] for key in shown} == set(Document.model_fields)


@pytest.mark.parametrize("kind", ["nothing", "counts", "handing-back"])
def test_every_key_that_is_off_can_be_turned_on_as_its_remark_says(kind: str) -> None:
    text = filled(template(kind))
    tried = []
    for place in Lines(text).off():
        lines = Lines(text)
        lines.take(place)
        key = lines.lines[place][1]
        try:
            scenario = ship_or_not.load_scenario(text=str(lines))
        except ship_or_not.InputError as error:
            pytest.fail(f"{key}: {error}\n{lines}")
        assert scenario is not None
        SCHEMA.validate(parse_source(str(lines), file="text").tree)
        tried.append(key)
    print(f"{len(tried)} keys turned on")  # noqa: T201 -- pytest -s shows how many were tried
    assert len(tried) >= 20


def test_a_file_from_counts_of_many_classes_leaves_out_examples_by_class() -> None:
    labels = [f"class {n}" for n in range(1000)]
    draft = Draft().put_classes(labels)
    for label in labels:
        draft = draft.leave_open(("error_costs", label), needed=True)
    text = file_text(draft)
    assert text.count("\n") < 2100
    assert text.count("\n  - class ") == 1000
    assert text.count(": TODO") == 1000
