"""How the tests of this folder read a stream, and wait: for conditions, never for time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from tests.gws.scripted_server import ScriptedServer
from tests.waiting import PATIENCE_S
from tui.gws.auth import Session
from tui.gws.rest import Rest
from tui.gws.stream import LONGEST_QUEUE, Stream
from tui.source.backoff import Backoff
from tui.source.errors import SourceError
from tui.source.events import Item
from tui.source.retry import RetryTimer
from tui.source.retry_queue import Turns

Kind = TypeVar("Kind", bound=Item)


class Delays(Backoff):
    """Remembers the delays that were due, and waits next to nothing."""

    def __init__(self, waits_s: float = 0.01) -> None:
        super().__init__()
        self.wished_s: list[float] = []
        self.errors: list[SourceError | None] = []
        self._waits_s = waits_s

    def next_s(self, error: SourceError | None = None) -> float:
        self.errors.append(error)
        self.wished_s.append(super().next_s(error))
        return self._waits_s


class Reader:
    """Reads a stream as its only reader and keeps everything."""

    def __init__(self, stream: Stream, session: Session, delays: Delays | None = None) -> None:
        self.stream = stream
        self.session = session
        self.delays = delays or Delays()
        self.items: list[Item] = []
        self.batches: list[list[Item]] = []

    async def until(self, kind: type[Kind], times: int = 1) -> Kind:
        """Read until `times` items of this kind have come since the beginning; the last of them."""
        await self.until_true(lambda: len(self.of(kind)) >= times)
        return self.of(kind)[times - 1]

    async def until_true(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._keep(list(await self.stream.batch(0.05)))

    def of(self, kind: type[Kind]) -> list[Kind]:
        return [item for item in self.items if isinstance(item, kind)]

    @property
    def kinds(self) -> list[str]:
        return [type(item).__name__ for item in self.items]

    def _keep(self, items: list[Item]) -> None:
        if items:
            self.batches.append(items)
            self.items += items


@asynccontextmanager
async def listening(
    server: ScriptedServer, *, queue_length: int = LONGEST_QUEUE, waits_s: float = 0.01
) -> AsyncIterator[Reader]:
    """A login and its stream, entered."""
    delays = Delays(waits_s)
    async with Session(server.login) as session:
        await Rest(session).log_in()
        patience = RetryTimer(Turns(every_s=0.0), delays)
        async with Stream(session, time.monotonic, queue_length=queue_length, patience=patience) as stream:
            yield Reader(stream, session, delays)
