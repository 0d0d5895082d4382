"""Time as a storm counts it: in rounds of the event loop, so that a machine which stalls accuses nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple

from tests.storm.proxy import Proxy

BEAT_S = 0.02
LONGEST_BEAT_S = 2 * BEAT_S


class Stamp(NamedTuple):
    """A moment.

    Attributes:
        at_s: Seconds since the begin, stalls of the machine left out.
        open_s: The same without the time during which a path kept messages back: what nobody could know.
    """

    at_s: float
    open_s: float


START = Stamp(0.0, 0.0)


class Pulse:
    """Beats every ``BEAT_S``. Between two beats at most ``LONGEST_BEAT_S`` pass, however long they took.

    Attributes:
        now: The last beat, by path.
    """

    def __init__(self, paths: Mapping[str, Proxy]) -> None:
        """Beat while ``run`` runs.

        Args:
            paths: What may keep messages back, by name of the path.
        """
        self.now = dict.fromkeys(paths, START)
        self._paths = paths

    async def run(self, on_beat: Callable[[], None]) -> None:
        """Beat until cancelled, and call ``on_beat`` each time."""
        loop = asyncio.get_running_loop()
        before_s = loop.time()
        while True:
            kept_back = self._silent()
            await asyncio.sleep(BEAT_S)
            now_s = loop.time()
            passed_s, before_s = min(now_s - before_s, LONGEST_BEAT_S), now_s
            kept_back |= self._silent()
            for path, (at_s, open_s) in self.now.items():
                self.now[path] = Stamp(at_s + passed_s, open_s + (0.0 if path in kept_back else passed_s))
            on_beat()

    def _silent(self) -> set[str]:
        return {path for path, proxy in self._paths.items() if proxy.conditions.silent}
