"""A terminal that takes nothing costs the picture alone."""

from __future__ import annotations

import asyncio
import os
import re
import select
import signal
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hostile.terminal import SEQUENCE, Terminal, terminal
from tests.waiting import PATIENCE_S

CONFIG = """
title = "stalled"

[[thresholds]]
what = "ringing"
warn_s = 1
alarm_s = 2

[attention]
on_alarm = ["{folder}/ring"]
"""


def resident_bytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


async def full(shown: Terminal) -> None:
    """Wait until nothing more goes into the terminal: what was there first, and then pictures one after the other."""
    shown.stall()
    terminal = os.open(f"/proc/{shown.process.pid}/fd/1", os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    room = select.poll()
    room.register(terminal, select.POLLOUT)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while room.poll(0):
                # Another density and back, or help and back: pictures that fill it sooner than ticks alone.
                shown.press(b"+")
                await asyncio.sleep(0.1)
                shown.press(b"-")
                await asyncio.sleep(0.1)
    finally:
        os.close(terminal)


@pytest.fixture
def alarmed(tmp_path: Path) -> Callable[[], int]:
    """How often the alarm hook of `CONFIG` ran."""
    rung = tmp_path / "rung"
    hook = tmp_path / "ring"
    hook.write_text(f"#!/bin/sh\necho >> {rung}\n")
    hook.chmod(0o700)
    return lambda: len(rung.read_text().splitlines()) if rung.exists() else 0


async def test_recording_and_alarms_go_on_and_the_newest_picture_is_drawn_whole(
    env: Mapping[str, str],
    tmp_path: Path,
    recorded_steps: Callable[[Path], list[str]],
    alarmed: Callable[[], int],
) -> None:
    config, recording = tmp_path / "wall.toml", tmp_path / "shift.jsonl"
    config.write_text(CONFIG.format(folder=tmp_path))
    async with terminal("wall", "--config", str(config), "--record", str(recording), env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live wall")
        await full(shown)
        steps, alarms, resident = len(recorded_steps(recording)), alarmed(), resident_bytes(shown.process.pid)
        await shown.until(lambda: len(recorded_steps(recording)) > steps + 50, "recording that grows")
        await shown.until(lambda: alarmed() > alarms, "alarm hook that runs")
        assert resident_bytes(shown.process.pid) < resident + 20_000_000

        # What is on the screen by now is lost; the next picture has to be whole.
        shown.screen.reset()
        shown.take()
        await shown.until(lambda: "stalled" in shown.lines[0] and "● live" in shown.lines[0], "head")
        await shown.until(lambda: "help" in shown.lines[-1], "footer")
        shown.press(b"?")
        await shown.until(lambda: "keys, words and marks" in shown.text, "help")
        await shown.until(lambda: b"\x1b" not in SEQUENCE.sub(b"", bytes(shown.written)), "whole control sequences")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_a_signal_is_heeded_and_the_terminal_in_order_once_it_takes_again(
    env: Mapping[str, str], screen: str, number: signal.Signals
) -> None:
    async with terminal(screen, env=env) as shown:
        before = shown.first_settings
        await shown.until(lambda: "live" in shown.text, "live screen")
        await full(shown)
        shown.process.send_signal(number)
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
        shown.take()
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
        assert shown.settings() == before


async def test_a_slow_line_gets_whole_sequences_and_an_answer_to_a_key(env: Mapping[str, str]) -> None:
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live wall")
        shown.take(bytes_per_s=20_000)
        shown.press(b"?")
        await shown.until(lambda: "keys, words and marks" in shown.text, "help")
        shown.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
        shown.take()
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
    # CAN may end one that was under way when the end came.
    before_end = re.sub(rb"\x1b[^\x1b]*$", b"", bytes(shown.written).partition(b"\x18")[0])
    assert b"\x1b" not in SEQUENCE.sub(b"", before_end)
