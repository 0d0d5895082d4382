"""The driver of a run that is shown in web pages: what its own process puts between Textual and `tui.serve`.

It speaks the packets of Textual's driver for `textual-serve` (a type, four bytes of size, so many bytes), and adds what
a picture that must not be wrong needs: a beat, a repaint for those who come later, and an end with the server.
"""

from textual import events, messages
from textual.drivers.web_driver import WebDriver
from textual.geometry import Size


class PageDriver(WebDriver):
    """Draws to stdout, reads from stdin; both belong to the server of the pages."""

    def start_application_mode(self) -> None:
        """Begin to draw and to read."""
        super().start_application_mode()
        # Textual begins without the focus. Which page has it is of no interest: keys come from whoever is there.
        self._app.call_later(self._app.post_message, events.AppFocus())

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Take what the server says beside keys; runs in the thread that reads.

        Args:
            packet_type: `beat`, `repaint`, or one of Textual's own, such as `resize`.
            payload: The whole message; the `n` of a beat comes back with its answer.
        """
        if packet_type == "beat":
            self._app.call_later(self._answer_beat, payload.get("n"))
        elif packet_type == "repaint":
            self._app.call_later(self._repaint)
        else:
            super().on_meta(packet_type, payload)

    def run_input_thread(self) -> None:
        """Read until the end; without the server nobody sees this run, which has to end as well."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.send_message(messages.ExitApp())

    def _answer_beat(self, number: object) -> None:
        wanted = Size(*self._size) if self._size else self._app.size
        if self._app.size != wanted:
            # While it starts, Textual lets its first size overtake later ones. A picture of the wrong size is none.
            self._app.post_message(events.Resize(wanted, wanted))
            return
        # After a refresh of the screen, so that an answer means: what came before it has been painted.
        for screen in self._app.screen_stack[-1:]:
            screen.call_after_refresh(self.write_meta, {"type": "beat", "n": number})

    def _repaint(self) -> None:
        self.write_meta({"type": "repaint"})
        self._enter_modes()
        for screen in self._app.screen_stack[-1:]:
            screen.refresh(layout=True)

    def _enter_modes(self) -> None:
        # As in Textual's start: the alternate screen, the mouse, no cursor, pastes in brackets.
        self.write("\x1b[?1049h")
        self._enable_mouse_support()
        self.write("\x1b[?25l")
        self._enable_bracketed_paste()
