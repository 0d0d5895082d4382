"""A plain client of the wire (httpx and JSON, nothing of the product) and simulators that are always stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx

from tests.public_trust import PUBLIC
from tests.waiting import PATIENCE_S
from tui.demo.centre.model import Agent
from tui.demo.options import Options
from tui.demo.server import Simulator

Json = dict[str, Any]
STILL = Options(agents=6, rate_per_s=0, calls=0, far_end_s=0.01, effect_ms=(1, 3))


class WireClient:
    """One login: cookies, CSRF token, a CometD session, and every event message received."""

    def __init__(self, simulator: Simulator, index: int = 0) -> None:
        self.simulator = simulator
        self.login = simulator.logins[index]
        self.http = httpx.AsyncClient(verify=PUBLIC, base_url=simulator.url, timeout=PATIENCE_S)
        self.client_id = ""
        self.events: list[Json] = []
        self.headers: dict[str, str] = {}

    @property
    def agent(self) -> Agent:
        found = self.simulator.centre.user(self.login.user)
        assert found is not None
        return found

    async def log_in(self) -> httpx.Response:
        response = await self.http.get("/api/v2/me", auth=(self.login.user, self.login.password))
        name = response.headers.get("X-CSRF-HEADER")
        self.headers = {name: response.headers[name]} if name else {}
        return response

    async def get(self, path: str) -> Json:
        body: Json = (await self.http.get(f"/api/v2{path}")).json()
        return body

    async def post(self, path: str, body: Json) -> httpx.Response:
        return await self.http.post(f"/api/v2{path}", json=body, headers=self.headers)

    async def operate(self, path: str, operation: str, **parameters: object) -> Json:
        body: Json = (await self.post(path, {"operationName": operation, **parameters})).json()
        return body

    async def call(self, call_id: str, operation: str, **parameters: object) -> Json:
        return await self.operate(f"/me/calls/{call_id}", operation, **parameters)

    async def device(self, operation: str, **parameters: object) -> Json:
        return await self.operate(f"/me/devices/{self.agent.device.id}", operation, **parameters)

    async def dial(self, number: str) -> Json:
        path = f"/me/devices/{self.agent.device.id}/calls"
        return await self.operate(path, "Dial", destination={"phoneNumber": number})

    # Bayeux

    async def raw(self, body: object, tail: str = "") -> httpx.Response:
        return await self.http.post(f"/api/v2/notifications{tail}", json=body, headers=self.headers)

    async def say(self, *messages: Json) -> list[Json]:
        replies: list[Json] = (await self.raw(list(messages))).json()
        self.events += [reply for reply in replies if not reply["channel"].startswith("/meta/")]
        return replies

    async def meta(self, channel: str, **fields: object) -> Json:
        replies = await self.say({"channel": f"/meta/{channel}", "id": "1", "clientId": self.client_id, **fields})
        return next(reply for reply in replies if reply["channel"].startswith("/meta/"))

    async def handshake(self) -> Json:
        reply = await self.meta("handshake", version="1.0", supportedConnectionTypes=["long-polling"])
        self.client_id = reply.get("clientId", "")
        return reply

    async def poll(self, timeout_ms: int | None = None) -> Json:
        extra = {} if timeout_ms is None else {"advice": {"timeout": timeout_ms}}
        return await self.meta("connect", connectionType="long-polling", **extra)

    async def listen(self, *topics: str) -> None:
        await self.log_in()
        await self.handshake()
        for topic in topics or ("/v2/me/*",):
            assert (await self.meta("subscribe", subscription=topic))["successful"]
        assert (await self.poll(0))["successful"]

    async def until(self, wanted: Callable[[Json], bool]) -> Json:
        """Poll until an event's data are as wanted; data of events before it stay in `events`."""
        deadline_s = time.monotonic() + PATIENCE_S
        seen = 0
        while True:
            for event in self.events[seen:]:
                if wanted(event["data"]):
                    data: Json = event["data"]
                    return data
            seen = len(self.events)
            assert time.monotonic() < deadline_s, [event["data"].get("notificationType") for event in self.events]
            await self.poll(500)

    async def until_call(self, state: str, call_id: str | None = None, **fields: object) -> Json:
        """Poll until a call is told in a state, with those fields; what was told after it stays in `events`."""

        def wanted(data: Json) -> bool:
            call = data.get("call", {})
            same = call.get("state") == state and call_id in (None, call.get("id"))
            return same and all(call.get(name) == value for name, value in fields.items())

        found = await self.until(wanted)
        del self.events[: 1 + next(number for number, event in enumerate(self.events) if event["data"] is found)]
        call: Json = found["call"]
        return call


class Simulators:
    """Starts simulators and clients of them."""

    def __init__(self, stack: AsyncExitStack) -> None:
        self._stack = stack

    async def start(self, options: Options = STILL) -> Simulator:
        return await self._stack.enter_async_context(Simulator(options))

    def client(self, simulator: Simulator, index: int = 0) -> WireClient:
        client = WireClient(simulator, index)
        self._stack.push_async_callback(client.http.aclose)
        return client

    async def one(self, options: Options = STILL) -> WireClient:
        """A started simulator with one client that listens to everything of its own."""
        client = self.client(await self.start(options))
        await client.listen()
        return client

    async def another(self, client: WireClient, index: int) -> WireClient:
        """A further client, of another login of the same simulator."""
        other = self.client(client.simulator, index)
        await other.listen()
        return other

    async def talking(self, options: Options = STILL) -> tuple[WireClient, str]:
        """One client with an established inbound call."""
        client = await self.one(options)
        call_id = str(client.simulator.control.start(client.login.user, number="+12025550143")["id"])
        await client.until_call("Ringing", call_id)
        assert (await client.call(call_id, "Answer"))["statusCode"] == 0
        await client.until_call("Established", call_id)
        return client, call_id
