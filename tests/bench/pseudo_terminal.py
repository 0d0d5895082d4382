"""Programs in a real pseudo-terminal of fixed size: what they write is counted, and stamped with its arrival."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import signal
import struct
import sys
import tempfile
import termios
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

COLUMNS, ROWS = 160, 50
ROOT = Path(__file__).parents[2]
_DEADLINE_S = 60.0


class PseudoTerminal:
    """A running program, and what it has written."""

    def __init__(self, process: asyncio.subprocess.Process, master: int, begun_s: float) -> None:
        self.process = process
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

    def close(self) -> None:
        """Read no more."""
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    def _read(self) -> None:
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._master)
            return
        self.written += data
        self.pieces.append((time.time(), len(self.written)))
        self._came.set()


@asynccontextmanager
async def in_terminal(
    words: Sequence[str], env: Mapping[str, str] | None = None, rows: int = ROWS
) -> AsyncIterator[PseudoTerminal]:
    """Run a Python program, ended by its process id."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, COLUMNS, 0, 0))
    os.set_blocking(master, False)
    with tempfile.TemporaryDirectory() as home:
        begun_s = time.time()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *words,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=_environment(home, env or {}),
            start_new_session=True,
        )
        os.close(slave)
        opened = PseudoTerminal(process, master, begun_s)
        try:
            yield opened
        finally:
            await _end(process)
            opened.close()


def wall(url: str, user: str, password: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Words and environment of the wall on a server, showing everything."""
    env = {"CALLBOARD_URL": url, "CALLBOARD_USER": user, "CALLBOARD_PASSWORD": password}
    return ("-m", "tui", "wall"), env


def _environment(home: str, env: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CALLBOARD", "COLUMNS", "LINES"))}
    fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_PROXY": "*", "PYTHONPATH": str(ROOT)}
    return {**kept, **fixed, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, **env}


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), 5.0)
    except TimeoutError:
        process.kill()
        await process.wait()
