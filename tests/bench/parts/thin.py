"""The thin line: what goes to the terminal, against the bytes of the cells that changed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

from tests.bench.changed_cells import ChangedCells
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

CALLS = 200
CASES = (("wall", 0), ("wall", 50), ("desk", 0), ("desk", 50))
SETTLE_S, WINDOW_S = 5.0, 6.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Bytes a second."""
    taken: dict[tuple[str, int], list[tuple[float, float]]] = {case: [] for case in (CASES[:1] if short else CASES)}
    for _ in range(rounds):
        for screen, rate in taken:
            taken[screen, rate].append(await _sent(screen, rate))
    return [
        Row(
            f"to the terminal, {screen}, {f'{rate} events/s' if rate else 'idle'}",
            [sent for sent, _ in values],
            "bytes/s",
            "the changed cells, each run with its place and colour",
            [needed for _, needed in values],
            budget=3.0 if (screen, rate) == CASES[0] else None,
            is_ratio=True,
        )
        for (screen, rate), values in taken.items()
    ]


async def _sent(screen: str, rate: int) -> tuple[float, float]:
    async with _simulated(CALLS if screen == "wall" else 4, rate) as (url, user, password):
        _, env = wall(url, user, password)
        async with in_terminal(("-m", "tui", screen), env) as shown:
            await shown.until("● live".encode())
            await asyncio.sleep(SETTLE_S)
            start = len(shown.written)
            await asyncio.sleep(WINDOW_S)
            end = len(shown.written)
    cells = ChangedCells()
    cells.show(bytes(shown.written[:start]))
    # What was read at once is one frame.
    marks = [start, *(at for _, at in shown.pieces if start < at < end), end]
    needed = sum(cells.show(bytes(shown.written[left:right])) for left, right in pairwise(marks))
    return (end - start) / WINDOW_S, needed / WINDOW_S


@asynccontextmanager
async def _simulated(calls: int, rate: int) -> AsyncIterator[tuple[str, str, str]]:
    words = (sys.executable, "-m", "tui", "simulate", "--calls", str(calls), "--rate", str(rate))
    process = await asyncio.create_subprocess_exec(
        *words, stdout=asyncio.subprocess.PIPE, cwd=ROOT, env={**os.environ, "NO_PROXY": "*"}
    )
    assert process.stdout is not None
    try:
        ready = json.loads(await process.stdout.readline())
        yield ready["url"], ready["user"], ready["password"]
    finally:
        process.terminate()
        await process.wait()
