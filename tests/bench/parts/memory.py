"""Memory of the wall with no, some and many calls, after a second look at all of them."""

from __future__ import annotations

import asyncio

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s, memory_mb
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row

SIZES = (0, 1_000, 10_000)
_LOOK_S = 4.0
_AT_REST = 0.1
"""Of a core; an idle wall takes some 0.02 to 0.05."""


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Megabytes, and kilobytes for each further call."""
    sizes = SIZES[:2] if short else SIZES
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    bare: list[float] = []
    for _ in range(rounds):
        bare.append(await _bare())
        for size in sizes:
            taken[size].append(await _wall(size))
    peer = "a bare Textual app"
    rows = [
        Row(f"memory, {size:,} calls", taken[size], "MB", peer, bare, budget=60.0 if size == 1_000 else None)
        for size in sizes
    ]
    if not short:
        further = [(many - some) * 1024 / 9_000 for many, some in zip(taken[10_000], taken[1_000], strict=True)]
        rows.append(Row("memory for each further call", further, "KB", budget=4.0))
    return rows


async def _bare() -> float:
    async with in_terminal(("-m", "tests.bench.programs.bare_app")) as shown:
        await shown.until(b"callboard")
        await asyncio.sleep(0.5)
        return memory_mb(shown.pid)


async def _wall(size: int) -> float:
    async with serving(size) as server:
        words, env = wall(server.url, server.user, server.password)
        async with in_terminal(words, env) as shown:
            await shown.until("● live".encode())
            # A lost session asks for a second look, as every minute does: what that takes stays.
            await server.control("kill")
            await asyncio.sleep(_LOOK_S)
            await _rest(shown.pid)
            return memory_mb(shown.pid)


async def _rest(pid: int) -> None:
    """Wait until the look is over: while it goes on, old and new copies of all calls are there."""
    while True:
        before = cpu_s(pid)
        await asyncio.sleep(1.0)
        if cpu_s(pid) - before < _AT_REST:
            return
