"""How fast the messages of one page are taken."""

import asyncio


class RateLimit:
    """Lets so many through in each second, and the next one wait for its turn."""

    def __init__(self, per_s: int) -> None:
        """Begin with a whole second's worth.

        Args:
            per_s: How many go through within a second.
        """
        self._per_s = per_s
        self._since_s = 0.0
        self._passed = 0

    async def turn(self) -> None:
        """Wait until one more may go through."""
        now_s = asyncio.get_running_loop().time()
        if now_s - self._since_s >= 1.0:
            self._since_s, self._passed = now_s, 0
        self._passed += 1
        if self._passed > self._per_s:
            await asyncio.sleep(self._since_s + 1.0 - now_s)
            self._since_s, self._passed = asyncio.get_running_loop().time(), 1
