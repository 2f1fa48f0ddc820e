"""``init`` where nobody can be asked, called as Typer calls it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ship_or_not
from ship_or_not.cli.init import command
from ship_or_not.cli.person import TerminalPerson, at_terminal
from ship_or_not.cli.terminal import evaluate_line, paragraph

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_template_is_written_with_the_schema_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(path="my scenario.yaml") == 0
    assert capsys.readouterr().out == (
        "my scenario.yaml is written; fill it in, then: ship-or-not evaluate 'my scenario.yaml'\n"
    )
    text = (folder / "my scenario.yaml").read_text(encoding="utf-8")
    assert text == ship_or_not.scenario_template()
    schema = json.loads((folder / "ship-or-not.schema.json").read_text(encoding="utf-8"))
    assert schema == ship_or_not.scenario_schema()


def test_a_dash_puts_the_template_on_standard_output(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(path="-") == 0
    assert capsys.readouterr().out == ship_or_not.scenario_template()
    assert list(folder.iterdir()) == []


def test_on_standard_output_it_is_said_from_where_counts_are_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "m.csv").write_text(",a,b\na,9,1\nb,2,8\n", encoding="utf-8")
    assert command(path="-", counts="m.csv") == 0
    printed = capsys.readouterr()
    assert printed.out == ship_or_not.scenario_template("m.csv")
    assert "  confusion: {file: m.csv}" in printed.out
    assert printed.err == "m.csv is named as seen from this folder: elsewhere, change model.confusion\n"


def test_a_scenario_that_is_there_is_left(folder: Path) -> None:
    (folder / "s.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(
        ship_or_not.OutputError,
        match=r"^s\.yaml: it is there already, and is not overwritten; name another file$",
    ):
        command(path="s.yaml")
    assert [path.name for path in folder.iterdir()] == ["s.yaml"]


@pytest.mark.parametrize("foreign", ["mine", "[]", '{"title": "mine"}'])
def test_a_foreign_file_with_the_schemas_name_is_left(
    folder: Path, foreign: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "ship-or-not.schema.json").write_text(foreign, encoding="utf-8")
    assert command(path="s.yaml") == 2
    assert capsys.readouterr().err == (
        "ship-or-not.schema.json: it is no schema of ship-or-not, and is left as it is\n"
    )
    assert (folder / "ship-or-not.schema.json").read_text(encoding="utf-8") == foreign


def test_a_path_in_the_file_is_as_seen_from_its_folder(folder: Path) -> None:
    (folder / "counts.csv").write_text(",a,b\na,9,1\nb,2,8\n", encoding="utf-8")
    (folder / "real" / "deep").mkdir(parents=True)
    (folder / "link").symlink_to("real/deep")
    for path, expected in (("here.yaml", "counts.csv"), ("link/s.yaml", "../../counts.csv")):
        assert command(path=path, counts="counts.csv") == 0
        assert f"  confusion: {{file: {expected}}}" in (folder / path).read_text(encoding="utf-8")


def test_nobody_can_be_asked_in_a_test() -> None:
    assert not at_terminal()


def test_what_is_said_is_harmless(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "shown").open("w", encoding="ascii") as stream:
        monkeypatch.setattr("sys.__stdout__", stream)
        TerminalPerson(color=False).say("é\x1b[31m", strong=True, indent=2)
        TerminalPerson(color=True).say("bold", strong=True)
    shown = (folder / "shown").read_text(encoding="utf-8")
    assert shown == "  é\N{REPLACEMENT CHARACTER}[31m\n\x1b[1mbold\x1b[0m\n"


def test_lines_are_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert [len(line) for line in paragraph("word " * 20, indent=2)] == [36, 36, 31]
    assert evaluate_line("-x.yaml") == "ship-or-not evaluate ./-x.yaml"
    assert evaluate_line("a'b.yaml") == "ship-or-not evaluate 'a'\"'\"'b.yaml'"
