"""Which alarms there are, which are new, and which somebody has acknowledged; knows nothing of how they are told."""

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from math import inf

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.attention.alarm import Alarm, AlarmCause
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.attention.worst_alarm import Worst
from tui.views.moment import now_s
from tui.views.slices import More, PendingCalls, without_end
from tui.views.words.call_words import who_words

STALE = "stale"
_SPARE = 100
"""How many moments are kept in mind, beside two for each alarmed call, before those of the past are dropped."""


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
        self.now: dict[CallKey, tuple[AlarmCause, ...]] = {}
        self._board = board
        self._calls, self._sources = board.bare
        self._census = census
        self._thresholds = thresholds
        self._stale_s = stale_s
        self._waiting = PendingCalls()
        self._worse: list[tuple[float, CallKey]] = []
        self._worse_of: dict[CallKey, float] = {}
        self._now_s = -inf
        self._links_revision = -1
        self._unsure: tuple[CallKey, ...] = ()
        self._worst = Worst()
        self._told: dict[CallKey, frozenset[str]] = {}
        self._acknowledged: dict[CallKey, frozenset[str]] = {}

    @property
    def busy(self) -> bool:
        """Whether some calls wait to be looked at."""
        return len(self._waiting) > 0

    @property
    def worst(self) -> Alarm | None:
        """The alarm that nobody has acknowledged for the longest time."""
        worst = self._worst.of(self.now, self._acknowledged)
        return self._alarm(*worst) if worst is not None else None

    @property
    def worst_call(self) -> CallKey | None:
        """The call whose alarm that is among calls alone, since a source has no card; all are looked through."""
        now, calm = self.now.items(), self._acknowledged
        loud = ((cause.at_s, key) for key, causes in now if key.id and key not in calm for cause in causes)
        return min(loud, default=(inf, None))[1]

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
            fresh += [self._alarm(key, cause) for key in step for cause in self._see(key)]
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
            worst = self._worst.of(self.now, self._acknowledged)
            key = worst[0] if worst is not None else None
        if key is None:
            return ()
        self._acknowledged[key] = frozenset(cause.what for cause in self.now[key])
        self._census.calm = frozenset(self._acknowledged)
        return tuple(self._alarm(key, cause) for cause in self.now[key])

    def _let_time_pass(self, until_s: float) -> None:
        while self._worse and self._worse[0][0] <= until_s:
            key = heappop(self._worse)[1]
            self._worse_of.pop(key, None)
            self._waiting.add([key])
        if until_s != self._now_s:
            self._now_s = until_s
            self._waiting.add(self._unsure_sources())

    def _unsure_sources(self) -> tuple[CallKey, ...]:
        """The sources that time alone may alarm; all, where any link is another: of thousands few are not live."""
        revision, sources = self._board.links_revision, self._sources
        if revision == self._links_revision:
            return self._unsure
        self._links_revision = revision
        self._unsure = tuple(CallKey(name, "") for name, source in sources.items() if not source.link.live)
        return tuple(CallKey(name, "") for name in sources)

    def _see(self, key: CallKey) -> Sequence[AlarmCause]:
        """Take the alarms of a call or source as they are now; those of them that were not told yet."""
        before, causes = self.now.get(key, ()), self._of_call(key) if key.id else self._of_source(key.source)
        if not causes:
            self._end(key)
            return ()
        if causes == before:
            return ()
        self.now[key] = causes
        self._worst.take(key, causes)
        whats = frozenset([cause.what for cause in causes])
        told, self._told[key] = self._told.get(key, frozenset()), whats
        if not whats <= self._acknowledged.get(key, whats):
            # It is loud again, and may be the worst.
            del self._acknowledged[key]
        return [cause for cause in causes if cause.what not in told]

    def _end(self, key: CallKey) -> None:
        self.now.pop(key, None)
        # While a source is stale no alarm is claimed for its calls, and none of them is over.
        if not self.is_unsure(key):
            self._told.pop(key, None)
            self._acknowledged.pop(key, None)

    def _of_call(self, key: CallKey) -> tuple[AlarmCause, ...]:
        call = self._calls.get(key)
        if call is None or not self._census.is_alarmed(key):
            return ()
        # What is alarmed is sure, so all of it is as of now.
        found, next_s, until_s = list[AlarmCause](), inf, self._now_s
        for wait, since_s, exact, _, at_s in self._thresholds.limits(call):
            if at_s is None:
                continue
            if at_s <= until_s:
                found.append(AlarmCause(wait.value, since_s, at_s, exact))
            elif at_s < next_s:
                next_s = at_s
        if next_s < inf and self._worse_of.get(key) != next_s:
            self._worse_of[key] = next_s
            heappush(self._worse, (next_s, key))
            if len(self._worse) > _SPARE + 2 * len(self.now):
                self._drop_dead()
        return tuple(found)

    def _drop_dead(self) -> None:
        """Keep no moment in mind of a call that has gone, or whose alarms become more at another one."""
        self._worse_of = {key: at_s for key, at_s in self._worse_of.items() if self._census.is_alarmed(key)}
        self._worse = [(at_s, key) for key, at_s in self._worse_of.items()]
        heapify(self._worse)

    def _of_source(self, name: str) -> tuple[AlarmCause, ...]:
        source = self._sources.get(name)
        if source is None:
            return ()
        link = source.link
        since_s = link.since_s if link.frozen_at_s is None else link.frozen_at_s
        if link.live or self._stale_s is None or self._now_s - since_s < self._stale_s:
            return ()
        return (AlarmCause(STALE, since_s, since_s + self._stale_s),)

    def _alarm(self, key: CallKey, cause: AlarmCause) -> Alarm:
        return Alarm(key, cause.what, cause.since_s, cause.at_s, self._who(key), cause.exact)

    def _who(self, key: CallKey) -> str:
        """Whom an alarm is about, in words; "" for what has left the board and was not looked at since."""
        if not key.id:
            source = self._board.sources.get(key.source)
            return source.link.why if source is not None else ""
        call = self._calls.get(key)
        return who_words(self._board.shown_number(key), call.lead, call.call.party_count) if call is not None else ""

    def is_unsure(self, key: CallKey) -> bool:
        """Whether a call goes on, as far as is known, at a source that is not live."""
        call = self._calls.get(key)
        return call is not None and not call.ended and not self._sources[key.source].link.live
