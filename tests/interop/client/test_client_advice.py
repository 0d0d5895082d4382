"""What a server advises: how long to pause, how long to hold, to poll slower, to stay away."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Pair, Serve, both_servers, follow

NONE = {"reconnect": "none", "interval": 0}


async def polls(pair: Pair) -> int:
    """How many polls the server had so far."""
    return int((await pair.server.control("log"))["byChannel"].get("/meta/connect", 0))


@both_servers
async def test_an_interval_is_in_milliseconds(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, intervalMs=200)
    async with follow(server) as pair:
        await pair.live()
        for _ in range(3):
            async with pair.undisturbed():
                await server.control("ring")
        await server.control("live", rate=200, seed=2)
        before = await polls(pair)
        await pair.until(lambda: pair.entries(": ") > 100, "lively")
        await server.control("quiet")
        # 100 messages without a pause would be some 50 polls; with one they are a few.
        assert await polls(pair) - before < 12
        await pair.equal()


async def test_several_sessions_of_one_browser_poll_slower_and_lose_nothing(node_server: Serve) -> None:
    server = await node_server("cometd", maxSessionsPerBrowser=0, multiSessionIntervalMs=150)
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("live", rate=200, seed=2)
            await pair.until(lambda: pair.entries(": ") > 100, "lively")
            await server.control("quiet")
        assert await polls(pair) < 20


@both_servers
async def test_advice_that_comes_once_holds_until_other_advice_comes(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    advice = {"multiple-clients": True, "reconnect": "retry", "interval": 150, "timeout": 0}
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("patch", channel="/meta/connect", patch={"advice": advice}, count=3)
            await server.control("ring")
            await pair.until_log(lambda log: log["byChannel"]["/meta/connect"] > 4, "polled")
            await server.control("ring")


@both_servers
@pytest.mark.parametrize("successful", [True, False])
async def test_to_stay_away_is_obeyed_until_somebody_says_try(successful: bool, kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    async with follow(server, ended_s=600.0) as pair:
        await pair.live()
        await server.control("patch", channel="/meta/connect", patch={"successful": successful, "advice": NONE})
        await server.control("ring", unseen=True)
        await pair.until(lambda: "the server ended the session" in pair.link.why, "ended")
        assert pair.link.state == "stale"
        before = await polls(pair)
        lives = len(pair.at_live)
        assert await polls(pair) == before
        pair.feeds.retry()
        await pair.until(lambda: len(pair.at_live) > lives, "live again")
        await pair.equal()


@both_servers
async def test_to_stay_away_ends_after_a_rest_by_itself(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    async with follow(server, ended_s=0.4) as pair:
        await pair.live()
        async with pair.interrupted("the server ended the session"):
            await server.control("patch", channel="/meta/connect", patch={"advice": NONE})
            await server.control("ring", unseen=True)
