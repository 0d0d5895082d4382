"""A way to a server that is cut, held, delayed or slow on order, each direction alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Self

_HOST = "127.0.0.1"
_CHUNK = 16 * 1024


class Direction:
    """What happens to bytes that go one way.

    Attributes:
        held: Whether they wait.
        delay_s: How long each waits on the way.
        bytes_per_s: How many pass; 0 for all.
    """

    def __init__(self) -> None:
        self.held = False
        self.delay_s = 0.0
        self.bytes_per_s = 0


class Cable:
    """Passes connections on to wherever the server listens now."""

    def __init__(self, port: Callable[[], Awaitable[int]]) -> None:
        self.up, self.down = Direction(), Direction()
        self.refuses = False
        self._port = port
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._listener: asyncio.Server | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        self._listener = await asyncio.start_server(self._welcome, _HOST, 0)
        self.url = f"nats://{_HOST}:{self._listener.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._listener is not None
        self._listener.close()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    def calm(self) -> None:
        """Pass everything on from now on."""
        self.refuses = False
        for way in (self.up, self.down):
            way.held, way.delay_s, way.bytes_per_s = False, 0.0, 0

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        self._start(self._join(reader, writer))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(_HOST, await self._port())
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(far_writer)
        ways = [self._pass(reader, far_writer, self.up), self._pass(far_reader, writer, self.down)]
        tasks = [asyncio.create_task(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for end in (writer, far_writer):
                end.transport.abort()
                self._writers.discard(end)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Direction) -> None:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=4096)

        async def read() -> None:
            while data := await reader.read(_CHUNK):
                await queue.put((loop.time() + way.delay_s, data))
            await queue.put((0.0, b""))

        reading = asyncio.create_task(read())
        try:
            while True:
                due_s, data = await queue.get()
                while way.held or loop.time() < due_s:
                    await asyncio.sleep(0.02)
                if not data:
                    return
                if way.bytes_per_s:
                    await asyncio.sleep(len(data) / way.bytes_per_s)
                writer.write(data)
                await writer.drain()
        except OSError:
            return
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
