"""Wall-clock pacing of the life of the centre: so many steps per second, with pause and resume."""

from __future__ import annotations

import asyncio
import time

from tui.demo.centre.life import Life

_TICK_S = 0.01
_LATE_S = 1.0


class LifePace:
    """Steps a life at its rate; what is missed by more than a second is not made up for.

    Attributes:
        paused: Whether nothing happens by itself now.
    """

    def __init__(self, life: Life, rate_per_s: float) -> None:
        """Set the pace.

        Args:
            life: What is stepped.
            rate_per_s: Steps per second; 0 is none.
        """
        self.paused = False
        self._life = life
        self._rate_per_s = rate_per_s

    async def run(self) -> None:
        """Step for ever; ends by cancellation only."""
        if self._rate_per_s <= 0:
            await asyncio.Event().wait()
        period_s = 1 / self._rate_per_s
        due_s = time.monotonic() + period_s
        while True:
            now_s = time.monotonic()
            if self.paused or now_s - due_s > _LATE_S:
                due_s = now_s + period_s
            while due_s <= now_s:
                self._life.step()
                due_s += period_s
            await asyncio.sleep(max(_TICK_S, min(due_s - now_s, 0.1)))
