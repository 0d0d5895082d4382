"""From the start of the process to the first paint and to the first live call, and `--version`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

_NOWHERE = "http://127.0.0.1:9"
_CALLS = 20
_LIVE = "● live".encode()


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds of processor time: what these starts wait for takes none."""
    del short
    first: list[float] = []
    whole: list[float] = []
    live: list[float] = []
    bare: list[float] = []
    version: list[float] = []
    nothing: list[float] = []
    words, env = wall(_NOWHERE, "agent.one", "not-a-secret")
    async with serving(_CALLS) as server:
        there, with_calls = wall(server.url, server.user, server.password)
        for _ in range(rounds):
            seen = await _paints(words, env, b"callboard", b"connecting")
            for taken, used_ms in zip((first, whole), seen, strict=True):
                taken.append(used_ms)
            live += await _paints(there, with_calls, _LIVE)
            bare += await _paints(("-m", "tests.bench.programs.bare_app"), {}, b"callboard")
            version.append(await asyncio.to_thread(_whole_run, "-m", "tui", "--version"))
            nothing.append(await asyncio.to_thread(_whole_run, "-c", "pass"))
    return [
        Row("start to first paint", first, "CPU ms", "a bare Textual app", bare, budget=1.6, is_ratio=True),
        Row("start to the whole wall", whole, "CPU ms", "a bare Textual app", bare, is_ratio=True),
        Row("start to live", live, "CPU ms", "a bare Textual app", bare, budget=2.0, is_ratio=True),
        Row("--version", version, "CPU ms", "python -c pass", nothing, budget=3.0, is_ratio=True),
    ]


async def _paints(words: tuple[str, ...], env: dict[str, str], *seen: bytes) -> list[float]:
    async with in_terminal(words, env) as shown:
        used_ms = []
        for text in seen:
            await shown.until(text)
            used_ms.append(1000 * cpu_s(shown.pid))
        return used_ms


def _whole_run(*words: str) -> float:
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return 1000 * (used.ru_utime + used.ru_stime)
