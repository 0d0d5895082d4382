"""What it costs to pass the picture of one run on to web pages: the server alone, without the run behind it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from tests.bench.needs import cpu_s, memory_mb
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

VIEWERS = (1, 20)
CALLS, RATE = 200, 50
SETTLE_S, WINDOW_S = 2.0, 5.0
_READY_S = 60.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Share of a core in percent, and megabytes."""
    sizes = VIEWERS[:1] if short else VIEWERS
    taken: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    for _ in range(rounds):
        async with _program("served_pages", f"{CALLS}", f"{RATE}") as (server, said):
            for size in sizes:
                async with _program("viewers", said["url"], f"{size}"):
                    taken[size].append(await _window(server.pid))
    rows = []
    for size, values in taken.items():
        name = f"pages of a wall, {CALLS} calls, {RATE} events/s, {size} viewer{'s' if size > 1 else ''}"
        peer = "the same with 1" if size > 1 else ""
        theirs = taken[1] if size > 1 else []
        rows.append(Row(name, [cpu for cpu, _ in values], "% of a core", peer, [cpu for cpu, _ in theirs]))
        rows.append(Row(f"{name}, memory", [mb for _, mb in values], "MB", peer, [mb for _, mb in theirs]))
    return rows


async def _window(pid: int) -> tuple[float, float]:
    await asyncio.sleep(SETTLE_S)
    before, begun_s = cpu_s(pid), asyncio.get_running_loop().time()
    await asyncio.sleep(WINDOW_S)
    return 100 * (cpu_s(pid) - before) / (asyncio.get_running_loop().time() - begun_s), memory_mb(pid)


@asynccontextmanager
async def _program(name: str, *words: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, Any]]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.bench.programs.{name}", *words),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "NO_PROXY": "*"},
    )
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), _READY_S)
        if not line:
            raise EOFError(f"{name} ended before it was ready")
        yield process, json.loads(line)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
