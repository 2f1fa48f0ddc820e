"""Scenario text: what it becomes, where each value stands, and what is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ship_or_not.errors import InputError, Location
from ship_or_not.scenario import events
from ship_or_not.scenario.nearest import nearest
from ship_or_not.scenario.source import parse_source, read_source

if TYPE_CHECKING:
    from pathlib import Path

OPTION = Location(file="--set")

A_SCENARIO = "a scenario: lines of 'key: value', with a blank after the colon"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "LOADER", getattr(yaml, request.param))


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_source(text, file="s.yaml")
    return str(caught.value)


SCALARS: list[tuple[str, Any]] = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
    ("yes", "yes"), ("no", "no"), ("No", "No"), ("on", "on"), ("off", "off"), ("y", "y"), ("n", "n"),
    ("tRUE", "tRUE"), ("0", 0), ("-0", 0), ("12", 12), ("+12", 12), ("-12", -12), ("0o17", 15), ("0x1F", 31),
    ("0O17", "0O17"), ("0X1F", "0X1F"), ("0b11", "0b11"), ("-0x1", "-0x1"), ("0o8", "0o8"),
    ("1_000", "1_000"), ("1,000", "1,000"), ("1,5", "1,5"), ("1:30", "1:30"), ("190:20:30", "190:20:30"),
    ("2024-01-01", "2024-01-01"), ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
    ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("+1.5", 1.5), ("01.5", 1.5), (".", "."),
    ("1e6", 1e6), ("1E6", 1e6), ("1e+6", 1e6), ("1.5e-3", 0.0015), (".5e1", 5.0), ("1e", "1e"), ("e6", "e6"),
    ("1e-999", 0.0), ("1.2.3", "1.2.3"), ("--1", "--1"), ("98%", "98%"), ("$5", "$5"), ("1 to 5", "1 to 5"),
    ("0 per month", "0 per month"), ("inf", "inf"), ("nan", "nan"), ("Infinity", "Infinity"),
    ("'12'", "12"), ('"true"', "true"), ("''", ""), ('"\\u00e9"', "é"), ("'017'", "017"), ("<<", "<<"),
    ("=", "="), ("\u0661\u0662", "\u0661\u0662"), ("|\n  1", "1"), (">-\n  1\n  2", "1 2"),
]  # fmt: skip


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize(("text", "value"), SCALARS)
@pytest.mark.threat("YAML 1.1 scalars")
def test_scalars_are_read_as_yaml_1_2_reads_them(text: str, value: Any) -> None:
    (read,) = parse_source(f"k: {text}", file="s.yaml").tree.values()
    assert (type(read), read) == (type(value), value)


def test_the_table_has_at_least_sixty_scalars() -> None:
    assert len(SCALARS) >= 60


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        ("017", "017 is ambiguous", 'write 17, or "017" in quotes'),
        ("-00", "-00 is ambiguous", 'write -0, or "-00" in quotes'),
        ("+007", "+007 is ambiguous", 'write +7, or "+007" in quotes'),
        (".inf", ".inf is not a number to compute with", "a finite number, or the text in quotes"),
        ("-.INF", "-.INF is not a number to compute with", "a finite number, or the text in quotes"),
        (".NaN", ".NaN is not a number to compute with", "a finite number, or the text in quotes"),
        ("1e309", "the number is too large to compute with", "a smaller number, or the text in quotes"),
        ("0x" + "F" * 301, "the number is too large to compute with",
         "a smaller number, or the text in quotes"),
        ("9" * 401, "the number is too large to compute with", "a smaller number, or the text in quotes"),
    ],
)  # fmt: skip
@pytest.mark.threat("YAML 1.1 scalars")
def test_numbers_that_cannot_be_computed_with_are_refused(text: str, found: str, expected: str) -> None:
    source = f"k: {text}" if len(text) < 98 else f"k: {text[:97]}…"
    caret = "^" * min(len(text), 97)
    assert refused(f"k: {text}") == (
        f"s.yaml:1:4: k: {found}\n  1 | {source}\n    |    {caret}\n  expected: {expected}"
    )


TAGS = [
    "!",
    "!!str",
    "!!int",
    "!!float",
    "!!bool",
    "!!null",
    "!!binary",
    "!!set",
    "!!omap",
    "!!timestamp",
    "!!merge",
    "!x",
    "!a/b",
    "!<tag:x>",
    "!!python/none",
    "!!python/object:os.system",
    "!!python/object/apply:os.system",
    "!!python/object/new:os.system",
    "!!python/name:os.system",
    "!!python/module:os",
    "!!python/tuple",
    "!!python/long",
]


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("value", ["x", "[x]", "{x: y}"])
@pytest.mark.threat("tags")
def test_tags_are_refused_and_never_executed(tag: str, value: str) -> None:
    assert refused(f"k: {tag} {value}").startswith("s.yaml:1:4: a tag stands here\n")


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize("tag", ["!!python/object/apply:os.mkdir", "!!python/object/new:os.mkdir"])
@pytest.mark.threat("tags")
def test_a_tag_that_names_a_function_does_not_call_it(tag: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert "a tag stands here" in refused(f"k: {tag} [{made}]")
    assert not made.exists()


DUPLICATES = [
    ("a: 1\na: 2", "2:1", "a", 1),
    ("a: 1\n'a': 2", "2:1", "a", 1),
    ('a: 1\n"\\u0061": 2', "2:1", "a", 1),
    ("{a: 1, b: 2, a: 3}", "1:14", "a", 1),
    ("b: {a: 1,\n a: 1}", "2:2", "b.a", 1),
    ("b:\n  a: 1\n  c: 2\n  a: 1", "4:3", "b.a", 2),
    ("b: [{a: 1, a: 2}]", "1:12", "b[0].a", 1),
    ("0: 1\n'0': 2", "2:1", "0", 1),
    ("? a\n: 1\n? a\n: 2", "3:3", "a", 1),
    ("~: 1\n~: 2", "2:1", '"~"', 1),
    ("a:\nb:\na:", "3:1", "a", 1),
    ("'': 1\n\n\n'': 2", "4:1", '""', 1),
]


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize(("text", "place", "key", "first"), DUPLICATES)
@pytest.mark.threat("duplicate keys")
def test_a_key_that_stands_twice_is_refused_with_both_lines(
    text: str, place: str, key: str, first: int
) -> None:
    label = key.rpartition(".")[2].strip('"')
    assert refused(text).startswith(
        f's.yaml:{place}: {key}: the key "{label}" stands twice, first in line {first}\n'
    )


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x]\nb: [*a, *a]",
        "a: &a {x: 1}\nb: {<<: *a}",
        "a: &a {x: 1}\nb: {<<: [*a, *a]}",
        "a: &a [*a]",
        "a: &a {b: *a}",
        "&a a: *a",
        "a: *b",
        "*a : 1",
        "- &a 1\n- *a",
        "".join(f"k{n}: &k{n} [{', '.join([f'*k{n - 1}' if n else 'x'] * 10)}]\n" for n in range(100)),
    ],
)
@pytest.mark.threat("alias and merge bombs")
def test_anchors_and_aliases_are_refused(bomb: str) -> None:
    message = refused(bomb)
    assert "an anchor stands here" in message or "an alias stands here" in message


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? "])
@pytest.mark.threat("deep nesting")
def test_deep_nesting_is_refused(unit: str) -> None:
    message = refused(unit * 2_000_000)
    assert (
        ": the nesting is too deep\n" in message or "a brace or bracket stands where a key should" in message
    )


def test_32_levels_are_read_and_33_are_not() -> None:
    assert parse_source("a: " + "[" * 31 + "]" * 31, file="s.yaml").tree
    assert "at most 32 levels" in refused("a: " + "[" * 32 + "]" * 32)


@pytest.mark.threat("size", 1)
def test_too_many_values_are_refused() -> None:
    assert len(parse_source(f"a: [{'1,' * 99_997}]", file="s.yaml").tree["a"]) == 99_997
    message = refused(f"a: [{'1,' * 99_998}]")
    assert "the file is too long to be a scenario\n" in message
    assert "expected: at most 100,000 values" in message


TWICE = "a ':' that starts a value stands where none can"
DEEPER = "this line is indented deeper than the one before, which has its value already"
ONE_KEY = (
    "one key to a line, indented like its neighbours; if the ':' belongs to a text, put the text in quotes"
)


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize(
    ("text", "place", "found", "expected"),
    [
        ("a:\n\tb: 1", "2:1", "a tab stands where only blanks may", "indent with spaces"),
        ("a: 'x\nb: 2", "1:4", "this quote is never closed", "a closing quote"),
        ('a: "x', "1:4", "this quote is never closed", "a closing quote"),
        ("a: @x", "1:4", "a value cannot start with '@'", "put the text in quotes"),
        ("a: `x", "1:4", "a value cannot start with '`'", "put the text in quotes"),
        ("a: %x", "1:4", "a value cannot start with '%'", "put the text in quotes"),
        ("%a: 1", "1:1", "a line cannot start with '%'", "put the text in quotes"),
        ("a: b: c", "1:5", TWICE, ONE_KEY),
        ("a: 1\n b: 2", "2:2", DEEPER, "the indentation of the line before"),
        ("a: [1, 2\nb: 3", "1:4", "this list is never closed, or a comma is missing",
         "commas between its items and a closing ]"),
        ("a: {b: 1", "1:4", "this brace is never closed, or a comma is missing",
         "commas between its keys and a closing }"),
        ("a:\n  b: 1\n c: 2", "3:2", "this does not fit the lines around it",
         "the same indentation as its neighbours, and nothing after a closing quote"),
        ("a: 1\nb", "2:1", "this line is neither 'key: value' nor part of the one before",
         "a colon and a blank after the key"),
        ("a: - b", "1:4", "a '-' that starts a list item stands where none can",
         "each list item on its own line; if the '-' belongs to a text, put the text in quotes"),
        ("a: ]", "1:4", "a value is missing here",
         "a value; if the character is meant, put the text in quotes"),
        ("a: *", "1:4", "a text cannot start with '&' or '*'",
         "put the text in quotes; anchors and aliases are not read"),
        ("a: |5x", "1:6", "this is no header of a text block", "| or > and nothing else on the line"),
        ("a: 1\n...\nb: 2", "3:1", "a second scenario starts here", "one scenario to a file"),
        ("%YAML 2.0\n---\na: 1", "1:1", "this version of YAML is not read", "%YAML 1.2, or no such line"),
        ("- a", "1:1", "it is a list, not a scenario", A_SCENARIO),
        ("? [a]\n: 1", "1:3", "a brace or bracket stands where a key should", "a key: one short text"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_said_in_a_sentence(text: str, place: str, found: str, expected: str) -> None:
    line, column = map(int, place.split(":"))
    shown = text.split("\n")[line - 1].replace("\t", " ")
    assert refused(text) == (
        f"s.yaml:{place}: {found}\n  {line} | {shown}\n    | {' ' * (column - 1)}^\n  expected: {expected}"
    )


@pytest.mark.usefixtures("_either_loader")
@pytest.mark.parametrize("text", [r'a: "\UFFFFFFFF"', r'a: "\U00110000"', f"%YAML 1.{'9' * 5000}\n--- 1"])
def test_escapes_and_versions_beyond_any_number_are_refused(text: str) -> None:
    assert refused(text).startswith("s.yaml:")


@pytest.mark.parametrize("text", ["", "\n# only a comment\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refused(text) == f"s.yaml: it is empty\n  expected: {A_SCENARIO}"


@pytest.mark.parametrize("value", ["~", "true", "1", "text"])
def test_a_lone_value_is_no_scenario(value: str) -> None:
    assert "not a scenario\n" in refused(value)


def test_all_problems_are_said_at_once_up_to_the_one_that_ends_the_scan() -> None:
    text = 'a: 1\na: 2\nb: {c: 017, "c": "\\e[31m"}\nd: [1, 2\n'
    assert refused(text) == (
        's.yaml:2:1: a: the key "a" stands twice, first in line 1\n'
        "  2 | a: 2\n    | ^\n  expected: each key once\n\n"
        's.yaml:3:8: b.c: 017 is ambiguous\n  3 | b: {c: 017, "c": "\\e[31m"}\n    |        ^^^\n'
        '  expected: write 17, or "017" in quotes\n\n'
        's.yaml:3:13: b.c: the key "c" stands twice, first in line 3\n'
        '  3 | b: {c: 017, "c": "\\e[31m"}\n    |             ^^^\n  expected: each key once\n\n'
        "s.yaml:3:18: the text holds the control character U+001B\n"
        '  3 | b: {c: 017, "c": "\\e[31m"}\n    |                  ^^^^^^^^\n'
        "  expected: text without control characters\n\n"
        "s.yaml:4:4: this list is never closed, or a comma is missing\n  4 | d: [1, 2\n    |    ^\n"
        "  expected: commas between its items and a closing ]"
    )


def test_more_than_twenty_problems_are_counted() -> None:
    assert refused("\n".join(f"k{n}: 01" for n in range(50))).count("is ambiguous") == 20
    assert "… and 30 more" in refused("\n".join(f"k{n}: 01" for n in range(50)))


@pytest.mark.parametrize("text", ["a: \x1b[31m", "a: \u202e", "a: \x85", "a: \ud800", "a: \0"])
@pytest.mark.threat("terminal escapes")
def test_control_characters_are_refused_and_not_shown(text: str) -> None:
    code = f"U+{ord(text[3]):04X}"
    assert refused(text) == (
        f"s.yaml:1:4: the control character {code} stands here\n  1 | a: �{text[4:]}\n    |    ^\n"
        "  expected: text without control characters: delete it"
    )


def test_a_character_that_yaml_does_not_take_is_refused() -> None:
    assert refused("a: \ufffe").startswith("s.yaml:1:4: a character that YAML does not take stands here\n")


def test_a_long_line_is_cropped_around_the_caret_and_keeps_its_column() -> None:
    line = f"{{a: {'x' * 200}, b: 017, c: {'y' * 200}}}"
    assert refused(line) == (
        f"s.yaml:1:210: b: 017 is ambiguous\n  1 | …{'x' * 45}, b: 017, c: {'y' * 42}…\n"
        f"    | {' ' * 51}^^^\n"
        '  expected: write 17, or "017" in quotes'
    )


def test_the_caret_stands_under_wide_characters() -> None:
    assert refused("{日本: 1, e\u0301: 017}").split("\n")[1:3] == [
        "  1 | {日本: 1, e\u0301: 017}",
        "    |              ^^^",
    ]


TEXT = "name: x\nmodel:\n  accuracy: 98%\n  rows: [[1, 2], [3, 0x4]]\n\"\": 'q'\n"


def place(location: Location) -> tuple[int, int, int]:
    return location.line, location.column, location.length


def test_every_value_and_key_is_located() -> None:
    source = parse_source(TEXT, file="s.yaml")
    assert source.tree == {"name": "x", "model": {"accuracy": "98%", "rows": [[1, 2], [3, 4]]}, "": "q"}
    assert source.texts[("model", "rows", 1, 1)] == "0x4"
    assert source.texts_under(("model", "rows", 0)) == {(0,): "1", (1,): "2"}
    assert place(source.locate(("name",))) == (1, 7, 1)
    assert place(source.locate(("name",), key=True)) == (1, 1, 4)
    assert place(source.locate(("model",))) == (3, 3, 1)
    assert place(source.locate(("model", "rows", 1, 1))) == (4, 22, 3)
    assert place(source.locate(("",))) == (5, 5, 3)
    assert place(source.locate(())) == (1, 1, 1)
    assert str(source.locate(("model", "accuracy"))) == "s.yaml:3:13"


def test_what_does_not_exist_is_located_at_the_key_around_it() -> None:
    source = parse_source(TEXT, file="s.yaml")
    assert place(source.locate(("model", "drift", "x"))) == (2, 1, 5)
    assert place(source.locate(("policy",))) == (1, 1, 1)


def test_a_replaced_value_stands_where_it_was_given() -> None:
    source = parse_source(TEXT, file="s.yaml")
    edited = source.replace(("model", "rows"), {"file": "a.csv"}, None, OPTION)
    assert edited.tree["model"] == {"accuracy": "98%", "rows": {"file": "a.csv"}}
    assert edited.locate(("model", "rows", "file")) is OPTION
    assert place(edited.locate(("model",), key=True)) == (2, 1, 5)
    assert edited.texts_under(("model", "rows")) == {}
    assert source.tree["model"]["rows"] == [[1, 2], [3, 4]]


def test_missing_mappings_are_made_and_nothing_else_is_lost() -> None:
    source = parse_source("a: 1\npolicy:\n", file="s.yaml")
    edited = source.replace(("policy", "limits", "loss"), 5, "5", OPTION).replace(
        ("policy", "confidence"), 0.9, "0.9", Location(file="--set 2")
    )
    assert edited.tree == {"a": 1, "policy": {"limits": {"loss": 5}, "confidence": 0.9}}
    assert edited.locate(("policy", "limits")) is OPTION
    assert edited.locate(("policy", "confidence")).file == "--set 2"
    assert edited.texts == {("a",): "1", ("policy", "limits", "loss"): "5", ("policy", "confidence"): "0.9"}
    replaced = edited.replace(("policy",), "bold", "bold", Location(file="--set 3"))
    assert replaced.locate(("policy", "confidence")).file == "--set 3"


@pytest.mark.parametrize("step", [1, "1"])
def test_list_items_are_replaced_by_position(step: str | int) -> None:
    source = parse_source("rows: [{a: 1}, {a: 2}]", file="s.yaml").replace(
        ("rows", step, "a"), 3, "3", OPTION
    )
    assert source.tree == {"rows": [{"a": 1}, {"a": 3}]}
    assert source.locate(("rows", 1, "a")) is OPTION


def test_number_like_keys_are_text() -> None:
    source = parse_source("{0: 1, 0x1: 2, true: 3, ~: 4}", file="s.yaml")
    assert source.tree == {"0": 1, "0x1": 2, "true": 3, "~": 4}
    assert source.replace((0,), 5, "5", OPTION).tree["0"] == 5


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            ("cost", "fraud"),
            ("--set: cost.fraud: cost is a number: nothing can be set inside it\n"
            "  expected: the key of a block, or a value for the whole"),
        ),
        (
            ("rows", 2),
            '--set: rows[2]: rows is a list of 2 and has no item "2"\n  expected: a position from 0 to 1',
        ),
        (
            ("none", "x"),
            '--set: none.x: none is a list of 0 and has no item "x"\n  expected: a list that has items',
        ),
        ((), "--set: the whole scenario cannot be replaced\n  expected: the key of one value"),
    ],
)  # fmt: skip
def test_what_cannot_be_replaced_is_said(path: tuple[str | int, ...], expected: str) -> None:
    source = parse_source("cost: 2\nrows: [1, 2]\nnone: []", file="s.yaml")
    with pytest.raises(InputError) as caught:
        source.replace(path, 1, "1", OPTION)
    assert str(caught.value) == expected


def test_a_file_is_read_with_its_path_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1")
    source = read_source(path)
    assert (source.file, source.path, source.tree) == (str(path), path, {"a": 1})
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.threat("size")
def test_a_file_of_more_than_1_mib_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(InputError, match="it is larger than 1 MiB"):
        read_source(path)


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("error_cost", ["volume", "error_costs"], "error_costs"),
        ("FRAUD", ["Fraud", "other"], "Fraud"),
        ("colour", ["volume"], ""),
        ("x" * 101, ["x" * 100], ""),
        ("", ["a"], ""),
    ],
)
def test_the_nearest_word_is_found(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected


def test_items_of_a_list_go_by_their_names() -> None:
    source = parse_source("plan_b: [{name: a, x: 1}, {x: 2}, 3]", file="s")
    assert source.by_name(("plan_b", 0, "x")) == ("plan_b", "a", "x")
    assert source.by_name(("plan_b", 1, "x")) == ("plan_b", 1, "x")
    assert source.by_name(("plan_b", 2, "x", "y")) == ("plan_b", 2, "x", "y")
    assert source.key(("plan_b", 0, "x")) == "plan_b.a.x"
    moved = source.replace(("plan_b", "a", "x"), 5, "5", Location(file="--set"))
    assert moved.tree == {"plan_b": [{"name": "a", "x": 5}, {"x": 2}, 3]}


def test_a_list_whose_items_have_names_has_no_positions() -> None:
    source = parse_source("plan_b: [{name: a, x: 1}, {name: [b]}]", file="s")
    with pytest.raises(InputError) as caught:
        source.replace(("plan_b", "0", "x"), 5, "5", Location(file="--set"))
    (problem,) = caught.value.problems
    assert (problem.found, problem.expected) == ('plan_b has none with the name "0"', 'one of "a"')
