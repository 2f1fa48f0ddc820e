"""``ship-or-not schema``: one JSON document, whole, where it is asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import ship_or_not

if TYPE_CHECKING:
    from support.command import Command


def test_the_schema_goes_to_standard_output_as_the_library_has_it(command: Command) -> None:
    ran = command("schema")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout) == ship_or_not.scenario_schema()
    assert ran.stdout.startswith('{\n  "$schema": "http://json-schema.org/draft-07/schema#",\n')
    assert ran.stdout.endswith("\n}\n")
    assert command("schema", "--output", "json").stdout == ran.stdout


def test_the_schema_goes_to_files_and_replaces_an_old_one(command: Command) -> None:
    (command.directory / "old.json").write_text("old", encoding="utf-8")
    ran = command("schema", "--output", "json:old.json", "--output", "json:new.json", "--output", "json")
    written = [(command.directory / name).read_text(encoding="utf-8") for name in ("old.json", "new.json")]
    assert (ran.returncode, ran.stderr) == (0, "")
    assert written == [ran.stdout, ran.stdout]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("text", "--output text: the schema is JSON; write --output json"),
        ("yaml:s.yaml", "--output yaml:s.yaml: the schema is JSON; write --output json:s.yaml"),
        ("", "--output : the schema is JSON; write --output json"),
        ("json:", "--output json:: no path after the colon; leave both out for standard output"),
    ],
)
def test_another_format_is_2_and_says_what_to_write(command: Command, output: str, message: str) -> None:
    ran = command("schema", "--output", output)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"ship-or-not schema: {message}\nTry 'ship-or-not schema --help'.\n"
    assert not (command.directory / "s.yaml").exists()


def test_a_file_that_cannot_be_written_is_2(command: Command) -> None:
    where = command.directory.resolve() / "nowhere"
    ran = command("schema", "--output", "json:nowhere/s.json", "--output", "json")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == f"nowhere/s.json: there is no directory {where}\n"
