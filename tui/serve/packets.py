"""The packets between the server and a run, as Textual's driver for pages has them: a type, a size, so many bytes."""

import json
from asyncio import IncompleteReadError, StreamReader
from collections.abc import AsyncIterator
from typing import TypeAlias

DATA = b"D"
META = b"M"
BEGIN = b"__GANGLION__\n"
"""The line before the first packet."""
LARGEST = 16 << 20
"""Bytes of a packet that is believed; a whole picture of the largest terminal has a tenth of it."""

Packet: TypeAlias = tuple[bytes, bytes]
"""A type and its bytes."""


def data_packet(keys: str) -> bytes:
    """What was typed, as the run reads it.

    Args:
        keys: Any text of a browser; halves of surrogate pairs become question marks.
    """
    return _packet(DATA, keys.encode("utf-8", "replace"))


def meta_packet(kind: str, **more: int | str) -> bytes:
    """What a run is told beside keys.

    Args:
        kind: `resize`, `beat`, `repaint` or `asker`.
        more: What belongs to it.
    """
    return _packet(META, json.dumps({"type": kind, **more}).encode())


async def packets(stream: StreamReader) -> AsyncIterator[Packet]:
    """Read what a run writes, until it ends.

    Args:
        stream: Its stdout.

    Yields:
        Each packet; a size that cannot be ends it.
    """
    try:
        while await stream.readline() not in (BEGIN, b""):
            pass
        while True:
            head = await stream.readexactly(5)
            size = int.from_bytes(head[1:], "big")
            if size > LARGEST:
                return
            yield head[:1], await stream.readexactly(size)
    except (IncompleteReadError, ConnectionError, ValueError):
        return


def _packet(kind: bytes, payload: bytes) -> bytes:
    return kind + len(payload).to_bytes(4, "big") + payload
