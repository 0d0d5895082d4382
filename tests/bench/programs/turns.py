"""An event loop that notes for how long nobody else had a turn, and a wait that costs little."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import thread_time

_LOOK_S = 0.004
"""How often it is looked whether something is done: looking takes processor time too."""


class Turns(asyncio.SelectorEventLoop):
    """Notes its longest turn: for so long nobody else had one, such as a key.

    Attributes:
        longest_s: Processor time: what a busy machine gives to others does not count, nor does waiting.
    """

    longest_s = 0.0

    def _run_once(self) -> None:
        before_s = thread_time()
        super()._run_once()  # type: ignore[misc]  # asyncio's own, which no stub has
        self.longest_s = max(self.longest_s, thread_time() - before_s)


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    while not so():
        await asyncio.sleep(_LOOK_S)
