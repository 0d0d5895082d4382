"""A web server without a network, so that its time can be virtual: what the real client sends, it answers."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Literal

import httpx

HOLD_S = 20.0
_TRIP_S = 0.01
_ME = {"statusCode": 0, "user": {"userName": "agent.one", "calls": [], "devices": []}}
_SERVICES = {"statusCode": 0, "services": [{"name": "SIP_Server", "type": "Voice", "state": "Active"}]}

Fault = Callable[[str], httpx.Response | None]
"""What is wrong: the answer to a request for some part (see ``part_of``), or None where it answers as it should."""


class WebServer(httpx.AsyncBaseTransport):
    """All logins of one server.

    Attributes:
        asked: When something was asked for, seconds, and what, oldest first.
        cookies: The `Set-Cookie` headers of a new session.
        hold_s: How long it holds polls.
        advised_s: How long it says that it does; None for the truth.
        listens: Whether a shorter wish counts.
        cut_after_s: When something on the way ends a poll.
        one_stream: Whether a handshake ends the session of everybody else, and what their held polls come back with.
    """

    hold_s = HOLD_S
    advised_s: float | None = None
    listens = True
    cut_after_s = math.inf
    one_stream: Literal["", "empty", "402"] = ""

    cookies: tuple[str, ...] = ("JSESSIONID=s; Path=/",)

    def __init__(self) -> None:
        self.asked: list[tuple[float, str]] = []
        self._clients: set[str] = set()
        self._handed_out = 0
        self._fault: Fault | None = None
        self._turned = asyncio.Event()

    def fail(self, fault: Fault) -> None:
        """Be at fault from now on, towards those who wait for an answer too."""
        self._fault = fault
        self._turn()

    def return_(self, *, forgetting: bool) -> None:
        """Be well again."""
        self._fault = None
        if forgetting:
            self._clients.clear()
        self._turn()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, a moment later."""
        messages = json.loads(request.content) if request.content else []
        part = part_of(request.url.path, request.url.query.decode(), messages)
        self.asked.append((asyncio.get_running_loop().time(), part))
        await asyncio.sleep(_TRIP_S)
        if part == "held" and self._knows(messages[0]):
            wish_s = messages[0].get("advice", {}).get("timeout", self.hold_s * 1000) / 1000
            await self._hold(wish_s if self.listens else self.hold_s)
            if self.one_stream == "empty" and not self._knows(messages[0]):
                return httpx.Response(200, json=[{**messages[0], "successful": True}])
        found = self._fault(part) if self._fault is not None else None
        return found or self._answer(part, messages)

    def asked_between(self, start_s: float, end_s: float) -> int:
        """How much was asked for."""
        return sum(start_s <= at_s < end_s for at_s, _ in self.asked)

    def _turn(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()

    async def _hold(self, hold_s: float) -> None:
        if self._fault is None or self._fault("held") is None:
            try:
                async with asyncio.timeout(min(hold_s, self.cut_after_s)):
                    await self._turned.wait()
            except TimeoutError:
                if self.cut_after_s < hold_s:
                    raise httpx.RemoteProtocolError("Server disconnected") from None

    def _knows(self, message: Mapping[str, Any]) -> bool:
        return message.get("clientId") in self._clients

    def _answer(self, part: str, messages: list[dict[str, Any]]) -> httpx.Response:
        if part == "version":
            return httpx.Response(200, json={"statusCode": 0, "version": "8.5.202.96"})
        if part == "services":
            return httpx.Response(200, json=_SERVICES)
        if part in ("login", "snapshot"):
            return httpx.Response(200, json=_ME, headers=[("Set-Cookie", cookie) for cookie in self.cookies])
        return httpx.Response(200, json=[self._reply(message) for message in messages])

    def _reply(self, message: Mapping[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {"channel": message["channel"], "id": message["id"], "successful": True}
        if message["channel"] == "/meta/handshake":
            self._handed_out += 1
            if self.one_stream:
                self._clients.clear()
                self._turn()
            self._clients.add(f"client{self._handed_out}")
            return {
                **reply,
                "clientId": f"client{self._handed_out}",
                "advice": {"timeout": int((self.advised_s or self.hold_s) * 1000)},
            }
        if not self._knows(message):
            return {**reply, "successful": False, "error": "402::Unknown client"}
        return {**reply, "subscription": message.get("subscription", "")}


def part_of(path: str, query: str, messages: list[dict[str, Any]]) -> str:
    """What a request is for: login, snapshot, services, handshake, poll (to be answered at once) or held (a poll)."""
    if messages:
        at_once = messages[0].get("advice", {}).get("timeout") == 0
        return "handshake" if messages[0]["channel"] == "/meta/handshake" else "poll" if at_once else "held"
    if path.endswith("/diagnostics/version"):
        return "version"
    if path.endswith("/services"):
        return "services"
    return "snapshot" if "subresources" in query else "login"
