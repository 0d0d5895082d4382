"""Recording and replay as their user meets them: processes, files, exit codes, a real terminal."""

from __future__ import annotations

import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.terminal import terminal
from tests.project.test_commands import end, environment, line_of, run, start
from tui.demo.options import Options
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=6, calls=8, rate_per_s=0, logins="one")) as running:
        yield running


async def recorded_watch(simulator: Simulator, path: Path) -> list[str]:
    """Record `callboard watch` for two calls; what it printed."""
    process = await start("watch", "--record", str(path), env=environment(simulator))
    printed: list[dict[str, Any]] = []
    while not printed or printed[-1].get("state") != "live":
        printed.append(await line_of(process))
    for _ in range(2):
        started = simulator.control.start(simulator.logins[0].user)["id"]
        while printed[-1].get("call", {}).get("id") != started:
            printed.append(await line_of(process))
    assert await end(process, signal.SIGINT) == (130, "")
    # How a run is, it says of itself and not of what it follows, and alarms go by its own limits: not recorded.
    return [json.dumps(line) for line in printed if line["type"] not in ("health", "alarm")]


async def test_jsonl_are_the_lines_of_watch(simulator: Simulator, path: Path) -> None:
    printed = await recorded_watch(simulator, path)
    code, out, err = await run("replay", str(path), "--format", "jsonl", env=environment())

    # The first one says how things stood when each of the two began.
    assert [json.dumps(json.loads(line)) for line in out.splitlines()[1 : len(printed)]] == printed[1:]
    assert (code, err) == (0, "")


async def test_text_says_it_in_sentences_and_from_a_moment_on(simulator: Simulator, path: Path) -> None:
    await recorded_watch(simulator, path)
    _, all_of_it, _ = await run("replay", str(path), "--format", "text", env=environment())
    _, nothing, err = await run("replay", str(path), "--format", "text", "--from", "+1h", env=environment())

    assert "connected." in all_of_it
    assert all_of_it.count("ringing, a call from") >= 2
    assert (nothing, err) == ("", "")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("replay", "/nonexistent/x"), "no such file"),
        (("replay", __file__), "is not a recording of callboard"),
        (("replay",), "FILE"),
        (("replay", "x", "--speed", "0"), "from 0.01 to 1000"),
        (("replay", "x", "--desk", "--format", "jsonl"), "not allowed with"),
        (("watch", "--record", __file__), "is no recording: it is not overwritten"),
        (("watch", "--record", "/nonexistent/x"), "cannot be written"),
    ],
)
async def test_what_cannot_be_is_told_in_words_and_ends_with_2(
    words: tuple[str, ...], told: str, simulator: Simulator
) -> None:
    code, out, err = await run(*words, env=environment(simulator))

    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


async def test_a_moment_that_is_none_is_told(simulator: Simulator, path: Path) -> None:
    await recorded_watch(simulator, path)
    code, _, err = await run("replay", str(path), "--from", "soon", env=environment())

    assert (code, err.count("\n")) == (2, 1)
    assert "--from: soon is no time: write it like 14:05" in err


async def test_a_damaged_one_is_printed_as_far_as_it_goes(simulator: Simulator, path: Path) -> None:
    await recorded_watch(simulator, path)
    damage(path)
    code, out, err = await run("replay", str(path), "--format", "jsonl", env=environment())

    assert code == 0
    assert out.count("\n") > 3
    assert "the recording ends before its end: it ends in the middle" in err


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


async def test_an_operation_of_a_script_is_recorded(simulator: Simulator, path: Path) -> None:
    code, _, _ = await run("call", "list", "--record", str(path), env=environment(simulator))
    _, out, _ = await run("replay", str(path), "--format", "jsonl", env=environment())

    assert code == 0
    assert sum(json.loads(line).get("change") == "added" for line in out.splitlines()) == 8


@pytest.mark.parametrize("what", ["wall", "desk"])
async def test_recorded_and_replayed_in_a_terminal(simulator: Simulator, path: Path, what: str) -> None:
    async with terminal(what, "--record", str(path), env=environment(simulator)) as shown:
        await shown.until(lambda: "recording to floor.callrec" in shown.text, "marked")
        await shown.until(lambda: "● live" in shown.text, "live")
        shown.press(b"q")
        if what == "desk":
            await shown.until(lambda: "stay logged in" in shown.text, "asked")
            shown.press(b"s")
        assert await shown.process.wait() == 0
    async with terminal("replay", str(path), f"--{what}", "--paused", env=environment()) as shown:
        await shown.until(lambda: "REPLAY " in shown.text, "marked")
        shown.press(b"\x1b[F")
        await shown.until(lambda: "● live" in shown.text and "end" in shown.text.splitlines()[-1], "the end")
        shown.press(b"q")
        assert await shown.process.wait() == 0
        assert b"Traceback" not in shown.written
