"""Connections of our own to a server without a proxy on the way.

httpx brings a transport that does much more, for more than half of the processor time of a request, of which a wall
with a thousand logins, or with many events, sends very many (`tests/bench/programs/request_cost.py`). This one writes
what it is given once, and has the answer read by httptools: whatever breaks is told.
"""

import asyncio
import os
import socket
import ssl
from functools import lru_cache
from ipaddress import ip_address

import httpx

from tui.gws.connections.answers import AnswerHead, AnswerParser
from tui.gws.connections.headers import AnswerHeaders

MOST_AT_ONCE = 4
MOST_KEPT = 2
KEPT_S = 60.0
"""So long a connection that nobody uses is kept."""
CONNECT_S = 5.0
_AHEAD_BYTES = 256 * 1024
"""So much is taken from the network before it is read."""
_NEXT_ADDRESS_S = 0.25
"""After so long another address of the host is tried as well."""


class DirectConnections:
    """The connections of one client: each carries one request at a time, and is kept for the next where it may be."""

    def __init__(self, base: httpx.URL, tls: ssl.SSLContext) -> None:
        """Connect to nobody yet.

        Args:
            base: Where they lead: its scheme, host and port.
            tls: What to verify certificates with.
        """
        self._host = base.raw_host.decode("ascii")
        self._port = base.port or (443 if base.scheme == "https" else 80)
        self._tls = tls if base.scheme == "https" else None
        self._has_names = not _is_address(self._host)
        self._room = asyncio.Semaphore(MOST_AT_ONCE)
        self._kept: list[_Connection] = []
        self._used: set[_Connection] = set()

    async def ask(self, written: bytes) -> "DirectAnswer":
        """Send a request once, and wait for the head of its answer.

        Args:
            written: The whole request.

        Returns:
            The answer; whoever reads its body has the connection until it is closed.

        Raises:
            httpx.TransportError: No connection, or one that broke.
        """
        await self._room.acquire()
        connection = None
        try:
            connection = self._take() or await self._connect()
            self._used.add(connection)
            head = await connection.exchange(written)
        except OSError as error:
            self._give_up(connection)
            raise httpx.ReadError(str(error)) from error
        except BaseException:
            self._give_up(connection)
            raise
        return DirectAnswer(head, connection, self)

    def close(self) -> None:
        """Close all connections."""
        for connection in (*self._kept, *self._used):
            connection.abort()
        self._kept.clear()

    def give_back(self, connection: "_Connection") -> None:
        """Keep a connection for the next request, if its last one is wholly answered.

        Args:
            connection: One of these.
        """
        if len(self._kept) < MOST_KEPT and connection.reset():
            self._kept.append(connection)
            self._used.discard(connection)
            self._room.release()
        else:
            self._give_up(connection)

    def _give_up(self, connection: "_Connection | None") -> None:
        if connection is not None:
            connection.abort()
            self._used.discard(connection)
        self._room.release()

    def _take(self) -> "_Connection | None":
        while self._kept:
            connection = self._kept.pop()
            if connection.usable:
                return connection
            connection.abort()
        return None

    async def _connect(self) -> "_Connection":
        try:
            return await (self._race() if self._has_names else self._open())
        except TimeoutError as error:
            raise httpx.ConnectTimeout("") from error
        except OSError as error:
            raise httpx.ConnectError(_why(error)) from error

    async def _race(self) -> "_Connection":
        # Python forgets a socket where it is cancelled while it tries several addresses: it is left to its end.
        opening = asyncio.create_task(self._open(), name="connect")
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_abort)
            raise

    async def _open(self) -> "_Connection":
        async with asyncio.timeout(CONNECT_S):
            _, connection = await asyncio.get_running_loop().create_connection(
                _Connection,
                self._host,
                self._port,
                ssl=self._tls,
                happy_eyeballs_delay=_NEXT_ADDRESS_S if self._has_names else None,
            )
        return connection


class DirectAnswer:
    """See `Answer`; its connection is free again when it is closed."""

    def __init__(self, head: AnswerHead, connection: "_Connection", connections: DirectConnections) -> None:
        """Know what came; the body is still on its way.

        Args:
            head: Everything before the body.
            connection: Over which it comes.
            connections: Those that it belongs to.
        """
        self.status, self.reason = head.status, head.reason.decode("ascii", errors="ignore")
        self.raw_headers = head.headers
        self.headers = AnswerHeaders(head.headers)
        self._connection: _Connection | None = connection
        self._connections = connections

    async def read(self) -> bytes:
        """See `Answer`."""
        try:
            return b"" if self._connection is None else await self._connection.read()
        except OSError as error:
            raise httpx.ReadError(str(error)) from error

    async def aclose(self) -> None:
        """See `Answer`."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._connections.give_back(connection)


def _abort(opened: "asyncio.Task[_Connection]") -> None:
    if not opened.cancelled() and opened.exception() is None:
        opened.result().abort()


@lru_cache(maxsize=32)
def _is_address(host: str) -> bool:
    """Whether it is no name, which may have several addresses."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class _Connection(asyncio.Protocol):
    """One connection, and what comes over it."""

    def __init__(self) -> None:
        self._answers = AnswerParser()
        self._transport: asyncio.Transport | None = None
        self._came = bytearray()
        self._over = False
        self._why: Exception | None = None
        self._waits: asyncio.Future[None] | None = None
        self._paused = False
        self._kept_at_s = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        if len(self._came) > _AHEAD_BYTES and not self._paused and self._transport is not None:
            self._paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._over, self._why = True, exc
        self._wake()

    @property
    def usable(self) -> bool:
        """Whether the next request may go here: what came unasked is no answer to it."""
        idle_s = asyncio.get_running_loop().time() - self._kept_at_s
        return not self._over and not self._came and idle_s < KEPT_S

    async def exchange(self, written: bytes) -> AnswerHead:
        """Send a request, and wait for the head of its answer."""
        self._answers.begin()
        if self._transport is not None:
            self._transport.write(written)
        while self._answers.head is None:
            await self._hear()
        return self._answers.head

    async def read(self) -> bytes:
        """The next piece of the answer's body; nothing at its end."""
        while True:
            if piece := self._answers.take():
                return piece
            if self._answers.complete:
                return b""
            await self._hear()

    def reset(self) -> bool:
        """Be ready for the next request; whether that can be."""
        self._kept_at_s = asyncio.get_running_loop().time()
        return self._answers.reusable and not self._over

    def abort(self) -> None:
        """Close it, without waiting for anybody."""
        self._answers.close()
        if self._transport is not None:
            self._transport.abort()

    async def _hear(self) -> None:
        while not self._came and not self._over:
            self._waits = asyncio.get_running_loop().create_future()
            try:
                await self._waits
            finally:
                self._waits = None
        if self._came:
            came, self._came = bytes(self._came), bytearray()
            if self._paused and self._transport is not None:
                self._paused = False
                self._transport.resume_reading()
            self._answers.feed(came)
        elif self._why is not None:
            raise self._why
        else:
            self._answers.end()

    def _wake(self) -> None:
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(None)


def _why(error: OSError) -> str:
    """In words without the address, which whoever looks at a wall need not see."""
    is_of_system = (
        error.errno is not None and error.errno > 0 and not isinstance(error, (ssl.SSLError, socket.gaierror))
    )
    return os.strerror(error.errno or 0) if is_of_system else error.strerror or str(error)
