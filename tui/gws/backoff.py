"""Delays between attempts: growing, jittered, never ending, and never long where trying costs the server nothing."""

import random
from dataclasses import dataclass, field

from tui.gws.errors import GwsError, ServerFaultError, UnreachableError


@dataclass
class Backoff:
    """The delay before the next attempt after failures in a row.

    A server that cannot be reached is asked again within 1.2 s for ever: an unanswered connection attempt is cheap,
    and the board shall be right within 2 s of the server's return. One that answers with errors gets `longest_s`.

    Attributes:
        first_s: Delay after the first failure, seconds, before jitter.
        longest_s: Longest delay after an answer, seconds, before jitter.
        longest_unreachable_s: Longest delay where nobody answered, seconds, before jitter.
    """

    first_s: float = 0.2
    longest_s: float = 30.0
    longest_unreachable_s: float = 1.0
    failures: int = field(default=0, init=False)

    def reset(self) -> None:
        """Forget the failures: something worked."""
        self.failures = 0

    def next_s(self, error: GwsError | None = None) -> float:
        """Count one failure and say how long to wait.

        Args:
            error: What went wrong, if known.

        Returns:
            Seconds, jittered by a fifth, at least what `Retry-After` asked for (an hour at most).
        """
        self.failures += 1
        cap_s = self.longest_unreachable_s if isinstance(error, UnreachableError) else self.longest_s
        delay_s = min(self.first_s * 2.0 ** min(self.failures - 1, 16), cap_s)
        jittered_s = delay_s * random.uniform(0.8, 1.2)
        if isinstance(error, ServerFaultError):
            return max(jittered_s, min(error.retry_after_s, 3600.0))
        return jittered_s
