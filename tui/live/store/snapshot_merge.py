"""What a snapshot changes of the calls of one source, worked out a few at a time while the board stands."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from tui.live import steps
from tui.live.steps import in_parts
from tui.live.store.call_counts import CallCounts
from tui.live.store.call_rules import CallRules
from tui.live.store.card import RELEASED, BoardCall, CallKey, Sight, fill_in, first_sight, key_of
from tui.live.store.outside import Lead
from tui.source.models import Call, CallState
from tui.source.snapshot import Snapshot, Unreadable


class MergeTerms(NamedTuple):
    """By what a snapshot is judged.

    Attributes:
        sight: When it was made.
        absent: How a call ended that is absent, in words.
        missed_since_s: Since when changes may have been missed; until then such a call certainly went on.
    """

    sight: Sight
    absent: str
    missed_since_s: float


class SnapshotMerge(CallRules):
    """A snapshot put onto the calls as they were when it was asked for, in a mapping of its own.

    It depends on nothing that comes meanwhile, but for ends; see `needs`. So it may take its time: what came since is
    undone on the board and replayed in the one step that takes it (`CallReducer.take_snapshot`).

    Attributes:
        terms: By what it is judged.
        changed: The calls that are another copy than before, once all steps are done.
        counts: Of these.
        steps: Goes on with it; the end of each is a moment to let others have their turn. A few calls are one step.
    """

    def __init__(
        self,
        source: str,
        at_look: Mapping[CallKey, BoardCall],
        buried: Mapping[CallKey, float],
        snapshot: Snapshot,
        terms: MergeTerms,
        lead: Callable[[BoardCall], Lead],
    ) -> None:
        """Begin; nothing is looked at before the first of `steps`.

        Args:
            source: Name of the source.
            at_look: Its calls when the snapshot was asked for.
            buried: When the end of calls was seen that have left the board a short while ago.
            snapshot: What the server has.
            terms: By what it is judged.
            lead: Tells who is outside of a call with one party, when the devices of the snapshot are known.
        """
        super().__init__(source, dict(at_look))
        self.changed: dict[CallKey, BoardCall] = {}
        self._ended_at_look = {key for key, known in at_look.items() if known.ended}
        self._at_look = at_look
        self._buried, self._buried_before = dict(buried), dict(buried)
        self._snapshot = snapshot
        self._times = Counter(call.id for call in snapshot.calls)
        self._lead = lead
        self.terms = terms
        self.counts = CallCounts(self._calls, {})
        self.steps = self._work()

    @property
    def doubts(self) -> Sequence[str]:
        """Contradictions that it met."""
        return self._doubts

    @property
    def buried(self) -> Mapping[CallKey, float]:
        """Calls of which it brings nothing but the end."""
        return {key: at_s for key, at_s in self._buried.items() if self._buried_before.get(key) != at_s}

    @property
    def revived(self) -> Set[CallKey]:
        """Calls whose end was seen, and that the server still has."""
        return self._buried_before.keys() - self._buried.keys()

    def fits(self, snapshot: Snapshot, terms: MergeTerms) -> bool:
        """Whether this is what a snapshot changes.

        Args:
            snapshot: One that is to be shown now.
            terms: By what it is judged now.
        """
        mine = self._snapshot
        same = mine.calls is snapshot.calls and mine.unreadable is snapshot.unreadable
        return same and mine.devices is snapshot.devices and self.terms == terms

    def give_up(self) -> None:
        """Let go of everything: steps that are left would hold it, and each other."""
        self.steps.close()

    def needs(self, key: CallKey) -> bool:
        """Whether it would be another one, had it known of the end of a call that was seen meanwhile.

        Args:
            key: The call.
        """
        known = self._at_look.get(key)
        # The second of two cards of one id is named after its device (`key_of`).
        told = key.id in self._times or key.id.rpartition(" on ")[0] in self._times
        return told or (known is not None and not known.ended)

    def _work(self) -> Generator[None, None, None]:
        sight, absent, missed_since_s = self.terms
        present: set[CallKey] = set()
        for calls in in_parts(self._snapshot.calls):
            for call in calls:
                key = self._key_in_snapshot(call, self._times[call.id])
                present.add(self._take_copy(key, call, sight, missed_since_s))
            if len(calls) == steps.AT_ONCE:
                yield
        for number, item in enumerate(self._snapshot.unreadable):
            present.add(self._take_unreadable(item, number))
        for keys in in_parts(self._at_look.keys() - present - self._ended_at_look):
            for key in keys:
                self._end(key, absent, sight.at_s, ended_at_s=missed_since_s)
            if len(keys) == steps.AT_ONCE:
                yield
        for keys in in_parts(self.changed):
            self._prepare(keys)
            if len(keys) == steps.AT_ONCE:
                yield

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

    def _put(self, call: BoardCall) -> None:
        self._calls[call.key] = self.changed[call.key] = call

    def _prepare(self, keys: Iterable[CallKey]) -> None:
        for key in keys:
            known = self._calls[key]
            # Of several parties, who is outside depends on the devices of all sources.
            fill_in(known, lead=self._lead(known) if known.call.party_count < 2 else None)
            self.counts.note(key)
        _ = self.counts.weight
