"""Many logins in one process: what each of them costs, idle and with fifty events a second altogether."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bench.needs import cpu_s, memory_mb
from tests.bench.pseudo_terminal import in_terminal
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

SIZES = (1, 20, 200)
RATES = (0, 50)
SETTLE_S, WINDOW_S = 4.0, 6.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Share of a core in percent, and megabytes."""
    sizes = SIZES[:2] if short else SIZES
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {(size, rate): [] for size in sizes for rate in RATES}
    for _ in range(rounds):
        for size, rate in taken:
            taken[size, rate].append(await _wall(size, rate))
    rows = []
    for (size, rate), values in taken.items():
        name = f"{size} source{'s' if size > 1 else ''}, {f'{rate} events/s' if rate else 'idle'}"
        rows.append(Row(name, [cpu for cpu, _ in values], "% of a core"))
        rows.append(Row(f"{name}, memory", [memory for _, memory in values], "MB"))
    if not short:
        further = [(many[1] - one[1]) * 1024 / 199 for many, one in zip(taken[200, 0], taken[1, 0], strict=True)]
        rows.append(Row("memory for each further source", further, "KB"))
    return rows


async def _wall(size: int, rate: int) -> tuple[float, float]:
    async with _simulated(size, rate) as (config, password):
        env = {"CALLBOARD_CONFIG": config, "CALLBOARD_PASSWORD": password}
        async with in_terminal(("-m", "tui", "wall"), env) as shown:
            await shown.until("● live".encode() if size == 1 else f"{size} live".encode())
            await asyncio.sleep(SETTLE_S)
            before = cpu_s(shown.pid)
            await asyncio.sleep(WINDOW_S)
            return 100 * (cpu_s(shown.pid) - before) / WINDOW_S, memory_mb(shown.pid)


@asynccontextmanager
async def _simulated(size: int, rate: int) -> AsyncIterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        config = str(Path(folder) / "config.toml")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "simulate", "--calls", str(max(size, 20)), "--rate", str(rate)),
            *("--agents", str(size), "--config-out", config),
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "NO_PROXY": "*"},
        )
        assert process.stdout is not None
        try:
            ready = json.loads(await process.stdout.readline())
            yield config, ready["password"]
        finally:
            process.terminate()
            await process.wait()
