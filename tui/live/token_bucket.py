"""How much may be said: a steady rate, with some room for bursts."""

from tui.live.clock import Clock

BURST_S = 10.0
"""So many seconds' worth may be said at once."""


class TokenBucket:
    """Lets so many sentences a minute through, and counts the others."""

    def __init__(self, clock: Clock, per_minute: int) -> None:
        """Begin with room for a burst.

        Args:
            clock: Where time comes from.
            per_minute: How many sentences may be said in a minute; 0 is no limit.
        """
        self.left_out = 0
        self._clock = clock
        self._per_s = per_minute / 60.0
        self._most = max(1.0, self._per_s * BURST_S)
        self._room = self._most
        self._at_s = clock.now_s()

    def allows(self) -> bool:
        """Whether one sentence may be said now; one that may not is counted in `left_out`."""
        if self.take():
            return True
        self.left_out += 1
        return False

    def take(self) -> bool:
        """Use room for one sentence, where there is some; without a limit there always is."""
        if not self._per_s:
            return True
        now_s = self._clock.now_s()
        self._room = min(self._most, self._room + (now_s - self._at_s) * self._per_s)
        self._at_s = now_s
        if self._room < 1.0:
            return False
        self._room -= 1.0
        return True
