"""A replay of an hour: opened, gone through to its end, and places in it sought."""

from __future__ import annotations

from tests.bench.programs.in_process import found_by
from tests.bench.rows import Row

RATE = 2
"""Changes a second: seven thousand in the hour."""


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds of processor time."""
    found = [await found_by("seek", f"{1 if short else RATE}") for _ in range(rounds)]
    words = {
        "open": "opened",
        "end": "gone through to its end, once",
        "seek": "a place in it sought",
        "worst": "a place in it sought, the slowest of twenty",
    }
    name = f"an hour's recording, {1 if short else RATE} changes/s"
    return [Row(f"{name}, {words[what]}", [one[what] for one in found], "CPU ms") for what in words]
