"""Many connections, slow ones and idle ones of somebody without a login: others are served all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.serve.conftest import TOKEN, WORDS, only
from tui.serve.child import Program
from tui.serve.connections import ConnectionLimits
from tui.serve.server import served
from tui.serve.settings import Serving

HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
LONG_S = 600.0


@asynccontextmanager
async def server(limits: ConnectionLimits) -> AsyncIterator[str]:
    serving = Serving(Program(WORDS, {}), port=0, tokens=only(TOKEN))
    async with served(serving, limits) as url:
        yield url


async def connected(url: str, said: bytes = HALF) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(said)
    return reader, writer


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What came until the server closed it; however it did that."""
    async with asyncio.timeout(60):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def is_served(url: str) -> bool:
    async with aiohttp.ClientSession() as client, client.get(f"{url}/login") as answer:
        return answer.status == 200


async def test_half_requests_do_not_keep_others_out() -> None:
    async with server(ConnectionLimits(most=20, most_of_one=1000, head_s=LONG_S, answer_s=LONG_S)) as url:
        held = [await connected(url) for _ in range(60)]
        assert await is_served(url)
        # The oldest made room.
        assert await ended(held[0][0]) == b""
        for _, writer in held:
            writer.close()


async def test_one_address_has_its_share() -> None:
    async with server(ConnectionLimits(most=1000, most_of_one=10, head_s=LONG_S, answer_s=LONG_S)) as url:
        held = [await connected(url) for _ in range(30)]
        assert await is_served(url)
        for reader, _ in held[:20]:
            assert await ended(reader) == b""
        for _, writer in held:
            writer.close()


async def test_a_request_has_to_come_in_time() -> None:
    async with server(ConnectionLimits(head_s=0.2, answer_s=LONG_S)) as url:
        reader, writer = await connected(url)
        assert await ended(reader) == b""
        silent, other = await connected(url, b"")
        assert await ended(silent) == b""
        for one in (writer, other):
            one.close()


async def test_a_form_has_to_come_whole_in_time() -> None:
    half = (
        b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 100\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntoken="
    )
    async with server(ConnectionLimits(head_s=LONG_S, answer_s=0.2)) as url:
        reader, writer = await connected(url, half)
        assert await ended(reader) == b""
        writer.close()


async def test_an_answered_connection_is_not_kept() -> None:
    async with server(ConnectionLimits(head_s=LONG_S, answer_s=LONG_S)) as url:
        reader, writer = await connected(url, b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        answer = await ended(reader)
        writer.close()
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Connection: close" in answer


async def test_a_page_that_looks_stays_beyond_every_deadline() -> None:
    async with (
        server(ConnectionLimits(head_s=0.3, answer_s=0.3)) as url,
        aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client,
    ):
        await client.post(f"{url}/login", data={"token": TOKEN}, headers={"Origin": url}, allow_redirects=False)
        socket = await client.ws_connect(f"{url}/look", headers={"Origin": url})
        began_s = asyncio.get_running_loop().time()
        async with asyncio.timeout(60):
            while asyncio.get_running_loop().time() < began_s + 1.5:
                await socket.send_str('["beat", 1]')
                assert (await socket.receive()).type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)
        await socket.close()


async def test_what_is_refused_often_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    async with server(ConnectionLimits(most=1000, most_of_one=5, head_s=LONG_S, answer_s=LONG_S)) as url:
        held = [await connected(url) for _ in range(40)]
        assert await is_served(url)
        for reader, _ in held[:30]:
            await ended(reader)
        for _, writer in held:
            writer.close()
    assert len([record for record in caplog.records if "connections of 127.0.0.1" in record.message]) == 1
