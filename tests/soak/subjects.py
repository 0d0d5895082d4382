"""What can be soaked: the board alone, or the wall on a screen that nobody sees."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from tui.app import CallBoard
from tui.config import Settings
from tui.wiring import RunParts

Subject = Callable[[Settings, RunParts], AbstractAsyncContextManager[None]]
"""Lets the feeds of the parts run while it is entered."""

_SIZE = (160, 50)


@asynccontextmanager
async def board_alone(settings: Settings, parts: RunParts) -> AsyncIterator[None]:
    """The feeds and the board, with nobody to look at it."""
    del settings
    running = asyncio.create_task(parts.feeds.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@asynccontextmanager
async def wall(settings: Settings, parts: RunParts) -> AsyncIterator[None]:
    """The whole application, drawing."""
    async with CallBoard(settings, parts).run_test(size=_SIZE):
        yield


SUBJECTS: Mapping[str, Subject] = {"board": board_alone, "wall": wall}
