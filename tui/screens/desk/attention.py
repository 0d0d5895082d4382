"""Makes a ringing call impossible to overlook, also for somebody who looks elsewhere: bell, title, notification."""

from collections.abc import Sequence
from datetime import datetime

from tui.live.store.card import BoardCall, CallKey
from tui.patches.sequences import Terminal
from tui.screens.desk.desk_options import DeskOptions
from tui.views.attention.ring import ring_values
from tui.views.words.call_words import where_of, who_of
from widgets.drawing.terminal_words import GIVE_TITLE_BACK, KEEP_TITLE, notification, title

_NAME = "callboard"


class RingNotifier:
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

    def look(self, ringing: Sequence[BoardCall], at: datetime) -> None:
        """Tell of calls that have begun to ring.

        Args:
            ringing: All calls that ring now.
            at: Now, wall clock.
        """
        fresh = [call for call in ringing if call.key not in self._told]
        self._told = {call.key for call in ringing}
        if fresh and self._options.bell:
            self._terminal("\x07")
        for call in fresh:
            if sequence := notification(self._options.notify, _NAME, f"RINGING {_words(call)}"):
                self._terminal(sequence)
            if self._options.on_ring is not None:
                self._options.on_ring(ring_values(call, at))
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
    return " ".join(word for word in (who_of(call), where_of(call)) if word)
