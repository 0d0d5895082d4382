"""`callboard watch` into a pipe that nobody reads, as its user meets it: a process, its recording, its end."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.printing.test_printer import SET_SIZE, SMALLEST
from tests.project.test_commands import environment
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.printing.printer import LEAST
from tui.recording.files import GZIP

DEADLINE_S = 60.0
FEW = 4
MUCH = 50


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=6, calls=8, rate_per_s=0, logins="one")) as running:
        yield running


class Watching:
    """A `callboard watch` whose output nobody takes until `read` is called.

    Attributes:
        kinds: What kinds of lines were read so far.
        calls: State of each call, as a script knows it that passes over the kinds which it does not know.
    """

    def __init__(self, process: asyncio.subprocess.Process, reading: int) -> None:
        self.process = process
        self.kinds: set[str] = set()
        self.calls: dict[str, str] = {}
        self._rest = b""
        self._reading = reading
        os.set_blocking(reading, False)

    def read(self) -> None:
        """Take what is there."""
        with suppress(BlockingIOError):
            *lines, self._rest = (self._rest + os.read(self._reading, 1 << 20)).split(b"\n")
            for line in lines:
                self._take(json.loads(line))

    def _take(self, line: dict[str, Any]) -> None:
        self.kinds.add(line["type"])
        if line["type"] == "call" and (line["change"] in ("ended", "removed") or line["call"]["state"] == "Released"):
            self.calls.pop(line["call"]["id"], None)
        elif line["type"] == "call":
            self.calls[line["call"]["id"]] = line["call"]["state"]

    async def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(DEADLINE_S):
            return await self.process.wait()


@asynccontextmanager
async def watching(simulator: Simulator, *words: str) -> AsyncIterator[Watching]:
    reading, writing = os.pipe()
    if sys.platform == "linux":
        fcntl.fcntl(writing, SET_SIZE, SMALLEST)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "watch", *words),
        env=environment(simulator),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=writing,
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(writing)
    try:
        yield Watching(process, reading)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
        os.close(reading)


def recorded(file: Path) -> int:
    """How many messages are on record."""
    packed = file.read_bytes() if file.exists() else b""
    return zlib.decompressobj(GZIP).decompress(packed).count(b'"channel"')


async def happens(simulator: Simulator, file: Path, number: int) -> None:
    """Let things happen until so many of them are on record, a few at a time: many in one poll are one step."""
    async with asyncio.timeout(DEADLINE_S):
        while recorded(file) < number:
            for _ in range(MUCH):
                simulator.control.step(count=FEW)
                await asyncio.sleep(0.01)


async def test_a_stalled_pipe_costs_lines_alone(simulator: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "kept.callrec"
    async with watching(simulator, "--record", str(file)) as watch:
        await happens(simulator, file, 3 * LEAST)
        user = simulator.logins[0].user

        def is_right() -> bool:
            watch.read()
            is_now = {raw["id"]: raw["state"] for raw in simulator.calls(user)}
            return "gap" in watch.kinds and watch.calls == is_now

        async with asyncio.timeout(DEADLINE_S):
            while not is_right():
                await asyncio.sleep(0)
        assert await watch.end() == 0


@pytest.mark.parametrize("words", [(), ("--format", "text", "--per-minute", "0")])
async def test_a_signal_ends_it_while_nobody_reads(
    simulator: Simulator, tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = tmp_path / "kept.callrec"
    async with watching(simulator, "--record", str(file), *words) as watch:
        await happens(simulator, file, 300)
        assert await watch.end() == 0
        assert watch.process.stderr is not None
        assert await watch.process.stderr.read() == b""
