"""One page that looks: what is on its way to it, in order, and never too much of it."""

import asyncio
import json
from enum import IntEnum

from aiohttp import web

from tui.serve.messages import Size

BEHIND = 4 << 20
"""Bytes on their way to a page that is too slow for the picture."""


class Parted(IntEnum):
    """Why a page was parted with, as the close codes of its WebSocket; `page/link.js` knows them too."""

    LEFT = 4000
    ENDED = 4001
    FULL = 4002
    SLOW = 4003
    STOPPED = 4004
    ELSEWHERE = 4005
    LOGGED_OUT = 4006


class Viewer:
    """A page, its size, and its outgoing messages."""

    def __init__(
        self, socket: web.WebSocketResponse, size: Size, *, acts: bool = True, address: str = "", token: str = ""
    ) -> None:
        """Look through a socket.

        Args:
            socket: Already open.
            size: What fits into its window.
            acts: Whether its keys count.
            address: Where the page is.
            token: Name of the token that it logged in with.
        """
        self.acts = acts
        self.address = address
        self.token = token
        self.size = size
        self.told_size: Size | None = None
        """What it was told that the size of the picture is."""
        self.looks = False
        """Whether it has a whole picture, so that changes of it make sense."""
        self._socket = socket
        self._waiting: asyncio.Queue[bytes | str | None] = asyncio.Queue()
        self._behind = 0
        self._parted: tuple[int, str] | None = None

    def show(self, piece: bytes) -> None:
        """Send a piece of the picture.

        Args:
            piece: What a terminal is sent.
        """
        self._put(piece)

    def say(self, *message: str | int) -> None:
        """Send something beside the picture.

        Args:
            message: Its kind and what belongs to it.
        """
        self._put(json.dumps(message))

    def part(self, why: Parted, words: str) -> None:
        """Close it, once everything before has been sent.

        Args:
            why: Tells the page what to do.
            words: For the person before it; up to 120 bytes.
        """
        if self._parted is None:
            self._parted = (why, words)
            self._waiting.put_nowait(None)

    async def send_all(self) -> None:
        """Send what comes until it is parted with."""
        while (message := await self._waiting.get()) is not None:
            self._behind -= len(message)
            if isinstance(message, bytes):
                await self._socket.send_bytes(message)
            else:
                await self._socket.send_str(message)
        code, words = self._parted or (Parted.ENDED, "")
        await self._socket.close(code=code, message=words.encode())

    def _put(self, message: bytes | str) -> None:
        if self._parted is not None:
            return
        self._behind += len(message)
        if self._behind > BEHIND:
            # A page that shows what was long ago is worse than one that says that it has lost the connection.
            self._drop_waiting()
            self.part(Parted.SLOW, "this connection is too slow for the picture")
        else:
            self._waiting.put_nowait(message)

    def _drop_waiting(self) -> None:
        while not self._waiting.empty():
            self._waiting.get_nowait()
