"""When a source looks at the whole state again by itself: often where that costs little, seldom where it costs much."""

import random
from dataclasses import dataclass

SHARE = 100.0
"""A look may take a hundredth of the time: a server that is slow to answer is asked seldom."""

CALL_S = 0.03
"""Between two looks at least for each call: 10,000 of them are some 15 MB."""

LOGIN_S = 0.25
"""Between two looks at least for each login of this program at one server: together they ask it four times a second."""


@dataclass(frozen=True, slots=True)
class Resync:
    """How often a source may look, and what else looks at the same server.

    Attributes:
        least_s: Between two looks that cost nothing, seconds.
        most_s: Between two looks whatever they cost, seconds, unless `least_s` is more.
        logins: How many sources of this program its server has.
    """

    least_s: float = 15.0
    most_s: float = 300.0
    logins: int = 1

    def after_s(self, took_s: float, calls: int) -> float:
        """How long to wait after a look, before jitter.

        Args:
            took_s: How long it took, seconds.
            calls: How many calls were found.

        Returns:
            Seconds.
        """
        wanted_s = max(self.least_s, took_s * SHARE, calls * CALL_S, self.logins * LOGIN_S)
        return min(wanted_s, max(self.least_s, self.most_s))

    def jittered_s(self, took_s: float, calls: int, *, first: bool) -> float:
        """The same with jitter, so that many sources that came back together do not go on looking together.

        Args:
            took_s: As for `after_s`.
            calls: As for `after_s`.
            first: Whether it is the first look since the source came back.
        """
        earliest = 0.2 if first and self.logins > 1 else 0.9
        return self.after_s(took_s, calls) * random.uniform(earliest, 1.1)
