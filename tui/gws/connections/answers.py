"""The answers that come over one connection, read by llhttp, the parser of Node.js (package httptools)."""

from dataclasses import dataclass, field

import httpx
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

_LONGEST_BYTES = 100 * 1024
"""Of a head, of its trailers, and of a line about the size of a piece."""
_LENIENT = {
    # What servers and boxes on the way to them do send. Whoever else could read it otherwise is no concern of a client
    # that sends nothing more over such a connection.
    "lenient_chunked_length": True,
    "lenient_data_after_close": True,
    "lenient_optional_cr_before_lf": True,
    "lenient_spaces_after_chunk_size": True,
}


@dataclass(frozen=True, slots=True)
class AnswerHead:
    """Everything before the body.

    Attributes:
        status: The number.
        reason: The words beside it.
        version: Of the protocol, such as 1.1.
        headers: As they came; cookies and tokens are among them.
    """

    status: int
    reason: bytes = field(repr=False)
    version: str
    headers: list[tuple[bytes, bytes]] = field(repr=False)


class AnswerParser:
    """Reads one answer after another; whoever closes the connection calls `close`.

    Attributes:
        head: Of the answer that is read; None before it is there.
        complete: Whether its end was read.
    """

    def __init__(self) -> None:
        """Expect nothing yet."""
        self.head: AnswerHead | None = None
        self.complete = False
        self._pieces: list[bytes] = []
        self._reason = b""
        self._headers: list[tuple[bytes, bytes]] = []
        self._unread_bytes = 0
        self._keeps = False
        self._surplus = False
        self._parser: HttpResponseParser | None = HttpResponseParser(self)
        self._parser.set_dangerous_leniencies(**_LENIENT)

    @property
    def reusable(self) -> bool:
        """Whether another request may go over the connection."""
        return self.complete and self._keeps and not self._surplus

    def begin(self) -> None:
        """Expect the answer to another request."""
        self.head, self.complete, self._pieces = None, False, []

    def feed(self, data: bytes) -> None:
        """Read what came.

        Args:
            data: Not nothing.

        Raises:
            httpx.RemoteProtocolError: It is not HTTP, or a part of it does not end.
        """
        self._unread_bytes += len(data)
        try:
            if self._parser is not None:
                self._parser.feed_data(data)
        except HttpParserUpgrade:
            raise httpx.RemoteProtocolError("the server speaks something else from now on") from None
        except HttpParserError as error:
            if not self.complete:
                raise httpx.RemoteProtocolError(str(error)) from None
            self._surplus = True
        if self._unread_bytes > _LONGEST_BYTES and not self.complete:
            raise httpx.RemoteProtocolError("a part of the answer does not end")

    def end(self) -> None:
        """Note that the server has closed the connection.

        Raises:
            httpx.RemoteProtocolError: The answer is not whole.
        """
        if not self.complete and (self.head is None or _lengths(self.head)):
            raise httpx.RemoteProtocolError("the server closed the connection without an answer")
        self.complete, self._keeps = True, False

    def take(self) -> bytes:
        """What came of the body since the last time."""
        came = b"".join(self._pieces)
        self._pieces.clear()
        return came

    def close(self) -> None:
        """Let go of the parser, which knows this."""
        self._parser = None

    # What the parser calls

    def on_message_begin(self) -> None:
        """Another answer begins: one that nobody asked for, where the last one is complete."""
        self._surplus |= self.complete
        self._reason, self._headers = b"", []

    def on_status(self, reason: bytes) -> None:
        """Some of the words beside the status came."""
        self._reason += reason

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header came, or a trailer, which nobody reads."""
        self._headers.append((name, value.rstrip(b" \t")))

    def on_headers_complete(self) -> None:
        """The head is there, be it one that only says that the answer will come."""
        parser = self._parser
        if self.complete or parser is None or parser.get_status_code() < 200:
            return
        self.head = AnswerHead(parser.get_status_code(), self._reason, parser.get_http_version(), self._headers)
        self._headers, self._unread_bytes = [], 0

    def on_body(self, piece: bytes) -> None:
        """A piece of the body came."""
        if not self.complete:
            self._pieces.append(piece)
            self._unread_bytes = 0

    def on_message_complete(self) -> None:
        """The answer is over, or what announced it."""
        if self.head is not None and not self.complete and self._parser is not None:
            self.complete, self._unread_bytes = True, 0
            self._keeps = self._parser.should_keep_alive() and _lengths(self.head) < 2


def _lengths(head: AnswerHead) -> int:
    """In how many ways it says where the body ends; where in none, that is the end of the connection."""
    told = {name.lower(): value.lower() for name, value in head.headers}
    return (b"content-length" in told) + (b"chunked" in told.get(b"transfer-encoding", b""))
