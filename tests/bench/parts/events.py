"""The event log while a thousand lines a second come, against Textual's own log."""

from __future__ import annotations

from tests.bench.programs.in_process import Found, found_by
from tests.bench.rows import Row

RATE_PER_S = 1_000
_BLOCK_MS = 50.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Share of a core in percent, and processor time in milliseconds."""
    del short
    ours: list[Found] = []
    theirs: list[Found] = []
    for _ in range(rounds):
        ours.append(await found_by("event_log", f"{RATE_PER_S}", "ours"))
        theirs.append(await found_by("event_log", f"{RATE_PER_S}", "peer"))
    name, peer = f"event log, {RATE_PER_S:,} lines/s", "Textual RichLog"
    shares, waits = ([[one[what] for one in found] for found in (ours, theirs)] for what in ("cpu", "block"))
    return [
        Row(name, shares[0], "% of a core", peer, shares[1]),
        Row(f"{name}, longest wait of a key", waits[0], "CPU ms", peer, waits[1], budget=_BLOCK_MS),
    ]
