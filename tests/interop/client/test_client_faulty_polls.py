"""A poll that is answered wrongly or not to its end: told at once, and live again only when the board is right."""

from __future__ import annotations

import pytest

from tests.interop.board_pair import Pair, Serve, at_once, both_servers, follow
from tests.interop.node_process import NodeServer

FAULTS = {
    "refusal": {
        "401": "HTTP 401 on a poll",
        "403": "HTTP 403 on a poll",
        "403html": "HTTP 403 with a page that is not of this API",
    },
    "fault of the server": {"429": "HTTP 429 from the server", "500": "HTTP 500 from", "503": "HTTP 503 from"},
    "text that is no JSON": {"html": "not JSON", "htmljson": "not JSON", "garbage": "not JSON"},
    "JSON that is no list": {"null": "not a list", "object": "not a list"},
    "lack of messages": {"empty": "did not answer", "nothing": "not JSON", "204": "HTTP 204 on a poll"},
    "way elsewhere": {"redirect": "redirected to /login"},
    "broken connection": {"reset": "connection broke", "lost": "connection broke", "half": "connection broke"},
}


async def change_unseen(pair: Pair) -> None:
    """Calls begin, change and end, and nobody is told."""
    control = pair.server.control
    staying, ending = [(await control("ring", ageS=60))["id"] for _ in range(2)]
    await pair.until(lambda: bool(pair.call(ending)), "ringing")
    await control("change", id=staying, state="Held", userData={"Ticket": "T-88"}, unseen=True)
    await control("end", id=ending, unseen=True)
    await control("ring", unseen=True)


async def spoil_a_poll(mode: str, words: str, server: NodeServer) -> None:
    async with follow(server) as pair:
        await pair.live()
        async with pair.interrupted(words):
            await change_unseen(pair)
            # The present poll is answered by the call, the next one is spoilt.
            await server.control("fault", mode=mode, match="/meta/connect")
            await server.control("ring")


@both_servers
@pytest.mark.parametrize("group", FAULTS)
async def test_a_poll_answered_by_a(group: str, kind: str, node_server: Serve) -> None:
    faults = FAULTS[group].items()
    await at_once(*[spoil_a_poll(*fault, await node_server(kind, timeoutMs=300)) for fault in faults])


@both_servers
async def test_a_poll_cut_while_it_is_held(kind: str, node_server: Serve) -> None:
    # Faye holds the next poll until the cut one would have ended: a session that takes too long for that is given up.
    async with follow(await node_server(kind, timeoutMs=300)) as pair:
        await pair.live()
        async with pair.interrupted("connection broke"):
            await change_unseen(pair)
            assert (await pair.server.control("cut"))["closed"] >= 1
        assert (await pair.server.control("log"))["byChannel"]["/meta/handshake"] == 1


@both_servers
async def test_polls_cut_again_and_again_in_a_busy_time(kind: str, node_server: Serve) -> None:
    server = await node_server(kind, timeoutMs=300)
    async with follow(server) as pair:
        await pair.live()
        await server.control("live", rate=200, seed=7, calls=10)
        while not pair.said("connection broke"):  # a cut between two polls breaks nothing
            seen = pair.changes
            await server.control("cut")
            await pair.until(lambda seen=seen: pair.changes > seen + 3, "going on")  # type: ignore[misc]  # default of a lambda
        await server.control("quiet")
        await pair.equal()


@both_servers
async def test_after_a_cut_a_server_that_holds_its_polls_for_long_is_live_at_once(
    kind: str, node_server: Serve
) -> None:
    # Faye lets a new poll wait for the end of the one that was cut, whatever it advises itself.
    async with follow(await node_server(kind, timeoutMs=60_000)) as pair:
        await pair.live()
        async with pair.interrupted("connection broke"):
            await change_unseen(pair)
            await pair.server.control("cut")
