"""Whole answers that come by an unusual way: nothing is wrong with them, so nothing is said."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Serve, both_servers, follow

EVERY_REQUEST = 1_000


@both_servers
@pytest.mark.parametrize("mode", ["gzip", "chunked", "trickle"])
async def test_events_come_as_ever_by(mode: str, kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    await server.control("ring")
    await server.control("fault", mode=mode, bytes=400, ms=1, count=EVERY_REQUEST)
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("live", rate=50, seed=5, calls=4)
            await pair.until(lambda: pair.entries(": ") > 30, "lively")
            await server.control("quiet")


@both_servers
async def test_a_server_without_csrf_protection(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, csrf=False)
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("ring")
        assert not any(request["csrf"] for request in (await server.control("log"))["requests"])
