"""Numbers about all calls, kept by looking only at those that changed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Set
from heapq import heapify, heappop, heappush
from math import inf
from types import MappingProxyType
from typing import NamedTuple

from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.attention.tally import Tally
from tui.views.attention.thresholds import Thresholds, alarm_at_s
from tui.views.moment import now_s

_SPARE = 100
"""How many dead alarms are kept in mind, beside as many as there are calls, before they are dropped."""


_NONE: Set[CallKey] = frozenset()


class _Counted(NamedTuple):
    state: str
    unreadable: bool
    start_s: float
    alarm_at_s: float | None


class Census:
    """Counts calls, and knows which of them need somebody."""

    def __init__(self, board: Board, thresholds: Thresholds) -> None:
        """Count nothing yet.

        Args:
            board: Where the calls are.
            thresholds: From when on a call needs somebody.
        """
        self.calm: frozenset[CallKey] = frozenset()
        self._board = board
        self._calls, self._sources = board.bare
        self._thresholds = thresholds
        self._counted: dict[CallKey, _Counted] = {}
        self._states: Counter[str] = Counter()
        self._calls_of: Counter[str] = Counter()
        self._unreadable = 0
        # Both counted anew only when a link is another.
        self._unsure = self._alarmed = 0
        self._links_revision = -1
        # By source: no alarm is claimed for any call of one that is not sure, however many it has.
        self._late: dict[str, set[CallKey]] = {}
        self._due: list[tuple[float, CallKey]] = []
        # Without it every change of a call would leave one more entry there until its alarm, minutes later.
        self._due_of: dict[CallKey, float] = {}
        self._longest: CallKey | None = None
        self._seen_s = -inf

    @property
    def alarmed(self) -> set[CallKey]:
        """The calls that need somebody, those whose alarm was acknowledged among them."""
        return {key for name, late in self._late.items() if self._is_sure(name) for key in late}

    def is_alarmed(self, key: CallKey) -> bool:
        """Whether a call needs somebody, or did until that was acknowledged."""
        late = self._late.get(key[0])
        return late is not None and key in late and self._is_sure(key[0])

    def alarmed_of(self, name: str) -> Set[CallKey]:
        """The same of one source, for who looks at many of its calls at once."""
        return self._late.get(name, _NONE) if self._is_sure(name) else _NONE

    def take(self, keys: Iterable[CallKey]) -> list[CallKey]:
        """Count these calls again.

        Args:
            keys: Calls that came, changed or went.

        Returns:
            Those that need somebody now and did not before, or the other way round.
        """
        moved = []
        for key in keys:
            call = self._calls.get(key)
            counted = None if call is None or call.ended else self._look_at(call)
            before = self._counted.get(key)
            if counted == before:
                continue
            was_alarmed = self.is_alarmed(key)
            if before is not None and counted is not None and counted[:-1] == before[:-1]:
                # As with other thresholds, of all calls of a board.
                self._forget_late(key)
                self._counted[key] = counted
            else:
                self._forget(key)
                if counted is not None:
                    self._count(key, counted)
            if counted is not None and counted.alarm_at_s is not None:
                self._watch(key, counted.alarm_at_s)
            if self.is_alarmed(key) is not was_alarmed:
                moved.append(key)
        return moved

    def follow(self, thresholds: Thresholds) -> None:
        """Go by other thresholds; every call has to be taken again.

        Args:
            thresholds: From when on a call needs somebody now.
        """
        self._thresholds = thresholds

    def take_due(self) -> set[CallKey]:
        """See which calls have come to need somebody since the last look.

        Returns:
            Their keys; where a recording has gone back, also those that do not need anybody yet.
        """
        until_s = now_s(self._board)
        came = self._go_back(until_s) if until_s < self._seen_s else set()
        self._seen_s = until_s
        while self._due and self._due[0][0] <= until_s:
            at_s, key = heappop(self._due)
            if self._due_of.get(key) == at_s:
                del self._due_of[key]
            counted = self._counted.get(key)
            if counted is not None and counted.alarm_at_s == at_s:
                self._note_late(key)
                came.add(key)
        return {key for key in came if self._is_sure(key.source)}

    def _go_back(self, until_s: float) -> set[CallKey]:
        ahead = {(at_s, key) for key, at_s in self._late_at() if at_s > until_s}
        for at_s, key in ahead:
            self._forget_late(key)
            self._watch(key, at_s)
        return {key for _, key in ahead}

    def _late_at(self) -> Iterator[tuple[CallKey, float]]:
        for key in (key for late in self._late.values() for key in late):
            at_s = self._counted[key].alarm_at_s
            if at_s is not None:
                yield key, at_s

    def needs_somebody(self, key: CallKey) -> bool:
        """Whether a call is alarmed and nobody has acknowledged that."""
        late = self._late.get(key[0])
        return late is not None and key in late and key not in self.calm and self._is_sure(key[0])

    def tally(self) -> Tally:
        """The numbers now."""
        if self._links_revision != self._board.links_revision:
            self._look_at_links()
        return Tally(
            calls=len(self._counted),
            states=MappingProxyType({state: number for state, number in self._states.items() if number}),
            unreadable=self._unreadable,
            unsure=self._unsure,
            alarmed=self._alarmed - sum(map(self.is_alarmed, self.calm)),
            longest=self._find_longest(),
        )

    def _look_at(self, call: BareCall) -> _Counted:
        start_s = inf if call.start_s is None else call.start_s
        return _Counted(call.call.state, not call.readable, start_s, alarm_at_s(call, self._thresholds))

    def _count(self, key: CallKey, counted: _Counted) -> None:
        self._counted[key] = counted
        self._unreadable += counted.unreadable
        self._states[counted.state] += not counted.unreadable
        self._calls_of[key.source] += 1
        self._unsure += not self._is_live(key.source)
        longest = self._counted.get(self._longest) if self._longest else None
        if longest is not None and counted.start_s < longest.start_s:
            self._longest = key

    def _forget(self, key: CallKey) -> None:
        counted = self._counted.pop(key, None)
        if counted is None:
            return
        self._forget_late(key)
        self._unreadable -= counted.unreadable
        self._states[counted.state] -= not counted.unreadable
        self._calls_of[key.source] -= 1
        self._unsure -= not self._is_live(key.source)
        if key == self._longest:
            self._longest = None

    def _forget_late(self, key: CallKey) -> None:
        late = self._late.get(key.source)
        if late is not None and key in late:
            self._alarmed -= self._is_sure(key.source)
            late.remove(key)

    def _watch(self, key: CallKey, at_s: float) -> None:
        if at_s <= now_s(self._board):
            self._note_late(key)
        elif self._due_of.get(key) != at_s:
            self._due_of[key] = at_s
            heappush(self._due, (at_s, key))
            if len(self._due) > _SPARE + 2 * len(self._counted):
                self._drop_dead()

    def _note_late(self, key: CallKey) -> None:
        late = self._late.setdefault(key.source, set())
        self._alarmed += key not in late and self._is_sure(key.source)
        late.add(key)

    def _look_at_links(self) -> None:
        self._links_revision = self._board.links_revision
        self._unsure = sum(n for name, n in self._calls_of.items() if not self._is_live(name))
        self._alarmed = sum(len(late) for name, late in self._late.items() if self._is_sure(name))

    def _drop_dead(self) -> None:
        """Keep no alarm in mind whose call has gone or is another by now: some are an hour away."""
        known = self._counted
        self._due = [(at_s, key) for at_s, key in self._due if key in known and known[key].alarm_at_s == at_s]
        self._due_of = {key: at_s for at_s, key in self._due}
        heapify(self._due)

    def _is_live(self, name: str) -> bool:
        """Whether a source is live; one that was removed since its calls were counted is not."""
        source = self._sources.get(name)
        return source is not None and source.link.live

    def _is_sure(self, name: str) -> bool:
        """Of what is not sure no alarm is claimed, nor of a source that was removed."""
        source = self._sources.get(name)
        return source is not None and source.link.frozen_at_s is None

    def _find_longest(self) -> CallKey | None:
        if self._longest is None and self._counted:
            self._longest = min(self._counted, key=lambda key: self._counted[key].start_s)
        return self._longest
