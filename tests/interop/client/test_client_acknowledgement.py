"""The acknowledgement extension: with it a lost answer costs nothing, without it the snapshot makes up for it."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Serve, follow

MESSAGES = 200


@pytest.mark.parametrize("ack", [True, False])
async def test_lost_answers(ack: bool, node_server: Serve) -> None:
    server = await node_server("cometd", ack=ack, timeoutMs=300)
    async with follow(server) as pair:
        await pair.live()
        for _ in range(3):
            async with pair.interrupted("connection broke"):
                await server.control("fault", mode="lost", match="/meta/connect")
                await pair.until_log(lambda log: log["requests"][-1].get("fault") == "lost", "about to be lost")
                await server.control("burst", n=MESSAGES)
        received = pair.entries("AttachedDataChanged")
        requests = (await server.control("log"))["requests"]
    # The first burst begins the call of which the messages are about.
    assert (received == 3 * MESSAGES) == ack
    told = [request["ack"] for request in requests if "/meta/connect" in request["channels"]]
    assert any(type(number) is int for number in told) == ack


async def test_it_is_offered_to_a_server_that_has_it_not(node_server: Serve) -> None:
    server = await node_server("faye")
    async with follow(server) as pair:
        await pair.live()
        async with pair.undisturbed():
            await server.control("burst", n=MESSAGES)
        requests = (await server.control("log"))["requests"]
    assert [request["ack"] for request in requests if request["ack"] is not None] == [True]


async def test_it_does_not_outlive_the_session(node_server: Serve) -> None:
    server = await node_server("cometd", ack=True)
    async with follow(server) as pair:
        await pair.live()
        await server.control("burst", n=MESSAGES)
        async with pair.interrupted("402"):
            await server.control("ring", unseen=True)
            await server.control("kill")
        async with pair.undisturbed():
            await server.control("burst", n=MESSAGES)
