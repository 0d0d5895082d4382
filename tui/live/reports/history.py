"""What this program has seen itself since it began to look: numbers of its own, never those of the server's reports."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from tui.live.store.bare import BareCall
from tui.live.store.board import Board, Changes
from tui.live.store.card import RELEASED, CallKey

MINUTES = 60
"""So many minutes are kept, the present one among them."""


def average_s(together_s: float, number: int) -> float | None:
    """How long each lasted.

    Args:
        together_s: How long all of them lasted, seconds.
        number: How many there were.

    Returns:
        Seconds; None where there was none.
    """
    return together_s / number if number else None


@dataclass(frozen=True, slots=True)
class Minute:
    """One minute.

    Attributes:
        number: Whole minutes of the board's clock.
        started: Calls that began.
        ended: Calls that ended.
        most: The most calls at once.
    """

    number: int
    started: int = 0
    ended: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """Sums since the beginning.

    Attributes:
        started: Calls that began.
        ended: Calls that ended.
        handled: Calls that were seen from their beginning to their release, and were answered.
        handling_s: How long these lasted on their devices, together, seconds.
        held_s: How long these were on hold, together, seconds.
        longest_s: How long the longest of them lasted, seconds.
    """

    started: int = 0
    ended: int = 0
    handled: int = 0
    handling_s: float = 0.0
    held_s: float = 0.0
    longest_s: float = 0.0

    @property
    def average_handling_s(self) -> float | None:
        """Seconds, None where no call was handled."""
        return average_s(self.handling_s, self.handled)

    @property
    def average_held_s(self) -> float | None:
        """Seconds, None where no call was handled."""
        return average_s(self.held_s, self.handled)


@dataclass(frozen=True, slots=True)
class HistoryMemory:
    """Everything that was counted; see `History.remember`.

    Attributes:
        since: Wall clock of the beginning.
        begun_s: The same on the board's clock.
        seen: Sums since then.
        minutes: The last hour.
    """

    since: datetime
    begun_s: float
    seen: Seen
    minutes: tuple[Minute, ...]


class History:
    """Watches a board and counts.

    Attributes:
        since: Wall clock of the beginning.
        seen: Sums since then.
    """

    def __init__(self, board: Board) -> None:
        """Begin now.

        Args:
            board: What is watched from now on.
        """
        self.since: datetime = board.clock.wall()
        self.seen = Seen()
        self._board = board
        self._begun_s = board.clock.now_s()
        self._going = {key for key, known in board.bare.calls.items() if not known.ended}
        self._minutes = deque([Minute(self._number, most=len(self._going))], MINUTES)
        self.stop = board.watch(self._take)

    def remember(self) -> HistoryMemory:
        """Keep what was counted."""
        return HistoryMemory(self.since, self._begun_s, self.seen, tuple(self._minutes))

    def recall(self, memory: HistoryMemory) -> None:
        """Go on from what was counted before, on the board as it is now.

        Args:
            memory: From `remember`; its minutes are not empty.
        """
        self.since, self._begun_s, self.seen = memory.since, memory.begun_s, memory.seen
        self._minutes = deque(memory.minutes, MINUTES)
        self._going = {key for key, known in self._board.bare.calls.items() if not known.ended}

    @property
    def age_s(self) -> float:
        """How long it has been counting, seconds."""
        return self._board.clock.now_s() - self._begun_s

    @property
    def minutes(self) -> tuple[Minute, ...]:
        """The last hour, or what there is of it; the present minute is the last."""
        self._roll()
        return tuple(self._minutes)

    @property
    def _number(self) -> int:
        return int(self._board.clock.now_s() // 60)

    def _roll(self) -> None:
        """Let time pass: minutes in which nothing happened had as many calls as there were."""
        for number in range(max(self._minutes[-1].number + 1, self._number - MINUTES + 1), self._number + 1):
            self._minutes.append(Minute(number, most=len(self._going)))

    def _take(self, changes: Changes) -> None:
        self._roll()
        started = sum(self._began_here(key) for key in changes.added)
        self._going.update(key for key in (*changes.added, *changes.changed) if not self._board.bare.calls[key].ended)
        # A call that vanishes without an end, such as one that could never be read, has not been seen ending.
        self._going.difference_update((*changes.ended, *changes.removed))
        minute = self._minutes[-1]
        ended = len(changes.ended)
        most = max(minute.most, len(self._going))
        self._minutes[-1] = replace(minute, started=minute.started + started, ended=minute.ended + ended, most=most)
        self.seen = replace(self.seen, started=self.seen.started + started, ended=self.seen.ended + ended)
        for key in changes.ended:
            self._close(self._board.bare.calls[key])

    def _began_here(self, key: CallKey) -> bool:
        start_s = self._board.bare.calls[key].start_s
        return start_s is not None and start_s >= self._begun_s

    def _close(self, known: BareCall) -> None:
        lasted_s = known.age_s(known.end_seen_s)
        whole = known.ended_how == RELEASED and known.answered_at_s is not None and self._began_here(known.key)
        if lasted_s is None or not whole:
            return
        seen = self.seen
        self.seen = replace(
            seen,
            handled=seen.handled + 1,
            handling_s=seen.handling_s + lasted_s,
            held_s=seen.held_s + known.held_s,
            longest_s=max(seen.longest_s, lasted_s),
        )
