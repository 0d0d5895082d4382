"""What a request costs its client, by way: httpx as it comes, our own connections under it, and the parser alone.

    python -m tests.bench.programs.request_cost [REQUESTS]

Asks the server of `many_logins.py` for its services, as each login does when it goes live. Prints CPU milliseconds for
each request as a line of JSON.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
from collections.abc import Awaitable, Callable
from time import process_time
from urllib.parse import urlsplit

import httpx

from tests.bench.parts.many import serving
from tests.bench.programs.bare_sessions import Wire
from tests.bench.programs.many_logins import PASSWORD
from tests.public_trust import PUBLIC
from tui.gws.connections.requests import Request
from tui.gws.http import exchange, open_client

_BASIC = f"Basic {base64.b64encode(f'agent.0:{PASSWORD}'.encode()).decode()}"
PATH = "/api/v2/services?fields=*"


async def _through_httpx(url: str, requests: int) -> None:
    login = ("agent.0", PASSWORD)
    async with httpx.AsyncClient(base_url=url, verify=PUBLIC, trust_env=False, auth=login) as client:
        for _ in range(requests):
            await client.get(PATH)


async def _as_the_wall(url: str, requests: int) -> None:
    basic = httpx.BasicAuth("agent.0", PASSWORD)
    async with open_client(url, PUBLIC) as client:
        for _ in range(requests):
            await exchange(client, Request("GET", PATH, {}, authorize=lambda _: basic))


async def _parser_alone(url: str, requests: int) -> None:
    wire = Wire(*await asyncio.open_connection("127.0.0.1", urlsplit(url).port))
    for _ in range(requests):
        await wire.ask(PATH, ["Host: 127.0.0.1", f"Authorization: {_BASIC}"], b"")
    wire.writer.close()


WAYS: dict[str, Callable[[str, int], Awaitable[None]]] = {
    "httpx": _through_httpx,
    "the wall's": _as_the_wall,
    "httptools on a stream": _parser_alone,
}


async def measure(requests: int) -> dict[str, float]:
    """CPU milliseconds for each request, by way."""
    found: dict[str, float] = {}
    async with serving(1) as centre:
        for way, ask in WAYS.items():
            await ask(centre.url, requests // 10)
            before_s = process_time()
            await ask(centre.url, requests)
            found[way] = round(1000 * (process_time() - before_s) / requests, 3)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))) + "\n")
