"""An application that goes on when a screen of it fails: the fault is told by its code, and the screen built anew."""

import asyncio
import logging
import os
import signal
from collections import deque
from collections.abc import Iterable

from textual.app import SystemCommand
from textual.message import Message
from textual.screen import Screen

from tui.keyboard import forgive_rubbish
from tui.live.fault import fault_code
from tui.screens.kiosk import GuardedApp
from widgets.theme import ansi_color, register, toggle

_LOG = logging.getLogger(__name__)

RESTART_S = 1.0
"""How long after a fault its screen is built anew."""
FAULTS = 5
"""So many faults within `FAULTS_WITHIN_S` are more than a new screen can mend."""
FAULTS_WITHIN_S = 30.0
BROKEN = 1
"""Exit code after that."""


class SteadyApp(GuardedApp[int]):
    """Shows one screen; subclasses say which, and where a fault is noted."""

    TITLE = "callboard"

    def __init__(self, *, light: bool = False) -> None:
        """Show nothing yet.

        Args:
            light: Whether it begins with light colours.
        """
        forgive_rubbish()
        super().__init__(ansi_color=ansi_color(os.environ))
        # Before it runs: a theme that is chosen later has all styles read again.
        register(self)
        if light:
            toggle(self)
        self.stylesheet.set_variables(self.get_css_variables())
        self._faults: deque[float] = deque(maxlen=FAULTS)

    def first_screen(self) -> Screen[None]:
        """Build the screen; subclasses say how."""
        raise NotImplementedError

    def note_fault(self, words: str) -> None:
        """Tell of a fault in the event log; subclasses say where that is.

        Args:
            words: What happened.
        """

    async def begin(self) -> None:
        """Let everything run, once the screen is shown; subclasses say what."""

    async def on_mount(self) -> None:
        """Start."""
        self._end_with_signals()
        await self.start()

    async def start(self) -> None:
        """Open; subclasses may have something to do before."""
        await self.open()

    async def open(self) -> None:
        """Show the first screen, then begin."""
        screen = self.first_screen()
        for path in screen.css_path:
            # Pushed with styles that are not known yet, it would have all others read again.
            self.stylesheet.read(path)
        await self.push_screen(screen)
        await self.begin()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: its themes know nothing of our contrast, and ours are a key away."""
        del screen
        return ()

    def _end_with_signals(self) -> None:
        # Without this the terminal would be left in the state that the wall wants it in.
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit, 0)

    async def _dispatch_message(self, message: Message) -> None:
        # What a key does runs here, in the application's own loop, which Textual would end with the first exception.
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # the one below tells it
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's way would be to print a traceback and to leave; a wall has to go on. This is the one place where
        # a fault of a screen ends: it is logged, told by its code, and the screen is built anew.
        code = fault_code(error)
        _LOG.error("fault %s on a screen", code, exc_info=error)
        self.note_fault(f"internal fault {code} on a screen, see the log: built anew")
        loop = asyncio.get_running_loop()
        self._faults.append(loop.time())
        if len(self._faults) == FAULTS and self._faults[-1] - self._faults[0] < FAULTS_WITHIN_S:
            self.give_up(f"internal fault {code} again and again: see the log")
            return
        loop.call_later(RESTART_S, self._build_anew, code)

    def give_up(self, words: str) -> None:
        """End, since no new screen can mend it.

        Args:
            words: Why, without the name of the program.
        """
        self.exit(BROKEN, BROKEN, f"callboard: {words}")

    def _build_anew(self, code: str) -> None:
        async def build() -> None:
            while len(self.screen_stack) > 2:
                await self.pop_screen()
            await self.switch_screen(self.first_screen())
            words = f"Something went wrong inside callboard and was started again. Fault {code}, see the log."
            self.notify(words, severity="error", timeout=30, markup=False)

        self.call_later(build)
