"""Makes a ringing call impossible to overlook, also for somebody who looks elsewhere: bell, title, notification."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from tui.live.card import BoardCall, CallKey
from tui.screens.desk_options import DeskOptions
from widgets.call_words import where_of, who_of
from widgets.terminal_words import GIVE_TITLE_BACK, KEEP_TITLE, notification, title

Terminal = Callable[[str], None]
"""Sends a sequence to the terminal."""

_NAME = "callboard"


def terminal_of(app: App[Any]) -> Terminal:
    """Find the way to the terminal of an app.

    Args:
        app: The app, running.

    Returns:
        A function that sends; it does nothing where there is no terminal.
    """
    # Textual has no public way to set a title.
    driver = app._driver
    return (lambda _sequence: None) if driver is None or app.is_headless else driver.write


class Attention:
    """Remembers which calls have been told."""

    def __init__(self, options: DeskOptions, terminal: Terminal) -> None:
        """Take over the title.

        Args:
            options: What is wanted.
            terminal: Where it goes.
        """
        self._options = options
        self._terminal = terminal
        self._told: set[CallKey] = set()
        self._title = ""
        if options.set_title:
            terminal(KEEP_TITLE)

    def look(self, ringing: Sequence[BoardCall]) -> None:
        """Tell of calls that have begun to ring.

        Args:
            ringing: All calls that ring now.
        """
        fresh = [call for call in ringing if call.key not in self._told]
        self._told = {call.key for call in ringing}
        if fresh and self._options.bell:
            self._terminal("\x07")
        for call in fresh:
            if sequence := notification(self._options.notify, _NAME, f"RINGING {_words(call)}"):
                self._terminal(sequence)
        self._set_title(f"◇ RINGING {_words(ringing[0])}" if ringing else _NAME)

    def leave(self) -> None:
        """Give the title back."""
        if self._options.set_title:
            self._terminal(GIVE_TITLE_BACK)

    def _set_title(self, words: str) -> None:
        if self._options.set_title and words != self._title:
            self._title = words
            self._terminal(title(words))


def _words(call: BoardCall) -> str:
    return " ".join(word for word in (who_of(call.call), where_of(call.call)) if word)
