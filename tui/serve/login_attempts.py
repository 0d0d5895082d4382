"""How often a token may be tried."""

import ipaddress
import math
from collections import OrderedDict, deque
from collections.abc import Callable

WITHIN_S = 60.0
EACH = 5
"""Wrong ones from one address within that time."""
ADDRESSES = 10_000
"""So many addresses are remembered; of more the one that was wrong longest ago is forgotten."""


class LoginAttempts:
    """Counts what was wrong, for each address alone: nobody can lock out another."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        """Count from nothing.

        Args:
            now_s: A clock that is never set back.
        """
        self._now_s = now_s
        self._wrong: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """How long somebody has to wait before the next try.

        Args:
            address: Who tries.

        Returns:
            Whole seconds; 0 is none.
        """
        wrong = self._wrong.get(_network(address))
        if wrong is None or len(wrong) < EACH:
            return 0
        return max(0, math.ceil(wrong[0] - self._now_s() + WITHIN_S))

    @property
    def addresses(self) -> int:
        """From how many addresses there were wrong ones lately."""
        since_s = self._now_s() - WITHIN_S
        return sum(wrong[-1] > since_s for wrong in self._wrong.values())

    def wrong(self, address: str) -> None:
        """Somebody tried a wrong one.

        Args:
            address: Who.
        """
        network = _network(address)
        self._wrong.setdefault(network, deque(maxlen=EACH)).append(self._now_s())
        self._wrong.move_to_end(network)
        if len(self._wrong) > ADDRESSES:
            self._wrong.popitem(last=False)


def _network(address: str) -> str:
    # Whoever has one address of version 6 has 2**64 of them.
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)
