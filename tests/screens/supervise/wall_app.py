"""A supervisor at a wall: presses keys, and sees what is on the screen and in the simulator."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.app import App
from textual.pilot import Pilot

from tests.screen_text import text_of
from tests.screens.supervise.floor import Floor
from tests.waiting import until
from tui.live.store.card import CallKey
from tui.live.store.privacy import WALL
from tui.screens.supervise.supervising_wall import SupervisingWall
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_screen import WallScreen
from tui.wiring import mask
from widgets.drawing.theme import ansi_color, register


class FloorApp(App[None]):
    """Shows a wall over the parts of a floor, masked as a wall is by default."""

    def __init__(self, floor: Floor, *, supervise: bool) -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        parts = mask(floor.parts, WALL)
        options = WallOptions("floor")
        self.wall = (
            SupervisingWall(parts.board, parts.journal, options, parts.feeds.retry, parts.roster, floor.parts.operator)
            if supervise
            else WallScreen(parts.board, parts.journal, options, parts.feeds.retry, parts.roster)
        )

    async def on_mount(self) -> None:
        register(self)
        await self.push_screen(self.wall)


class Watching:
    """Somebody in front of a wall.

    Attributes:
        app: The app with the wall.
        floor: What is behind it.
        pilot: Presses keys.
    """

    def __init__(self, app: FloorApp, floor: Floor, pilot: Pilot[None]) -> None:
        self.app = app
        self.floor = floor
        self.pilot = pilot

    @property
    def text(self) -> str:
        """What the terminal shows, line by line."""
        return text_of(self.app)

    async def choose(self, source: str, call_id: str) -> None:
        """Put the cursor on a card."""
        key = CallKey(source, call_id)
        await self.until(lambda: key in self.app.wall.arrangement.keys, "on the wall")
        self.app.wall.calls.select(key)

    async def sees(self, *words: str) -> None:
        """Wait until all the words are on the screen."""
        await self.until(lambda: all(word in self.text for word in words), f"seen: {words}")

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Let the app work until something is so; fail with the screen when it never is."""
        await until(condition, otherwise=lambda: f"not {what}:\n{self.text}", pause=self.pilot.pause)


@asynccontextmanager
async def watching(
    floor: Floor, *, supervise: bool = True, size: tuple[int, int] = (160, 30)
) -> AsyncIterator[Watching]:
    """A wall that is always closed."""
    app = FloorApp(floor, supervise=supervise)
    async with app.run_test(size=size) as pilot:
        yield Watching(app, floor, pilot)
