"""What is offered at the cursor, and how each shell is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command

from ship_or_not import cli
from ship_or_not.cli.completion.commands import FAIL_ON, offer
from ship_or_not.cli.completion.install import script
from ship_or_not.cli.completion.offer import Candidate, Files, Offer
from ship_or_not.cli.completion.shells import SHELLS, lines, words_of
from ship_or_not.cli.completion.words import Word, split
from ship_or_not.cli.evaluate import parse_fail_on
from ship_or_not.errors import UsageError
from ship_or_not.scenario.policies import SHIPPED
from support.scenarios import randomness

if TYPE_CHECKING:
    from pathlib import Path

BREAKS = " \t\n\"'@><=;|&(:"
YAML = Files(endings=(".yaml", ".yml"))

SCENARIO = """\
classes: [fraud, comp.graphics]
savings_per_item: 0.30
error_costs: {fraud: 60, comp.graphics: 2}
volume: {items: 400, per: month}
baseline: {always: fraud}
model: {confusion: [[80, 20], [30, 6870]]}
"""


@pytest.fixture(scope="module")
def app() -> Any:
    return get_command(cli.app)


@pytest.fixture(autouse=True)
def _scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a scenario here."""
    (tmp_path / "s.yaml").write_text(SCENARIO, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def offered(app: Any, *before: str, word: str = "", after: tuple[str, ...] = ()) -> list[str]:
    """Return the words that are offered, files aside."""
    return [each.value for each in offer(app, before, word, after).candidates]


@pytest.mark.parametrize(
    ("before", "word", "candidates"),
    [
        ((), "ch", ["check"]),
        ((), "x", []),
        ((), "--v", ["--version"]),
        (("--version",), "--v", []),
        (("nonsense",), "", []),
        (("nonsense",), "--", []),
        (("evaluate",), "--se", ["--set", "--seed"]),
        (("check",), "--se", ["--set"]),
        (("evaluate", "--seed", "1"), "--se", ["--set"]),
        (("evaluate", "--seed=1"), "--se", ["--set"]),
        (("evaluate", "--set", "a=1"), "--set", ["--set"]),
        (("evaluate", "s.yaml", "--color"), "", ["auto", "always", "never"]),
        (("evaluate", "s.yaml", "--color"), "a", ["auto", "always"]),
        (("evaluate", "s.yaml"), "--color=n", ["--color=never"]),
        (("evaluate", "s.yaml", "--fail-on"), "n", [*FAIL_ON]),
        (("evaluate", "s.yaml", "--seed"), "", []),
        (("evaluate", "s.yaml", "--draws"), "1", []),
        (("evaluate", "--output"), "", ["text", "text:", "json", "json:", "csv", "csv:"]),
        (("check", "--output"), "", ["text", "text:", "json", "json:"]),
        (("evaluate", "--output"), "j", ["json", "json:"]),
        (("evaluate",), "--output=t", ["--output=text", "--output=text:"]),
        (("evaluate", "--policy"), "b", ["balanced", "bold"]),
        (("evaluate", "--debug"), "--d", ["--draws"]),
    ],
)  # fmt: skip
def test_commands_options_and_values_are_offered(
    app: Any, before: tuple[str, ...], word: str, candidates: list[str]
) -> None:
    assert offered(app, *before, word=word) == candidates


@pytest.mark.parametrize(
    ("before", "word", "files"),
    [
        (("evaluate",), "", YAML),
        (("check", "a.yaml"), "s", YAML),
        (("evaluate", "--debug"), "s", YAML),
        (("evaluate", "--model"), "c", Files()),
        (("evaluate", "--baseline"), "", Files()),
        (("evaluate",), "--model=c", Files(before="--model=")),
        (("evaluate", "--policy"), "", YAML),
        (("evaluate", "--output"), "json:", Files(before="json:")),
        (("evaluate", "--output"), "text:out/v", Files(before="text:")),
        (("evaluate",), "--output=json:v", Files(before="--output=json:")),
        (("evaluate", "--output"), "xml:v", None),
        (("evaluate", "--seed"), "", None),
        (("evaluate",), "--", None),
        ((), "", None),
    ],
)
def test_names_of_files_are_asked_of_the_shell_where_a_file_belongs(
    app: Any, before: tuple[str, ...], word: str, files: Files | None
) -> None:
    assert offer(app, before, word).files == files


@pytest.mark.parametrize(
    ("word", "candidates"),
    [
        ("vol", ["volume."]),
        ("volume.", ["volume.items=", "volume.per="]),
        ("volume.items=", ["volume.items=400"]),
        ("volume.items=5", []),
        ("volume.per=", [f"volume.per={period}" for period in ("day", "week", "month", "year")]),
        ("error_costs", ["error_costs=", "error_costs."]),
        ("error_costs.", ["error_costs.fraud=", "error_costs.fraud.", 'error_costs."comp.graphics"=',
                          'error_costs."comp.graphics".']),
        ('error_costs."co', ['error_costs."comp.graphics"=', 'error_costs."comp.graphics".']),
        ("error_costs.comp.g", ['error_costs."comp.graphics"=', 'error_costs."comp.graphics".']),
        ('error_costs."comp.graphics".', ['error_costs."comp.graphics".fraud=',
                                          'error_costs."comp.graphics"."comp.graphics"=',
                                          'error_costs."comp.graphics".any_other=']),
        ('error_costs."comp.graphics"=', ['error_costs."comp.graphics"=2']),
        ("model.recall.f", ["model.recall.fraud="]),
        ("model.accuracy", ["model.accuracy="]),
        ("prevalence.f", ["prevalence.fraud="]),
        ("baseline.always=c", ["baseline.always=comp.graphics"]),
        ("nonsense", []),
        ("nonsense=", []),
        ("a..b=", []),
    ],
)  # fmt: skip
def test_a_path_is_offered_key_by_key_and_then_its_value(app: Any, word: str, candidates: list[str]) -> None:
    assert offered(app, "evaluate", "s.yaml", "--set", word=word) == candidates
    assert offered(app, "evaluate", "s.yaml", word=f"--set={word}") == [
        f"--set={each}" for each in candidates
    ]


def test_the_scenario_is_found_before_and_behind_the_cursor(app: Any) -> None:
    for before, after in (
        (("check", "--set"), ("s.yaml",)),
        (("check", "none.yaml", "./s.yaml", "--set"), ()),
        (("check", "--policy", "bold", "--set"), ("--debug", "s.yaml")),
    ):
        assert offered(app, *before, word="error_costs.f", after=after) == [
            "error_costs.fraud=", "error_costs.fraud.",
        ]  # fmt: skip


def test_the_scenario_s_name_may_hold_a_home_and_variables(
    app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HERE", str(tmp_path))
    monkeypatch.chdir("/")
    for name in ("~/s.yaml", "$HERE/s.yaml", "${HERE}/s.yaml"):
        assert offered(app, "check", name, "--set", word="prevalence.f") == ["prevalence.fraud="]


def test_meanings_are_the_help_s_and_the_format_s(app: Any) -> None:
    command = offer(app, (), "check").candidates[0]
    assert command == Candidate(
        value="check", about="Check that scenarios are valid, without evaluating them"
    )
    option = offer(app, ("check",), "--deb").candidates[0]
    assert option == Candidate(value="--debug", about="Show the traceback of a fault in ship-or-not")
    key = offer(app, ("check", "s.yaml", "--set"), "savings").candidates[0]
    assert key.about.startswith("now 0.30; What automating ")
    value = offer(app, ("check", "s.yaml", "--set"), "savings_per_item=").candidates[0]
    assert value == Candidate(value="savings_per_item=0.30", about="as in the scenario")


def test_every_value_that_is_offered_is_one_that_is_taken(app: Any) -> None:
    assert {parse_fail_on(words) for words in FAIL_ON} == {
        frozenset({"NO-GO", "INCONCLUSIVE"}), frozenset({"NO-GO"}), frozenset[str](),
    }  # fmt: skip
    assert sorted(offered(app, "evaluate", "--policy")) == sorted(SHIPPED)


@pytest.mark.parametrize(
    ("line", "before", "word"),
    [
        ("", (), Word()),
        ("a ", ("a",), Word()),
        ("a b", ("a",), Word(value="b")),
        ("  a\t b  c", ("a", "b"), Word(value="c")),
        ("''  \"\" c", ("", ""), Word(value="c")),
        (r"a\ b", (), Word(value="a b")),
        ("'a b", (), Word(value="a b", quote="'")),
        ("x'a b'c", (), Word(value="xa bc")),
        (r"'a\'b", (), Word(value="a\\b")),
        (r'"a\"b\c', (), Word(value='a"b\\c', quote='"')),
        ("a=b", (), Word(value="a=b", kept=2)),
        ("a=b:c", (), Word(value="a=b:c", kept=4)),
        (r"a\=b", (), Word(value="a=b")),
        ("'a=b'c", (), Word(value="a=bc")),
        ("a='b", (), Word(value="a=b", quote="'", kept=2)),
        ("a=b c", ("a=b",), Word(value="c")),
        ("a= ", ("a=",), Word()),
        ("a\\", (), Word(value="a")),
    ],
)  # fmt: skip
def test_a_line_is_split_as_bash_does(line: str, before: tuple[str, ...], word: Word) -> None:
    assert split(line, breaks=BREAKS) == (before, word)


def test_in_fish_a_backslash_escapes_in_single_quotes() -> None:
    assert split(r"'a\'b\\c\d", escaped_in_single="'\\") == ((), Word(value="a'b\\c\\d", quote="'"))


def test_no_line_is_too_odd_to_be_split() -> None:
    rng = randomness(1)
    for _ in range(20_000):
        line = "".join(rng.choices("ab=:. \t\n\\'\"$`", k=rng.randint(0, 12)))
        for single in ("", "'\\"):
            before, word = split(line, breaks=BREAKS, escaped_in_single=single)
            assert 0 <= word.kept <= len(word.value)
            assert sum(map(len, before)) + len(word.value) <= len(line)
    sys.stdout.write("20000 lines\n")


def test_words_stand_before_and_behind_the_cursor() -> None:
    line = "x check --set mod s.yaml 'b c'"
    asked = {"COMP_LINE": line, "COMP_POINT": "17"}
    assert words_of("zsh", asked) == (("check", "--set"), Word(value="mod"), ("s.yaml", "b c"))
    asked = {"COMP_LINE": line, "COMP_POINT": "16"}
    assert words_of("fish", asked) == (("check", "--set"), Word(value="mo"), ("s.yaml", "b c"))
    assert words_of("bash", {"COMP_LINE": "x ev"}) == ((), Word(value="ev"), ())
    assert words_of("bash", {}) == ((), Word(), ())


OFFER = Offer(
    candidates=(Candidate(value='a."b c$(d)`e`"=', about="one: two"), Candidate(value="a.f", about="")),
    files=Files(before="json:", endings=(".yaml", ".yml")),
)


@pytest.mark.parametrize(
    ("shell", "word", "told"),
    [
        ("bash", Word(), [r"-a.\"b\ c\$\(d\)\`e\`\"=", "+a.f"]),
        ("bash", Word(value="a.", kept=2), [r"-\"b\ c\$\(d\)\`e\`\"=", "+f"]),
        ("bash", Word(value="x.", kept=2), []),
        ("bash", Word(quote="'"), ['-a."b c$(d)`e`"=', "+a.f"]),
        ("bash", Word(quote='"'), [r"-a.\"b c\$(d)\`e\`\"=", "+a.f"]),
        ("zsh", Word(), ['-a."b c$(d)`e`"=:one: two', "+a.f"]),
        ("fish", Word(), ['-a."b c$(d)`e`"=\tone: two', "+a.f"]),
    ],
)
def test_each_shell_is_told_in_its_own_way(shell: str, word: Word, told: list[str]) -> None:
    assert lines(shell, OFFER, word) == [*told, "/5 .yaml .yml"]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("char", ["\n", "\t", "\x1b", "\x9b", "\u202e", "\u2028", "\ud800", "\r", "\0"])
def test_a_word_with_a_control_character_is_not_told_and_a_meaning_is_without(shell: str, char: str) -> None:
    hostile = Offer(candidates=(Candidate(value=f"a{char}b"), Candidate(value="c", about=f"d{char}e")))
    told = lines(shell, hostile, Word())
    assert len(told) == 1
    assert told[0].startswith("+c")
    assert char not in told[0].partition("d")[2]


def test_zsh_gets_colons_and_backslashes_of_a_word_escaped() -> None:
    odd = Offer(candidates=(Candidate(value=r"a:b\c", about="d:e"), Candidate(value="f:")))
    assert lines("zsh", odd, Word()) == [r"+a\:b\\c:d:e", r"-f\:"]


def test_an_exclamation_mark_is_not_told_to_bash_in_double_quotes() -> None:
    odd = Offer(candidates=(Candidate(value="a!b"),))
    assert lines("bash", odd, Word(quote='"')) == []
    assert lines("bash", odd, Word(quote="'")) == ["+a!b"]
    assert lines("bash", odd, Word()) == [r"+a\!b"]


def test_a_long_meaning_is_cut() -> None:
    long = Offer(candidates=(Candidate(value="a", about="x" * 200),))
    assert lines("fish", long, Word()) == ["+a\t" + "x" * 79 + "…"]


def test_there_is_no_script_for_another_shell() -> None:
    with pytest.raises(UsageError) as caught:
        script("tcsh")
    assert str(caught.value) == "there is no completion for tcsh, only for bash, zsh, fish"
    assert [shell for shell in SHELLS if f"complete_{shell}" in script(shell)] == [*SHELLS]
