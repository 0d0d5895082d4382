"""Programs in a real pseudo-terminal of fixed size: what they write is counted, and stamped with its arrival."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import pyte

from tests.pseudo_terminal import ROOT, in_pseudo_terminal, read_more

COLUMNS, ROWS = 160, 50
_DEADLINE_S = 60.0


class PseudoTerminal:
    """A running program, and what it has written."""

    def __init__(self, process: asyncio.subprocess.Process, master: int, begun_s: float, size: tuple[int, int]) -> None:
        self.process = process
        self._screen = pyte.Screen(*size)
        self._stream, self._fed = pyte.ByteStream(self._screen), 0
        self.begun_s = begun_s
        self.written = bytearray()
        self.pieces: list[tuple[float, int]] = []
        self._came = asyncio.Event()
        self._master = master
        asyncio.get_running_loop().add_reader(master, self._read)

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    async def until(self, words: bytes, after: int = 0) -> float:
        """Wait until words were written after so many bytes; when they came, as `time.time()`."""
        async with asyncio.timeout(_DEADLINE_S):
            while (found := self.written.find(words, max(0, after - len(words)))) < 0:
                self._came.clear()
                await self._came.wait()
        return next(at_s for at_s, end in self.pieces if end >= found + len(words))

    async def until_shown(self, words: str) -> None:
        """Wait until words stand on the screen, of which only the letters that changed may have been written."""
        async with asyncio.timeout(_DEADLINE_S):
            while not any(words in line for line in self._lines()):
                self._came.clear()
                await self._came.wait()

    def _lines(self) -> list[str]:
        self._stream.feed(bytes(self.written[self._fed :]))
        self._fed = len(self.written)
        return list(self._screen.display)

    def _read(self) -> None:
        data = read_more(self._master)
        if data:
            self.written += data
            self.pieces.append((time.time(), len(self.written)))
            self._came.set()


@asynccontextmanager
async def in_terminal(
    words: Sequence[str],
    env: Mapping[str, str] | None = None,
    rows: int = ROWS,
    columns: int = COLUMNS,
    program: str = sys.executable,
) -> AsyncIterator[PseudoTerminal]:
    """Run a program, of Python if nothing else is said, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        own = {"PYTHONPATH": str(ROOT), "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, **(env or {})}
        begun_s = time.time()
        async with in_pseudo_terminal([program, *words], own, columns, rows) as (process, master):
            yield PseudoTerminal(process, master, begun_s, (columns, rows))


def wall(url: str, user: str, password: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Words and environment of the wall on a server, showing everything."""
    env = {"CALLBOARD_URL": url, "CALLBOARD_USER": user, "CALLBOARD_PASSWORD": password}
    return ("-m", "tui", "wall"), env
