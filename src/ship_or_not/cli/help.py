"""What ``--help`` shows of arguments and options: their names, what they take, and what they do.

Typer's versions differ in what they add (types, bounds, defaults, backslashes), so that is said in
the words of each option instead, and ``--help`` is the same text with all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    Context = Any  # click's, of either package
    Formatter = Any


class Command(TyperCommand):
    """A command with our help."""

    def format_usage(self, ctx: Context, formatter: Formatter) -> None:
        """Write the line that shows how the command is called."""
        arguments = [_name(each) for each in _shown(self, ctx) if each.param_type_name == "argument"]
        formatter.write_usage(ctx.command_path, " ".join(["[OPTIONS]", *arguments]))

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Write a list of the arguments and one of the options."""
        _write(self, ctx, formatter)


class Group(TyperGroup):
    """The application, with our help."""

    def format_options(self, ctx: Context, formatter: Formatter) -> None:
        """Write a list of the commands, and one of the options."""
        self.format_commands(ctx, formatter)
        _write(self, ctx, formatter)


def _write(command: TyperCommand | TyperGroup, ctx: Context, formatter: Formatter) -> None:
    for kind in ("argument", "option"):
        found = [(_name(each), each.help) for each in _shown(command, ctx) if each.param_type_name == kind]
        if found:
            with formatter.section(f"{kind.capitalize()}s"):
                formatter.write_dl(found)


def _shown(command: TyperCommand | TyperGroup, ctx: Context) -> list[Any]:
    parameters: list[Any] = command.get_params(ctx)
    return [each for each in parameters if not each.hidden]


def _name(parameter: Any) -> str:  # noqa: ANN401 - click's
    """Return how a parameter is written, with the name of what it takes."""
    metavar: str = parameter.metavar or ""
    if parameter.param_type_name == "argument":
        return f"{metavar}..." if parameter.nargs != 1 else metavar
    written = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return f"{written} {metavar}" if metavar else written
