"""The runs themselves as services: ready when they are, a line of how they are, and no beat when frozen."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.health.service_manager import Listener, listening
from tests.hostile.terminal import terminal
from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator

ALL_LIVE = "STATUS=1 of 1 sources live"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=2, calls=2, rate_per_s=0, logins="one", poll_timeout_ms=300)) as running:
        yield running


def environment(simulator: Simulator, home: Path, **more: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("CALLBOARD", "XDG_"))}
    first = simulator.logins[0]
    login = {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return {**clean, **login, "HOME": str(home), "NO_PROXY": "*", **more}


async def is_ready(systemd: Listener) -> None:
    await systemd.until(lambda told: "READY=1" in told, "READY")
    await systemd.until(lambda told: ALL_LIVE in told, "status")
    await systemd.until(lambda told: told.count("WATCHDOG=1") > 2, "beats")
    assert systemd.told[0] == "READY=1"


async def test_a_wall_beats_until_it_is_frozen(simulator: Simulator, tmp_path: Path) -> None:
    with listening(tmp_path, abstract=True) as systemd:
        env = environment(simulator, tmp_path, **systemd.variables(watchdog_s=1.5))
        async with terminal("wall", env=env) as shown:
            await is_ready(systemd)
            os.kill(shown.process.pid, signal.SIGSTOP)
            await asyncio.sleep(0.5)
            systemd.take()
            await asyncio.sleep(1.5)
            assert systemd.take() == []
            os.kill(shown.process.pid, signal.SIGCONT)
            await systemd.until(lambda told: told[-1] == "WATCHDOG=1" and bool(systemd.take()), "beats again")


async def test_watch_beats_and_prints_how_it_is(simulator: Simulator, tmp_path: Path) -> None:
    with listening(tmp_path) as systemd:
        env = environment(
            simulator,
            tmp_path,
            CALLBOARD_HEALTH_STALE_S="1",
            CALLBOARD_HEALTH_S="1",
            **systemd.variables(watchdog_s=1.5),
        )
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "watch"), env=env, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE_S):
                first = await _health(process.stdout, live=1)
                assert await _health(process.stdout, live=1) == first, "and again while nothing changes"
                await is_ready(systemd)
                await simulator.stop()
                ill = await _health(process.stdout, live=0, ok=False)
            assert first == {"type": "health", "ok": True, "sources": 1, "live": 1, "reasons": []}
            assert str(ill["reasons"]).startswith("['1 not live for more than 1 s, the longest for ")
            await systemd.until(lambda told: any("not live for more than 1 s" in one for one in told), "status")
        finally:
            process.terminate()
            await process.communicate()
        await simulator.start()


async def _health(out: asyncio.StreamReader, *, live: int, ok: bool = True) -> dict[str, object]:
    while True:
        line = json.loads(await out.readline())
        if line["type"] == "health" and (line["live"], line["ok"]) == (live, ok):
            del line["at"]
            return dict(line)


async def test_pages_are_ready_when_browsers_may_come(tmp_path: Path) -> None:
    with listening(tmp_path) as systemd:
        env = {**os.environ, "HOME": str(tmp_path), **systemd.variables(watchdog_s=1.5)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "serve", "demo", "--port", "0"), env=env, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        try:
            address = (await process.stdout.readline()).decode().strip()
            await systemd.until(lambda told: told.count("WATCHDOG=1") > 2, "beats")
            assert systemd.told[:2] == ["READY=1", f"STATUS=pages at {address}"]
        finally:
            process.terminate()
            await process.communicate()
