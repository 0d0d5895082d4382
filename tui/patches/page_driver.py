"""The driver of a run that is shown in web pages: what its own process puts between Textual and `tui.serve`.

It speaks the packets of Textual's driver for `textual-serve` (a type, four bytes of size, so many bytes), and adds what
a picture that must not be wrong needs: a beat, a repaint for those who come later, and an end with the server.
"""

from contextlib import suppress
from typing import Any, Protocol, runtime_checkable

from textual import events, messages
from textual.app import App
from textual.drivers import web_driver
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size
from textual.message import Message

from tui.patches.changed_cells import draw_whole
from tui.patches.keyboard import KeyboardDecoder
from tui.terminal.ending import TOLD, Ending

_FROM_PEOPLE = (events.Key, events.MouseEvent, events.Paste, messages.TerminalSupportsSynchronizedOutput)


@runtime_checkable
class HasHealth(Protocol):
    """What an application knows of how it is, if it does."""

    def wire(self) -> dict[str, object]:
        """As JSON values."""
        ...


class PageDriver(WebDriver):
    """Draws to stdout, reads from stdin; both belong to the server of the pages."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Draw nothing yet; see `textual.driver.Driver`."""
        forgive_rubbish()
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._ending = Ending(self._leave, lambda: None)

    def start_application_mode(self) -> None:
        """Begin to draw and to read."""
        super().start_application_mode()
        # After Textual's own handlers, which would take the signals of this process from the ending.
        self._ending.listen()
        # Textual begins without the focus. Which page has it is of no interest: keys come from whoever is there.
        self._app.call_later(self._app.post_message, events.AppFocus())

    def process_message(self, message: Message) -> None:
        """Take what a page typed, clicked or pasted; runs in the thread that reads.

        Args:
            message: What Textual read. A report of a terminal, such as its size, is none of the page's business: the
                server alone says how large the picture is, and where it has the focus.
        """
        if isinstance(message, _FROM_PEOPLE):
            super().process_message(message)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says beside keys; runs in the thread that reads.

        Args:
            packet_type: `beat`, `repaint`, `asker` (whose keys come from now on), or one of Textual's own.
            payload: The whole message; the `n` of a beat comes back with its answer, and with `metrics` what a scraper
                is told.
        """
        if packet_type == "beat":
            self._app.call_later(self._answer_beat, payload.get("n"), payload.get("metrics") == 1)
        elif packet_type == "repaint":
            self._app.call_later(self._repaint)
        elif packet_type == "asker":
            self._app.call_later(self._take_asker, str(payload.get("address", "")), str(payload.get("token", "")))
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read until the end; without the server nobody sees this run, which has to end as well."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._ending.tell("a server of pages that is gone")

    def _leave(self) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._app.exit, TOLD)

    def _answer_beat(self, number: object, is_scraped: bool) -> None:
        wanted = Size(*self._size) if self._size else self._app.size
        if self._app.size != wanted:
            # While it starts, Textual lets its first size overtake later ones. A picture of the wrong size is none.
            self._app.post_message(events.Resize(wanted, wanted))
            return
        # After a refresh of the screen, so that an answer means: what came before it has been painted.
        for screen in self._app.screen_stack[-1:]:
            screen.call_after_refresh(self._write_beat, number, is_scraped)

    def _write_beat(self, number: object, is_scraped: bool) -> None:
        health = getattr(self._app, "health", None)
        told: dict[str, object] = {"health": health.wire()} if isinstance(health, HasHealth) else {}
        if is_scraped:
            told["metrics"] = getattr(self._app, "metrics", "")
        self.write_meta({"type": "beat", "n": number, **told})

    def _take_asker(self, address: str, token: str) -> None:
        # Not every application writes down who acts.
        take = getattr(self._app, "take_asker", None)
        if callable(take):
            take(address, token)

    def _repaint(self) -> None:
        self.write_meta({"type": "repaint"})
        self._enter_modes()
        draw_whole(self._app)

    def _enter_modes(self) -> None:
        # As in Textual's start: the alternate screen, the mouse, no cursor, pastes in brackets.
        self.write("\x1b[?1049h")
        self._enable_mouse_support()
        self.write("\x1b[?25l")
        self._enable_bracketed_paste()


def forgive_rubbish() -> None:
    """Let Textual's driver for pages read the keyboard through `KeyboardDecoder`; our own for screens does anyway.

    It decodes strictly, and the first wrong byte ends the whole application; and an escape character inside a paste
    makes its parser take what follows for keys, which on a desk might send something. There is no setting for either.
    """
    setattr(web_driver, "getincrementaldecoder", lambda _: KeyboardDecoder)  # noqa: B010 - no public name of that module
