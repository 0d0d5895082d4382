"""The agents view with many agents: what it takes to open, to stand there, to follow changes and to answer a key."""

from __future__ import annotations

from tests.bench.programs.in_process import found_by
from tests.bench.rows import Row

SIZES = (100, 5_000)
LOGINS = 50
_BLOCK_MS = 50.0


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Processor time in milliseconds, and share of a core in percent."""
    sizes = SIZES[:1] if short else SIZES
    found = {size: [await found_by("agents_view", f"{size}", f"{LOGINS}") for _ in range(rounds)] for size in sizes}
    least, most = (found[sizes[0]], found[sizes[-1]])
    name, peer = f"agents view, {sizes[-1]:,} agents", f"the same with {sizes[0]}"

    def row(words: str, what: str, unit: str, budget: float | None = None) -> Row:
        values, theirs = [one[what] for one in most], [one[what] for one in least]
        return Row(f"{name}, {words}", values, unit, peer, theirs, budget=budget)

    return [
        row("opened and asked", "open", "CPU ms"),
        row("opened, longest wait of a key", "open_block", "CPU ms", _BLOCK_MS),
        row("idle", "idle", "% of a core"),
        row("idle, longest wait of a key", "idle_block", "CPU ms", _BLOCK_MS),
        row("key answered", "key", "CPU ms", _BLOCK_MS),
        row("50 changes/s", "changes", "% of a core"),
        row("50 changes/s, longest wait of a key", "changes_block", "CPU ms", _BLOCK_MS),
    ]
