"""How long a server has been silent, by the time in which we could have heard it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_TURNS = 10
"""So often the loop has to come round: from a connection to an answer it takes about seven turns."""


@asynccontextmanager
async def silent_for(seconds: float) -> AsyncIterator[None]:
    """Stop waiting after so long a silence: what waits to be read, while we do something else, is none.

    Where a thousand logins try at once each turn of the loop takes long, and a short deadline by the clock would pass
    before any answer is read: all would be asked again, which makes it worse.

    Args:
        seconds: How long; longer where the loop does not come round.

    Raises:
        TimeoutError: It was silent.
    """
    loop = asyncio.get_running_loop()
    timers: list[asyncio.Handle] = []
    async with asyncio.timeout(None) as deadline:

        def pass_by(left: int) -> None:
            if left:
                timers[:] = [loop.call_later(seconds / _TURNS, pass_by, left - 1)]
            else:
                deadline.reschedule(loop.time())

        pass_by(_TURNS)
        try:
            yield
        finally:
            timers[0].cancel()
