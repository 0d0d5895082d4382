"""The heart of a long run: tells systemd that it is ready and alive while what draws and what follows go on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from tui.live.reports.health import Health
from tui.machine.sd_notify import Notifier

_STARTING_S = 0.5
OFTEN_S = 5.0
"""How often it is looked at the most; a watchdog that wants to hear sooner is told three times within its time."""
FOLLOWS_S = 10.0
"""The feeds are gone over every second; later than this they are no longer followed."""


async def keep_alive(notifier: Notifier, status: str) -> NoReturn:
    """Tell until cancelled that this loop is ready and alive, where it neither draws nor follows anything itself.

    Args:
        notifier: The way to systemd.
        status: The line of `systemctl status`.
    """
    notifier.send(READY=1, STATUS=status)
    while True:
        notifier.send(WATCHDOG=1)
        await asyncio.sleep(_pause_s(notifier))


class Heartbeat:
    """Beats as long as all of its conditions hold. Where one does not, nothing is said, and systemd starts it anew."""

    def __init__(
        self,
        notifier: Notifier,
        health: Callable[[], Health],
        ticked_s: Callable[[], float | None],
        drawn: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Say nothing yet.

        Args:
            notifier: The way to systemd.
            health: How the run is, for the line of `systemctl status`.
            ticked_s: When the feeds were gone over last, clock of the loop; None before the first time.
            drawn: Ends when the screen has been drawn anew; not given where nothing is drawn.
        """
        self._notifier = notifier
        self._health = health
        self._ticked_s = ticked_s
        self._drawn = drawn
        self._is_ready = False
        self._status = ""

    async def run(self) -> NoReturn:
        """Beat until cancelled."""
        pause_s = _pause_s(self._notifier)
        while True:
            if await self._is_alive(pause_s):
                self._beat()
            await asyncio.sleep(pause_s if self._is_ready else min(pause_s, _STARTING_S))

    async def _is_alive(self, within_s: float) -> bool:
        if self._drawn is not None:
            try:
                async with asyncio.timeout(within_s):
                    await self._drawn()
            except TimeoutError:
                return False
        ticked_s = self._ticked_s()
        return ticked_s is not None and asyncio.get_running_loop().time() - ticked_s < FOLLOWS_S

    def _beat(self) -> None:
        status = self._health().words
        if not self._is_ready:
            self._is_ready = True
            self._notifier.send(READY=1)
        if status != self._status:
            self._status = status
            self._notifier.send(STATUS=status)
        self._notifier.send(WATCHDOG=1)


def _pause_s(notifier: Notifier) -> float:
    return OFTEN_S if notifier.watchdog_s is None else min(OFTEN_S, notifier.watchdog_s / 3)
