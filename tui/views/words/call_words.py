"""What is said about a call, in words: the same for every density."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tui.live.store.bare import BareCall
from tui.live.store.card import BoardCall
from tui.live.store.outside import UNKNOWN, WITHHELD, Lead, Who, dialled_number_of, number_of, party_of
from tui.source.models import Call, CallState, CallType, Participant, RecordingState
from tui.views.words import marks
from tui.views.words.durations import at_least_words
from tui.views.words.role import Role

NOBODY = "no party"
_NUMBERLESS = {Who.WITHHELD: WITHHELD, Who.UNKNOWN: UNKNOWN}


@dataclass(frozen=True, slots=True)
class CallPlace:
    """Where a call belongs, as far as other parts of the board tell.

    Attributes:
        own: Number of the own device, "" if unknown.
        source: Name of the source, "" where there is only one.
        parent: Whom the call speaks with that this consultation belongs to, "" if unknown.
    """

    own: str = ""
    source: str = ""
    parent: str = ""


class Flag(NamedTuple):
    """Something that is switched on: mark, words, what may follow (a time), and its role."""

    mark: str
    words: str
    time: str
    role: Role


def sign_of(call: BareCall) -> marks.Sign:
    """The state of a call: unreadable and ended come before what the resource says.

    Args:
        call: The call.

    Returns:
        Mark, word and role.
    """
    if not call.readable:
        return marks.UNREADABLE
    return marks.ENDED if call.ended else marks.state_sign(call.call.state)


def who_of(call: BoardCall) -> str:
    """Whom the call is with: the number of the party outside as people write it.

    Args:
        call: The call.

    Returns:
        A number, or that it is withheld or unknown, followed by how many more parties there are; "" where nobody is
        known.
    """
    lead = call.leading
    return who_words(number_of(call.call, lead, call.country), lead, call.call.party_count)


def who_within(call: BoardCall, cells: int) -> str:
    """Whom the call is with, in few cells: rather the bare number than a part of the written one.

    Args:
        call: The call.
        cells: How many there are.

    Returns:
        As `who_of`, unless only the number as it is dialled has room.
    """
    words, lead = who_of(call), call.leading
    if len(words) <= cells:
        return words
    bare = who_words(dialled_number_of(call.call, lead), lead, call.call.party_count)
    return bare if len(bare) <= cells else words


def who_words(number: str, lead: Lead | None, parties: int) -> str:
    """Say whom a call is with; see `who_of`.

    Args:
        number: Of the party outside, as it may be shown; "" where none is told.
        lead: Who that is.
        parties: How many there are.
    """
    words = number or (_NUMBERLESS.get(lead.who, "") if lead is not None else "")
    return f"{words} +{parties - 1}" if parties > 1 and words else words


def where_of(call: BoardCall) -> str:
    """Where the number of the party outside belongs.

    Args:
        call: The call.

    Returns:
        Its location, else its country, else "".
    """
    party = party_of(call.call, call.leading)
    return _where(party) if party is not None else ""


def place_words(call: Call, place: CallPlace) -> str:
    """Which way the call goes, at which source, on which device, and for which other call.

    Args:
        call: The resource.
        place: Its surroundings.

    Returns:
        Such as `→ in · Billing · 5001`; what is unknown is left out.
    """
    arrow, direction = marks.direction_of(call.call_type)
    parent = f"for {place.parent}" if call.call_type == CallType.CONSULT and place.parent else ""
    words = " · ".join(word for word in (direction, place.source, place.own, parent) if word)
    return f"{arrow} {words}" if direction else words


def held_words(call: BoardCall, now_s: float) -> str:
    """Since when the call is on hold.

    Args:
        call: The call.
        now_s: Up to when the board is sure.

    Returns:
        Such as `held 4:10`, with `≥4:10` where the begin was not seen; "" for a call that is not held.
    """
    if call.ended or call.call.state != CallState.HELD:
        return ""
    return f"held {lasted_words(call.state_age_s(now_s), call.state_seen_age_s(now_s))}"


def tells_times(call: BareCall) -> bool:
    """Whether words about a call go on with the time, beside its duration: for how long it is held, or not recorded.

    Args:
        call: The call.

    Returns:
        Whether `held_words` or `flags_of` say something else a second later.
    """
    resource = call.call
    return not call.ended and (resource.state == CallState.HELD or resource.recording_state == RecordingState.PAUSED)


def lasted_words(exactly_s: float | None, at_least_s: float | None) -> str:
    """Say how long something has lasted.

    Args:
        exactly_s: Seconds; None where its begin was not seen.
        at_least_s: Since it was seen to be so; None where nobody knows.

    Returns:
        Such as `≥4:10` where the begin was not seen.
    """
    return at_least_words(at_least_s if exactly_s is None else exactly_s, exact=exactly_s is not None)


def flags_of(call: BoardCall, now_s: float) -> tuple[Flag, ...]:
    """Everything that is switched on, in reading order.

    Args:
        call: The call.
        now_s: Up to when the board is sure.

    Returns:
        Recording, mute, supervision.
    """
    if call.ended:
        return ()
    return (*_recording(call, now_s), *_mute(call.call), *_supervision(call.call))


def _recording(call: BoardCall, now_s: float) -> Iterator[Flag]:
    state = call.call.recording_state
    if state == RecordingState.RECORDING:
        yield _flag(marks.RECORDING)
    elif state == RecordingState.PAUSED:
        yield _flag(marks.PAUSED, lasted_words(call.paused_s(now_s), call.paused_seen_age_s(now_s)))
    elif state and state != RecordingState.STOPPED:
        yield Flag(marks.UNKNOWN_MARK, f"REC {state}", "", Role.TEXT)


def _mute(call: Call) -> Iterator[Flag]:
    if call.muted:
        yield _flag(marks.MUTED)
    if call.monitored_user_muted:
        yield _flag(marks.AGENT_MUTED)


def _supervision(call: Call) -> Iterator[Flag]:
    if call.supervisor_listening_in:
        yield _flag(marks.LISTENED)
    mine = call.supervisor_monitoring_state
    if mine is not None and mine.state:
        yield _flag(marks.I_MONITOR.get(mine.meaning) or marks.Sign("⊙", mine.state, Role.MINE))
    elif call.monitoring:
        yield _flag(marks.Sign("⊙", "MONITORING", Role.MINE))


def _flag(sign: marks.Sign, time: str = "") -> Flag:
    return Flag(sign.mark, sign.word, time, sign.role)


def _where(party: Participant) -> str:
    return party.location or (party.country.name if party.country else "")
