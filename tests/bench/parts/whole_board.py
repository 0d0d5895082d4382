"""Masked walls on which every call needs somebody: keys, groups, filter and conversations, and what the masks cost."""

from __future__ import annotations

from pathlib import Path

from tests.bench.parts.whole_keys import keys_in_turns
from tests.bench.programs.in_process import Found, found_by
from tests.bench.rows import Row

SIZES = (100, 1_500, 10_000)
ACTS = {
    "group": "grouped by agent",
    "group_team": "grouped by team",
    "group_state": "grouped by state",
    "ungroup": "grouped no more",
    "conversations": "conversations",
    "calls": "conversations no more",
    "filter": "first letter of a filter",
    "esc": "filter no more",
    "thresholds": "alarms by other thresholds",
}
FLOORS = {
    "group": "bare tuples grouped, counted and sorted",
    "ungroup": "bare tuples sorted",
    "thresholds": "bare tuples compared with their limits",
}
"""Of these the least that Python can do it with, in the same round."""
_BLOCK_MS, _ACT_MS = 50.0, 100.0


async def measure(rounds: int, *, short: bool = False, against: Path | None = None) -> list[Row]:
    """Processor time in milliseconds, and share of a core in percent.

    Args:
        rounds: How often.
        short: Whether few calls are enough.
        against: Another checkout with an environment of its own (`.venv`), whose wall gets the same keys in turns.

    Returns:
        Rows for keys, for each thing that is done to the whole board, and for changes.
    """
    sizes = SIZES[:2] if short else SIZES
    masked: dict[int, list[Found]] = {size: [] for size in sizes}
    bare: list[Found] = []
    floors: list[Found] = []
    for _ in range(rounds):
        for size in sizes:
            masked[size].append(await found_by("whole_board", f"{size}", "masked"))
        bare.append(await found_by("whole_board", f"{sizes[-1]}", "open"))
        floors.append(await found_by("bare_tuples", f"{sizes[-1]}"))
    least, most = masked[sizes[0]], masked[sizes[-1]]
    rows = [
        Row(f"key answered, {size:,} calls, all alarmed and masked", _of(found, "key"), "CPU ms")
        for size, found in masked.items()
    ]
    name, peer = f"key answered, {sizes[-1]:,} alarmed masked calls against {sizes[0]}", f"the same with {sizes[0]}"
    rows.append(Row(name, _of(most, "key"), "CPU ms", peer, _of(least, "key"), budget=1.3, is_ratio=True))
    for act, words in ACTS.items():
        name = f"{sizes[-1]:,} masked calls, {words}"
        rows.append(Row(name, _of(most, act), "CPU ms", budget=_ACT_MS))
        if act in FLOORS:
            rows.append(Row(f"{name}, against", _of(most, act), "CPU ms", FLOORS[act], _of(floors, act)))
        rows.append(Row(f"{name}, longest wait of a key", _of(most, f"{act}_block"), "CPU ms", budget=_BLOCK_MS))
    name = f"{sizes[-1]:,} calls, 50/s, alarms and monitoring on, masked"
    changes = _of(most, "changes"), _of(bare, "changes")
    rows.append(Row(name, changes[0], "% of a core", "the same unmasked", changes[1], budget=1.2, is_ratio=True))
    return rows if against is None else rows + await keys_in_turns(rounds, against)


def _of(found: list[Found], name: str) -> list[float]:
    return [one[name] for one in found]
