"""The rules by which snapshots and messages change the calls of one source (DECISIONS.md 3 and 4)."""

from dataclasses import replace

from tui.live.store.card import (
    BORN,
    MAX_YOUNGER_S,
    RELEASED,
    BoardCall,
    CallKey,
    Sight,
    end,
    fill_in,
    first_sight,
    key_of,
    says_the_same,
    see_again,
)
from tui.source.events import CallEvent, Event, UnreadableEvent
from tui.source.models import Call, CallState
from tui.source.snapshot import Unreadable

_MOST_BURIED = 20_000
"""So many ended calls are remembered; of more, those whose end was seen last."""


class CallRules:
    """Writes copies of the calls of one source into a mapping, and remembers which it touched and what contradicts."""

    def __init__(self, source: str, calls: dict[CallKey, BoardCall]) -> None:
        """Start with no call.

        Args:
            source: Name of the source; the first part of every key.
            calls: Where its calls go, beside those of others.
        """
        self._source = source
        self._calls = calls
        self._mine: set[CallKey] = set()
        self._ended: set[CallKey] = set()
        self._buried: dict[CallKey, float] = {}
        self._before: dict[CallKey, BoardCall | None] = {}
        self._made: set[CallKey] = set()
        self._doubts: list[str] = []

    def take(self, event: Event, missed_since_s: float | None = None) -> None:
        """Take one message.

        Args:
            event: The message.
            missed_since_s: Since when others may have been missed; None if nothing was.
        """
        if isinstance(event, CallEvent):
            self._take_message(event, missed_since_s)
        elif isinstance(event, UnreadableEvent):
            self._doubts.append(event.why)
            key = CallKey(self._source, event.call_id)
            if key in self._calls and key not in self._ended:
                self._put(replace(self._calls[key], unreadable=event.why))

    def _key_in_snapshot(self, call: Call, times: int) -> CallKey:
        """A snapshot shows whether an id is on two devices; one that is there once may have changed its device."""
        key = key_of(self._calls, self._source, call)
        return key if times > 1 or key in self._calls else CallKey(self._source, call.id)

    def _take_copy(self, key: CallKey, call: Call, sight: Sight, missed_since_s: float) -> CallKey:
        known = self._calls.get(key)
        if call.state == CallState.RELEASED:
            self._end(key, RELEASED, sight.at_s, last=call)
        elif self._is_over(key):
            self._doubts.append(f"the server still has {call.id}, which has ended")
            self._revive(key, call, sight)
        elif known is None:
            self._put(first_sight(key, call, sight))
        else:
            self._see(known, call, sight, missed_since_s)
        return key

    def _take_unreadable(self, item: Unreadable, number: int) -> CallKey:
        key = CallKey(self._source, item.id or f"unreadable-{number}")
        known = self._calls.get(key) or BoardCall(key, Call(id=key.id))
        self._put(replace(known, unreadable=item.why, ended_at_s=None, ended_how=""))
        return key

    def _take_message(self, event: CallEvent, missed_since_s: float | None) -> None:
        call, sight = event.call, Sight(event.received_s)
        key = key_of(self._calls, self._source, call)
        if key.id != call.id and key not in self._calls:
            self._doubts.append(f"{call.id} is on two devices")
        known = self._calls.get(key)
        if call.state == CallState.RELEASED:
            self._end(key, RELEASED, event.received_s, last=call)
        elif self._is_over(key):
            self._take_after_end(key, call, sight)
        elif known is None:
            self._take_first(key, call, sight)
        elif _steps_back(known, call):
            self._doubts.append(f"{call.id} was {known.call.state} and is {call.state}")
            self._take_leg(known, call, sight, missed_since_s)
        else:
            self._see(known, call, sight, missed_since_s)
        self._keep_what_came_beside(key, event)

    def _take_first(self, key: CallKey, call: Call, sight: Sight) -> None:
        if call.state not in BORN:
            self._doubts.append(f"the first word of {call.id} is {call.state or 'not its state'}")
        self._put(first_sight(key, call, sight))

    def _take_after_end(self, key: CallKey, call: Call, sight: Sight) -> None:
        """A call may be offered again with its old id (API.md 5.2); what else comes so late is a contradiction."""
        known = self._calls.get(key)
        self._doubts.append(f"{call.state} for {call.id}, which has ended")
        # That a call was absent is the word of a snapshot, which may be older than this message.
        only_absent = known is not None and known.ended_how != RELEASED
        if call.state in BORN or only_absent:
            self._revive(key, call, sight)

    def _take_leg(self, known: BoardCall, call: Call, sight: Sight, missed_since_s: float | None) -> None:
        """Take a copy that is late, or that begins a new leg whose predecessor's end was missed."""
        new = first_sight(known.key, call, sight)
        if call.state in BORN and _is_later(new.start_s, known.start_s, MAX_YOUNGER_S):
            self._put(new)
        else:
            self._see(known, call, sight, missed_since_s)

    def _revive(self, key: CallKey, call: Call, sight: Sight) -> None:
        known = self._calls.get(key)
        self._buried.pop(key, None)
        if known is None or known.ended_how == RELEASED:
            self._put(first_sight(key, call, sight))
        else:
            self._take_leg(replace(known, ended_at_s=None, ended_how=""), call, sight, known.ended_at_s)

    def _is_over(self, key: CallKey) -> bool:
        known = self._calls.get(key)
        return known.ended if known is not None else key in self._buried

    def _see(self, known: BoardCall, call: Call, sight: Sight, missed_since_s: float | None) -> None:
        if self._calls.get(known.key) is known and says_the_same(known, call, sight):
            return
        seen = see_again(known, call, sight, missed_since_s)
        if _is_later(seen.start_s, known.start_s):
            self._doubts.append(f"{call.id} is younger than it was shown")
        elif seen.recounted_s is not None and known.recounted_s is None:
            self._doubts.append(f"{call.id} is counted from {call.duration} s again, and its earlier start stands")
        before = self._calls.get(known.key)
        if before is not None and seen.call.same_but_older(before.call) and seen == replace(before, call=seen.call):
            return
        self._put(seen)

    def _keep_what_came_beside(self, key: CallKey, event: CallEvent) -> None:
        known = self._calls.get(key)
        if known is not None and key in self._made:
            fill_in(
                known,
                phone_number=event.phone_number or known.phone_number,
                extensions=event.extensions or known.extensions,
                metrics=event.metrics or known.metrics,
            )

    def _end(
        self, key: CallKey, how: str, seen_s: float, *, last: Call | None = None, ended_at_s: float | None = None
    ) -> None:
        known = self._calls.get(key)
        if known is None or (known.ended and known.ended_how == RELEASED):
            # The first word of a call may be its last (API.md 9, quirk 7): there is nothing to end.
            self._bury(key, seen_s)
            return
        if ended_at_s is None:
            ended_at_s = seen_s if known.ended_at_s is None else known.ended_at_s
        self._put(end(known, last, how, seen_s, ended_at_s))

    def _bury(self, key: CallKey, seen_s: float) -> None:
        # In the order in which their ends were seen.
        self._buried.pop(key, None)
        self._buried[key] = seen_s
        if len(self._buried) > _MOST_BURIED:
            del self._buried[next(iter(self._buried))]

    def _drop(self, key: CallKey) -> None:
        self._before.setdefault(key, self._calls.get(key))
        self._calls.pop(key, None)
        self._made.discard(key)
        self._mine.discard(key)
        self._ended.discard(key)

    def _put(self, call: BoardCall) -> None:
        self._before.setdefault(call.key, self._calls.get(call.key))
        self._calls[call.key] = call
        self._made.add(call.key)
        self._mine.add(call.key)
        if call.ended:
            self._ended.add(call.key)
        else:
            self._ended.discard(call.key)


def _steps_back(known: BoardCall, call: Call) -> bool:
    return call.state in BORN and known.call.state not in BORN and not known.unreadable


def _is_later(start_s: float | None, than_s: float | None, by_s: float = 0.0) -> bool:
    return start_s is not None and than_s is not None and start_s > than_s + by_s
