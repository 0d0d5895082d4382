"""The calls of one source, and the rules by which snapshots and messages change them (DECISIONS.md 3 and 4)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

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
from tui.live.store.monitored import is_monitored_call
from tui.live.store.outside import Lead
from tui.source.events import CallEvent, Event, UnreadableEvent
from tui.source.models import Call, CallState
from tui.source.snapshot import Snapshot, Unreadable
from tui.source.weight import weight_of, weight_of_data

_REMEMBERED_S = 120.0
_MOST_BURIED = 20_000
"""So many ended calls are remembered; of more, those whose end was seen last."""
_MOST_ENDED = 2_000
"""So many ended calls stay to be seen; where more ended together nobody could read them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a step changed, by key, and which contradictions it met."""

    added: tuple[CallKey, ...]
    changed: tuple[CallKey, ...]
    ended: tuple[CallKey, ...]
    removed: tuple[CallKey, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallReducerMemory:
    """What a ledger knows beside the calls that are on the board; see `CallReducer.remember`.

    Attributes:
        buried: When the end of calls was seen that have left the board a short while ago.
        at_look: The calls as they were when the snapshot was asked for that is waited for; None where none is.
    """

    buried: Mapping[CallKey, float]
    at_look: Mapping[CallKey, BoardCall] | None = None


class CallReducer:
    """Writes the calls of one source into the board's mapping, and remembers what a step touched."""

    def __init__(self, source: str, calls: dict[CallKey, BoardCall], several: dict[CallKey, None]) -> None:
        """Start with no call.

        Args:
            source: Name of the source; the first part of every key.
            calls: The board's mapping of all calls.
            several: The board's calls that go on and have more than one other party, as of the last step.
        """
        self._source = source
        self._calls = calls
        self._several = several
        self._mine: set[CallKey] = set()
        self._ended: set[CallKey] = set()
        self._monitored: set[CallKey] = set()
        self._buried: dict[CallKey, float] = {}
        self._before: dict[CallKey, BoardCall | None] = {}
        self._made: set[CallKey] = set()
        self._doubts: list[str] = []
        self._at_look: dict[CallKey, BoardCall] | None = None
        self._watched: dict[CallKey, BoardCall] = {}
        self._weights: dict[CallKey, int] = {}
        self._weight = 0
        self._unweighed: set[CallKey] = set()

    @property
    def weight(self) -> int:
        """Bytes of texts and attached data of all its calls, ended ones included; see `tui.source.weight`."""
        # Only a feed asks for it, and to weigh a call takes as long as much else that a step does.
        for key in self._unweighed:
            known = self._calls[key]
            self._weight -= self._weights.pop(key, 0)
            self._weights[key] = weight_of(known.call) + weight_of_data(known.extensions, known.metrics)
            self._weight += self._weights[key]
        self._unweighed.clear()
        return self._weight

    @property
    def keys(self) -> Set[CallKey]:
        """All calls of the source that are on the board, as they are now."""
        return self._mine

    @property
    def monitored(self) -> Set[CallKey]:
        """Those that go on and are a supervisor's copies, as of the last step."""
        return self._monitored

    @property
    def empty(self) -> bool:
        """Whether no call goes on."""
        return self.going_on == 0

    @property
    def going_on(self) -> int:
        """How many calls go on."""
        return len(self._mine) - len(self._ended)

    @property
    def knows_ends(self) -> bool:
        """Whether a call has ended that is on the board yet, or left it a short while ago."""
        return bool(self._ended or self._buried)

    def begin_look(self) -> None:
        """Remember the calls as they are when a snapshot is asked for."""
        self._at_look = {key: self._calls[key] for key in self._mine}

    def remember(self) -> CallReducerMemory:
        """Keep what is known between two steps."""
        return CallReducerMemory(dict(self._buried), None if self._at_look is None else dict(self._at_look))

    def recall(self, memory: CallReducerMemory) -> None:
        """Go back to what was known; the calls on the board are there again already.

        Args:
            memory: From `remember`.
        """
        self._mine = {key for key in self._calls if key.source == self._source}
        self._ended = {key for key in self._mine if self._calls[key].ended}
        self._buried = dict(memory.buried)
        self._at_look = None if memory.at_look is None else dict(memory.at_look)
        self._before, self._watched, self._doubts = {}, {}, []
        self._weights, self._weight, self._unweighed = {}, 0, set()
        self._monitored = set()
        for key in self._mine:
            self._note(key)

    def adopt(self, calls: Iterable[BoardCall], memory: CallReducerMemory, *, fresh: bool = False) -> None:
        """Be what another ledger of this source was, whose rules made these calls: none is applied once more.

        Args:
            calls: All of them, those that ended among them, with times of this board's clock.
            memory: What it knew beside them.
            fresh: Whether those of revision 0 are copies that nobody else has.
        """
        kept = {call.key: call for call in calls}
        for key in self._mine - kept.keys():
            self._drop(key)
        for key, call in kept.items():
            if self._calls.get(key) is call:
                continue
            self._put(call)
            if not fresh or call.revision:
                # It is another board's as well: a step may not write into it.
                self._made.discard(key)
        self._buried = dict(memory.buried)
        self._at_look = None if memory.at_look is None else dict(memory.at_look)

    def take_snapshot(self, snapshot: Snapshot, sight: Sight, absent: str, missed_since_s: float) -> None:
        """Replace all calls: those that the snapshot lacks have ended, and nobody will say how.

        Args:
            snapshot: What the server has.
            sight: When it was made.
            absent: How a call ended that is absent, in words.
            missed_since_s: Since when changes may have been missed; until then such a call certainly went on.
        """
        self._return_to_look()
        times = Counter(call.id for call in snapshot.calls)
        present = {
            self._take_copy(self._key_in_snapshot(call, times[call.id]), call, sight, missed_since_s)
            for call in snapshot.calls
        }
        present |= {self._take_unreadable(item, number) for number, item in enumerate(snapshot.unreadable)}
        for key in self._mine - present - self._ended:
            self._end(key, absent, sight.at_s, ended_at_s=missed_since_s)

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

    def close_step(self, revision: int, lead: Callable[[BoardCall], Lead], country: str = "") -> Difference:
        """Stamp what changed, and start the next step.

        Args:
            revision: The number of this step on the board.
            lead: Tells who of a call is outside.
            country: By whose rules its numbers are written; see `BoardCall`.

        Returns:
            What changed since the last step was closed.
        """
        self._keep_what_was_watched()
        before, self._before = self._before, {}
        made, self._made = self._made, set()
        doubts, self._doubts = tuple(self._doubts), []
        touched = [key for key, old in before.items() if self._differs(key, old)]
        for key in touched:
            self._note(key)
            if key in made:
                fill_in(self._calls[key], revision=revision, lead=lead(self._calls[key]), country=country)
            elif key in self._calls:
                known = self._calls[key]
                self._calls[key] = replace(known, revision=revision, lead=lead(known), country=country)
        return Difference(
            added=tuple(key for key in touched if key in self._calls and _begins(before[key], self._calls[key])),
            changed=tuple(key for key in touched if key in self._calls and _goes_on(before[key], self._calls[key])),
            ended=tuple(key for key in touched if key in self._calls and self._calls[key].ended),
            removed=tuple(key for key in touched if key not in self._calls),
            doubts=doubts,
        )

    def sweep(self, now_s: float, ended_for_s: float) -> Iterator[CallKey]:
        """Take away what ended long enough ago.

        Args:
            now_s: Now.
            ended_for_s: How long an ended call stays.

        Yields:
            The keys that were taken away.
        """
        self._buried = {key: at_s for key, at_s in self._buried.items() if now_s - at_s < _REMEMBERED_S}
        too_many = len(self._ended) > _MOST_ENDED
        for key in tuple(self._ended):
            if too_many or now_s - self._calls[key].end_seen_s >= ended_for_s:
                self._bury(key, self._calls[key].end_seen_s)
                self._drop(key)
                self._note(key)
                self._before.pop(key, None)
                if self._at_look is not None:
                    self._at_look.pop(key, None)
                yield key

    def _return_to_look(self) -> None:
        """Undo what came since the look began: it will be replayed on the snapshot."""
        if self._at_look is None:
            return
        self._watched = {key: self._calls[key] for key in self._mine - self._ended}
        for key in self._mine - self._at_look.keys():
            self._drop(key)
        for key, known in self._at_look.items():
            if self._calls.get(key) is not known:
                self._put(known)
                self._made.discard(key)
        self._at_look = None

    def _keep_what_was_watched(self) -> None:
        """Where snapshot and replay confirm what was shown, the times that were seen while it was shown stand."""
        watched, self._watched = self._watched, {}
        for key, shown in watched.items():
            now = self._calls.get(key)
            if (
                now is None
                or now is shown
                or now.ended
                or now.unreadable
                or shown.unreadable
                or shown.call.state in BORN
            ):
                continue
            if now.call.same_but_older(shown.call):
                self._put(replace(shown, start_s=now.start_s, younger=now.younger, recounted_s=now.recounted_s))

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

    def _note(self, key: CallKey) -> None:
        """Count a call as it is after a step, so that nobody has to look at all of them."""
        known = self._calls.get(key)
        goes_on = known.call if known is not None and not known.ended else None
        if goes_on is not None and is_monitored_call(goes_on):
            self._monitored.add(key)
        else:
            self._monitored.discard(key)
        if goes_on is not None and goes_on.party_count > 1:
            self._several[key] = None
        else:
            self._several.pop(key, None)
        if known is not None:
            self._unweighed.add(key)
        else:
            self._unweighed.discard(key)
            self._weight -= self._weights.pop(key, 0)

    def _differs(self, key: CallKey, old: BoardCall | None) -> bool:
        new = self._calls.get(key)
        if new is None or old is None:
            return new is not old
        if new != old:
            return True
        self._calls[key] = old
        return False

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


def _begins(before: BoardCall | None, after: BoardCall) -> bool:
    return not after.ended and (before is None or before.ended)


def _goes_on(before: BoardCall | None, after: BoardCall) -> bool:
    return not after.ended and before is not None and not before.ended
