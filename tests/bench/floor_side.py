"""The other side of a floor: a real nats-server with its stream, and programs that are told what to do."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from tests.bench.needs import MissingError
from tests.floor.servers import NatsServer, nats_server
from tests.pseudo_terminal import ROOT
from tui.config import ConfigError
from tui.runs.floor.server import find_server

PATIENCE_S = 120.0


class Program:
    """A program of this benchmark, which says and is told lines of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    async def tell(self, **words: object) -> None:
        """Tell it to do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        await self._process.stdin.drain()

    async def said(self) -> dict[str, Any]:
        """What it says next."""
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_S)
        if not line:
            raise EOFError("a program of the benchmark has ended")
        found: dict[str, Any] = json.loads(line)
        return found


@asynccontextmanager
async def program(name: str, *words: object) -> AsyncIterator[Program]:
    """Run one; it is ended with the block."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.bench.programs.floor.{name}", *map(str, words)),
        stdin=pipe,
        stdout=pipe,
        cwd=ROOT,
    )
    try:
        yield Program(process)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def floor_wall(url: str) -> tuple[str, ...]:
    """Words of the wall on a floor."""
    return "-m", "tui", "wall", "--floor", url


def look_for_server() -> None:
    """Look whether a floor can be measured here.

    Raises:
        MissingError: There is no nats-server.
    """
    try:
        find_server()
    except ConfigError as error:
        raise MissingError(str(error)) from None


@asynccontextmanager
async def floor() -> AsyncIterator[NatsServer]:
    """A server that asks nobody for a password, with the stream of a floor."""
    from tui.floor.access.login import FloorLogin
    from tui.floor.connection import connected
    from tui.floor.stream import make_stream
    from tui.floor.subjects import Subjects

    with tempfile.TemporaryDirectory() as folder, nats_server(find_server(), Path(folder) / "nats", "") as server:
        async with connected(FloorLogin((await server.url(),))) as connection:
            await make_stream(connection, Subjects("floor"))
        yield server
