"""The stream at a real server: nobody takes away what others wrote, and one that would let them is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

import pytest
from nats.js.api import KeyValueConfig
from nats.js.errors import APIError

from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tui.floor.access.login import FloorLogin
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorRefusedError, FloorStreamError, FloorUnreachableError
from tui.floor.limits import LARGEST_VALUE_BYTES
from tui.floor.stream import check_stream, make_stream
from tui.floor.subjects import Subjects

FLOOR = Subjects("floor")
OWN, OTHER = FLOOR.login("main", "5001"), FLOOR.login("main", "5002")


@pytest.fixture(params=PROGRAMS)
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(request.param, tmp_path) as running:
        yield running


@pytest.fixture
async def operator(server: NatsServer) -> AsyncIterator[FloorConnection]:
    async with connected(as_user(await server.url(), "operator")) as connection:
        yield connection


async def values(connection: FloorConnection) -> int:
    return (await connection.stream.stream_info(FLOOR.stream)).state.messages


async def is_turned_down(answer: Awaitable[object]) -> bool:
    try:
        await answer
    except APIError:
        return True
    return False


async def test_it_is_made_once_and_keeps_the_last_value_of_each(operator: FloorConnection) -> None:
    assert await make_stream(operator, FLOOR)
    assert not await make_stream(operator, FLOOR)
    for value in (b"1", b"2"):
        await operator.ask(operator.stream.publish(OWN, value))
    await operator.ask(operator.stream.publish(OTHER, b"3"))

    assert await values(operator) == 2
    assert (await operator.stream.get_last_msg(FLOOR.stream, OWN)).data == b"2"


async def test_nobody_takes_away_what_another_one_wrote(operator: FloorConnection) -> None:
    await make_stream(operator, FLOOR)
    await operator.ask(operator.stream.publish(OTHER, b"3"))
    streams = operator.stream

    for rollup in ("all", "sub"):
        assert await is_turned_down(streams.publish(OWN, b"1", headers={"Nats-Rollup": rollup}))
    assert await is_turned_down(streams.publish(OWN, b"x" * (LARGEST_VALUE_BYTES + 1)))
    assert await is_turned_down(streams.purge_stream(FLOOR.stream))
    assert await is_turned_down(streams.delete_msg(FLOOR.stream, 1))
    assert await values(operator) == 1


async def test_no_value_ends_by_its_own_header(operator: FloorConnection) -> None:
    await make_stream(operator, FLOOR)
    # One server turns it down, an older one knows no such header.
    refused = await is_turned_down(operator.stream.publish(OWN, b"1", headers={"Nats-TTL": "1"}))

    assert refused or (await operator.stream.stream_info(FLOOR.stream)).config.allow_msg_ttl is None


async def test_a_value_is_written_upon_the_one_that_was_read_alone(operator: FloorConnection) -> None:
    await make_stream(operator, FLOOR)
    expected = "Nats-Expected-Last-Subject-Sequence"
    first = await operator.stream.publish(OWN, b"1", headers={expected: "0"})
    await operator.stream.publish(OWN, b"2", headers={expected: str(first.seq)})

    assert await is_turned_down(operator.stream.publish(OWN, b"3", headers={expected: str(first.seq)}))


async def test_a_bucket_of_the_library_is_refused_and_left_as_it_is(operator: FloorConnection) -> None:
    await operator.stream.create_key_value(KeyValueConfig(bucket="floor"))

    for look in (make_stream, check_stream):
        with pytest.raises(FloorStreamError, match="rollup is on"):
            await look(operator, FLOOR)
    assert (await operator.stream.stream_info(FLOOR.stream)).config.allow_rollup_hdrs


async def test_where_none_was_made_it_is_said(operator: FloorConnection) -> None:
    with pytest.raises(FloorStreamError, match="no stream KV_floor"):
        await check_stream(operator, FLOOR)


async def test_a_refusal_is_told_in_the_words_of_the_server(server: NatsServer, operator: FloorConnection) -> None:
    url = await server.url()
    with pytest.raises(FloorRefusedError, match=r"(?i)authorization"):
        async with connected(as_user(url, "collector", "wrong")):
            pass
    async with connected(as_user(url, "collector")) as collector:
        with pytest.raises(FloorRefusedError, match=r"(?i)permissions violation"):
            await make_stream(collector, FLOOR)
    await make_stream(operator, FLOOR)
    async with connected(as_user(url, "collector")) as collector:
        await check_stream(collector, FLOOR)
        await collector.ask(collector.stream.publish(OWN, b"1"))
        with pytest.raises(FloorRefusedError, match=r"(?i)permissions violation"):
            await collector.ask(collector.stream.publish(OTHER, b"1"))


async def test_a_server_that_is_gone_ends_the_connection(server: NatsServer, operator: FloorConnection) -> None:
    url = await server.url()
    await make_stream(operator, FLOOR)
    server.kill()

    with pytest.raises(FloorUnreachableError):
        await check_stream(operator, FLOOR)
    with pytest.raises(FloorUnreachableError):
        async with connected(FloorLogin((url,))):
            pass
