"""From the wire to the pixel: how long after it was published a change is at the terminal, and a key answered."""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Sequence
from statistics import median

import pyte

from tests.bench.far_side import serving
from tests.bench.programs.library_loop import delay_ms
from tests.bench.pseudo_terminal import COLUMNS, ROWS, PseudoTerminal, in_terminal, wall
from tests.bench.rows import Row
from tests.interop.node_process import NodeServer
from tests.pseudo_terminal import ROOT

LOADS = ((200, 50, 25.0, 50.0, None), (1_000, 1_000, None, 100.0, 50.0))
"""Calls, changes a second, and the budgets in milliseconds: median, 99th of a hundred, key."""
FRAME_MS = 1000 / 60
WINDOW_S, SETTLE_S = 8.0, 2.0
KEY_EVERY_S = 0.45
_NAME = re.compile(rb"t(\d{9})|T([a-j]{9})")
_CURSOR = "█".encode()
_HOME = b"\x1b[H"


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds."""
    rows: list[Row] = []
    for calls, rate, half_ms, most_ms, key_ms in LOADS[:1] if short else LOADS:
        ours: list[list[float]] = []
        keys: list[list[float]] = []
        lost: list[float] = []
        library: list[list[float]] = []
        async with serving(calls) as server:
            for _ in range(rounds):
                delays, answers, wrong = await _seen(server, rate)
                ours.append(delays)
                keys.append(answers)
                lost.append(wrong)
                library.append(await _delivered(server, rate))
        name, peer = f"wire to pixel, {rate:,}/s on {calls:,} calls", "the library's delivery and a frame"
        for words, share, budget in (("p50", 0.5, half_ms), ("p99", 0.99, most_ms), ("max", 1.0, None)):
            floor = [_at(one, share) + FRAME_MS for one in library]
            rows.append(Row(f"{name}, {words}", [_at(one, share) for one in ours], "ms", peer, floor, budget=budget))
        rows.append(Row(f"{name}, key answered", [median(one) for one in keys], "ms", budget=key_ms))
        rows.append(Row(f"{name}, lost", lost, "changes", budget=0.0))
    return rows


def _at(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def _seen(server: NodeServer, rate: int) -> tuple[list[float], list[float], int]:
    words, env = wall(server.url, server.user, server.password)
    async with in_terminal(words, {**env, "CALLBOARD_CONFIG": str(ROOT / "tests/bench/open.toml")}) as shown:
        await shown.until(b"5001")
        await server.control("pace", rate=rate)
        try:
            await asyncio.sleep(SETTLE_S)
            start = len(shown.written)
            answers = await _press_keys(shown)
            delays = _delays(shown, start)
            await server.control("pace", rate=0)
            await asyncio.sleep(SETTLE_S)
            return delays, answers, await _lost(shown, start, server)
        finally:
            await server.control("pace", rate=0)


async def _press_keys(shown: PseudoTerminal) -> list[float]:
    answers: list[float] = []
    shown.press(_HOME)
    await shown.until(_CURSOR, len(shown.written))
    end_s = time.time() + WINDOW_S
    while time.time() < end_s:
        before, pressed_s = len(shown.written), time.time()
        # Not out of sight: a call that comes into it then was changed long before.
        shown.press(_HOME if len(answers) % 2 else b"l")
        answers.append(1000 * (await shown.until(_CURSOR, before) - pressed_s))
        await asyncio.sleep(KEY_EVERY_S)
    return answers


async def _lost(shown: PseudoTerminal, start: int, server: NodeServer) -> int:
    """How many calls in sight are not as the server has them in the end, and how often the link was lost meanwhile."""
    screen = pyte.Screen(COLUMNS, ROWS)
    pyte.ByteStream(screen).feed(bytes(shown.written))
    names = [found[0] for line in screen.display for found in _NAME.finditer(line.encode())]
    if not names:
        raise RuntimeError("no call is in sight")
    there = json.dumps(await server.control("calls"))
    losses = shown.written[start:].count("◐".encode())
    return sum(name.decode() not in there for name in names) + losses


def _delays(shown: PseudoTerminal, start: int) -> list[float]:
    """The first time that each name was seen counts; a name that never was is covered by the next of its call."""
    known: set[bytes] = set()
    delays = []
    pieces = iter(shown.pieces)
    at_s, end = next(pieces)
    for found in _NAME.finditer(shown.written):
        while end < found.end():
            at_s, end = next(pieces)
        if found[0] not in known and found.start() >= start:
            delays.append(delay_ms(found[0].decode(), at_s))
        known.add(found[0])
    return delays


async def _delivered(server: NodeServer, rate: int) -> list[float]:
    words = (sys.executable, "-m", "tests.bench.programs.library_loop", server.url, server.user, server.password)
    process = await asyncio.create_subprocess_exec(*words, "delays", stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        await process.stdout.readline()
        await server.control("pace", rate=rate)
        await asyncio.sleep(SETTLE_S + WINDOW_S)
    finally:
        await server.control("pace", rate=0)
        process.kill()
    lines = (await process.stdout.read()).splitlines()
    await process.wait()
    told = [json.loads(line) for line in lines if line.endswith(b"}")]
    return [one["delay_ms"] for one in told if "delay_ms" in one][int(SETTLE_S * rate / 2) :]
