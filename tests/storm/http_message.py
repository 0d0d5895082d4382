"""Where an HTTP/1.1 message ends in a stream of bytes, so that the proxy can spoil whole ones."""

from __future__ import annotations

import asyncio
import re

LONGEST_HEAD_BYTES = 64 * 1024
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


async def read_message(reader: asyncio.StreamReader) -> bytes:
    """Read one request or answer, head and body; ``b""`` once the other side has closed or broken the connection.

    Raises:
        ValueError: A body of unknown length, which neither our client nor the simulator sends.
    """
    try:
        head = await reader.readuntil(_END_OF_HEAD)
        if _CHUNKED.search(head):
            raise ValueError("a message without Content-Length")
        length = _LENGTH.search(head)
        return head + await reader.readexactly(int(length[1]) if length else 0)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def half_of(message: bytes) -> bytes:
    """The head of a message, which promises all of the body, and half of the body."""
    head_ends = message.index(_END_OF_HEAD) + len(_END_OF_HEAD)
    return message[: head_ends + (len(message) - head_ends) // 2]
