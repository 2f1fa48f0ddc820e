"""Where on a command line the cursor is, and what may stand there: commands, options, values.

What kind of value an option takes is read off its metavar, the same word that ``--help`` shows.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import typer

from ship_or_not.cli.completion.offer import Candidate, Files, Offer, beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Command = Any  # click's, of either package
    Parameter = Any

FAIL_ON: Final = ("no-go,inconclusive", "no-go", "never")
YAML: Final = (".yaml", ".yml")


def offer(group: Command, before: Sequence[str], word: str, after: Sequence[str] = ()) -> Offer:
    """Offer what may stand at the cursor.

    Parameters
    ----------
    group
        The whole application.
    before, after
        The words before and behind the one that is typed, without the program's name.
    word
        The word itself, as far as it is typed.
    """
    context = typer.Context(group, info_name="ship-or-not")
    place = next((i for i, each in enumerate(before) if not each.startswith("-")), None)
    if place is None:
        commands = {name: group.get_command(context, name) for name in group.list_commands(context)}
        known = {name: _sentence(each.help) for name, each in commands.items() if not each.hidden}
        return _options(group, context, before, word) or Offer(candidates=beginning(word, known))
    command = group.get_command(context, before[place])
    return Offer() if command is None else _of_a_command(command, before[place + 1 :], word, after)


def _of_a_command(command: Command, before: Sequence[str], word: str, after: Sequence[str]) -> Offer:
    context = typer.Context(command)
    takes = {
        name: each
        for each in command.get_params(context)
        if each.param_type_name == "option" and not each.is_flag
        for name in each.opts
    }
    arguments: list[str] = []
    option = None
    for each in before:
        if option is not None:
            option = None
        elif not each.startswith("-"):
            arguments.append(each)
        else:
            option = takes.get(each)
    start, equals, value = word.partition("=")
    words = (*arguments, *after)
    if option is not None:
        return _value(option, context, word, words)
    if equals and start in takes:
        return _value(takes[start], context, value, words).behind(f"{start}=")
    found = _options(command, context, before, word)
    positional = [each for each in command.get_params(context) if each.param_type_name == "argument"]
    if found is not None or not positional:
        return found or Offer()
    several = positional[-1].nargs != 1
    place = min(len(arguments), len(positional) - 1) if several else len(arguments)
    return _value(positional[place], context, word, words) if place < len(positional) else Offer()


def _options(command: Command, context: Any, before: Sequence[str], word: str) -> Offer | None:  # noqa: ANN401 - click's
    """Offer options where one is begun, but none that is there already and counts once."""
    if not word.startswith("-"):
        return None
    known = {
        name: _sentence(each.help)
        for each in command.get_params(context)
        if each.param_type_name == "option" and not each.hidden
        if each.multiple or not {*each.opts} & {given.partition("=")[0] for given in before}
        for name in each.opts
    }
    return Offer(candidates=beginning(word, known))


def _value(parameter: Parameter, context: typer.Context, word: str, words: Sequence[str]) -> Offer:
    """Offer values of the kind that the parameter's metavar names, or those of a list of choices."""
    metavar = parameter.metavar or ""
    formats, path, _ = metavar.partition("[:PATH]")
    if path:
        return _outputs(word, formats.split("|"))
    if metavar in _VALUES:
        return _VALUES[metavar](word, words)
    if metavar.strip("[]") in _FILES:
        return Offer(files=Files())
    known = parameter.shell_complete(context, word)
    return Offer(candidates=tuple(Candidate(value=str(each.value)) for each in known if each.type == "plain"))


def _scenarios(word: str, words: Sequence[str]) -> Offer:
    del word, words  # the shell matches the names
    return Offer(files=Files(endings=YAML))


def _policies(word: str, words: Sequence[str]) -> Offer:
    del words
    shipped = sorted(each.name.removesuffix(".yaml") for each in (files("ship_or_not") / "configs").iterdir())
    known = dict.fromkeys(shipped, "shipped with ship-or-not")
    return Offer(candidates=beginning(word, known), files=Files(endings=YAML))


def _outputs(word: str, formats: Sequence[str]) -> Offer:
    name, colon, _ = word.partition(":")
    if colon and name in formats:
        return Offer(files=Files(before=f"{name}:"))
    ends = {"": "to standard output", ":": "to a file"}
    known = {f"{each}{end}": where for each in formats for end, where in ends.items()}
    return Offer(candidates=beginning(word, known))


def _settings(word: str, words: Sequence[str]) -> Offer:
    from ship_or_not.cli.completion import settings  # noqa: PLC0415 -- reads YAML, which no other value needs

    return settings.offer(word, words)


def _verdicts(word: str, words: Sequence[str]) -> Offer:
    del words
    return Offer(candidates=beginning(word, dict.fromkeys(FAIL_ON, "")))


_FILES: Final = {"FILE", "PATH", "COUNTS"}
_VALUES: Final[Mapping[str, Callable[[str, Sequence[str]], Offer]]] = {
    "SCENARIO": _scenarios,
    "KEY=VALUE": _settings,
    "KEY=VALUES": _settings,
    "FILE|NAME": _policies,
    "VERDICTS": _verdicts,
}


def _sentence(text: str | None) -> str:
    """Return the first sentence of a help text, on one line."""
    return " ".join((text or "").split("\n\n")[0].split()).partition(". ")[0].rstrip(".")
