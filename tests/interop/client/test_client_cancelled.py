"""Cancelled at any moment: the session is ended, and neither a task nor a connection is left (see `follow`)."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Serve, both_servers, follow


@both_servers
async def test_while_a_poll_is_held(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        await pair.until_log(
            lambda log: ["/meta/connect"] in [request["channels"] for request in log["requests"]], "held"
        )
    log = await server.control("log")
    assert log["byChannel"]["/meta/disconnect"] == 1
    assert log["sessions"] == []


@pytest.mark.parametrize("match", ["GET /api/v2/me", "/meta/handshake", "/meta/connect"])
async def test_while_an_answer_does_not_come(match: str, node_server: Serve) -> None:
    server = await node_server("cometd")
    await server.control("fault", mode="hang", match=match, count=1_000)
    async with follow(server) as pair:
        await pair.until_log(lambda log: any(request.get("fault") for request in log["requests"]), "hanging")
        assert pair.at_live == []


@both_servers
async def test_while_a_snapshot_does_not_come(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair:
        await pair.live()
        await server.control("fault", mode="hang", match="GET /api/v2/me")
        await server.control("kill")
        await pair.until_log(lambda log: log["requests"][-1].get("fault") == "hang", "hanging")
        assert pair.link.state == "recovering"


async def test_while_it_waits_after_a_failure(node_server: Serve) -> None:
    server = await node_server("cometd")
    async with follow(server) as pair:
        await pair.live()
        await server.control("fault", mode="503", count=1_000)
        await server.control("ring")
        await pair.until(lambda: pair.entries("HTTP 503") >= 1, "failed")


async def test_while_the_server_is_gone(node_server: Serve) -> None:
    server = await node_server("faye")
    async with follow(server) as pair:
        await pair.live()
        await server.stop()
        await pair.until(lambda: not pair.link.live, "stale")
        pair.server = await node_server("faye")
