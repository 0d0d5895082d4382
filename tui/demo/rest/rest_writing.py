"""The POST half of the REST interface: operations (API.md 6)."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from tui.demo.centre import agent_states
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent, Device
from tui.demo.centre.user_states import STATES
from tui.demo.rest import call_operations, device_operations
from tui.demo.rest.acceptance import Acceptance
from tui.demo.rest.door import SimulatedLogins
from tui.demo.rest.envelope import RefusalError, answer
from tui.demo.rest.resources import Scribe
from tui.demo.rest.rest_reading import SESSION
from tui.demo.rest.statistics import Statistics

_FOR_OTHERS = ("Ready", "NotReady", "Offline")
Body = dict[str, Any]


class Writing:
    """Answers to POST requests."""

    def __init__(
        self, centre: Centre, scribe: Scribe, door: SimulatedLogins, acceptance: Acceptance, statistics: Statistics
    ) -> None:
        """Operate a centre.

        Args:
            centre: What is operated.
            scribe: Knows the server's oddities.
            door: Where sessions end.
            acceptance: How accepted operations take effect.
            statistics: Counts operations.
        """
        self._centre = centre
        self._scribe = scribe
        self._door = door
        self._statistics = statistics
        self._acceptance = acceptance

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """The routes below a prefix such as /api/v2."""
        handlers = {
            "/me": self._me,
            "/me/": self._me,
            "/me/channels/{channel}": self._channel,
            "/me/calls/{id}": self._call,
            "/me/devices/{id}": self._device,
            "/me/devices/{id}/calls": self._dial,
            "/users/{id}/channels/{channel}": self._other_channel,
        }
        return [web.post(prefix + path, handler) for path, handler in handlers.items()]

    # Operations on calls and devices

    async def _call(self, request: web.Request) -> web.Response:
        agent, name, body = await self._read(request)
        leg = agent.legs.get(request.match_info["id"])
        if leg is None:
            late = self._centre.late(agent, request.match_info["id"])
            if late is None:
                raise RefusalError(6, "Call not found")
            call_operations.write_late(self._centre, late, name, body)
            return self._accepted()
        self._check_voice(agent.device)
        call_operations.check(leg, name, body)
        effect = lambda: call_operations.carry_out(self._centre, leg, name, body)  # noqa: E731 - a bound call
        await self._acceptance.accept(agent, effect, leg)
        return self._accepted()

    async def _device(self, request: web.Request) -> web.Response:
        agent, name, body = await self._read(request)
        device = self._own_device(request, agent)
        await self._acceptance.accept(agent, device_operations.operate(self._centre, device, name, body))
        return self._accepted()

    async def _dial(self, request: web.Request) -> web.Response:
        agent, name, body = await self._read(request)
        device = self._own_device(request, agent)
        await self._acceptance.accept(agent, device_operations.dial(self._centre, device, name, body))
        return self._accepted()

    def _own_device(self, request: web.Request, agent: Agent) -> Device:
        if agent.device.id != request.match_info["id"]:
            raise RefusalError(6, "Device not found")
        self._check_voice(agent.device)
        return agent.device

    def _check_voice(self, device: Device) -> None:
        if not self._centre.voice_up:
            raise RefusalError(4, "T-Server connection is not opened")
        if not device.active:
            self._centre.fail(device.agent, f"Device '{device.number}' is not registered.")
            raise RefusalError(4, f"Device '{device.number}' is not registered.")

    # Operations on the user and their channels

    async def _me(self, request: web.Request) -> web.Response:
        agent, name, body = await self._read(request)
        if name == "StartContactCenterSession":
            return await self._start_session(agent, body)
        if name == "EndContactCenterSession":
            return self._end_session(request, agent)
        return await self._change_state(agent, agent, name)

    async def _start_session(self, agent: Agent, body: Body) -> web.Response:
        channels = body.get("channels")
        if not isinstance(channels, list) or not channels:
            raise RefusalError(1, "Parameter 'channels' is missing")
        self._check_place(agent, body)
        others = [str(channel) for channel in channels if channel != "voice"]
        if "voice" in channels:
            self._check_voice(agent.device)
            await self._acceptance.accept(agent, lambda: agent_states.start_session(self._centre, agent))
        if others and self._scribe.wrinkles.partial_session:
            return self._partial(voice="voice" in channels)
        agent.channels = others
        return self._accepted()

    def _check_place(self, agent: Agent, body: Body) -> None:
        place = body.get("place")
        if place is not None and str(place).removeprefix("Place") != agent.number:
            other = self._centre.agent(str(place).removeprefix("Place"))
            text = "Device is assigned to another user" if other is not None else f"Place '{place}' not found"
            raise RefusalError(2 if other is not None else 6, text)

    def _partial(self, *, voice: bool) -> web.Response:
        text = "Interaction server connection is not opened"
        if not voice:
            raise RefusalError(4, text)
        failed = [{"statusCode": 4, "statusMessage": text, "channel": "multimedia"}]
        body = {"succeeded": [{"statusCode": 0, "channel": "voice"}], "failed": failed}
        return answer(body, code=7, as_text=self._scribe.wrinkles.status_as_text)

    def _end_session(self, request: web.Request, agent: Agent) -> web.Response:
        self._door.end(request[SESSION].id)
        agent_states.end_session(self._centre, agent)
        return self._accepted()

    async def _channel(self, request: web.Request) -> web.Response:
        agent, name, _ = await self._read(request)
        if request.match_info["channel"] != "voice":
            raise RefusalError(6, "Channel not found")
        return await self._change_state(agent, agent, name)

    async def _other_channel(self, request: web.Request) -> web.Response:
        agent, name, _ = await self._read(request)
        if not agent.supervisor:
            raise RefusalError(5, "No permission")
        target = self._centre.user_by_id(request.match_info["id"])
        if target is None or request.match_info["channel"] != "voice":
            raise RefusalError(6, "User or channel not found")
        if name not in _FOR_OTHERS:
            raise RefusalError(3, f"Operation '{name}' is not supported")
        return await self._change_state(agent, target, name)

    async def _change_state(self, who: Agent, target: Agent, name: str) -> web.Response:
        if name not in STATES:
            raise RefusalError(3, f"Operation '{name}' is not supported")
        self._check_voice(target.device)
        await self._acceptance.accept(who, lambda: agent_states.change_state(self._centre, target, name))
        return self._accepted()

    # Reading the request, writing the answer

    async def _read(self, request: web.Request) -> tuple[Agent, str, Body]:
        agent = request[SESSION].agent
        try:
            body = json.loads(await request.text())
        except (ValueError, RecursionError):
            body = None
        name = body.get("operationName") if isinstance(body, dict) else None
        target = request.path.partition("/api/v2")[2]
        self._statistics.operation(agent.user_name, str(name), target)
        if not isinstance(body, dict) or not isinstance(name, str) or not name:
            raise RefusalError(1, "Parameter 'operationName' is missing")
        return agent, name, body

    def _accepted(self) -> web.Response:
        return answer(as_text=self._scribe.wrinkles.status_as_text)
