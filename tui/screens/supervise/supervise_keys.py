"""The keys of a wall that was started with `--supervise`, made from the table; on any other wall none is bound."""

from collections.abc import Sequence
from dataclasses import replace

from tui.live.commands.agent_control import AGENT_CONTROL
from tui.live.commands.command import Command
from tui.live.commands.supervision import SUPERVISION
from tui.live.store.board import Board
from tui.screens.keys import Deed
from tui.views.words.monitor_words import monitoring_now

_STATE_FEET = {"Y": ("ready", 5), "N": ("not ready", 5), "O": ("log out", 5)}
_CANCEL, _CANCEL_RANK = "supervise_u", 5
_FEET = {"L": ("listen", 4), "C": ("coach", 4), "B": ("barge", 4), "U": ("cancel", 10)}


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


def less_of(deeds: Sequence[Deed], deed_id: str) -> tuple[Deed, ...]:
    """Let one key give way in the footer before all that set a state.

    Args:
        deeds: A table.
        deed_id: Whose key.
    """
    return tuple(replace(deed, rank=6) if deed.id == deed_id else deed for deed in deeds)


def offered(deeds: Sequence[Deed], board: Board) -> Sequence[Deed]:
    """What the footer offers: nothing to be cancelled where nobody is monitored, else that before most others.

    Args:
        deeds: A table.
        board: What is known.
    """
    if not monitoring_now(board):
        return [deed for deed in deeds if deed.id != _CANCEL]
    return [replace(deed, rank=_CANCEL_RANK) if deed.id == _CANCEL else deed for deed in deeds]


def _state_deed(command: Command) -> Deed:
    foot, rank = _STATE_FEET[command.key]
    words = f"{command.words}{', after asking once more' if command.confirm else ''}"
    return Deed(command.id, f"set_state({command.id!r})", (command.key,), command.key, words, "Agents", foot, rank)


SET_STATES = tuple(_state_deed(command) for command in AGENT_CONTROL)
"""These too, in the agents view alone: only there somebody is chosen, not a call."""
