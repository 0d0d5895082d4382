"""Large answers are read in a thread of their own, so that keys, frames and polls have their turns meanwhile.

To read ten thousand calls takes a second of processor time. Python gives the event loop its turn every few milliseconds
then; on the loop itself all of it would be one turn.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Found = TypeVar("Found")

LARGE_BYTES = 128 * 1024
"""What is smaller is read in some milliseconds, and at once."""


async def read_aside(size: int, read: Callable[[], Found]) -> Found:
    """Read an answer without keeping anybody waiting.

    Args:
        size: Bytes of the answer.
        read: Reads it, and changes nothing that anybody else has.

    Returns:
        What was read; raises what `read` raises.
    """
    if size <= LARGE_BYTES:
        return read()
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    found: list[Found] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            found.append(read())
        except Exception as error:
            failed.append(error)
        with suppress(RuntimeError):
            # The loop may be closed by now.
            loop.call_soon_threadsafe(over.set)

    try:
        # Not the threads of the loop: the program would not end before they have.
        threading.Thread(target=run, name="large answer", daemon=True).start()
    except RuntimeError:
        # This machine has no thread to give: late is better than never.
        return read()
    await over.wait()
    if failed:
        # Nothing here may hold it, or what was read so far would live on with its frames, which take part in a circle.
        raise failed.pop()
    return found.pop()
