"""Every screen ends when it is told to and when its terminal goes, whatever its event loop does."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hostile.terminal import Terminal, terminal
from tests.waiting import PATIENCE_S

SCREENS = [["wall"], ["wall", "--supervise"], ["desk"]]
TOLD = [signal.SIGTERM, signal.SIGHUP]


async def ended(shown: Terminal) -> int:
    async with asyncio.timeout(PATIENCE_S):
        return await shown.process.wait()


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
async def test_a_terminal_that_is_closed_ends_the_screen_without_any_signal(
    env: Mapping[str, str], words: list[str]
) -> None:
    async with terminal(*words, env=env) as shown:
        await shown.until(lambda: "live" in shown.text, "live screen")
        shown.hang_up()
        assert await ended(shown) == 0


@pytest.mark.parametrize("words", [["demo", "--no-tour", "--agents", "2"], ["demo", "--desk", "--agents", "2"]])
async def test_so_does_a_demo(env_of_demo: Mapping[str, str], words: list[str]) -> None:
    async with terminal(*words, env=env_of_demo) as shown:
        await shown.until(lambda: "live" in shown.text, "live screen")
        shown.hang_up()
        assert await ended(shown) == 0


async def test_so_does_a_replay(env: Mapping[str, str], tmp_path: Path) -> None:
    recording = tmp_path / "shift.jsonl"
    async with terminal("wall", "--record", str(recording), env=env) as shown:
        await shown.until(lambda: "live" in shown.text and "recording to" in shown.text, "recording")
        shown.press(b"q")
        assert await ended(shown) == 0
    async with terminal("replay", str(recording), env=env) as shown:
        await shown.until(lambda: "calls" in shown.text, "replay")
        shown.hang_up()
        assert await ended(shown) == 0


@pytest.mark.parametrize("number", TOLD)
@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
async def test_a_signal_ends_the_screen_and_leaves_the_terminal_as_it_was(
    env: Mapping[str, str], words: list[str], number: signal.Signals
) -> None:
    async with terminal(*words, env=env) as shown:
        before = shown.first_settings
        await shown.until(lambda: "live" in shown.text, "live screen")
        assert shown.settings() != before
        shown.process.send_signal(number)
        assert await ended(shown) == 0
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
        assert shown.settings() == before


@pytest.mark.parametrize("number", [*TOLD, None], ids=["TERM", "HUP", "closed"])
@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_a_screen_that_stands_still_is_ended_from_outside(
    env: Mapping[str, str], tmp_path: Path, screen: str, number: signal.Signals | None
) -> None:
    freeze = tmp_path / "freeze"
    program = (sys.executable, "-m", "tests.terminal.frozen_screen", str(freeze))
    async with terminal(screen, env=env, program=program) as shown:
        before = shown.first_settings
        await shown.until(lambda: "live" in shown.text, "live screen")
        freeze.touch()
        await shown.until(lambda: not freeze.exists(), "still screen")
        if number is None:
            shown.hang_up()
        else:
            shown.process.send_signal(number)
        assert await ended(shown) == 0
        if number is not None:
            await shown.until(lambda: shown.modes() == set(), "terminal in order")
            assert shown.settings() == before
    log = (tmp_path / "callboard" / "log" / "callboard.log").read_text("utf-8")
    assert "ended from outside" in log
    assert "frozen_screen.py" in log


async def test_a_recording_is_closed_in_order_when_the_terminal_goes(
    env: Mapping[str, str], tmp_path: Path, recorded_steps: Callable[[Path], list[str]]
) -> None:
    recording = tmp_path / "shift.jsonl"
    async with terminal("desk", "--record", str(recording), env=env) as shown:
        await shown.until(lambda: "live" in shown.text, "live desk")
        shown.hang_up()
        assert await ended(shown) == 0
    assert recorded_steps(recording)[-1] == "end"
