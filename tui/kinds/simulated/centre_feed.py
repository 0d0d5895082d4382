"""All logins of a simulated contact centre on a board: thousands, for which a session each would be too much."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any, NoReturn

from tui.demo.centre.centre import Centre
from tui.demo.centre.changes import CallChanged, Change, DeviceChanged
from tui.demo.centre.model import Agent
from tui.demo.centre.staff import TEAMS
from tui.demo.options import Wrinkles
from tui.demo.rest.directory import Directory
from tui.demo.rest.resources import Scribe
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, read_message
from tui.gws.snapshot_answer import read_snapshot
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.source.events import Event

_GATHER_S = 0.02
"""What happens within so long is one step of the board."""
_TEAM = 25
"""Agents of a team, as somebody leads them."""


class CentreFeed:
    """Tells a board what happens in a centre, in the words in which its server would; it is an `Origin`.

    Attributes:
        name: What it is called in the event log.
        names: The logins, which are called as the users are.
    """

    def __init__(self, centre: Centre, board: Board) -> None:
        """Listen to nothing before `run`.

        Args:
            centre: What happens.
            board: Where it is shown.
        """
        self.name = "simulated centre"
        self.names = frozenset(agent.user_name for agent in centre.agents)
        self._centre = centre
        self._board = board
        self._scribe = Scribe("", Wrinkles(), centre.clock, random.Random(1))
        self._directory = Directory(centre, self._scribe)
        self._teams = {agent.user_name: _team(agent, at) for at, agent in enumerate(centre.agents)}
        self._events: dict[str, list[Event]] = {}
        self._woken = asyncio.Event()

    async def run(self) -> NoReturn:
        """Keep the board right until cancelled."""
        self._events.clear()
        self._centre.listeners.append(self._hear)
        try:
            await self._look()
            while True:
                await self._woken.wait()
                self._woken.clear()
                told, self._events = self._events, {}
                with self._board.together():
                    for name, events in told.items():
                        self._board.apply(name, events)
                await asyncio.sleep(_GATHER_S)
        finally:
            self._centre.listeners.remove(self._hear)

    def retry(self) -> None:
        """It waits for nothing."""

    def check_silence(self) -> None:
        """A centre in this process is never silent."""

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """It looks once."""

    async def _look(self) -> None:
        for at in range(0, len(self._centre.agents), 100):
            with self._board.together():
                for agent in self._centre.agents[at : at + 100]:
                    self._show(agent)
            # Whoever tells it on begins with the first ones.
            await asyncio.sleep(0)

    def _show(self, agent: Agent) -> None:
        name, now_s = agent.user_name, self._board.clock.now_s()
        user = self._directory.user(agent, "calls,devices")
        self._events.pop(name, None)
        self._board.add_source(name)
        snapshot = read_snapshot({"statusCode": 0, "user": {**user, "groups": [self._teams[name]]}})
        self._board.replace(name, snapshot, Sight(now_s, now_s))

    def _hear(self, change: Change) -> None:
        if isinstance(change, CallChanged):
            leg, kind = change.leg, change.kind.value
            told = {"messageType": "CallStateChangeMessage", "notificationType": kind, "call": self._scribe.call(leg)}
            self._keep(leg.agent, CALLS_TOPIC, {**told, "phoneNumber": leg.device.number})
        elif isinstance(change, DeviceChanged):
            devices = [self._scribe.device(change.agent.device)]
            self._keep(change.agent, DEVICES_TOPIC, {"messageType": "DeviceStateChangeMessage", "devices": devices})

    def _keep(self, agent: Agent, topic: str, told: Mapping[str, Any]) -> None:
        if agent.user_name in self._board.sources:
            events = read_message(topic, told, self._board.clock.now_s(), keeps_raw=False)
            self._events.setdefault(agent.user_name, []).extend(events)
            self._woken.set()


def _team(agent: Agent, at: int) -> Mapping[str, Any]:
    name = f"{agent.team} {at // (len(TEAMS) * _TEAM) + 1}"
    return {"id": name, "name": name, "type": "BusinessUnit"}
