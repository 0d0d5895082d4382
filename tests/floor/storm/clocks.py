"""Clocks that are not ours."""

from __future__ import annotations

from datetime import datetime

from tui.live.clock import SystemClock


class OtherClock:
    """This machine's clock, hours away and a little quicker."""

    def __init__(self, shift_s: float, drift: float) -> None:
        self._system = SystemClock()
        self._shift_s = shift_s
        self._drift = drift
        self._began_s = self._system.now_s()

    def now_s(self) -> float:
        now_s = self._system.now_s()
        return now_s + self._shift_s + self._drift * (now_s - self._began_s)

    def wall(self) -> datetime:
        return self._system.wall()

    def ours_s(self, theirs_s: float) -> float:
        """What the clock of this machine said then, to some milliseconds."""
        return theirs_s - (self.now_s() - self._system.now_s())
