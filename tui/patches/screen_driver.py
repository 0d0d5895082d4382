"""The driver of a screen: Textual's for Linux, which neither waits for its terminal nor outlives it."""

import asyncio
import logging
import os
import select
import signal
import sys
import termios
from contextlib import suppress
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from tui.patches.changed_cells import draw_whole, forget, show_links
from tui.patches.keyboard import KeyboardDecoder, told_apart
from tui.terminal.charset import encoder_for
from tui.terminal.description import PICTURE
from tui.terminal.ending import TOLD, Ending
from tui.terminal.job import has_shell, stop_job
from tui.terminal.links import knows_links
from tui.terminal.screen_writer import ScreenWriter
from tui.terminal.size_pace import SizePace

LEAVE = (
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m\x1b]8;;\x1b\\"
)
"""Everything that Textual's own way out says, for where that did not get through."""
WHOLE_EVERY_S = 60.0
"""What others write over the picture, such as a kernel's messages on a console, stands no longer than this."""
_USUAL = (80, 24)
_LOOK_S = 0.1
_READ_BYTES = 4096
_LOG = logging.getLogger(__name__)


class ScreenDriver(LinuxDriver):
    """Draws on standard output, whatever stderr is; reads standard input.

    A terminal that takes nothing costs pictures alone. One that is gone ends the application, and what does not end
    within `tui.terminal.ending.GRACE_S` is ended.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """Set nothing yet; see `textual.driver.Driver`."""
        super().__init__(app, debug=debug, mouse=mouse, size=size or _size())
        self._encoding = sys.__stdout__.encoding if sys.__stdout__ is not None else "ascii"
        self._ending = Ending(self._leave, self.restore)
        self._writer: ScreenWriter | None = None
        self._has_left = True
        self._sizes = SizePace(self._tell_size)
        self._told_in_band: events.Resize | None = None
        self._whole: asyncio.TimerHandle | None = None

    def write(self, data: str) -> None:
        """Let something be written, soon; a picture perhaps never.

        Args:
            data: A frame, its brackets, or modes.
        """
        if self._writer is not None:
            self._writer.put(data)

    def start_application_mode(self) -> None:
        """Set the terminal, and begin to draw and to read."""
        self._ending.listen()
        if knows_links():
            show_links(self._app.console)
        before = self._begin_again()
        if self._whole is None:
            forget(self._app.console)
        else:
            # Whoever had the terminal meanwhile has left nothing of the picture.
            self._ask_for_whole()
        if self._writer is None:
            self._writer = ScreenWriter(
                PICTURE, encoder_for(self._encoding), repaint=self._ask_for_whole, gone=self._on_gone
            )
            self._writer.start()
        self._has_left = False
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual says only that it has no type
        self.attrs_before = before or self.attrs_before
        signal.signal(signal.SIGWINCH, self._on_size_changed)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        self._wait_for_whole()

    def _begin_again(self) -> list[Any] | None:
        """Go on after a SIGSTOP, which nobody is told of: without a second thread that reads.

        Returns:
            How the terminal was set before all; None where that is still to be seen.
        """
        if self._has_left:
            return None
        self.disable_input()
        super().close()
        return self.attrs_before

    def stop_job(self) -> None:
        """Let the shell have the terminal, in order; SIGCONT, which `fg` sends, sets it again.

        In that order: what started this process stops at once, and then the terminal is the shell's.
        """
        self.suspend_application_mode()
        stop_job()

    def stop_application_mode(self) -> None:
        """Let the terminal be as it was."""
        self._sizes.end()
        if self._whole is not None:
            self._whole.cancel()
        if self._writer is not None:
            self._writer.leave_out_pictures()
        super().stop_application_mode()
        self._has_left = True

    def close(self) -> None:
        """Wait for what is written, for a short time."""
        super().close()
        writer, self._writer = self._writer, None
        if writer is not None and not writer.end():
            writer.force(LEAVE)

    def restore(self) -> None:
        """Put the terminal in order from any thread, where everything else failed."""
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        writer = self._writer
        if writer is not None and not (self._has_left and writer.is_idle):
            writer.force(LEAVE)

    def run_input_thread(self) -> None:
        """Read keys until the end of the application, or of the terminal."""
        parser = XTermParser(self._debug)
        decoder = KeyboardDecoder(encoding=self._encoding)
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        while not self.exit_event.is_set():
            text = ""
            if poll.poll(_LOOK_S * 1000):
                data = self._read()
                if not data:
                    self._on_gone()
                    return
                text = decoder.decode(data)
            try:
                for message in told_apart((*(parser.feed(text) if text else ()), *parser.tick())):
                    self.process_message(message)
            except Exception:  # whatever the terminal sends, it does not end the run
                _LOG.exception("the terminal sent what cannot be read")
                parser = XTermParser(self._debug)

    def process_message(self, message: Message) -> None:
        """Pass on what the terminal sends; of sizes the newest alone.

        Args:
            message: What the reading thread understood.
        """
        if isinstance(message, events.Resize):
            self._told_in_band = message
            self._on_size_changed()
        else:
            super().process_message(message)

    def _on_size_changed(self, *_: object) -> None:
        # From the thread that reads, or from a signal in the middle of something else.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._sizes.changed)

    def _tell_size(self) -> None:
        size = Size(*_size())
        if size == self._app.size:
            # It was another in between, and what did not fit then is gone.
            self._draw_whole()
        self._app.post_message(self._told_in_band or events.Resize(size, size))

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_BYTES)
        except OSError:
            return b""

    def _get_terminal_size(self) -> tuple[int, int]:
        return _size()

    def _on_gone(self) -> None:
        self._ending.tell("a terminal that is gone")

    def _leave(self) -> None:
        # The loop may have ended by now; the rest of the way out is watched all the same.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._app.exit, TOLD)

    def _ask_for_whole(self) -> None:
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._draw_whole)

    def _wait_for_whole(self) -> None:
        if self._whole is not None:
            self._whole.cancel()
        self._whole = self._loop.call_later(WHOLE_EVERY_S, self._heal)

    def _heal(self) -> None:
        self._wait_for_whole()
        draw_whole(self._app)

    def _draw_whole(self) -> None:
        if self._writer is not None:
            self._writer.resume()
            draw_whole(self._app)


def stop_job_of(app: App[Any]) -> None:
    """Stop an app with its job, where it is one of a shell; a page has none.

    Args:
        app: The app, running.
    """
    driver = app._driver
    if isinstance(driver, ScreenDriver) and has_shell():
        driver.stop_job()


def _size() -> tuple[int, int]:
    # COLUMNS and LINES in the environment do not change when the terminal does, and a terminal may not know its size.
    try:
        columns, rows = os.get_terminal_size(PICTURE)
    except OSError:
        return _USUAL
    return columns or _USUAL[0], rows or _USUAL[1]
