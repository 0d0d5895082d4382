"""The foot of the desk: the keys that matter now, and what waits for a second press."""

from enum import Enum

from tui.live.store.card import CallKey
from tui.screens.desk.desk_parts import DeskParts
from tui.views.words.call_words import who_of
from tui.views.words.role import Role
from widgets.bars.key_footer import FooterKey

# In reading order: command, and how soon it gives way where the line is short.
_ALWAYS = (
    ("answer", 0),
    ("reject", 9),
    ("hold", 1),
    ("hangup", 1),
    ("transfer", 2),
    ("complete_transfer", 2),
    ("complete_conference", 3),
    ("swap", 4),
    ("conference", 6),
    ("mute", 5),
    ("dtmf", 10),
    ("dial", 4),
    ("ready", 5),
)


class FooterTopic(Enum):
    """What the foot is about, beside the calls."""

    NOTHING = 0
    QUESTION = 1
    DIGITS = 2


def desk_footer(parts: DeskParts, asked: FooterTopic) -> list[FooterKey]:
    """Choose the keys.

    Args:
        parts: What can be done now.
        asked: Whether a question or the pad is open: then Enter, Esc and F2 alone mean something.

    Returns:
        Only what is possible now.
    """
    if asked is not FooterTopic.NOTHING:
        rings = [FooterKey("answer", "F2", "answer what rings", 0)] if parts.calls.ringing else []
        takes = [FooterKey("enter", "ENTER", "take", 1)] if asked is FooterTopic.QUESTION else []
        ends = "give up" if asked is FooterTopic.QUESTION else "end DTMF"
        return [*rings, *takes, FooterKey("give_up", "esc", ends, 2)]
    own = (
        FooterKey("select(1)", "tab", "next call", 7),
        FooterKey("help", "?", "help", 0),
        FooterKey("app.command_palette", "^p", "all commands", 8),
        FooterKey("leave", "q", "leave", 3),
    )
    return [*_possible(parts), *(key for key in own if key.key != "tab" or len(parts.calls.placed) > 1)]


def _possible(parts: DeskParts) -> list[FooterKey]:
    keys = []
    slots = {row.id: slot for slot in parts.keys.slots for row in slot}
    for command_id, rank in _ALWAYS:
        command = parts.controls.meant(slots[command_id])
        if not parts.controls.why_not(command):
            keys.append(FooterKey(f"command('{command.id}', True)", parts.keys.shown(command), command.words, rank))
    return keys


def lacking_words(parts: DeskParts) -> tuple[str, Role] | None:
    """Say which call still lacks its disposition.

    Args:
        parts: What is known of it.

    Returns:
        Words and what they mean, or None.
    """
    lacking = parts.dispositions.lacking
    meant = parts.dispositions.late(parts.calls.call)
    return None if lacking is None or meant is not lacking else (f"o: disposition of {who_of(lacking)}", Role.RINGING)


def waiting_words(parts: DeskParts) -> tuple[str, Role] | None:
    """Say what waits for its second press.

    Args:
        parts: What waits.

    Returns:
        Words and what they mean, or None.
    """
    waiting = parts.second.waiting
    if waiting is None:
        return None
    call = parts.board.calls.get(CallKey(waiting.aim.source, waiting.aim.id))
    # Where several calls go on, it has to be seen which one is about to end.
    several = call is not None and (parts.calls.others(call) or waiting.command.id == "reject")
    whose = f" {who_of(call)}" if call is not None and several else ""
    return f"{parts.keys.shown(waiting.command) or 'click'} again: {waiting.command.words}{whose}", Role.ALARM
