"""callboard in a real pseudo-terminal, read by a terminal emulator that we did not write (pyte)."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import re
import signal
import struct
import sys
import termios
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import pyte

DEADLINE_S = 30.0
SEQUENCE = re.compile(
    rb"\x1b\[(?P<private>[<-?]*)[0-9;:]*(?P<intermediate>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[0-9]*)[^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    rb"|\x1b(?P<other>[^\[\]PX^_])",
    re.DOTALL,
)
# pyte 0.8 takes these for text, and the shape of the pointer (22) for a title (2); real terminals know them.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)")


class Terminal:
    """What the program wrote, and the screen that it made."""

    def __init__(self, process: asyncio.subprocess.Process, master: int, columns: int, rows: int) -> None:
        self.process = process
        self.written = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master = master
        asyncio.get_running_loop().add_reader(master, self._read)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen."""
        return list(self.screen.display)

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def kinds(self) -> set[str]:
        """Which kinds of control sequences were written: without their parameters, so that a benign run compares."""
        return {
            " ".join(f"{name}={value.decode()}" for name, value in match.groupdict().items() if value)
            for match in SEQUENCE.finditer(bytes(self.written))
        }

    def rest(self) -> str:
        """Everything that was written beside control sequences."""
        return SEQUENCE.sub(b"", bytes(self.written)).decode("utf-8")

    def press(self, keys: bytes) -> None:
        """Type."""
        os.write(self._master, keys)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for the screen, and fail with what is on it."""
        try:
            async with asyncio.timeout(DEADLINE_S):
                while not condition():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError(f"no {what} on\n{self.text}") from None

    def _read(self) -> None:
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._master)
            return
        self.written += data
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))


@asynccontextmanager
async def terminal(
    *words: str,
    env: Mapping[str, str],
    columns: int = 120,
    rows: int = 35,
    program: Sequence[str] = (sys.executable, "-m", "tui"),
) -> AsyncIterator[Terminal]:
    """Run `callboard` with these words in a terminal of this size; ended by its process id."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.set_blocking(master, False)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("CALLBOARD", "COLUMNS", "LINES"))}
    environment = {**clean, "TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_PROXY": "*", **env}
    process = await asyncio.create_subprocess_exec(
        *program,
        *words,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    opened = Terminal(process, master, columns, rows)
    try:
        yield opened
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            await process.wait()
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)
