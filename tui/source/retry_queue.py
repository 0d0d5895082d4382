"""Whose turn it is: the failing sources of one server share what they learn.

One attempt a second finds out as much as 200 would: so the sources that fail take turns, and as soon as one of them is
well again, all the others try at once. Their own attempts are the probes, because only these tell: a server may answer
a harmless question well and still refuse the poll, the login or the snapshot that fails.
"""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass

EVERY_S = 1.0
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
        self._waiting: list[Turn] = []
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
        turn = Turn(due_s, due_s + (0.0 if alone else LONGEST_S), take)
        self._waiting.append(turn)
        self._set_timer()
        return turn

    def give_up(self, turn: Turn) -> None:
        """Wait no more; nothing, if its turn has come already."""
        if turn in self._waiting:
            self._waiting.remove(turn)
            self._set_timer()

    def well(self) -> None:
        """One source is well again: let every other try, spread over a moment."""
        now_s = asyncio.get_running_loop().time()
        for number, turn in enumerate(self._waiting):
            turn.free_s = min(turn.free_s, max(turn.due_s, now_s + SPREAD_S * number / len(self._waiting)))
        self._set_timer()

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._waiting:
            at_s = min(map(self._at_s, self._waiting))
            self._timer = asyncio.get_running_loop().call_at(at_s, self._give, at_s)

    def _give(self, at_s: float) -> None:
        # The timer of a loop may ring a hair too early.
        now_s = max(at_s, asyncio.get_running_loop().time())
        ready = [turn for turn in self._waiting if self._at_s(turn) <= now_s]
        bound = sorted((turn for turn in ready if turn.free_s > now_s), key=lambda turn: turn.due_s)
        if bound:
            self._next_s = now_s + self._every_s
        for turn in (*bound[:1], *(turn for turn in ready if turn.free_s <= now_s)):
            self._waiting.remove(turn)
            turn.take()
        self._set_timer()

    def _at_s(self, turn: Turn) -> float:
        # Who waits alone has nobody to take turns with: its own delays are enough.
        return turn.due_s if len(self._waiting) == 1 else min(turn.free_s, max(turn.due_s, self._next_s))
