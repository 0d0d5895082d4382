"""Screens as processes in real terminals, on one simulated contact centre."""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tui.demo.options import Options
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """A contact centre with one login, in which something happens all the time."""
    async with Simulator(Options(agents=4, calls=6, rate_per_s=8, logins="one")) as running:
        yield running


@pytest.fixture
def env(simulator: Simulator, tmp_path: Path) -> dict[str, str]:
    """The login, and folders of one's own."""
    first = simulator.logins[0]
    return {
        "CALLBOARD_URL": simulator.url,
        "CALLBOARD_USER": first.user,
        "CALLBOARD_PASSWORD": first.password,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }


@pytest.fixture
def env_of_demo(tmp_path: Path) -> dict[str, str]:
    """For what brings its own contact centre."""
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}


@pytest.fixture
def recorded_steps() -> Callable[[Path], list[str]]:
    """What the whole lines of a recording say that was done."""

    def read(path: Path) -> list[str]:
        # Written on, it has no end yet.
        packed = path.read_bytes() if path.exists() else b""
        text = zlib.decompressobj(wbits=31).decompress(packed) if packed else b""
        return [str(json.loads(line)["do"]) for line in text.splitlines(keepends=True) if line.endswith(b"\n")]

    return read
