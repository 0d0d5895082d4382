"""Silence is counted while it could be heard."""

import asyncio
import time

import pytest

from tui.gws.connections.silence import silent_for

SECONDS = 0.05


async def test_what_waits_to_be_read_is_no_silence() -> None:
    async with silent_for(SECONDS):
        for _ in range(6):
            # Somebody else has the loop.
            time.sleep(SECONDS / 3)  # noqa: ASYNC251
            await asyncio.sleep(0)


async def test_who_says_nothing_is_waited_for_no_longer() -> None:
    with pytest.raises(TimeoutError):
        async with silent_for(SECONDS):
            await asyncio.Event().wait()
