"""Faults that last: a few attempts, further and further apart, and none that is live without the truth."""

from __future__ import annotations

import asyncio

from tests.interop.board_pair import KINDS, Pair, Serve, at_once, both_servers, follow
from tests.interop.node_process import NodeServer
from tests.interop.resource_truth import Json

WINDOW_S = 1.2
MOST_REQUESTS = 25
"""In that time; a client without delays sends more than a thousand a second (DECISIONS.md 2)."""

FOR_EVER = 1_000_000


async def requests_in_window(pair: Pair) -> int:
    """How many requests come in `WINDOW_S`: the time is what is measured, nothing is waited for."""
    await pair.server.control("forget")
    await asyncio.sleep(WINDOW_S)
    log: Json = await pair.server.control("log")
    return int(sum(log["byPath"].values()))


def spoilt(log: Json) -> int:
    return sum(bool(request.get("fault")) for request in log["requests"])


async def spoil_all_polls(mode: str, server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        await server.control("forget")
        await server.control("fault", mode=mode, match="/meta/connect", count=FOR_EVER)
        await pair.until_log(lambda log: spoilt(log) >= 1, "failing")
        assert await requests_in_window(pair) <= MOST_REQUESTS
        assert not pair.link.live
        await server.control("ring", unseen=True)
        await server.control("clear")
        pair.feeds.retry()
        await pair.equal()


@both_servers
async def test_polls_that_fail_for_long(kind: str, node_server: Serve) -> None:
    await at_once(*[spoil_all_polls(mode, await node_server(kind, timeoutMs=300)) for mode in ("503", "403", "reset")])


async def refuse_all_polls(server: NodeServer) -> None:
    failed = {"successful": False, "error": "500::busy", "advice": {"reconnect": "retry", "interval": 0}}
    async with follow(server) as pair:
        await pair.live()
        await server.control("forget")
        await server.control("patch", channel="/meta/connect", patch=failed, count=FOR_EVER)
        await pair.until(lambda: not pair.link.live, "failing")
        assert await requests_in_window(pair) <= MOST_REQUESTS
        assert not pair.link.live
        await server.control("clear")
        pair.feeds.retry()
        await pair.equal()


async def test_replies_without_success_and_without_interval(node_server: Serve) -> None:
    await at_once(*[refuse_all_polls(await node_server(kind, timeoutMs=300)) for kind in KINDS])


async def forget_sessions(server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        for _ in range(3):
            lives = len(pair.at_live)
            await server.control("kill")
            await pair.until(lambda lives=lives: len(pair.at_live) > lives, "live again")  # type: ignore[misc]
        log = await server.control("log")
        assert log["byChannel"]["/meta/handshake"] == 4
        assert len(log["sessions"]) == 1


async def test_sessions_that_are_forgotten_again_and_again(node_server: Serve) -> None:
    await at_once(*[forget_sessions(await node_server(kind)) for kind in KINDS])
