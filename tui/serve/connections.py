"""How many connections there may be, and how long each may take: nobody without a login can keep others out."""

import asyncio
import logging
import resource
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

_LOG = logging.getLogger(__name__)

HEAD_S = 10.0
"""How long a connection may take to send its request, seconds."""
ANSWER_S = 30.0
"""How long it may take to send all of it and to take the answer, seconds; a socket of a page is not bound by it."""
MOST = 256
"""Connections at once; fewer where the process may not open as many files."""
MOST_OF_ONE = 64
"""Connections at once from one address that is no trusted proxy."""
_FILES_OF_OURS = 64


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How much is allowed.

    Attributes:
        most: Connections at once.
        most_of_one: Connections at once from one address.
        head_s: Seconds until a request has come.
        answer_s: Seconds until its answer was taken.
    """

    most: int = MOST
    most_of_one: int = MOST_OF_ONE
    head_s: float = HEAD_S
    answer_s: float = ANSWER_S


def limits_of_process() -> ConnectionLimits:
    """The limits that leave the process enough files for what it shows.

    Returns:
        At most half of the files that it may open are connections.
    """
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return (
        ConnectionLimits()
        if files == resource.RLIM_INFINITY
        else ConnectionLimits(most=max(8, min(MOST, (files - _FILES_OF_OURS) // 2)))
    )


class Connections:
    """All connections of a server: each with its deadline, the whole with its limits.

    Where there are too many, the oldest that has not sent a request yet, of the address with the most of those, makes
    room: who holds back requests keeps only itself out.
    """

    def __init__(self, limits: ConnectionLimits, is_proxy: Callable[[str], bool]) -> None:
        """Count from nothing.

        Args:
            limits: How much is allowed.
            is_proxy: Whether many browsers come from an address.
        """
        self._limits = limits
        self._is_proxy = is_proxy
        self._open: dict[asyncio.BaseTransport, Connection] = {}
        self._refusing = False

    def __len__(self) -> int:
        """How many there are."""
        return len(self._open)

    def took_request(self, request: web.Request) -> None:
        """A request has come whole but for its body: from now on its answer has a deadline.

        Args:
            request: Which one.
        """
        if (connection := self._of(request)) is not None:
            connection.has_asked = True
            connection.expect_within(self._limits.answer_s)

    def took_page(self, request: web.Request) -> None:
        """A page was let in through its socket: it stays as long as it likes, and answers heartbeats.

        Args:
            request: The one that opened the socket.
        """
        if (connection := self._of(request)) is not None:
            connection.expect_within(None)

    def enter(self, connection: "Connection") -> bool:
        """Take a new connection, perhaps in the place of another.

        Args:
            connection: It has a transport.

        Returns:
            Whether it may stay.
        """
        limits, address = self._limits, connection.address
        of_one = [one for one in self._open.values() if one.address == address]
        if len(of_one) >= limits.most_of_one and not self._is_proxy(address):
            return self._make_room(of_one, f"more than {limits.most_of_one} connections of {address}") and self._add(
                connection
            )
        if len(self._open) >= limits.most:
            waiting = Counter(one.address for one in self._open.values() if not one.has_asked)
            worst = [one for one in self._open.values() if waiting and one.address == waiting.most_common(1)[0][0]]
            return self._make_room(worst, f"more than {limits.most} connections") and self._add(connection)
        self._refusing = False
        return self._add(connection)

    def leave(self, connection: "Connection") -> None:
        """A connection has ended.

        Args:
            connection: One that may have entered.
        """
        if connection.transport is not None:
            self._open.pop(connection.transport, None)

    def _add(self, connection: "Connection") -> bool:
        if connection.transport is not None:
            self._open[connection.transport] = connection
            connection.expect_within(self._limits.head_s)
        return True

    def _make_room(self, among: list["Connection"], why: str) -> bool:
        if not self._refusing:
            # Once, not for each: whoever does this does it often.
            _LOG.warning("%s: the oldest that asks nothing makes room, or the new one is refused", why)
            self._refusing = True
        oldest = next((one for one in among if not one.has_asked), None)
        if oldest is None:
            return False
        self.leave(oldest)
        oldest.abort()
        return True

    def _of(self, request: web.Request) -> "Connection | None":
        return self._open.get(request.transport) if request.transport is not None else None


class Connection(asyncio.Protocol):
    """Stands between a socket and aiohttp's protocol, and cuts what takes too long."""

    def __init__(self, inner: asyncio.Protocol, connections: Connections) -> None:
        """Wait for a socket.

        Args:
            inner: What reads and answers requests.
            connections: Which it is to be one of.
        """
        self.transport: asyncio.Transport | None = None
        self.address = ""
        self.has_asked = False
        self._inner = inner
        self._connections = connections
        self._is_in = False
        self._deadline: asyncio.TimerHandle | None = None

    def expect_within(self, seconds: float | None) -> None:
        """Cut it after some time, counted from now; instead of what was said before.

        Args:
            seconds: How long; None for ever.
        """
        if self._deadline is not None:
            self._deadline.cancel()
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(seconds, self.abort) if seconds is not None else None

    def abort(self) -> None:
        """Cut it now."""
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """There is a socket."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a stream is needed")
        self.transport = transport
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) else ""
        self._is_in = self._connections.enter(self)
        if self._is_in:
            self._inner.connection_made(transport)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        self.expect_within(None)
        if self._is_in:
            self._connections.leave(self)
            self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        if self._is_in:
            self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Nothing more will come."""
        return self._inner.eof_received() if self._is_in else None

    def pause_writing(self) -> None:
        """The other end takes nothing more."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """The other end takes something again."""
        self._inner.resume_writing()
