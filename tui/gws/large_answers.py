"""Large answers are read in a thread of their own, so that keys, frames and polls have their turns meanwhile.

To read ten thousand calls takes a second of processor time. Python gives the event loop its turn every few milliseconds
then; on the loop itself all of it would be one turn.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
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
    done: asyncio.Future[Found] = loop.create_future()

    def tell(what: Callable[[], None]) -> None:
        with suppress(RuntimeError):
            # The loop may be closed by now.
            loop.call_soon_threadsafe(lambda: None if done.done() else what())

    def run() -> None:
        try:
            found = read()
        except Exception as error:
            tell(partial(done.set_exception, error))
        else:
            tell(partial(done.set_result, found))

    # Not the threads of the loop: the program would not end before they have.
    threading.Thread(target=run, name="large answer", daemon=True).start()
    return await done
