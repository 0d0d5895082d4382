"""Memory of the wall with no, some and many calls, after a second look at all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial

from tests.bench.bytecode import bytecode
from tests.bench.far_side import serving
from tests.bench.needs import cpu_s, memory_mb
from tests.bench.parts.start import BENT, LEAST, THE_LEAST, THE_LEAST_BENT
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row

_MANY = 1_000
SIZES = (0, _MANY, 10_000)
_LOOK_S = 4.0
_AT_REST = 0.1
"""Of a core; an idle wall takes some 0.02 to 0.05."""


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Megabytes, and kilobytes for each further call."""
    sizes = SIZES[:2] if short else SIZES
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    least: dict[str, list[float]] = {THE_LEAST: [], THE_LEAST_BENT: []}
    bare: list[float] = []
    # To compile leaves gaps behind that are counted for the program.
    with bytecode() as compiled:
        for warm in (_bare, partial(_least, words=LEAST), partial(_least, words=BENT), partial(_wall, size=0)):
            await warm(compiled.writing)
        for _ in range(rounds):
            bare.append(await _bare(compiled.reading))
            for name, words in ((THE_LEAST, LEAST), (THE_LEAST_BENT, BENT)):
                least[name].append(await _least(compiled.reading, words))
            for size in sizes:
                taken[size].append(await _wall(compiled.reading, size))
    peer = "a bare Textual app"
    rows = [
        Row(f"memory, {size:,} calls", taken[size], "MB", peer, bare, budget=60.0 if size == _MANY else None)
        for size in sizes
    ]
    rows += [Row(f"memory, {_MANY:,} calls, against", taken[_MANY], "MB", name, held) for name, held in least.items()]
    if not short:
        further = [(many - some) * 1024 / 9_000 for many, some in zip(taken[10_000], taken[_MANY], strict=True)]
        rows.append(Row("memory for each further call", further, "KB", budget=4.0))
    return rows


async def _bare(env: Mapping[str, str]) -> float:
    async with in_terminal(("-m", "tests.bench.programs.bare_app"), env) as shown:
        await shown.until(b"callboard")
        await asyncio.sleep(0.5)
        return memory_mb(shown.pid)


async def _least(env: Mapping[str, str], words: tuple[str, ...]) -> float:
    async with serving(_MANY) as server:
        _, given = wall(server.url, server.user, server.password)
        async with in_terminal(words, {**given, **env}) as shown:
            await shown.until("● live".encode())
            # It looks for a second time as well.
            await asyncio.sleep(_LOOK_S)
            return memory_mb(shown.pid)


async def _wall(env: Mapping[str, str], size: int) -> float:
    async with serving(size) as server:
        words, given = wall(server.url, server.user, server.password)
        async with in_terminal(words, {**given, **env}) as shown:
            await shown.until("● live".encode())
            # A lost session asks for a second look, as every minute does: what that takes stays.
            await server.control("kill")
            await asyncio.sleep(_LOOK_S)
            await _rest(shown.pid)
            return memory_mb(shown.pid)


async def _rest(pid: int) -> None:
    """Wait until the look is over: while it goes on, old and new copies of all calls are there."""
    while True:
        before = cpu_s(pid)
        await asyncio.sleep(1.0)
        if cpu_s(pid) - before < _AT_REST:
            return
