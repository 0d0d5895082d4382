"""A screen whose process is held up at the worst moment goes on drawing; a soak on a busy machine showed it stop.

Textual's one-shot timer looks at the clock twice before it begins to wait, and gives up without a word where the time
is over at the second look: on a busy machine a screen that relies on it stands still for ever, and looks alive.
"""

from __future__ import annotations

import pytest
from textual.app import App
from textual.message_pump import MessagePump

from tests.waiting import until
from tui.live.clock import SystemClock
from tui.live.store.board import Board, Changes
from tui.screens.base import BoardScreen


class Looker(BoardScreen):
    """Notes what it is told."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.links: set[str] = set()
        self.ticks = 0

    def take(self, changes: Changes) -> None:
        self.links.update(changes.links)

    def tick(self) -> None:
        self.ticks += 1


async def test_a_screen_that_is_held_up_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Board(SystemClock())
    async with App[None]().run_test() as pilot:
        looker = Looker(board)
        # What a one-shot timer does on a machine that is busy at the wrong moment: nothing.
        monkeypatch.setattr(MessagePump, "set_timer", lambda *_, **__: None)
        await pilot.app.push_screen(looker)
        names = [f"50{number:02}" for number in range(20)]
        for name in names:
            board.add_source(name)
            await pilot.pause()
        await until(lambda: looker.links == set(names))
        before = looker.ticks
        await until(lambda: looker.ticks >= before + 2)
