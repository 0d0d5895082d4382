"""A floor on a real nats-server: what reader, walls, publishers and server cost, and how soon they are right."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack

from tests.bench.far_side import serving
from tests.bench.floor_side import Program, floor, floor_wall, look_for_server, program
from tests.bench.needs import cpu_s
from tests.bench.parts.pixel import _at, _delays
from tests.bench.programs.counting import STEP
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row
from tests.floor.servers import NatsServer
from tests.pseudo_terminal import ROOT

AGENTS, CALLS = 5_000, 10_000
MESSAGES = 50_000
RATE, WALLS = 300, 20
OF_A_PUBLISHER, ITS_RATE = 500, 30
WINDOW_S, SETTLE_S = 5.0, 3.0
DELAYS_S = 10.0
AHEAD_S = 30.0
"""So long a wall makes what is searched, when there is nothing else to do."""
_OPEN = {"CALLBOARD_CONFIG": str(ROOT / "tests/bench/open.toml")}


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Each budget of a floor."""
    look_for_server()
    rows = await _reader(rounds, short=short)
    if not short:
        rows += [*await _snapshot(rounds), *await _publisher(rounds), *await _server(rounds), *await _walls(rounds)]
    return rows


async def _reader(rounds: int, *, short: bool) -> list[Row]:
    messages = MESSAGES // 5 if short else MESSAGES
    ours, theirs, alone = [], [], []
    async with floor() as server:
        url = await server.url()
        async with program("burst", url, AGENTS) as writer:
            await writer.said()
            for _ in range(rounds):
                ours.append(await _rate(writer, messages, "board", url))
                theirs.append(await _rate(writer, messages, "consumer", url))
                alone.append(await _rate(writer, messages, "consumer", url, "values"))
    name, unit, peer = "floor, server to board", "messages per CPU second", "a bare consumer with json.loads"
    return [
        Row(name, ours, unit, peer, theirs, budget=0.5, is_ratio=True, at_least=True),
        Row(name, ours, unit, "received, parsed and validated alone", alone),
        Row("floor, received, parsed and validated alone", alone, unit, peer, theirs),
    ]


async def _rate(writer: Program, messages: int, name: str, *words: str) -> float:
    async with program(name, *words) as reader:
        last = await reader.said()
        while last.get("count", 0) < messages:
            await writer.tell(write=STEP)
            last = await reader.said()
        return float(last["count"] / last["cpu_s"])


async def _snapshot(rounds: int) -> list[Row]:
    """The wall stands, and only its floor is not there; then the server comes with everything in its store."""
    ours, alone = [], []
    async with floor() as server:
        url = await server.url()
        async with program("burst", url, AGENTS) as writer:
            await writer.said()
        for _ in range(rounds):
            ours.append(await _recover(server, url))
            async with program("decode", AGENTS) as decoding:
                alone.append(1000 * (await decoding.said())["cpu_s"])
    name = f"floor, snapshot of {AGENTS:,} logins and {CALLS:,} calls"
    return [Row(name, ours, "CPU ms", "decode alone", alone, budget=2.5, is_ratio=True)]


async def _recover(server: NatsServer, url: str) -> float:
    server.kill()
    async with in_terminal(floor_wall(url), _OPEN) as shown:
        await shown.until(b"stale")
        await asyncio.sleep(SETTLE_S)
        begun_s, before = cpu_s(shown.pid), len(shown.written)
        server.restart(url)
        await shown.until_shown(f"{CALLS}")
        await shown.until(b"HELD", before)
        return 1000 * (cpu_s(shown.pid) - begun_s)


async def _publisher(rounds: int) -> list[Row]:
    async with floor() as server:
        url = await server.url()
        async with program("publisher", url, OF_A_PUBLISHER, "publish") as one:
            await one.said()
            async with program("publisher", url, OF_A_PUBLISHER, "alone") as other:
                await other.said()
                shares = []
                for each in (one, other):
                    await each.tell(rate=ITS_RATE)
                await asyncio.sleep(SETTLE_S)
                for _ in range(rounds):
                    published, alone = await _shares(one.pid, other.pid)
                    shares.append(published - alone)
    name = f"floor, publishing of {OF_A_PUBLISHER} logins, {ITS_RATE}/s"
    return [Row(name, shares, "% of a core", budget=5.0)]


async def _server(rounds: int) -> list[Row]:
    shares, returns = [], []
    async with floor() as server:
        url = await server.url()
        async with program("publisher", url, OF_A_PUBLISHER, "publish") as publisher:
            await publisher.said()
            async with program("sessions", url, WALLS) as walls:
                await walls.said()
                await publisher.tell(rate=RATE)
                await asyncio.sleep(SETTLE_S)
                for _ in range(rounds):
                    shares += await _shares(server.pid)
            async with program("board", url, OF_A_PUBLISHER) as reader:
                await reader.said()
                for _ in range(rounds):
                    server.kill()
                    while (await reader.said()).get("live") != 0:
                        pass
                    begun_s = asyncio.get_running_loop().time()
                    server.restart(url)
                    while (await reader.said()).get("live") != OF_A_PUBLISHER:
                        pass
                    returns.append(asyncio.get_running_loop().time() - begun_s)
    return [
        Row(f"floor, nats-server, {RATE}/s, {WALLS} readers", shares, "% of a core", budget=20.0),
        Row(f"floor, {OF_A_PUBLISHER} logins right again after the server's return", returns, "s", budget=3.0),
    ]


async def _walls(rounds: int) -> list[Row]:
    taken: dict[tuple[str, int], list[float]] = defaultdict(list)
    delays: list[list[float]] = []
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(floor())
        url = await server.url()
        publisher = await stack.enter_async_context(program("publisher", url, AGENTS, "publish"))
        await publisher.said()
        ours = await stack.enter_async_context(in_terminal(floor_wall(url), _OPEN))
        await ours.until_shown(f"{CALLS}")
        await asyncio.sleep(AHEAD_S)
        await publisher.tell(rate=RATE)
        for _ in range(rounds):
            # Before there is another wall: two of them are more than two cores can draw, and here time counts.
            await asyncio.sleep(SETTLE_S)
            start = len(ours.written)
            await asyncio.sleep(DELAYS_S)
            delays.append(_delays(ours, start))
        await publisher.tell(rate=0)
        gws = await stack.enter_async_context(serving(CALLS))
        words, env = wall(gws.url, gws.user, gws.password)
        theirs = await stack.enter_async_context(in_terminal(words, {**env, **_OPEN}))
        await theirs.until_shown(f"{CALLS}")
        await asyncio.sleep(AHEAD_S)
        for _ in range(rounds):
            for rate in (0, RATE):
                await publisher.tell(rate=rate)
                await gws.control("pace", rate=rate)
                await asyncio.sleep(SETTLE_S)
                for name, share in zip(("floor", "login"), await _shares(ours.pid, theirs.pid), strict=True):
                    taken[name, rate].append(share)
    rows = []
    for rate, words_ in ((0, "idle"), (RATE, f"{RATE}/s")):
        name, peer = f"floor, wall of {CALLS:,} calls, {words_}", "the same from one login"
        both = taken["floor", rate], taken["login", rate]
        rows.append(Row(name, both[0], "% of a core", peer, both[1], budget=1.3, is_ratio=True))
    name = f"floor, publisher to pixel, {RATE}/s"
    rows.append(Row(f"{name}, p50", [_at(each, 0.5) for each in delays if each], "ms"))
    return [*rows, Row(f"{name}, p99", [_at(each, 0.99) for each in delays if each], "ms", budget=100.0)]


async def _shares(*pids: int) -> list[float]:
    loop = asyncio.get_running_loop()
    before, begun_s = [cpu_s(pid) for pid in pids], loop.time()
    await asyncio.sleep(WINDOW_S)
    return [100 * (cpu_s(pid) - used) / (loop.time() - begun_s) for pid, used in zip(pids, before, strict=True)]
