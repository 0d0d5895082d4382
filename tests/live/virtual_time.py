"""A loop whose time passes only when nothing is left to do: waits cost nothing, and every run is the same."""

from __future__ import annotations

import asyncio
import selectors
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_BOOT = datetime(2026, 1, 5, 19, 2, tzinfo=UTC)


class _IdleSelector(selectors.DefaultSelector):
    """Never blocks: where the loop would wait for a timer, its clock is set to that timer."""

    passed_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing is left that could ever happen: the test waits for ever")
            self.passed_s += max(0.0, timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._idle = _IdleSelector()
        super().__init__(self._idle)

    def time(self) -> float:
        return self._idle.passed_s


@dataclass
class LoopClock:
    """The board's clock on a virtual loop.

    Attributes:
        loop: Whose time it is.
        slept_s: How long the machine slept: the board's clock counts that, timers do not.
        wall_set_by_s: How far somebody set the wall clock.
    """

    loop: asyncio.AbstractEventLoop
    slept_s: float = 0.0
    wall_set_by_s: float = 0.0

    def now_s(self) -> float:
        return 1_000.0 + self.loop.time() + self.slept_s

    def wall(self) -> datetime:
        return _BOOT + timedelta(seconds=self.loop.time() + self.slept_s + self.wall_set_by_s)
