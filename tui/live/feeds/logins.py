"""When the next login may be sent: each that is followed by a refusal makes the next one wait longer."""

import math
import random

LASTED_S = 60.0
"""A session that was live for so long ends the row of logins that led nowhere."""

_OLD_S = 300.0
"""So does one that is so old: it is no part of a loop."""

_WAITS_S = (0.0, 0.6, 2.0, 5.0, 55.0, 120.0, 300.0)
"""After the first login of a row, the second, and so on: five in the first minute, then one in five minutes."""


class Logins:
    """The logins of one source that were answered, rightly or wrongly: logins in a loop lock accounts.

    What never reached anybody who could look at a password (no connection, HTTP 429 or 5xx) does not count.
    """

    def __init__(self) -> None:
        """There was none yet."""
        self._row = 0
        self._begun_s = math.inf
        self._not_before_s = -math.inf

    def answered(self, now_s: float, *, accepted: bool) -> None:
        """Count a login.

        Args:
            now_s: The moment, seconds.
            accepted: Whether a session began.
        """
        self._row += 1
        self._begun_s = now_s if accepted else math.inf
        wait_s = _WAITS_S[min(self._row, len(_WAITS_S)) - 1]
        self._not_before_s = now_s + wait_s * random.uniform(1.0, 1.2)

    def lasted(self) -> None:
        """The session was good: what follows is another story."""
        self._row, self._not_before_s = 0, -math.inf

    def wait_s(self, now_s: float) -> float:
        """How long to wait, now that the session is over.

        Args:
            now_s: The moment, seconds.

        Returns:
            Seconds, 0.0 where the next login may be sent at once.
        """
        if now_s - self._begun_s >= _OLD_S:
            self.lasted()
        self._begun_s = math.inf
        return max(0.0, self._not_before_s - now_s)
