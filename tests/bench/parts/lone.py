"""Lone events: one change after another, each in a poll and a frame of its own, and not a burst in one poll."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench.another_checkout import PEER, python_of
from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row
from tests.interop.node_process import NodeServer

CALLS = 200
RATES = (10, 50)
"""Changes a second: at the first each has a frame of its own also on a busy machine."""
SETTLE_S, WINDOW_S = 3.0, 4.0
BUDGET = 0.5
"""Of another checkout, where that is the one that the work on lone events began with."""


class _Side:
    """A checkout's wall with a server of its own, so that a change of the one costs the other nothing."""

    def __init__(self, server: NodeServer, shown: PseudoTerminal) -> None:
        self.taken: dict[int, list[float]] = {}
        self._server, self._shown = server, shown

    async def take(self, rates: tuple[int, ...]) -> None:
        """One round: at rest, then at each rate."""
        idle = await _share(self._shown)
        for rate in rates:
            await self._server.control("pace", rate=rate)
            try:
                await asyncio.sleep(1.0)
                per_change_ms = 1000 * (await _share(self._shown) - idle) / rate
                self.taken.setdefault(rate, []).append(per_change_ms)
            finally:
                await self._server.control("pace", rate=0)


async def measure(rounds: int, *, short: bool = False, against: Path | None = None) -> list[Row]:
    """Milliseconds of processor time for each change, without what the idle wall takes meanwhile.

    Args:
        rounds: How often.
        short: Whether the lowest rate is enough.
        against: Another checkout with an environment of its own (`.venv`), whose wall takes turns with ours.

    Returns:
        A row for each rate.
    """
    rates = RATES[:1] if short else RATES
    async with AsyncExitStack() as stack:
        ours = await _open(stack, None)
        theirs = await _open(stack, against) if against is not None else None
        await asyncio.sleep(SETTLE_S)
        for _ in range(rounds):
            await ours.take(rates)
            if theirs is not None:
                await theirs.take(rates)
    return [_row(rate, ours, theirs) for rate in rates]


async def _open(stack: AsyncExitStack, checkout: Path | None) -> _Side:
    server = await stack.enter_async_context(serving(CALLS))
    words, env = wall(server.url, server.user, server.password)
    program, beside = python_of(checkout)
    shown = await stack.enter_async_context(in_terminal(words, env | beside, program=program))
    await shown.until(b"5001")
    return _Side(server, shown)


def _row(rate: int, ours: _Side, theirs: _Side | None) -> Row:
    name, values = f"a lone event, {rate}/s on {CALLS} calls", ours.taken[rate]
    if theirs is None:
        return Row(name, values, "CPU ms")
    return Row(name, values, "CPU ms", PEER, theirs.taken[rate], budget=BUDGET, is_ratio=True)


async def _share(shown: PseudoTerminal) -> float:
    """Of a core, from 0 to 1."""
    before, begun_s = cpu_s(shown.pid), asyncio.get_running_loop().time()
    await asyncio.sleep(WINDOW_S)
    return (cpu_s(shown.pid) - before) / (asyncio.get_running_loop().time() - begun_s)
