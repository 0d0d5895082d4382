"""How far the clock of a publisher is from ours: told by its beats alone, since nobody compares wall clocks."""

DRIFT = 0.001
"""Seconds that two clocks may part in one, more than any do; what comes later than that explains was on its way."""
OTHER_CLOCK_S = 3.0
"""Beats of a new session that are so late are of another clock: the machine was started anew, or slept."""
_AS_LATE_S = 0.3
"""So alike are they late then; what was kept back on the way comes all at once."""
_EARLIER_S = 0.1
"""A quicker beat than that moves all times at once; by less our own event loop may have kept one back."""
_LATER_S = 0.25


class ClockOffset:
    """The clock of one publisher.

    Attributes:
        taken_s: What is added to its times, so that they are ours; None before anything is known.
        heard: Whether a beat told it, and not a guess.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.taken_s: float | None = None
        self.heard = False
        self._least_s = 0.0
        self._at_s = 0.0
        self._first_late_s: float | None = None

    def guess(self, offset_s: float) -> None:
        """Take an estimate for as long as no beat has come.

        Args:
            offset_s: What is added to its times.
        """
        if not self.heard:
            self.taken_s = offset_s

    def hear(self, theirs_s: float, arrived_s: float, *, anew: bool = False) -> float:
        """Take a beat that has just come.

        Args:
            theirs_s: What their clock said.
            arrived_s: What ours said when it came.
            anew: Whether it is the first one of a session, which may have another clock.

        Returns:
            How long it was on its way, beyond what the quickest one was; seconds.
        """
        offset_s = arrived_s - theirs_s
        if self.heard:
            self._least_s += DRIFT * max(0.0, arrived_s - self._at_s)
        if not self.heard or offset_s < self._least_s or self._is_other(offset_s - self._least_s, anew=anew):
            self._least_s = offset_s
            self._first_late_s = None
        self._at_s = arrived_s
        taken_s = self.taken_s
        if not self.heard or taken_s is None or not -_LATER_S <= taken_s - self._least_s <= _EARLIER_S:
            self.taken_s = self._least_s
        self.heard = True
        return offset_s - self._least_s

    def _is_other(self, late_s: float, *, anew: bool) -> bool:
        """Whether a beat is of another clock: the first one of a session may have been kept back on its way."""
        first_s = self._first_late_s
        if anew or late_s <= OTHER_CLOCK_S:
            self._first_late_s = late_s if late_s > OTHER_CLOCK_S else None
            return False
        return first_s is not None and abs(late_s - first_s) <= _AS_LATE_S
