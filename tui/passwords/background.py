"""Waits for what takes its time without holding up anything, the end of the run neither."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")


async def in_background(work: Callable[[], Result]) -> Result:
    """Do something in a thread of its own.

    The threads of the event loop are waited for at the end of a run: a program that hangs would keep a wall that was
    left from leaving.

    Args:
        work: What to do.

    Returns:
        What came of it.

    Raises:
        Exception: What it raised.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Result] = loop.create_future()

    def settle(result: Result | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]  # None only where the work gives it

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as raised:
            error = raised
        # The loop may be closed by now, and nobody waits any more.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="in background", daemon=True).start()
    return await done
