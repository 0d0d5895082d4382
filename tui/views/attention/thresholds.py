"""From when on a call needs somebody; rules may ask for attached data that is not shown, so calls come bare."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import inf
from typing import NamedTuple

from tui.live.store.bare import BareCall
from tui.source.models import CallState, RecordingState

_MOSTLY = 0.75
"""Share of the alarm level from which on a rule without a level of its own warns."""


class Wait(StrEnum):
    """What is counted."""

    RINGING = "ringing"
    DIALING = "dialing"
    HELD = "held"
    TALKING = "talking"
    PAUSED = "recording paused"
    ALONE = "alone"


_WAITS = {
    CallState.RINGING.value: Wait.RINGING,
    CallState.DIALING.value: Wait.DIALING,
    CallState.HELD.value: Wait.HELD,
    CallState.ESTABLISHED.value: Wait.TALKING,
}
# Asked of every call, and to find the member of an enumeration takes as long as all the rest of the question.
_TALKING, _PAUSED = Wait.TALKING, RecordingState.PAUSED.value


def warning_s(warn_s: float | None, alarm_s: float | None) -> float | None:
    """When a warning is due.

    Args:
        warn_s: Seconds until the warning, as set.
        alarm_s: Seconds until the alarm; None for never.

    Returns:
        Seconds; three quarters of those until the alarm where none were set, None for never.
    """
    return alarm_s * _MOSTLY if warn_s is None and alarm_s is not None else warn_s


@dataclass(frozen=True, slots=True)
class Rule:
    """A limit for some calls.

    Attributes:
        wait: What is counted.
        alarm_s: Seconds until the alarm; None never raises one.
        warn_s: Seconds until the warning; None is three quarters of `alarm_s`.
        call_type: Which type of calls, as on the wire; "" is any.
        data: Patterns for values of the attached data that a call must have, by key.
    """

    wait: Wait
    alarm_s: float | None = None
    warn_s: float | None = None
    call_type: str = ""
    data: tuple[tuple[str, str], ...] = ()

    def fits(self, call: BareCall) -> bool:
        """Whether it is for a call."""
        return self.call_type in ("", call.call.call_type) and (not self.data or call.call.data_fits(self.data))


_FIELDS = {wait: f"{wait.name.lower()}_s" for wait in Wait}
"""Where `Thresholds` has the limit of each wait."""


class ThresholdMoments(NamedTuple):
    """What a rule means for one call: moments of the board's clock, None for never.

    Where the begin was not seen `exact` is false, and `since_s` is when it was first seen to be so.
    """

    wait: Wait
    since_s: float
    exact: bool
    warn_at_s: float | None
    alarm_at_s: float | None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How long something may last before the call is alarmed, seconds; None means for ever.

    Attributes:
        ringing_s: Ringing.
        dialing_s: Dialing.
        held_s: On hold.
        talking_s: Talking, counted from the start of the call.
        paused_s: Recording paused.
        alone_s: A supervisor with at most one other party, counted from the answer; off unless a rule sets it.
        rules: Come before these; of the rules for the same wait the first that fits counts.
    """

    ringing_s: float | None = 20.0
    dialing_s: float | None = 60.0
    held_s: float | None = 180.0
    talking_s: float | None = 3_600.0
    paused_s: float | None = 120.0
    alone_s: float | None = None
    rules: tuple[Rule, ...] = ()

    def limits(self, call: BareCall) -> list[ThresholdMoments]:
        """What is counted for a call now; what did not begin before our eyes, from when it was seen.

        Args:
            call: The call.

        Returns:
            At most one limit for each wait.
        """
        # Asked of every call of a board, as what is asked from here: generators would take half more.
        found: list[ThresholdMoments] = []
        if call.ended or not call.readable:
            return found
        for wait, since_s, exact in waits_of(call):
            if since_s is None or (rule := self._rule(wait, call)) is None:
                continue
            alarm_s = rule.alarm_s
            warn_s = rule.warn_s if rule.warn_s is not None else warning_s(None, alarm_s)
            warn_at_s = since_s + warn_s if warn_s is not None else None
            alarm_at_s = since_s + alarm_s if alarm_s is not None else None
            found.append(ThresholdMoments(wait, since_s, exact, warn_at_s, alarm_at_s))
        return found

    def _rule(self, wait: Wait, call: BareCall) -> Rule | None:
        if self.rules:
            found = next((rule for rule in self.rules if rule.wait is wait and rule.fits(call)), None)
            if found is not None:
                return found
        alarm_s: float | None = getattr(self, _FIELDS[wait])
        return None if alarm_s is None else _plain_rule(wait, alarm_s)


def alarm_at_s(call: BareCall, thresholds: Thresholds) -> float | None:
    """When a call starts to need somebody.

    Args:
        call: The call.
        thresholds: The limits.

    Returns:
        A moment of the board's clock, or None for never.
    """
    at_s = None
    for limit in thresholds.limits(call):
        if limit.alarm_at_s is not None and (at_s is None or limit.alarm_at_s < at_s):
            at_s = limit.alarm_at_s
    return at_s


def used_share(call: BareCall, thresholds: Thresholds, now_s: float) -> float | None:
    """How much of its nearest threshold a call has used.

    Args:
        call: The call.
        thresholds: The limits.
        now_s: Up to when the board is sure.

    Returns:
        From 0 to 1, or None where there is no threshold or its begin is unknown.
    """
    return max(
        (share for limit in thresholds.limits(call) if (share := _share(limit, now_s)) is not None), default=None
    )


def is_warned(call: BareCall, thresholds: Thresholds, now_s: float) -> bool:
    """Whether a call is beyond one of its warning levels; arguments as for `used_share`."""
    return any(limit.warn_at_s is not None and limit.warn_at_s <= now_s for limit in thresholds.limits(call))


def next_turn_s(call: BareCall, thresholds: Thresholds, now_s: float) -> float:
    """When a call gets beyond one of its levels next.

    Args:
        call: The call, which stays as it is.
        thresholds: The limits.
        now_s: Up to when the board is sure.

    Returns:
        A later moment of the board's clock; infinite for never.
    """
    limits = thresholds.limits(call)
    moments = (at_s for limit in limits for at_s in (limit.warn_at_s, limit.alarm_at_s) if at_s is not None)
    return min((at_s for at_s in moments if at_s > now_s), default=inf)


def waits_of(call: BareCall) -> list[tuple[Wait, float | None, bool]]:
    """What a call that goes on is counted for.

    Args:
        call: The call.

    Returns:
        What, since when, and whether its begin was seen; else since when it was seen to be so, None where nobody knows.
    """
    found: list[tuple[Wait, float | None, bool]] = []
    resource = call.call
    wait = _WAITS.get(resource.state)
    if wait is _TALKING:
        found.append((wait, call.start_s, True))
    elif wait is not None:
        found.append((wait, *_since(call.state_since_s, call.state_seen_s)))
    if resource.recording_state == _PAUSED:
        found.append((Wait.PAUSED, *_since(call.paused_since_s, call.paused_seen_s)))
    monitors = resource.monitoring or resource.supervisor_monitoring_state is not None
    if monitors and wait is _TALKING and resource.party_count <= 1:
        found.append((Wait.ALONE, call.answered_at_s if call.answered_at_s is not None else call.start_s, True))
    return found


def _since(began_s: float | None, seen_s: float | None) -> tuple[float | None, bool]:
    return (seen_s, False) if began_s is None else (began_s, True)


@lru_cache(maxsize=64)
def _plain_rule(wait: Wait, alarm_s: float) -> Rule:
    """The rule where none is set."""
    return Rule(wait, alarm_s, warning_s(None, alarm_s))


def _share(limit: ThresholdMoments, now_s: float) -> float | None:
    elapsed_s = max(0.0, now_s - limit.since_s)
    if limit.alarm_at_s is not None:
        length_s = limit.alarm_at_s - limit.since_s
        return min(1.0, elapsed_s / length_s) if length_s > 0 else 1.0
    if limit.warn_at_s is not None and limit.warn_at_s > limit.since_s:
        # Full would mean an alarm.
        return min(0.99, elapsed_s / (limit.warn_at_s - limit.since_s))
    return None
