"""The idle wall: calls that only tick, against what people would build instead."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from contextlib import AsyncExitStack

from tests.bench.far_side import node_packages, serving
from tests.bench.needs import MissingError, cpu_s
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

SIZES = (100, 1_000, 10_000)
LARGE = SIZES[1:]
PEERS = {
    "a_widget_each": ("a Textual widget and timer for each call", SIZES[:2]),
    "data_table": ("Textual DataTable, update_cell", SIZES),
    "ready_strips": ("Textual alone, strips that are ready", LARGE),
    "rich_live": ("Rich Live table", SIZES),
    "curses_rows": ("Python's curses, the lines that fit", LARGE),
    "blessed_list": ("a list of neo-blessed", LARGE),
    "ink_rows": ("Ink, the rows that fit", LARGE),
}
NODE_PEERS = ROOT / "tests" / "bench" / "node_peers"
SETTLE_S, WINDOW_S = 3.0, 4.0
START_S = {"a_widget_each": {1_000: 8.0}, "data_table": {10_000: 8.0}, "rich_live": {10_000: 4.0}}
"""What a peer needs until it only ticks, where that is more than a second."""

Taken = dict[tuple[str, int], list[tuple[float, float]]]


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Share of a core in percent, and bytes a second."""
    sizes = SIZES[:2] if short else SIZES
    peers = _peers_here()
    taken: Taken = defaultdict(list)
    async with AsyncExitStack() as stack:
        walls = {size: await _open(stack, size) for size in sizes}
        for _ in range(rounds):
            for size in sizes:
                taken["wall", size].append(await _window(walls[size]))
                for name, (_, theirs) in peers.items():
                    if size in theirs:
                        taken[name, size].append(await _peer(name, size))
    return [*_rows(taken, sizes)]


async def _open(stack: AsyncExitStack, size: int) -> PseudoTerminal:
    server = await stack.enter_async_context(serving(size))
    words, env = wall(server.url, server.user, server.password)
    shown = await stack.enter_async_context(in_terminal(words, env))
    await shown.until(f"{size}\x1b".encode() if size < 0 else b"5001")
    await asyncio.sleep(SETTLE_S)
    return shown


def _peers_here() -> dict[str, tuple[str, tuple[int, ...]]]:
    try:
        node_packages(NODE_PEERS)
    except MissingError as missing:
        sys.stderr.write(f"idle: left out what is made with Node.js: {missing}\n")
        return {name: peer for name, peer in PEERS.items() if not _is_of_node(name)}
    return PEERS


def _is_of_node(name: str) -> bool:
    return (NODE_PEERS / f"{name}.mjs").exists()


async def _peer(name: str, size: int) -> tuple[float, float]:
    if _is_of_node(name):
        peer = in_terminal((str(NODE_PEERS / f"{name}.mjs"), str(size)), program="node")
    else:
        peer = in_terminal(("-m", f"tests.bench.programs.{name}", str(size)))
    async with peer as shown:
        await shown.until(b"TALKING")
        await asyncio.sleep(START_S.get(name, {}).get(size, 1.0))
        return await _window(shown)


async def _window(shown: PseudoTerminal) -> tuple[float, float]:
    cpu_before, bytes_before, begun_s = cpu_s(shown.pid), len(shown.written), asyncio.get_running_loop().time()
    await asyncio.sleep(WINDOW_S)
    lasted_s = asyncio.get_running_loop().time() - begun_s
    return 100 * (cpu_s(shown.pid) - cpu_before) / lasted_s, (len(shown.written) - bytes_before) / lasted_s


def _rows(taken: Taken, sizes: tuple[int, ...]) -> list[Row]:
    rows = []
    for size in sizes:
        ours = taken["wall", size]
        budget = 2.0 if size == 1_000 else None
        rows.append(Row(f"idle wall, {size:,} calls", [cpu for cpu, _ in ours], "% of a core", budget=budget))
        for name, (words, _) in PEERS.items():
            if theirs := taken.get((name, size)):
                mine, other = [cpu for cpu, _ in ours], [cpu for cpu, _ in theirs]
                rows.append(Row(f"idle wall, {size:,} calls, against", mine, "% of a core", words, other))
        sent = [sent for _, sent in ours]
        rows.append(Row(f"idle wall, {size:,} calls, to the terminal", sent, "bytes/s"))
    if len(sizes) == len(SIZES):
        large, small = ([cpu for cpu, _ in taken["wall", size]] for size in (10_000, 1_000))
        name = "idle wall, 10,000 calls against 1,000"
        rows.append(Row(name, large, "% of a core", "the same with 1,000", small, budget=1.3, is_ratio=True))
    return rows
