"""Which alarms there are, which are new, and which somebody has acknowledged; knows nothing of how they are told."""

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from math import inf
from typing import NamedTuple

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.attention.alarm import Alarm
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.attention.worst_alarm import Worst
from tui.views.moment import now_s, sure_s
from tui.views.slices import More, PendingCalls, without_end
from tui.views.words.call_words import who_words

STALE = "stale"
_SPARE = 100
"""How many moments are kept in mind, beside two for each alarmed call, before those of the past are dropped."""


class _Known(NamedTuple):
    """The alarms of one call, and until when these are all."""

    until_s: float
    alarms: tuple[Alarm, ...]


class Alarms:
    """Follows the alarms of a board by looking only at what changed. An acknowledged one is calm until it gets worse.

    Attributes:
        now: What is alarmed, by the call, or by the source with "" in place of one.
    """

    def __init__(self, board: Board, census: Census, thresholds: Thresholds, stale_s: float | None) -> None:
        """See nothing yet.

        Args:
            board: What may be shown.
            census: Which calls are alarmed; which of them are calm is told to it.
            thresholds: The limits.
            stale_s: For how long a source may be stale; None for ever.
        """
        self.now: dict[CallKey, tuple[Alarm, ...]] = {}
        self._board = board
        self._census = census
        self._thresholds = thresholds
        self._stale_s = stale_s
        self._waiting = PendingCalls()
        self._worse: list[tuple[float, CallKey]] = []
        self._worse_of: dict[CallKey, float] = {}
        self._sources_s = -inf
        self._links_revision = -1
        self._unsure: tuple[CallKey, ...] = ()
        self._worst = Worst()
        self._worst_call = Worst(calls_alone=True)
        self._told: dict[CallKey, frozenset[str]] = {}
        self._acknowledged: dict[CallKey, frozenset[str]] = {}

    @property
    def busy(self) -> bool:
        """Whether some calls wait to be looked at."""
        return len(self._waiting) > 0

    @property
    def worst(self) -> Alarm | None:
        """The alarm that nobody has acknowledged for the longest time."""
        return self._worst.of(self.now, self._acknowledged)

    @property
    def worst_call(self) -> Alarm | None:
        """The same of calls alone: a source has no card."""
        return self._worst_call.of(self.now, self._acknowledged)

    @property
    def acknowledged(self) -> int:
        """How many calls and sources are alarmed and calm."""
        return sum(key in self.now for key in self._acknowledged)

    def follow(self, thresholds: Thresholds, stale_s: float | None) -> None:
        """Go by other limits; what was told is not told again, what was acknowledged stays so.

        Args:
            thresholds: The limits; every call has to be taken again.
            stale_s: For how long a source may be stale; None for ever.
        """
        self._thresholds, self._stale_s = thresholds, stale_s
        self._links_revision = -1

    def take(self, keys: Iterable[CallKey]) -> None:
        """Let some calls wait to be looked at.

        Args:
            keys: Calls that came, changed or went, came to need somebody, or whose source is sure or not sure now; a
                source itself has "" in place of a call.
        """
        self._waiting.add(keys)

    def look(self, more: More = without_end) -> tuple[Alarm, ...]:
        """Look at the calls that wait, at those whose alarms have become more, and at the sources.

        Args:
            more: Whether there is time for more; what is left waits for the next look.

        Returns:
            Alarms that are new, or worse than they were, the oldest first; each is returned once.
        """
        calm, fresh = dict(self._acknowledged), list[Alarm]()
        self._let_time_pass(now_s(self._board))
        for step in self._waiting.steps(more):
            fresh += [alarm for key in step for alarm in self._see(key)]
        if calm != self._acknowledged:
            self._census.calm = frozenset(self._acknowledged)
        return tuple(sorted(fresh, key=lambda alarm: (alarm.at_s, alarm.key)))

    def acknowledge(self, key: CallKey | None) -> tuple[Alarm, ...]:
        """Calm an alarm.

        Args:
            key: Of which call; where it has no loud alarm, or None, the worst is taken.

        Returns:
            What was acknowledged; nothing where there was none.
        """
        if key not in self.now or key in self._acknowledged:
            key = self.worst.key if self.worst else None
        if key is None:
            return ()
        self._acknowledged[key] = frozenset(alarm.what for alarm in self.now[key])
        self._census.calm = frozenset(self._acknowledged)
        return self.now[key]

    def _let_time_pass(self, until_s: float) -> None:
        while self._worse and self._worse[0][0] <= until_s:
            key = heappop(self._worse)[1]
            self._worse_of.pop(key, None)
            self._waiting.add([key])
        if until_s != self._sources_s:
            self._sources_s = until_s
            self._waiting.add(self._unsure_sources())

    def _unsure_sources(self) -> tuple[CallKey, ...]:
        """The sources that time alone may alarm; all, where any link is another: of thousands few are not live."""
        revision, sources = self._board.links_revision, self._board.bare.sources
        if revision == self._links_revision:
            return self._unsure
        self._links_revision = revision
        self._unsure = tuple(CallKey(name, "") for name, source in sources.items() if not source.link.live)
        return tuple(CallKey(name, "") for name in sources)

    def _see(self, key: CallKey) -> Sequence[Alarm]:
        """Take the alarms of a call or source as they are now; those of them that were not told yet."""
        before, alarms = self.now.get(key, ()), self._of_call(key) if key.id else self._of_source(key.source)
        if not alarms:
            self._end(key)
            return ()
        if alarms != before:
            self.now[key] = alarms
            self._wait_for_somebody(alarms)
        whats = frozenset(alarm.what for alarm in alarms)
        told, self._told[key] = self._told.get(key, frozenset()), whats
        if not whats <= self._acknowledged.get(key, whats):
            # It is loud again, and may be the worst.
            del self._acknowledged[key]
            self._wait_for_somebody(alarms)
        return [alarm for alarm in alarms if alarm.what not in told]

    def _wait_for_somebody(self, alarms: Sequence[Alarm]) -> None:
        self._worst.take(alarms)
        self._worst_call.take(alarms)

    def _end(self, key: CallKey) -> None:
        self.now.pop(key, None)
        # While a source is stale no alarm is claimed for its calls, and none of them is over.
        if not self.is_unsure(key):
            self._told.pop(key, None)
            self._acknowledged.pop(key, None)

    def _of_call(self, key: CallKey) -> tuple[Alarm, ...]:
        if not self._census.is_alarmed(key) or key not in self._board.bare.calls:
            return ()
        known = _read(self._board, key, self._thresholds)
        if known.until_s < inf and self._worse_of.get(key) != known.until_s:
            self._worse_of[key] = known.until_s
            heappush(self._worse, (known.until_s, key))
            if len(self._worse) > _SPARE + 2 * len(self.now):
                self._drop_dead()
        return known.alarms

    def _drop_dead(self) -> None:
        """Keep no moment in mind of a call that has gone, or whose alarms become more at another one."""
        self._worse_of = {key: at_s for key, at_s in self._worse_of.items() if self._census.is_alarmed(key)}
        self._worse = [(at_s, key) for key, at_s in self._worse_of.items()]
        heapify(self._worse)

    def _of_source(self, name: str) -> tuple[Alarm, ...]:
        source = self._board.bare.sources.get(name)
        if source is None:
            return ()
        link = source.link
        since_s = link.since_s if link.frozen_at_s is None else link.frozen_at_s
        if link.live or self._stale_s is None or now_s(self._board) - since_s < self._stale_s:
            return ()
        why = self._board.sources[name].link.why
        return (Alarm(CallKey(name, ""), STALE, since_s, since_s + self._stale_s, why),)

    def is_unsure(self, key: CallKey) -> bool:
        """Whether a call goes on, as far as is known, at a source that is not live."""
        call = self._board.bare.calls.get(key)
        return call is not None and not call.ended and not self._board.bare.sources[key.source].link.live


def _read(board: Board, key: CallKey, thresholds: Thresholds) -> _Known:
    call, until_s = board.bare.calls[key], sure_s(board, board.bare.sources[key.source])
    limits = [(limit, limit.alarm_at_s) for limit in thresholds.limits(call) if limit.alarm_at_s is not None]
    who = who_words(board.shown_number(key), call.lead, call.call.party_count)
    alarms = tuple(
        Alarm(key, limit.wait.value, limit.since_s, at_s, who, limit.exact) for limit, at_s in limits if at_s <= until_s
    )
    return _Known(min((at_s for _, at_s in limits if at_s > until_s), default=inf), alarms)
