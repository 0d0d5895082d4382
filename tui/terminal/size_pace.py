"""Tells of a new size of the terminal at once, and of further ones at most ten times a second."""

import asyncio
from collections.abc import Callable

APART_S = 0.1
"""Between two sizes that are drawn: a window that is dragged sends hundreds, and each costs a layout of the screen."""


class SizePace:
    """Calls back with the newest size alone; runs in the event loop."""

    def __init__(self, tell: Callable[[], None]) -> None:
        """Remember whom to tell.

        Args:
            tell: Called when the size has to be read; reads the size that there is then.
        """
        self._tell = tell
        self._next_s = 0.0
        self._due: asyncio.TimerHandle | None = None

    def changed(self) -> None:
        """Let the size be told of, now or soon."""
        if self._due is not None:
            return
        loop = asyncio.get_running_loop()
        self._due = loop.call_at(max(self._next_s, loop.time()), self._tell_now)

    def end(self) -> None:
        """Tell of nothing any more."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _tell_now(self) -> None:
        self._due = None
        self._next_s = asyncio.get_running_loop().time() + APART_S
        self._tell()
