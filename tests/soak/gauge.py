"""What a running program needs: memory, open files, tasks, and how late its event loop is."""

from __future__ import annotations

import asyncio
import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NoReturn

TICK_S = 0.05
_TICKS_A_READING = 10
_PAGE_KB = os.sysconf("SC_PAGE_SIZE") // 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """One look.

    Attributes:
        at_s: When, seconds since the gauge began.
        memory_kb: Resident memory.
        files: Open files and sockets.
        tasks: Tasks of the event loop.
        lags_s: How late the loop was at each tick since the last look.
    """

    at_s: float
    memory_kb: int
    files: int
    tasks: int
    lags_s: Sequence[float]


class Gauge:
    """Reads while ``run`` runs.

    Attributes:
        readings: What it read, oldest first.
    """

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    async def run(self) -> NoReturn:
        """Read until cancelled."""
        loop = asyncio.get_running_loop()
        started_s = loop.time()
        while True:
            # Flat, since what is measured grows by what the measuring keeps.
            lags_s = array("d", [await _lag_s(loop) for _ in range(_TICKS_A_READING)])
            files = len(os.listdir("/proc/self/fd"))
            at_s = loop.time() - started_s
            self.readings.append(Reading(at_s, _memory_kb(), files, len(asyncio.all_tasks()), lags_s))


def sum_up(readings: list[Reading]) -> dict[str, Any]:
    """Some readings as JSON values: medians of memory, files and tasks, lag of the event loop in milliseconds."""
    lags_ms = sorted(1000 * lag_s for reading in readings for lag_s in reading.lags_s)
    return {
        "from_s": round(readings[0].at_s, 1),
        "to_s": round(readings[-1].at_s, 1),
        "memory_kb": round(median(reading.memory_kb for reading in readings)),
        "files": round(median(reading.files for reading in readings)),
        "tasks": round(median(reading.tasks for reading in readings)),
        "lag_ms": {
            "p50": round(median(lags_ms), 2),
            "p99": round(lags_ms[int(0.99 * (len(lags_ms) - 1))], 2),
            "max": round(lags_ms[-1], 2),
        },
    }


async def _lag_s(loop: asyncio.AbstractEventLoop) -> float:
    before_s = loop.time()
    await asyncio.sleep(TICK_S)
    return max(0.0, loop.time() - before_s - TICK_S)


def _memory_kb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_KB
