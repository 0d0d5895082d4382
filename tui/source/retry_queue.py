"""Whose turn it is: the failing sources of one server share what they learn.

Two attempts a second find out as much as 200 would: so the sources that fail take turns, and as soon as one of them is
well again, all the others try at once. Their own attempts are the probes, because only these tell: a server may answer
a harmless question well and still refuse the poll, the login or the snapshot that fails.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

EVERY_S = 0.5
"""Between two attempts of sources that go on failing."""

SPREAD_S = 0.5
"""Within so long all others try, when one is well again."""

LONGEST_S = 30.0
"""So long a source waits for its turn; then it tries without one, since its trouble may be its own."""


@dataclass(slots=True, eq=False)
class Turn:
    """One source that waits; times of the event loop, seconds.

    Attributes:
        due_s: Not before: its own delay, or what the server asked for.
        free_s: From then on it may try whatever the others do.
        take: Called when it may try.
    """

    due_s: float
    free_s: float
    take: Callable[[], None]


class Turns:
    """The sources of one server that wait.

    Attributes:
        too_much: Why everything is too much to ask this server for, as one of them found out; "" while it is not.
    """

    def __init__(self, every_s: float = EVERY_S) -> None:
        """Nobody waits yet.

        Args:
            every_s: Between two attempts of those who go on failing.
        """
        self.too_much = ""
        self._every_s = every_s
        self._waiting: dict[Turn, None] = {}
        self._bound: dict[Turn, None] = {}
        # Each turn by its moments, those that were given up or came sooner among them: a thousand sources fail at once.
        self._due: list[tuple[float, int, Turn]] = []
        self._free: list[tuple[float, int, Turn]] = []
        self._asked = 0
        self._next_s = -math.inf
        self._timer: asyncio.TimerHandle | None = None

    def ask(self, after_s: float, take: Callable[[], None], *, alone: bool = False) -> Turn:
        """Wait for a turn.

        Args:
            after_s: Not before so many seconds.
            take: Called once, unless it is given up before.
            alone: Try then without regard to others.

        Returns:
            What to give up.
        """
        due_s = asyncio.get_running_loop().time() + after_s
        turn = Turn(due_s, due_s if alone else due_s + LONGEST_S, take)
        self._waiting[turn] = None
        self._asked += 1
        if not alone:
            self._bound[turn] = None
            heappush(self._due, (due_s, self._asked, turn))
        heappush(self._free, (turn.free_s, self._asked, turn))
        self._set_timer()
        return turn

    def give_up(self, turn: Turn) -> None:
        """Wait no more; nothing, if its turn has come already."""
        if turn in self._waiting:
            self._forget(turn)
            self._set_timer()

    def well(self) -> None:
        """One source is well again: let every other try, spread over a moment."""
        now_s = asyncio.get_running_loop().time()
        # Those that an earlier one has freed already go when they are to go.
        for number, turn in enumerate(self._bound):
            turn.free_s = min(turn.free_s, max(turn.due_s, now_s + SPREAD_S * number / len(self._bound)))
            self._asked += 1
            heappush(self._free, (turn.free_s, self._asked, turn))
        self._bound.clear()
        self._set_timer()

    def _forget(self, turn: Turn) -> None:
        del self._waiting[turn]
        self._bound.pop(turn, None)

    def _set_timer(self) -> None:
        at_s = self._at_s()
        if self._timer is not None:
            if self._timer.when() == at_s:
                return
            self._timer.cancel()
            self._timer = None
        if at_s is not None:
            self._timer = asyncio.get_running_loop().call_at(at_s, self._give, at_s)

    def _give(self, at_s: float) -> None:
        self._timer = None
        # The timer of a loop may ring a hair too early.
        now_s = max(at_s, asyncio.get_running_loop().time())
        ready: list[Turn] = []
        bound = self._first_due()
        if bound is not None and bound.free_s > now_s and self._from_s(bound.due_s) <= now_s:
            self._next_s = now_s + self._every_s
            ready.append(bound)
            self._forget(bound)
        while (free := self._first_free()) is not None and free.free_s <= now_s:
            ready.append(free)
            self._forget(free)
        for turn in ready:
            turn.take()
        self._set_timer()

    def _at_s(self) -> float | None:
        """When the next turn comes; None where nobody waits."""
        free, bound = self._first_free(), self._first_due()
        if free is None:
            return None
        return free.free_s if bound is None else min(free.free_s, self._from_s(bound.due_s))

    def _from_s(self, due_s: float) -> float:
        # Who waits alone has nobody to take turns with: its own delays are enough.
        return due_s if len(self._waiting) == 1 else max(due_s, self._next_s)

    def _first_due(self) -> Turn | None:
        """Of those that take turns, the one whose own delay is over first."""
        while self._due and self._due[0][2] not in self._bound:
            heappop(self._due)
        return self._due[0][2] if self._due else None

    def _first_free(self) -> Turn | None:
        while self._free and (self._free[0][2] not in self._waiting or self._free[0][0] != self._free[0][2].free_s):
            heappop(self._free)
        return self._free[0][2] if self._free else None
