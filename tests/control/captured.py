"""Every request that the product sends, taken down where it leaves for the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote

import httpx
import pytest

from tui.gws.connections.direct import DirectAnswer, DirectConnections


@dataclass(frozen=True)
class Request:
    """One request; `query` as a reader of it sees it, `body` None where there is none."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: Any

    @property
    def is_bayeux(self) -> bool:
        """Whether it goes to the CometD server."""
        return self.path == "/api/v2/notifications"


@contextmanager
def captured() -> Iterator[list[Request]]:
    """Take down all requests, and let them go where they go."""
    requests: list[Request] = []
    with pytest.MonkeyPatch.context() as patch:
        # With a proxy and without one they leave in different ways.
        proxied, direct = httpx.AsyncHTTPTransport.handle_async_request, DirectConnections.ask

        async def through_proxy(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
            body = await request.aread()
            requests.append(_taken(request.method, request.url.raw_path, dict(request.headers), body))
            return await proxied(transport, request)

        async def directly(connections: DirectConnections, written: bytes) -> DirectAnswer:
            head, _, body = written.partition(b"\r\n\r\n")
            first, *lines = head.split(b"\r\n")
            method, target, _ = first.split(b" ")
            headers = dict(line.decode().split(": ", 1) for line in lines)
            lower = {name.lower(): value for name, value in headers.items()}
            requests.append(_taken(method.decode(), target, lower, body))
            return await direct(connections, written)

        patch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", through_proxy)
        patch.setattr(DirectConnections, "ask", directly)
        yield requests


def _taken(method: str, target: bytes, headers: Mapping[str, str], body: bytes) -> Request:
    path, _, query = target.decode().partition("?")
    known = json.loads(body) if body else None
    return Request(method, unquote(path), parse_qs(query, keep_blank_values=True), headers, known)
