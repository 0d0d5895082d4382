"""Finds the next alarm of a recording: the same alarms that the wall tells, by the limits that were set then."""

from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.views.attention.alarms import Alarms
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from tui.views.moment import now_s


class AlarmHunt:
    """Follows a board from now on; what is alarmed already is not looked for."""

    def __init__(self, board: Board, thresholds: Thresholds, stale_s: float | None) -> None:
        """See what is alarmed now.

        Args:
            board: What is replayed.
            thresholds: The limits.
            stale_s: For how long a source may be stale; None for ever.
        """
        self._board = board
        self._census = Census(board, thresholds)
        self._alarms = Alarms(board, self._census, thresholds, stale_s)
        self._touched: set[CallKey] = set(board.bare.calls)
        self.stop = board.watch(self._take)
        self.look()

    def look(self) -> str:
        """Look at the board again, at least once in each second of it.

        Returns:
            The oldest of the new alarms in words; "" where there is none.
        """
        touched, self._touched = self._touched, set()
        self._census.take(touched)
        self._alarms.take(touched | self._census.take_due())
        fresh = self._alarms.look()
        return fresh[0].words(now_s(self._board)) if fresh else ""

    def _take(self, changes: Changes) -> None:
        self._touched.update(changes.added, changes.changed, changes.ended, changes.removed)
        for name in changes.links:
            self._touched.update(self._board.keys_of(name))
