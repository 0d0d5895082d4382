"""The wall on terminals of two sizes: idle, and with fifty events a second."""

from __future__ import annotations

import asyncio

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row

CALLS, RATE = 1_000, 50
SIZES = ((160, 50), (400, 120))
SETTLE_S, WINDOW_S = 2.0, 4.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Share of a core in percent."""
    sizes = SIZES[:1] if short else SIZES
    taken: dict[tuple[tuple[int, int], int], list[float]] = {(size, rate): [] for size in sizes for rate in (0, RATE)}
    async with serving(CALLS) as server:
        words, env = wall(server.url, server.user, server.password)
        for _ in range(rounds):
            for size in sizes:
                async with in_terminal(words, env, rows=size[1], columns=size[0]) as shown:
                    await shown.until("● live".encode())
                    await asyncio.sleep(SETTLE_S)
                    taken[size, 0].append(await _share(shown))
                    await server.control("pace", rate=RATE)
                    try:
                        await asyncio.sleep(1.0)
                        taken[size, RATE].append(await _share(shown))
                    finally:
                        await server.control("pace", rate=0)
    rows = []
    for (size, rate), values in taken.items():
        name = f"{size[0]}x{size[1]}, {CALLS:,} calls, {f'{rate} events/s' if rate else 'idle'}"
        small = taken[SIZES[0], rate] if size != SIZES[0] else []
        rows.append(Row(name, values, "% of a core", "the same on 160x50" if small else "", small))
    return rows


async def _share(shown: PseudoTerminal) -> float:
    """Of a core, in percent."""
    before, begun_s = cpu_s(shown.pid), asyncio.get_running_loop().time()
    await asyncio.sleep(WINDOW_S)
    return 100 * (cpu_s(shown.pid) - before) / (asyncio.get_running_loop().time() - begun_s)
