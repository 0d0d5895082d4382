"""A window that is dragged costs a few layouts, and the last size is the one that is shown."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from tests.live.virtual_time import VirtualLoop
from tui.terminal.size_pace import APART_S, SizePace


def test_the_first_size_is_told_at_once_and_further_ones_at_intervals() -> None:
    loop = VirtualLoop()
    told: list[tuple[float, int]] = []
    size = 0

    async def drag() -> None:
        nonlocal size
        pace = SizePace(lambda: told.append((loop.time(), size)))
        for size in range(1, 201):  # noqa: B007  # read when it is told
            pace.changed()
            await asyncio.sleep(0.01)
        await asyncio.sleep(1.0)
        pace.changed()
        pace.end()
        await asyncio.sleep(1.0)

    begun_s = loop.time()
    loop.run_until_complete(drag())
    loop.close()
    assert told[0] == (begun_s, 1)
    assert told[-1][1] == 200
    assert len(told) <= 1 + 2.0 / APART_S + 1
    assert all(later - sooner > 0.99 * APART_S for (sooner, _), (later, _) in pairwise(told))


def test_after_a_rest_a_size_is_told_at_once_again() -> None:
    loop = VirtualLoop()
    told: list[float] = []

    async def change_twice() -> float:
        pace = SizePace(lambda: told.append(loop.time()))
        pace.changed()
        await asyncio.sleep(5.0)
        pace.changed()
        await asyncio.sleep(0)
        return loop.time()

    ended_s = loop.run_until_complete(change_twice())
    loop.close()
    assert told[-1] == ended_s
    assert len(told) == 2
