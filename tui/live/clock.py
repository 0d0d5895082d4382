"""Time as the board needs it: seconds that count suspends and ignore changes of the wall clock."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol


class Clock(Protocol):
    """Where all times of the board come from."""

    def now_s(self) -> float:
        """Seconds since some fixed moment; never steps back, and goes on while the machine sleeps."""
        ...

    def wall(self) -> datetime:
        """The wall clock: aware, local."""
        ...


class SystemClock:
    """The clock of this machine."""

    # CLOCK_MONOTONIC stands still while the machine sleeps; a call does not.
    _clock_id = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)

    def __init__(self) -> None:
        """Take the zone when it is asked for."""
        self._second = -1
        self._zone: tzinfo | None = None

    def now_s(self) -> float:
        """Seconds since boot, suspends included where the system can tell."""
        return time.clock_gettime(self._clock_id)

    def wall(self) -> datetime:
        """The local wall clock."""
        now_s = time.time()
        if int(now_s) != self._second:
            # No zone changes within a second, and to find it takes three times as long as all the rest.
            self._second, self._zone = int(now_s), datetime.fromtimestamp(now_s).astimezone().tzinfo
        return datetime.fromtimestamp(now_s, self._zone)


@dataclass
class FixedClock:
    """A clock that moves only when told: for tests, pictures and replays.

    Attributes:
        seconds: What `now_s` says.
        date: What `wall` says when `seconds` is 0.
    """

    seconds: float = 1_000.0
    date: datetime = field(default_factory=lambda: datetime(2026, 1, 5, 19, 2, tzinfo=UTC))

    def now_s(self) -> float:
        """The seconds it was set to."""
        return self.seconds

    def wall(self) -> datetime:
        """The date, moved on as far as the seconds were."""
        return self.date + timedelta(seconds=self.seconds - 1_000.0)

    def advance(self, seconds: float) -> None:
        """Let time pass.

        Args:
            seconds: How much.
        """
        self.seconds += seconds
