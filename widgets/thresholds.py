"""From when on a call needs somebody."""

from dataclasses import dataclass

from tui.gws.models import CallState
from tui.live.card import BoardCall


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How long a state may last before the call is alarmed, seconds; None means for ever."""

    ringing_s: float | None = 20.0
    dialing_s: float | None = 60.0
    held_s: float | None = 180.0
    talking_s: float | None = 3_600.0

    def limit_s(self, state: str) -> float | None:
        """How long a state may last.

        Args:
            state: As on the wire.

        Returns:
            Seconds, or None where nothing limits it.
        """
        return {
            CallState.RINGING.value: self.ringing_s,
            CallState.DIALING.value: self.dialing_s,
            CallState.HELD.value: self.held_s,
            CallState.ESTABLISHED.value: self.talking_s,
        }.get(state)


def alarm_at_s(call: BoardCall, thresholds: Thresholds) -> float | None:
    """When a call starts to need somebody.

    Talking is counted from the start of the call, every other state from its own begin; one that was not seen raises no
    alarm.

    Args:
        call: The call.
        thresholds: The limits.

    Returns:
        A moment of the board's clock, or None for never.
    """
    limit_s = thresholds.limit_s(call.call.state)
    since_s = _counted_from_s(call)
    if call.ended or call.unreadable or limit_s is None or since_s is None:
        return None
    return since_s + limit_s


def used_share(call: BoardCall, thresholds: Thresholds, now_s: float) -> float | None:
    """How much of its threshold a call has used.

    Args:
        call: The call.
        thresholds: The limits.
        now_s: Up to when the board is sure.

    Returns:
        From 0 to 1, or None where there is no threshold or its begin is unknown.
    """
    limit_s = thresholds.limit_s(call.call.state)
    since_s = _counted_from_s(call)
    if call.ended or limit_s is None or limit_s <= 0 or since_s is None:
        return None
    return min(1.0, max(0.0, (now_s - since_s) / limit_s))


def _counted_from_s(call: BoardCall) -> float | None:
    return call.start_s if call.call.state == CallState.ESTABLISHED else call.state_since_s
