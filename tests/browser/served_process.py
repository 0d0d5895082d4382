"""`callboard serve` as a process, which can be killed and started again on the same port."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.process_facts import runs
from tests.waiting import PATIENCE_S

TOKEN = "a token for tests only"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServedProcess:
    """One server, and the process that it shows."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process = process
        self.url = url

    def shown(self) -> list[int]:
        """Process ids of what it shows."""
        path = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        with open(path, encoding="ascii") as file:
            return [int(word) for word in file.read().split()]

    async def end(self, number: signal.Signals) -> int:
        """End the server, and nothing else."""
        self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_S):
            return await self.process.wait()


@asynccontextmanager
async def served(*words: str, port: int, token: str = TOKEN) -> AsyncIterator[ServedProcess]:
    """Run `callboard serve` with these words; ended by its process id."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "serve", *words, "--port", str(port)),
        env={**environment, "CALLBOARD_SERVE_TOKEN": token, "XDG_CONFIG_HOME": "/nonexistent"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            line = (await process.stdout.readline()).decode()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", line), line
        yield ServedProcess(process, line.strip())
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        async with asyncio.timeout(PATIENCE_S):
            await process.wait()


async def until_gone(pid: int) -> None:
    """Wait until a process has ended."""
    async with asyncio.timeout(PATIENCE_S):
        while runs(pid):
            await asyncio.sleep(0.05)
