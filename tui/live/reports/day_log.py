"""The calls of an agent's day: answered, missed and dialled, as they may be shown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from tui.live.commands.numbers import same_number
from tui.live.commands.operation import Operation, Outcome
from tui.live.operations.operator import Operator
from tui.live.operations.parties import outside_party
from tui.live.store.board import Board, Changes
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.outside import number_of
from tui.live.store.privacy import Show
from tui.source.models import CallState, CallType
from tui.source.raw import Raw, RawObject

LONGEST = 200
"""Calls that are kept; the oldest go first."""
_TALKED = frozenset({CallState.ESTABLISHED, CallState.HELD})
_SURE = "released"


class DayKind(StrEnum):
    """What became of a call."""

    ANSWERED = "answered"
    MISSED = "missed"
    DIALLED = "dialled"
    REJECTED = "rejected"
    UNSEEN = "rang, end not seen"


@dataclass(frozen=True, slots=True)
class DayCall:
    """One call that is over.

    Attributes:
        at: When it began to be known here, wall clock, aware.
        kind: What became of it.
        source: The login that it was on.
        party: Whom it was with, as it may be shown; "" where that is not known.
        number: What dials that party again; None where it is not known, or was not kept.
        talked_s: How long it was spoken, seconds; None where that was not seen.
        disposition: As it may be shown; "" for none.
        seen: Whether the agent has looked at it.
        key: Which call of this run it was.
    """

    at: datetime
    kind: DayKind
    source: str
    party: str = ""
    number: Raw | None = None
    talked_s: float | None = None
    disposition: str = ""
    seen: bool = False
    key: CallKey | None = field(default=None, compare=False)


def place_to_ring_back(calls: Sequence[DayCall]) -> int | None:
    """Find the call that is most likely to be dialled again.

    Args:
        calls: The newest first.

    Returns:
        The place of the newest missed call that can be dialled, and whose party was not spoken with or dialled since;
        None where there is none.
    """
    for place, call in enumerate(calls):
        if call.kind is DayKind.MISSED and call.number is not None:
            since = (one for one in calls[:place] if one.kind in _REACHED)
            if not any(_same_party(call, one) for one in since):
                return place
    return None


def _same_party(one: DayCall, other: DayCall) -> bool:
    if one.number is None or other.number is None:
        return one.party == other.party
    return same_number(one.number.text, other.number.text)


@dataclass(frozen=True, slots=True)
class _Leg:
    """A call that goes on: how it began, and as it was when its party was last known."""

    at: datetime
    call: BoardCall
    number: Raw | None
    dialled: bool
    talked: bool


_REACHED = frozenset({DayKind.ANSWERED, DayKind.DIALLED})
Keep = Callable[[tuple[DayCall, ...]], None]
"""Keeps the calls beyond the run."""


class DayLog:
    """Listens to a board and to what is sent; what began before it listens and has ended is not known to it."""

    def __init__(
        self,
        board: Board,
        operator: Operator,
        disposition_key: str,
        hours: float,
        kept: Iterable[DayCall] = (),
        keep: Keep = lambda _: None,
    ) -> None:
        """Listen until `stop` is called.

        Args:
            board: Masks what must not be shown.
            operator: Tells of dispositions that were set after the call, and of rejected calls.
            disposition_key: Key of the attached data.
            hours: What is older is forgotten.
            kept: Calls of former runs.
            keep: Called with all calls whenever they are others.
        """
        self._board = board
        self._operator = operator
        self._disposition_key = disposition_key
        self._span = timedelta(hours=hours)
        self._calls = list(kept)
        self._keep = keep
        self._legs: dict[CallKey, _Leg] = {}
        self._stops = (board.watch(self._take), operator.watch(self._on_step))
        self._take(Changes())
        if len(self.calls) < len(self._calls):
            self._changed()

    @property
    def calls(self) -> tuple[DayCall, ...]:
        """All calls of the day, the newest first."""
        since = self._board.clock.wall() - self._span
        return tuple(sorted((one for one in self._calls if one.at >= since), key=lambda one: one.at, reverse=True))

    @property
    def missed(self) -> int:
        """How many were missed that the agent has not looked at."""
        return sum(one.kind is DayKind.MISSED and not one.seen for one in self.calls)

    def look(self) -> None:
        """The agent looks at them."""
        if not all(one.seen for one in self._calls):
            self._calls = [replace(one, seen=True) for one in self._calls]
            self._changed()

    def stop(self) -> None:
        """Listen no more."""
        for stop in self._stops:
            stop()

    def _take(self, changes: Changes) -> None:
        del changes
        for key, call in self._board.calls.items():
            if call.ended:
                self._end(key, call)
            elif call.call.call_type != CallType.CONSULT and not call.call.monitoring:
                self._follow(key, call)
        for key in self._legs.keys() - self._board.calls.keys():
            del self._legs[key]

    def _follow(self, key: CallKey, call: BoardCall) -> None:
        before, state = self._legs.get(key), call.call.state
        # Who has left a conference, or a call that ends, is whom it was with all the same.
        known = before if before and call.call.party_count < before.call.call.party_count else None
        self._legs[key] = _Leg(
            at=before.at if before else self._board.clock.wall(),
            call=known.call if known else call,
            number=known.number if known else self._number(call) or (before.number if before else None),
            dialled=before.dialled
            if before
            else state == CallState.DIALING or call.call.call_type == CallType.OUTBOUND or self._began_here(call),
            talked=state in _TALKED or bool(before and before.talked),
        )

    def _began_here(self, call: BoardCall) -> bool:
        """Whether a call within the centre that was first seen when it was answered was dialled by the own phone."""
        device = self._board.bare.sources[call.key.source].devices.get(call.call.device_id or "")
        own = device.device.phone_number if device is not None else ""
        return call.call.call_type == CallType.INTERNAL and bool(own) and call.call.ani == own

    def _number(self, call: BoardCall) -> Raw | None:
        party = outside_party(self._board, call.key)
        return None if party is None else party.raw_number

    def _end(self, key: CallKey, ended: BoardCall) -> None:
        leg = self._legs.pop(key, None)
        if leg is None:
            return
        call, talked_s = leg.call, None
        if ended.answered_at_s is not None and ended.ended_at_s is not None:
            talked_s = max(0.0, ended.ended_at_s - ended.answered_at_s)
        one = DayCall(
            at=leg.at,
            kind=self._kind(leg, ended),
            source=key.source,
            party=number_of(call.call, call.leading, call.country),
            number=leg.number,
            talked_s=talked_s,
            disposition=self._disposition(ended) or self._disposition(call),
            key=key,
        )
        self._calls = [*self.calls[: LONGEST - 1], one]
        self._changed()

    def _kind(self, leg: _Leg, ended: BoardCall) -> DayKind:
        if leg.dialled:
            return DayKind.DIALLED
        if leg.talked or ended.answered_at_s is not None:
            return DayKind.ANSWERED
        sent = self._operator.operations.values()
        own = [one for one in sent if CallKey(one.asked.source, one.asked.target_id) == ended.key]
        if any(one.command.id in ("reject", "clear_call") and one.outcome is not Outcome.FAILED for one in own):
            return DayKind.REJECTED
        # While nobody looked it may have been answered elsewhere: of what is not known nothing is claimed.
        return DayKind.MISSED if ended.ended_how == _SURE else DayKind.UNSEEN

    def _disposition(self, call: BoardCall) -> str:
        value = (call.call.user_data or {}).get(self._disposition_key)
        return value if isinstance(value, str) else ""

    def _on_step(self, one: Operation) -> None:
        data, key = one.asked.parameters.get("userData"), CallKey(one.asked.source, one.asked.target_id)
        if one.outcome is not Outcome.CONFIRMED or not isinstance(data, RawObject):
            return
        value = data.pairs.get(self._disposition_key)
        shown = self._board.privacy.of_key(self._disposition_key) is Show.SHOW
        if isinstance(value, str) and shown and any(call.key == key for call in self._calls):
            said = Raw(value).shown
            self._calls = [replace(call, disposition=said) if call.key == key else call for call in self._calls]
            self._changed()

    def _changed(self) -> None:
        self._keep(self.calls)
