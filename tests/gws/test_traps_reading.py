"""Traps 6 and 12 to 15 of DECISIONS.md 2: readers that are slow or cancelled, and streams that end, in whatever way."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import AsyncExitStack
from pathlib import Path
from types import CoroutineType
from typing import Any

import pytest

import tui
from tests.gws.scripted_server import Answer, ScriptedServer
from tests.gws.servers.listening import Reader, listening
from tests.waiting import PATIENCE_S, until
from tui.gws import stream as stream_module
from tui.gws.auth import Session
from tui.gws.connections.requests import REQUEST_S
from tui.gws.line import line_to
from tui.gws.messages import CALLS_TOPIC
from tui.gws.rest import Rest
from tui.gws.stream import Stream
from tui.live.clock import SystemClock
from tui.live.feeds.feed import Feed
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.events import CallEvent, Closed, Gap, Lost

Work = Coroutine[Any, Any, Any] | Generator[Any, None, Any]
TUI = str(Path(tui.__file__).parent)
CALL = {"messageType": "CallStateChangeMessage", "call": {"id": "a", "state": "Ringing"}}


@pytest.fixture
async def session(server: ScriptedServer) -> AsyncIterator[Session]:
    async with Session(server.login) as session:
        await Rest(session).log_in()
        yield session


async def publish_and_fetch(server: ScriptedServer, number: int) -> None:
    """Publish and wait until the stream has fetched it, whether or not anybody reads."""
    await until(lambda: server.at_once["connect"] == 1)
    polls = server.count("connect")
    server.cometd.publish(CALLS_TOPIC, *[CALL] * number)
    await until(lambda: server.count("connect") > polls)


async def test_trap_06_a_stream_that_is_cancelled_while_it_opens_sends_nothing_more(
    server: ScriptedServer, session: Session
) -> None:
    server.script("handshake", Answer(hang=True))
    async with Stream(session, time.monotonic):
        await until(lambda: server.count("handshake") == 1)
    assert [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "cometd"] == []
    assert (server.count("handshake"), server.count("connect")) == (1, 0)


async def test_trap_06_the_polls_stop_when_the_body_raises(server: ScriptedServer, session: Session) -> None:
    async def fail() -> None:
        async with Stream(session, time.monotonic) as stream:
            await Reader(stream, session).until(Gap)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    assert not any(task.get_name() == "cometd" for task in asyncio.all_tasks())
    await until(lambda: server.count("disconnect") == 1)
    assert server.cometd.topics == {}


@pytest.mark.parametrize("steps", [*range(0, 60, 3), *range(60, 400, 25)])
async def test_trap_06_and_14_a_feed_cancelled_anywhere_leaves_no_task_and_no_socket(
    server: ScriptedServer, steps: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = asyncio.all_tasks()
    feed = Feed("one", line_to(server.login, time.monotonic), Board(SystemClock()), Journal(SystemClock()))
    running = asyncio.create_task(feed.run())
    with caplog.at_level(logging.WARNING):
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    assert [task for task in asyncio.all_tasks() - before if _is_ours(task)] == []
    await until(lambda: server.connections == 0)
    await until(lambda: asyncio.all_tasks() <= before)
    assert caplog.records == []


@pytest.mark.parametrize("kind", ["login", "handshake", "connect", "snapshot", "disconnect"])
async def test_trap_06_cancelled_while_the_server_hangs(
    server: ScriptedServer, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "CLOSE_S", 0.2)
    server.script(kind, Answer(hang=True))
    feed = Feed("one", line_to(server.login, time.monotonic), Board(SystemClock()), Journal(SystemClock()))
    running = asyncio.create_task(feed.run())
    await until(lambda: server.count("snapshot" if kind == "disconnect" else kind) == 1)
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()
    await until(lambda: server.connections == 0)


async def test_trap_08_leaving_takes_no_longer_than_it_may(
    server: ScriptedServer, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_module, "CLOSE_S", 0.2)
    server.script("disconnect", Answer(hang=True))
    # Many times what it may take, and less than a request of its own accord.
    async with asyncio.timeout(0.9 * REQUEST_S):
        async with Stream(session, time.monotonic) as stream:
            await Reader(stream, session).until(Gap)
    assert server.count("disconnect") == 1
    assert server.at_once["connect"] == 0 or await _ends(server)


async def test_trap_12_a_slow_reader_stops_no_poll_and_hears_of_the_overflow_at_once(server: ScriptedServer) -> None:
    async with listening(server, queue_length=10) as reader:
        await reader.until(Gap)
        for _ in range(3):
            await publish_and_fetch(server, 6)
        items = reader.stream.waiting()
        assert isinstance(items[0], Gap)
        assert items[0].why == "too many messages at once"
        assert [type(item) for item in items[1:]] == [CallEvent] * 6
        assert server.cometd.handshakes == 1


async def test_trap_12_a_reply_that_is_too_long_by_itself_is_a_gap(server: ScriptedServer) -> None:
    async with listening(server, queue_length=10) as reader:
        await reader.until(Gap)
        await publish_and_fetch(server, 50)
        assert [type(item) for item in reader.stream.waiting()] == [Gap]


async def test_trap_12_an_overflow_hides_neither_the_loss_nor_the_end(server: ScriptedServer) -> None:
    async with listening(server, queue_length=3) as reader:
        await reader.until(Gap)
        await publish_and_fetch(server, 3)
        server.script("connect", Answer(b"", 503), Answer(b"", 401))
        server.cometd.publish(CALLS_TOPIC, CALL)
        await until(lambda: reader.stream._over)
        kinds = [type(item) for item in reader.stream.waiting()]
        assert kinds[-3:] == [Lost, Lost, Closed]
        assert kinds[:-3] in ([], [Gap])
        assert CallEvent not in kinds


async def test_trap_13_a_cancelled_read_loses_nothing(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        cancelled = read = 0
        for number in range(60):
            server.cometd.publish(CALLS_TOPIC, CALL)
            reading = asyncio.create_task(reader.stream.batch())
            for _ in range(number % 6):
                await asyncio.sleep(0)
            reading.cancel()
            await asyncio.wait([reading])
            cancelled += reading.cancelled()
            read += 0 if reading.cancelled() else len(reading.result())
        assert cancelled > 0
        await reader.until_true(lambda: read + len(reader.of(CallEvent)) == 60)


async def test_trap_13_leaving_does_not_let_a_reader_hang(session: Session) -> None:
    async with Stream(session, time.monotonic) as stream:
        await Reader(stream, session).until(Gap)
        reading = asyncio.create_task(stream.batch())
        await asyncio.sleep(0)
    async with asyncio.timeout(PATIENCE_S):
        assert [type(item) for item in await reading] == [Closed]


async def test_giving_up_ends_the_stream_and_nothing_follows(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        reader.stream.give_up("silent for 40 s")
        await until(lambda: server.at_once["connect"] == 0)
        server.cometd.publish(CALLS_TOPIC, CALL)
    assert [type(item) for item in reader.stream.waiting()] == [Lost, Closed]
    assert server.count("disconnect") == 0, "whoever is silent is not waited for"


async def test_a_stream_without_a_session_says_no_goodbye(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.expire_sessions()
        server.script("connect", Answer(b"", 403))
        await reader.until(Closed)
    assert server.count("disconnect") == 0


async def test_trap_14_closing_logs_nothing(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        async with listening(server) as reader:
            await reader.until(Gap)
            await until(lambda: server.at_once["connect"] == 1)
    assert [record for record in caplog.records if record.name.startswith(("aiocometd", "asyncio", "tui"))] == []


async def test_trap_15_the_events_of_one_reply_come_as_one_batch(server: ScriptedServer) -> None:
    async with listening(server) as reader:
        await reader.until(Gap)
        await until(lambda: server.at_once["connect"] == 1)
        server.cometd.publish(CALLS_TOPIC, *[CALL] * 500)
        await reader.until(CallEvent, 500)
        assert [len(batch) for batch in reader.batches] == [1, 500]
        assert len({item.received_s for item in reader.batches[1]}) == 1


async def test_trap_15_reading_takes_no_task_for_each_message(server: ScriptedServer) -> None:
    made: list[str] = []
    loop = asyncio.get_running_loop()

    def note(loop: asyncio.AbstractEventLoop, coroutine: Work, **options: Any) -> asyncio.Task[Any]:  # noqa: ANN401 - the loop says so
        made.append(repr(coroutine))
        return asyncio.Task(coroutine, loop=loop, **options)

    async with listening(server) as reader, AsyncExitStack() as stack:
        await reader.until(Gap)
        await publish_and_fetch(server, 500)
        loop.set_task_factory(note)
        stack.callback(loop.set_task_factory, None)
        assert len(await reader.stream.batch(1.0)) == 500
    assert made == []


async def test_a_fault_of_our_own_closes_the_stream_instead_of_leaving_it_deaf(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(stream_module, "read_message", broken)
    async with listening(server) as reader:
        await reader.until(Gap)
        server.cometd.publish(CALLS_TOPIC, CALL)
        closed = await reader.until(Closed)
    assert str(closed.error) == "internal fault (ZeroDivisionError), see the log"
    assert reader.kinds == ["Gap", "Lost", "Closed"]
    assert "a fault of its own" in caplog.text


def _is_ours(task: asyncio.Task[object]) -> bool:
    # Tasks of the server, in this same process, end when it hears that the client has gone.
    coroutine = task.get_coro()
    return isinstance(coroutine, CoroutineType) and coroutine.cr_code.co_filename.startswith(TUI)


async def _ends(server: ScriptedServer) -> bool:
    await until(lambda: server.at_once["connect"] == 0)
    return True
