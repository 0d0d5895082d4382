"""Headless runs end in order when they are told to."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any

from tui.patches.garbage import calm_collector

INTERRUPTED = 130


TERMINATED = 143
"""Exit code of a run that was to come to a result, and was told to end before; as of a program that SIGTERM killed."""


async def until_told(work: Coroutine[Any, Any, object], interrupted: int = INTERRUPTED, terminated: int = 0) -> int:
    """Run until the work ends, or SIGINT, SIGTERM or SIGHUP comes.

    Args:
        work: What to run; cancelled and awaited when the signal comes.
        interrupted: Exit code after SIGINT.
        terminated: Exit code after the other two.

    Returns:
        The exit code.

    Raises:
        Exception: Whatever ended the work.
    """
    calm_collector()
    loop = asyncio.get_running_loop()
    told: asyncio.Future[int] = loop.create_future()
    codes = {signal.SIGINT: interrupted, signal.SIGTERM: terminated}
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        # With `nohup` the run goes on when the terminal is gone.
        codes[signal.SIGHUP] = terminated
    for number, code in codes.items():
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

    code = await until_told(wait())
    return None if waited else code


def _settle(told: "asyncio.Future[int]", code: int) -> None:
    if not told.done():
        told.set_result(code)
