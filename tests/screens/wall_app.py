"""The app around a wall, as small as it can be: the wall is real, the clock stands still."""

import os

from textual.app import App

from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_screen import WallScreen
from widgets.drawing.theme import ansi_color, register


class WallApp(App[None]):
    """Shows a wall and counts how often somebody asked to try again."""

    ENABLE_COMMAND_PALETTE = True

    def __init__(self, board: Board, journal: Journal, options: WallOptions) -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.retries = 0
        self.wall = WallScreen(board, journal, options, self.count_retry)

    def count_retry(self) -> None:
        self.retries += 1

    async def on_mount(self) -> None:
        register(self)
        await self.push_screen(self.wall)
