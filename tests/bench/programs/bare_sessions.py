"""What many logins cost where nothing is kept and nothing is shown: the same requests over bare connections.

    python -m tests.bench.programs.bare_sessions URL LOGINS WAY

WAY is `httpx`, a client for each login, or `httptools`, that parser on two streams for each. A session asks what one
of a wall asks, in the same order: who it is, a handshake, the subscriptions, the services and the whole state, while a
poll is held. Answers are decoded and forgotten. It says that it is ready, begins with the first line on standard input,
and logs in anew, after half a second or so, whenever the server does not know it or is gone.
"""

from __future__ import annotations

import asyncio
import base64
import json
import random
import sys
from collections.abc import Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

import httptools
import httpx

from tests.bench.programs.counting import say
from tests.bench.programs.many_logins import PASSWORD

_ME, _NOTIFICATIONS, _SERVICES = "/api/v2/me", "/api/v2/notifications", "/api/v2/services?fields=*"
_EVERYTHING = "/api/v2/me?subresources=*"
_TOPICS = ("/v2/me/calls", "/v2/me/devices", "/v2/services")
_AGAIN_S = 0.5
_LOST = (httpx.TransportError, httptools.HttpParserError, OSError)


class Bare(Protocol):
    """One login's way to the server."""

    async def ask(self, path: str, messages: Sequence[object] = (), basic: str = "") -> Any:  # noqa: ANN401 - JSON
        """Send a request, a POST where there are messages; its answer decoded. Raises OSError for a refusal."""

    async def close(self) -> None:
        """Close all connections."""


class ByHttpx:
    """A client of httpx, as it comes."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, trust_env=False, timeout=None, verify=False)

    async def ask(self, path: str, messages: Sequence[object] = (), basic: str = "") -> Any:  # noqa: ANN401 - JSON
        headers = {"Authorization": basic} if basic else {}
        if messages:
            answer = await self._client.post(path, headers=headers, json=messages)
        else:
            answer = await self._client.get(path, headers=headers)
        if answer.status_code != httpx.codes.OK:
            raise ConnectionRefusedError
        return answer.json()

    async def close(self) -> None:
        await self._client.aclose()


class Wire:
    """One connection whose answers httptools reads."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer
        self._parser = httptools.HttpResponseParser(self)
        self._headers: list[tuple[bytes, bytes]] = []
        self._content, self._complete = b"", False

    async def ask(self, path: str, headers: Sequence[str], body: bytes) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Send a request; status, headers and content of its answer."""
        self._headers, self._content, self._complete = [], b"", False
        first = f"{'POST' if body else 'GET'} {path} HTTP/1.1"
        self.writer.write("\r\n".join((first, *headers, "", "")).encode() + body)
        while not self._complete:
            if not (data := await self._reader.read(65536)):
                raise ConnectionResetError
            self._parser.feed_data(data)
        return self._parser.get_status_code(), self._headers, self._content

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep it."""
        self._headers.append((name.lower(), value))

    def on_body(self, piece: bytes) -> None:
        """Keep it."""
        self._content += piece

    def on_message_complete(self) -> None:
        """That was all."""
        self._complete = True


class ByHttptools:
    """That parser on streams, with a cookie and nothing else that is remembered."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname, urlsplit(url).port
        self._kept: list[Wire] = []
        self._all: list[Wire] = []
        self._cookie = ""

    async def ask(self, path: str, messages: Sequence[object] = (), basic: str = "") -> Any:  # noqa: ANN401 - JSON
        body = json.dumps(messages).encode() if messages else b""
        headers = [f"Host: {self._host}:{self._port}"]
        headers += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
        headers += [f"Authorization: {basic}"] if basic else [f"Cookie: {self._cookie}"]
        wire = self._kept.pop() if self._kept else await self._connect()
        status, told, content = await wire.ask(path, headers, body)
        self._kept.append(wire)
        if status != httpx.codes.OK:
            raise ConnectionRefusedError
        for name, value in told:
            if name == b"set-cookie":
                self._cookie = value.decode().partition(";")[0]
        return json.loads(content)

    async def close(self) -> None:
        for wire in self._all:
            wire.writer.transport.abort()

    async def _connect(self) -> Wire:
        wire = Wire(*await asyncio.open_connection(self._host, self._port))
        self._all.append(wire)
        return wire


WAYS: dict[str, type[ByHttpx | ByHttptools]] = {"httpx": ByHttpx, "httptools": ByHttptools}


async def _live(way: Bare, basic: str) -> None:
    await way.ask(_ME, basic=basic)
    await way.ask(_NOTIFICATIONS, [{"channel": "/meta/handshake", "version": "1.0", "id": "1"}])
    connect = {"channel": "/meta/connect", "clientId": "c1", "connectionType": "long-polling", "id": "2"}
    subscribe = [{"channel": "/meta/subscribe", "clientId": "c1", "subscription": topic} for topic in _TOPICS]
    await way.ask(_NOTIFICATIONS, [{**connect, "advice": {"timeout": 0}}, *subscribe])
    async with asyncio.TaskGroup() as together:
        together.create_task(_look(way))
        together.create_task(_poll(way, connect))


async def _look(way: Bare) -> None:
    await way.ask(_SERVICES)
    await way.ask(_EVERYTHING)


async def _poll(way: Bare, connect: object) -> None:
    while True:
        await way.ask(_NOTIFICATIONS, [connect])


async def _stay(url: str, number: int, make: type[ByHttpx | ByHttptools]) -> None:
    basic = f"Basic {base64.b64encode(f'agent.{number}:{PASSWORD}'.encode()).decode()}"
    while True:
        way = make(url)
        try:
            await _live(way, basic)
        except* _LOST:
            await way.close()
        await asyncio.sleep(_AGAIN_S * random.uniform(0.8, 1.2))


async def _stay_all(url: str, logins: int, way: str) -> None:
    say({"ready": True})
    await asyncio.to_thread(sys.stdin.readline)
    async with asyncio.TaskGroup() as group:
        for number in range(logins):
            group.create_task(_stay(url, number, WAYS[way]))


if __name__ == "__main__":
    asyncio.run(_stay_all(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
