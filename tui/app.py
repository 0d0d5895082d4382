"""The Textual application: builds the screens over the parts, lets the feeds run, and survives its own faults."""

import asyncio
import logging
import os
import signal
from collections import deque
from collections.abc import Iterable

from textual.app import App, SystemCommand
from textual.screen import Screen

from tui.config import Settings
from tui.gws.text import clean
from tui.keyboard import forgive_rubbish
from tui.live.feeds import fault_code
from tui.live.journal import Kind
from tui.screens.options import Order, WallOptions
from tui.screens.wall import WallScreen
from tui.wiring import Parts
from widgets.density import Density
from widgets.theme import ansi_color, register, toggle

_LOG = logging.getLogger(__name__)

RESTART_S = 1.0
"""How long after a fault its screen is built anew."""
FAULTS = 5
"""So many faults within `FAULTS_WITHIN_S` are more than a new screen can mend."""
FAULTS_WITHIN_S = 30.0
BROKEN = 1
"""Exit code after that."""


class CallBoard(App[int]):
    """Shows one screen on the board of the sources; what happens there is the screen's business."""

    TITLE = "callboard"

    def __init__(self, settings: Settings, parts: Parts) -> None:
        """Put a wall on a board.

        Args:
            settings: How it looks.
            parts: Board, journal and feeds.
        """
        forgive_rubbish()
        super().__init__(ansi_color=ansi_color(os.environ))
        self._parts = parts
        self._settings = settings
        self._faults: deque[float] = deque(maxlen=FAULTS)
        self._feeding: asyncio.Task[None] | None = None

    async def on_mount(self) -> None:
        """Show the first screen, then let the feeds run."""
        self._end_with_signals()
        register(self)
        if self._settings.theme == "light":
            toggle(self)
        await self.push_screen(self._first_screen())
        self._feeding = asyncio.create_task(self._parts.feeds.run(), name="feeds")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: its themes know nothing of our contrast, and ours are a key away."""
        del screen
        return ()

    async def on_unmount(self) -> None:
        """Stop the feeds and close their connections."""
        if self._feeding is not None:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)

    def _first_screen(self) -> Screen[None]:
        settings = self._settings
        density = None if settings.density == "auto" else Density(settings.density)
        options = WallOptions(clean(settings.title), density, Order(settings.order))
        return WallScreen(self._parts.board, self._parts.journal, options, self._parts.feeds.retry)

    def _end_with_signals(self) -> None:
        # Without this the terminal would be left in the state that the wall wants it in.
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, 0)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's way would be to print a traceback and to leave; a wall has to go on. This is the one place where
        # a fault of a screen ends: it is logged, told by its code, and the screen is built anew.
        code = fault_code(error)
        _LOG.error("fault %s on a screen", code, exc_info=error)
        self._parts.journal.note("", Kind.PROBLEM, f"internal fault {code} on a screen, see the log: built anew")
        loop = asyncio.get_running_loop()
        self._faults.append(loop.time())
        if len(self._faults) == FAULTS and self._faults[-1] - self._faults[0] < FAULTS_WITHIN_S:
            self.exit(BROKEN, BROKEN, f"callboard: internal fault {code} again and again: see the log")
            return
        loop.call_later(RESTART_S, self._build_anew, code)

    def _build_anew(self, code: str) -> None:
        async def build() -> None:
            while len(self.screen_stack) > 2:
                await self.pop_screen()
            await self.switch_screen(self._first_screen())
            words = f"Something went wrong inside callboard and was started again. Fault {code}, see the log."
            self.notify(words, severity="error", timeout=30, markup=False)

        self.call_later(build)
