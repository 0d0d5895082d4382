"""The calls of one source, step by step: what messages and snapshots changed of them (DECISIONS.md 3 and 4)."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from tui.live.store.call_counts import CallCounts
from tui.live.store.call_rules import CallRules
from tui.live.store.card import BORN, RELEASED, BoardCall, CallKey, Sight, fill_in, first_sight, key_of
from tui.live.store.outside import Lead
from tui.live.store.snapshot_merge import MergeTerms, SnapshotMerge
from tui.source.events import CallEvent, Event, UnreadableEvent
from tui.source.models import Call, CallState
from tui.source.snapshot import Snapshot

_REMEMBERED_S = 120.0
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


class CallReducer(CallRules):
    """Writes the calls of one source into the board's mapping, and remembers what a step touched."""

    def __init__(self, source: str, calls: dict[CallKey, BoardCall], several: dict[CallKey, None]) -> None:
        """Start with no call.

        Args:
            source: Name of the source; the first part of every key.
            calls: The board's mapping of all calls.
            several: The board's calls that go on and have more than one other party, as of the last step.
        """
        super().__init__(source, calls)
        self._mine: set[CallKey] = set()
        self._ended: set[CallKey] = set()
        self._before: dict[CallKey, BoardCall | None] = {}
        self._made: set[CallKey] = set()
        self._several = several
        self._counts = CallCounts(calls, several)
        self._at_look: dict[CallKey, BoardCall] | None = None
        self._since_look: set[CallKey] = set()
        self._keeps_watched = False
        self._merge: SnapshotMerge | None = None
        self._merged: Mapping[CallKey, BoardCall] = {}

    @property
    def weight(self) -> int:
        """Bytes of texts and attached data of all its calls, ended ones included; see `tui.source.weight`."""
        return self._counts.weight

    @property
    def keys(self) -> Set[CallKey]:
        """All calls of the source that are on the board, as they are now."""
        return self._mine

    @property
    def monitored(self) -> Set[CallKey]:
        """Those that go on and are a supervisor's copies, as of the last step."""
        return self._counts.monitored

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
        self._since_look = set()
        self.forget_prepared()

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
        self._before, self._doubts, self._keeps_watched = {}, [], False
        self._recall_look(memory.at_look)
        self._counts = CallCounts(self._calls, self._several)
        for key in self._mine:
            self._counts.note(key)

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
        self._recall_look(memory.at_look)

    def prepare(
        self, snapshot: Snapshot, terms: MergeTerms, lead: Callable[[BoardCall], Lead]
    ) -> Generator[None, None, None]:
        """Work out what a snapshot changes, for `take_snapshot`, while what is on the board stands and goes on.

        Args:
            snapshot: What the server has.
            terms: By what it is judged.
            lead: See `SnapshotMerge`.

        Yields:
            At moments when others may have their turn.
        """
        if self._at_look is None:
            # Whatever comes meanwhile would not be undone.
            return
        merge = self._merge = SnapshotMerge(self._source, self._at_look, self._buried, snapshot, terms, lead)
        # Not `yield from`: where somebody stops half way, what is left is done in the step.
        for _ in merge.steps:
            yield

    def forget_prepared(self) -> None:
        """Let go of what `prepare` worked out, if anything: the snapshot is not taken, or is to be looked at anew."""
        if self._merge is not None:
            self._merge.give_up()
            self._merge = None

    def take_snapshot(self, snapshot: Snapshot, terms: MergeTerms, lead: Callable[[BoardCall], Lead]) -> None:
        """Replace all calls: those that the snapshot lacks have ended, and nobody will say how.

        Args:
            snapshot: What the server has.
            terms: By what it is judged.
            lead: See `SnapshotMerge`.
        """
        if self._merge is not None and not self._merge.fits(snapshot, terms):
            self.forget_prepared()
        merge, self._merge = self._merge, None
        self._return_to_look()
        if merge is None:
            now = {key: self._calls[key] for key in self._mine}
            merge = SnapshotMerge(self._source, now, self._buried, snapshot, terms, lead)
        for _ in merge.steps:
            pass
        self._take_merge(merge)

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
        merged, self._merged = self._merged, {}
        doubts, self._doubts = tuple(self._doubts), []
        added: list[CallKey] = []
        changed: list[CallKey] = []
        ended: list[CallKey] = []
        removed: list[CallKey] = []
        for key, old in before.items():
            new = self._calls.get(key)
            if new is None:
                if old is not None:
                    self._counts.note(key)
                    removed.append(key)
                continue
            if old is not None and new == old:
                self._calls[key] = old
                if key in merged:
                    self._counts.note(key)
                continue
            if new is not merged.get(key):
                self._counts.note(key)
            if key not in made:
                new = self._calls[key] = replace(new, revision=revision, lead=lead(new), country=country)
            elif new is merged.get(key) and new.lead is not None:
                fill_in(new, revision=revision, country=country)
            else:
                fill_in(new, revision=revision, lead=lead(new), country=country)
            into = ended if new.ended else added if old is None or old.ended else changed
            into.append(key)
        return Difference(tuple(added), tuple(changed), tuple(ended), tuple(removed), doubts)

    def sweep(self, now_s: float, ended_for_s: float) -> Iterator[CallKey]:
        """Take away what ended long enough ago.

        Args:
            now_s: Now.
            ended_for_s: How long an ended call stays.

        Yields:
            The keys that were taken away.
        """
        for key in [key for key, at_s in self._buried.items() if now_s - at_s >= _REMEMBERED_S]:
            del self._buried[key]
            self._know_more(key)
        too_many = len(self._ended) > _MOST_ENDED
        for key in tuple(self._ended):
            if too_many or now_s - self._calls[key].end_seen_s >= ended_for_s:
                self._bury(key, self._calls[key].end_seen_s)
                self._drop(key)
                self._counts.note(key)
                self._before.pop(key, None)
                if self._at_look is not None:
                    self._at_look.pop(key, None)
                yield key

    def _recall_look(self, at_look: Mapping[CallKey, BoardCall] | None) -> None:
        self.forget_prepared()
        self._at_look = None if at_look is None else dict(at_look)
        before = at_look or {}
        self._since_look = {key for key in before.keys() | self._mine if self._calls.get(key) is not before.get(key)}

    def _take_merge(self, merge: SnapshotMerge) -> None:
        changed = merge.changed
        for key in changed:
            self._before.setdefault(key, self._calls.get(key))
        self._calls.update(changed)
        self._made.update(changed)
        self._mine.update(changed)
        ended = {key for key, known in changed.items() if known.ended}
        self._ended -= changed.keys() - ended
        self._ended |= ended
        for key in merge.revived:
            self._buried.pop(key, None)
        for key, at_s in merge.buried.items():
            self._bury(key, at_s)
        self._doubts += merge.doubts
        self._counts.adopt(merge.counts, changed.keys())
        self._merged = changed

    def _return_to_look(self) -> None:
        """Undo what came since the look began: it will be replayed on the snapshot."""
        at_look, self._at_look = self._at_look, None
        if at_look is None:
            return
        self._keeps_watched = True
        for key in self._since_look:
            known = at_look.get(key)
            if known is None:
                self._drop(key)
            elif self._calls.get(key) is not known:
                self._put(known)
                self._made.discard(key)
        self._since_look = set()

    def _keep_what_was_watched(self) -> None:
        """Where snapshot and replay confirm what was shown, the times that were seen while it was shown stand."""
        if not self._keeps_watched:
            return
        self._keeps_watched = False
        for key, shown in self._before.items():
            now = self._calls.get(key)
            if (
                shown is None
                or shown.ended
                or now is None
                or now is shown
                or now.ended
                or now.unreadable
                or shown.unreadable
                or shown.call.state in BORN
            ):
                continue
            if now.call.same_but_older(shown.call):
                self._put(replace(shown, start_s=now.start_s, younger=now.younger, recounted_s=now.recounted_s))

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

    def _keep_what_came_beside(self, key: CallKey, event: CallEvent) -> None:
        known = self._calls.get(key)
        if known is not None and key in self._made:
            fill_in(
                known,
                phone_number=event.phone_number or known.phone_number,
                extensions=event.extensions or known.extensions,
                metrics=event.metrics or known.metrics,
            )

    def _bury(self, key: CallKey, seen_s: float) -> None:
        super()._bury(key, seen_s)
        self._know_more(key)

    def _revive(self, key: CallKey, call: Call, sight: Sight) -> None:
        super()._revive(key, call, sight)
        self._know_more(key)

    def _know_more(self, key: CallKey) -> None:
        """Of the end of a call: what was worked out without that counts no more, if it is about that call."""
        if self._merge is not None and self._merge.needs(key):
            self.forget_prepared()

    def _drop(self, key: CallKey) -> None:
        self._before.setdefault(key, self._calls.get(key))
        self._calls.pop(key, None)
        self._made.discard(key)
        self._mine.discard(key)
        self._ended.discard(key)
        if self._at_look is not None:
            self._since_look.add(key)

    def _put(self, call: BoardCall) -> None:
        self._before.setdefault(call.key, self._calls.get(call.key))
        self._calls[call.key] = call
        self._made.add(call.key)
        self._mine.add(call.key)
        if call.ended:
            self._ended.add(call.key)
        else:
            self._ended.discard(call.key)
        if self._at_look is not None:
            self._since_look.add(call.key)


def _steps_back(known: BoardCall, call: Call) -> bool:
    return call.state in BORN and known.call.state not in BORN and not known.unreadable
