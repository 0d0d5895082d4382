"""Which logins of a board have to be put: each once, however often it changed, and first those whose link did."""

import asyncio
import math
from collections import deque
from collections.abc import Callable, Collection, Iterable

from tui.floor.values import CallEnd
from tui.live.store.board import Board, Changes

ENDS_FOR_S = 60.0
"""How long it is told how a call ended."""
_MOST_ENDS = 500


class PendingLogins:
    """Follows a board; what was taken is pending again with the next change.

    Attributes:
        woken: Set where something became pending.
        stop: Ends it.
    """

    def __init__(self, board: Board, names: Collection[str]) -> None:
        """Watch the board from now on; everything is pending.

        Args:
            board: Whose sources are published.
            names: Which of them.
        """
        self.woken = asyncio.Event()
        self._board = board
        self._names = frozenset(names)
        self._links: dict[str, None] = {}
        self._others: dict[str, None] = {}
        self._ends: dict[str, deque[CallEnd]] = {}
        self._since_s: dict[str, float] = {}
        self._taken_s: dict[str, float] = {}
        self.add(names)
        self.stop: Callable[[], None] = board.watch(self._follow)

    def __bool__(self) -> bool:
        """Whether anything is pending."""
        return bool(self._links or self._others)

    def add(self, names: Iterable[str]) -> None:
        """Have these put again.

        Args:
            names: Sources of the board.
        """
        now_s = self._board.clock.now_s()
        for name in names:
            self._others[name] = None
            self._since_s.setdefault(name, self._taken_s.get(name, now_s))
        self.woken.set()

    def landed(self, name: str) -> None:
        """Note that what was taken is there, or pending again.

        Args:
            name: From `take`.
        """
        self._taken_s.pop(name, None)

    def sure_s(self, names: Iterable[str]) -> float:
        """Until when everything that happened at some logins has landed, clock of the board.

        Args:
            names: Sources of the board.
        """
        waiting = (times.get(name, math.inf) for name in names for times in (self._since_s, self._taken_s))
        return min([self._board.clock.now_s(), *waiting])

    def take(self, busy: Collection[str]) -> str | None:
        """Take the next one.

        Args:
            busy: Leave these where they are.

        Returns:
            Its name; None where none is left.
        """
        for pending in (self._links, self._others):
            for name in pending:
                if name not in busy:
                    self._links.pop(name, None)
                    self._others.pop(name, None)
                    self._taken_s[name] = self._since_s.pop(name, self._board.clock.now_s())
                    return name
        return None

    def ends_of(self, name: str) -> list[CallEnd]:
        """How calls ended that are no longer on the board.

        Args:
            name: The source.
        """
        ends, now_s = self._ends.get(name, deque()), self._board.clock.now_s()
        while ends and now_s - ends[0].ended_at_s > ENDS_FOR_S:
            ends.popleft()
        there = {key.id for key in self._board.keys_of(name)}
        return [end for end in ends if end.id not in there]

    def _follow(self, changes: Changes) -> None:
        for key in changes.ended:
            if key.source in self._names:
                call = self._board.calls[key]
                ends = self._ends.setdefault(key.source, deque(maxlen=_MOST_ENDS))
                ends.append(CallEnd(key.id, call.ended_at_s or 0.0, call.ended_how))
        # That an ended call is swept away is no news: every board does so by itself.
        changed = (*changes.added, *changes.changed, *changes.ended)
        touched = {*(key.source for key in changed), *(name for name, _ in changes.devices)} & self._names
        links = self._names.intersection(changes.links)
        self._links.update(dict.fromkeys(links))
        self._others.update(dict.fromkeys(touched))
        now_s = self._board.clock.now_s()
        for name in touched | links:
            self._since_s.setdefault(name, now_s)
        if touched or links:
            self.woken.set()
