"""Recovery: from the request of a snapshot to the first full paint, against parsing and validating it alone."""

from __future__ import annotations

import asyncio

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.programs.in_process import found_by
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row
from tests.interop.node_process import NodeServer

SIZES = (100, 1_000, 10_000)
_REFUSED_S = 2.5


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds of processor time."""
    rows = []
    for size in SIZES[-1:] if short else SIZES:
        ours, alone = [], []
        async with serving(size) as server:
            for _ in range(rounds):
                ours.append(await _recover(server, size))
                alone.append(await parse_alone_ms(server))
        name, peer = f"recovery of {size:,} calls", "parse and validate alone"
        # Of few calls the paint itself is most of it.
        budget = 2.5 if size == SIZES[-1] else None
        rows.append(Row(name, ours, "CPU ms", peer, alone, budget=budget, is_ratio=True))
    return rows


async def _recover(server: NodeServer, size: int) -> float:
    """Everything is connected and only the snapshot refused; then it is let through."""
    await server.control("fault", mode="503", match="/services", count=10_000)
    words, env = wall(server.url, server.user, server.password)
    async with in_terminal(words, env) as shown:
        await shown.until(b"503")
        await asyncio.sleep(_REFUSED_S)
        await server.control("clear")
        begun_s = cpu_s(shown.pid)
        shown.press(b"R")
        # The wall draws while the answer is read, and says so: what counts is what stands there at the end.
        await shown.until_shown("● live")
        await shown.until_shown(f"{size}")
        return 1000 * (cpu_s(shown.pid) - begun_s)


async def parse_alone_ms(server: NodeServer) -> float:
    """Processor time of reading one snapshot of a server, and nothing else."""
    return 1000 * (await found_by("parse_alone", server.url, server.user, server.password))["cpu_s"]
