"""Headless runs end in order when they are told to."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from tui.collector import calm_collector

INTERRUPTED = 130


async def until_told(work: Coroutine[Any, Any, object], interrupted: int = INTERRUPTED) -> int:
    """Run until the work ends, or SIGINT or SIGTERM comes.

    Args:
        work: What to run; cancelled and awaited when the signal comes.
        interrupted: Exit code after SIGINT; after SIGTERM it is 0.

    Returns:
        The exit code.

    Raises:
        Exception: Whatever ended the work.
    """
    calm_collector()
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()
    for number, code in ((signal.SIGINT, interrupted), (signal.SIGTERM, 0)):
        loop.add_signal_handler(number, _settle, told, code)
    running = asyncio.ensure_future(work)
    either: set[asyncio.Future[Any]] = {running, told}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    (outcome,) = await asyncio.gather(running, return_exceptions=True)
    if isinstance(outcome, Exception):
        raise outcome
    return told.result() if told.done() else 0


async def told_within(seconds: float) -> int | None:
    """Wait, unless a signal comes that ends the run.

    Args:
        seconds: How long.

    Returns:
        The exit code if one came, as for `until_told`; else None.
    """
    waited = False

    async def wait() -> None:
        nonlocal waited
        await asyncio.sleep(seconds)
        waited = True

    # A screen that is gone would still be told of this one.
    asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    code = await until_told(wait())
    return None if waited else code


def _settle(told: "asyncio.Future[int]", code: int) -> None:
    if not told.done():
        told.set_result(code)
