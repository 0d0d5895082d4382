"""Values and beats written by hand, and a wall that reads them from a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from tests.waiting import until
from tui.floor.beats import PublisherBeat, PublisherKind, encode_beat
from tui.floor.connection import FloorConnection
from tui.floor.reader import FloorReader
from tui.floor.reading import FloorReading
from tui.floor.subjects import Subjects
from tui.floor.values import CallEnd, Signature
from tui.floor.writing.encoding import LoginEncoder
from tui.live.clock import FixedClock
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import Link
from tui.live.store.privacy import OPEN

FLOOR = Subjects("floor")
THEIRS_S, OURS_S = 500.0, 90_000.0
"""What the clocks of a publisher and of a wall say when a test begins."""


class Hand:
    """A publisher without a will of its own, whose clock stands unless it is moved."""

    def __init__(self, connection: FloorConnection, name: str = "c1", session: str = "s1") -> None:
        self.connection = connection
        self.name = name
        self.session = session
        self.clock = FixedClock(THEIRS_S)
        self.board = Board(self.clock)
        self._encoder = LoginEncoder(OPEN)

    async def put(self, login: str, fence: int = 1, *, site: str = "main", ends: tuple[CallEnd, ...] = ()) -> None:
        signature = Signature(self.name, self.session, fence)
        part, now_s = self.board.part(login), self.clock.now_s()
        await self.raw(FLOOR.login(site, login), self._encoder.encode(part, signature, now_s, ends))

    async def put_gone(self, login: str, fence: int = 1) -> None:
        gone = self._encoder.encode_gone(Signature(self.name, self.session, fence), self.clock.now_s())
        await self.raw(FLOOR.login("main", login), gone)

    async def beat(self, beat_s: float = 2.0, *, complete: bool = True) -> None:
        logins = len(self.board.sources)
        said = PublisherBeat(
            self.session, self.clock.now_s(), PublisherKind.COLLECTOR, logins, complete, beat_s, "0.2.0"
        )
        await self.raw(FLOOR.publisher(self.name), encode_beat(said))

    async def raw(self, subject: str, data: bytes) -> None:
        await self.connection.ask(self.connection.stream.publish(subject, data))


class FloorWall:
    """A board that a reader keeps, on a clock that stands unless it is moved."""

    def __init__(
        self, connect: Callable[[], AbstractAsyncContextManager[FloorConnection]], reading: FloorReading | None = None
    ) -> None:
        self.clock = FixedClock(OURS_S)
        self.board = Board(self.clock)
        self.journal = Journal(self.clock)
        self.reader = FloorReader(connect, reading or FloorReading("there", FLOOR), self.board, self.journal)
        self.feeds = Feeds([self.reader], self.board, self.journal)

    def link(self, login: str) -> Link:
        return self.board.sources[login].link

    async def until(self, login: str, state: str, why: str = "") -> Link:
        """Wait until a login is so."""

        def is_so() -> bool:
            known = self.board.sources.get(login)
            return known is not None and (known.link.state, known.link.why) == (state, why)

        try:
            await until(is_so, 20.0)
        except TimeoutError:
            raise AssertionError(f"{login}: {self.board.sources.get(login)}") from None
        return self.link(login)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FloorWall]:
        feeds = asyncio.create_task(self.feeds.run())
        try:
            await until(lambda: self.reader.link.live)
            yield self
        finally:
            feeds.cancel()
            await asyncio.gather(feeds, return_exceptions=True)
