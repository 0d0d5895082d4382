"""The same keys on the masked walls of two checkouts, whole programs in terminals: ratios that no machine changes."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench.another_checkout import PEER, python_of
from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row

CALLS = 10_000
SETTLE_S = 20.0
"""What is searched is made ahead, when there is nothing else to do."""
WINDOWS_S = (2.0, 5.0)
"""So long each side has all that a key asks for: an idle wall of ours takes little, and the other one may take long."""
KEYS = {
    "/": "",
    "t": "first letter of a filter",
    "\x1b": "",
    "g": "grouped by agent",
    "c": "conversations, grouped by agent",
}
"""What is typed, and how that is called; nothing where it only leads to the next."""
BUDGET = 0.083
"""Of another checkout, where that is the one that took 1,200 CPU ms for each of them: 100."""


async def keys_in_turns(rounds: int, against: Path) -> list[Row]:
    """Type the same on a wall of each checkout, one after the other.

    Args:
        rounds: How often.
        against: The other checkout.

    Returns:
        A row for each thing that is done.
    """
    taken: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for _ in range(rounds):
        async with AsyncExitStack() as stack:
            walls = await _opened(stack, against)
            for keys, name in KEYS.items():
                for shown, window_s, values in zip(walls, WINDOWS_S, taken[name], strict=True):
                    values.append(await _spent_ms(shown, keys, window_s))
    del taken[""]
    return [
        Row(f"{CALLS:,} masked calls, {name}, in a terminal", ours, "CPU ms", PEER, theirs, BUDGET, is_ratio=True)
        for name, (ours, theirs) in taken.items()
    ]


async def _opened(stack: AsyncExitStack, against: Path) -> list[PseudoTerminal]:
    server = await stack.enter_async_context(serving(CALLS))
    words, env = wall(server.url, server.user, server.password)
    walls = []
    for checkout in (None, against):
        program, beside = python_of(checkout)
        walls.append(await stack.enter_async_context(in_terminal(words, env | beside, program=program)))
        await walls[-1].until_shown(f"{CALLS}")
    await asyncio.sleep(SETTLE_S)
    return walls


async def _spent_ms(shown: PseudoTerminal, keys: str, window_s: float) -> float:
    """What is used beyond what the wall uses while nothing is typed."""
    idle_s = await _used_s(shown, window_s)
    for key in keys:
        shown.press(key.encode())
    return 1000 * (await _used_s(shown, window_s) - idle_s)


async def _used_s(shown: PseudoTerminal, window_s: float) -> float:
    before_s = cpu_s(shown.pid)
    await asyncio.sleep(window_s)
    return cpu_s(shown.pid) - before_s
