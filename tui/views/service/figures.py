"""Figures of service: what came of the calls that were seen from their beginning to their end."""

from dataclasses import dataclass
from typing import Self

from tui.live.reports.history import average_s


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """Sums over calls that have ended.

    Attributes:
        rang: Calls that rang here.
        answered: Those of them that were answered here.
        in_time: Those of these that were answered within the time that is wanted.
        longest_ring_s: How long the longest of them rang, seconds.
        handled: Calls in which somebody spoke here, whoever called.
        talk_s: How long these were talked, without hold, together, seconds.
        hold_s: How long these were on hold, as far as it was seen, together, seconds.
        unseen: Calls whose end was not seen: they are in no other figure.
    """

    rang: int = 0
    answered: int = 0
    in_time: int = 0
    longest_ring_s: float = 0.0
    handled: int = 0
    talk_s: float = 0.0
    hold_s: float = 0.0
    unseen: int = 0

    def __add__(self, other: Self) -> "ServiceFigures":
        """The figures of both."""
        return ServiceFigures(
            self.rang + other.rang,
            self.answered + other.answered,
            self.in_time + other.in_time,
            max(self.longest_ring_s, other.longest_ring_s),
            self.handled + other.handled,
            self.talk_s + other.talk_s,
            self.hold_s + other.hold_s,
            self.unseen + other.unseen,
        )

    @property
    def missed(self) -> int:
        """Calls that rang here and were not answered here."""
        return self.rang - self.answered

    @property
    def average_talk_s(self) -> float | None:
        """Seconds; None where nobody spoke."""
        return average_s(self.talk_s, self.handled)

    @property
    def average_hold_s(self) -> float | None:
        """Seconds; None where nobody spoke."""
        return average_s(self.hold_s, self.handled)

    def wire(self) -> dict[str, object]:
        """As JSON values; times in seconds, to a tenth."""
        talk_s, hold_s = self.average_talk_s, self.average_hold_s
        return {
            "rang": self.rang,
            "answered": self.answered,
            "answeredInTime": self.in_time,
            "missed": self.missed,
            "longestRing": round(self.longest_ring_s, 1),
            "handled": self.handled,
            "averageTalk": None if talk_s is None else round(talk_s, 1),
            "averageHold": None if hold_s is None else round(hold_s, 1),
            "unseen": self.unseen,
        }


NOTHING = ServiceFigures()
