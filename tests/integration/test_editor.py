"""What an editor shows of a scenario: the schema in yaml-language-server, which editors use for YAML.

``npm install yaml-language-server`` and set ``YAML_LANGUAGE_SERVER`` to its executable. No settings are
given: the first line of each file names the schema beside it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest

from ship_or_not.scenario.schema import CustomerImpact, Document, Volume
from ship_or_not.scenario.schema_policy import QUESTION_IDS, FallLimit, Limits, PolicyRules
from ship_or_not.scenario.schema_systems import Baseline, Model
from ship_or_not.scenario.source import read_source
from support.cases import INVALID, NO_TREE, NOT_STRUCTURE, VALID
from support.command import COMMAND
from support.language_server import Editor, editor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ship_or_not.scenario.blocks import Block

pytestmark = pytest.mark.editor

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.yaml"))
MODELINE = "# yaml-language-server: $schema=ship-or-not.schema.json\n"
CURSOR = "‸"

SMALLEST = """\
savings_per_item: 0.30
error_costs: 2
baseline: {accuracy: 98.7%}
model: {accuracy: 98%}
"""


class Desk:
    """An editor, and the folder that its files are in."""

    def __init__(self, editor: Editor, folder: Path) -> None:
        self._editor = editor
        self._folder = folder
        self._files = 0

    def problems(self, text: str, *, first: str = MODELINE) -> list[tuple[int, int, str, str]]:
        """Return line and column, the text that is underlined and the message of each problem, from the top.

        Lines are those of the text, from 1; columns count from 0.
        """
        path, _, _ = self._write(first + text)
        lines = (first + text).splitlines(keepends=True)
        found = []
        for problem in self._editor.open(path):
            start, end = problem["range"]["start"], problem["range"]["end"]
            within = lines[start["line"] : end["line"] + 1]
            cut = sum(map(len, within[:-1])) + end["character"]
            underlined = "".join(within)[start["character"] : cut]
            found.append((start["line"], start["character"], underlined, problem["message"]))
        return sorted(found)

    def hover(self, text: str) -> str:
        """Return what is shown where the cursor is, without the link to the schema."""
        place = self._write(MODELINE + text)
        self._editor.open(place[0])
        shown = self._editor.hover(*place)
        assert shown is not None
        words, _, source = str(shown["contents"]["value"]).rpartition("Source: ")
        assert source.startswith("[ship-or-not.schema.json](")
        return words.rstrip()

    def complete(self, text: str) -> dict[str, dict[str, Any]]:
        """Return what is proposed where the cursor is, by label."""
        place = self._write(MODELINE + text)
        self._editor.open(place[0])
        return self._editor.complete(*place)

    def proposals(self, text: str) -> dict[str, str]:
        """Return what is proposed where the cursor is: label → its documentation."""
        return {label: item.get("documentation") or "" for label, item in self.complete(text).items()}

    def _write(self, text: str) -> tuple[Path, int, int]:
        """Write a file without the cursor, and return it with the line and column of the cursor."""
        self._files += 1
        path = self._folder / f"{self._files}.yaml"
        path.write_text(text.replace(CURSOR, ""), encoding="utf-8", newline="")
        before = text.partition(CURSOR)[0]
        return path, before.count("\n"), len(before) - before.rfind("\n") - 1


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    server = os.environ.get("YAML_LANGUAGE_SERVER", "")
    if shutil.which(server) is None:
        pytest.fail(f"YAML_LANGUAGE_SERVER={server}: no such program; npm install yaml-language-server")
    folder = tmp_path_factory.mktemp("desk")
    subprocess.run([COMMAND, "schema", "--output", "json:ship-or-not.schema.json"], cwd=folder, check=True)
    with editor(server, folder) as running:
        yield Desk(running, folder)


@pytest.mark.parametrize("path", [*VALID, *EXAMPLES], ids=lambda path: path.stem)
def test_a_valid_scenario_is_not_underlined(desk: Desk, path: Path) -> None:
    assert desk.problems(path.read_text(encoding="utf-8-sig")) == []


def test_every_structurally_invalid_scenario_is_underlined(desk: Desk) -> None:
    rejected = [path for path in INVALID if path.stem not in {*NO_TREE, *NOT_STRUCTURE}]
    for path in rejected:
        assert desk.problems(path.read_text(encoding="utf-8")), path.stem
    print(f"{len(rejected)} invalid scenarios underlined")  # noqa: T201 - the closing note cites it


def test_without_the_first_line_nothing_is_known(desk: Desk) -> None:
    assert desk.problems("saving_per_item: 1\n", first="") == []


def test_a_wrong_key_is_underlined_where_it_stands(desk: Desk) -> None:
    text = SMALLEST.replace("savings_per_item", "saving_per_item").replace("98%}", "98%, shares: 70%}")
    assert desk.problems(text) == [
        (1, 0, "s", 'Missing property "savings_per_item".'),
        (1, 0, "saving_per_item", "Property saving_per_item is not allowed."),
        (4, 23, "shares", "Property shares is not allowed."),
    ]


NUMBER = 'Value is not accepted. Valid values: 2.5, "1 to 5".'
RATE = 'Value is not accepted. Valid values: "98%", "95% to 99%".'
WRONG = [
    (SMALLEST.replace("0.30", "x"), (1, 18, "x", NUMBER)),
    (SMALLEST.replace("98%", "98 percent"), (4, 18, "98 percent", RATE)),
    (SMALLEST.replace("98%", "98"), (4, 18, "98", "Value is above the maximum of 1.")),
    (
        SMALLEST.replace("98%", "[98%]"),
        (4, 18, "[98%]", "Incorrect type. Expected one of number, string, object."),
    ),
    (
        SMALLEST.replace("98%", "{low: 90%}"),
        (4, 18, "{low: 90%}", "Object is missing property high required by property low."),
    ),
    (SMALLEST.replace("98%", "{min: 90%}"), (4, 19, "min", "Property min is not allowed.")),
    (
        SMALLEST.replace("2\n", "{a: 1, b: {a: x}}\n"),
        (2, 27, "x", NUMBER),
    ),
    (f"{SMALLEST}classes: [a]\n", (5, 9, "[a]", "Array has too few items. Expected 2 or more.")),
    (f"{SMALLEST}horizon: 2\n", (5, 9, "2", 'Incorrect type. Expected "string".')),
    (
        f"{SMALLEST}volume: {{items: 3, per: weak}}\n",
        (5, 24, "weak", 'Value is not accepted. Valid values: "day", "week", "month", "year".'),
    ),
    (
        f"{SMALLEST}partial_rollout: []\n",
        (5, 0, "partial_rollout", "Property partial_rollout is not allowed."),
    ),
]


@pytest.mark.parametrize(("text", "problem"), WRONG, ids=[problem[2] for _, problem in WRONG])
def test_what_is_wrong_is_underlined_where_it_stands(
    desk: Desk, text: str, problem: tuple[int, int, str, str]
) -> None:
    assert desk.problems(text) == [problem]


def test_what_is_missing_is_said_at_the_top_and_at_the_block(desk: Desk) -> None:
    assert desk.problems("name: x\nmodel: {cost_per_item: 3}\n") == [
        (1, 0, "n", 'Missing property "baseline".'),
        (1, 0, "n", 'Missing property "error_costs".'),
        (2, 0, "model", 'Missing property "accuracy".'),
    ]


def test_every_key_of_the_top_is_proposed_and_explained(desk: Desk) -> None:
    proposed = desk.proposals(CURSOR)
    assert set(proposed) == set(Document.model_fields)
    assert proposed["horizon"] == (
        "How long is counted, from the decision. A number above 0, and days, weeks, months or years; never a"
        " range."
    )
    assert all(proposed.values())


@pytest.mark.parametrize(("block", "keys"), [("model", Model), ("policy", PolicyRules)])
def test_every_key_of_a_block_is_proposed_and_explained(desk: Desk, block: str, keys: type[Block]) -> None:
    proposed = desk.proposals(f"{SMALLEST.partition('model')[0]}{block}:\n  {CURSOR}\n")
    assert set(proposed) == set(keys.model_fields)
    assert all(proposed.values())
    assert desk.proposals(f"{block}:\n  {next(iter(keys.model_fields))}: 1\n  {CURSOR}\n").keys() == (
        set(list(keys.model_fields)[1:])
    )


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"volume:\n  per: {CURSOR}\n", {"day", "week", "month", "year"}),
        (f"policy:\n  requires:\n    - {CURSOR}\n", set(get_args(QUESTION_IDS))),
        (f"model:\n  accuracy:\n    {CURSOR}\n", {"low", "likely", "high", "mean", "sd", "samples"}),
        (f"model:\n  accuracy: {CURSOR}\n", {"98%"}),
        (f"model:\n  confusion:\n    {CURSOR}\n", {"file", "labels", "rows"}),
        (f"error_costs:\n  fraud:\n    other: 3\n    {CURSOR}\n", {"any_other"}),
        (f"baseline: {{c{CURSOR} }}\n", set(Baseline.model_fields)),
    ],
)
def test_what_can_stand_there_is_proposed(desk: Desk, text: str, labels: set[str]) -> None:
    assert set(desk.proposals(text)) == labels


def test_a_key_is_completed_with_an_example_or_with_the_cursor_where_the_value_goes(desk: Desk) -> None:
    top, block = desk.complete(CURSOR), desk.complete(f"model:\n  {CURSOR}\n")
    assert {
        key: top[key]["insertText"] for key in ("name", "classes", "error_costs", "horizon", "model")
    } == {
        "name": "name: ${1:Support-ticket routing}",
        "classes": "classes:\n  - ",
        "error_costs": "error_costs: ",
        "horizon": "horizon: ${1:24 months}",
        "model": "model:\n  ",
    }
    assert {key: block[key]["insertText"] for key in ("accuracy", "running_cost", "refer", "confusion")} == {
        "accuracy": "accuracy: ${1:98%}",
        "running_cost": "running_cost: ${1:1200 per month}",
        "refer": "refer:\n  label: ",
        "confusion": "confusion:\n  ",
    }


def test_every_key_of_a_long_scenario_shows_its_own_title(desk: Desk) -> None:
    blocks = (Document, Volume, Baseline, Model, CustomerImpact, PolicyRules, Limits, FallLimit)
    known = {key for block in blocks for key in block.model_fields}
    source = read_source(str(VALID[0].with_name("whole-format.yaml")))
    text, tried = source.lines.text, 0
    for path, mark in source.marks.items():
        if path and path[-1] in known:
            title = "Period" if path[-1] == "per" else str(path[-1]).replace("_", " ").capitalize()
            here = mark.key.start + 1
            shown = desk.hover(text[:here] + CURSOR + text[here:])
            assert shown.startswith(f"#### {title}\n\n"), path
            tried += 1
    print(f"{tried} keys")  # noqa: T201 - the closing note cites it
    assert tried >= 30


def test_the_mouse_on_a_key_shows_title_description_unit_forms_and_an_example(desk: Desk) -> None:
    shown = desk.hover(SMALLEST.replace("savings", f"sav{CURSOR}ings"))
    assert shown.replace("\\", "") == (
        "#### Savings per item\n\n"
        "What automating one item saves, money per item, errors left out; or give both cost_per_item in its"
        " place. An amount. If it is not known exactly: 1 to 5, {low, high}, {low, likely, high}, {mean, sd}"
        " or {samples}.\n\n"
        "Example:\n\n```yaml\n0.3\n```"
    )


HOVERS = [
    (SMALLEST.replace("98%", f"98{CURSOR}%"), "Accuracy", "Share of right answers, all classes together."),
    (
        SMALLEST.replace("y: 98%", f"y{CURSOR}: 95% to 99%"),
        "Accuracy",
        "A rate from 0% to 100%.",
    ),
    (SMALLEST.replace("y: 98%", f"y{CURSOR}: {{mean: 0.9, sd: 0.01}}"), "Accuracy", "Share of right answers"),
    (
        SMALLEST.replace("98%", f"{{mean: 0.9, s{CURSOR}d: 0.01}}"),
        "Standard deviation",
        "How far it strays, above 0",
    ),
    (SMALLEST.replace("s: 2", f"s{CURSOR}: 2"), "Error costs", "money per error"),
    (SMALLEST.replace("s: 2", f"s{CURSOR}: {{a: 2, b: 3}}"), "Error costs", "money per error"),
    (SMALLEST.replace("s: 2", f"s: {{a{CURSOR}: 2, b: 3}}"), "Cost by actual class", "one number, or"),
    (
        SMALLEST.replace("s: 2", f"s: {{a: {{b{CURSOR}: 2}}, b: 3}}"),
        "Cost by predicted label",
        "money per error",
    ),
    (f"{SMALLEST}volume: {{items: 3, pe{CURSOR}r: week}}\n", "Period", "The period in which"),
    (f"{SMALLEST}policy: {{confid{CURSOR}ence: 95%}}\n", "Confidence", "By default 0.9."),
    (f"model: {{running_cost: {{low{CURSOR}: 9, high: 11 per day}}}}", "Low", "The least that it can be"),
    (f"model: {{running_cost{CURSOR}: {{low: 9, high: 11 per day}}}}", "Running cost", "money per period"),
    (f"model: {{confusion: {{rows{CURSOR}: [[1, 2], [3, 4]]}}}}", "Rows", "A row of numbers for each label"),
    (f"prevalence: {{counts{CURSOR}: {{a: 300, b: 5}}}}", "Counts", "were counted in production"),
    (SMALLEST.replace("model:", f"mo{CURSOR}del:"), "Model", "The candidate for production"),
    (
        SMALLEST.replace("accuracy: 98%", f"conf{CURSOR}usion: [[1, 2], [3, 4]]"),
        "Confusion",
        "rows are actual",
    ),
]


@pytest.mark.parametrize(("text", "title", "words"), HOVERS)
def test_the_mouse_shows_the_key_s_own_title_and_description_whatever_is_written(
    desk: Desk, text: str, title: str, words: str
) -> None:
    shown = desk.hover(text)
    assert shown.startswith(f"#### {title}\n\n")
    assert words in shown
