"""A login and a Bayeux session in plain HTTP requests, to look at a server without any client library."""

from __future__ import annotations

import base64
from typing import Any, Protocol

import httpx

Message = dict[str, Any]
NOTIFICATIONS = "/api/v2/notifications"


class Credentials(Protocol):
    """Who logs in: a server of this folder, or a login of the simulator."""

    @property
    def user(self) -> str:
        """The name."""

    @property
    def password(self) -> str:
        """The word."""


class PlainSession:
    """One logged in HTTP client with at most one Bayeux session."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.client_id = ""
        self._last_id = 0

    async def log_in(self, login: Credentials) -> httpx.Response:
        """``GET /me`` with Basic once; afterwards cookies and the CSRF header do."""
        words = base64.b64encode(f"{login.user}:{login.password}".encode()).decode()
        answer = await self.http.get("/api/v2/me", headers={"Authorization": f"Basic {words}"})
        if name := answer.headers.get("X-CSRF-HEADER"):
            self.http.headers[name] = answer.headers[name]
        return answer

    async def get(self, path: str) -> Message:
        """The JSON body of ``GET /api/v2<path>``."""
        body: Message = (await self.http.get(f"/api/v2{path}")).json()
        return body

    async def operate(self, path: str, operation: str, **parameters: object) -> httpx.Response:
        """Post an operation of API.md 6 to ``/api/v2<path>``."""
        return await self.http.post(f"/api/v2{path}", json={"operationName": operation} | parameters)

    async def dial(self, number: str) -> None:
        """Dial from the first device of the user."""
        device = (await self.get("/me/devices?fields=*"))["devices"][0]
        answer = await self.operate(f"/me/devices/{device['id']}/calls", "Dial", destination={"phoneNumber": number})
        assert answer.json() == {"statusCode": 0}

    async def post(self, channel: str, **fields: object) -> httpx.Response:
        """Send one Bayeux message; returns the raw answer."""
        self._last_id += 1
        message = {"id": str(self._last_id), "channel": channel} | fields
        if self.client_id:
            message["clientId"] = self.client_id
        return await self.http.post(NOTIFICATIONS, json=[message])

    async def ask(self, channel: str, **fields: object) -> tuple[Message, list[Message]]:
        """Send one Bayeux message; returns its reply, and the event messages that came with it."""
        messages: list[Message] = (await self.post(channel, **fields)).json()
        replies = [message for message in messages if message["channel"] == channel]
        assert len(replies) == 1
        return replies[0], [message for message in messages if message["channel"] != channel]

    async def handshake(self) -> Message:
        """Begin a Bayeux session."""
        self.client_id = ""
        reply, _ = await self.ask("/meta/handshake", version="1.0", supportedConnectionTypes=["long-polling"])
        self.client_id = reply.get("clientId", "")
        return reply

    async def subscribe(self, topic: str) -> Message:
        """Subscribe to one topic."""
        reply, _ = await self.ask("/meta/subscribe", subscription=topic)
        return reply

    async def connect(self, **fields: object) -> tuple[Message, list[Message]]:
        """One poll; it is held by the server unless an event waits."""
        return await self.ask("/meta/connect", connectionType="long-polling", **fields)

    async def events(self, count: int) -> list[Message]:
        """Poll until at least ``count`` events came; a server that sends too few holds and so ends the test."""
        found: list[Message] = []
        while len(found) < count:
            reply, messages = await self.connect()
            assert reply["successful"], reply
            assert messages, f"a whole poll without an event after {found}"
            found += messages
        return found
