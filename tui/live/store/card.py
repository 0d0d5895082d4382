"""One call on the board: the resource as it last came, and what can only be known by having watched."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.live.store.outside import Lead, lead_of
from tui.source.models import Call, CallState, RecordingState
from tui.source.snapshot import SnapshotScope

RELEASED = "released"
DISCONNECTED = "ended while disconnected"
UNSEEN = "ended unseen"
BORN = frozenset({CallState.RINGING, CallState.DIALING})
"""The states in which a call begins (API.md 5.2)."""
MAX_YOUNGER_S = 3.0
"""How much younger than shown the server may make a call before that is more than rounding and delay."""
WITNESSES_APART_S = 3.0
"""Messages that waited together, through a suspend or behind a line that hung, arrive together, though not at once."""


class CallKey(NamedTuple):
    """The key of a call: the same id appears in the agent's and in the supervisor's view (API.md 8.3)."""

    source: str
    id: str


def key_of(calls: Mapping[CallKey, "BoardCall"], source: str, call: Call) -> CallKey:
    """Which card a copy of a call belongs to.

    Args:
        calls: The cards.
        source: Name of the source.
        call: The copy.

    Returns:
        The key that is the id, unless the call with that id goes on, on another device: then it is another card.
    """
    plain, device_id = CallKey(source, call.id), call.device_id
    apart = CallKey(source, f"{call.id} on {device_id}")
    if apart in calls:
        return apart
    known = calls.get(plain)
    if known is None or known.ended or device_id is None:
        return plain
    return plain if known.call.device_id in (None, device_id) else apart


@dataclass(frozen=True, slots=True)
class Sight:
    """When and how a copy of a call was made.

    Attributes:
        at_s: Arrival, clock of the board.
        not_before_s: The copy was certainly made after this: when a snapshot was asked for; None for a message, which
            may have waited on its way for any time.
        asked_for: How much the snapshot was asked for; None where it is not known.
    """

    at_s: float
    not_before_s: float | None = None
    asked_for: SnapshotScope | None = None


class Younger(NamedTuple):
    """What one message claimed against the start that is shown; only a later one makes it true.

    Attributes:
        start_s: The start that it claimed.
        at_s: Its arrival; what arrives soon after it may have waited together with it, and is no second witness.
    """

    start_s: float
    at_s: float


@dataclass(frozen=True, slots=True)
class BoardCall:
    """A call as the board knows it. Every time is in seconds of the board's clock; None means: not seen, hence unknown.

    Attributes:
        key: Source and id.
        call: The resource.
        start_s: When the call came to the device; None where the server gave no duration.
        state_since_s: When the present state began, if that was seen.
        state_seen_s: Since when at the latest it is in its present state: when it was first seen there.
        held_s: Time on hold that ended, as far as seen, seconds.
        paused_since_s: When the recording was paused, if that was seen.
        paused_seen_s: Since when at the latest the recording is paused.
        answered_at_s: When the call was first established, if that was seen.
        younger: What the last message claimed, if it made the call younger than it is shown.
        recounted_s: Since when the server counts its duration now, if it began again in the midst of the call.
        phone_number: Own number that the last message was for.
        extensions: T-Server extensions beside the last message that had some.
        metrics: Metrics block beside the last message that had one.
        ended_at_s: When it ended, or until when it surely went on; None while it goes on.
        end_seen_s: When the end was noticed; it is shown for some seconds from then on.
        ended_how: `released`, `ended while disconnected` or `ended unseen`.
        unreadable: Why the last copy could not be read; "" where it could.
        lead: Who of its parties is outside, as far as the board knew when it made this copy; None where no board did.
        country: By whose rules numbers without `+` are written that are of no country; "" for those of none.
        revision: Number of the board's step that made this copy; newer is larger. Says nothing of the call.
    """

    key: CallKey
    call: Call
    start_s: float | None = None
    state_since_s: float | None = None
    state_seen_s: float | None = None
    held_s: float = 0.0
    paused_since_s: float | None = None
    paused_seen_s: float | None = None
    answered_at_s: float | None = None
    younger: Younger | None = None
    recounted_s: float | None = None
    phone_number: str = ""
    extensions: object = None
    metrics: object = None
    ended_at_s: float | None = None
    end_seen_s: float = 0.0
    ended_how: str = ""
    unreadable: str = ""
    lead: Lead | None = field(default=None, compare=False)
    country: str = field(default="", compare=False)
    revision: int = field(default=0, compare=False)

    @property
    def leading(self) -> Lead:
        """Who of its parties is outside: whom the call is shown with."""
        return self.lead or lead_of(self.call)

    @property
    def readable(self) -> bool:
        """Whether the last copy could be read."""
        return not self.unreadable

    @property
    def ended(self) -> bool:
        """Whether the call is over and only still shown."""
        return self.ended_at_s is not None

    def age_s(self, now_s: float) -> float | None:
        """How long the call has been on its device.

        Args:
            now_s: Now, or the moment up to which the board is sure.

        Returns:
            Seconds, not negative; the final age of an ended call; None if unknown.
        """
        return _span(self.start_s, self._until(now_s))

    def state_age_s(self, now_s: float) -> float | None:
        """How long the call has been in its state, None if the change was not seen; `now_s` as for `age_s`."""
        return _span(self.state_since_s, self._until(now_s))

    def paused_s(self, now_s: float) -> float | None:
        """How long the recording has been paused, None if that was not seen; `now_s` as for `age_s`."""
        return _span(self.paused_since_s, self._until(now_s))

    def state_seen_age_s(self, now_s: float) -> float | None:
        """How long the call has been in its state at least, None if nobody knows; `now_s` as for `age_s`."""
        return _span(self.state_seen_s, self._until(now_s))

    def paused_seen_age_s(self, now_s: float) -> float | None:
        """How long the recording has been paused at least, None if nobody knows; `now_s` as for `age_s`."""
        return _span(self.paused_seen_s, self._until(now_s))

    def held_total_s(self, now_s: float) -> float:
        """Time on hold as far as it was seen, seconds; `now_s` as for `age_s`."""
        if self.call.state != CallState.HELD:
            return self.held_s
        exactly_s = self.state_age_s(now_s)
        return self.held_s + ((self.state_seen_age_s(now_s) or 0.0) if exactly_s is None else exactly_s)

    @property
    def is_held_exactly(self) -> bool:
        """Whether no hold can have been missed: the call was seen to be answered, and the present hold to begin."""
        if self.call.state in BORN:
            return True
        seen = self.call.state != CallState.HELD or self.state_since_s is not None
        return seen and self.answered_at_s is not None

    def _until(self, now_s: float) -> float:
        return now_s if self.ended_at_s is None else min(now_s, self.ended_at_s)


def fill_in(call: BoardCall, **fields: object) -> None:
    """Change a copy that nobody has seen yet: making one more would be a tenth of the cost of a message.

    Args:
        call: The copy.
        fields: See `BoardCall`.
    """
    for name, value in fields.items():
        object.__setattr__(call, name, value)


def first_sight(key: CallKey, call: Call, sight: Sight) -> BoardCall:
    """Put a call on the board.

    Args:
        key: Source and id.
        call: The resource.
        sight: When this copy was made.

    Returns:
        The call; times that were not seen are None.
    """
    start_s = None if call.duration is None else sight.at_s - call.duration
    # A call is born ringing or dialing, so these two states are as old as the call (API.md 5.5); any other may have
    # been there for a while, whatever the notification says, unless the call itself is new.
    since_s = start_s if call.state in BORN or call.duration == 0 else None
    return BoardCall(
        key=key,
        call=call,
        start_s=start_s,
        state_since_s=since_s,
        state_seen_s=sight.at_s if since_s is None else since_s,
        paused_seen_s=sight.at_s if call.recording_state == RecordingState.PAUSED else None,
        answered_at_s=since_s if call.state == CallState.ESTABLISHED else None,
    )


def see_again(known: BoardCall, call: Call, sight: Sight, missed_since_s: float | None) -> BoardCall:
    """Replace the resource and carry on what was known beside it.

    Args:
        known: The call so far.
        call: The whole resource as it came now.
        sight: When this copy was made.
        missed_since_s: Since when changes may have been missed; None if this difference was seen happening.

    Returns:
        The call as it is now known.
    """
    start_s, younger, recounted_s = _start(known, call, sight)
    # What an unreadable copy said was missed too.
    at_s = sight.at_s if missed_since_s is None and not known.unreadable else None
    changed = call.state != known.call.state
    since_s = at_s if changed else known.state_since_s
    born_s = start_s if call.state in BORN else None
    ended_hold = known.call.state == CallState.HELD and changed
    held_until_s = sight.at_s if missed_since_s is None else min(sight.at_s, missed_since_s)
    # `replace` would take twice as long, and every message comes here.
    return BoardCall(
        key=known.key,
        call=call,
        start_s=start_s,
        state_since_s=start_s if call.state in BORN else since_s,
        state_seen_s=born_s if born_s is not None else sight.at_s if changed else known.state_seen_s,
        held_s=known.held_total_s(held_until_s) if ended_hold else known.held_s,
        paused_since_s=_paused_since(known.paused_since_s, known, call, at_s),
        paused_seen_s=_paused_since(known.paused_seen_s, known, call, sight.at_s),
        answered_at_s=_answered_at(known, call, at_s) if changed else known.answered_at_s,
        younger=younger,
        recounted_s=recounted_s,
        phone_number=known.phone_number,
        extensions=known.extensions,
        metrics=known.metrics,
        ended_at_s=known.ended_at_s,
        end_seen_s=known.end_seen_s,
        ended_how=known.ended_how,
    )


def says_the_same(known: BoardCall, call: Call, sight: Sight) -> bool:
    """Whether `see_again` would find nothing new: the quick answer that most copies of a snapshot get.

    Args:
        known: The call so far.
        call: The whole resource as it came now.
        sight: When this copy was made.
    """
    if known.unreadable or known.ended or not call.same_but_older(known.call):
        return False
    return _start(known, call, sight) == (known.start_s, known.younger, known.recounted_s)


def end(known: BoardCall, last: Call | None, how: str, seen_s: float, ended_at_s: float) -> BoardCall:
    """End a call; it is shown for a while yet.

    Args:
        known: The call so far.
        last: The resource that came with the end; None where nobody saw it.
        how: `released`, `ended while disconnected` or `ended unseen`.
        seen_s: When the end was noticed.
        ended_at_s: When it ended, or until when it surely went on.

    Returns:
        The call, released and without capabilities; where its last copy names nobody, with those who were in it.
    """
    over = {"state": CallState.RELEASED.value, "capabilities": frozenset[str]()}
    return replace(
        known,
        call=known.call.model_copy(update=over) if last is None else _with_parties(last, known.call),
        state_since_s=None if last is None else ended_at_s,
        state_seen_s=None if last is None else ended_at_s,
        held_s=known.held_total_s(ended_at_s),
        ended_at_s=ended_at_s,
        end_seen_s=seen_s,
        ended_how=how,
        unreadable="",
    )


def _with_parties(last: Call, before: Call) -> Call:
    if last.party_count or not before.party_count:
        return last
    return last.model_copy(update={"participants": before.participants, "participants_info": before.participants_info})


class _Start(NamedTuple):
    """What is known of the start after one more copy; see `BoardCall`."""

    start_s: float | None
    younger: Younger | None = None
    recounted_s: float | None = None


def _start(known: BoardCall, call: Call, sight: Sight) -> _Start:
    """The earliest start wins, unless the server insists on a younger call (DECISIONS.md 3)."""
    if call.duration is None:
        return _Start(known.start_s, None, known.recounted_s)
    latest_s = sight.at_s - call.duration
    if known.start_s is None or latest_s <= known.start_s:
        return _Start(latest_s)
    if _is_same_call(known.call, call):
        recounted_s = _recounted(known, call, sight, latest_s)
        if recounted_s is not None or _agrees(known.call, call):
            return _Start(known.start_s, None, recounted_s)
    if sight.not_before_s is not None:
        surely_younger = sight.not_before_s - call.duration - 1.0 > known.start_s + MAX_YOUNGER_S
        return _Start(latest_s if surely_younger else known.start_s)
    if latest_s <= known.start_s + MAX_YOUNGER_S:
        return _Start(known.start_s)
    if known.younger is None:
        return _Start(known.start_s, Younger(latest_s, sight.at_s))
    if sight.at_s < known.younger.at_s + WITNESSES_APART_S:
        return _Start(known.start_s, known.younger)
    return _Start(min(latest_s, known.younger.start_s))


def _recounted(known: BoardCall, call: Call, sight: Sight, latest_s: float) -> float | None:
    """Since when the server counts a call that it takes for the same, if not from its start.

    After a failover a server may count from there (API.md says nothing of it). Only a snapshot can tell, whose age
    is known; once it is told, all durations that begin there are explained by it, whatever state the call is in.
    """
    if known.recounted_s is not None and latest_s >= known.recounted_s - MAX_YOUNGER_S:
        return known.recounted_s
    if sight.not_before_s is None or not _agrees(known.call, call) or known.start_s is None:
        return None
    surely_younger = sight.not_before_s - (call.duration or 0) - 1.0 > known.start_s + MAX_YOUNGER_S
    return latest_s if surely_younger else None


def _is_same_call(one: Call, other: Call) -> bool:
    return (one.call_uuid, one.conn_id) == (other.call_uuid, other.conn_id)


def _agrees(one: Call, other: Call) -> bool:
    """Whether nothing speaks for another leg: one that rings again is one, with all its ids (API.md 5.2)."""
    return one.state == other.state and other.state not in BORN


def _answered_at(known: BoardCall, call: Call, at_s: float | None) -> float | None:
    """What follows ringing or dialing, unless it is the end, is the answer."""
    answered = known.call.state in BORN and call.state not in BORN
    return at_s if known.answered_at_s is None and answered else known.answered_at_s


def _paused_since(before_s: float | None, known: BoardCall, call: Call, at_s: float | None) -> float | None:
    if call.recording_state != RecordingState.PAUSED:
        return None
    return before_s if known.call.recording_state == RecordingState.PAUSED else at_s


def _span(since_s: float | None, until_s: float) -> float | None:
    return None if since_s is None else max(0.0, until_s - since_s)
