"""What every screen over a board shares: one tick a second, and changes taken together."""

import asyncio
from collections.abc import Callable
from math import floor
from time import perf_counter, thread_time

from textual.message import Message

from tui.live.store.board import Board, Changes
from tui.patches.cell_widths import count_vowel_signs
from tui.patches.changed_cells import send_changed_cells
from tui.patches.frame_timer import draw_soon
from tui.screens.composed import ComposedScreen

_LATE_S = 0.004
"""A tick comes a little after the full second, never before."""
_SHARE = 3.0
"""Taking changes may cost one part in so many of the time of a processor."""
_SHARE_OF_LINKS, _LONGEST_OF_LINKS_S = 24.0, 0.2
"""Likewise where logins come and go, and at the most: nobody reads a wall that fills up."""
_FOR_EACH_LOGIN_S, _FOR_ALL_LOGINS_S = 0.001, 0.5
"""And so long for each login, and at the most: those of a thousand wait for each other, and a frame is more of them."""
_SHORTEST_S = 0.01
_LAST = 0.25
"""Weight of the last time in what taking changes costs: once a second all is drawn, and that is nothing to wait for."""


class BoardChanged(Message, bubble=False):
    """Read the board again; says not what changed, since neighbours melt into one."""

    def can_replace(self, message: Message) -> bool:
        """One is as good as many."""
        return isinstance(message, BoardChanged)


class BoardScreen(ComposedScreen[None], inherit_bindings=False):
    """Calls `tick` at every full second of the board's clock and `take` with what changed, soon but not too often."""

    def __init__(self, board: Board) -> None:
        """Look at a board.

        Args:
            board: What is known now.
        """
        super().__init__()
        send_changed_cells(self)
        draw_soon(self)
        count_vowel_signs()
        self.board = board
        self._waiting: list[Changes] = []
        self._unwatch: Callable[[], None] = lambda: None
        self._next_s = 0.0
        self._cost_s = 0.0

    @property
    def changes_wait(self) -> bool:
        """Whether something has changed that `take` was not told of yet."""
        return len(self._waiting) > 0

    def tick(self) -> None:
        """A second has passed; screens say what then."""

    def take(self, changes: Changes) -> None:
        """Something changed; screens say what then.

        Args:
            changes: Everything since the last call.
        """

    def on_mount(self) -> None:
        """Start to watch. Textual calls this beside the `on_mount` of a subclass, which must not call it again."""
        self._unwatch = self.board.watch(self._on_change)
        self._set_tick()

    def on_unmount(self) -> None:
        """End watching."""
        self._unwatch()

    def on_board_changed(self) -> None:
        """Take what waits, or as soon as enough time has gone since the last time."""
        wait_s = self._next_s - perf_counter()
        if wait_s > 0:
            self._later(wait_s, self._take_waiting)
        else:
            self._take_waiting()

    def _on_change(self, changes: Changes) -> None:
        self._waiting.append(changes)
        if len(self._waiting) == 1:
            self.post_message(BoardChanged())

    def _take_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not (waiting and self.is_attached):
            return
        # Processor time: what a busy machine gives to others meanwhile is no reason to wait even longer.
        began_s, changes = thread_time(), _joined(waiting)
        self.take(changes)
        self._cost_s += (thread_time() - began_s - self._cost_s) * _LAST
        pause_s = self._cost_s * (_SHARE - 1.0)
        if changes.links:
            by_cost_s = min(self._cost_s * (_SHARE_OF_LINKS - 1.0), _LONGEST_OF_LINKS_S)
            by_logins_s = min(len(self.board.sources) * _FOR_EACH_LOGIN_S, _FOR_ALL_LOGINS_S)
            pause_s = max(pause_s, by_cost_s, by_logins_s)
        self._next_s = perf_counter() + max(_SHORTEST_S, pause_s)

    def _set_tick(self) -> None:
        now_s = self.board.clock.now_s()
        self._later(floor(now_s) + 1.0 - now_s + _LATE_S, self._on_tick)

    def _later(self, wait_s: float, what: Callable[[], None]) -> None:
        # Not `set_timer`: where a busy machine lets its time pass before it begins to wait, it gives up without a word
        # (8.2.8), and a screen that relies on it stands still for ever and looks alive.
        asyncio.get_running_loop().call_later(wait_s, self.call_later, what)

    def _on_tick(self) -> None:
        self._set_tick()
        # While a screen is taken away its parts go first, and there is nothing left to draw on.
        if self.is_attached:
            self.tick()


def _joined(waiting: list[Changes]) -> Changes:
    if len(waiting) == 1:
        return waiting[0]
    return Changes(
        added=tuple(dict.fromkeys(key for changes in waiting for key in changes.added)),
        changed=tuple(dict.fromkeys(key for changes in waiting for key in changes.changed)),
        ended=tuple(dict.fromkeys(key for changes in waiting for key in changes.ended)),
        removed=tuple(dict.fromkeys(key for changes in waiting for key in changes.removed)),
        devices=tuple(dict.fromkeys(device for changes in waiting for device in changes.devices)),
        links=tuple(dict.fromkeys(name for changes in waiting for name in changes.links)),
        anew=any(changes.anew for changes in waiting),
    )
