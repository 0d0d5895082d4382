"""callboard in a real pseudo-terminal, read by a terminal emulator that we did not write (pyte)."""

from __future__ import annotations

import asyncio
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

from tests.pseudo_terminal import in_pseudo_terminal, read_more
from tests.waiting import until

SEQUENCE = re.compile(
    rb"\x1b\[(?P<private>[<-?]*)[0-9;:]*(?P<intermediate>[ -/]*)(?P<final>[@-~])"
    rb"|\x1b\](?P<osc>[0-9]*)[^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1b(?P<string>[PX^_])[^\x1b]*\x1b\\"
    rb"|\x1b(?P<other>[^\[\]PX^_])",
    re.DOTALL,
)
# pyte 0.8 takes these for text, and the shape of the pointer (22) for a title (2); real terminals know them.
UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\]22;[a-z-]*(?:\x07|\x1b\\)")
SHELL = (
    sys.executable,
    "-c",
    "import fcntl, os, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp('bash', ['bash', '--norc', '-i'])",
)
"""A shell with job control: the terminal is its own. It shows `PS1`."""


class Terminal:
    """What the program wrote, and the screen that it made."""

    def __init__(self, process: asyncio.subprocess.Process, master: int, columns: int, rows: int) -> None:
        self.process = process
        self.written = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master = master
        self._slow: asyncio.Task[None] | None = None
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
        await until(condition, otherwise=lambda: f"no {what} on\n{self.text}")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size; a terminal that does not know its own says 0."""
        # Not a session of this terminal, the program is not told by the system.
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows or 24, columns or 80)
        self.process.send_signal(signal.SIGWINCH)

    def stall(self) -> None:
        """Take nothing any more, as after ctrl+s or on a line that hangs."""
        asyncio.get_running_loop().remove_reader(self._master)
        if self._slow is not None:
            self._slow.cancel()

    def take(self, bytes_per_s: int = 0) -> None:
        """Take again.

        Args:
            bytes_per_s: How slowly; 0 for at once.
        """
        self.stall()
        if bytes_per_s:
            self._slow = asyncio.create_task(self._read_slowly(bytes_per_s))
        else:
            asyncio.get_running_loop().add_reader(self._master, self._read)

    def waiting(self) -> int:
        """How many bytes wait to be taken."""
        answer = fcntl.ioctl(self._master, termios.FIONREAD, b"\0" * 4)
        return int.from_bytes(answer, sys.byteorder)

    def hang_up(self) -> None:
        """Close the window; nobody tells the program, which must not be a session of this terminal."""
        self.stall()
        nowhere = os.open(os.devnull, os.O_RDWR)
        # The number stays taken: whoever began this closes it.
        os.dup2(nowhere, self._master)
        os.close(nowhere)

    def settings(self) -> list[object]:
        """How the terminal itself is set, such as whether it shows what is typed."""
        return termios.tcgetattr(self._master)

    @property
    def first_settings(self) -> list[object]:
        """How it was set before the program began: as every new terminal is."""
        master, slave = pty.openpty()
        try:
            return termios.tcgetattr(master)
        finally:
            os.close(master)
            os.close(slave)

    def modes(self) -> set[str]:
        """Which private modes were set and not left again; the alternate screen is 1049, a hidden cursor is `-25`."""
        on: set[str] = set()
        for numbers, how in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", bytes(self.written)):
            for number in numbers.decode().split(";"):
                usual = number in ("25", "7")
                name = f"-{number}" if usual else number
                (on.add if (how == b"h") != usual else on.discard)(name)
        return on

    async def _read_slowly(self, bytes_per_s: int) -> None:
        while True:
            self._read(bytes_per_s // 20)
            await asyncio.sleep(1 / 20)

    def _read(self, most_bytes: int = 1 << 16) -> None:
        data = read_more(self._master, most_bytes)
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
    """Run `callboard` with these words in a terminal of this size."""
    async with in_pseudo_terminal([*program, *words], env, columns, rows) as (process, master):
        yield Terminal(process, master, columns, rows)
