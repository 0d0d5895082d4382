"""`callboard watch --format text` as its user meets it: a process that writes sentences."""

import asyncio
import os
import signal
import sys

from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator


async def start(simulator: Simulator, *words: str) -> asyncio.subprocess.Process:
    first = simulator.logins[0]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    login = {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tui", "watch", "--format", "text", *words),
        env=clean | login | {"XDG_CONFIG_HOME": "/nonexistent"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )


async def line_with(process: asyncio.subprocess.Process, words: str) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        while words not in (line := (await process.stdout.readline()).decode()):
            assert line, "it ended"
    return line


async def test_changes_are_said_as_they_happen() -> None:
    async with Simulator(Options(agents=2, calls=0, rate_per_s=0, logins="one")) as simulator:
        process = await start(simulator)
        await line_with(process, "connected.")
        simulator.control.start(simulator.logins[0].user)
        ringing = await line_with(process, "ringing")
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(PATIENCE_S):
            code = await process.wait()
    assert ringing.startswith("5001: ringing, a call from ")
    assert ringing.endswith(".\n")
    assert code == 130


async def test_the_whole_state_is_said_once() -> None:
    async with Simulator(Options(agents=4, calls=3, rate_per_s=0, logins="one")) as simulator:
        process = await start(simulator, "--once")
        async with asyncio.timeout(PATIENCE_S):
            out, _ = await process.communicate()
    lines = out.decode().splitlines()
    assert process.returncode == 0
    assert lines[0].startswith("3 calls now")
    assert len(lines) == 4
    assert all(line.startswith("5001: ") and line.endswith(".") for line in lines[1:])
