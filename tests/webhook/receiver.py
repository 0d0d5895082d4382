"""A server on loopback that takes alarms as a test tells it to, and remembers each request."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

HANG = 0
"""In place of a status: it never answers."""


@dataclass(frozen=True)
class Posted:
    """One request, as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def alarm(self) -> dict[str, Any]:
        alarm: dict[str, Any] = json.loads(self.body)
        return alarm


@dataclass
class Receiver:
    """`script` has the status of each of the next answers, and headers beside it; what comes later gets 200."""

    script: deque[tuple[int, Mapping[str, str]]] = field(default_factory=deque)
    posted: list[Posted] = field(default_factory=list)
    url: str = ""

    def answer(self, *statuses: int, **headers: str) -> None:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        self.script.extend((status, said) for status in statuses)

    async def start(self, context: ssl.SSLContext | None = None) -> Self:
        self._ended = asyncio.Event()
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(application, shutdown_timeout=0.0, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=context)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{port}"
        return self

    @property
    def connections(self) -> int:
        """How many are open."""
        server = self._runner.server
        assert server is not None
        return len(server.connections)

    async def stop(self) -> None:
        self._ended.set()
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.posted.append(Posted(request.method, request.path_qs, dict(request.headers), await request.read()))
        status, headers = self.script.popleft() if self.script else (200, {})
        if status == HANG:
            await self._ended.wait()
        return web.Response(status=status, headers=headers)
