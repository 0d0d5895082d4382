"""What a network does to the bytes of one path at the moment: set by a storm, obeyed by the connections of a proxy."""

from __future__ import annotations

import asyncio
import contextlib
from enum import StrEnum

from tests.storm.balancer import Balancer


class Strike(StrEnum):
    """What happens, once, to the next exchange that comes through."""

    DUPLICATE = "duplicate"
    """The request reaches the server twice, its connection is cut, and nobody gets the answers."""
    DROP = "drop"
    """The request is carried out, its answer never arrives, the connection is cut."""
    HALVE = "halve"
    """Half of the answer's body arrives, then the connection ends."""


class Conditions:
    """The state of a path, calm at first; ``refusing`` is obeyed by the listener, all else by each connection.

    Attributes:
        balancer: What becomes of the cookies.
        patience_s: After how long without an answer an exchange is cut; 0.0 is never.
        delay_s: How long each message is kept back, in each direction.
        trickle_bytes: How many bytes of an answer pass at once; 0 is all of them.
        trickle_pause_s: How long the next ones are kept back.
    """

    def __init__(self) -> None:
        self.balancer = Balancer()
        self.patience_s = 0.0
        self.delay_s = 0.0
        self.trickle_bytes = 0
        self.trickle_pause_s = 0.0
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._changed = asyncio.Event()
        self._strikes: list[Strike] = []

    @property
    def silent(self) -> bool:
        """Whether messages are kept back, so that even a client without fault cannot know what they say."""
        return bool(self.delay_s or self.trickle_bytes) or not self._thawed.is_set()

    def freeze(self) -> None:
        """Let nothing through, and break nothing."""
        self._thawed.clear()

    def slow(self, *, delay_s: float = 0.0, trickle_bytes: int = 0, trickle_pause_s: float = 0.005) -> None:
        """Keep messages back, or let answers through a few bytes at a time."""
        self.delay_s, self.trickle_bytes, self.trickle_pause_s = delay_s, trickle_bytes, trickle_pause_s

    def arm(self, strike: Strike) -> None:
        """Plan what happens to the next exchange."""
        self._strikes.append(strike)

    def take_strike(self, *, request: bool) -> Strike | None:
        """The strike for a request, or for an answer, that is there now; each strikes once."""
        for strike in self._strikes:
            if (strike is Strike.DUPLICATE) == request:
                self._strikes.remove(strike)
                return strike
        return None

    def calm(self) -> None:
        """Let everything through at once from now on."""
        self._strikes.clear()
        self.balancer.habit = None
        self.patience_s = 0.0
        self.slow()
        self._thawed.set()
        self._changed.set()
        self._changed = asyncio.Event()

    async def pass_through(self) -> None:
        """Wait as long as a message is kept back."""
        await self._thawed.wait()
        if self.delay_s:
            await self.pause(self.delay_s)
            await self._thawed.wait()

    async def pause(self, pause_s: float) -> None:
        """Wait, but not beyond the next calm."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await self._changed.wait()
