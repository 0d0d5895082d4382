"""A poll that is never answered: noticed when the hold and its margin are over, whatever the server."""

from __future__ import annotations

from tests.interop.board_pair import KINDS, Serve, at_once, follow
from tests.interop.node_process import NodeServer


async def hang_a_poll(server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        await server.control("fault", mode="hang", match="/meta/connect")
        async with pair.interrupted(""):
            await server.control("ring")
            await pair.until_log(lambda log: log["requests"][-1].get("fault") == "hang", "hanging")
            await server.control("ring", unseen=True)


async def test_a_hung_poll_on_either_server(node_server: Serve) -> None:
    # One after the other they would take twice the margin of five seconds.
    servers = [await node_server(kind, timeoutMs=300) for kind in KINDS]
    await at_once(*(hang_a_poll(server) for server in servers))
