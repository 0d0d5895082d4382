"""A server of pages in this process, and clients that are not browsers."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest
from pydantic import SecretStr

from tui.serve.child import Program
from tui.serve.server import served
from tui.serve.settings import Serving
from tui.serve.tokens import Token, TokenRole, Tokens

TOKEN = "a token for tests only"
WORDS = ("demo", "--agents", "3", "--calls", "3", "--rate", "0")


class Site:
    """One server, as somebody without a browser sees it."""

    def __init__(self, url: str, client: aiohttp.ClientSession) -> None:
        self.url = url
        self.client = client

    async def get(self, path: str, **headers: str) -> aiohttp.ClientResponse:
        """Ask for a path."""
        async with self.client.get(self.url + path, headers=_named(headers), allow_redirects=False) as answer:
            await answer.read()
            return answer

    async def post(self, path: str, token: str = TOKEN, **headers: str) -> aiohttp.ClientResponse:
        """Send the form of a page of this server."""
        named = {"Origin": self.url, **_named(headers)}
        async with self.client.post(
            self.url + path, data={"token": token}, headers=named, allow_redirects=False
        ) as answer:
            await answer.read()
            return answer

    async def look(self, query: str = "", **headers: str) -> aiohttp.ClientWebSocketResponse:
        """Open the socket of a page of this server."""
        return await self.client.ws_connect(f"{self.url}/look{query}", headers={"Origin": self.url, **_named(headers)})


@pytest.fixture
async def site() -> AsyncIterator[Callable[..., Awaitable[Site]]]:
    """``await site(**serving)`` starts a server with a token, on a free port; stopped at the end."""
    async with AsyncExitStack() as stack:

        async def start(**more: object) -> Site:
            environment = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
            given = {"program": Program(WORDS, environment), "port": 0, "tokens": only(TOKEN), **more}
            url = await stack.enter_async_context(served(Serving(**given)))  # type: ignore[arg-type]  # by name
            jar = aiohttp.CookieJar(unsafe=True)
            return Site(url, await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar)))

        yield start


def only(secret: str) -> Tokens:
    """One token that may do everything."""
    return Tokens([Token("", TokenRole.ACT, SecretStr(secret))])


PROXIES = (ipaddress.ip_network("127.0.0.1"),)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
