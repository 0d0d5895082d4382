"""Starts the server process of a soak and stops it again."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.waiting import PATIENCE_S

_ROOT = Path(__file__).parents[2]


class FarSide:
    """A running server process.

    Attributes:
        sources: What goes into the settings of a client.
        password: Of all its logins.
    """

    def __init__(self, process: asyncio.subprocess.Process, ready: dict[str, Any]) -> None:
        self.sources: list[dict[str, str]] = ready["sources"]
        self.password: str = ready["password"]
        self._process = process

    async def end(self) -> dict[str, Any]:
        """Stop it; what it says about itself: ``faults`` by name, and event messages ``published`` by topic."""
        out, _ = await asyncio.wait_for(self._process.communicate(b""), PATIENCE_S)
        said: dict[str, Any] = json.loads(out)
        return said


@asynccontextmanager
async def far_side(seed: int) -> AsyncIterator[FarSide]:
    """A server process that is gone at the end, however it ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.soak.server",
        str(seed),
        cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), PATIENCE_S)
        yield FarSide(process, json.loads(line))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
