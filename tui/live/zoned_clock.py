"""A clock whose wall hangs in another time zone."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from tui.live.clock import Clock


@dataclass(frozen=True, slots=True)
class ZonedClock:
    """Another clock, with the wall clock of a zone.

    Attributes:
        clock: Where the time comes from.
        zone: Where the wall is.
    """

    clock: Clock
    zone: tzinfo

    def now_s(self) -> float:
        """Seconds as the other clock counts them."""
        return self.clock.now_s()

    def wall(self) -> datetime:
        """The same moment in the zone."""
        return self.clock.wall().astimezone(self.zone)
