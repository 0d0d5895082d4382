"""The keys of a wall that was started with `--supervise`, made from the table; on any other wall none is bound."""

from tui.live.commands.command import Command
from tui.live.commands.supervision import SUPERVISION
from tui.screens.keys import Deed

_FEET = {"L": ("listen in", 4), "C": ("coach", 4), "B": ("barge in", 4), "U": ("cancel", 10)}


def rows_of(key: str) -> tuple[Command, ...]:
    """What a key can stand for.

    Args:
        key: As in the table.

    Returns:
        Rows of the table.
    """
    return tuple(command for command in SUPERVISION if command.key == key)


def _deed(key: str) -> Deed:
    words = " / ".join(command.words for command in rows_of(key))
    foot, rank = _FEET.get(key, ("", 0))
    return Deed(f"supervise_{key.lower()}", f"supervise({key!r})", (key,), key, words, "Supervision", foot, rank)


SUPERVISE = tuple(_deed(key) for key in dict.fromkeys(command.key for command in SUPERVISION))
"""Only these write, and each has a capital letter."""
