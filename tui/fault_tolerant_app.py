"""An application that goes on when a screen of it fails: the fault is told by its code, and the screen built anew."""

import asyncio
import logging
import os
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar, NamedTuple

from textual import constants
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen

from tui.live.fault import fault_code
from tui.patches.command_palette import import_palette
from tui.patches.fault_catching import FaultCatchingApp
from tui.patches.screen_driver import ScreenDriver, stop_job_of
from tui.screens.wall.kiosk import GuardedApp
from widgets.drawing.theme import ansi_color, register, show_theme

_LOG = logging.getLogger(__name__)

RESTART_S = 1.0
"""How long after a fault its screen is built anew."""
FAULTS = 5
"""So many faults within `FAULTS_WITHIN_S` are more than a new screen can mend."""
FAULTS_WITHIN_S = 30.0
BROKEN = 1
"""Exit code after that."""


NOTICES = 3
"""So many notices stand over a screen at once."""
ROOMY_ROWS = 30
"""On a screen of fewer rows there is room for one."""
SHORT_S = 8.0
"""How long it stands there."""
LAID_OUT_S = 0.5
"""So long a first picture waits at the most: a screen that fails takes nothing any more."""


class _Notice(NamedTuple):
    message: str
    title: str
    severity: SeverityLevel
    markup: bool
    until_s: float


class FaultTolerantApp(FaultCatchingApp[int], GuardedApp[int]):
    """Shows one screen; subclasses say which, and where a fault is noted."""

    TITLE = "callboard"
    # Who has pressed Ctrl-S by mistake presses Ctrl-Q next: it ends nothing, as in any other terminal.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "stop_job", show=False, priority=True),
        Binding("ctrl+q", "resume", show=False, priority=True),
    ]

    def __init__(self, *, theme: str = "dark") -> None:
        """Show nothing yet.

        Args:
            theme: The colours that it begins with, one of `widgets.drawing.theme.THEMES`.
        """
        super().__init__(ansi_color=ansi_color(os.environ))
        # Before it runs: a theme that is chosen later has all styles read again.
        register(self)
        show_theme(self, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._faults: deque[float] = deque(maxlen=FAULTS)
        self._notices: tuple[_Notice, ...] = ()
        self._notices_wait = False

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

    def get_driver_class(self) -> type[Driver]:
        """Ours for terminals; another only where the environment names one, as `serve` does for what it shows."""
        return super().get_driver_class() if constants.DRIVER else ScreenDriver

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a notice over the screen; see `textual.app.App`.

        One that says the same again takes the place of the one before. Few stand at once, on a small screen one alone
        and for a short time: they cover calls, and the event log has them all.
        """
        asked_s = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        lasts_s = min(asked_s, SHORT_S) if self.size.height < ROOMY_ROWS else asked_s
        until_s = asyncio.get_running_loop().time() + lasts_s
        others = (one for one in self._notices if one.message != message)
        self._notices = (*others, _Notice(message, title, severity, markup, until_s))
        if not self._notices_wait:
            self._notices_wait = True
            self.call_later(self._show_notices)

    def _show_notices(self) -> None:
        self._notices_wait = False
        now_s = asyncio.get_running_loop().time()
        most = 1 if self.size.height < ROOMY_ROWS else NOTICES
        self._notices = tuple(one for one in self._notices if one.until_s > now_s)[-most:]
        self.clear_notifications()
        for one in self._notices:
            super().notify(
                one.message, title=one.title, severity=one.severity, timeout=one.until_s - now_s, markup=one.markup
            )

    def action_stop_job(self) -> None:
        """Let the shell have the terminal; a page has none."""
        stop_job_of(self)

    def action_resume(self) -> None:
        """Go on, as a terminal does after Ctrl-S."""

    def action_command_palette(self) -> None:
        """Find a command by its words."""
        import_palette()
        super().action_command_palette()

    def action_help_quit(self) -> None:
        """Say how to leave."""
        self.notify("q leaves")

    async def on_mount(self) -> None:
        """Start."""
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
        # What is drawn before its parts know how much room they have is seen by nobody, and takes as long as all of it.
        with self.batch_update():
            await self.push_screen(screen)
            await _taken_what_waits(screen)
        screen.refresh()
        await self.begin()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """None of Textual's own: its themes know nothing of our contrast, and ours are a key away."""
        del screen
        return ()

    def take_fault(self, error: Exception) -> None:
        """Write it to the log, tell its code, and build the screen anew; or end, where that does not help.

        Args:
            error: What nobody caught.
        """
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


async def _taken_what_waits(screen: Screen[None]) -> None:
    """Wait until a screen has taken what it was told so far."""
    taken = asyncio.Event()
    if screen.call_later(taken.set):
        with suppress(TimeoutError):
            async with asyncio.timeout(LAID_OUT_S):
                await taken.wait()
