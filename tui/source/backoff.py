"""Delays between the attempts of one source: growing, jittered, never ending, never long while a server only fails."""

import random
from dataclasses import dataclass, field

from tui.source.errors import RetryableError, SourceError

RELAPSES = 7
"""So often in a row it may come back and fail again before that is taken for a habit."""


@dataclass
class Backoff:
    """The delay before the next attempt after failures in a row.

    Whatever a server answers, it is asked again within 1.2 s for ever: the board shall be right within 2 s of its
    return, and an attempt that fails is cheap (`Turns` keeps many sources from making many of them). What costs is to
    succeed, read everything, and fail again: who does so time after time waits longer and longer.

    Attributes:
        first_s: Delay after the first failure, seconds, before jitter.
        longest_s: Longest delay of a row of failures, seconds, before jitter.
        longest_relapse_s: Longest delay after a comeback that did not last, seconds, before jitter.
        failures: In a row, since anything worked.
        relapses: Comebacks in a row that did not last.
    """

    first_s: float = 0.2
    longest_s: float = 1.0
    longest_relapse_s: float = 30.0
    failures: int = field(default=0, init=False)
    relapses: int = field(default=0, init=False)

    def reset(self) -> None:
        """Forget everything: what works has lasted."""
        self.failures = self.relapses = 0

    def came_back(self) -> None:
        """Note that it works again; whether that lasts is to be seen."""
        self.relapses += self.failures > 0
        self.failures = 0

    def next_s(self, error: SourceError | None = None) -> float:
        """Count one failure and say how long to wait.

        Args:
            error: What went wrong, if known.

        Returns:
            Seconds, jittered by a fifth, at least what `Retry-After` asked for (an hour at most).
        """
        self.failures += 1
        delay_s = min(self.first_s * 2.0 ** min(self.failures - 1, 16), self.longest_s)
        if self.failures == 1 and self.relapses > RELAPSES:
            delay_s = min(2.0 ** min(self.relapses - RELAPSES, 16), self.longest_relapse_s)
        return max(delay_s * random.uniform(0.8, 1.2), wished_s(error))


def wished_s(error: SourceError | None) -> float:
    """How long a server asked to be left alone, seconds: its `Retry-After`, an hour at most; 0.0 if it did not."""
    return min(error.retry_after_s, 3600.0) if isinstance(error, RetryableError) else 0.0
