"""A screen that is stopped lends its terminal to the shell, and goes on as before."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.terminal import SHELL, terminal
from tests.process_facts import fields
from tests.waiting import PATIENCE_S


def is_stopped(pid: int) -> bool:
    return fields(pid)[0] == "T"


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash here")
async def test_ctrl_z_stops_the_job_that_a_shell_has_started(env: Mapping[str, str]) -> None:
    async with terminal(env={**env, "PS1": "ready "}, program=SHELL) as shown:
        await shown.until(lambda: "ready" in shown.text, "shell")
        # With what started it in the same job, as `uv run` would be.
        shown.press(f"sh -c '{sys.executable} -m tui wall; true'\n".encode())
        for keys in (b"\x1a", b"/7\x1a"):
            await shown.until(lambda: "● live" in shown.lines[0], "live wall")
            shown.press(keys)
            await shown.until(lambda: "Stopped" in shown.text and not shown.modes() - {"2004"}, "shell")
            shown.screen.reset()
            shown.press(b"fg\n")
        await shown.until(lambda: "● live" in shown.lines[0] and "“7”" in shown.lines[-1], "live wall, with its filter")
        shown.press(b"\x1b")
        await shown.until(lambda: "“7”" not in shown.text, "wall without a filter")
        shown.press(b"q")
        await shown.until(lambda: "ready" in shown.text and not shown.modes() - {"2004"}, "shell")
        shown.press(b"exit\n")
        async with asyncio.timeout(PATIENCE_S):
            await shown.process.wait()


async def test_a_stop_in_the_middle_of_a_write_leaves_the_terminal_in_order(
    env: Mapping[str, str], tmp_path: Path
) -> None:
    stop = tmp_path / "stop"
    program = (sys.executable, "-m", "tests.terminal.stopping_screen", str(stop))
    async with terminal("wall", env=env, program=program) as shown:
        await shown.until(lambda: "● live" in shown.text, "live wall")
        stop.touch()
        await shown.until(lambda: is_stopped(shown.process.pid), "stopped wall")
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
        assert shown.settings() == shown.first_settings
        shown.screen.reset()
        shown.process.send_signal(signal.SIGCONT)
        await shown.until(lambda: "● live" in shown.text, "live wall")


async def test_what_another_program_writes_over_the_picture_does_not_stay(env: Mapping[str, str]) -> None:
    program = (sys.executable, "-m", "tests.terminal.healing_screen")
    async with terminal("wall", "--title", "Floor", env=env, program=program) as shown:
        await shown.until(lambda: "Floor" in shown.lines[0] and "● live" in shown.lines[0], "live wall")
        # As the kernel writes to a console: what is unchanged is not drawn again by itself.
        shown.screen.erase_in_display(2)
        await shown.until(lambda: "Floor" in shown.lines[0] and "● live" in shown.lines[0], "whole picture")


@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_a_shell_has_its_terminal_meanwhile(env: Mapping[str, str], screen: str) -> None:
    async with terminal(screen, env=env) as shown:
        before = shown.first_settings
        await shown.until(lambda: "● live" in shown.text, "live screen")
        for _ in range(2):
            shown.process.send_signal(signal.SIGTSTP)
            await shown.until(lambda: is_stopped(shown.process.pid), "stopped screen")
            await shown.until(lambda: shown.modes() == set(), "terminal in order")
            assert shown.settings() == before

            shown.screen.reset()
            shown.process.send_signal(signal.SIGCONT)
            await shown.until(lambda: "● live" in shown.text, "live screen")
        shown.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
        assert shown.settings() == before


@pytest.mark.parametrize("how", [signal.SIGTSTP, signal.SIGSTOP])
async def test_what_lies_over_a_screen_is_drawn_again_with_it(env: Mapping[str, str], how: signal.Signals) -> None:
    async with terminal("wall", "--title", "Floor", env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live wall")
        shown.press(b"?")
        for _ in range(2):
            await shown.until(lambda: "Floor" in shown.lines[0] and "keys, words and marks" in shown.text, "help")
            shown.process.send_signal(how)
            await shown.until(lambda: is_stopped(shown.process.pid), "stopped wall")
            shown.screen.reset()
            shown.process.send_signal(signal.SIGCONT)
        await shown.until(lambda: "Floor" in shown.lines[0] and "keys, words and marks" in shown.text, "help")


async def test_one_that_was_not_asked_goes_on_and_ends_all_the_same(env: Mapping[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        before = shown.first_settings
        await shown.until(lambda: "● live" in shown.text, "live wall")
        for _ in range(2):
            shown.process.send_signal(signal.SIGSTOP)
            await shown.until(lambda: is_stopped(shown.process.pid), "stopped wall")
            shown.screen.reset()
            shown.process.send_signal(signal.SIGCONT)
            await shown.until(lambda: "● live" in shown.text, "live wall")
        shown.press(b"q")
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
        assert shown.settings() == before


@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_no_size_is_too_small_or_too_large(env: Mapping[str, str], screen: str) -> None:
    async with terminal(screen, env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live screen")
        for columns, rows in ((1, 1), (5, 3), (400, 120), (1000, 300), (0, 0), (100, 30)):
            written = len(shown.written)
            shown.resize(columns, rows)
            await shown.until(lambda written=written: len(shown.written) > written, "new picture")  # type: ignore[misc]  # no default arguments of a lambda
            # Nobody could let it go on: it is no job of a shell.
            shown.press(b"?\x1b\x1a")
        await shown.until(lambda: "● live" in shown.text and len(shown.lines) == 30, "live screen")
        assert shown.process.returncode is None
