"""Which terminal a screen is drawn on, and what it says where there is none."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.hostile.terminal import terminal
from tests.recording.recorded_floor import open_floor
from tests.waiting import PATIENCE_S
from tui.runs.screen_terminal import require_terminal

NONE = ["</dev/null", "<&-", ">{file}", ">/dev/full", ">&-", "</dev/null >{file} 2>{words}", "<&- >&-", "| cat"]
MISSING = "a screen wants a terminal, and standard"


def through_shell(words: str) -> tuple[str, ...]:
    """`callboard` as somebody would type it, with its descriptors led elsewhere."""
    return ("sh", "-c", words)


@pytest.mark.parametrize(
    ("screen", "led"),
    [*(("wall", led) for led in NONE), *((screen, "<&-") for screen in ("desk", "demo", "replay {kept}"))],
)
async def test_without_a_terminal_one_sentence_says_what_does_without(
    env_of_demo: Mapping[str, str], tmp_path: Path, screen: str, led: str
) -> None:
    file, words, kept = (tmp_path / name for name in ("file", "words", "kept.callrec"))
    async with open_floor(kept, agents=1, calls=1) as floor:
        await floor.written()
    python = "exec " * ("|" not in led) + '"$PYTHON" -m tui'
    line = f"{python} {screen.format(kept=kept)} {led.format(file=file, words=words)}"
    # What is said first is what is wrong with the configuration, which is nothing here.
    source = {"CALLBOARD_URL": "http://127.0.0.1:9", "CALLBOARD_USER": "agent", "CALLBOARD_PASSWORD": "secret"}
    env = {**env_of_demo, **source, "PYTHON": sys.executable}
    async with terminal(env=env, program=through_shell(line)) as shown:
        async with asyncio.timeout(PATIENCE_S):
            code = await shown.process.wait()

        def said() -> str:
            return words.read_text() if words.exists() else shown.rest()

        await shown.until(lambda: MISSING in said().replace("\r\n", ""), "sentence")
    assert code == (0 if "|" in led else 2)
    assert "callboard watch" in said()
    assert "callboard serve" in said()
    assert "Traceback" not in said()
    assert not file.exists() or file.read_bytes() == b""
    assert b"\x1b" not in shown.written


@pytest.mark.parametrize("term", ["dumb", "unknown"])
async def test_a_terminal_that_cannot_move_its_cursor_is_told_so(env_of_demo: Mapping[str, str], term: str) -> None:
    async with terminal("demo", env={**env_of_demo, "TERM": term}) as shown:
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 2
        await shown.until(lambda: f"TERM={term} says that this one cannot" in shown.rest(), "sentence")
    assert b"\x1b" not in shown.written


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("TEXTUAL_COLOR_SYSTEM=x", "there is no such kind of colours"),
        ("TEXTUAL_DRIVER=a:b", "screens are drawn by drivers of our own"),
        ("TEXTUAL_LOG=/nonexistent/x", "No such file or directory"),
    ],
)
async def test_a_variable_that_would_end_the_screen_is_named(
    env_of_demo: Mapping[str, str], variable: str, said: str
) -> None:
    name, _, value = variable.partition("=")
    async with terminal("demo", env={**env_of_demo, name: value}) as shown:
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 2
        await shown.until(lambda: f"callboard: {variable}: {said}" in shown.rest().replace("\r\n", ""), "sentence")


def test_what_is_in_a_log_of_textual_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "textual.log"
    log.write_text("of yesterday\n")
    monkeypatch.setattr(os, "isatty", lambda _number: True)

    require_terminal({"TEXTUAL_LOG": str(log)})

    assert log.read_text() == "of yesterday\n"


@pytest.mark.parametrize("screen", ["wall", "desk"])
async def test_the_picture_goes_to_the_terminal_wherever_stderr_goes(
    env: Mapping[str, str], tmp_path: Path, screen: str
) -> None:
    journal = tmp_path / "journal"
    line = f'exec "{sys.executable}" -m tui {screen} 2>{journal}'
    async with terminal(env={**env, "TERM": "linux"}, program=through_shell(line)) as shown:
        await shown.until(lambda: "● live" in shown.text, "live screen")
        shown.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await shown.process.wait() == 0
        await shown.until(lambda: shown.modes() == set(), "terminal in order")
    assert journal.read_bytes() == b""


async def test_words_at_the_end_go_to_stderr(env: Mapping[str, str], tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    broken = f'"{sys.executable}" -m tests.app.broken_wall {tmp_path}/never'
    async with terminal(env=env, program=through_shell(f"exec {broken} wall 2>{journal}")) as shown:
        await shown.until(lambda: journal.exists() and "see the log" in journal.read_text(), "reason")
    assert "\x1b" not in journal.read_text()
