"""A TCP proxy on loopback that breaks connections, answers and silence on order, between one client and one server."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from typing import Any, Self

from tests.storm.conditions import Conditions
from tests.storm.http_message import LONGEST_HEAD_BYTES, read_message
from tests.storm.wire import Ears, End, Wire, close

_HOST = "127.0.0.1"


class Proxy:
    """Listens on a free port of its own and passes everything on to a port of a server.

    Attributes:
        conditions: The state of the path; turn its knobs.
        connections: How many connections were accepted so far.
        on_broken: Called each time an exchange breaks that the client waits for.
        on_message: Called with each request and each answer, as it is.
    """

    def __init__(self, server_port: int) -> None:
        """Listen to nobody before it is entered.

        Args:
            server_port: Where the server listens on 127.0.0.1.
        """
        self.conditions = Conditions()
        self.connections = 0
        self.on_broken: Callable[[], None] = lambda: None
        self.on_message: Callable[[bytes], None] = lambda _: None
        self._server_port = server_port
        self._wires: set[Wire] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None
        # Keeps the port ours while nobody listens on it, so that refusing is a true refusal and ends on the same port.
        self._place = socket.socket()
        self._place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{_HOST}:{self._place.getsockname()[1]}"

    @property
    def open_connections(self) -> int:
        """How many connections of clients are open now."""
        return len(self._wires)

    async def __aenter__(self) -> Self:
        """Listen."""
        self._place.bind((_HOST, 0))
        await self.accept()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening and close every connection."""
        self.refuse()
        self.cut()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._place.close()

    async def accept(self) -> None:
        """Listen, again if it was refusing."""
        if self._listener is None:
            port = self._place.getsockname()[1]
            self._listener = await asyncio.start_server(
                self._welcome, _HOST, port, limit=LONGEST_HEAD_BYTES, reuse_port=True
            )

    def refuse(self) -> None:
        """Refuse new connections; those that are open go on."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def cut(self) -> int:
        """Break every open connection; say how many there were."""
        wires = tuple(self._wires)
        for wire in wires:
            wire.cut()
        return len(wires)

    async def calm(self) -> None:
        """Pass everything on from now on."""
        self.conditions.calm()
        await self.accept()

    def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._start(self._join(End(reader, writer)))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _join(self, client: End) -> None:
        try:
            server = End(*await asyncio.open_connection(_HOST, self._server_port, limit=LONGEST_HEAD_BYTES))
        except OSError:
            await close(client)
            return
        wire = Wire(client, server, self.conditions, Ears(self.on_broken, self.on_message), self._repeat)
        self._wires.add(wire)
        try:
            await wire.run()
        finally:
            self._wires.discard(wire)

    def _repeat(self, request: bytes) -> None:
        self._start(self._send_again(request))

    async def _send_again(self, request: bytes) -> None:
        with contextlib.suppress(OSError):
            server = End(*await asyncio.open_connection(_HOST, self._server_port, limit=LONGEST_HEAD_BYTES))
            try:
                server.writer.write(request)
                await read_message(server.reader)
            finally:
                await close(server)
