"""callboard in a real pseudo-terminal, read by a terminal emulator that we did not write (pyte)."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import pyte

from tests.pseudo_terminal import in_pseudo_terminal, read_more

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
        data = read_more(self._master)
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
