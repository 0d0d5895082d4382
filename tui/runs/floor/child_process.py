"""Whether what a demo is made of still runs: a wall that only goes stale would not say why."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

Lost = asyncio.Future[str]
"""What ended by itself, in words; it stays open as long as everything runs."""


@asynccontextmanager
async def noticed(process: Process, name: str, lost: Lost | None) -> AsyncIterator[None]:
    """Tell if a process ends within the block.

    Args:
        process: Which.
        name: What it is, for people.
        lost: Where it is told; None where nobody asks.
    """

    async def look() -> None:
        code = await process.wait()
        if lost is not None:
            tell(lost, f"{name} {_how(code)}")

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


def tell(lost: Lost, words: str) -> None:
    """Tell what ended; the first counts, since others end with it."""
    if not lost.done():
        lost.set_result(words)


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with exit code {code}"
    with suppress(ValueError):
        return f"was ended by {signal.Signals(-code).name}"
    return f"was ended by signal {-code}"
