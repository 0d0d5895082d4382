"""The wall as a process in a real pseudo-terminal: typing ahead, the way out, a server that goes away."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.hostile.terminal import terminal
from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=6, rate_per_s=0, logins="one")) as running:
        yield running


@pytest.fixture
def env(simulator: Simulator, tmp_path: Path) -> dict[str, str]:
    first = simulator.logins[0]
    return {
        "CALLBOARD_URL": simulator.url,
        "CALLBOARD_USER": first.user,
        "CALLBOARD_PASSWORD": first.password,
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }


async def test_what_is_typed_right_behind_the_filter_key_belongs_to_the_filter(env: dict[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "6 calls" in shown.text, "calls")
        shown.press(b"/nothing like it")
        await shown.until(lambda: "0 of 6" in shown.text, "an empty wall")
        shown.press(b"\x1b")
        await shown.until(lambda: "0 of 6" not in shown.text, "all calls")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_the_terminal_is_restored_on_the_way_out(env: dict[str, str], number: signal.Signals) -> None:
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "6 calls" in shown.text, "calls")
        shown.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_S):
            code = await shown.process.wait()
        await shown.until(lambda: shown.written.rfind(b"\x1b[?1049l") > shown.written.rfind(b"\x1b[?1049h"), "shell")

    assert code == 0
    assert shown.written.rfind(b"\x1b[?25h") > shown.written.rfind(b"\x1b[?25l")
    assert b"Traceback" not in shown.written


async def test_a_server_that_goes_away_is_told_and_followed_again(simulator: Simulator, env: dict[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live")
        await simulator.stop()
        await shown.until(lambda: "◐ stale" in shown.lines[0], "stale")
        await simulator.start()
        await shown.until(lambda: "● live" in shown.lines[0] and "stale" not in shown.text, "live again")


async def test_a_wall_that_no_new_screen_can_mend_is_built_anew(env: dict[str, str], tmp_path: Path) -> None:
    mended = tmp_path / "mended"
    async with terminal(str(mended), "wall", env=env, program=(sys.executable, "-m", "tests.app.broken_wall")) as shown:
        # Each time it says why, in the shell's own screen.
        await shown.until(lambda: shown.rest().count("again and again: see the log") >= 2, "reason")
        assert shown.process.returncode is None
        mended.touch()
        await shown.until(lambda: "6 calls" in shown.text, "calls")
        shown.press(b"q")
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0


async def test_a_wall_that_waits_to_be_built_anew_ends_when_told(env: dict[str, str], tmp_path: Path) -> None:
    program = (sys.executable, "-m", "tests.app.broken_wall")
    async with terminal(str(tmp_path / "never"), "wall", env=env, program=program) as shown:
        await shown.until(lambda: "again and again: see the log" in shown.rest(), "reason")
        shown.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0


async def test_rubbish_that_is_pasted_changes_nothing(env: dict[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "6 calls" in shown.text, "calls")
        shown.press(b"\x1b[200~\x00\x1b]52;c;x\x07qqqq\xff\xfe\n\n/rm\x1b[201~")
        shown.press(b"?")
        await shown.until(lambda: "LISTENED" in shown.text or "esc" in shown.text, "help")
        assert shown.process.returncode is None
