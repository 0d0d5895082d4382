"""The app around a desk, as small as it can be: the desk is real."""

import asyncio
import os
from dataclasses import replace

from textual.app import App
from textual.events import Key

from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.screens.desk.desk_options import DeskOptions, Leaving
from tui.screens.desk.desk_screen import DeskScreen
from tui.wiring import RunParts
from widgets.drawing.theme import ansi_color, register


class DeskApp(App[None]):
    """Shows a desk; counts retries, notes how it was left, and keeps what would go to the terminal.

    Attributes:
        sent: Sequences for the terminal.
        left: How the desk was left.
        untaken: Keys that the desk left to the app.
    """

    ENABLE_COMMAND_PALETTE = True

    def __init__(self, board: Board, journal: Journal, operator: Operator, options: DeskOptions) -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.retries = 0
        self.sent: list[str] = []
        self.left: list[Leaving] = []
        self.untaken: list[str] = []
        # A flashing band would make pictures depend on the moment.
        still = replace(options, flash=False)
        self.desk = DeskScreen(board, journal, operator, still, self.count_retry, self.left.append, self.sent.append)

    def count_retry(self) -> None:
        self.retries += 1

    def on_key(self, event: Key) -> None:
        self.untaken.append(event.key)

    async def on_mount(self) -> None:
        register(self)
        await self.push_screen(self.desk)


class LiveDeskApp(DeskApp):
    """A desk whose feeds run."""

    def __init__(self, parts: RunParts, options: DeskOptions) -> None:
        super().__init__(parts.board, parts.journal, parts.operator, options)
        self._parts = parts
        self._feeding: asyncio.Task[None] | None = None

    async def on_mount(self) -> None:
        await super().on_mount()
        self._feeding = asyncio.create_task(self._parts.feeds.run(), name="feeds")

    async def on_unmount(self) -> None:
        if self._feeding is not None:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)
