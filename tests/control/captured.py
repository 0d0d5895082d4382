"""Every request that the product sends, taken down where it leaves for the network."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from tui.gws.connections.direct import DirectTransport

Send = Callable[[Any, httpx.Request], Awaitable[httpx.Response]]
"""How a transport sends."""


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
        for transport in (httpx.AsyncHTTPTransport, DirectTransport):
            patch.setattr(transport, "handle_async_request", _taking_down(transport.handle_async_request, requests))
        yield requests


def _taking_down(send: Send, requests: list[Request]) -> Send:
    async def take_down(transport: Any, request: httpx.Request) -> httpx.Response:  # noqa: ANN401 - of either kind
        body = await request.aread()
        query = parse_qs(request.url.query.decode(), keep_blank_values=True)
        known = json.loads(body) if body else None
        requests.append(Request(request.method, request.url.path, query, dict(request.headers), known))
        return await send(transport, request)

    return take_down
