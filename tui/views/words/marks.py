"""The words and marks of a call's state: single cells, readable without any colour."""

from typing import NamedTuple

from tui.source.models import CallState, CallType, MonitoringState
from tui.views.words.role import Role


class Sign(NamedTuple):
    """A state as it is shown: one cell, a word, and what its colour means."""

    mark: str
    word: str
    role: Role


STATES = {
    CallState.RINGING.value: Sign("◇", "RINGING", Role.RINGING),
    CallState.DIALING.value: Sign("◆", "DIALING", Role.DIALING),
    CallState.ESTABLISHED.value: Sign("▶", "TALKING", Role.TALKING),
    CallState.HELD.value: Sign("‖", "HELD", Role.HELD),
    CallState.RELEASED.value: Sign("×", "ENDED", Role.DIM),
}
ENDED = STATES[CallState.RELEASED.value]
UNREADABLE = Sign("!", "UNREADABLE", Role.ALARM)
UNKNOWN_MARK = "?"

RECORDING = Sign("●", "REC", Role.ALARM)
PAUSED = Sign("■", "REC PAUSED", Role.RINGING)
MUTED = Sign("⊘", "MUTED", Role.RINGING)
AGENT_MUTED = Sign("⊘", "AGENT MUTED", Role.RINGING)
LISTENED = Sign("⊙", "LISTENED", Role.MINE)
STALE = Sign("◐", "stale", Role.RINGING)
ALARM_MARK = "!"

I_MONITOR = {
    MonitoringState.LISTEN_IN.value: Sign("⊙", "LISTENING", Role.MINE),
    MonitoringState.COACH.value: Sign("⊙", "COACHING", Role.MINE),
    MonitoringState.BARGE_IN.value: Sign("⊙", "BARGED IN", Role.MINE),
}

DIRECTIONS = {
    CallType.INBOUND.value: ("→", "in"),
    CallType.OUTBOUND.value: ("←", "out"),
    CallType.INTERNAL.value: ("↔", "internal"),
    CallType.CONSULT.value: ("⇢", "consult"),
}


def state_sign(state: str) -> Sign:
    """How a state is shown; one that we do not know is shown as its own text.

    Args:
        state: As on the wire, clean.

    Returns:
        Its mark, word and role.
    """
    return STATES.get(state) or Sign(UNKNOWN_MARK, state or "NO STATE", Role.TEXT)


def direction_of(call_type: str) -> tuple[str, str]:
    """How a call type is shown.

    Args:
        call_type: As on the wire, clean.

    Returns:
        A one-cell arrow and a word; both blank for no type.
    """
    return DIRECTIONS.get(call_type) or (UNKNOWN_MARK if call_type else " ", call_type)
