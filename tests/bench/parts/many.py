"""Many logins in one process: what each costs to go live, idle, with changes, and when the server comes back."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.bench.another_checkout import PEER, python_of
from tests.bench.needs import cpu_s, memory_mb
from tests.bench.programs.many_logins import HOLD_MS
from tests.bench.pseudo_terminal import PseudoTerminal, in_terminal
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

SIZES = (1, 24, 200, 1_000)
RATE = 50
SETTLE_S, WINDOW_S = 3.0, 8.0
GONE_S = 2.0
_LOOK_S, _PATIENCE_S = 0.05, 120.0
BACK_S = {200: 2.0, 1_000: 5.0}
"""Budgets of the time from the server's return until all logins have all."""
LIVE_OF_ANOTHER = 0.42
"""Budget of what each further login takes to go live, where the other checkout is the one that took 12 CPU ms: 5."""

BARE = {"httptools": "httptools on two streams for each", "httpx": "a bare httpx client for each"}
"""What makes the same requests and nothing else: the floor, and what one would take."""

Found = dict[str, float]


class Centre:
    """The server, in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, told: dict[str, str]) -> None:
        self._process = process
        self.url, self.password = told["url"], told["password"]

    async def order(self, words: str) -> Any:  # noqa: ANN401 - JSON
        """Give an order; what it answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{words}\n".encode())
        return json.loads(await self._process.stdout.readline())

    async def until_all(self, size: int) -> None:
        """Wait until all logins have all and poll."""
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                stats = await self.order("stats")
                if stats["looked"] == stats["held"] == size:
                    return
                await asyncio.sleep(_LOOK_S)


@asynccontextmanager
async def serving(size: int, calls: int = 0) -> AsyncIterator[Centre]:
    """A server of so many logins, each with so many calls: one, or a screen full where there is one login alone."""
    pipe = asyncio.subprocess.PIPE
    words = (sys.executable, "-m", "tests.bench.programs.many_logins", str(size), str(calls))
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, cwd=ROOT)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Centre(process, json.loads(await process.stdout.readline()))
    finally:
        process.stdin.close()
        await process.wait()


async def measure(rounds: int, *, short: bool = False, against: Path | None = None) -> list[Row]:
    """Processor time, share of a core in percent, kilobytes, and seconds.

    Args:
        rounds: How often.
        short: Whether few logins are enough.
        against: Another checkout with an environment of its own (`.venv`), whose wall takes turns with ours.

    Returns:
        Rows for each number of logins.
    """
    sizes = SIZES[:2] if short else SIZES
    found: dict[int, list[Found]] = defaultdict(list)
    bare: dict[tuple[int, str], list[Found]] = defaultdict(list)
    alone: dict[int, list[Found]] = defaultdict(list)
    others: dict[int, list[Found]] = defaultdict(list)
    for _ in range(rounds):
        for size in sizes:
            found[size].append(await _wall(size))
            if against is not None:
                others[size].append(await _wall(size, checkout=against))
            if size in BACK_S:
                alone[size].append(await _wall(1, size))
            for way in BARE if size in BACK_S else ():
                bare[size, way].append(await _bare(size, way))
    rows = [row for size in sizes for row in _rows(size, found[size], found[1])]
    rows += [_drawn_alike(size, found[size], one) for size, one in alone.items()]
    rows += [row for (size, way), floor in bare.items() for row in _against(size, BARE[way], found, floor)]
    return rows + [row for size in others if size > 1 for row in _in_turns(size, found, others)]


def _in_turns(size: int, found: dict[int, list[Found]], others: dict[int, list[Found]]) -> list[Row]:
    """What a wall takes for many logins, against that of another checkout."""
    ours, theirs = (_for_each_further("live_ms", size, side[size], side[1]) for side in (found, others))
    name = f"{size:,} sources, to live for each further source, against"
    rows = [Row(name, ours, "CPU ms", PEER, theirs, budget=LIVE_OF_ANOTHER, is_ratio=True)]
    told = {"idle": ("idle", "% of a core"), "changes": (f"{RATE} events/s", "% of a core")}
    told |= {"back_s": ("all live after a restart of the server", "s"), "back_cpu_s": ("the same", "CPU s")}
    for what, (words, unit) in told.items():
        ours, theirs = ([each[what] for each in side[size]] for side in (found, others))
        rows.append(Row(f"{size:,} sources, {words}, against", ours, unit, PEER, theirs))
    return rows


def _drawn_alike(size: int, many: list[Found], one: list[Found]) -> Row:
    """Idle, against one source that has as many calls: a thousand calls are drawn smaller, and more of them."""
    ours, theirs = ([each["idle"] for each in side] for side in (many, one))
    return Row(f"{size:,} sources, idle, against", ours, "% of a core", "one source with as many calls", theirs)


def _against(size: int, peer: str, found: dict[int, list[Found]], floor: list[Found]) -> list[Row]:
    """What a wall takes for many logins, against the same requests alone."""
    ours = [
        {**each, **{what: (each[what] - first[what]) / (size - 1) for what in ("live_ms", "memory_kb")}}
        for each, first in zip(found[size], found[1], strict=True)
    ]
    theirs = [{**each, **{what: each[what] / size for what in ("live_ms", "memory_kb")}} for each in floor]
    told = {
        "live_ms": ("to live for each further source, against", "CPU ms"),
        "memory_kb": ("memory for each further source, against", "KB"),
        "idle": ("idle, against", "% of a core"),
        "back_s": ("all live after a restart of the server, against", "s"),
        "back_cpu_s": ("the same, against", "CPU s"),
    }
    return [
        Row(f"{size:,} sources, {name}", [each[what] for each in ours], unit, peer, [each[what] for each in theirs])
        for what, (name, unit) in told.items()
    ]


def _rows(size: int, found: list[Found], one: list[Found]) -> list[Row]:
    many = f"{size:,} source{'s' if size > 1 else ''}"

    def row(name: str, what: str, unit: str, budget: float | None = None, *, least: bool = False) -> Row:
        values, peers = ([each[what] for each in side] for side in (found, one))
        if budget is None or least:
            return Row(f"{many}, {name}", values, unit, budget=budget)
        return Row(f"{many}, {name}", values, unit, "one source", peers, budget=budget, is_ratio=True)

    if size == 1:
        return [
            row("to live", "live_ms", "CPU ms"),
            row("idle", "idle", "% of a core"),
            row(f"{RATE} events/s", "changes", "% of a core"),
        ]
    cpu, memory = (_for_each_further(what, size, found, one) for what in ("live_ms", "memory_kb"))
    return [
        Row(f"{many}, to live for each further source", cpu, "CPU ms", budget=5.0),
        Row(f"{many}, memory for each further source", memory, "KB", budget=60.0),
        row("idle", "idle", "% of a core", 3.0),
        row(f"{RATE} events/s", "changes", "% of a core", 1.5),
        row("all live after a restart of the server", "back_s", "s", BACK_S.get(size), least=True),
        row("the same", "back_cpu_s", "CPU s"),
        row("most requests of one login then", "most", "requests", 6.0, least=True),
    ]


def _for_each_further(what: str, size: int, found: list[Found], one: list[Found]) -> list[float]:
    return [(each[what] - first[what]) / (size - 1) for each, first in zip(found, one, strict=True)]


async def _wall(size: int, calls: int = 0, checkout: Path | None = None) -> Found:
    async with serving(size, calls) as centre:
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "config.toml"
            config.write_text(_config(centre.url, size), "utf-8")
            env = {"CALLBOARD_CONFIG": str(config), "CALLBOARD_PASSWORD": centre.password}
            program, beside = python_of(checkout)
            async with in_terminal(("-m", "tui", "wall"), env | beside, program=program) as shown:
                return await _measured(centre, shown, size)


def _config(url: str, size: int) -> str:
    sources = "".join(f'[[sources]]\nname = "a{n}"\nurl = "{url}"\nuser = "agent.{n}"\n' for n in range(size))
    # The second look at everything is not what is measured.
    return f"resync_s = 600\n{sources}"


async def _bare(size: int, way: str) -> Found:
    async with serving(size) as centre:
        pipe = asyncio.subprocess.PIPE
        words = (sys.executable, "-m", "tests.bench.programs.bare_sessions", centre.url, str(size), way)
        process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, cwd=ROOT)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            await process.stdout.readline()
            before_s, before_mb = cpu_s(process.pid), memory_mb(process.pid)
            process.stdin.write(b"go\n")
            found = await _gone_live(centre, process.pid, size)
            found["live_ms"] -= 1000 * before_s
            found["memory_kb"] -= 1024 * before_mb
            return {**found, **await _back(centre, process.pid, size)}
        finally:
            process.kill()
            await process.wait()


async def _measured(centre: Centre, shown: PseudoTerminal, size: int) -> Found:
    found = await _gone_live(centre, shown.pid, size)
    await centre.order(f"rate {RATE}")
    await asyncio.sleep(1.0)
    found["changes"] = await _share(shown.pid)
    await centre.order("rate 0")
    return {**found, **await _back(centre, shown.pid, size)}


async def _gone_live(centre: Centre, pid: int, size: int) -> Found:
    await centre.until_all(size)
    await asyncio.sleep(0.3)
    found = {"live_ms": 1000 * cpu_s(pid)}
    await asyncio.sleep(SETTLE_S)
    found["memory_kb"] = 1024 * memory_mb(pid)
    found["idle"] = await _share(pid, HOLD_MS / 1000)
    return found


async def _back(centre: Centre, pid: int, size: int) -> Found:
    await centre.order("stop")
    await asyncio.sleep(GONE_S)
    gone_cpu_s = cpu_s(pid)
    loop = asyncio.get_running_loop()
    returned = loop.time()
    await centre.order("start")
    await centre.until_all(size)
    found = {"back_s": loop.time() - returned, "back_cpu_s": cpu_s(pid) - gone_cpu_s}
    found["most"] = (await centre.order("stats"))["most"]
    return found


async def _share(pid: int, window_s: float = WINDOW_S) -> float:
    """Of a core, in percent; idle for as long as a poll is held, so that each ends once."""
    loop = asyncio.get_running_loop()
    before, begun_s = cpu_s(pid), loop.time()
    await asyncio.sleep(window_s)
    return 100 * (cpu_s(pid) - before) / (loop.time() - begun_s)
