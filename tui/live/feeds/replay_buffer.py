"""What comes while the whole state is asked for: the answer may be older, so that it is applied over it once more."""

from collections.abc import Iterable

from tui.source.events import Event

MOST_EVENTS = 20_000
"""Messages that may come while a snapshot is read."""

MOST_BYTES = 24 << 20
"""Of the answers in which they come, likewise."""


class ReplayBuffer:
    """The messages since a request, oldest first.

    Attributes:
        events: The messages.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.events: list[Event] = []
        self._begun_bytes = 0

    def begin(self, handed_bytes: int) -> None:
        """Begin anew: what came until now is older than the answer to the request that is sent now.

        Args:
            handed_bytes: How long all answers of the stream were until now.
        """
        self.events = []
        self._begun_bytes = handed_bytes

    def add(self, events: Iterable[Event], handed_bytes: int) -> bool:
        """Keep more messages.

        Args:
            events: Oldest first.
            handed_bytes: As for `begin`.

        Returns:
            Whether that is no more than is kept; else the answer is of no use.
        """
        self.events += events
        return len(self.events) <= MOST_EVENTS and handed_bytes - self._begun_bytes <= MOST_BYTES

    def clear(self) -> None:
        """Keep nothing more."""
        self.events = []
