"""The Textual application: it says at once that it starts, imports what a run is made of, and shows that."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui.config import ConfigError, Settings
from tui.fault_tolerant_app import BROKEN, FaultTolerantApp
from tui.live.fault import fault_code
from tui.machine.sd_notify import Notifier

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.config.watching import ConfigWatch
    from tui.live.reports.health import Health
    from tui.screens.wall.tour import Tour
    from tui.stage import Stage
    from tui.wiring import RunParts
    from widgets.drawing.running_mark import HeaderMark

_LOG = logging.getLogger(__name__)


class CallBoard(FaultTolerantApp):
    """A wall or a desk on the board of some sources; all that it shows and does is its stage's.

    Attributes:
        refused: Why there are no parts, for whoever ran it to raise; None where there are.
    """

    CSS = """
    #starting { background: $panel; text-style: bold; }
    """

    def __init__(
        self,
        settings: Settings,
        parts: "RunParts | Callable[[], RunParts]",
        *,
        desk: bool = False,
        supervise: bool = False,
        watch: "ConfigWatch | None" = None,
        tour: "Tour | None" = None,
        notifier: Notifier | None = None,
        webhook_secret: "SecretStr | None" = None,
    ) -> None:
        """Show nothing yet.

        Args:
            settings: How it looks.
            parts: Board, journal, feeds and what sends; or what makes them, once the start is on the screen.
            desk: Whether it is a desk.
            supervise: Whether the wall has a supervisor's keys; without it a wall cannot send anything.
            watch: Tells when the configuration was changed.
            tour: The tour that a read-only wall is shown with.
            notifier: The way to systemd, if it has started this.
            webhook_secret: What alarms are posted with.
        """
        super().__init__(theme=settings.theme)
        if not desk:
            # Before there is anything to be locked: nobody is to leave while it starts.
            self.lock_as(kiosk=settings.kiosk, key=settings.unlock_key)
        self.refused: ConfigError | None = None
        self._first_settings = settings
        self._parts = parts
        self._desk = desk
        self._supervise = supervise
        self._watch = watch
        self._tour = tour
        self._notifier = notifier or Notifier()
        self._webhook_secret = webhook_secret
        self._stage: Stage | None = None
        self._asker: tuple[str, str] | None = None

    @property
    def mark(self) -> "HeaderMark | None":
        """That everything is recorded, or is not any more."""
        return self._stage.mark if self._stage is not None else None

    @property
    def health(self) -> "Health | None":
        """How its sources are, in numbers; None while it starts."""
        return self._stage.health if self._stage is not None else None

    @property
    def metrics(self) -> str:
        """How it is and what it has seen, for a scraper; "" while it starts."""
        return self._stage.metrics if self._stage is not None else ""

    @property
    def settings(self) -> Settings:
        """What it is set to now: the configuration may have been changed since it began."""
        return self._stage.settings if self._stage is not None else self._first_settings

    def compose(self) -> ComposeResult:
        """What is seen until the first screen is there; it stays beneath all of them."""
        yield Static(" callboard  starting", id="starting", markup=False)

    def first_screen(self) -> Screen[None]:
        """The wall or the desk."""
        if self._stage is None:
            raise RuntimeError("there is no screen before there are parts")
        return self._stage.first_screen()

    def note_fault(self, words: str) -> None:
        """Tell of a fault in the event log."""
        if self._stage is not None:
            self._stage.note_fault(words)

    def take_asker(self, address: str, token: str) -> None:
        """Keys come from a page of this address from now on, which logged in with a token of this name."""
        # It may be told before there are parts.
        self._asker = (address, token)
        if self._stage is not None:
            self._stage.take_asker(address, token)

    async def start(self) -> None:
        """Open; where the parts are still to be made, once the start is on the screen."""
        if callable(self._parts):
            self.screen.call_after_refresh(self.call_later, self._open_late, self._parts)
        else:
            await self._open_on(self._parts)

    async def begin(self) -> None:
        """Do what waits for the first screen."""
        if self._stage is not None:
            self._stage.settle()

    async def on_unmount(self) -> None:
        """Stop the feeds and close their connections."""
        if self._stage is not None:
            await self._stage.end()

    async def _open_late(self, make: "Callable[[], RunParts]") -> None:
        try:
            await self._open_on(make())
        except ConfigError as error:
            self.refused = error
            self.exit(BROKEN)
        except Exception as error:  # there is no screen yet that could be built anew
            code = fault_code(error)
            _LOG.error("fault %s at the start", code, exc_info=error)
            self.give_up(f"internal fault {code} at the start: see the log")

    async def _open_on(self, parts: "RunParts") -> None:
        from tui.stage import Stage

        self._stage = Stage(
            self,
            self._first_settings,
            parts,
            desk=self._desk,
            supervise=self._supervise,
            watch=self._watch,
            tour=self._tour,
            notifier=self._notifier,
            webhook_secret=self._webhook_secret,
        )
        if self._asker is not None:
            self._stage.take_asker(*self._asker)
        # Logins are under way while the screen that shows them is imported and composed.
        self._stage.begin()
        await self._stage.wait_for_logins()
        await self.open()
