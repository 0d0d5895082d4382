"""A page without a browser: a socket, and a terminal emulator that we did not write (pyte)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pyte

from tests.hostile.terminal import UNKNOWN_TO_PYTE as UNKNOWN_TO_PYTE
from tests.serve.conftest import Site
from tests.waiting import PATIENCE_S


class Looking:
    """What one page sees."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.screen = pyte.Screen(132, 40)
        self.beats: list[int] = []
        self._stream = pyte.ByteStream(self.screen)
        self._reading = asyncio.create_task(self._read())

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.screen.display)

    async def say(self, *message: object) -> None:
        """Say something as the page does."""
        await self.socket.send_str(json.dumps(message))

    async def sees(self, words: str) -> None:
        """Wait for words on the screen."""
        await self.until(lambda: words in self.text, words)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something, and fail with what is seen."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition():
                    await asyncio.sleep(0.02)
                    await self._ask()
        except TimeoutError:
            raise AssertionError(f"no {what} on\n{self.text}") from None

    async def _ask(self) -> None:
        # As the page does, all the time.
        if not self.socket.closed:
            await self.say("beat", 0)

    async def parted(self) -> tuple[int | None, str]:
        """Wait until it is closed; the code, and the words."""
        async with asyncio.timeout(PATIENCE_S):
            words = await self._reading
        return self.socket.close_code, words

    async def _read(self) -> str:
        while True:
            message = await self.socket.receive()
            if message.type == aiohttp.WSMsgType.BINARY:
                self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", message.data))
            elif message.type == aiohttp.WSMsgType.TEXT:
                self._take(*json.loads(message.data))
            elif message.type == aiohttp.WSMsgType.CLOSE:
                return str(message.extra)
            elif message.type in (aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR, aiohttp.WSMsgType.CLOSING):
                return ""

    def _take(self, kind: str, *more: int) -> None:
        if kind == "size":
            self.screen.resize(more[1], more[0])
        elif kind == "beat":
            self.beats += more

    async def close(self) -> None:
        """Go away."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self.socket.close()


@asynccontextmanager
async def looking(site: Site, columns: int = 132, rows: int = 40) -> AsyncIterator[Looking]:
    """Look at what a server shows."""
    page = Looking(await site.look(f"?columns={columns}&rows={rows}"))
    try:
        yield page
    finally:
        await page.close()
