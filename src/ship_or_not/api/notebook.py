"""What makes a notebook show a result as the command line does."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from typing import Any, ClassVar, TypeVar


class Shown:
    """A result that a notebook shows: each kind is a result's type with this, and no field more."""

    __slots__ = ()
    _text: ClassVar[str]
    """The module of ``render`` that writes it as text."""

    def _repr_html_(self) -> str:
        from ship_or_not.render import html  # noqa: PLC0415 - only notebooks need rich here

        render = import_module(f"ship_or_not.render.{self._text}").render
        return html.render(render(self._shown(), width=html.WIDTH, color=True))

    def _shown(self) -> object:
        return self


S = TypeVar("S", bound=Shown)


def shown(kind: type[S], found: Any) -> S:  # noqa: ANN401 - a result of the type that the kind is made of
    """Return a result as one that a notebook shows."""
    return kind(**{each.name: getattr(found, each.name) for each in fields(found)})
