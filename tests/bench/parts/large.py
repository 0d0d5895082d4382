"""One login with a hundred thousand calls, its limits raised by their settings: until it is live, and idle."""

from __future__ import annotations

import time

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s, memory_mb
from tests.bench.parts.recovery import parse_alone_ms
from tests.bench.programs.in_process import found_by
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row

SIZES = (1_000, 100_000)
RAISED = {"CALLBOARD_MAX_CALLS": "200000", "CALLBOARD_MAX_ANSWER_MB": "400", "CALLBOARD_MAX_DATA_MB": "600"}
_LIVE_S = 10.0
_MOST_ROUNDS = 1
"""A start of these takes as long as other parts with all their rounds."""


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Seconds, processor seconds, megabytes, and share of a core in percent."""
    few, many = SIZES[0], SIZES[0] * 10 if short else SIZES[1]
    live: list[tuple[float, float, float]] = []
    alone: list[float] = []
    idle: dict[int, list[float]] = {few: [], many: []}
    async with serving(many) as server:
        words, env = wall(server.url, server.user, server.password)
        for _ in range(min(rounds, _MOST_ROUNDS)):
            async with in_terminal(words, {**env, **RAISED}) as shown:
                await shown.until("● live".encode())
                live.append((time.time() - shown.begun_s, cpu_s(shown.pid), memory_mb(shown.pid)))
            alone.append(await parse_alone_ms(server) / 1000)
    for _ in range(min(rounds, _MOST_ROUNDS)):
        for size, values in idle.items():
            values.append((await found_by("idle_board", f"{size}"))["idle"])
    name, peer = f"{many:,} calls of one login", "parse and validate alone"
    return [
        Row(f"{name}, start to live", [clock for clock, _, _ in live], "s", budget=_LIVE_S),
        Row(f"{name}, start to live, processor", [cpu for _, cpu, _ in live], "CPU s", peer, alone),
        Row(f"{name}, memory as it is live", [memory for _, _, memory in live], "MB"),
        Row(
            f"{name}, idle against {few:,}",
            idle[many],
            "% of a core",
            f"the same with {few:,}",
            idle[few],
            budget=1.3,
            is_ratio=True,
        ),
    ]
