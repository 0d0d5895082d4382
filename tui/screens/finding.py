"""What the command palette of a screen finds; imported with the palette, when that is opened."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from textual.command import Provider

Providers: TypeAlias = "set[type[Provider] | Callable[[], type[Provider]]]"
"""What Textual takes for the `COMMANDS` of a screen."""


def deed_provider() -> "type[Provider]":
    """The provider of the deeds of the screen that is shown."""
    from tui.screens.finder import DeedProvider

    return DeedProvider
