"""Sessions of walls on one floor, each over its own connection, with no board: `python -m ... URL NUMBER`."""

from __future__ import annotations

import asyncio
import sys
import time

from tests.bench.programs.counting import say
from tests.bench.programs.floor.burst import FLOOR
from tui.floor.access.login import FloorLogin
from tui.floor.connection import connected
from tui.floor.session import FloorSession


async def follow(url: str, ready: asyncio.Semaphore) -> None:
    """Read one floor, and keep nothing."""
    async with connected(FloorLogin((url,))) as connection:
        session = FloorSession(connection, FLOOR, time.monotonic)
        await session.snapshot()
        ready.release()
        while True:
            await session.news()
            await asyncio.sleep(0.01)


async def run(url: str, number: int) -> None:
    """Read until it is ended."""
    ready = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(follow(url, ready))
        for _ in range(number):
            await ready.acquire()
        say({"ready": True})


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], int(sys.argv[2])))
