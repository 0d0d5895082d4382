"""How often a token may be tried."""

import ipaddress
import math
from collections import deque
from collections.abc import Callable

WITHIN_S = 60.0
EACH = 5
"""Wrong ones from one address within that time."""
ALL = 50
"""Wrong ones from everywhere; more than that is an attack from many addresses."""


class Tries:
    """Counts what was wrong; it never holds more than `ALL` of them, since then nothing is tried any more."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """Count from nothing.

        Args:
            now_s: A clock that is never set back.
        """
        self._now_s = now_s
        self._wrong: deque[tuple[float, str]] = deque()

    def wait_s(self, address: str) -> int:
        """How long somebody has to wait before the next try.

        Args:
            address: Who tries.

        Returns:
            Whole seconds; 0 is none.
        """
        since_s = self._now_s() - WITHIN_S
        while self._wrong and self._wrong[0][0] <= since_s:
            self._wrong.popleft()
        own = [at_s for at_s, whose in self._wrong if whose == _network(address)]
        until = [
            times[-limit]
            for times, limit in ((own, EACH), ([at_s for at_s, _ in self._wrong], ALL))
            if len(times) >= limit
        ]
        return max((math.ceil(at_s - since_s) for at_s in until), default=0)

    def wrong(self, address: str) -> None:
        """Somebody tried a wrong one.

        Args:
            address: Who.
        """
        self._wrong.append((self._now_s(), _network(address)))


def _network(address: str) -> str:
    # Whoever has one address of version 6 has 2**64 of them.
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
