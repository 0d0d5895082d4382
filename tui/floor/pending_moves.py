"""Logins whose publisher's clock is found elsewhere, or that are live again: a few at a time, for keys come first."""

from collections.abc import Iterable, Iterator
from time import thread_time

SLICE_S = 0.004
"""Processor time of one slice: a busy machine makes slices longer, but not more of them."""


class PendingMoves:
    """Logins that wait, each once, the first that came first."""

    def __init__(self) -> None:
        """None waits."""
        self._names: dict[str, None] = {}

    def __len__(self) -> int:
        """How many wait."""
        return len(self._names)

    def add(self, names: Iterable[str]) -> None:
        """Let logins wait; one that waits already keeps its place.

        Args:
            names: What they are called on the board.
        """
        self._names.update(dict.fromkeys(names))

    def clear(self) -> None:
        """Let none wait: all of them are shown anew."""
        self._names.clear()

    def slice(self, seconds: float = SLICE_S) -> Iterator[str]:
        """Take logins out for as long as there is time; one at the least.

        Args:
            seconds: Of processor time.

        Yields:
            Names that wait no longer.
        """
        until_s = thread_time() + seconds
        for name in tuple(self._names):
            del self._names[name]
            yield name
            if thread_time() >= until_s:
                return
