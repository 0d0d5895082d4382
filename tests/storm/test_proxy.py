"""The proxy: each fault does what its name says to a plain HTTP exchange, and calm ends them all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from aiohttp import web

from tests.public_trust import PUBLIC
from tests.storm.conditions import Strike
from tests.storm.proxy import Proxy
from tests.waiting import PATIENCE_S, until

TEXT = "x" * 10_000


class Server:
    """Answers GET and POST with ``TEXT`` and counts them."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.arrived = asyncio.Event()

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(await request.text())
        self.arrived.set()
        return web.Response(text=TEXT)


@pytest.fixture
async def server() -> AsyncIterator[tuple[Server, int]]:
    served = Server()
    application = web.Application()
    application.add_routes([web.get("/", served.answer), web.post("/", served.answer)])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield served, runner.addresses[0][1]
    await runner.cleanup()


class Path:
    """A client, a proxy and a server, joined."""

    def __init__(self, proxy: Proxy, client: httpx.AsyncClient, server: Server) -> None:
        self.proxy, self.client, self.server = proxy, client, server
        self.broken = 0
        self.heard: list[bytes] = []
        proxy.on_broken = self.note_broken
        proxy.on_message = self.heard.append

    def note_broken(self) -> None:
        self.broken += 1


@pytest.fixture
async def path(server: tuple[Server, int]) -> AsyncIterator[Path]:
    async with (
        Proxy(server[1]) as proxy,
        httpx.AsyncClient(verify=PUBLIC, base_url=proxy.url, timeout=PATIENCE_S, trust_env=False) as client,
    ):
        yield Path(proxy, client, server[0])


async def test_calm_passes_everything_on_over_one_connection(path: Path) -> None:
    for body in ("a", "b" * 100_000, ""):
        assert (await path.client.post("/", content=body)).text == TEXT
    assert path.server.requests == ["a", "b" * 100_000, ""]
    assert (path.proxy.connections, path.broken) == (1, 0)


async def test_cut_breaks_an_exchange_and_says_so(path: Path) -> None:
    path.proxy.conditions.freeze()
    asking = asyncio.create_task(path.client.get("/"))
    await until(lambda: path.heard)
    path.proxy.cut()
    assert path.broken == 1
    with pytest.raises(httpx.TransportError):
        await asking


async def test_cut_of_an_idle_connection_breaks_no_exchange(path: Path) -> None:
    await path.client.get("/")
    assert path.proxy.cut() == 1
    await until(lambda: not path.proxy.open_connections)
    assert (await path.client.get("/")).text == TEXT
    assert path.broken == 0


@pytest.mark.parametrize(("strike", "times"), [(Strike.DROP, 1), (Strike.HALVE, 1), (Strike.DUPLICATE, 2)])
async def test_strike_hits_one_exchange_only(path: Path, strike: Strike, times: int) -> None:
    path.proxy.conditions.arm(strike)
    with pytest.raises(httpx.TransportError):
        await path.client.post("/", content="once")
    await until(lambda: len(path.server.requests) >= times)
    assert path.server.requests == ["once"] * times
    assert path.broken == 1
    assert (await path.client.get("/")).text == TEXT


async def test_freeze_keeps_an_answer_until_calm(path: Path) -> None:
    asking = asyncio.create_task(path.client.get("/"))
    path.proxy.conditions.freeze()
    assert path.proxy.conditions.silent
    await until(lambda: path.proxy.open_connections)
    assert not asking.done()
    await path.proxy.calm()
    assert (await asking).text == TEXT
    assert path.broken == 0


async def test_a_request_whose_sender_has_gone_is_not_delivered_after_a_freeze(path: Path) -> None:
    path.proxy.conditions.freeze()
    with pytest.raises(httpx.ReadTimeout):
        await path.client.post("/", content="late", timeout=0.2)
    await until(lambda: not path.proxy.open_connections)
    await path.proxy.calm()
    await path.client.post("/", content="new")
    assert path.server.requests == ["new"]


@pytest.mark.parametrize(("delay_s", "trickle_bytes"), [(0.02, 0), (0.0, 512)])
async def test_slow_paths_lose_nothing(path: Path, delay_s: float, trickle_bytes: int) -> None:
    path.proxy.conditions.slow(delay_s=delay_s, trickle_bytes=trickle_bytes)
    assert (await path.client.post("/", content="slow")).text == TEXT
    assert path.proxy.conditions.silent
    await path.proxy.calm()
    assert not path.proxy.conditions.silent


async def test_refusing_is_refusing_and_ends_on_the_same_port(path: Path) -> None:
    url = path.proxy.url
    path.proxy.refuse()
    with pytest.raises(httpx.ConnectError):
        await path.client.get("/")
    await path.proxy.calm()
    assert path.proxy.url == url
    assert (await path.client.get("/")).text == TEXT


async def test_leaving_closes_every_connection(server: tuple[Server, int]) -> None:
    async with httpx.AsyncClient(verify=PUBLIC, timeout=PATIENCE_S, trust_env=False) as client:
        async with Proxy(server[1]) as proxy:
            proxy.conditions.freeze()
            asking = asyncio.create_task(client.get(proxy.url))
            await until(lambda: proxy.open_connections == 1)
        with pytest.raises(httpx.TransportError):
            await asking
    assert proxy.open_connections == 0
