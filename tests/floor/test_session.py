"""A look at the stream of a real server: all last values, then what follows, and an end with the first doubt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorStreamError, FloorUnreachableError
from tui.floor.session import FloorSession
from tui.floor.stream import make_stream
from tui.floor.subjects import LoginKey, PublisherKey, Subjects
from tui.live.clock import SystemClock

FLOOR = Subjects("floor")
ONE, TWO, FAR = FLOOR.login("main", "5001"), FLOOR.login("main", "5002"), FLOOR.login("berlin", "5001")
BEAT = FLOOR.publisher("c1")


@pytest.fixture(params=PROGRAMS, scope="module")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(request.param, tmp_path_factory.mktemp("nats")) as running:
        yield running


@pytest.fixture
async def operator(server: NatsServer) -> AsyncIterator[FloorConnection]:
    async with connected(as_user(await server.url(), "operator")) as connection:
        await connection.stream.delete_stream(FLOOR.stream) if await _is_there(connection) else None
        await make_stream(connection, FLOOR)
        yield connection


async def _is_there(connection: FloorConnection) -> bool:
    return any(info.config.name == FLOOR.stream for info in await connection.stream.streams_info())


@asynccontextmanager
async def reading(server: NatsServer) -> AsyncIterator[tuple[FloorConnection, FloorSession]]:
    async with connected(as_user(await server.url(), "operator")) as connection:
        yield connection, FloorSession(connection, FLOOR, SystemClock().now_s)


async def put(connection: FloorConnection, subject: str, *values: bytes) -> None:
    for value in values:
        await connection.ask(connection.stream.publish(subject, value))


async def test_all_last_values_come_first_and_then_what_follows(server: NatsServer, operator: FloorConnection) -> None:
    await put(operator, ONE, b"1", b"2")
    await put(operator, TWO, b"3")
    await put(operator, BEAT, b"4")
    async with reading(server) as (_, session):
        found = await session.snapshot()
        assert {subject: one.data for subject, one in found.items()} == {ONE: b"2", TWO: b"3", BEAT: b"4"}
        assert not any(one.fresh for one in found.values())
        assert session.last_before == max(one.sequence for one in found.values())

        await put(operator, ONE, b"5")
        news = await session.news()
        assert {subject: (one.data, one.fresh) for subject, one in news.items()} == {ONE: (b"5", True)}
        assert await session.news(0.0) == {}


async def test_of_many_values_of_one_key_the_last_one_is_taken(server: NatsServer, operator: FloorConnection) -> None:
    async with reading(server) as (_, session):
        assert await session.snapshot() == {}
        await put(operator, ONE, *(b"%d" % number for number in range(50)))
        found: list[bytes] = []
        while found[-1:] != [b"49"]:
            found += [one.data for one in (await session.news()).values()]


async def test_one_site_is_read_without_the_others(server: NatsServer, operator: FloorConnection) -> None:
    async with reading(server) as (_, session):
        assert await session.snapshot(["berlin"]) == {}
    await put(operator, ONE, b"1")
    await put(operator, FAR, b"2")
    await put(operator, BEAT, b"3")
    await put(operator, TWO, b"4")
    async with reading(server) as (_, session):
        found = await session.snapshot(["berlin"])
        assert {subject: one.data for subject, one in found.items()} == {FAR: b"2", BEAT: b"3"}
        await put(operator, ONE, b"5")
        await put(operator, FAR, b"6")
        assert [one.data for one in (await session.news()).values()] == [b"6"]


async def test_what_a_publisher_writes_into_headers_is_no_word_of_the_server(
    server: NatsServer, operator: FloorConnection
) -> None:
    async with reading(server) as (_, session):
        await session.snapshot()
        for headers in (
            {"Status": "100", "Description": "Idle Heartbeat", "Nats-Last-Consumer": "99"},
            {"Nats-Consumer-Stalled": BEAT},
        ):
            await operator.ask(operator.stream.publish(ONE, b"1", headers=headers))
            assert [one.data for one in (await session.news()).values()] == [b"1"]


@pytest.mark.parametrize("headers", [b"NATS/1.0", b"abc\r\n\r\n", b"NATS/1.0\r\n \xff\xff\xff\r\n\r\n"])
async def test_headers_that_cannot_be_read_silence_nobody(
    server: NatsServer, operator: FloorConnection, headers: bytes
) -> None:
    async with reading(server) as (_, session):
        await session.snapshot()
        await publish_raw(await server.url(), headers)
        assert [one.data for one in (await session.news()).values()] == [b"x"]
        await put(operator, ONE, b"2")
        assert [one.data for one in (await session.news()).values()] == [b"2"]


async def publish_raw(url: str, headers: bytes) -> None:
    host, port = url.removeprefix("nats://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    login = b'{"verbose":false,"headers":true,"user":"operator","pass":"secret-of-operator"}'
    size = b"%d %d" % (len(headers), len(headers) + 1)
    writer.write(b"CONNECT %s\r\nHPUB %s %s\r\n%sx\r\nPING\r\n" % (login, ONE.encode(), size, headers))
    while await reader.readline() != b"PONG\r\n":
        pass
    writer.close()
    await writer.wait_closed()


async def test_a_message_that_did_not_come_ends_it(server: NatsServer, operator: FloorConnection) -> None:
    async with reading(server) as (connection, session):
        await session.snapshot()
        await put(operator, ONE, b"1")
        await session.news()
        session._consumers[0].last += 1
        await put(operator, ONE, b"2")
        with pytest.raises(FloorUnreachableError, match="out of turn: message 3 did not come"):
            await session.news()
        assert connection.doubt.done()


async def test_without_a_stream_it_is_said(server: NatsServer, operator: FloorConnection) -> None:
    await operator.stream.delete_stream(FLOOR.stream)
    async with reading(server) as (_, session):
        with pytest.raises(FloorStreamError, match="there is no stream KV_floor"):
            await session.snapshot()


@pytest.mark.slow  # a silence of five seconds is waited for
async def test_silence_ends_it(tmp_path: Path) -> None:
    with nats_server(PROGRAMS[0], tmp_path) as server:
        async with reading(server) as (connection, session):
            await make_stream(connection, FLOOR)
            await session.snapshot()
            # The consumer is gone, and nobody says so but by saying nothing.
            session._consumers[0].heard_s = asyncio.get_running_loop().time()
            await connection.stream.delete_stream(FLOOR.stream)
            with pytest.raises(FloorUnreachableError, match="silent for 5 s"):
                await session.news()


def test_subjects_are_read_as_they_were_written() -> None:
    assert FLOOR.read(FLOOR.login("main", "jo.doe@x")) == LoginKey("main", "jo.doe@x")
    assert FLOOR.read(BEAT) == PublisherKey("c1")
    for subject in ("$KV.floor.a.main", "$KV.floor.a.m.5001.x", "$KV.other.pub.c1", "$KV.floor.pub.", "$KV.floor.x.y"):
        with pytest.raises(ValueError, match=r"name|login"):
            FLOOR.read(subject)
