"""Sessions that end without our doing: killed, swept, expired, on another node, in a server that starts again."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from tests.interop.board_pair import Pair, Serve, both_servers, follow

WORDS = {"cometd": "402::session_unknown", "faye": "Unknown client"}


async def change_unseen(pair: Pair, ending: str) -> None:
    """One call ends and another begins, and nobody is told."""
    await pair.server.control("end", id=ending, unseen=True)
    await pair.server.control("ring", unseen=True)


@both_servers
async def test_a_killed_session(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    ending = (await server.control("ring"))["id"]
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted(WORDS[kind]):
            await change_unseen(pair, ending)
            await server.control("kill")
        assert pair.entries("logged in") == 1
        (known,) = [known for key, known in pair.board.calls.items() if key.id == ending]
        assert known.ended_how == "ended while disconnected"


@both_servers
async def test_a_session_swept_while_we_were_asked_to_wait(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=200, maxIntervalMs=200, sweepPeriodMs=50)
    ending = (await server.control("ring"))["id"]
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted(WORDS[kind]):
            await change_unseen(pair, ending)
            await server.control("fault", mode="429", match="/meta/connect")
        assert pair.said("HTTP 429")


@both_servers
@pytest.mark.parametrize("cometd", [True, False])
async def test_the_other_node_of_a_load_balancer_knows_no_cookie(cometd: bool, kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    ending = (await server.control("ring"))["id"]
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("HTTP 403"):
            await change_unseen(pair, ending)
            await server.control("expire", cometd=cometd)
        assert pair.entries("logged in") == 2
        assert sum(request["basic"] for request in (await server.control("log"))["requests"]) == 2


@both_servers
async def test_a_server_that_starts_again_on_the_same_port(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    await server.control("ring")
    async with follow(server) as pair:
        await pair.live()
        await server.stop()
        await pair.until(lambda: pair.said("conne"), "stale")
        assert len(pair.calls()) == 1
        lives = len(pair.at_live)
        pair.server = await node_server(kind, port=urlsplit(server.url).port)
        await pair.until(lambda: len(pair.at_live) > lives, "live again")
        assert pair.at_live[-1] == []
        async with pair.undisturbed():
            await pair.server.control("ring")


@both_servers
async def test_refused_subscriptions_are_never_live(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("subscription refused"):
            await server.control("policy", denySubscribe=True)
            await server.control("kill")
            await pair.until(lambda: pair.entries("subscription refused") > 1, "tried again")
            assert not pair.link.live
            await server.control("ring")
            await server.control("policy")


@both_servers
async def test_a_refused_handshake_is_never_live(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    await server.control("policy", denyHandshake=True)
    await server.control("ring")
    async with follow(server, ended_s=0.1) as pair:
        await pair.until(lambda: pair.entries("403") > 1, "tried again")
        assert pair.at_live == []
        await server.control("policy")
        await pair.equal()
