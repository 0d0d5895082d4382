"""Two clocks: one that stands still while a step is taken and written down, one that only a replay moves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from tui.live.clock import Clock

DRIFT_S = 0.05
"""So much the wall clock may go otherwise than the board's before that is seen, and written down."""


class Anchor(NamedTuple):
    """What the wall clock said at a moment of the board's clock; between two anchors both go alike.

    Attributes:
        at_s: The moment.
        wall: Aware, with an offset from UTC instead of a zone.
    """

    at_s: float
    wall: datetime

    def wall_at(self, seconds: float) -> datetime:
        """What the wall clock says at another moment.

        Args:
            seconds: The moment.
        """
        try:
            return self.wall + timedelta(seconds=seconds - self.at_s)
        except OverflowError:
            return self.wall


class HeldClock:
    """Another clock; while a step is taken every look at it gives the same moment, which is the one on record.

    Its wall clock follows from the other one, as it does in a replay, so that both say the same.

    Attributes:
        anchor: Where the wall clock is read off; another one when somebody sets it, or summer begins.
    """

    def __init__(self, clock: Clock) -> None:
        """Go as another clock goes.

        Args:
            clock: The other one.
        """
        self._clock = clock
        self._held: float | None = None
        self.anchor = self._now()

    def now_s(self) -> float:
        """Seconds, as the other clock counts them."""
        return self._clock.now_s() if self._held is None else self._held

    def wall(self) -> datetime:
        """The wall clock."""
        return self.anchor.wall_at(self.now_s())

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Stand still; within another hold this changes nothing."""
        if self._held is not None:
            yield
            return
        now = self._now()
        drift_s = abs((now.wall - self.anchor.wall_at(now.at_s)).total_seconds())
        if drift_s > DRIFT_S or now.wall.tzinfo != self.anchor.wall.tzinfo:
            self.anchor = now
        self._held = now.at_s
        try:
            yield
        finally:
            self._held = None

    def _now(self) -> Anchor:
        wall = self._clock.wall()
        return Anchor(self._clock.now_s(), wall.replace(tzinfo=timezone(wall.utcoffset() or timedelta())))


@dataclass
class ReplayClock:
    """A clock that stands where a replay is.

    Attributes:
        seconds: What `now_s` says.
        anchor: Where the wall clock is read off.
    """

    seconds: float = 0.0
    anchor: Anchor = Anchor(0.0, datetime(1970, 1, 1, tzinfo=UTC))  # noqa: RUF009 - a tuple

    def now_s(self) -> float:
        """Where the replay is, in the seconds of the recorded clock."""
        return self.seconds

    def wall(self) -> datetime:
        """What the wall clock said then."""
        return self.anchor.wall_at(self.seconds)
