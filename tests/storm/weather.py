"""Does to the network and to the server what a plan says, when it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from tests.storm.balancer import Habit
from tests.storm.conditions import Strike
from tests.storm.plan import NETWORK, Gust, Kind, Plan
from tests.storm.proxy import Proxy
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator

_LACKS = {Kind.LACKING: FaultKind.LACKING, Kind.PARTIAL: FaultKind.PARTIAL}
_HABITS = {
    Kind.STICKY: Habit.CHANGED,
    Kind.RENAMED: Habit.RENAMED,
    Kind.REPLACED: Habit.REPLACED,
    Kind.UNSENT: Habit.UNSENT,
}
_STRIKES = {Kind.DUPLICATE: Strike.DUPLICATE, Kind.DROP: Strike.DROP, Kind.HALVE: Strike.HALVE}


class Weather:
    """Blows through one simulator and the proxies before it."""

    def __init__(
        self, plan: Plan, simulator: Simulator, proxies: Mapping[str, Proxy], on_lost: Callable[[str], None]
    ) -> None:
        """Blow nothing yet.

        Args:
            plan: What to do.
            simulator: To whom.
            proxies: The path of each login, by its name.
            on_lost: Called with the name of each login whose session the server gave up.
        """
        self._plan = plan
        self._simulator = simulator
        self._proxies = proxies
        self._on_lost = on_lost

    async def blow(self) -> None:
        """Do all of the plan; afterwards some of it may go on until ``calm``."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        begins = [(gust.at_s, self._begin, gust) for gust in self._plan.gusts]
        ends = [(gust.until_s, self._end, gust) for gust in self._plan.gusts if gust.until_s > gust.at_s]
        for at_s, act, gust in sorted(begins + ends, key=lambda item: item[0]):
            await asyncio.sleep(max(0.0, started_s + at_s - loop.time()))
            await act(gust)
        await asyncio.sleep(max(0.0, started_s + self._plan.storm_s - loop.time()))

    async def calm(self) -> None:
        """End everything that is still wrong."""
        self._simulator.control.clear()
        self._simulator.control.option(reconnect="retry", timeout=self._plan.hold_ms)
        if not self._simulator.centre.voice_up:
            self._simulator.control.voice(up=True)
        for proxy in self._proxies.values():
            await proxy.calm()

    async def _begin(self, gust: Gust) -> None:
        if gust.kind in NETWORK:
            for proxy in self._hit(gust):
                _spoil_path(proxy, gust)
        else:
            self._spoil_server(gust)

    async def _end(self, gust: Gust) -> None:
        if gust.kind is Kind.VOICE:
            self._simulator.control.voice(up=True)
            return
        if gust.kind is Kind.ENDED:
            self._simulator.control.option(reconnect="retry")
            return
        if gust.kind is Kind.HOLD:
            self._simulator.control.option(timeout=self._plan.hold_ms)
            return
        for proxy in self._hit(gust):
            await proxy.calm()

    def _hit(self, gust: Gust) -> Iterable[Proxy]:
        proxies = tuple(self._proxies.values())
        return proxies if gust.path < 0 else (proxies[gust.path],)

    def _spoil_server(self, gust: Gust) -> None:
        control, count = self._simulator.control, 1 + int(3 * gust.strength)
        if gust.kind is Kind.BUSY:
            control.status(503, count=count)
        elif gust.kind is Kind.HTML:
            control.spoil(FaultKind.HTML, count=count)
        elif gust.kind is Kind.DENY:
            control.status(403, count=1, match="/meta/connect")
        elif gust.kind is Kind.VOICE:
            control.voice(up=False)
        elif gust.kind is Kind.ENDED:
            control.option(reconnect="none")
            self._end_sessions(gust.kind, count)
        elif gust.kind is Kind.HOLD:
            control.option(timeout=int(self._plan.hold_ms * (0.1 + 0.8 * gust.strength)))
        elif gust.kind in _LACKS:
            control.spoil(_LACKS[gust.kind], count=count, match="GET /me")
            self._end_sessions(gust.kind, count)
        else:
            self._end_sessions(gust.kind, count)

    def _end_sessions(self, kind: Kind, count: int) -> None:
        control = self._simulator.control
        if kind is Kind.UNSEEN:
            for login in self._simulator.logins:
                control.end_unseen(count=count, user=login.user)
                control.start_unseen(count=1, user=login.user)
        ended = control.expire() if kind is Kind.EXPIRE else control.forget()
        if any(ended.values()):
            for name in self._proxies:
                self._on_lost(name)


def _spoil_path(proxy: Proxy, gust: Gust) -> None:
    if gust.kind in _STRIKES:
        proxy.conditions.arm(_STRIKES[gust.kind])
    elif gust.kind is Kind.FREEZE:
        proxy.conditions.freeze()
    elif gust.kind is Kind.DELAY:
        proxy.conditions.slow(delay_s=0.02 + 0.3 * gust.strength)
    elif gust.kind is Kind.TRICKLE:
        proxy.conditions.slow(trickle_bytes=20 + int(400 * gust.strength))
    elif gust.kind in _HABITS:
        proxy.conditions.balancer.habit = _HABITS[gust.kind]
    elif gust.kind is Kind.IMPATIENT:
        proxy.conditions.patience_s = 0.2 + 1.5 * gust.strength
    elif gust.kind is Kind.ENDLESS:
        proxy.conditions.slow(trickle_bytes=1, trickle_pause_s=0.05)
    else:
        if gust.kind is Kind.REFUSE:
            proxy.refuse()
        proxy.cut()
