"""Textual's command palette, imported when it is first opened: a twenty-fifth of the processor time of the start.

The application class and the themes of Textual import it together with the lists, trees and fields that it is made of.
Until somebody opens it, stand-ins have its names.
"""

import sys
from importlib import import_module
from types import ModuleType

PALETTE = "textual.command"
USED_IN = ("textual.app", "textual.theme")
"""What imports it at once."""


class _NotYet:
    """Stands for one of its classes."""


class _Names(ModuleType):
    """Stands for its module, with any name that is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (_NotYet,), {"__module__": PALETTE})


def put_palette_off() -> None:
    """Let Textual be imported without it; before Textual is."""
    sys.modules.setdefault(PALETTE, _Names(PALETTE))


def import_palette() -> None:
    """Import it, if that was put off, and give its classes to those that have the stand-ins.

    Textual's own command that offers themes is not mended: ours have none of Textual's commands.
    """
    if not isinstance(sys.modules.get(PALETTE), _Names):
        return
    del sys.modules[PALETTE]
    palette = import_module(PALETTE)
    for user in map(import_module, USED_IN):
        for name, value in tuple(vars(user).items()):
            if isinstance(value, type) and _NotYet in value.__bases__:
                setattr(user, name, getattr(palette, name))
