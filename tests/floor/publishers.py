"""Publishers of boards that are written by hand, and what stands on the floor of a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from tests.floor.servers import NatsServer, as_user
from tests.live.resources import call, device
from tests.waiting import PATIENCE_S, until
from tui.floor.beats import PublisherBeat, decode_beat
from tui.floor.connection import FloorConnection, connected
from tui.floor.keys import FloorKeys
from tui.floor.subjects import Subjects
from tui.floor.values import LoginValue, decode_value
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.fencing import ClaimState
from tui.floor.writing.publisher import FloorPublisher, PublisherOptions
from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.privacy import OPEN
from tui.source.models import User
from tui.source.snapshot import Snapshot

FLOOR = Subjects("floor")
FAST = PublisherOptions("c1", beat_s=0.2, look_s=0.1, refused_s=0.2)
"""So that nothing has to be waited for."""


def board_of(*names: str) -> Board:
    """A board whose logins have one call and one device each, and are live."""
    board = Board(SystemClock())
    for name in names:
        now_s = board.clock.now_s()
        board.add_source(name)
        known = Snapshot(
            user=User(user_name=name), calls=(call(f"{name}-a", "Established", 5),), devices=(device(f"d{name}"),)
        )
        board.replace(name, known, Sight(now_s, now_s))
    return board


class FloorView:
    """What stands on a floor, as an operator reads it."""

    def __init__(self, connection: FloorConnection) -> None:
        self.connection = connection
        self._keys = FloorKeys(connection, FLOOR)

    async def value(self, login: str, site: str = "main") -> LoginValue | None:
        found = await self._keys.last(FLOOR.login(site, login))
        return None if found is None else decode_value(found.data, login)

    async def beat(self, name: str = "c1") -> PublisherBeat | None:
        found = await self._keys.last(FLOOR.publisher(name))
        return None if found is None else decode_beat(found.data)

    async def until(self, login: str, condition: Callable[[LoginValue], object]) -> LoginValue:
        """Wait until the value of a login is so."""
        for _ in range(12_000):
            value = await self.value(login)
            if value is not None and condition(value):
                return value
            await asyncio.sleep(0.005)
        raise TimeoutError(login)

    async def until_beat(self, name: str, condition: Callable[[PublisherBeat], object]) -> PublisherBeat:
        """Wait until the beat of a publisher is so."""
        for _ in range(12_000):
            beat = await self.beat(name)
            if beat is not None and condition(beat):
                return beat
            await asyncio.sleep(0.005)
        raise TimeoutError(name)


@asynccontextmanager
async def operating(server: NatsServer) -> AsyncIterator[FloorView]:
    async with connected(as_user(await server.url(), "operator")) as connection:
        yield FloorView(connection)


@asynccontextmanager
async def publishing(
    server: NatsServer,
    board: Board,
    *logins: str,
    options: PublisherOptions = FAST,
    user: str = "operator",
    opened: list[FloorConnection] | None = None,
) -> AsyncIterator[FloorPublisher]:
    """A publisher that runs within the block."""

    @asynccontextmanager
    async def connect() -> AsyncIterator[FloorConnection]:
        async with connected(as_user(await server.url(), user)) as connection:
            if opened is not None:
                opened.append(connection)
            yield connection

    names = {name: name for name in logins or tuple(board.sources)}
    publisher = FloorPublisher(board, names, connect, FLOOR, options, LoginEncoder(OPEN))
    running = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        running.cancel()
        await asyncio.wait([running], timeout=PATIENCE_S)
        assert running.done()


async def until_state(publisher: FloorPublisher, login: str, state: ClaimState) -> None:
    await until(lambda: publisher.claims[login].state is state)


def named(name: str, options: PublisherOptions = FAST) -> PublisherOptions:
    return replace(options, name=name)
