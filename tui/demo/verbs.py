"""The control verbs as methods: faults, switches and calls out of nowhere; also for tests in the same process."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from tui.demo.centre import callers, talking
from tui.demo.centre.changes import ServicesChanged
from tui.demo.centre.model import Agent, DeviceCall
from tui.demo.centre.places import outsider, random_caller
from tui.demo.centre.staff import team
from tui.demo.parts import SimulatorParts
from tui.demo.rest.faults import FaultKind, SimulatedFault

Json = dict[str, Any]


class Verbs:
    """Everything that can be done to a running simulator. Each method answers with what it did."""

    def __init__(self, parts: SimulatorParts) -> None:
        """Turn the knobs of these parts."""
        self._parts = parts

    # Connections and sessions

    def cut(self) -> Json:
        """Cut every TCP connection; CometD and HTTP sessions live on."""
        return {"connections": self._parts.cut()}

    def forget(self) -> Json:
        """Forget every CometD session; held polls are answered 402."""
        return {"clients": self._parts.hub.forget()}

    def expire(self) -> Json:
        """End every HTTP session with its CometD sessions; held polls are answered 403."""
        return {"sessions": self._parts.door.expire_all()}

    def deny_subscribe(self, topics: Iterable[str] = ("/v2/me/calls",), *, on: bool = True) -> Json:
        """Refuse (or accept again) subscriptions to these topics from now on."""
        denied = self._parts.hub.advice.denied
        denied.update(topics) if on else denied.difference_update(topics)
        return {"denied": sorted(denied)}

    def option(
        self,
        *,
        timeout: int | None = None,
        interval: int | None = None,
        max_interval: int | None = None,
        reconnect: str | None = None,
        multiple_clients: bool | None = None,
    ) -> Json:
        """Change what CometD clients are advised; times in milliseconds; reconnect is retry, handshake or none."""
        advice = self._parts.hub.advice
        advice.timeout_ms = advice.timeout_ms if timeout is None else timeout
        advice.interval_ms = advice.interval_ms if interval is None else interval
        advice.max_interval_ms = advice.max_interval_ms if max_interval is None else max_interval
        advice.reconnect = reconnect or advice.reconnect
        advice.multiple_clients = advice.multiple_clients if multiple_clients is None else multiple_clients
        return {"timeout": advice.timeout_ms, "interval": advice.interval_ms, "reconnect": advice.reconnect}

    # Answers

    def status(
        self, status: int = 503, *, count: int | None = None, seconds: float | None = None, match: str = ""
    ) -> Json:
        """Answer requests with an HTTP status: the next `count`, or all for `seconds`; without both, the next one.

        `match` is a part of the request's kind, such as "/meta/connect", "GET /me" or "POST /me/calls/{id}".
        """
        count = 1 if count is None and seconds is None else count
        until_s = None if seconds is None else time.monotonic() + seconds
        self._parts.faults.plan(SimulatedFault(FaultKind.STATUS, count, until_s, match, status))
        return {"planned": "status"}

    def spoil(self, kind: FaultKind, *, count: int = 1, match: str = "") -> Json:
        """Spoil the next `count` matching requests: with any kind of fault but a status."""
        self._parts.faults.plan(SimulatedFault(kind, count, match=match))
        return {"planned": kind.value}

    def clear(self) -> Json:
        """Forget all planned faults and put the switches back."""
        self._parts.faults.clear()
        self._parts.messenger.to_lose = 0
        self._parts.messenger.doubling = False
        self._parts.acceptance.early = self._parts.acceptance.no_effect = False
        self._parts.hub.advice.denied.clear()
        return {}

    # Messages and operations

    def lose(self, *, count: int = 1) -> Json:
        """Lose the next event messages."""
        self._parts.messenger.to_lose += count
        return {"toLose": self._parts.messenger.to_lose}

    def duplicate(self, *, on: bool = True) -> Json:
        """Deliver every event message twice, or once again."""
        self._parts.messenger.doubling = on
        return {"on": on}

    def early(self, *, on: bool = True) -> Json:
        """Let notifications come before the responses of their operations."""
        self._parts.acceptance.early = on
        return {"on": on}

    def noeffect(self, *, on: bool = True) -> Json:
        """Accept operations and do nothing."""
        self._parts.acceptance.no_effect = on
        return {"on": on}

    def voice(self, *, up: bool = False) -> Json:
        """Take the voice backend down or bring it up; while it is down nobody is told what happens to calls."""
        self._parts.centre.voice_up = up
        self._parts.messenger.hear(ServicesChanged())
        return {"up": up}

    # Calls

    def pause(self) -> Json:
        """Stop the life of the centre; operations of clients still work."""
        self._parts.pace.paused = True
        return {"steps": self._parts.life.steps}

    def resume(self) -> Json:
        """Let life go on."""
        self._parts.pace.paused = False
        return {"steps": self._parts.life.steps}

    def step(self, *, count: int = 1) -> Json:
        """Let so many events happen at once, paused or not."""
        for _ in range(count):
            self._parts.life.step()
        return {"steps": self._parts.life.steps}

    def start(self, user: str, *, number: str | None = None, queue: str = "Billing", data: Json | None = None) -> Json:
        """Let a caller ring at a login.

        Raises:
            KeyError: There is no such login.
        """
        leg = self._ring(self._agent(user), number, queue, data)
        return {"id": leg.id}

    def start_unseen(self, *, count: int = 1, user: str | None = None) -> Json:
        """Let callers ring while nobody is told."""
        with self._parts.messenger.silence():
            legs = [self._ring(agent, None, "Billing", None) for agent in self._agents(user, count)]
        return {"ids": [leg.id for leg in legs]}

    def end_unseen(self, *, count: int = 1, user: str | None = None) -> Json:
        """End calls while nobody is told."""
        ended: list[str] = []
        with self._parts.messenger.silence():
            for leg in tuple(self._legs(user)):
                if len(ended) >= count:
                    break
                if leg.live:
                    ended.append(leg.id)
                    talking.clear(self._parts.centre, leg.conversation)
        return {"ids": ended}

    def _ring(self, agent: Agent, number: str | None, queue: str, data: Json | None) -> DeviceCall:
        rng = self._parts.life.rng
        caller = outsider(number) if number else random_caller(rng)
        attached = callers.attached(rng, queue) if data is None else dict(data)
        return talking.inbound(self._parts.centre, agent.device, caller, queue, team(queue).dnis, attached)

    def _agent(self, user: str) -> Agent:
        agent = self._parts.centre.user(user) or self._parts.centre.agent(user)
        if agent is None:
            raise KeyError(user)
        return agent

    def _agents(self, user: str | None, count: int) -> list[Agent]:
        agents = self._parts.centre.agents
        return [self._agent(user) if user else agents[index % len(agents)] for index in range(count)]

    def _legs(self, user: str | None) -> Iterable[DeviceCall]:
        return self._agent(user).legs.values() if user else self._parts.centre.legs()

    # Questions

    def calls(self, user: str) -> list[Json]:
        """The live calls of a login as whole resources, as `GET /me/calls?fields=*` has them now.

        Raises:
            KeyError: There is no such login.
        """
        return [self._parts.scribe.call(leg) for leg in self._agent(user).legs.values()]

    def stats(self) -> Json:
        """What was counted: requests, operations, event messages, sessions."""
        parts = self._parts
        return {
            **parts.statistics.as_json(),
            "published": dict(parts.messenger.published),
            "lost": parts.messenger.lost,
            "steps": parts.life.steps,
            "cometClients": len(parts.hub.clients),
            "cometExpired": parts.hub.swept,
            "loginFailures": dict(parts.door.failures),
        }

    def reset_stats(self) -> Json:
        """Count from zero again."""
        self._parts.statistics.reset()
        self._parts.messenger.published.clear()
        return {}
