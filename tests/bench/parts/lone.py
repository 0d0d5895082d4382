"""Lone events: one change after another, each in a poll and a frame of its own, and not a burst in one poll."""

from __future__ import annotations

import asyncio

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row

CALLS = 200
RATES = (10, 50)
"""Changes a second: at the first each has a frame of its own also on a busy machine."""
SETTLE_S, WINDOW_S = 3.0, 6.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds of processor time for each change, without what the idle wall takes meanwhile."""
    rates = RATES[:1] if short else RATES
    taken: dict[int, list[float]] = {rate: [] for rate in rates}
    async with serving(CALLS) as server:
        words, env = wall(server.url, server.user, server.password)
        async with in_terminal(words, env) as shown:
            await shown.until(b"5001")
            await asyncio.sleep(SETTLE_S)
            for _ in range(rounds):
                idle = await _share(shown)
                for rate in rates:
                    await server.control("pace", rate=rate)
                    try:
                        await asyncio.sleep(1.0)
                        taken[rate].append(1000 * (await _share(shown) - idle) / rate)
                    finally:
                        await server.control("pace", rate=0)
    return [Row(f"a lone event, {rate}/s on {CALLS} calls", values, "CPU ms") for rate, values in taken.items()]


async def _share(shown: PseudoTerminal) -> float:
    """Of a core, from 0 to 1."""
    before, begun_s = cpu_s(shown.pid), asyncio.get_running_loop().time()
    await asyncio.sleep(WINDOW_S)
    return (cpu_s(shown.pid) - before) / (asyncio.get_running_loop().time() - begun_s)
