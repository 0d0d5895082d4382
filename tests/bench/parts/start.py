"""From the start of the process to the first paint and to the first live call, and `--version`."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from tests.bench.bytecode import Bytecode, bytecode
from tests.bench.far_side import serving
from tests.bench.needs import cpu_s
from tests.bench.pseudo_terminal import in_terminal, wall
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

_NOWHERE = "http://127.0.0.1:9"
_CALLS = 20
_BARE = ("-m", "tests.bench.programs.bare_app")
LEAST = ("-m", "tests.bench.programs.least_live")
BENT = ("-m", "tests.bench.programs.least_live_bent")
_A_BARE_APP = "a bare Textual app"
THE_LEAST = "the least program that shows these calls"
THE_LEAST_BENT = f"{THE_LEAST}, its libraries bent as ours"


class _Run(NamedTuple):
    """What is started, and what it says when it is there."""

    words: tuple[str, ...]
    env: Mapping[str, str]
    seen: tuple[bytes, ...]


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Milliseconds of processor time: what these starts wait for takes none. Only from the disk time counts."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    words, env = wall(_NOWHERE, "agent.one", "not-a-secret")
    alone = _Run(words, env, (b"callboard", b"connecting"))
    bare = _Run(_BARE, {}, (b"callboard",))
    with bytecode() as compiled:
        async with serving(_CALLS) as server:
            words, env = wall(server.url, server.user, server.password)
            live = _Run(words, env, ("● live".encode(),))
            least, bent = live._replace(words=LEAST), live._replace(words=BENT)
            for run in (live, bare, least, bent):
                await _paints(run, compiled.writing)
            for _ in range(rounds):
                whole = await _paints(alone, compiled.reading)
                taken["first"].append(whole[0])
                taken["whole"].append(whole[1])
                for name, run in (("live", live), ("bare", bare), ("least", least), ("bent", bent)):
                    taken[name] += await _paints(run, compiled.reading)
                taken["version"].append(await asyncio.to_thread(_whole_run, compiled, "-m", "tui", "--version"))
                taken["nothing"].append(await asyncio.to_thread(_whole_run, compiled, "-c", "pass"))
            if not short:
                await _otherwise(rounds, compiled, taken, live, bare)
    return _rows(taken)


async def _otherwise(
    rounds: int, compiled: Bytecode, taken: defaultdict[str, list[float]], live: _Run, bare: _Run
) -> None:
    """With nothing of ours compiled, and with nothing of it in memory."""
    with compiled.without_ours() as sources:
        for _ in range(rounds):
            taken["sources"] += await _paints(live, sources)
    for _ in range(rounds):
        for name, run in (("disk", live), ("disk bare", bare)):
            await asyncio.to_thread(compiled.out_of_memory)
            taken[name].append(await _clock_ms(run, compiled.reading))


def _rows(taken: Mapping[str, list[float]]) -> list[Row]:
    bare, live = taken["bare"], taken["live"]
    rows = [
        Row("start to first paint", taken["first"], "CPU ms", _A_BARE_APP, bare, budget=1.6, is_ratio=True),
        Row("start to the whole wall", taken["whole"], "CPU ms", _A_BARE_APP, bare, is_ratio=True),
        Row("start to live", live, "CPU ms", _A_BARE_APP, bare, budget=2.0, is_ratio=True),
        Row("start to live, against", live, "CPU ms", THE_LEAST, taken["least"]),
        Row("start to live, against", live, "CPU ms", THE_LEAST_BENT, taken["bent"]),
    ]
    if "disk" in taken:
        disk, likewise = taken["disk"], f"{_A_BARE_APP}, likewise"
        rows += [
            Row("start to live, our files not compiled", taken["sources"], "CPU ms", "the same compiled", live),
            Row("start to live, nothing in memory, on the clock", disk, "ms", likewise, taken["disk bare"]),
        ]
    version = Row(
        "--version", taken["version"], "CPU ms", "python -c pass", taken["nothing"], budget=3.0, is_ratio=True
    )
    return [*rows, version]


async def _paints(run: _Run, env: Mapping[str, str]) -> list[float]:
    async with in_terminal(run.words, {**run.env, **env}) as shown:
        used_ms = []
        for text in run.seen:
            await shown.until(text)
            used_ms.append(1000 * cpu_s(shown.pid))
        return used_ms


async def _clock_ms(run: _Run, env: Mapping[str, str]) -> float:
    async with in_terminal(run.words, {**run.env, **env}) as shown:
        return 1000 * (await shown.until(run.seen[-1]) - shown.begun_s)


def _whole_run(compiled: Bytecode, *words: str) -> float:
    env = {**os.environ, **compiled.reading}
    process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return 1000 * (used.ru_utime + used.ru_stime)
