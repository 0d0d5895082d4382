"""Which alarms have begun and which are over, for whoever tells of both: lines, sentences."""

from collections.abc import Iterator
from typing import NamedTuple

from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.views.attention.alarm import Alarm
from tui.views.attention.alarms import Alarms
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.slices import More, PendingCalls, without_end


class AlarmStep(NamedTuple):
    """What one look found.

    Attributes:
        begun: New alarms, the oldest first.
        ended: Alarms that were begun and are over, as they began.
    """

    begun: tuple[Alarm, ...] = ()
    ended: tuple[Alarm, ...] = ()


class AlarmChanges:
    """Follows a board, and tells each alarm when it begins and when it is over.

    While a source is not sure no alarm begins for its calls, and none is over: whether it still goes on is known when
    the source is sure again.
    """

    def __init__(self, board: Board, thresholds: Thresholds, stale_s: float | None) -> None:
        """Follow the board from now on; calls that it has already are looked at too.

        Args:
            board: What may be shown.
            thresholds: From when on a call needs somebody.
            stale_s: For how long a source may be stale, seconds; None for ever.
        """
        self._board = board
        self._census = Census(board, thresholds)
        self._alarms = Alarms(board, self._census, thresholds, stale_s)
        self._uncounted = PendingCalls()
        self._touched: set[CallKey] = set()
        self._open: dict[CallKey, dict[str, Alarm]] = {}
        self.stop = board.watch(self._take)
        self._take(Changes(added=tuple(board.bare.calls), links=tuple(board.bare.sources)))

    @property
    def busy(self) -> bool:
        """Whether some calls wait for another look."""
        return len(self._uncounted) > 0 or self._alarms.busy

    @property
    def open(self) -> Iterator[Alarm]:
        """The alarms that were begun and are not over, by call."""
        return (alarm for alarms in self._open.values() for alarm in alarms.values())

    def look(self, more: More = without_end) -> AlarmStep:
        """See what has begun and what is over since the last look.

        Args:
            more: Whether there is time for more; what is left waits for the next look.

        Returns:
            Each begin once, and each end once.
        """
        for step in self._uncounted.steps(more):
            self._census.take(step)
        if self._uncounted:
            return AlarmStep()
        self._alarms.take(self._census.take_due())
        begun = self._alarms.look(more)
        ended = () if self._alarms.busy else tuple(self._over())
        for alarm in begun:
            self._open.setdefault(alarm.key, {})[alarm.what] = alarm
        return AlarmStep(begun, ended)

    def _take(self, changes: Changes) -> None:
        keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        for name in changes.links:
            keys.update(self._board.keys_of(name))
        self._uncounted.add(keys)
        sources = {CallKey(name, "") for name in changes.links}
        self._alarms.take((*keys, *sources))
        # What was removed while nobody looked is in no source's keys any more.
        self._touched.update(key for key in (*keys, *sources) if key in self._open)

    def _over(self) -> Iterator[Alarm]:
        for key in self._touched:
            if self._alarms.is_unsure(key):
                continue
            going_on = {alarm.what for alarm in self._alarms.now.get(key, ())}
            alarms = self._open.get(key, {})
            for what in [what for what in alarms if what not in going_on]:
                yield alarms.pop(what)
            if not alarms:
                self._open.pop(key, None)
        self._touched.clear()
