"""Logins, handshakes and snapshots that fail: said, tried again, never a storm, and live only with the whole truth."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Serve, at_once, both_servers, follow
from tests.interop.node_process import NodeServer

SNAPSHOT = LOGIN = "GET /api/v2/me"


async def spoil_a_snapshot(mode: str, server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("snapshot failed"):
            await server.control("fault", mode=mode, match=SNAPSHOT)
            await server.control("ring", unseen=True)
            await server.control("kill")
        assert (await server.control("log"))["byPath"]["GET /api/v2/me"] == 4


@pytest.mark.parametrize("modes", [("503", "html", "redirect"), ("garbage", "null"), ("half", "reset")])
async def test_a_snapshot_that_fails_is_asked_for_again(modes: tuple[str, ...], node_server: Serve) -> None:
    await at_once(*[spoil_a_snapshot(mode, await node_server("cometd")) for mode in modes])


async def test_a_snapshot_that_is_refused_leads_to_a_new_login(node_server: Serve) -> None:
    server = await node_server("faye")
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("snapshot failed: 20"):
            await server.control("fault", mode="403", match=SNAPSHOT)
            await server.control("ring", unseen=True)
            await server.control("kill")
        assert pair.entries("logged in") == 2


async def spoil_a_handshake(mode: str, server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted("forgotten"):
            await server.control("fault", mode=mode, match="/meta/handshake")
            await server.control("ring", unseen=True)
            await server.control("kill")
        assert (await server.control("log"))["byChannel"]["/meta/handshake"] == 3


@both_servers
async def test_a_handshake_that_fails_is_tried_again(kind: str, node_server: Serve) -> None:
    await at_once(*[spoil_a_handshake(mode, await node_server(kind)) for mode in ("503", "garbage", "empty", "reset")])


async def spoil_a_login(mode: str, server: NodeServer) -> None:
    await server.control("ring")
    await server.control("fault", mode=mode, match=LOGIN)
    async with follow(server) as pair:
        await pair.equal()
        assert [link.state for link in pair.links if link.why] == ["connecting"]


@pytest.mark.parametrize("modes", [("503", "html", "redirect", "null"), ("object", "nothing", "half", "reset")])
async def test_a_login_that_fails_is_tried_again(modes: tuple[str, ...], node_server: Serve) -> None:
    await at_once(*[spoil_a_login(mode, await node_server("cometd")) for mode in modes])


@pytest.mark.parametrize("mode", ["401", "403"])
async def test_a_refused_login_waits_until_it_is_told_to_try(mode: str, node_server: Serve) -> None:
    server = await node_server("faye")
    await server.control("ring")
    await server.control("fault", mode=mode, match=LOGIN)
    async with follow(server) as pair:
        await pair.until(lambda: pair.said("login refused"), "refused")
        assert pair.link.state == "refused"
        assert (await server.control("log"))["byPath"] == {"GET /api/v2/me": 1}
        pair.feeds.retry()
        await pair.equal()


async def test_a_refused_login_comes_back_by_itself(node_server: Serve) -> None:
    server = await node_server("cometd")
    await server.control("fault", mode="403", match=LOGIN)
    async with follow(server, refused_s=0.3) as pair:
        await pair.equal()
        assert pair.said("login refused")


async def test_the_password_is_sent_once_and_never_with_a_poll(node_server: Serve) -> None:
    server = await node_server("cometd")
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("ring")
        requests = (await server.control("log"))["requests"]
    assert [request["basic"] for request in requests] == [True] + [False] * (len(requests) - 1)
    assert all(request["csrf"] for request in requests if request["method"] == "POST")
