"""The command line: one small file per command, from flags to the API to a renderer to an exit code."""

import os
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.main import get_command

from ship_or_not import UsageError, __version__
from ship_or_not.cli import check, compare, evaluate, init, schema, sensitivity, sweep, voi
from ship_or_not.cli.completion import VARIABLE
from ship_or_not.cli.help import Command, Group

NAME = "ship-or-not"

HELP = """\
Is this machine-learning model worth putting in production?

One YAML file says what is saved, what errors cost and how good the model and today's process are; the
answer is GO, NO-GO or INCONCLUSIVE, and the exit code says which.
"""

EPILOG = """\
\b
Examples:
  ship-or-not init
  ship-or-not check scenario.yaml
  ship-or-not evaluate scenario.yaml
  ship-or-not evaluate --help

\b
Exit codes:
    0  GO; any other command: done
    1  NO-GO
    2  could not decide: usage, scenario, data, output
    3  INCONCLUSIVE
   70  a fault in ship-or-not
  130  interrupted
"""

app = typer.Typer(
    name=NAME,
    cls=Group,
    help=HELP,
    epilog=EPILOG,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
COMMANDS = {
    "init": init,
    "evaluate": evaluate,
    "compare": compare,
    "sweep": sweep,
    "sensitivity": sensitivity,
    "voi": voi,
    "check": check,
    "schema": schema,
}
for name, module in COMMANDS.items():
    kind = getattr(module, "Parsed", Command)
    app.command(name, cls=kind, help=module.HELP, epilog=module.EPILOG)(module.command)

# Typer brings its own copy of click, older versions import click itself: this is the class of either.
_ClickError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def _print_version(asked: bool) -> None:  # noqa: FBT001 -- Typer passes a flag's value by position
    if asked:
        typer.echo(f"{NAME} {__version__}")
        raise typer.Exit


_Version = Annotated[
    bool,
    typer.Option("--version", help="Show the version and exit.", callback=_print_version, is_eager=True),
]


def _install_completion(asked: bool) -> None:  # noqa: FBT001 -- as above
    if asked:
        from ship_or_not.cli.completion.install import install, running_shell  # noqa: PLC0415 -- rarely needed

        typer.echo(f"installed in {install(running_shell())}; open a new terminal to use it")
        raise typer.Exit


def _show_completion(asked: bool) -> None:  # noqa: FBT001 -- as above
    if asked:
        from ship_or_not.cli.completion.install import running_shell, script  # noqa: PLC0415 -- rarely needed

        typer.echo(script(running_shell()), nl=False)
        raise typer.Exit


_InstallCompletion = Annotated[
    bool,
    typer.Option(
        "--install-completion",
        help="Set up completion in this shell, and exit.",
        callback=_install_completion,
        is_eager=True,
    ),
]
_ShowCompletion = Annotated[
    bool,
    typer.Option(
        "--show-completion",
        help="Show the script of it, and exit.",
        callback=_show_completion,
        is_eager=True,
    ),
]


@app.callback()
def _options(
    *,
    version: _Version = False,
    install_completion: _InstallCompletion = False,
    show_completion: _ShowCompletion = False,
) -> None:
    del version, install_completion, show_completion  # their callbacks have done it


def run(arguments: Sequence[str]) -> int:
    """Run one command line, and return its exit code.

    Parsed and invoked in two steps, for Typer's own single step rewrites what a command raises: an
    interrupt becomes a return value, a broken pipe exit code 1, which would read as NO-GO.

    Raises
    ------
    UsageError
        If the command line makes no sense; it points to the ``--help`` that explains.
    """
    asked = os.environ.get(VARIABLE)
    if asked:
        from ship_or_not.cli.completion.answer import answer  # noqa: PLC0415 -- only a shell asks

        return answer(asked, get_command(app))
    try:
        with get_command(app).make_context(NAME, list(arguments)) as context:
            try:
                return int(context.command.invoke(context))
            except UsageError as error:
                raise _explained(error, f"{NAME} {context.invoked_subcommand}") from None
    except typer.Exit as done:
        return done.exit_code
    except _ClickError as error:
        raise _explained(error.format_message(), _command(error, arguments)) from None


def _command(error: Any, arguments: Sequence[str]) -> str:  # noqa: ANN401 - click's, of either package
    """Name the command that an error is about; a parser that lacks an option's value does not say."""
    if error.ctx is not None:
        return str(error.ctx.command_path)
    known = [name for name in arguments[:1] if name in COMMANDS]
    return " ".join([NAME, *known])


def _explained(message: object, command: str) -> UsageError:
    return UsageError(f"{command}: {message}\nTry '{command} --help'.")
