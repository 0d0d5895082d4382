"""A web server without a network, so that its time can be virtual: what the real client sends, it answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import Any

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
        answers: What it answers to which part; None is the usual.
    """

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
            await self._hold()
        found = self._fault(part) if self._fault is not None else None
        return found or self._answer(part, messages)

    def asked_between(self, start_s: float, end_s: float) -> int:
        """How much was asked for."""
        return sum(start_s <= at_s < end_s for at_s, _ in self.asked)

    def _turn(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()

    async def _hold(self) -> None:
        if self._fault is None or self._fault("held") is None:
            try:
                async with asyncio.timeout(HOLD_S):
                    await self._turned.wait()
            except TimeoutError:
                return

    def _knows(self, message: Mapping[str, Any]) -> bool:
        return message.get("clientId") in self._clients

    def _answer(self, part: str, messages: list[dict[str, Any]]) -> httpx.Response:
        if part == "services":
            return httpx.Response(200, json=_SERVICES)
        if part in ("login", "snapshot"):
            return httpx.Response(200, json=_ME, headers={"Set-Cookie": "JSESSIONID=s; Path=/"})
        return httpx.Response(200, json=[self._reply(message) for message in messages])

    def _reply(self, message: Mapping[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {"channel": message["channel"], "id": message["id"], "successful": True}
        if message["channel"] == "/meta/handshake":
            self._handed_out += 1
            self._clients.add(f"client{self._handed_out}")
            return {**reply, "clientId": f"client{self._handed_out}", "advice": {"timeout": int(HOLD_S * 1000)}}
        if not self._knows(message):
            return {**reply, "successful": False, "error": "402::Unknown client"}
        return {**reply, "subscription": message.get("subscription", "")}


def part_of(path: str, query: str, messages: list[dict[str, Any]]) -> str:
    """What a request is for: login, snapshot, services, handshake, poll (to be answered at once) or held (a poll)."""
    if messages:
        at_once = messages[0].get("advice", {}).get("timeout") == 0
        return "handshake" if messages[0]["channel"] == "/meta/handshake" else "poll" if at_once else "held"
    if path.endswith("/services"):
        return "services"
    return "snapshot" if "subresources" in query else "login"
