"""`callboard` started as people start it: a process of its own, read line by line, always ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE_S

LONGEST_LINE_BYTES = 4_000_000
FOLDER = Path(__file__).parents[2]

Json = dict[str, Any]


class Program:
    """A running command."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def line(self) -> Json:
        """The next line of standard output, which must be a JSON object.

        Raises:
            TimeoutError: None came in time.
        """
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            read: Json = json.loads(await self.process.stdout.readline())
        return read

    async def end(self, number: signal.Signals | None = None) -> tuple[int, str, str]:
        """Send a signal, if one is given, and wait for the end: exit code, the rest of the output, and the errors."""
        if number is not None:
            self.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_S):
            output, errors = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, output.decode(), errors.decode()

    def children(self) -> list[str]:
        """Process ids of its children, as the kernel lists them."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]


@asynccontextmanager
async def callboard(*words: str, home: Path, environment: Mapping[str, str] | None = None) -> AsyncIterator[Program]:
    """Start `callboard` with these words, `home` being where it finds and leaves files; it is killed at the end."""
    places = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_STATE_HOME": str(home)}
    own = {name: value for name, value in os.environ.items() if not name.startswith("CALLBOARD_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tui", *words),
        cwd=FOLDER,
        env={**own, **places, **(environment or {})},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE_BYTES,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
