"""Keys that were still meant for a question that has closed by itself."""

from textual import events

PAUSE_S = 0.6
"""Whoever presses a key so long after the one before has seen that the question is closed."""


class TrailingKeys:
    """Takes Enter and digits behind the digit that has answered a question, until there is a pause.

    A digit takes its answer at once. The Enter that many press behind it would answer what rings, and a second digit
    would be a command where one is bound to it.
    """

    def __init__(self) -> None:
        """Take nothing yet."""
        self._last_s: float | None = None

    def follow(self, at_s: float) -> None:
        """A question has closed by a digit.

        Args:
            at_s: When, on the clock of Textual's events.
        """
        self._last_s = at_s

    def takes(self, event: events.Key) -> bool:
        """Tell whether a key was still meant for that question.

        Args:
            event: The next key; its own time counts, however late it is handled.
        """
        last_s, self._last_s = self._last_s, None
        trails = event.key == "enter" or (event.character or "").isdecimal()
        if last_s is None or not trails or event.time - last_s > PAUSE_S:
            return False
        self._last_s = event.time
        return True
