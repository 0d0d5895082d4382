"""Effects that come a little later than the request that asked for them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class DelayedEffects:
    """Calls functions after a delay, and can forget them all."""

    def __init__(self) -> None:
        """Nothing is waiting."""
        self._waiting: set[asyncio.TimerHandle] = set()

    def call(self, delay_s: float, effect: Callable[[], None]) -> None:
        """Call a function after a delay, in the running loop."""
        handle: asyncio.TimerHandle

        def run() -> None:
            self._waiting.discard(handle)
            effect()

        handle = asyncio.get_running_loop().call_later(delay_s, run)
        self._waiting.add(handle)

    def cancel(self) -> None:
        """Forget everything that is waiting."""
        for handle in self._waiting:
            handle.cancel()
        self._waiting.clear()
